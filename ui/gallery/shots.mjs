// Pictures of every screen by WebKit, the engine that the app uses on Linux. Needs
// WebKitWebDriver and a display (for instance under xvfb-run).
//   node gallery/shots.mjs OUT [NAME-PREFIX …]      LANGUAGES=en,ja THEMES=light,dark
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";

const [out = "shots", ...wanted] = process.argv.slice(2);
const languages = (process.env.LANGUAGES ?? "en").split(",");
const themes = (process.env.THEMES ?? "light,dark").split(",");
const sizes = (process.env.SIZES ?? "390x720,1100x760")
  .split(",")
  .map((s) => s.split("x").map(Number));
const page = "http://127.0.0.1:1421/";
const port = 4700 + (process.pid % 200);
const driver = `http://127.0.0.1:${port}`;

const children = [
  spawn("npx", ["vite", "--config", "gallery/vite.config.ts", "--host", "127.0.0.1"], {
    env: { ...process.env, STILL: "1" },
    stdio: "ignore",
    detached: true,
  }),
  spawn("WebKitWebDriver", [`--port=${port}`], { stdio: "ignore", detached: true }),
];
const stop = () =>
  children.forEach((c) => {
    try {
      process.kill(-c.pid);
    } catch {
      /* gone */
    }
  });
process.on("exit", stop);
process.on("SIGINT", () => process.exit(1));
const pause = (ms) => new Promise((r) => setTimeout(r, ms));

async function until(url) {
  for (let i = 0; i < 100; i += 1) {
    try {
      await fetch(url);
      return;
    } catch {
      await pause(200);
    }
  }
  throw new Error(`${url} does not answer`);
}

async function call(method, path, body) {
  const answer = await fetch(driver + path, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const { value } = await answer.json();
  if (value?.error) throw new Error(`${path}: ${value.message || value.error}`);
  return value;
}

await until(page);
await until(`${driver}/status`);
const { sessionId } = await call("POST", "/session", {
  capabilities: {
    alwaysMatch: {
      "webkitgtk:browserOptions": {
        binary: process.env.MINIBROWSER ?? "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
        args: ["--automation", "--geometry=1500x1180"],
      },
    },
  },
});
const session = `/session/${sessionId}`;
const run = (script, args = []) => call("POST", `${session}/execute/sync`, { script, args });
mkdirSync(out, { recursive: true });
try {
  await call("POST", `${session}/window/rect`, { x: 0, y: 0, width: 1490, height: 1180 });
  await pause(500);
  await call("POST", `${session}/url`, { url: page });
  const top = 1180 - (await run("return innerHeight"));
  let first = true;
  let names = "";
  for (let i = 0; i < 100 && !names; i += 1) {
    names = (await run("return document.body.dataset.cases || ''")) ?? "";
    await pause(100);
  }
  const list = names
    .split(" ")
    .filter((n) => wanted.length === 0 || wanted.some((w) => n.startsWith(w)));
  for (const name of list)
    for (const language of languages)
      for (const theme of themes)
        for (const [width, height] of sizes) {
          await run(
            `const frame = document.createElement("iframe");
             [frame.id, frame.src, frame.width, frame.height] = ["f", ...arguments];
             frame.style.border = "0";
             document.body.style.margin = "0";
             document.body.replaceChildren(frame);`,
            [`?case=${name}&theme=${theme}&language=${language}`, width, height],
          );
          let shown = false;
          for (let i = 0; i < 150 && !shown; i += 1) {
            shown = await run(
              "return document.getElementById('f')?.contentDocument?.body?.dataset.shown !== undefined",
            );
            await pause(60);
          }
          // The first picture waits for the window to be painted at its new size.
          await pause(first ? 1500 : 300);
          await call("POST", `${session}/execute/async`, {
            script: "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))",
            args: [],
          });
          await pause(100);
          first = false;
          const file = `${out}/${name}-${language}-${theme}-${width}.png`;
          // The driver's own pictures are shifted after a resize: the display's are not.
          execFileSync("import", [
            "-window",
            "root",
            "-crop",
            `${width}x${height}+0+${top}`,
            "+repage",
            file,
          ]);
          const wide = await run(
            "const d = document.getElementById('f').contentDocument.documentElement; return d.scrollWidth > d.clientWidth",
          );
          console.log(shown ? "" : "NOT SHOWN", wide ? "TOO WIDE" : "", file);
        }
} finally {
  await call("DELETE", session).catch(() => undefined);
  stop();
}
process.exit(0);
