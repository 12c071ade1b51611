// The review window: everything is shown before the camera is asked for.
import { describe, expect, test } from "vitest";

import ReviewApp from "../../src/ReviewApp.svelte";
import type { Review } from "../../src/lib/bindings";
import { Fake, fail } from "../fake/backend";
import { HASH, OTHER, reviews } from "../fake/data";
import { alone, click, disabled, find, seen, text, tick, type } from "../help";

async function open(review: Review, fake = new Fake(), over = {}): Promise<Fake> {
  alone(ReviewApp, {}, { fake, backend: { reviewGet: async () => review, ...over } });
  await seen("screen-review");
  return fake;
}

test("a payment: what, to whom, the fee, what changes, the whole address", async () => {
  await open(reviews.send);
  expect(text("review-what")).toBe("Send 0.25 ETH to Aiko");
  expect(text("review-to")).toContain(OTHER);
  expect(text("review-changes")).toContain("goes out: 0.25 ETH to Aiko");
  expect(text("screen-review")).toContain("0.000063 ETH");
  expect(text("review-raw")).toBe(reviews.send.raw);
  expect(find("review-raw")?.closest("details")?.open).toBe(false);
});

test("approval hands over this very id and the PIN, which is gone afterwards", async () => {
  const fake = await open(reviews.send);
  expect(disabled("review-approve")).toBe(true);
  await type("pin", "123456");
  await click("review-approve");
  await seen("screen-review-done");
  expect(fake.called("reviewApprove")).toEqual([["r1", "123456"]]);
  expect(text("review-hash")).toBe(HASH);
  expect(document.querySelector('input[type="password"]')).toBeNull();
});

test("without a PIN none is asked for or sent", async () => {
  const fake = await open({ ...reviews.send, pin: false });
  expect(find("pin")).toBeNull();
  await click("review-approve");
  await seen("screen-review-done");
  expect(fake.called("reviewApprove")).toEqual([["r1", null]]);
});

test("refusing is one click, and Escape does the same", async () => {
  const fake = await open(reviews.send);
  await click("review-refuse");
  expect(fake.called("reviewRefuse")).toEqual([["r1"]]);
  document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }),
  );
  await tick();
  expect(fake.called("reviewRefuse")).toHaveLength(2);
  expect(fake.called("reviewApprove")).toEqual([]);
});

describe("warnings", () => {
  test("a grave one stands first and must be acknowledged", async () => {
    await open(reviews.grave);
    expect(text("caution-unlimited")).toContain("This allows somebody to take all of a token");
    expect(text("caution-unlimited")).toContain(reviews.grave.cautions[0]!.text);
    expect(text("caution-first_use")).toContain("never sent anything");
    const order = find("caution-unlimited")!.compareDocumentPosition(find("review-what")!);
    expect(order & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    await type("pin", "123456");
    expect(disabled("review-approve")).toBe(true);
    await click("review-sure");
    expect(disabled("review-approve")).toBe(false);
  });

  test("one that this version does not know is shown in its own words", async () => {
    await open({
      ...reviews.send,
      cautions: [{ code: "new_one", text: "Something new.", grave: false }],
    });
    expect(text("caution-new_one")).toBe("Something new.");
  });

  test("an outcome that could not be found out is said", async () => {
    await open({ ...reviews.send, changes: null });
    expect(text("screen-review")).toContain("could not be found out");
  });
});

test("a message is shown as it is, spaces and lines included", async () => {
  const words = "I agree\n  to <b>this</b>";
  await open({ ...reviews.message, text: words });
  expect(find("review-text")?.textContent).toBe(words);
  expect(find("review-text")?.querySelector("b")).toBeNull();
});

test("typed data shows every field and its application", async () => {
  await open(reviews.typed);
  expect(text("review-fields")).toContain("value uint256 1000000");
  expect(text("screen-review")).toContain(
    "Example Dollar · 0x5FbDB2315678afecb367f032d93F642f64180aa3",
  );
});

test("a signature can be saved", async () => {
  const fake = await open(reviews.message, new Fake(), {
    reviewApprove: async () => ({
      hash: null,
      block: null,
      signature_file: '{"signature":"0x1"}',
      explorer: null,
    }),
  });
  await type("pin", "123456");
  await click("review-approve");
  await seen("review-signature");
  await type("signature-path", "/tmp/s.json");
  await click("signature-save");
  await seen("signature-saved");
  expect(fake.called("reviewSaveSignature")).toEqual([["r1", "/tmp/s.json"]]);
  await click("review-close");
  expect(fake.called("reviewClose")).toHaveLength(1);
});

test("a face that does not match leads back to reading, with an empty PIN", async () => {
  const fake = new Fake();
  await open(reviews.send, fake);
  fake.scanError = fail("not_matched");
  await type("pin", "999999");
  await click("review-approve");
  await seen("scan-back");
  await click("scan-back");
  await seen("screen-review");
  expect((find("pin") as HTMLInputElement).value).toBe("");
});

test("stopping the scan signs nothing and leads back", async () => {
  const fake = new Fake();
  fake.hold = true;
  await open(reviews.send, fake);
  await type("pin", "123456");
  await click("review-approve");
  await click("scan-cancel");
  await seen("screen-review");
  expect(fake.called("scanCancel")).toHaveLength(1);
  expect(find("screen-review-done")).toBeNull();
});

test("a review that is out of date says so", async () => {
  alone(ReviewApp, {}, { backend: { reviewGet: () => Promise.reject(fail("stale_review")) } });
  await seen("error");
  expect(text("error")).toContain("nothing was signed");
});

test("the demonstration camera is marked here as well", async () => {
  await open({ ...reviews.send, demo: true });
  expect(find("demo-banner")).not.toBeNull();
});
