// Names and amounts as long as they come, for every place that shows them.
import type { Backend } from "../../src/lib/backend";
import type { Called } from "../../src/lib/bindings";
import * as data from "./data";

const NAME = "Household account of the Featherstonehaugh-Watanabe family";
const AMOUNT = "123456789.012345678901234567";
const CONTACT: Called = { by: "contact", name: `Landlord of the ${NAME}` };

const account = { ...data.accounts[0]!, label: NAME };
const network = { ...data.networks[0]!, name: "Company-wide integration network no. 7" };
const token = {
  ...data.tokens[0]!,
  name: `Voucher for the ${NAME}`,
  symbol: "VOUCHERS",
  shown: `${AMOUNT} VOUCHERS`,
};
const moved = {
  ...data.activity[0]!,
  network: network.name,
  counterparty_name: CONTACT,
  what: { type: "sent" as const, text: `${AMOUNT} VOUCHERS` },
};
const contact = { name: NAME, address: data.OTHER, note: `The ${NAME}, since 1998` };

/** What the Rust side answers a person with such names. */
export const long: Partial<Backend> = {
  overview: async () => ({
    network,
    account,
    balance: `${AMOUNT} ETH`,
    block: 18,
    warning: null,
    tokens: [token, data.tokens[1]!],
  }),
  accounts: async () => [account, data.accounts[1]!],
  networks: async () => [network, ...data.networks.slice(1)],
  contacts: async () => [contact, { ...contact, name: "Bo" }],
  nfts: async () => data.nfts.map((one) => ({ ...one, name: NAME, collection: `The ${NAME}` })),
  activity: async () => [moved],
  recipient: async () => ({ address: data.OTHER, name: CONTACT, amount: null }),
  reviewGet: async () => ({
    ...data.reviews.token,
    deed: { type: "tokens", amount: `${AMOUNT} VOUCHERS` },
    to: { address: data.OTHER, name: CONTACT },
    from: { ...data.reviews.token.from, label: NAME },
    network: { ...data.reviews.token.network, name: network.name },
    changes: [{ amount: `−${AMOUNT} VOUCHERS`, contract: data.TOKEN, gain: false }],
  }),
};
