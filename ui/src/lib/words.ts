// Words for what the Rust side names by a code. An unknown code is shown as it is.
import type { CautionView } from "./bindings";
import { i18n } from "./i18n/index.svelte";

const of = (table: Record<string, string>, code: string) =>
  table[code] ?? code.replaceAll("_", " ");

export const kindText = (kind: string): string => of(i18n.t.codes.kinds, kind);
export const statusText = (status: string): string => of(i18n.t.codes.statuses, status);

/** Our sentence for the warning; for one we do not know, the Rust side's own. */
export const cautionText = (caution: CautionView): string =>
  (i18n.t.codes.cautions as Record<string, string>)[caution.code] ?? caution.text;

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
