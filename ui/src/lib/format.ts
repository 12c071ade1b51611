// How values are written for people. Amounts come from Rust as text and are never cut.
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
