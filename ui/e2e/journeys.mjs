// Things that a person does, step by step, for the tests of the window and for
// the screenshots.
import { SCAN, until } from "./driver.mjs";

export const PIN = "correct horse";

/** From the welcome to the home screen. `look` is called at every step. Gives the
    address and the words of the paper phrase. */
export async function firstRun(app, { kit, look = async () => undefined }) {
  await app.seen("screen-welcome");
  await look("welcome");
  await app.press("welcome-create");
  // Somebody who agreed before is not asked again.
  if ((await app.first("screen-consent", "screen-camera-choice")) === "screen-consent") {
    await look("consent");
    await app.press("consent-agree");
  }
  await app.seen("screen-camera-choice");
  await app.press("camera-demo");
  await look("camera");
  await app.press("camera-use");
  await app.seen("screen-secret");
  await app.type("pin-new", PIN);
  await app.type("pin-again", PIN);
  await look("secret");
  await app.press("secret-next");
  await app.seen("scan");
  await framesShown(app);
  await look("enrol");
  const words = await phrase(app, look);
  await app.seen("screen-kit", SCAN);
  await look("kit");
  await app.type("kit-path", kit);
  await app.press("kit-save");
  await app.seen("kit-saved");
  await app.press("kit-next");
  await app.seen("screen-drill");
  await app.type("pin", PIN);
  await app.press("drill-begin");
  await app.seen("margin", SCAN);
  await look("drill-passed");
  await app.press("drill-next");
  await app.seen("screen-done");
  const address = await app.text("own-address");
  await look("done");
  await app.press("done-open");
  await app.seen("screen-home");
  return { address: address.trim(), words };
}

/** The preview has shown pictures. */
export async function framesShown(app) {
  await until("the preview shows pictures", SCAN, () =>
    app.run(
      `const p = document.querySelector('[data-testid="preview"]');
       return Number(p?.dataset.frames ?? 0) > 2;`,
    ),
  );
}

/** Writes the words down and types three of them back. */
export async function phrase(app, look) {
  await app.seen("phrase", SCAN);
  await look("phrase-offer");
  await app.press("phrase-show");
  await app.seen("phrase-words");
  const words = await app.run(
    `return [...document.querySelectorAll('[data-testid="phrase-words"] li')].map((e) => e.textContent.trim().split(/\\s+/).pop())`,
  );
  if (words.length !== 24) throw new Error(`${words.length} words`);
  await look("phrase-words");
  await app.press("phrase-written");
  for (let i = 0; i < 3; i += 1) {
    await app.seen(`phrase-word-${i}`);
    const number = await app.run(
      `return Number(document.querySelector('[data-testid="phrase-word-${i}"]').dataset.number)`,
    );
    await app.type(`phrase-word-${i}`, words[number - 1]);
  }
  await look("phrase-check");
  await app.press("phrase-check");
  return words;
}

/** Goes to a screen below the settings. */
export async function settings(app, route) {
  await app.press("nav-settings");
  await app.press(`settings-${route}`);
}

/** Starts the local network and puts coins, tokens and pictures into it. */
export async function devnet(app) {
  await settings(app, "devnet");
  await app.press("devnet-start");
  await until("the devnet runs", SCAN, () =>
    app.run(`return document.querySelector('[data-testid="devnet"]')?.dataset.state === "running"`),
  );
  await app.press("devnet-fund");
  await app.press("devnet-seed", SCAN);
  await app.press("nav-home");
  await until("the balance is shown", SCAN, async () =>
    (await app.text("balance")).includes("ETH"),
  );
}

/** Fills in the send form and opens the review. */
export async function order(app, { to, asset, amount, look = async () => undefined }) {
  await app.press("nav-home");
  await app.press("home-send");
  await app.seen("screen-send");
  await app.type("send-to", to);
  await app.seen("send-found");
  if (asset) await app.choose("send-asset", await option(app, asset));
  if (amount) await app.type("send-amount", amount);
  await until("the node has estimated the fee", SCAN, () =>
    app.run(`return document.querySelector('[data-testid="fee-kind"]')?.dataset.by === "node"`),
  );
  await look("send");
  await app.press("send-review", SCAN);
}

/** The first asset on offer whose value looks like that. */
function option(app, pattern) {
  return until(`an asset like ${pattern} is offered`, SCAN, async () => {
    const values = await app.run(
      `return [...document.querySelectorAll('[data-testid="send-asset"] option')].map((o) => o.value)`,
    );
    return values.find((value) => pattern.test(value));
  });
}

/** Approves in the review window. Gives what became of it. */
export async function approve(app, { pin = PIN, look = async () => undefined } = {}) {
  const back = await app.other();
  await app.seen("screen-review");
  await look("review");
  if (await app.find("review-sure")) await app.press("review-sure");
  if (await app.find("pin")) await app.type("pin", pin);
  await app.press("review-approve");
  return back;
}
