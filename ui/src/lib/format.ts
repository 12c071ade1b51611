// How values are written for people. Amounts come from Rust as text; where one is cut, its whole is in the title.
import type { Language } from "./bindings";

/** First six and last four characters; the full address belongs beside it in a title. */
export function shortAddress(address: string): string {
  return address.length <= 12 ? address : `${address.slice(0, 6)}…${address.slice(-4)}`;
}

/** "1.25 ETH" as number and unit; what has no unit is all number. */
export function splitAmount(amount: string): { number: string; unit: string } {
  const at = amount.lastIndexOf(" ");
  return at < 0
    ? { number: amount, unit: "" }
    : { number: amount.slice(0, at), unit: amount.slice(at + 1) };
}

/**
 * A number with at most so many digits that count, cut and not rounded, so that
 * nobody seems to have more than there is: "9.749972496647193" is "9.74997…".
 */
export function cutNumber(number: string, digits = 6): string {
  const [whole = "", part = ""] = number.split(".");
  if (part === "") return number;
  const leading = /^-?0*$/.test(whole) ? (/^0*/.exec(part)?.[0].length ?? 0) : 0;
  const counted = whole.replace(/^-?0*/, "").length;
  const keep = Math.max(leading + digits - counted, 2);
  return part.length <= keep ? number : `${whole}.${part.slice(0, keep)}…`;
}

/** Date and time in the reader's language; `seconds` since 1970. */
export function when(seconds: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(seconds * 1000),
  );
}

/** The day alone. */
export function day(seconds: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "full" }).format(new Date(seconds * 1000));
}

/** Hour and minute alone. */
export function hour(seconds: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(new Date(seconds * 1000));
}

/** Whether it looks like an address; Rust decides. */
export function looksLikeAddress(text: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(text.trim());
}
