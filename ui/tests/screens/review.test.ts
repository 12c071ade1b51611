// The review window: everything is shown before the camera is asked for.
import { describe, expect, test } from "vitest";

import ReviewApp from "../../src/ReviewApp.svelte";
import type { Review } from "../../src/lib/bindings";
import { Fake, fail } from "../fake/backend";
import { HASH, OTHER, reviews, TOKEN } from "../fake/data";
import { alone, click, disabled, find, seen, text, tick, type } from "../help";

async function open(review: Review, fake = new Fake(), over = {}): Promise<Fake> {
  alone(ReviewApp, {}, { fake, backend: { reviewGet: async () => review, ...over } });
  await seen("screen-review");
  return fake;
}

test("a payment: what, to whom, the fee, what changes, the whole address", async () => {
  await open(reviews.send);
  expect(text("review-what")).toBe("0.25 ETH");
  expect(text("review-to")).toContain(`Aiko ${OTHER}`);
  expect(text("review-changes")).toContain("goes out: −0.25 ETH");
  expect(text("review-network")).toContain("Devnet");
  expect(text("review-fee")).toContain("21,000 gas at up to 3 gwei");
  expect(text("screen-review")).toContain("0.000063 ETH");
  expect(text("review-raw")).toBe(reviews.send.raw);
  expect(find("review-raw-open")?.getAttribute("aria-expanded")).toBe("false");
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
    expect(text("caution-looks_like")).toContain("like that of Aiko, but it is another");
    expect(text("caution-looks_like")).toContain("0xa0Ee000000000000000000000000000000009720");
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
      cautions: [{ caution: { code: "other", text: "Something new." }, weight: "mild" }],
    });
    expect(text("caution-other")).toBe("Something new.");
  });

  test("Enter on the box that says so agrees to nothing", async () => {
    const fake = await open({ ...reviews.grave, pin: false });
    await click("review-sure");
    expect(find("review-sure")?.closest("form")).toBeNull();
    expect(fake.called("reviewApprove")).toEqual([]);
  });

  test("an outcome that could not be found out is said", async () => {
    await open({ ...reviews.send, changes: null });
    expect(text("screen-review")).toContain("could not be found out");
  });
});

describe("a call", () => {
  test("of a token standard: the function, its values in words and as they are", async () => {
    await open(reviews.token);
    expect(text("review-what")).toBe("100 EXD");
    expect(text("review-function")).toBe("transfer(address,uint256)");
    expect(text("review-call")).toContain("Explained by the token standards");
    expect(text("review-call")).toContain(TOKEN);
    expect(text("review-arguments")).toContain(`to address Aiko ${OTHER}`);
    expect(text("review-arguments")).toContain("amount uint256 100 EXD 100000000");
  });

  test("by the person's own ABI: by which, nested values, accounts by name", async () => {
    await open(reviews.call);
    expect(text("review-what")).toBe("Call deposit");
    expect(text("review-call")).toContain("your own description of Vault");
    expect(text("review-call")).toContain("Coins that go with it: 0.1 ETH");
    expect(text("review-arguments")).toContain("receiver address Account 2");
  });

  test("that is not understood says so, and the bytes are there", async () => {
    await open(reviews.unknown);
    expect(text("review-call")).toContain("No description of function 0xdeadbeef");
    expect(text("caution-unknown_call")).toContain("0xdeadbeef");
    expect(text("review-raw")).toBe(reviews.unknown.raw);
  });

  test("without a limit says so in words", async () => {
    await open(reviews.grave);
    expect(text("review-what")).toBe("Allow taking all EXD, without limit");
    expect(text("review-arguments")).toContain("Without limit");
  });
});

test("the explorer is opened by the transaction's hash alone", async () => {
  const fake = await open({ ...reviews.send, pin: false });
  await click("review-approve");
  await seen("screen-review-done");
  expect(text("explorer")).toContain("etherscan.io");
  await click("explorer");
  expect(fake.called("explorerOpen")).toEqual([[HASH]]);
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
  expect(text("review-fields")).toContain("owner address Everyday");
  expect(text("review-what")).toBe("Permit");
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
