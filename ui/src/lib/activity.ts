// The history as people read it: what moved value or was signed, and how each of it is told.
import { backend } from "./backend";
import type { ActivityFilter, ActivityItem } from "./bindings";
import { shortAddress, shortDigits, shortNumber, splitAmount } from "./format";
import { i18n } from "./i18n/index.svelte";
import { kindText, nameText } from "./words";

/** Kinds of records that moved value or are signatures. */
const MOVES = ["transaction", "signature", "session"];

/** The newest of these kinds; fewer than `limit` when there are no older ones. */
export async function moves(filter: Omit<ActivityFilter, "kind">): Promise<ActivityItem[]> {
  const lists = await Promise.all(MOVES.map((kind) => backend.activity({ ...filter, kind })));
  const all = new Map(lists.flat().map((item) => [item.id, item]));
  return [...all.values()].sort((a, b) => b.id - a.id).slice(0, filter.limit);
}

/** How one record is told. */
export interface Told {
  title: string;
  /** What left, in short; the whole of it is `doneText(item)`. */
  amount: string | null;
}

/** By whom or what a record is known, and how much it was about. */
export function told(item: ActivityItem): Told {
  const t = i18n.t.wallet.activity;
  const what = item.what;
  if (what?.type === "signed") {
    const titles: Record<string, string> = t.signed;
    return { title: titles[what.kind] ?? kindText(item.kind), amount: null };
  }
  if (item.kind !== "transaction") return { title: kindText(item.kind), amount: null };
  if (what?.type === "ended") return { title: t.withdrawn(what.token), amount: null };
  if (what?.type === "nothing") return { title: t.takenBack, amount: null };
  const to =
    nameText(item.counterparty_name) ?? (item.counterparty && shortAddress(item.counterparty));
  return {
    title: to ? t.toName(to) : kindText(item.kind),
    amount: what ? left(what.type === "called" ? what.coins : what.text) : null,
  };
}

/** "0.25 ETH" with its sign, "Garden #7" in short. */
function left(what: string): string {
  const { number, unit } = splitAmount(what);
  const coins = /^\d+(\.\d+)?$/.test(number) && /^[^#\s]+$/.test(unit);
  return coins ? `−${shortNumber(number)} ${unit}` : shortDigits(what);
}
