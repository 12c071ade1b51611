// Every screen and its states, for the accessibility check and for the gallery.
import type { Component } from "svelte";

import App from "../../src/App.svelte";
import ReviewApp from "../../src/ReviewApp.svelte";
import type { Route } from "../../src/lib/app.svelte";
import type { Backend } from "../../src/lib/backend";
import type { Boot, ReviewEnd, ScanEvent } from "../../src/lib/bindings";
import Consent from "../../src/screens/setup/Consent.svelte";
import CameraStep from "../../src/screens/setup/CameraStep.svelte";
import Done from "../../src/screens/setup/Done.svelte";
import DrillStep from "../../src/screens/setup/DrillStep.svelte";
import Enrol from "../../src/screens/setup/Enrol.svelte";
import KitStep from "../../src/screens/setup/KitStep.svelte";
import Recover from "../../src/screens/setup/Recover.svelte";
import Secret from "../../src/screens/setup/Secret.svelte";
import { fail } from "./backend";
import * as data from "./data";
import { long } from "./long";

export interface Case {
  /** Also the screen's name when no `screen` is given. */
  name: string;
  screen?: string;
  boot?: Partial<Boot>;
  route?: Route;
  component?: Component<never>;
  props?: Record<string, unknown>;
  /** Where in the first run it stands. */
  step?: { at: number; of: number };
  backend?: Partial<Backend>;
  /** The scan says this and stays there. */
  scan?: ScanEvent[];
  /** How the review ends that the last click opened. */
  closed?: ReviewEnd;
  /** Clicked in this order (by data-testid) before looking. */
  click?: string[];
  fill?: Record<string, string>;
}

const nothing = () => undefined;
const rejected =
  (...why: Parameters<typeof fail>) =>
  () =>
    Promise.reject(fail(...why));
const looking: ScanEvent[] = [
  { type: "capture", number: 1, wanted: 8 },
  { type: "good_frame", good: 3, wanted: 8 },
];
const enrol = {
  step: { at: 4, of: 6 },
  component: Enrol as Component<never>,
  props: { pin: "123456", back: nothing, done: nothing },
};

export const cases: Case[] = [
  { name: "welcome", boot: { stage: "welcome", consent: false } },
  {
    name: "consent",
    step: { at: 1, of: 6 },
    component: Consent as Component<never>,
    props: { back: nothing, agreed: nothing },
  },
  {
    name: "consent-again",
    screen: "consent",
    route: { name: "home" },
    boot: { consent: false },
  },
  {
    name: "consent-later",
    screen: "consent",
    route: { name: "home" },
    boot: { consent: false },
    click: ["consent-decline"],
  },
  {
    name: "camera-choice",
    step: { at: 2, of: 6 },
    component: CameraStep as Component<never>,
    props: { back: nothing, next: nothing },
    scan: [{ type: "hint", hint: "too_dark" }],
  },
  {
    name: "camera-none",
    step: { at: 2, of: 6 },
    screen: "camera-choice",
    component: CameraStep as Component<never>,
    props: { back: nothing, next: nothing },
    backend: { cameras: async () => [{ id: "demo", name: "demo", kind: "demo" }] },
    boot: { demo: true, camera: "demo" },
    scan: [],
  },
  {
    name: "secret",
    step: { at: 3, of: 6 },
    component: Secret as Component<never>,
    props: { back: nothing, next: nothing },
    fill: { "pin-new": "1234" },
  },
  {
    name: "face-only",
    step: { at: 3, of: 6 },
    component: Secret as Component<never>,
    props: { back: nothing, next: nothing },
    click: ["face-only"],
  },
  { name: "enrol", ...enrol, scan: [...looking, { type: "hint", hint: "eyes_hidden" }] },
  {
    name: "enrol-action",
    screen: "enrol",
    ...enrol,
    scan: [...looking, { type: "action", action: "turn_left", seconds: 6 }],
  },
  {
    name: "enrol-wait",
    screen: "enrol",
    ...enrol,
    scan: [...looking, { type: "good_frame", good: 8, wanted: 8 }, { type: "wait", number: 2 }],
  },
  { name: "enrol-signing", screen: "enrol", ...enrol, scan: [...looking, { type: "signing" }] },
  {
    name: "enrol-failed",
    screen: "enrol",
    ...enrol,
    backend: {
      enrol: rejected("poor_quality", { is: "frames", good: 3, wanted: 8, hint: "too_dark" }),
    },
  },
  {
    name: "phrase-offer",
    screen: "enrol",
    ...enrol,
    scan: [{ type: "phrase", words: data.WORDS, ask: [3, 11, 24] }],
  },
  {
    name: "phrase-words",
    screen: "enrol",
    ...enrol,
    scan: [{ type: "phrase", words: data.WORDS, ask: [3, 11, 24] }],
    click: ["phrase-show"],
  },
  {
    name: "phrase-check",
    screen: "enrol",
    ...enrol,
    scan: [{ type: "phrase", words: data.WORDS, ask: [3, 11, 24] }],
    click: ["phrase-show", "phrase-written"],
  },
  {
    name: "kit",
    step: { at: 5, of: 6 },
    component: KitStep as Component<never>,
    props: { hasPin: true, next: nothing },
  },
  {
    name: "kit-saved",
    step: { at: 5, of: 6 },
    screen: "kit",
    component: KitStep as Component<never>,
    props: { hasPin: true, next: nothing },
    click: ["kit-save"],
  },
  {
    name: "kit-without",
    step: { at: 5, of: 6 },
    screen: "kit",
    component: KitStep as Component<never>,
    props: { hasPin: true, next: nothing },
    click: ["kit-without"],
  },
  {
    name: "drill",
    step: { at: 6, of: 6 },
    component: DrillStep as Component<never>,
    props: { hasPin: true, back: null, done: nothing },
  },
  {
    name: "drill-passed",
    step: { at: 6, of: 6 },
    component: DrillStep as Component<never>,
    props: { hasPin: false, back: null, done: nothing },
    click: ["drill-begin"],
  },
  {
    name: "done",
    component: Done as Component<never>,
    props: { address: data.ADDRESS, open: nothing },
  },
  {
    name: "recover",
    component: Recover as Component<never>,
    props: { back: nothing, done: nothing },
  },
  {
    name: "recover-hold",
    component: Recover as Component<never>,
    props: { back: nothing, done: nothing },
    click: ["recover-qr"],
    scan: [],
  },
  {
    name: "recover-kit",
    component: Recover as Component<never>,
    props: { back: nothing, done: nothing },
    fill: { "recover-path": "/home/aiko/wallet.mienkit" },
    click: ["recover-open"],
  },
  {
    name: "recovered",
    component: Recover as Component<never>,
    props: { back: nothing, done: nothing },
    fill: { "recover-path": "/home/aiko/wallet.mienkit" },
    click: ["recover-open", "recover-face"],
    backend: { kitInspect: async () => ({ ...data.kit, pin: false }) },
  },
  {
    name: "recover-words",
    component: Recover as Component<never>,
    props: { back: nothing, done: nothing },
    fill: { "recover-path": "/home/aiko/wallet.mienkit" },
    click: ["recover-open", "recover-phrase"],
  },

  { name: "home", route: { name: "home" } },
  {
    name: "home-empty",
    screen: "home",
    boot: { kit_copy: "refused" },
    backend: {
      overview: async () => ({
        network: data.network("development"),
        account: data.accounts[0]!,
        balance: "0 ETH",
        block: 0,
        warning: null,
        tokens: [],
      }),
      nfts: async () => [],
      activity: async () => [],
    },
  },
  {
    name: "home-empty-live",
    screen: "home",
    backend: {
      overview: async () => ({
        network: data.network("live"),
        account: data.accounts[0]!,
        balance: "0 ETH",
        block: 19,
        warning: null,
        tokens: [],
      }),
      nfts: async () => [],
      activity: async () => [],
    },
  },
  {
    name: "home-loading",
    screen: "home",
    backend: {
      overview: () => new Promise(nothing),
      nfts: () => new Promise(nothing),
      activity: () => new Promise(nothing),
    },
  },
  {
    name: "home-offline",
    screen: "home",
    backend: {
      overview: rejected(
        "offline",
        { is: "node_down", network: "Devnet", endpoint: "http://127.0.0.1:8545" },
        "connection refused (os error 111)",
      ),
      nfts: rejected("offline"),
    },
  },
  {
    name: "home-devnet-stopped",
    screen: "home",
    backend: { overview: rejected("devnet_stopped"), nfts: rejected("devnet_stopped") },
  },
  {
    name: "home-face-only",
    screen: "home",
    boot: { pin: false, demo: true, camera: "demo" },
    backend: {
      overview: async () => ({
        network: data.network("live"),
        account: data.accounts[0]!,
        balance: "123456789.012345678901234567 ETH",
        block: 19,
        warning: { code: "may_be_replayed", chain_id: 1 },
        tokens: data.tokens,
      }),
    },
  },
  { name: "home-accounts", screen: "home", route: { name: "home" }, click: ["switch-account"] },
  { name: "home-networks", screen: "home", route: { name: "home" }, click: ["switch-network"] },
  { name: "home-suspended", screen: "home", boot: { suspended: true } },
  { name: "home-long", screen: "home", route: { name: "home" }, backend: long },
  {
    name: "home-long-menu",
    screen: "home",
    route: { name: "home" },
    click: ["switch-account"],
    backend: long,
  },
  { name: "send", route: { name: "send", to: data.OTHER } },
  {
    name: "send-long",
    screen: "send",
    route: { name: "send", to: data.OTHER, asset: { contract: data.TOKEN } },
    fill: { "send-amount": "123456789.012345678901234567" },
    backend: long,
  },
  { name: "send-start", screen: "send", route: { name: "send" } },
  { name: "send-empty", screen: "send", route: { name: "send" }, click: ["send-contacts"] },
  {
    name: "send-nft",
    screen: "send",
    route: { name: "send", to: data.OTHER, asset: { contract: data.COLLECTION, id: "7" } },
    click: ["fee-custom"],
  },
  {
    name: "send-open",
    screen: "send",
    route: { name: "send", to: data.OTHER },
    fill: { "send-amount": "0.25" },
    click: ["send-review"],
  },
  {
    name: "send-sent",
    screen: "send",
    route: { name: "send", to: data.OTHER },
    fill: { "send-amount": "0.25" },
    click: ["send-review"],
    closed: "approved",
  },
  {
    name: "send-confirmed",
    screen: "send",
    route: { name: "send", to: data.OTHER },
    fill: { "send-amount": "0.25" },
    click: ["send-review"],
    closed: "approved",
    backend: { activity: async () => [{ ...data.activity[0]!, status: "confirmed" }] },
  },
  {
    name: "send-refused",
    screen: "send",
    route: { name: "send", to: data.OTHER },
    fill: { "send-amount": "0.25" },
    click: ["send-review"],
    closed: "refused",
  },
  {
    name: "send-error",
    screen: "send",
    route: { name: "send", to: data.OTHER },
    fill: { "send-amount": "99" },
    click: ["send-review"],
    backend: {
      prepareSend: rejected("insufficient_funds", {
        is: "funds",
        has: "9.7499 ETH",
        sends: "99 ETH",
        fee: "0.000063 ETH",
        missing: "89.250163 ETH",
      }),
    },
  },
  { name: "send-qr", route: { name: "send" }, click: ["send-qr"], scan: [] },
  { name: "receive", route: { name: "receive" } },
  {
    name: "receive-face-only",
    screen: "receive",
    route: { name: "receive" },
    boot: { pin: false },
    backend: {
      networks: async () => data.networks.map((n) => ({ ...n, current: n.kind === "live" })),
    },
  },
  { name: "activity", route: { name: "activity" } },
  {
    name: "activity-everything",
    screen: "activity",
    route: { name: "activity" },
    click: ["view-everything", "filters-open"],
  },
  {
    name: "activity-empty",
    screen: "activity",
    route: { name: "activity" },
    backend: { activity: async () => [] },
  },
  {
    name: "activity-error",
    screen: "activity",
    route: { name: "activity" },
    backend: {
      activity: rejected("storage", { is: "disk_full", path: "/home/aiko/.local/share/mien" }),
    },
  },
  { name: "entry", route: { name: "entry", id: 100 } },
  { name: "entry-explorer", screen: "entry", route: { name: "entry", id: 99 } },
  { name: "entry-why", screen: "entry", route: { name: "entry", id: 98 } },
  { name: "entry-long", screen: "entry", route: { name: "entry", id: 100 }, backend: long },
  { name: "nft", route: { name: "nft", contract: data.COLLECTION, id: "7" } },
  {
    name: "nft-problem",
    screen: "nft",
    route: { name: "nft", contract: data.COLLECTION, id: "8" },
  },
  { name: "token", route: { name: "token", address: data.TOKEN } },
  { name: "token-add", route: { name: "token-add" } },
  { name: "accounts", route: { name: "accounts" } },
  { name: "accounts-long", screen: "accounts", route: { name: "accounts" }, backend: long },
  { name: "networks", route: { name: "networks" } },
  { name: "network-add", route: { name: "network-add" } },
  { name: "network-node", route: { name: "network-add", network: data.network("live") } },
  { name: "sign", route: { name: "sign" } },
  {
    name: "verify",
    route: { name: "verify" },
    fill: { "verify-path": "/home/aiko/signature.json" },
    click: ["verify-check"],
  },
  { name: "approvals", route: { name: "approvals" } },
  {
    name: "approvals-empty",
    screen: "approvals",
    route: { name: "approvals" },
    backend: { allowances: async () => [] },
  },
  { name: "settings", route: { name: "settings" } },
  { name: "contacts", route: { name: "contacts" } },
  { name: "contacts-long", screen: "contacts", route: { name: "contacts" }, backend: long },
  {
    name: "contacts-empty",
    screen: "contacts",
    route: { name: "contacts" },
    backend: { contacts: async () => [] },
  },
  { name: "watched", route: { name: "watched" } },
  {
    name: "watched-empty",
    screen: "watched",
    route: { name: "watched" },
    backend: { watched: async () => [] },
  },
  { name: "security", route: { name: "security" } },
  { name: "pin-change", route: { name: "pin-change" } },
  {
    name: "pin-changed",
    route: { name: "pin-change" },
    fill: { "pin-old": "123456", "pin-new": "654321", "pin-again": "654321" },
    click: ["pin-begin"],
  },
  { name: "renew", route: { name: "renew" } },
  { name: "resume", route: { name: "resume" } },
  { name: "forget", route: { name: "forget" } },
  { name: "data", route: { name: "data" } },
  { name: "language", route: { name: "language" } },
  { name: "appearance", route: { name: "appearance" } },
  { name: "camera", route: { name: "camera" }, scan: [] },
  { name: "gateway", route: { name: "gateway" } },
  { name: "devnet", route: { name: "devnet" } },
  {
    name: "devnet-stopped",
    screen: "devnet",
    route: { name: "devnet" },
    backend: {
      devnetStatus: async () => ({ state: "stopped", url: null, version: null, block: null }),
    },
  },
  { name: "about", route: { name: "about" } },
  { name: "lock", boot: { locked: true } },

  { name: "review", component: ReviewApp as Component<never> },
  {
    name: "review-long",
    screen: "review",
    component: ReviewApp as Component<never>,
    backend: long,
  },
  {
    name: "review-grave",
    screen: "review",
    component: ReviewApp as Component<never>,
    backend: { reviewGet: async () => data.reviews.grave },
  },
  {
    name: "review-message",
    screen: "review",
    component: ReviewApp as Component<never>,
    backend: { reviewGet: async () => data.reviews.message },
  },
  {
    name: "review-typed",
    screen: "review",
    component: ReviewApp as Component<never>,
    backend: { reviewGet: async () => data.reviews.typed },
  },
  {
    name: "review-token",
    screen: "review",
    component: ReviewApp as Component<never>,
    backend: { reviewGet: async () => data.reviews.token },
  },
  {
    name: "review-call",
    screen: "review",
    component: ReviewApp as Component<never>,
    backend: { reviewGet: async () => data.reviews.call },
  },
  {
    name: "review-unknown",
    screen: "review",
    component: ReviewApp as Component<never>,
    backend: { reviewGet: async () => data.reviews.unknown },
  },
  {
    name: "review-sign-in",
    screen: "review",
    component: ReviewApp as Component<never>,
    backend: { reviewGet: async () => data.reviews.signIn },
  },
  {
    name: "review-locked-out",
    screen: "review-scan",
    component: ReviewApp as Component<never>,
    fill: { pin: "123456" },
    click: ["review-approve"],
    backend: { reviewApprove: rejected("locked_out", { is: "wait", seconds: 754 }) },
  },
  {
    name: "review-scan",
    component: ReviewApp as Component<never>,
    fill: { pin: "123456" },
    click: ["review-approve"],
    scan: [
      { type: "good_frame", good: 2, wanted: 6 },
      { type: "action", action: "smile", seconds: 6 },
    ],
  },
  {
    name: "review-signed",
    screen: "review-done",
    component: ReviewApp as Component<never>,
    fill: { pin: "123456" },
    click: ["review-approve"],
    backend: {
      reviewGet: async () => data.reviews.message,
      reviewApprove: async () => ({
        hash: null,
        block: null,
        explorer: null,
        signature_file: JSON.stringify(
          { kind: "message", text: "I agree", signer: data.ADDRESS },
          null,
          2,
        ),
      }),
    },
  },
  {
    name: "review-done",
    component: ReviewApp as Component<never>,
    fill: { pin: "123456" },
    click: ["review-approve"],
  },
];

export { App };
