// Walks into the first run with Orca running, by keys through X, and prints what Orca says.
// Ends with an error where a screen, a mistake or a refusal stays silent. Needs orca, openbox,
// xdotool and at-spi2-core; docs/accessibility.md says what of Orca is set.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { display } from "./driver.mjs";

const BUS = "/usr/libexec/at-spi-bus-launcher";

/** No voice: what would be spoken is written down. */
const customised = (ear) => `import os
import orca.settings
import orca.speech as speech
orca.settings.speechServerFactory = "none"
orca.settings.speechFactoryModules = []
orca.settings.enableKeyEcho = False
orca.settings.sayAllOnLoad = False
orca.settings.presentLiveRegionFromInactiveTab = True
ear = os.open(${JSON.stringify(ear)}, os.O_WRONLY | os.O_APPEND)
def hear(text, *rest, **more):
    os.write(ear, (str(text).replace("\\n", " ") + "\\n").encode())
speech._speak = hear
speech.speakCharacter = hear
`;

/** Orca's way with web pages, also for WebKitGTK, as newer ones have it. */
const WEB = `from orca.scripts.toolkits import Chromium
from orca.scripts.web.script_utilities import Utilities
from orca.scripts.web.speech_generator import SpeechGenerator
class Script(Chromium.Script):
    def getUtilities(self):
        return Utilities(self)
    def getSpeechGenerator(self):
        return SpeechGenerator(self)
`;

const home = mkdtempSync(join(tmpdir(), "mien-listen-"));
const screen = await display();
const ear = join(home, "heard");
const orca = join(home, "data", "orca");
mkdirSync(join(orca, "orca-scripts"), { recursive: true });
mkdirSync(join(home, "run"));
chmodSync(join(home, "run"), 0o700);
writeFileSync(ear, "");
writeFileSync(join(orca, "orca-customizations.py"), customised(ear));
writeFileSync(join(orca, "orca-scripts", "__init__.py"), "");
writeFileSync(join(orca, "orca-scripts", "WebKitGtk.py"), WEB);
const env = {
  ...process.env,
  HOME: home,
  XDG_DATA_HOME: join(home, "data"),
  XDG_CONFIG_HOME: join(home, "config"),
  XDG_RUNTIME_DIR: join(home, "run"),
  MIEN_HOME: join(home, "mien"),
  DISPLAY: screen.name,
  GDK_BACKEND: "x11",
  LANG: "C.UTF-8",
};
const children = [];
const start = (program, ...args) =>
  children.push(spawn(program, args, { env, stdio: ["ignore", "ignore", "inherit"] }));

let read = 0;
/** What was said since the last time, once it has been quiet for `pause` ms. */
async function heard(pause = 900, patience = 10_000) {
  const end = Date.now() + patience;
  let seen = read;
  for (let since = Date.now(); Date.now() < end && Date.now() - since < pause; await sleep(60)) {
    const size = readFileSync(ear, "utf8").length;
    if (size !== seen) since = Date.now();
    seen = size;
  }
  const lines = readFileSync(ear, "utf8").slice(read, seen).split("\n").filter(Boolean);
  read = seen;
  return lines.join(" | ");
}

async function press(key) {
  execFileSync("xdotool", ["key", "--clearmodifiers", key], { env });
  const said = await heard();
  console.log(`${key}: ${said}`);
  return said;
}

/** Tab until something is said that fits. */
async function reach(what) {
  for (let i = 0; i < 12; i += 1) if (what.test(await press("Tab"))) return;
  throw new Error(`no way by Tab to ${what}`);
}

function expect(said, what) {
  if (!what.test(said)) throw new Error(`${what} was not said, but: ${said}`);
}

try {
  start("openbox");
  start(BUS, "--launch-immediately");
  await sleep(1000);
  for (const name of ["IsEnabled", "ScreenReaderEnabled"])
    execFileSync("gdbus", [
      ...["call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus"],
      ...["--method", "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", name, "<true>"],
    ]);
  start("orca", "--replace");
  await sleep(4000);
  start(process.env.MIEN_APP);
  await sleep(2000);
  expect(await heard(3000, 20_000), /Your face is the key region/);
  await reach(/Create a wallet/);
  expect(await press("Return"), /What your face is used for region.*Step 1 of 6/);
  await reach(/I do not agree/);
  expect(await press("Return"), /Read again.*no camera is used/);
  expect(await press("Return"), /What your face is used for region/);
  await reach(/I agree/);
  expect(await press("Return"), /Choose your camera region.*No camera was found/);
  await reach(/Use this camera/);
  expect(await press("Return"), /Choose a PIN or passphrase region/);
  await reach(/password text/);
  execFileSync("xdotool", ["type", "--delay", "30", "abc"], { env });
  expect(await heard(1500), /Six characters at least/);
  console.log("all of it was said");
} finally {
  for (const child of children) child.kill();
  await sleep(300);
  screen.close();
  rmSync(home, { recursive: true, force: true });
}
