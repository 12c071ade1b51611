// The home screen in its states, the banners, the switchers, and being locked.
import { describe, expect, test } from "vitest";

import { app } from "../../src/lib/app.svelte";
import { Fake, fail } from "../fake/backend";
import { ADDRESS, COLLECTION, accounts, network, networks, tokens } from "../fake/data";
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
} from "../help";

const live = {
  overview: async () => ({
    network: network("live"),
    account: accounts[0]!,
    balance: "1 ETH",
    block: 1,
    warning: null,
    tokens,
  }),
};

test("shows balance, tokens, NFTs and what happened", async () => {
  await open(null);
  await seen("balance");
  expect(text("balance")).toBe("9.7499 ETH");
  expect(text("token-EXD")).toContain("1,250.5 EXD");
  expect(find("nft-7")?.querySelector("img")?.getAttribute("src")).toContain("data:image/svg");
  expect(text("entry-100")).toContain("0.25 ETH");
  expect(text("switch-account")).toContain("Everyday");
  expect(text("switch-network")).toContain("Devnet");
});

test("an NFT's picture that cannot be had is told, not broken", async () => {
  await open(null);
  await seen("nft-7");
  find("nft-7")?.querySelector("img")?.dispatchEvent(new Event("error"));
  await tick();
  expect(text("nft-7")).toContain("No picture");
  expect(text("nft-8")).toContain("No picture");
});

test("asks for a picture by contract and number", async () => {
  const fake = await open(null);
  await seen("nft-7");
  expect(fake.called("pictureUrl")).toContainEqual([COLLECTION, "7"]);
});

test("an empty account says what will appear", async () => {
  await open(null, {
    backend: {
      overview: async () => ({
        network: network("development"),
        account: accounts[0]!,
        balance: "0 ETH",
        block: 0,
        warning: null,
        tokens: [],
      }),
      nfts: async () => [],
      activity: async () => [],
    },
  });
  await seen("balance");
  await eventually(() => {
    expect(document.querySelectorAll('[data-testid="empty"]')).toHaveLength(3);
  });
  const firstOf = (ids: string[]) => ids.filter((id) => find(id)?.classList.contains("primary"));
  expect(firstOf(["home-send", "home-receive", "home-fund"])).toEqual(["home-fund"]);
});

test("offline: says so, keeps the switchers, and tries again when asked", async () => {
  let online = false;
  const fake = new Fake();
  await open(null, {
    fake,
    backend: {
      overview: async () => {
        if (!online) throw fail("offline");
        return {
          network: network("development"),
          account: accounts[0]!,
          balance: "2 ETH",
          block: 1,
          warning: null,
          tokens: [],
        };
      },
    },
  });
  await seen("error");
  expect(find("error-title")?.dataset["code"]).toBe("offline");
  expect(text("switch-network")).toContain("Devnet");
  online = true;
  await click("retry");
  await seen("balance");
  expect(find("error")).toBeNull();
});

test("a stopped test network can be started from here", async () => {
  let running = false;
  const fake = new Fake();
  await open(null, {
    fake,
    backend: {
      overview: async () => {
        if (!running) throw fail("devnet_stopped");
        return {
          network: network("development"),
          account: accounts[0]!,
          balance: "0 ETH",
          block: 0,
          warning: null,
          tokens: [],
        };
      },
      devnetStart: async () => {
        running = true;
        return { state: "running", url: null, version: null, block: 0 };
      },
    },
  });
  await click("devnet-start-here");
  await seen("balance");
});

test("reloads when the Rust side says that the balance changed", async () => {
  const fake = await open(null);
  await seen("balance");
  const before = fake.called("overview").length;
  fake.change("balance");
  await eventually(() => {
    expect(fake.called("overview").length).toBe(before + 1);
  });
});

describe("banners", () => {
  test("demonstration camera", async () => {
    await open(null, { boot: { demo: true } });
    await seen("demo-banner");
    await click("nav-settings");
    expect(find("demo-banner")).not.toBeNull();
  });

  test("a face alone says nothing on the network of this device", async () => {
    await open(null, { boot: { pin: false } });
    await seen("balance");
    expect(find("banner-face-only")).toBeNull();
  });

  test("a face alone on a live network leads to setting a PIN", async () => {
    await open(null, { boot: { pin: false }, backend: live });
    (await seen("banner-face-only")).querySelector("button")?.click();
    await seen("screen-pin-change");
    expect(find("pin-old")).toBeNull();
  });

  test("no copy of the kit", async () => {
    await open(null, { boot: { kit_copy: "refused" } });
    (await seen("banner-kit")).querySelector("button")?.click();
    await seen("screen-kit");
  });

  test("suspended: nothing can be sent", async () => {
    await open(null, { boot: { suspended: true } });
    await seen("banner-suspended");
    expect(disabled("home-send")).toBe(true);
  });
});

describe("switching", () => {
  test("the account", async () => {
    const fake = await open(null);
    await click("switch-account");
    await click("account-1");
    expect(fake.called("accountUse")).toEqual([[1]]);
    await seen("screen-home");
  });

  test("leaves nothing of the account before on the screen", async () => {
    let answers = 0;
    await open(null, {
      backend: {
        overview: () => {
          answers += 1;
          return answers > 1
            ? new Promise(() => undefined)
            : Promise.resolve({
                network: network("development"),
                account: accounts[0]!,
                balance: "3 ETH",
                block: 1,
                warning: null,
                tokens,
              });
        },
      },
    });
    await seen("balance");
    await click("switch-account");
    await click("account-1");
    await gone("balance");
    await seen("loading");
  });

  test("by arrow keys; Escape closes the list and nothing else", async () => {
    const fake = await open(null);
    await eventually(() => expect(text("switch-network")).toContain("Devnet"));
    await click("switch-network");
    await seen("network-Devnet");
    expect(document.activeElement?.getAttribute("data-testid")).toBe("network-Devnet");
    await key("ArrowDown");
    expect(document.activeElement?.getAttribute("data-testid")).toBe("network-Ethereum");
    await key("ArrowUp");
    await key("ArrowUp");
    expect(document.activeElement?.getAttribute("data-testid")).toBe("networks-manage");
    await key("Home");
    expect(document.activeElement?.getAttribute("data-testid")).toBe("network-Devnet");
    await key("Escape");
    expect(find("network-Devnet")).toBeNull();
    expect(document.activeElement?.getAttribute("data-testid")).toBe("switch-network");
    expect(fake.called("networkUse")).toEqual([]);
    await seen("screen-home");
  });

  test("a network that refuses says why on the home screen", async () => {
    await open(null, { backend: { networkUse: () => Promise.reject(fail("face_only")) } });
    await click("switch-network");
    await click("network-Ethereum");
    await seen("error");
    expect(find("screen-home")).not.toBeNull();
  });

  test("leads to all accounts and all networks", async () => {
    await open(null);
    await click("switch-account");
    await click("accounts-manage");
    await seen("screen-accounts");
    await click("nav-home");
    await click("switch-network");
    await click("networks-manage");
    await seen("screen-networks");
  });

  test("a new account", async () => {
    const fake = await open({ name: "accounts" });
    await type("account-label", "Holidays");
    await click("account-add");
    expect(fake.called("accountAdd")).toEqual([["Holidays"]]);
  });

  test("the network", async () => {
    const fake = await open(null);
    await click("switch-network");
    await click("network-Ethereum");
    expect(fake.called("networkUse")).toEqual([["Ethereum"]]);
    await seen("screen-home");
  });

  test("a network that is refused stays on the list, with the reason", async () => {
    await open(
      { name: "networks" },
      { backend: { networkUse: () => Promise.reject(fail("face_only")) } },
    );
    await click("network-Ethereum");
    await seen("error");
    expect(find("screen-networks")).not.toBeNull();
  });

  test.each(["the list", "the menu"])(
    "a network without a node asks for one, then is used: from %s",
    async (from) => {
      const fake = await open(from === "the list" ? { name: "networks" } : null);
      if (from === "the menu") await click("switch-network");
      await click("network-Sepolia");
      await seen("screen-network-node");
      // What is known is not asked for.
      expect(find("network-chain")).toBeNull();
      expect(fake.called("networkUse")).toEqual([]);
      await type("network-rpc", "https://node.example");
      await click("network-save");
      expect(fake.called("networkPut")).toEqual([
        [
          {
            name: "Sepolia",
            chain_id: 11155111,
            rpc_url: "https://node.example",
            currency: "ETH",
            explorer: null,
          },
        ],
      ]);
      expect(fake.called("networkUse")).toEqual([["Sepolia"]]);
    },
  );

  test("a network of one's own", async () => {
    const fake = await open({ name: "network-add" });
    await type("network-name", "Mine");
    await type("network-chain", "0x10");
    await type("network-rpc", "https://node.example");
    expect(disabled("network-save")).toBe(true);
    await type("network-chain", "4242");
    await click("network-save");
    expect(fake.called("networkPut")).toEqual([
      [
        {
          name: "Mine",
          chain_id: 4242,
          rpc_url: "https://node.example",
          currency: "ETH",
          explorer: null,
        },
      ],
    ]);
  });

  test("presets cannot be removed", async () => {
    await open({ name: "networks" });
    await seen("network-Own");
    const removers = [...document.querySelectorAll<HTMLElement>('[aria-label^="Remove: "]')];
    expect(removers.map((b) => b.getAttribute("aria-label"))).toEqual(["Remove: Own"]);
    expect(networks.filter((n) => !n.preset)).toHaveLength(1);
  });
});

describe("locked", () => {
  test("nothing but the lock is shown, and a scan opens it", async () => {
    const fake = new Fake();
    let locked = true;
    await open(null, {
      fake,
      boot: { locked: true },
      backend: { boot: async () => ({ ...(await new Fake().backend().boot()), locked }) },
    });
    await seen("screen-lock");
    expect(find("nav-home")).toBeNull();
    expect(disabled("unlock")).toBe(true);
    expect(document.activeElement).toBe(find("pin"));
    await type("pin", "123456");
    locked = false;
    await click("unlock");
    await seen("screen-home");
    expect(fake.called("unlock")).toEqual([["123456"]]);
  });

  test("locking takes every screen away at once", async () => {
    const fake = await open({ name: "send", to: ADDRESS });
    await type("send-amount", "1");
    fake.lockChanged(true);
    await seen("screen-lock");
    expect(find("send-amount")).toBeNull();
    expect(document.body.textContent).not.toContain(ADDRESS);
  });

  test("in the middle of the first run: what was typed is gone, and it goes on where it was", async () => {
    const fake = new Fake();
    let locked = false;
    const boot = { stage: "unproved", kit_copy: "none", pin: true } as const;
    await open(null, {
      fake,
      backend: { boot: async () => ({ ...(await new Fake().backend().boot()), ...boot, locked }) },
    });
    await click("kit-without");
    await type("kit-refuse-field", "I do");
    locked = true;
    fake.lockChanged(true);
    await seen("screen-lock");
    expect(find("screen-kit")).toBeNull();
    locked = false;
    await type("pin", "123456");
    await click("unlock");
    await seen("screen-kit");
    expect(find("kit-refuse-field")).toBeNull();
  });

  test("a scan that fails does not open it", async () => {
    const fake = new Fake();
    fake.scanError = fail("locked_out", { is: "wait", seconds: 30 });
    await open(null, { fake, boot: { locked: true } });
    await type("pin", "123456");
    await click("unlock");
    await seen("error");
    expect(text("error")).toContain("Try again in 30 seconds.");
    await click("scan-back");
    await seen("screen-lock");
    expect((find("pin") as HTMLInputElement).value).toBe("");
  });
});

describe("coming back", () => {
  test("shows at once what was there, and fetches it anew", async () => {
    const fake = await open(null);
    await seen("balance");
    await click("nav-settings");
    const before = fake.called("overview").length;
    find("nav-home")?.click();
    await tick();
    expect(text("balance")).toBe("9.7499 ETH");
    expect(fake.called("overview").length).toBe(before + 1);
  });

  test("does not after another network was taken into use", async () => {
    let slow = false;
    const fake = new Fake();
    const quick = fake.backend();
    await open(null, {
      fake,
      backend: { overview: () => (slow ? new Promise(() => undefined) : quick.overview()) },
    });
    await seen("balance");
    await click("nav-settings");
    slow = true;
    fake.change("network");
    await click("nav-home");
    expect(find("balance")).toBeNull();
  });

  test("does not after the app was locked", async () => {
    let slow = false;
    const fake = new Fake();
    const quick = fake.backend();
    await open(null, {
      fake,
      boot: { pin: false },
      backend: { overview: () => (slow ? new Promise(() => undefined) : quick.overview()) },
    });
    await seen("balance");
    slow = true;
    fake.lockChanged(true);
    await click("unlock");
    await seen("screen-home");
    expect(find("balance")).toBeNull();
  });
});

test("the address is copied, and it is said", async () => {
  const fake = await open(null);
  await click("home-copy");
  expect(fake.called("copyAddress")).toHaveLength(1);
  expect(text("toast")).toBe("Address copied");
});

describe("keyboard and focus", () => {
  test("the heading of a new screen has the focus", async () => {
    await open(null);
    await click("nav-settings");
    expect(document.activeElement?.textContent).toBe("Settings");
    await click("settings-security");
    expect(document.activeElement?.textContent).toBe("Security");
  });

  test("Escape goes back, and not beyond the main screen", async () => {
    await open(null);
    await click("nav-settings");
    await click("settings-contacts");
    await key("Escape");
    await seen("screen-settings");
    await key("Escape");
    expect(find("screen-settings")).not.toBeNull();
  });

  test("Escape that ends a composition of the input method stays there", async () => {
    await open({ name: "contacts" });
    await seen("contact-name");
    find("contact-name")?.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Escape", isComposing: true, bubbles: true }),
    );
    await tick();
    expect(find("screen-contacts")).not.toBeNull();
    await key("Escape");
    await seen("screen-home");
  });

  test("the place where one is, is marked", async () => {
    await open(null);
    await click("nav-activity");
    expect(find("nav-activity")?.getAttribute("aria-current")).toBe("page");
    expect(find("nav-home")?.getAttribute("aria-current")).toBeNull();
  });
});

test("a start that fails says what to do, and can be repeated", async () => {
  let broken = true;
  const fake = new Fake();
  await open(null, {
    fake,
    backend: {
      boot: async () => {
        if (broken) throw fail("models_missing", null, "mobilefacenet.bin");
        return new Fake().backend().boot();
      },
    },
  });
  await seen("screen-failed");
  expect(text("error")).toContain("Install Mien again");
  broken = false;
  await click("retry");
  await seen("screen-home");
  expect(app.error).toBeNull();
  await gone("screen-failed");
});
