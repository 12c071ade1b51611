// The same addresses again: from a file, from a QR code, with the paper phrase.
import { expect, test } from "vitest";

import { Fake, fail } from "../fake/backend";
import { ADDRESS, WORDS, kit } from "../fake/data";
import { click, disabled, find, open, seen, text, type } from "../help";

const fresh = { stage: "welcome", consent: true, kit_copy: "none", pin: false } as const;

async function start(over: Parameters<typeof open>[1] = {}): Promise<Fake> {
  const fake = await open(null, { boot: fresh, ...over });
  await click("welcome-recover");
  await click("camera-use");
  await seen("screen-recover");
  return fake;
}

test("from a file, with face and PIN", async () => {
  const fake = await start();
  expect(disabled("recover-open")).toBe(true);
  await click("recover-path-choose");
  await click("recover-open");
  await seen("screen-recover-kit");
  expect(text("recover-address")).toBe(ADDRESS);
  expect(disabled("recover-face")).toBe(true);
  await type("pin", "123456");
  await click("recover-face");
  await seen("screen-recovered");
  expect(fake.called("recover")).toEqual([["/home/aiko/wallet.mienkit", "123456"]]);
  expect(text("margin")).toContain("Margin");
});

test("from a QR code it is imported, and a rehearsal proves it", async () => {
  const fake = await start();
  await click("recover-qr");
  await seen("screen-recover-kit");
  expect(find("recover-phrase")).toBeNull();
  await type("pin", "123456");
  await click("recover-face");
  await seen("screen-recovered");
  expect(fake.called("recover")).toEqual([]);
  expect(fake.called("drill")).toEqual([["123456"]]);
});

test("with the paper phrase and a new PIN", async () => {
  const fake = await start();
  await type("recover-path", "/tmp/a.mienkit");
  await click("recover-open");
  await click("recover-phrase");
  await type("recover-words", WORDS.slice(0, 23).join(" "));
  await type("pin-new", "654321");
  await type("pin-again", "654321");
  expect(document.body.textContent).toContain("23 of 24 words");
  expect(disabled("recover-words-go")).toBe(true);
  await type("recover-words", ` ${WORDS.join("\n").toUpperCase()} `);
  await click("recover-words-go");
  await seen("screen-recovered");
  expect(fake.called("recoverWithPhrase")).toEqual([["/tmp/a.mienkit", WORDS.join(" "), "654321"]]);
});

test("a kit without a phrase does not offer one", async () => {
  await start({ backend: { kitInspect: async () => ({ ...kit, phrase: false, pin: false }) } });
  await type("recover-path", "/tmp/a.mienkit");
  await click("recover-open");
  await seen("screen-recover-kit");
  expect(find("recover-phrase")).toBeNull();
  expect(find("pin")).toBeNull();
  expect(disabled("recover-face")).toBe(false);
});

test("what is no kit is named as such", async () => {
  await start({
    backend: { kitInspect: () => Promise.reject(fail("kit", { is: "kit_damaged" }, "checksum")) },
  });
  await type("recover-path", "/tmp/photo.png");
  await click("recover-open");
  await seen("error");
  expect(find("error-title")?.dataset["code"]).toBe("kit");
  expect(find("screen-recover-kit")).toBeNull();
});

test("a wrong face or PIN leads back, and the PIN is typed anew", async () => {
  const fake = new Fake();
  await start({ fake });
  await type("recover-path", "/tmp/a.mienkit");
  await click("recover-open");
  await type("pin", "999999");
  fake.scanError = fail("not_matched");
  await click("recover-face");
  await seen("scan-back");
  expect(text("error-title")).toBe("Face or PIN did not match");
  await click("scan-back");
  await seen("screen-recover-kit");
  expect((find("pin") as HTMLInputElement).value).toBe("");
});
