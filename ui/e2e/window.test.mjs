// The app in its real window, with a real node, real photographs before the
// demonstration camera, and nothing in place of any part. `make window` runs it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { App, display, SCAN, SOON, until } from "./driver.mjs";
import { approve, devnet, firstRun, framesShown, order, PIN, settings } from "./journeys.mjs";

const BINARY = process.env.MIEN_APP;
/** An account of the local network that is nobody's here. */
const OTHER = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";

let screen;
let app;
let folder;
let kit;
let address;
let words;

before(async () => {
  assert.ok(BINARY && existsSync(BINARY), "MIEN_APP names no program; run `make window`");
  folder = mkdtempSync(join(tmpdir(), "mien-window-"));
  kit = join(folder, "wallet.mienkit");
  screen = await display();
  // In place of a browser: it writes down what it is asked to open.
  const browser = join(folder, "browser");
  writeFileSync(browser, `#!/bin/sh\nprintf %s "$1" > "${join(folder, "opened")}"\n`);
  chmodSync(browser, 0o755);
  const env = { BROWSER: browser };
  app = await App.start({ binary: BINARY, screen, home: join(folder, "home"), env });
});

after(async () => {
  await app?.close();
  devnetProcess("kill");
  screen?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The local network's process, as the data directory records it. */
function devnetProcess(what) {
  const file = join(folder, "home", "devnet", "anvil.json");
  if (!existsSync(file)) return undefined;
  const { running } = JSON.parse(readFileSync(file, "utf8"));
  if (what === "kill") {
    try {
      process.kill(running.pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
  return running;
}

/** Asks the node itself. */
async function rpc(method, ...params) {
  const { port } = devnetProcess();
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = await response.json();
  assert.equal(error, undefined);
  return result;
}

const balanceOf = async (who) => BigInt(await rpc("eth_getBalance", who, "latest"));
const sentBy = async (who) => Number(await rpc("eth_getTransactionCount", who, "latest"));

/** Signs what the review window shows, and comes back to the main window. */
async function signed() {
  const back = await approve(app);
  await app.seen("screen-review-done", SCAN);
  const hash = (await app.text("review-hash")).trim();
  await app.closeBy("review-close");
  await back();
  const receipt = await rpc("eth_getTransactionReceipt", hash);
  assert.equal(receipt.status, "0x1");
  return receipt;
}

/** Approves, and gives the word of the error that the review window shows. */
async function refused(options) {
  const back = await approve(app, options);
  await app.seen("error-title", SCAN);
  const code = await app.run(
    `return document.querySelector('[data-testid="error-title"]').dataset.code`,
  );
  await app.press("scan-back");
  await app.closeBy("review-refuse");
  await back();
  await app.press("nav-home");
  return code;
}

describe("the window", { concurrency: false }, () => {
  test("goes from the welcome to a wallet that is proved", { timeout: SCAN * 2 }, async () => {
    ({ address, words } = await firstRun(app, { kit }));
    assert.match(address, /^0x[0-9a-fA-F]{40}$/);
    assert.ok(existsSync(kit));
    const picture = { form: "qr_picture", path: join(folder, "kit.png") };
    assert.match(await ask("kit_export", picture), /^allowed/);
  });

  test("sends coins", { timeout: SCAN * 2 }, async () => {
    await devnet(app);
    const before = await balanceOf(OTHER);
    await order(app, { to: OTHER, amount: "0.25" });
    const receipt = await signed();
    assert.equal(receipt.to.toLowerCase(), OTHER.toLowerCase());
    assert.equal((await balanceOf(OTHER)) - before, 250_000_000_000_000_000n);
  });

  test("opens a transaction's page at the stored explorer, and nothing else", async () => {
    const { port } = devnetProcess();
    const form = {
      name: "devnet",
      chain_id: 31337,
      rpc_url: `http://127.0.0.1:${port}`,
      currency: "ETH",
      explorer: "https://scan.example",
    };
    assert.match(await ask("network_put", { form }), /^allowed/);
    await app.press("nav-activity");
    await app.seen("screen-activity");
    const entry = await until("an entry is listed", SOON, () =>
      app.run(`return document.querySelector('[data-testid^="entry-"]')?.dataset.testid`),
    );
    await app.press(entry);
    const hash = (await app.seen("entry-hash")) && (await app.text("entry-hash")).trim();
    await app.press("explorer");
    const opened = join(folder, "opened");
    await until("the browser is asked", SOON, () => existsSync(opened));
    assert.equal(readFileSync(opened, "utf8"), `https://scan.example/tx/${hash}`);
    assert.match(await ask("explorer_open", { hash: `0x${"77".repeat(32)}` }), /wrong_input/);
    assert.match(await ask("network_remove", { name: "devnet" }), /^allowed/);
    await app.press("nav-home");
  });

  test("sends a token", { timeout: SCAN * 2 }, async () => {
    await order(app, { to: OTHER, asset: /^token:/, amount: "12.5" });
    const receipt = await signed();
    assert.equal(receipt.logs.length, 1);
    assert.equal(receipt.logs[0].topics[2].slice(26).toLowerCase(), OTHER.slice(2).toLowerCase());
  });

  test("sends a picture", { timeout: SCAN * 2 }, async () => {
    await order(app, { to: OTHER, asset: /^nft:/ });
    const receipt = await signed();
    // ERC-721: sender, recipient and number are all topics.
    assert.equal(receipt.logs[0].topics.length, 4);
  });

  test("refuses a wrong PIN", { timeout: SCAN * 2 }, async () => {
    const before = await sentBy(address);
    await order(app, { to: OTHER, amount: "0.1" });
    assert.equal(await refused({ pin: "another horse" }), "not_matched");
    assert.equal(await sentBy(address), before);
  });

  test("refuses another person", { timeout: SCAN * 2 }, async () => {
    const before = await sentBy(address);
    await settings(app, "camera");
    await useCamera("demo:stranger");
    await order(app, { to: OTHER, amount: "0.1" });
    assert.equal(await refused(), "not_matched");
    assert.equal(await sentBy(address), before);
    await settings(app, "camera");
    await useCamera("demo");
  });

  test("stops a scan when it is told to", { timeout: SCAN * 2 }, async () => {
    const before = await sentBy(address);
    await order(app, { to: OTHER, amount: "0.1" });
    const back = await approve(app);
    await app.press("scan-cancel");
    await app.seen("screen-review");
    await app.closeBy("review-refuse");
    await back();
    assert.equal(await sentBy(address), before);
    await app.press("nav-home");
  });

  test("lets the main window neither see nor sign a review", { timeout: SCAN }, async () => {
    await order(app, { to: OTHER, amount: "0.1" });
    const back = await app.other();
    await app.seen("screen-review");
    await back();
    for (const command of ["review_get", "review_approve", "review_refuse"]) {
      const answer = await ask(command, { id: "1", pin: null });
      assert.match(answer, /not allowed/, command);
    }
    await app.other();
    const answer = await ask("prepare_send", {});
    assert.match(answer, /not allowed/);
    await app.closeBy("review-refuse");
    await back();
    await app.press("nav-home");
  });

  test("follows a network that is restarted underneath", { timeout: SCAN * 2 }, async () => {
    devnetProcess("kill");
    await app.seen("error", SOON * 2);
    await settings(app, "devnet");
    await app.press("devnet-start");
    await until("the devnet runs again", SCAN, () =>
      app.run(
        `return document.querySelector('[data-testid="devnet"]')?.dataset.state === "running"`,
      ),
    );
    await app.press("nav-home");
    await until("a balance is shown again", SCAN, async () =>
      (await app.text("balance")).includes("ETH"),
    );
    await settings(app, "devnet");
    await app.press("devnet-fund");
    await order(app, { to: OTHER, amount: "0.5" });
    await signed();
  });

  test("speaks Japanese and English", { timeout: SCAN }, async () => {
    await settings(app, "language");
    await app.press("language-ja");
    await until("it speaks Japanese", SOON, async () => /設定|言語/.test(await app.told()));
    assert.equal(await app.run("return document.documentElement.lang"), "ja");
    await app.press("language-en");
    await until("it speaks English", SOON, async () => /Language/.test(await app.told()));
  });

  test("locks, and opens for its owner alone", { timeout: SCAN * 2 }, async () => {
    await settings(app, "security");
    await app.press("lock-now");
    await app.seen("screen-lock");
    assert.match(await ask("overview", {}), /locked/);
    await app.type("pin", PIN);
    await app.press("unlock");
    await app.seen("screen-home", SCAN);
  });

  test(
    "locks when the computer sleeps or its screen is locked",
    { timeout: SCAN * 2 },
    async () => {
      for (const signal of [
        "org.freedesktop.login1.Manager.PrepareForSleep",
        "org.freedesktop.ScreenSaver.ActiveChanged",
      ]) {
        // Waking up is no reason.
        tellDesktop(signal, false);
        await sleep(500);
        assert.equal(await app.find("screen-lock"), undefined);
        tellDesktop(signal, true);
        await app.seen("screen-lock");
        await app.type("pin", PIN);
        await app.press("unlock");
        await app.seen("screen-home", SCAN);
      }
    },
  );

  test(
    "prints the kit from a process of its own, which a lock ends",
    { timeout: SCAN * 2 },
    async () => {
      await settings(app, "security");
      await app.press("security-kit");
      await app.press("kit-print");
      await app.press("kit-save");
      await until("the sheet is shown", SOON, () => sheets().length === 1);
      // What it shows it was given by the keeper, not by the app.
      assert.deepEqual(sheets()[0].split("\0").slice(2, 5), ["en", "pin", address]);
      await sleep(1000);
      assert.equal(sheets().length, 1);
      tellDesktop("org.freedesktop.ScreenSaver.ActiveChanged", true);
      await app.seen("screen-lock");
      await until("the sheet is gone", SOON, () => sheets().length === 0);
      await app.type("pin", PIN);
      await app.press("unlock");
      await app.seen("screen-home", SCAN);
    },
  );

  test("begins locked, and recovers on an empty device", { timeout: SCAN * 3 }, async () => {
    await app.close();
    app = await App.start({ binary: BINARY, screen, home: join(folder, "home") });
    await app.seen("screen-lock");
    await app.close();
    app = await App.start({ binary: BINARY, screen, home: join(folder, "new") });
    await app.press("welcome-recover");
    await app.press("consent-agree");
    await app.press("camera-demo");
    await app.press("camera-use");
    await app.type("recover-path", kit);
    await app.press("recover-open");
    await app.type("pin", PIN);
    await app.press("recover-face");
    assert.equal((await app.text("recover-address", SCAN)).trim(), address);
    await app.press("recover-done");
    await app.seen("screen-home");
  });

  test("comes back without the face, by the paper phrase", { timeout: SCAN * 3 }, async () => {
    await app.close();
    app = await App.start({ binary: BINARY, screen, home: join(folder, "phrase") });
    await app.press("welcome-recover");
    await app.press("consent-agree");
    // Whoever stands there now: the words prove the owner.
    await app.press("camera-demo:stranger");
    await app.press("camera-use");
    await app.type("recover-path", kit);
    await app.press("recover-open");
    const enter = async (typed) => {
      await app.press("recover-phrase");
      await app.type("recover-words", typed.join(" "));
      await app.type("pin-new", "quite another");
      await app.type("pin-again", "quite another");
      await app.press("recover-words-go");
    };
    await enter([words[1], words[0], ...words.slice(2)]);
    await app.seen("error-title", SCAN);
    await app.press("scan-back");
    await enter(words);
    assert.equal((await app.text("recover-address", SCAN)).trim(), address);
    await app.press("recover-done");
    await app.seen("screen-home");
  });

  test(
    "takes frames of the window's own camera, and no photograph",
    { timeout: SCAN * 4 },
    async () => {
      await app.close();
      app = await App.start({ binary: BINARY, screen, home: join(folder, "held") });
      await app.press("welcome-recover");
      await app.press("consent-agree");
      // The engine's own picture in place of a camera: no face is on it.
      await app.press("camera-window");
      await framesShown(app);
      await until("the picture is judged", SOON, async () =>
        /face|oval/i.test(await app.text("camera-hint")),
      );
      await hold(join(folder, "kit.png"));
      await app.press("camera-use");
      await app.press("recover-qr");
      assert.equal((await app.text("recover-address", SCAN)).trim(), address);
      // The owner's photograph, held to a camera.
      await hold(join(process.env.MIEN_DEMO, "obama3.jpg"));
      await app.type("pin", PIN);
      await app.press("recover-face");
      await app.seen("error-title", SCAN);
      assert.equal(
        await app.run(`return document.querySelector('[data-testid="error-title"]').dataset.code`),
        "liveness",
      );
      await app.press("scan-back");
      assert.match(await ask("set_camera", { id: "demo" }), /^allowed/);
      await app.type("pin", PIN);
      await app.press("recover-face");
      await app.press("recover-done", SCAN);
      await app.seen("screen-home");
    },
  );

  test("leaves nothing on the disk that could be a picture or a PIN", () => {
    // Status 1 is grep's word for nothing found.
    const { status, stdout } = spawnSync(
      "grep",
      [
        "-rlaE",
        `${PIN}|JFIF|IHDR`,
        ...["home", "new", "phrase", "held"].map((name) => join(folder, name)),
      ],
      {
        encoding: "utf8",
      },
    );
    assert.deepEqual([status, stdout], [1, ""]);
  });
});

/** Chooses a camera, and waits until its picture is shown. */
async function useCamera(id) {
  await app.press(`camera-${id}`);
  await until(`camera ${id} is in use`, SOON, async () => {
    const boot = JSON.parse((await ask("boot", {})).replace("allowed ", ""));
    return boot.camera === id;
  });
  await app.press("nav-home");
}

/** Holds a picture to the window's camera, by a hand that is not quite still. */
async function hold(path) {
  const type = path.endsWith(".png") ? "png" : "jpeg";
  await app.run(
    `const picture = new Image();
     const canvas = document.createElement("canvas");
     [canvas.width, canvas.height] = [640, 480];
     const brush = canvas.getContext("2d");
     let turn = 0;
     const whole = arguments[1];
     const draw = () => {
       const sides = [640 / picture.width, 480 / picture.height];
       // A code is shown whole, a portrait by its upper part.
       const scale = whole ? Math.min(...sides) * 0.95 : Math.max(...sides);
       const [width, height] = [picture.width * scale, picture.height * scale];
       const top = Math.max(0, (480 - height) / 2);
       turn += 0.1;
       brush.fillStyle = "#888";
       brush.fillRect(0, 0, 640, 480);
       // Never the same place twice: what comes round again is a recording.
       const left = (640 - width) / 2 + 4 * Math.sin(turn) + Math.random();
       brush.drawImage(picture, left, top, width, height);
     };
     picture.onload = () => { clearInterval(window.held); window.held = setInterval(draw, 33); };
     picture.src = arguments[0];
     MediaDevices.prototype.getUserMedia = async () => canvas.captureStream(30);`,
    `data:image/${type};base64,${readFileSync(path).toString("base64")}`,
    type === "png",
  );
}

/** The command lines of the sheets that are shown. */
function sheets() {
  const line = (pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    } catch {
      // It has ended.
      return "";
    }
  };
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return all.map(line).filter((one) => one.startsWith(`${BINARY}\0sheet\0`));
}

/** Says on the message bus what the system says there. */
function tellDesktop(signal, begins) {
  const { status, stderr } = spawnSync(
    "dbus-send",
    ["--session", "--type=signal", "/org/mien/test", signal, `boolean:${begins}`],
    { encoding: "utf8" },
  );
  assert.equal(status, 0, stderr);
}

/** Asks for a command as a page could, without its own code in between. */
function ask(command, args) {
  return app.post("/execute/async", {
    script: `const done = arguments[arguments.length - 1];
      window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
        .then((r) => done("allowed " + JSON.stringify(r)), (e) => done(JSON.stringify(e)));`,
    args: [command, args],
  });
}
