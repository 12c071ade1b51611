// Words for what the Rust side gives as codes and facts, in the person's language.
import type { ActivityItem, Called, CautionView, Deed, Done, Fact, Review, Why } from "./bindings";
import { i18n } from "./i18n/index.svelte";

const of = (table: Record<string, string>, code: string) =>
  table[code] ?? code.replaceAll("_", " ");

export const kindText = (kind: string): string => of(i18n.t.codes.kinds, kind);
export const statusText = (status: string): string => of(i18n.t.codes.statuses, status);

// Each table has a function for each member (see i18n/facts.ts), which the compiler
// cannot follow through the look-up.
type Say<T> = (of: T) => string;

export const factText = (fact: Fact): string => (i18n.t.codes.facts[fact.is] as Say<Fact>)(fact);
export const cautionText = (caution: CautionView): string =>
  (i18n.t.codes.cautions[caution.code] as Say<CautionView>)(caution);
export const deedText = (deed: Deed): string => (i18n.t.codes.deeds[deed.type] as Say<Deed>)(deed);

/** What is to be signed: an order to send is a call where its bytes send nothing. */
export function reviewTitle({ kind, deed }: Review): string {
  const calls = /^(call|creation|allow.*)$/.test(deed?.type ?? "");
  return i18n.t.wallet.review.titles[kind === "send" && calls ? "call" : kind];
}

/** What was sent, signed or done; nothing where the history does not say. */
export function doneText(item: ActivityItem): string | null {
  if (!item.what) return null;
  const text = (i18n.t.codes.done[item.what.type] as Say<Done>)(item.what);
  return item.again ? i18n.t.codes.again(text) : text;
}

/** Why something ended so; the words of others are quoted as they came. */
export const whyText = (why: Why): string =>
  why.type === "quoted" ? why.text : i18n.t.codes.errors[why.code].title;

/** What an address is called here; an account without a name has its number. */
export function nameText(name: Called | string | null): string | null {
  if (name === null || typeof name === "string") return name;
  return name.by === "account"
    ? name.label || i18n.t.wallet.accounts.unnamed(name.index)
    : name.name;
}

/** How a status is coloured. */
export function toneOf(status: string): "good" | "bad" | "warn" | "plain" {
  if (status === "confirmed" || status === "done" || status === "signed") return "good";
  if (status === "sent" || status === "begun") return "warn";
  if (status === "reverted" || status === "failed" || status === "refused") return "bad";
  return "plain";
}

/** Kinds and statuses for the filters, in their order. */
export const kinds = () => Object.keys(i18n.t.codes.kinds);
export const statuses = () => Object.keys(i18n.t.codes.statuses);
