// Pictures of every screen by WebKit, the engine that the app uses on Linux. Needs
// WebKitWebDriver and a display (for instance under xvfb-run).
//   node gallery/shots.mjs OUT [NAME-PREFIX …]      LANGUAGES=en,ja THEMES=light,dark
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";

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
        args: ["--automation", "--geometry=1300x1180"],
      },
    },
  },
});
const session = `/session/${sessionId}`;
const run = (script, args = []) => call("POST", `${session}/execute/sync`, { script, args });
mkdirSync(out, { recursive: true });
try {
  await call("POST", `${session}/window/rect`, { x: 0, y: 0, width: 1290, height: 1180 });
  await pause(500);
  await call("POST", `${session}/url`, { url: page });
  if (process.env.DEBUG) console.log(await run("return [innerWidth, innerHeight]"));
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
          const found = await run(
            `document.body.replaceChildren();
       const f = document.createElement("iframe");
       f.id = "f"; f.width = arguments[1]; f.height = arguments[2]; f.style.border = "0"; f.src = arguments[0];
       document.body.append(f); document.body.style.margin = "0";
       return f;`,
            [`?case=${name}&theme=${theme}&language=${language}`, width, height],
          );
          let shown = false;
          for (let i = 0; i < 150 && !shown; i += 1) {
            shown = await run(
              "return document.getElementById('f')?.contentDocument?.body?.dataset.shown !== undefined",
            );
            await pause(60);
          }
          await pause(150);
          if (process.env.FULL) {
            const full = await run(
              "return document.getElementById('f').contentDocument.documentElement.scrollHeight",
            );
            await run("document.getElementById('f').height = arguments[0]", [
              Math.max(height, Math.min(full, 2400)),
            ]);
            await pause(100);
          }
          const element = Object.values(found)[0];
          const png = await call("GET", `${session}/element/${element}/screenshot`);
          const file = `${out}/${name}-${language}-${theme}-${width}.png`;
          writeFileSync(file, Buffer.from(png, "base64"));
          console.log(shown ? "" : "NOT SHOWN", file);
        }
} finally {
  await call("DELETE", session).catch(() => undefined);
  stop();
}
process.exit(0);
