// Amounts and addresses are never cut so that they mean something else.
import { render } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";

import Address from "../src/components/Address.svelte";
import {
  addressGroups,
  day,
  duration,
  looksLikeAddress,
  nftName,
  roundedUp,
  shortAddress,
  shortId,
  shortNumber,
  shownNumber,
  splitAmount,
} from "../src/lib/format";
import { feeAtMost, seconds, trial } from "../src/lib/networks";
import { ADDRESS, network } from "./fake/data";
import { eventually, find, open, seen, text } from "./help";

test("a time to wait is rounded up, never down", () => {
  expect(duration(40, "en")).toBe("40 seconds");
  expect(duration(91, "en")).toBe("2 minutes");
  expect(duration(7300, "en")).toBe("3 hours");
  expect(duration(754, "ja")).toBe("13 分");
});

describe("an address", () => {
  test("in groups is the same address", () => {
    const groups = addressGroups(ADDRESS);
    expect(groups.join("")).toBe(ADDRESS);
    expect(groups).toHaveLength(11);
  });

  test("shows its first six and last four characters", () => {
    expect(shortAddress(ADDRESS)).toBe("0x71C7…976F");
    expect(shortAddress("0x1234")).toBe("0x1234");
  });

  test("is whole in its title and for a screen reader", () => {
    render(Address, { props: { value: ADDRESS, name: "Aiko" } });
    const shown = document.querySelector(`[data-address="${ADDRESS}"]`);
    expect(shown?.getAttribute("title")).toBe(ADDRESS);
    expect(shown?.getAttribute("aria-label")).toBe(
      `Aiko, Address 0x ${ADDRESS.slice(2).match(/.{4}/g)?.join(" ")}`,
    );
    expect(shown?.textContent).toBe("Aiko 0x71C7…976F");
  });

  test("is shown whole where it must be compared", () => {
    render(Address, { props: { value: ADDRESS, form: "full" } });
    expect(find("address-full")?.textContent).toBe(ADDRESS);
  });

  test("is told from other text", () => {
    expect(looksLikeAddress(` ${ADDRESS} `)).toBe(true);
    expect(looksLikeAddress(ADDRESS.slice(0, -1))).toBe(false);
  });
});

describe("an amount", () => {
  test("is cut where it is long, and never rounded up", () => {
    expect(shortNumber("9.749972496647193")).toBe("9.7499");
    expect(shortNumber("0.000034006705614")).toBe("0.000034");
    expect(shortNumber("0.00003419")).toBe("0.00003419");
    expect(shortNumber("1234567.891234")).toBe("1,234,567.89");
    expect(shortNumber("0.999999999")).toBe("0.9999");
    expect(shortNumber("1.10")).toBe("1.1");
    expect(shortNumber("115792089237316195423570985008687907853269.98")).toBe("1.15 × 10⁴¹");
    for (const whole of ["10", "0.25", "0", "9.7499", "100.5"])
      expect(shownNumber(whole).cut).toBe(false);
    for (const cut of ["9.74991", "0.123456", "1.00001"]) expect(shownNumber(cut).cut).toBe(true);
  });

  test("weighs less beyond the second decimal place", () => {
    expect(shownNumber("9.7499")).toEqual({ main: "9.74", rest: "99", cut: false });
    expect(shownNumber("0.000034")).toEqual({ main: "0.000034", rest: "", cut: false });
    expect(shownNumber("1.00001")).toEqual({ main: "1", rest: "", cut: true });
  });

  test("is split at its unit only", () => {
    expect(splitAmount("1.25 ETH")).toEqual({ number: "1.25", unit: "ETH" });
    expect(splitAmount("7")).toEqual({ number: "7", unit: "" });
  });

  test("has every digit in its title and for a screen reader on the home screen", async () => {
    const balance = "123456789.012345678901234567 ETH";
    await open(
      { name: "home" },
      {
        backend: {
          overview: async () => {
            const { network, accounts, tokens } = await import("./fake/data");
            return {
              network: network("development"),
              account: accounts[0]!,
              balance,
              block: 1,
              warning: null,
              tokens,
            };
          },
        },
      },
    );
    await seen("balance");
    expect(find("balance")?.getAttribute("title")).toBe(balance);
    expect(find("balance")?.getAttribute("aria-label")).toBe(balance);
    expect(text("balance")).toBe("123,456,789.01 ETH");
    const huge = "115792089237316195423570985008687907853269.984665640564039457 LOY";
    expect(find("token-LOY")?.querySelector("[role=img]")?.getAttribute("aria-label")).toBe(huge);
    find("balance")?.closest("button")?.click();
    await eventually(() => expect(text("screen-home")).toContain(balance));
  });
});

describe("an NFT's name", () => {
  const id = `${"0".repeat(63)}7`;
  test("is its own, and its number short", () => {
    expect(shortId("12")).toBe("#12");
    expect(shortId("1157920892373161954235709850")).toBe("#1157…9850");
    expect(nftName({ name: `Item ${id}`, collection: "Items", id: "7" })).toBe("Item 7");
    expect(nftName({ name: "Cafe 2024", collection: "", id: "1" })).toBe("Cafe 2024");
    expect(nftName({ name: null, collection: "Garden", id: "8" })).toBe("Garden #8");
  });
});

describe("a fee", () => {
  test("is said in coins, rounded up to two digits", () => {
    expect(feeAtMost("3", "coin")).toBe("0.000063");
    expect(feeAtMost("1.542054458", "coin")).toBe("0.000033");
    expect(feeAtMost("0.001", "token")).toBe("0.000000065");
    expect(feeAtMost("100000", "nft")).toBe("10");
    expect(feeAtMost("0", "coin")).toBe("0");
    const estimate = { gas: 50_000, data_wei: "250000000000000", data: "0.00025 ETH" };
    expect(feeAtMost("1", { ...estimate, data_wei: "0" })).toBe("0.00005");
    expect(feeAtMost("1", estimate)).toBe("0.0003");
    expect(feeAtMost("cheap", "coin")).toBeNull();
  });

  test("takes as long as the network's blocks", () => {
    const live = { ...network("live"), chain_id: 1 };
    expect([seconds(live, "fast"), seconds(live, "slow")]).toEqual([12, 180]);
    expect(seconds(network("development"), "slow")).toBe(0);
    expect(seconds({ ...live, chain_id: 4242 }, "fast")).toBeNull();
  });
});

test("networks for trying things out are told from others", () => {
  const live = network("live");
  expect(trial(network("development"))).toBe("local");
  expect(trial({ ...live, chain_id: 11155111 })).toBe("public");
  expect(trial({ ...live, chain_id: 1 })).toBeNull();
});

test("days have names near today", () => {
  const now = new Date(2026, 10, 21, 9);
  const at = (...when: [number, number, number, number]) => new Date(...when).getTime() / 1000;
  expect(day(at(2026, 10, 21, 0), "en", now)).toBe("Today");
  expect(day(at(2026, 10, 20, 23), "ja", now)).toBe("昨日");
  expect(day(at(2026, 10, 19, 23), "en", now)).toBe("Thursday, November 19");
  expect(day(at(2025, 10, 19, 23), "en", now)).toBe("Wednesday, November 19, 2025");
});

test.each([
  ["1.619366934", "1.62"],
  ["1.001", "1.01"],
  ["1.000000001", "1.01"],
  ["0.29", "0.29"],
  ["3", "3"],
  ["0.3", "0.3"],
  ["1234", "1240"],
  ["0.000000001", "0.000000001"],
  ["0.001000018", "0.00101"],
  ["0", "0"],
])("a price of %s gwei is at most %s", (price, shown) => {
  expect(roundedUp(price)).toBe(shown);
});
