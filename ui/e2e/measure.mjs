// What docs/performance.md says of the window: `make measure`, on a quiet machine.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { App, display, SCAN, until } from "./driver.mjs";
import { approve, devnet, firstRun, order } from "./journeys.mjs";

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

await order(app, { to: OTHER, amount: "0.25" });
const back = await approve(app);
await until("the preview shows pictures", SCAN, async () => (await frames()) > 0);
const first = await frames();
const since = Date.now();
let last = first;
let lastAt = since;
let most = 0;
for (let round = 0; !(await app.find("screen-review-done")); round += 1) {
  const now = await frames().catch(() => 0);
  if (now > last) {
    last = now;
    lastAt = Date.now();
  }
  // Looking costs as much as a frame: seldom.
  if (round % 8 === 4) most = Math.max(most, memory(processes()));
  await sleep(120);
}
say(
  "preview while scanning",
  `${((last - first) / ((lastAt - since) / 1000)).toFixed(1)} frames a second`,
);
say("memory, scanning, at most", `${most} MB`);
await app.seen("screen-review-done", SCAN);
say("last picture to mined and shown", `${Date.now() - lastAt} ms`);
await app.closeBy("review-close");
await back();
await app.close();
const again = Date.now();
app = await start();
await app.seen("screen-lock");
say("second start to the lock screen", `${Date.now() - again} ms`);
await app.close();
screen.close();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
