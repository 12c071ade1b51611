// Pictures of every screen of the real window, in both themes and two sizes,
// and of half of that in Japanese, for looking at: `make screenshots` writes
// them to out/screenshots.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { App, display, SCAN, SOON, until } from "./driver.mjs";
import { approve, devnet, firstRun, framesShown, order, PIN, settings } from "./journeys.mjs";

const OUT = process.env.MIEN_SCREENSHOTS ?? "out/screenshots";
const SIZES = { small: [390, 720], large: [1100, 760] };
const ALL = [
  ["light", "large"],
  ["light", "small"],
  ["dark", "small"],
  ["dark", "large"],
];
/** How each language is looked at. */
const LOOKS = {
  en: ALL,
  ja: [
    ["light", "large"],
    ["dark", "small"],
  ],
};
const OTHER = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";
const TYPED = JSON.stringify({
  types: {
    EIP712Domain: [
      { name: "name", type: "string" },
      { name: "chainId", type: "uint256" },
    ],
    Order: [
      { name: "maker", type: "address" },
      { name: "amount", type: "uint256" },
      { name: "note", type: "string" },
    ],
  },
  primaryType: "Order",
  domain: { name: "Market", chainId: 31337 },
  message: { maker: OTHER, amount: "1000", note: "Tea for two" },
});
/** A moment for what fades in or is laid out anew. */
const STILL = 300;

const folder = mkdtempSync(join(tmpdir(), "mien-screens-"));
mkdirSync(OUT, { recursive: true });
const screen = await display();
const start = (home) =>
  App.start({ binary: process.env.MIEN_APP, screen, home: join(folder, home) });

let app;
let language = "en";

/** Takes the window as it is in every look; `while` names what must still be there after each. */
async function look(name, { during } = {}) {
  for (const [theme, size] of LOOKS[language]) {
    const [width, height] = SIZES[size];
    await app.post("/window/rect", { width, height });
    await app.run(`document.documentElement.dataset.theme = "${theme}"; window.scrollTo(0, 0);`);
    await sleep(STILL);
    const file = join(OUT, `${name}-${language}-${theme}-${size}.png`);
    await app.screenshot(file);
    // What came after a scan is not its picture.
    if (during && !(await app.find(during))) {
      rmSync(file);
      return;
    }
  }
}

/** Waits for a screen with all it has, and looks at it. */
async function shown(id, name = id) {
  await app.seen(`screen-${id}`);
  await until(
    "nothing is loading",
    SOON,
    async () => !(await app.find("loading")),
    () => app.told(),
  );
  await look(name);
}

/** Presses the first element whose test id looks like that. */
async function pressFirst(pattern) {
  const id = await until(`something like ${pattern} is shown`, SOON, async () => {
    const ids = await app.run(
      `return [...document.querySelectorAll("[data-testid]")].map((e) => e.dataset.testid)`,
    );
    return ids.find((one) => pattern.test(one));
  });
  await app.press(id);
}

async function home() {
  await app.press("nav-home");
  await app.seen("balance", SCAN);
}

/** Looks at a review in its window, and goes back after `then`. */
async function review(name, then) {
  const back = await app.other();
  await app.seen("screen-review");
  await look(name);
  await then();
  await back();
}

const refuse = () => app.closeBy("review-refuse");

async function begin(kit) {
  let step = 0;
  const number = () => String(++step).padStart(2, "0");
  await app.seen("screen-welcome");
  if (language === "ja") await app.press("language-ja");
  await firstRun(app, {
    kit,
    look: async (name) => {
      await look(`first-run-${number()}-${name}`, name === "enrol" ? { during: "preview" } : {});
      if (name !== "secret") return;
      await app.press("face-only");
      await shown("face-only", `first-run-${number()}-face-only`);
      await app.press("back");
      await app.type("pin-new", PIN);
      await app.type("pin-again", PIN);
    },
  });
}

async function sending() {
  await app.press("nav-home");
  await app.seen("screen-home");
  await look("home-without-network");
  await devnet(app);
  await home();
  await until(
    "what was done is said no more",
    SOON,
    async () => (await app.text("toast")).trim() === "",
  );
  await shown("home");
  await app.press("home-send");
  await shown("send", "send-empty");
  await app.press("send-qr");
  await framesShown(app);
  await look("send-qr");
  await app.press("scan-cancel");
  await order(app, { to: OTHER, amount: "0.25", look });
  const back = await approve(app, { look });
  await framesShown(app);
  await look("review-scan", { during: "preview" });
  await app.seen("screen-review-done", SCAN);
  await look("review-done");
  await app.closeBy("review-close");
  await back();
  await app.seen("sent");
  await look("sent");
  await order(app, { to: OTHER, asset: /^token:/, amount: "12.5" });
  await review("review-token", async () => {
    await app.type("pin", "another horse");
    await app.press("review-approve");
    await app.seen("error-title", SCAN);
    await look("review-not-matched");
    await app.press("scan-back");
    await refuse();
  });
  await order(app, { to: OTHER, asset: /^nft:/ });
  await review("review-nft", refuse);
}

async function signing() {
  await app.press("nav-sign");
  await shown("sign");
  await app.press("sign-message");
  await app.type("sign-text", "I was here.");
  await app.press("sign-review");
  await review("review-message", refuse);
  await app.press("nav-sign");
  await app.press("sign-typed_data");
  await app.type("sign-json", TYPED);
  await app.press("sign-review");
  await review("review-typed-data", refuse);
  for (const id of ["verify", "approvals"]) {
    await app.press("nav-sign");
    await app.press(`sign-${id}`);
    await shown(id);
  }
}

async function looking() {
  await home();
  await app.press("home-receive");
  await shown("receive");
  for (const [pattern, id] of [
    [/^token-[A-Z]/, "token"],
    [/^nft-[0-9]/, "nft"],
  ]) {
    await home();
    await pressFirst(pattern);
    await shown(id);
  }
  await app.press("nav-activity");
  await shown("activity");
  await pressFirst(/^entry-[0-9]/);
  await shown("entry");
}

async function settling() {
  await app.press("nav-settings");
  await shown("settings");
  const routes = await app.run(
    `return [...document.querySelectorAll('[data-testid^="settings-"]')].map((e) => e.dataset.testid.slice(9))`,
  );
  for (const route of routes) {
    await settings(app, route);
    await shown(route, `settings-${route}`);
  }
  await settings(app, "networks");
  await app.press("network-add");
  await shown("network-add");
  for (const route of ["kit", "pin-change", "drill", "renew", "forget"]) {
    await settings(app, "security");
    await app.press(`security-${route}`);
    await shown(route, `security-${route}`);
  }
  await settings(app, "security");
  await app.press("lock-now");
  await shown("lock");
}

async function recovering(kit) {
  await app.seen("screen-welcome");
  if (language === "ja") await app.press("language-ja");
  await app.press("welcome-recover");
  await app.press("consent-agree");
  await app.press("camera-demo");
  await app.press("camera-use");
  await shown("recover");
  await app.press("recover-qr");
  await framesShown(app);
  await look("recover-qr");
  await app.press("scan-cancel");
  await app.type("recover-path", kit);
  await app.press("recover-open");
  await shown("recover-kit");
  await app.press("recover-phrase");
  await shown("recover-words");
  await app.press("back");
  await app.type("pin", PIN);
  await app.press("recover-face");
  await app.seen("recover-done", SCAN);
  await look("recovered");
}

try {
  for (language of Object.keys(LOOKS)) {
    const kit = join(folder, `${language}.mienkit`);
    app = await start(language);
    await begin(kit);
    await sending();
    await signing();
    await looking();
    await settling();
    await app.close();
    app = await start(`${language}-recovered`);
    await recovering(kit);
    await app.close();
  }
} finally {
  await app.close();
  screen.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(OUT);
process.exit(0);
