// Amounts and addresses are never cut so that they mean something else.
import { render } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";

import Address from "../src/components/Address.svelte";
import { cutNumber, looksLikeAddress, shortAddress, splitAmount } from "../src/lib/format";
import { ADDRESS } from "./fake/data";
import { find, open, seen, text } from "./help";

describe("an address", () => {
  test("shows its first six and last four characters", () => {
    expect(shortAddress(ADDRESS)).toBe("0x71C7…976F");
    expect(shortAddress("0x1234")).toBe("0x1234");
  });

  test("is whole in its title and for a screen reader", () => {
    render(Address, { props: { value: ADDRESS, name: "Aiko" } });
    const shown = document.querySelector(`[data-address="${ADDRESS}"]`);
    expect(shown?.getAttribute("title")).toBe(ADDRESS);
    expect(shown?.getAttribute("aria-label")).toBe(`Aiko, Address ${ADDRESS}`);
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
    expect(cutNumber("9.749972496647193")).toBe("9.74997…");
    expect(cutNumber("0.000034006705614")).toBe("0.0000340067…");
    expect(cutNumber("1234567.891234")).toBe("1234567.89…");
    expect(cutNumber("0.999999999")).toBe("0.999999…");
    for (const whole of ["10", "0.25", "0", "1000000", "9.74997"])
      expect(cutNumber(whole)).toBe(whole);
    expect(cutNumber("1.542054458", 3)).toBe("1.54…");
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
    expect(text("balance")).toBe("123456789.01… ETH");
    expect(text("token-LOY")).toContain(
      "115792089237316195423570985008687907853269.984665640564039457 LOY",
    );
  });
});
