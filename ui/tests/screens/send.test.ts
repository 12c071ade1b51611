// Sending: the form, the review window that decides, and what follows.
import { describe, expect, test } from "vitest";

import type { SendForm } from "../../src/lib/bindings";
import { Fake, PAYMENT, fail } from "../fake/backend";
import { COLLECTION, HASH, OTHER, TOKEN, activity } from "../fake/data";
import {
  choose,
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

const form = (fake: Fake) => fake.called("prepareSend").at(-1)?.[0] as SendForm;

test("a name becomes an address, and nothing is asked for before it did", async () => {
  const fake = await open({ name: "send" });
  await type("send-to", "Aiko");
  await type("send-amount", "0.25");
  expect(disabled("send-review")).toBe(true);
  await seen("send-found");
  await click("send-review");
  expect(form(fake)).toEqual({
    to: OTHER,
    asset: { type: "coin" },
    amount: "0.25",
    fee: { type: "level", level: "normal" },
  });
});

test("says what is missing, and Enter leads there", async () => {
  await open({ name: "send" });
  await seen("send-review");
  expect(text("send-missing")).toBe("Say who gets it.");
  await type("send-to", OTHER);
  await seen("send-found");
  expect(text("send-missing")).toBe("Say how much.");
  find("send-to")?.focus();
  await key("Enter");
  expect(document.activeElement?.getAttribute("data-testid")).toBe("send-amount");
  await type("send-amount", "1");
  expect(find("send-missing")).toBeNull();
});

test("fees are said in coins, with the time they take", async () => {
  await open({ name: "send", to: OTHER });
  await eventually(() => {
    expect(find("fee-normal")?.closest("label")?.textContent).toContain("0.000063 ETH");
    expect(find("fee-normal")?.closest("label")?.textContent).toContain("at once");
  });
});

test("the node's own estimate takes the place of the usual fee", async () => {
  const estimate = { gas: 50_000, data_wei: "250000000000000", data: "0.00025 ETH" };
  const fake = await open({ name: "send" }, { backend: { estimateSend: async () => estimate } });
  await type("send-to", OTHER);
  await seen("send-found");
  expect(text("fee-kind")).toBe("at most, estimated");
  await type("send-amount", "0.2");
  await type("send-amount", "0.25");
  await eventually(() => {
    expect(text("fee-kind")).toBe("at most");
    // 50 000 gas at 3 gwei, and what the rollup charges for the data.
    expect(find("fee-normal")?.closest("label")?.textContent).toContain("0.0004 ETH");
    expect(text("fee-data")).toContain("0.00025 ETH");
  });
  // Asked once, for what was typed last.
  expect(fake.called("estimateSend").map(([of]) => (of as SendForm).amount)).toEqual(["0.25"]);
  await type("send-amount", "");
  expect(text("fee-kind")).toBe("at most, estimated");
  expect(find("fee-data")).toBeNull();
});

test("an estimate that comes too late is not shown", async () => {
  const answers: (() => void)[] = [];
  const fake = await open(
    { name: "send", to: OTHER },
    {
      backend: {
        estimateSend: (of) =>
          new Promise((resolve) =>
            answers.push(() =>
              resolve({ gas: of.amount === "1" ? 100_000 : 21_000, data_wei: "0", data: null }),
            ),
          ),
      },
    },
  );
  await type("send-amount", "1");
  await eventually(() => expect(fake.called("estimateSend")).toHaveLength(1));
  await type("send-amount", "2");
  await eventually(() => expect(fake.called("estimateSend")).toHaveLength(2));
  answers[1]?.();
  await eventually(() => expect(text("fee-kind")).toBe("at most"));
  answers[0]?.();
  await tick();
  expect(find("fee-normal")?.closest("label")?.textContent).toContain("0.000063 ETH");
});

test("a wrong address is said at the field", async () => {
  await open({ name: "send" });
  await type("send-to", "0x123");
  await eventually(() => {
    expect(document.body.textContent).toContain("This is not a valid address");
    expect(find("send-to")?.getAttribute("aria-invalid")).toBe("true");
    expect(disabled("send-review")).toBe(true);
  });
});

test("from the contacts, which are proposed by their names", async () => {
  await open({ name: "send" });
  await seen("pick-Bookshop");
  await type("send-to", "ai");
  await gone("pick-Bookshop");
  await click("pick-Aiko");
  expect(value("send-to")).toBe(OTHER);
  expect(document.activeElement).toBe(find("send-amount"));
  await gone("pick-Aiko");
});

test("from the list of all contacts", async () => {
  await open({ name: "send" });
  await click("send-contacts");
  await click("pick-Aiko");
  expect(value("send-to")).toBe(OTHER);
});

test("a payment link brings its amount, and does not replace what was typed", async () => {
  const fake = await open({ name: "send" });
  await type("send-to", PAYMENT);
  await seen("send-found");
  expect(value("send-amount")).toBe("1.5");
  await click("send-review");
  expect([form(fake).to, form(fake).amount]).toEqual([OTHER, "1.5"]);
  fake.reviewClosed("r1", "refused");
  await click("review-back");
  await type("send-amount", "2");
  await type("send-to", `${PAYMENT} `);
  await seen("send-found");
  expect(value("send-amount")).toBe("2");
});

test("from a QR code", async () => {
  await open({ name: "send" });
  await click("send-qr");
  await seen("send-found");
  expect(value("send-to")).toBe(OTHER);
});

test("all of a token, with a fee of one's own", async () => {
  const fake = await open({ name: "send", to: OTHER });
  await seen("send-found");
  await seen("send-asset");
  await eventually(() => expect(document.querySelectorAll("option").length).toBeGreaterThan(2));
  await choose("send-asset", `token:${TOKEN}`);
  await click("send-all");
  await click("fee-custom");
  expect(value("fee-max")).toBe("3");
  await type("fee-max", "7");
  await click("send-review");
  expect(form(fake)).toEqual({
    to: OTHER,
    asset: { type: "token", address: TOKEN },
    amount: "all",
    fee: { type: "custom", max_fee_gwei: "7", priority_fee_gwei: "1" },
  });
});

test("an NFT needs no amount", async () => {
  const fake = await open({ name: "nft", contract: COLLECTION, id: "7" });
  await click("nft-send");
  expect(find("send-amount")).toBeNull();
  await type("send-to", OTHER);
  await seen("send-found");
  await click("send-review");
  expect(form(fake).asset).toEqual({ type: "nft", contract: COLLECTION, id: "7" });
  expect(form(fake).amount).toBe("1");
});

test("what cannot be paid is said, and the form keeps what was typed", async () => {
  await open(
    { name: "send", to: OTHER },
    {
      backend: {
        prepareSend: () =>
          Promise.reject(
            fail("insufficient_funds", {
              is: "funds",
              has: "9 ETH",
              sends: "99 ETH",
              fee: "0.001 ETH",
              missing: "90.001 ETH",
            }),
          ),
      },
    },
  );
  await type("send-amount", "99");
  await click("send-review");
  await seen("error");
  expect(find("error-title")?.dataset["code"]).toBe("insufficient_funds");
  expect(text("error")).toContain("The account has 9 ETH. 99 ETH and a fee");
  expect(value("send-amount")).toBe("99");
});

describe("the review window", () => {
  async function reviewed(fake = new Fake()): Promise<Fake> {
    await open({ name: "send", to: OTHER }, { fake });
    await type("send-amount", "0.25");
    await click("send-review");
    await seen("review-open");
    return fake;
  }

  test("approved: followed until the network has confirmed it", async () => {
    let status = "sent";
    const fake = new Fake();
    await open(
      { name: "send", to: OTHER },
      { fake, backend: { activity: async () => [{ ...activity[0]!, status }] } },
    );
    await type("send-amount", "0.25");
    await click("send-review");
    await seen("review-open");
    fake.reviewClosed("r1", "approved");
    await seen("sent");
    expect(find("sent")?.dataset["status"]).toBe("sent");
    status = "confirmed";
    fake.change("history");
    await eventually(() => {
      expect(find("sent")?.dataset["status"]).toBe("confirmed");
      expect(text("sent")).toContain("Confirmed");
    });
    await click("sent-done");
    await seen("screen-home");
  });

  test.each(["refused", "failed", "died"] as const)(
    "%s: nothing was sent, and the form is there again",
    async (outcome) => {
      const fake = await reviewed();
      fake.reviewClosed("r1", outcome);
      await seen(`review-${outcome}`);
      await click("review-back");
      expect(value("send-amount")).toBe("0.25");
    },
  );

  test("another window's end is none of ours", async () => {
    const fake = await reviewed();
    fake.reviewClosed("r0", "approved");
    await tick(10);
    expect(find("review-open")).not.toBeNull();
  });

  test("one that ended before the answer came has ended", async () => {
    const fake = new Fake();
    await open(
      { name: "send", to: OTHER },
      {
        fake,
        backend: {
          prepareSend: async () => {
            fake.reviewClosed("r1", "refused");
            return "r1";
          },
        },
      },
    );
    await type("send-amount", "1");
    await click("send-review");
    await seen("review-refused");
  });
});

describe("a transaction that waits", () => {
  test("can be hurried and taken back", async () => {
    const fake = await open({ name: "entry", id: 100 });
    await click("entry-speed-up");
    expect(fake.called("prepareSpeedUp")).toEqual([[HASH]]);
    fake.reviewClosed("r1", "refused");
    await click("review-back");
    await click("entry-cancel");
    expect(fake.called("prepareCancel")).toEqual([[HASH]]);
  });

  test("one that is confirmed cannot", async () => {
    await open({ name: "entry", id: 99 });
    await seen("entry-facts");
    expect(text("entry-facts")).toContain(OTHER);
    expect(text("entry-hash")).toBe(HASH);
    expect(find("entry-speed-up")).toBeNull();
  });

  test("an entry that is gone says so", async () => {
    await open({ name: "entry", id: 42 });
    await seen("empty");
  });
});

describe("tokens", () => {
  test("one is added by its address", async () => {
    const fake = await open({ name: "token-add" });
    await type("token-address", ` ${TOKEN} `);
    await click("token-add-go");
    expect(fake.called("tokenAdd")).toEqual([[TOKEN]]);
    expect(text("toast")).toContain("Example Dollar was added");
  });

  test("one is taken off the list", async () => {
    const fake = await open({ name: "token", address: TOKEN });
    await click("token-remove");
    expect(fake.called("tokenRemove")).toEqual([[TOKEN]]);
    await seen("screen-home");
  });
});
