// Pictures of every screen of the real window, in both themes and two sizes,
// for looking at: `make screenshots` writes them to out/screenshots.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { App, display, SCAN } from "./driver.mjs";
import { approve, devnet, firstRun, order, PIN, settings } from "./journeys.mjs";

const OUT = process.env.MIEN_SCREENSHOTS ?? "out/screenshots";
const SIZES = { small: [390, 720], large: [1100, 760] };
const THEMES = ["light", "dark"];
const OTHER = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";
/** Screens below the settings, by their route. */
const SETTINGS = [
  "networks",
  "contacts",
  "watched",
  "security",
  "data",
  "language",
  "appearance",
  "camera",
  "gateway",
  "devnet",
  "about",
];
/** A moment for what fades in. */
const STILL = 350;

const folder = mkdtempSync(join(tmpdir(), "mien-screens-"));
mkdirSync(OUT, { recursive: true });
const screen = await display();
const app = await App.start({ binary: process.env.MIEN_APP, screen, home: join(folder, "home") });

async function picture(name) {
  await sleep(STILL);
  await app.screenshot(join(OUT, `${name}.png`));
}

async function size(name) {
  const [width, height] = SIZES[name];
  await app.post("/window/rect", { width, height });
}

async function theme(name) {
  await settings(app, "appearance");
  await app.press(`theme-${name}`);
}

/** Every screen of a wallet in use, as it looks now. */
async function wallet(suffix) {
  const shown = async (id, name) => {
    await app.seen(`screen-${id}`);
    await picture(`${name ?? id}-${suffix}`);
  };
  await app.press("nav-home");
  await app.seen("balance", SCAN);
  await sleep(1500);
  await shown("home");
  for (const [id, ...open] of [
    ["send", "home-send"],
    ["receive", "home-receive"],
    ["accounts", "switch-account", "accounts-manage"],
  ]) {
    await app.press("nav-home");
    for (const one of open) await app.press(one);
    await shown(id);
  }
  await app.press("nav-activity");
  await shown("activity");
  await app.press("nav-sign");
  await shown("sign");
  await app.press("nav-settings");
  await shown("settings");
  for (const route of SETTINGS) {
    await settings(app, route);
    await sleep(STILL);
    await picture(`settings-${route}-${suffix}`);
  }
}

try {
  await size("large");
  let step = 0;
  const look = (name) => picture(`first-run-${String(++step).padStart(2, "0")}-${name}`);
  await firstRun(app, { kit: join(folder, "wallet.mienkit"), look });
  await devnet(app);
  await order(app, { to: OTHER, amount: "0.25" });
  const back = await approve(app, { look: (name) => picture(`${name}-light`) });
  await sleep(1200);
  await picture("review-scan-light");
  await app.seen("screen-review-done", SCAN);
  await picture("review-done-light");
  await app.closeBy("review-close");
  await back();
  for (const colours of THEMES) {
    await theme(colours);
    for (const large of Object.keys(SIZES)) {
      await size(large);
      await wallet(`${colours}-${large}`);
    }
  }
  await settings(app, "language");
  await app.press("language-ja");
  await wallet("japanese-large");
  await settings(app, "security");
  await app.press("lock-now");
  await app.seen("screen-lock");
  await picture("lock-japanese-large");
  await app.type("pin", PIN);
} finally {
  await app.close();
  screen.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(OUT);
process.exit(0);
