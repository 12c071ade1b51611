// Receiving, activity, signing, approvals and the settings.
import { describe, expect, test } from "vitest";

import { app } from "../../src/lib/app.svelte";
import type { ActivityFilter, Done } from "../../src/lib/bindings";
import { Fake, fail } from "../fake/backend";
import { ADDRESS, OTHER, TOKEN, activity, boot, networks } from "../fake/data";
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

describe("receiving", () => {
  test("shows code and whole address, and copies by the Rust side", async () => {
    const fake = await open({ name: "receive" });
    await seen("qr");
    expect(find("qr")?.dataset["uri"]).toContain(ADDRESS);
    expect(text("own-address")).toContain(ADDRESS);
    await click("receive-copy");
    expect(fake.called("copyAddress")).toHaveLength(1);
    expect(text("toast")).toBe("Address copied");
  });

  test("the amount goes into the code", async () => {
    await open({ name: "receive" });
    await type("receive-amount", "1.5");
    await eventually(() => {
      expect(find("qr")?.dataset["uri"]).toContain("value=1.5");
    });
  });

  test("warns on a live network when there is no PIN", async () => {
    const live = networks.map((n) => ({ ...n, current: n.kind === "live" }));
    await open(
      { name: "receive" },
      { boot: { pin: false }, backend: { networks: async () => live } },
    );
    await seen("banner-face-only");
    expect(text("banner-face-only")).toContain("Do not receive anything of value here");
  });

  test("does not warn when there is one", async () => {
    const live = networks.map((n) => ({ ...n, current: n.kind === "live" }));
    await open({ name: "receive" }, { backend: { networks: async () => live } });
    await seen("own-address");
    expect(find("banner-face-only")).toBeNull();
  });
});

describe("activity", () => {
  const filter = (fake: Fake) => fake.called("activity").at(-1)?.[0] as ActivityFilter;

  test("shows what moved value or was signed, and the rest when asked", async () => {
    await open({ name: "activity" });
    await seen("entry-97");
    expect(find("entry-98")).toBeNull();
    expect(text("entry-100")).toContain("To Aiko");
    expect(text("entry-100")).toContain("−0.25 ETH");
    expect(text("entry-97")).toContain("Message signed");
    await click("view-everything");
    await seen("entry-98");
    await click("view-moves");
    await gone("entry-98");
  });

  test("tells withdrawals and what was taken back in the reader's words", async () => {
    const whats: Done[] = [
      { type: "ended", token: "EXD" },
      { type: "nothing" },
      { type: "sent", text: "2 ETH" },
      { type: "sent", text: `Items #${"0".repeat(63)}7` },
    ];
    const list = whats.map((what, i) => ({ ...activity[1]!, id: 50 - i, what }));
    await open({ name: "activity" }, { backend: { activity: async () => list } });
    await seen("entry-50");
    expect(text("entry-50")).toContain("Approval withdrawn: EXD");
    expect(text("entry-49")).toContain("Transaction taken back");
    expect(text("entry-48")).toContain("−2 ETH");
    expect(text("entry-47")).toContain("Items #7");
  });

  test("is filtered, and shown whole again", async () => {
    const fake = await open({ name: "activity" });
    await seen("entry-100");
    await choose("filter-kind", "signature");
    await gone("entry-100");
    expect(filter(fake)).toEqual({
      kind: "signature",
      status: null,
      network: null,
      before: null,
      limit: 30,
    });
    await choose("filter-status", "failed");
    await seen("empty");
    await click("filter-clear");
    await seen("entry-100");
  });

  test("reads on from the oldest entry", async () => {
    const many = Array.from({ length: 45 }, (_, i) => ({ ...activity[0]!, id: 200 - i }));
    const fake = new Fake();
    await open(
      { name: "activity" },
      {
        fake,
        backend: {
          activity: async (f) =>
            many.filter((a) => f.before === null || a.id < f.before).slice(0, f.limit),
        },
      },
    );
    await click("activity-more");
    await seen("entry-156");
    expect(filter(fake).before).toBe(171);
    expect(find("activity-more")).toBeNull();
  });

  test("is exported", async () => {
    const fake = await open({ name: "activity" });
    await click("export-path-choose");
    await tick();
    expect(value("export-path")).toBe("/home/aiko/mien-activity.csv");
    await click("export-save");
    await seen("exported");
    expect(fake.called("activityExport")).toEqual([["csv", "/home/aiko/mien-activity.csv"]]);
  });

  test("that cannot be read says what to do", async () => {
    await open(
      { name: "activity" },
      { backend: { activity: () => Promise.reject(fail("storage")) } },
    );
    await seen("error");
    expect(text("error")).toContain("Make sure that the disk is not full");
  });
});

describe("signing", () => {
  test("a message", async () => {
    const fake = await open({ name: "sign" });
    expect(disabled("sign-review")).toBe(true);
    await type("sign-text", " Hello ");
    await click("sign-review");
    expect(fake.called("signText")).toEqual([[" Hello "]]);
    fake.reviewClosed("r1", "approved");
    await seen("signed");
  });

  test("typed data and a document", async () => {
    const fake = await open({ name: "sign" });
    await click("sign-typed_data");
    await type("sign-json", "{}");
    await click("sign-review");
    expect(fake.called("signTypedData")).toEqual([["{}"]]);
    fake.reviewClosed("r1", "refused");
    await click("review-back");
    await click("sign-document");
    await type("sign-path", "/tmp/a.pdf");
    await click("sign-review");
    expect(fake.called("signDocument")).toEqual([["/tmp/a.pdf"]]);
  });

  test("what cannot be signed is explained", async () => {
    await open(
      { name: "sign" },
      { backend: { signText: () => Promise.reject(fail("not_signable", { is: "bare_hash" })) } },
    );
    await type("sign-text", "0x00");
    await click("sign-review");
    await seen("error");
    expect(find("error-title")?.dataset["code"]).toBe("not_signable");
  });

  test("a signature is checked, with and without its document", async () => {
    const fake = await open({ name: "verify" });
    await type("verify-path", "/tmp/s.json");
    await click("verify-check");
    await seen("verified");
    expect(text("verified")).toContain("The document was not compared");
    expect(text("verified-signer")).toContain(OTHER);
    await type("verify-document", "/tmp/a.pdf");
    await click("verify-check");
    await eventually(() => {
      expect(text("verified")).toContain("The document is the one that was signed");
      expect(fake.called("verify").at(-1)).toEqual(["/tmp/s.json", "/tmp/a.pdf"]);
    });
  });

  test("a bad signature is never shown beside a good one", async () => {
    let good = true;
    const fake = new Fake();
    const answer = fake.backend();
    await open(
      { name: "verify" },
      {
        backend: {
          verify: (p, d) => (good ? answer.verify(p, d) : Promise.reject(fail("bad_signature"))),
        },
      },
    );
    await type("verify-path", "/tmp/s.json");
    await click("verify-check");
    await seen("verified");
    good = false;
    await click("verify-check");
    await seen("error");
    expect(find("verified")).toBeNull();
  });

  test("an approval is withdrawn", async () => {
    const fake = await open({ name: "approvals" });
    await seen("revoke-EXD");
    expect(text("screen-approvals")).toContain("All of it, without limit");
    await click("revoke-EXD");
    expect(fake.called("prepareRevoke")).toEqual([[TOKEN, OTHER]]);
    await seen("review-open");
  });
});

describe("settings", () => {
  test("contacts are added and removed", async () => {
    const fake = await open({ name: "contacts" });
    await type("contact-name", "Ben");
    await type("contact-address", ADDRESS);
    await click("contact-save");
    expect(fake.called("contactAdd")).toEqual([["Ben", ADDRESS, ""]]);
    const remove = () => document.querySelector<HTMLElement>('[aria-label="Remove Aiko"]');
    remove()?.click();
    await tick();
    expect(fake.called("contactRemove")).toEqual([]);
    expect(document.activeElement).toBe(remove());
    await key("Escape");
    await seen("screen-contacts");
    remove()?.click();
    await tick();
    remove()?.click();
    await tick();
    expect(fake.called("contactRemove")).toEqual([["Aiko"]]);
  });

  test("an address is watched", async () => {
    const fake = await open({ name: "watched" });
    await type("watch-address", OTHER);
    await click("watch-save");
    expect(fake.called("watch")).toEqual([[OTHER, ""]]);
  });

  test("what is watched has a balance, and says when it is not known", async () => {
    let answers = true;
    const fake = await open(
      { name: "watched" },
      {
        backend: {
          watchedBalances: async () => {
            if (!answers) throw fail("offline");
            return { network: "devnet", balances: [{ address: OTHER, shown: "3.5 ETH" }] };
          },
        },
      },
    );
    await eventually(() => expect(text("watched-balance")).toBe("3.5 ETH"));
    expect(text("screen-watched")).toContain("Balances on devnet");
    answers = false;
    fake.change("balance");
    await seen("error");
    expect(text("watched-balance")).toBe("Balance not known");
  });

  test("the language changes every text at once", async () => {
    const fake = await open({ name: "language" });
    await click("language-ja");
    expect(fake.called("setLanguage")).toEqual([["ja"]]);
    expect(text("nav-settings")).toBe("設定");
    expect(document.documentElement.lang).toBe("ja");
  });

  test("the appearance is applied and kept", async () => {
    const fake = await open({ name: "appearance" });
    await click("theme-dark");
    expect(fake.called("setTheme")).toEqual([["dark"]]);
    expect(document.documentElement.dataset["theme"]).toBe("dark");
  });

  test("security says first what is missing", async () => {
    const nothing = { pin: false, kit_copy: "refused" } as const;
    await open({ name: "security" }, { boot: nothing, backend: { activity: async () => [] } });
    await eventually(() => {
      expect(find("security-state")?.dataset["missing"]).toBe("3");
      expect(text("security-state")).toBe("3 things are missing");
    });
    expect(text("security-drill")).toContain("None since this device has the wallet");
  });

  test("security is content with a PIN, a copy and a rehearsal", async () => {
    await open({ name: "security" });
    await eventually(() => expect(text("security-drill")).toContain("Last one:"));
    expect(text("security-state")).toBe("Everything is in place");
  });

  test("autolock", async () => {
    const fake = await open({ name: "security" });
    await choose("autolock", "15");
    expect(fake.called("setAutolock")).toEqual([[15]]);
  });

  test("lock now", async () => {
    const fake = await open({ name: "security" });
    await click("lock-now");
    await seen("screen-lock");
    expect(fake.called("lock")).toHaveLength(1);
  });

  test("suspend, then resume by a scan", async () => {
    const fake = await open({ name: "security" });
    await click("suspend");
    expect(fake.called("suspend")).toHaveLength(1);
    await click("resume");
    await type("pin", "123456");
    await click("resume-begin");
    await seen("screen-security");
    expect(fake.called("resume")).toEqual([["123456"]]);
    expect(find("suspend")).not.toBeNull();
  });

  test("the PIN is changed with the old one, and a new kit is asked for", async () => {
    const fake = await open({ name: "pin-change" });
    await type("pin-new", "654321");
    await type("pin-again", "654321");
    expect(disabled("pin-begin")).toBe(true);
    await type("pin-old", "123456");
    await click("pin-begin");
    await seen("screen-pin-changed");
    expect(fake.called("pinChange")).toEqual([["123456", "654321"]]);
    await click("renewed-kit");
    await seen("screen-kit");
  });

  test("a PIN is set where there was none", async () => {
    const fake = await open({ name: "pin-change" }, { boot: { pin: false } });
    await type("pin-new", "654321");
    await type("pin-again", "654321");
    await click("pin-begin");
    await seen("screen-pin-changed");
    expect(fake.called("pinChange")).toEqual([[null, "654321"]]);
  });

  test("the face is renewed", async () => {
    const fake = await open({ name: "renew" });
    await type("pin", "123456");
    await click("renew-begin");
    await seen("screen-renewed");
    expect(fake.called("renew")).toEqual([["123456"]]);
  });

  test("forgetting needs the very address", async () => {
    const fake = new Fake();
    let stage: typeof boot.stage = "ready";
    await open({ name: "forget" }, { fake, backend: { boot: async () => ({ ...boot, stage }) } });
    await seen("own-address");
    await type("forget-address", OTHER);
    expect(disabled("forget")).toBe(true);
    expect(document.body.textContent).toContain("This is not that address");
    await type("forget-address", ADDRESS.toLowerCase());
    stage = "welcome";
    await click("forget");
    expect(fake.called("forget")).toEqual([[ADDRESS]]);
    await seen("screen-welcome");
  });

  test("all that is stored is shown, and saved", async () => {
    const fake = await open({ name: "data" });
    await seen("data");
    expect(text("data")).toContain('"chain_id": 31337');
    await type("data-path", "/tmp/data.json");
    await click("data-save");
    await seen("data-saved");
    expect(fake.called("dataExport")).toEqual([["/tmp/data.json"]]);
  });

  test("a gateway is set, and an empty field means none", async () => {
    const fake = await open(
      { name: "gateway" },
      { backend: { gateway: async () => "https://ipfs.example" } },
    );
    await seen("gateway");
    expect(value("gateway")).toBe("https://ipfs.example");
    await type("gateway", " ");
    await click("gateway-save");
    expect(fake.called("setGateway")).toEqual([[null]]);
  });

  test("the test network is started, filled and stopped", async () => {
    let state: "stopped" | "running" = "stopped";
    const fake = new Fake();
    await open(
      { name: "devnet" },
      {
        fake,
        backend: {
          devnetStatus: async () => ({ state, url: null, version: null, block: null }),
          devnetStart: async () => {
            state = "running";
            return { state, url: null, version: null, block: null };
          },
        },
      },
    );
    await click("devnet-start");
    await click("devnet-fund");
    expect(text("toast")).toBe("Test coins are there");
    await click("devnet-seed");
    await click("devnet-stop");
    expect(fake.called("devnetFund")).toHaveLength(1);
    expect(fake.called("devnetSeed")).toHaveLength(1);
    expect(fake.called("devnetStop")).toHaveLength(1);
  });

  test("about names the models and their licences", async () => {
    await open({ name: "about" });
    await seen("about-version");
    expect(text("screen-about")).toContain("Apache-2.0");
    expect(app.boot?.version).toBe(text("about-version"));
  });

  test("the camera can be changed", async () => {
    const fake = await open({ name: "camera" });
    await click("camera-demo");
    expect(fake.called("setCamera").at(-1)).toEqual(["demo"]);
    await seen("demo-banner");
  });
});
