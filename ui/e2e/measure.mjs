// What docs/performance.md says of the window: `make measure`, on a quiet machine.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { App, display, SCAN, until } from "./driver.mjs";
import { approve, devnet, firstRun, order } from "./journeys.mjs";

/** Scans for a signature; the last is for the memory alone. */
const SCANS = 8;
/** Has the page note when it drew a picture, and when it was done: asking meanwhile would cost as much. */
const NOTE_PICTURES = `
  window.noted = { shown: [], done: 0 };
  const note = () => window.noted.shown.push(performance.now());
  const drawn = { subtree: true, attributes: true, attributeFilter: ["data-frames"] };
  new MutationObserver(note).observe(document.body, drawn);
  const end = () => {
    if (document.querySelector('[data-testid="screen-review-done"]'))
      window.noted.done ||= performance.now();
  };
  new MutationObserver(end).observe(document.body, { subtree: true, childList: true });`;
const OTHER = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";
const folder = mkdtempSync(join(tmpdir(), "mien-measure-"));
const screen = await display();
const start = () => App.start({ binary: process.env.MIEN_APP, screen, home: join(folder, "home") });

/** Memory that is the processes' own (proportional set size), in MB. */
function memory(pids) {
  const one = (pid) => {
    // A process may end while it is looked at.
    if (!existsSync(`/proc/${pid}/smaps_rollup`)) return 0;
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+)/m.exec(text)[1]) / 1024;
  };
  return Math.round(pids.map(one).reduce((a, b) => a + b, 0));
}

/** The app and the page's processes: those that were started on our folder. */
function processes() {
  const ours = (pid) => {
    try {
      const name = readFileSync(`/proc/${pid}/comm`, "utf8").trim();
      const known = name.startsWith("mien-app") || /^WebKit(Web|Net)/.test(name);
      return (
        known &&
        name !== "WebKitWebDriver" &&
        readFileSync(`/proc/${pid}/environ`, "utf8").includes(folder)
      );
    } catch {
      return false;
    }
  };
  return readdirSync("/proc").filter((n) => /^\d+$/.test(n) && ours(n));
}

const frames = () =>
  app.run(`return Number(document.querySelector('[data-testid="preview"]')?.dataset.frames ?? 0)`);
const say = (what, value) => console.log(`${what.padEnd(44)} ${value}`);

const began = Date.now();
let app = await start();
await app.seen("screen-welcome");
const paint = await app.run(
  "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null",
);
say("start to welcome, seen by the driver", `${Date.now() - began} ms`);
say("first paint, after the page began", paint === null ? "not told" : `${Math.round(paint)} ms`);
await app.press("welcome-create");
await app.press("consent-agree");
await app.press("camera-demo");
await until("the preview shows pictures", SCAN, async () => (await frames()) > 0);
const [looked, lookedAt] = [await frames(), Date.now()];
await sleep(4000);
const looking = (((await frames()) - looked) / (Date.now() - lookedAt)) * 1000;
say("preview while choosing a camera", `${looking.toFixed(1)} frames a second`);
await app.press("back");
await firstRun(app, { kit: join(folder, "wallet.mienkit") });
await devnet(app);
await sleep(3000);
const own = processes().filter((pid) =>
  readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("mien-app"),
);
say(
  "memory, idle on the home screen",
  `${memory(processes())} MB, the app itself ${memory(own)} MB`,
);

const rates = [];
const gaps = [];
const mined = [];
let most = 0;
for (let turn = 0; turn < SCANS; turn += 1) {
  await order(app, { to: OTHER, amount: "0.25" });
  const back = await approve(app, { look: () => app.run(NOTE_PICTURES) });
  // Looking costs as much as a picture: in one scan, the last, that is not counted.
  while (turn === SCANS - 1 && !(await app.find("screen-review-done"))) {
    most = Math.max(most, memory(processes()));
    await sleep(200);
  }
  await app.seen("screen-review-done", SCAN);
  const { shown, done } = await app.run("return window.noted");
  await app.closeBy("review-close");
  await back();
  if (turn === SCANS - 1) continue;
  const span = shown.at(-1) - shown[0];
  rates.push((shown.length - 1) / (span / 1000));
  gaps.push(Math.max(...shown.slice(1).map((at, i) => at - shown[i])));
  mined.push(done - shown.at(-1));
}
const range = (values, digits = 0) => {
  const sorted = values.toSorted((a, b) => a - b);
  const [least, middle, largest] = [0, 0.5, 1].map(
    (q) => sorted[Math.round(q * (sorted.length - 1))],
  );
  return `${middle.toFixed(digits)} (${least.toFixed(digits)} to ${largest.toFixed(digits)})`;
};
say(`preview while scanning, ${rates.length} scans`, `${range(rates, 1)} frames a second`);
say("longest time between two of its pictures", `${range(gaps)} ms`);
say("last picture to mined and shown", `${range(mined)} ms`);
say("memory, scanning, at most", `${most} MB`);
await app.close();
const again = Date.now();
app = await start();
await app.seen("screen-lock");
say("second start to the lock screen", `${Date.now() - again} ms`);
await app.close();
screen.close();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
