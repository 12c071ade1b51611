// What the window itself knows of networks: which are for trying things out, and how fast they are.
import type { Estimate, FeeLevel, NetworkView } from "./bindings";

/** Public networks whose coins are given away: Sepolia, Holesky, Hoodi, and those of Base,
    Optimism, Arbitrum and Polygon. Source: chainlist.org. */
const TRIALS = new Set([11155111, 17000, 560048, 84532, 11155420, 421614, 80002]);

/** Whether coins of this network are worth nothing: on this device, or in public. */
export function trial(network: NetworkView): "local" | "public" | null {
  if (network.kind === "development") return "local";
  return TRIALS.has(network.chain_id) ? "public" : null;
}

/** Seconds between blocks, where they are known (ethereum.org and the networks' own pages). */
const BLOCKS: Record<number, number> = {
  1: 12,
  11155111: 12,
  17000: 12,
  560048: 12,
  8453: 2,
  84532: 2,
  10: 2,
  11155420: 2,
  42161: 1,
  421614: 1,
  137: 2,
  80002: 2,
};

/** Blocks until a transaction is in one, as a rule: see `FeeLevel` of the bindings. */
const WAITS: Record<FeeLevel, number> = { fast: 1, normal: 4, slow: 15 };

/** Seconds until a transaction is in a block, roughly; `null` where nobody knows. */
export function seconds(network: NetworkView, level: FeeLevel): number | null {
  if (network.kind === "development") return 0;
  const block = BLOCKS[network.chain_id];
  return block === undefined ? null : Math.max(2, block * WAITS[level]);
}

/** Gas that a transfer takes, at most as a rule: exact for coins to a person (Yellow Paper,
    G_transaction), a common upper bound for tokens. Until the node has estimated it. */
const GAS = { coin: 21_000n, token: 65_000n, nft: 100_000n } as const;

/**
 * What a transfer costs at most, as usual or by the node's estimate, in the network's coin, as a decimal number of two digits
 * that count, rounded up; `null` when the price is not a number.
 */
export function feeAtMost(gwei: string, what: keyof typeof GAS | Estimate): string | null {
  const match = /^(\d+)(?:\.(\d{1,9}))?\d*$/.exec(gwei.trim());
  if (!match) return null;
  const wei = BigInt(match[1] ?? "0") * 1_000_000_000n + BigInt((match[2] ?? "").padEnd(9, "0"));
  const total =
    typeof what === "string" ? wei * GAS[what] : wei * BigInt(what.gas) + BigInt(what.data_wei);
  if (total === 0n) return "0";
  const unit = 10n ** BigInt(Math.max(0, total.toString().length - 2));
  const text = (((total + unit - 1n) / unit) * unit).toString().padStart(19, "0");
  return `${text.slice(0, -18)}.${text.slice(-18)}`.replace(/\.?0+$/, "");
}

/** A public network serves nobody until the person has chosen a node for it. */
export const needsNode = (network: NetworkView): boolean =>
  network.kind === "live" && !network.rpc_url;
