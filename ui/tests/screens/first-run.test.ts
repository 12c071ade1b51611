// From the welcome to the wallet, and what must not be skipped on the way.
import { describe, expect, test } from "vitest";

import { catalogues } from "../../src/lib/i18n/index.svelte";
import { Fake, fail, quickScan } from "../fake/backend";
import { ADDRESS, boot as base } from "../fake/data";
import {
  click,
  disabled,
  eventually,
  find,
  gone,
  key,
  open,
  seen,
  text,
  tick,
  type,
  value,
} from "../help";

const fresh = { stage: "welcome", consent: false, kit_copy: "none", pin: false } as const;

async function upTo(step: "consent" | "camera" | "secret", fake = new Fake()): Promise<Fake> {
  await open(null, { boot: fresh, fake });
  await click("welcome-create");
  if (step === "consent") return fake;
  await click("consent-agree");
  if (step === "camera") return fake;
  await click("camera-use");
  return fake;
}

async function pinTwice(pin = "correct horse"): Promise<void> {
  await type("pin-new", pin);
  await type("pin-again", pin);
}

test("the whole way, with PIN, phrase and kit", async () => {
  const fake = await upTo("secret");
  await pinTwice();
  await click("secret-next");
  await click("phrase-refuse");
  await click("phrase-refuse-sure");
  await seen("screen-kit");
  expect(fake.called("enrol")).toEqual([["correct horse", true]]);
  expect(value("kit-path")).toBe("/home/aiko/Documents/wallet.mienkit");
  expect(find("kit-next")).toBeNull();
  await click("kit-save");
  expect(fake.called("kitExport")).toEqual([["file", "/home/aiko/Documents/wallet.mienkit"]]);
  await click("kit-next");
  expect(disabled("drill-begin")).toBe(true);
  await type("pin", "correct horse");
  await click("drill-begin");
  await seen("screen-drill-passed");
  expect(fake.called("drill")).toEqual([["correct horse"]]);
  expect(text("margin")).toContain("Margin 18° ± 1.2°");
  await click("drill-next");
  await seen("screen-done");
  expect(text("own-address")).toBe(ADDRESS);
  // What boot answers from now on.
  await click("done-open");
  await seen("screen-welcome");
});

test("nothing is asked of the camera before the person agreed", async () => {
  const fake = await upTo("consent");
  expect(text("consent-text")).toBe(catalogues.en.consentText);
  expect(fake.calls.map(([name]) => name)).not.toContain("previewStart");
  await click("consent-decline");
  await seen("declined");
  expect(fake.called("decline")).toHaveLength(1);
  expect(fake.called("agree")).toHaveLength(0);
  expect(find("screen-camera-choice")).toBeNull();
});

test("the language can be chosen on the first screen", async () => {
  const fake = await open(null, { boot: fresh });
  await click("language-ja");
  expect(fake.called("setLanguage")).toEqual([["ja"]]);
  expect(text("welcome-create")).toBe(catalogues.ja.setup.welcome.create);
  expect(document.documentElement.lang).toBe("ja");
});

describe("the camera", () => {
  test("shows the known one, and says what is wrong in the picture", async () => {
    const fake = new Fake();
    fake.script = [{ type: "hint", hint: "too_dark" }];
    fake.hold = true;
    await upTo("camera", fake);
    await eventually(() => {
      expect(fake.called("previewStart")).toHaveLength(1);
      expect(fake.called("setCamera")).toEqual([]);
      expect(text("camera-hint")).toBe("More light on your face");
    });
  });

  test("that is not there any more gives way to one that is", async () => {
    const fake = await open(null, { boot: { ...fresh, consent: true, camera: "7" } });
    await click("welcome-create");
    await eventually(() => expect(fake.called("setCamera")).toEqual([["0"]]));
  });

  test("the demonstration camera puts its banner on the screen", async () => {
    const fake = await upTo("camera");
    expect(find("demo-banner")).toBeNull();
    await click("camera-demo");
    await seen("demo-banner");
    expect(fake.called("setCamera").at(-1)).toEqual(["demo"]);
  });

  test("is let go when the screen is left", async () => {
    const fake = await upTo("camera");
    await eventually(() => expect(fake.called("previewStart")).toHaveLength(1));
    const before = fake.called("previewStop").length;
    await click("camera-use");
    expect(fake.called("previewStop").length).toBe(before + 1);
  });
});

describe("the PIN", () => {
  test("must be long enough and twice the same", async () => {
    await upTo("secret");
    await type("pin-new", "12345");
    expect(document.body.textContent).toContain("Six characters at least");
    await type("pin-new", "123456");
    expect(disabled("secret-next")).toBe(true);
    await type("pin-again", "123457");
    expect(document.body.textContent).toContain("The two are not the same");
    expect(disabled("secret-next")).toBe(true);
    await type("pin-again", "123456");
    expect(disabled("secret-next")).toBe(false);
  });

  test("Enter leads from the first field to the second", async () => {
    await upTo("secret");
    await type("pin-new", "correct horse");
    find("pin-new")?.focus();
    await key("Enter");
    expect(document.activeElement).toBe(find("pin-again"));
  });

  test("counts characters, not bytes", async () => {
    await upTo("secret");
    await pinTwice("😀😀😀😀😀");
    expect(disabled("secret-next")).toBe(true);
    await pinTwice("😀😀😀😀😀😀");
    expect(disabled("secret-next")).toBe(false);
  });

  test("can be left out only after its danger was shown", async () => {
    const fake = new Fake();
    await upTo("secret", fake);
    await click("face-only");
    await seen("screen-face-only");
    expect(document.body.textContent).toContain("opened within about an hour");
    await click("face-only-yes");
    await click("phrase-refuse");
    await click("phrase-refuse-sure");
    await seen("screen-kit");
    expect(fake.called("enrol")).toEqual([[null, true]]);
    await click("kit-save");
    await click("kit-next");
    expect(find("pin")).toBeNull();
    await click("drill-begin");
    await seen("screen-drill-passed");
    expect(fake.called("drill")).toEqual([[null]]);
  });

  test("is forgotten by the screen when the scan is stopped", async () => {
    const fake = new Fake();
    fake.hold = true;
    await upTo("secret", fake);
    await pinTwice();
    await click("secret-next");
    await click("scan-cancel");
    await seen("screen-secret");
    expect(value("pin-new")).toBe("");
    expect(value("pin-again")).toBe("");
  });
});

describe("the kit", () => {
  test("counts as printed only when the person says so", async () => {
    const fake = await open(null, { boot: { stage: "unproved", kit_copy: "none" } });
    await click("kit-print");
    expect(find("kit-path")).toBeNull();
    await click("kit-save");
    expect(fake.called("kitPrint")).toEqual([["en"]]);
    await click("kit-not-printed");
    expect(fake.called("kitPrinted")).toEqual([]);
    expect(find("kit-next")).toBeNull();
    await click("kit-print");
    await click("kit-save");
    await click("kit-printed");
    expect(fake.called("kitPrinted")).toEqual([[]]);
    await seen("kit-saved");
    await click("kit-next");
  });

  const kit = async (over: Parameters<typeof open>[1] = {}) =>
    open(null, { boot: { stage: "unproved", kit_copy: "none" }, ...over });

  test("is where a set-up that was left begins again", async () => {
    await kit();
    await seen("screen-kit");
    expect(find("back")).toBeNull();
  });

  test("is done without only when the very sentence is typed", async () => {
    const fake = await kit();
    await click("kit-without");
    await type("kit-refuse-field", "I do without");
    expect(disabled("kit-refuse")).toBe(true);
    await type("kit-refuse-field", "i do without a copy.");
    expect(disabled("kit-refuse")).toBe(false);
    await click("kit-refuse");
    await seen("screen-drill");
    expect(fake.called("kitRefuse")).toEqual([["I do without a copy"]]);
  });

  test("as a picture gets another name", async () => {
    const fake = await kit();
    await click("kit-qr_picture");
    await click("kit-save");
    expect(fake.called("kitExport")).toEqual([
      ["qr_picture", "/home/aiko/Documents/wallet-kit.png"],
    ]);
  });

  test("that could not be saved is not called saved", async () => {
    await kit({
      backend: {
        kitExport: () =>
          Promise.reject(fail("file", { is: "path", path: "/no/such" }, "not found")),
      },
    });
    await click("kit-save");
    await seen("error");
    expect(text("error-title")).toBe("The file cannot be read or written");
    expect(find("kit-next")).toBeNull();
  });
});

test("a small margin is said plainly", async () => {
  await open(null, {
    boot: { stage: "unproved", pin: false },
    backend: {
      drill: async (_pin, port) => {
        for (const event of quickScan) port.event(event);
        return { margin_degrees: 3.25, margin_plus_minus: 1 };
      },
    },
  });
  await click("drill-begin");
  await seen("margin");
  expect(text("margin")).toContain("only just");
});

test("enrolment that fails for light can be repeated without typing again", async () => {
  const fake = new Fake();
  await upTo("secret", fake);
  fake.scanError = fail("poor_quality");
  await pinTwice();
  await click("secret-next");
  await click("phrase-refuse");
  await click("phrase-refuse-sure");
  await seen("scan-again");
  await click("scan-again");
  await gone("error");
  expect(fake.called("enrol")).toEqual([
    ["correct horse", true],
    ["correct horse", true],
  ]);
});

describe("a consent text that is newer than the one agreed to", () => {
  const older = { consent: false } as const;

  test("is shown before the wallet, and agreeing opens it", async () => {
    const boot = { ...base, consent: false };
    const fake = await open(null, {
      backend: {
        boot: async () => ({ ...boot }),
        agree: async () => {
          boot.consent = true;
          return null;
        },
      },
    });
    await seen("consent-changed");
    expect(find("screen-home")).toBeNull();
    expect(fake.called("drill")).toEqual([]);
    await click("consent-agree");
    await seen("screen-home");
  });

  test("may be put off: then the wallet is open, and asks again the next time", async () => {
    const fake = await open(null, { boot: older });
    await click("consent-decline");
    expect(text("declined")).toContain("nothing is scanned");
    await click("consent-later");
    await seen("screen-home");
    expect(fake.called("agree")).toEqual([]);
  });

  test("comes before a rehearsal that is missing, which needs a scan", async () => {
    await open(null, { boot: { ...older, stage: "unproved" } });
    await seen("consent-changed");
    expect(find("screen-drill")).toBeNull();
  });
});
