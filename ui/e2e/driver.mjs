// A small WebDriver client (W3C) for the app's own windows under
// WebKitWebDriver, and the display that they are drawn on.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
/** Milliseconds that a window may take for something that needs no scan. */
export const SOON = 15_000;
/** The same for something that scans, signs and waits for a block. */
export const SCAN = 90_000;

/** Starts a program and waits for a line that says it is ready. */
function ready(program, args, options, sign) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  return new Promise((resolve, reject) => {
    let said = "";
    const look = (chunk) => {
      said += chunk;
      const found = sign.exec(said);
      if (found) resolve({ child, found });
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`${program} ended with ${code}: ${said}`)));
  });
}

/** A display of its own. */
export async function display(size = "1400x1000x24") {
  const { child, found } = await ready(
    "Xvfb",
    ["-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"],
    {},
    /^(\d+)\n/m,
  );
  return { name: `:${found[1]}`, close: () => child.kill() };
}

let port = 4500 + (process.pid % 500);

/** The app with a driver, on a data directory. */
export class App {
  static async start({ binary, screen, home, env = {} }) {
    const app = new App();
    app.home = home ?? mkdtempSync(join(tmpdir(), "mien-e2e-"));
    app.ownHome = home === undefined;
    app.port = ++port;
    const environment = {
      ...process.env,
      DISPLAY: screen.name,
      TAURI_AUTOMATION: "true",
      TAURI_WEBVIEW_AUTOMATION: "true",
      MIEN_HOME: app.home,
      GDK_BACKEND: "x11",
      NO_AT_BRIDGE: "1",
      ...env,
    };
    app.driver = spawn("WebKitWebDriver", [`--port=${app.port}`], {
      env: environment,
      stdio: ["ignore", "inherit", "inherit"],
    });
    app.base = `http://127.0.0.1:${app.port}`;
    await until("the driver answers", SOON, async () => (await fetch(`${app.base}/status`)).ok);
    const { sessionId } = await app.call("POST", "/session", {
      capabilities: {
        alwaysMatch: { "webkitgtk:browserOptions": { binary, args: [] } },
      },
    });
    app.session = `/session/${sessionId}`;
    return app;
  }

  async call(method, path, body) {
    const response = await fetch(`${this.base}${path}`, {
      method,
      body: method === "POST" ? JSON.stringify(body ?? {}) : undefined,
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  get(path) {
    return this.call("GET", this.session + path);
  }

  post(path, body) {
    return this.call("POST", this.session + path, body);
  }

  run(script, ...args) {
    return this.post("/execute/sync", { script, args });
  }

  /** The element with this test id, or nothing. */
  async find(id) {
    const found = await this.post("/elements", {
      using: "css selector",
      value: `[data-testid="${id}"]`,
    });
    return found[0]?.[ELEMENT];
  }

  /** Waits for the element with this test id. */
  async seen(id, patience = SOON) {
    return until(
      `${id} is shown`,
      patience,
      () => this.find(id),
      () => this.told(),
    );
  }

  /** Which of these is shown first. */
  first(...ids) {
    return until(`one of ${ids.join(", ")} is shown`, SOON, async () => {
      for (const id of ids) if (await this.find(id)) return id;
      return undefined;
    });
  }

  async gone(id, patience = SOON) {
    return until(
      `${id} is gone`,
      patience,
      async () => !(await this.find(id)),
      () => this.told(),
    );
  }

  /** Presses what has this test id, once it can be pressed. */
  async press(id, patience = SOON) {
    await until(
      `${id} can be pressed`,
      patience,
      () =>
        this.run(
          `const e = document.querySelector('[data-testid="${id}"]');
           if (!e || e.disabled) return false;
           e.scrollIntoView({ block: "center" }); e.focus(); e.click(); return true;`,
        ),
      () => this.told(),
    );
  }

  /** Presses what closes this window, and waits until it is closed. */
  async closeBy(id) {
    await this.seen(id);
    // Later, so that the driver's call is over before its window is.
    await this.run(
      `const e = document.querySelector('[data-testid="${id}"]'); setTimeout(() => e.click(), 50);`,
    );
    await until("the window is closed", SOON, async () => (await this.windows()).length === 1);
  }

  /** Types into what has this test id, in place of what is there. */
  async type(id, text) {
    const element = await this.seen(id);
    await this.post(`/element/${element}/clear`);
    await this.post(`/element/${element}/value`, { text });
  }

  async choose(id, value) {
    await this.seen(id);
    await this.run(
      `const e = document.querySelector('[data-testid="${id}"]');
       e.value = ${JSON.stringify(value)}; e.dispatchEvent(new Event("change", { bubbles: true }));`,
    );
  }

  async text(id, patience = SOON) {
    await this.seen(id, patience);
    return this.run(`return document.querySelector('[data-testid="${id}"]').textContent`);
  }

  value(id) {
    return this.run(`return document.querySelector('[data-testid="${id}"]').value`);
  }

  /** Everything that the window says now: for an error's message. */
  told() {
    return this.run("return document.body.innerText").catch(() => "(no window)");
  }

  windows() {
    return this.get("/window/handles");
  }

  use(handle) {
    return this.post("/window", { handle });
  }

  /** Waits for the second window and looks at it; gives the way back. */
  async other() {
    const main = await this.get("/window");
    const handle = await until("the review window opens", SOON, async () =>
      (await this.windows()).find((one) => one !== main),
    );
    await this.use(handle);
    return () => this.use(main);
  }

  async screenshot(path) {
    // Without a graphics card the engine takes the picture of its next drawing,
    // and a page where nothing moves is not drawn again.
    await this.run(
      `const body = document.body.style;
       let turn = 0;
       const timer = setInterval(() => {
         body.opacity = turn % 2 ? "" : "0.999";
         if (++turn === 20) clearInterval(timer);
       }, 30);`,
    );
    writeFileSync(path, Buffer.from(await this.get("/screenshot"), "base64"));
  }

  async close() {
    await this.call("DELETE", this.session).catch(() => undefined);
    this.driver.kill();
    await sleep(200);
    if (this.ownHome) rmSync(this.home, { recursive: true, force: true });
  }
}

/** Asks again and again until there is an answer. */
export async function until(what, patience, ask, why = () => "") {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (thrown) {
      last = thrown;
    }
    if (Date.now() > end) {
      throw new Error(`not in time: ${what}\n${last ?? ""}\n${await why()}`);
    }
    await sleep(100);
  }
}
