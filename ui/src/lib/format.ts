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

/** A number as it is shown: grouped, and no longer than a person reads. */
export interface Shown {
  /** Up to the second decimal place. */
  main: string;
  /** What follows, of less weight. */
  rest: string;
  /** Whether digits were left out. */
  cut: boolean;
}

/** Digits of the whole part beyond which a power of ten is shown. */
const LONG = 15;
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A decimal number for showing. Digits are left out and never rounded, so that nobody
 * seems to have more than there is: "9.749972496647193" is "9.7499", what is below one
 * keeps four digits that count, and what is too long for a line becomes a power of ten.
 */
export function shownNumber(number: string): Shown {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(number);
  if (!match) return { main: number, rest: "", cut: false };
  const whole = (match[1] ?? "0").replace(/^0+(?=\d)/, "");
  const part = (match[2] ?? "").replace(/0+$/, "");
  if (whole.length > LONG) {
    const power = [...String(whole.length - 1)].map((d) => RAISED[Number(d)]).join("");
    return { main: `${whole[0]}.${whole.slice(1, 3)} × 10${power}`, rest: "", cut: true };
  }
  const keep =
    whole === "0"
      ? (/^0*/.exec(part)?.[0].length ?? 0) + 4
      : Math.max(2, Math.min(4, 7 - whole.length));
  const kept = part.slice(0, keep).replace(/0+$/, "");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  // Zeros alone say nothing by themselves: 0.000034 is of one weight.
  const first = whole === "0" ? kept : kept.slice(0, 2);
  return {
    main: first === "" ? grouped : `${grouped}.${first}`,
    rest: kept.slice(first.length),
    cut: kept.length < part.length,
  };
}

/** The same in one piece. */
export function shortNumber(number: string): string {
  const { main, rest } = shownNumber(number);
  return main + rest;
}

/** An NFT's number: short ones whole, long ones by both ends. */
export function shortId(id: string): string {
  return id.length <= 8 ? `#${id}` : `#${id.slice(0, 4)}…${id.slice(-4)}`;
}

/** A text in which numbers of many digits are short: contracts write whole ids into names. */
export function shortDigits(text: string): string {
  return text.replace(/(?<![0-9a-z])(?:0x)?[0-9a-f]{16,}(?![0-9a-z])/gi, (digits) => {
    const counted = digits.replace(/^(?:0x)?0*(?=.)/i, "");
    return counted.length <= 8 ? counted : shortId(counted).slice(1);
  });
}

/** What an NFT is called: by its name, or by collection and number. */
export function nftName(nft: { name: string | null; collection: string; id: string }): string {
  return nft.name ? shortDigits(nft.name) : `${nft.collection} ${shortId(nft.id)}`.trim();
}

/** Date and time in the reader's language; `seconds` since 1970. */
export function when(seconds: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(seconds * 1000),
  );
}

const midnight = (date: Date): number =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** The day alone; "Today" and "Yesterday" by these words. */
export function day(seconds: number, language: Language, now = new Date()): string {
  const date = new Date(seconds * 1000);
  // Rounded: a day of the change to summer time has 23 hours.
  const ago = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (ago === 0 || ago === 1) {
    const word = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-ago, "day");
    return word.charAt(0).toUpperCase() + word.slice(1);
  }
  return new Intl.DateTimeFormat(language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
  }).format(date);
}

/** Hour and minute alone. */
export function hour(seconds: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(new Date(seconds * 1000));
}

/** As short as it may be: the hour today, else the day and month. */
export function moment(seconds: number, language: Language, now = new Date()): string {
  const date = new Date(seconds * 1000);
  if (midnight(date) === midnight(now)) return hour(seconds, language);
  return new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
  }).format(date);
}

/** A length of time as a person says it, rounded up: "40 seconds", "5 minutes", "2 hours". */
export function duration(seconds: number, language: Language): string {
  const [unit, length] =
    seconds < 90
      ? (["second", 1] as const)
      : seconds < 5400
        ? (["minute", 60] as const)
        : seconds < 129_600
          ? (["hour", 3600] as const)
          : (["day", 86_400] as const);
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(
    Math.ceil(seconds / length),
  );
}

/** An address in groups of four characters after its 0x, for eyes that compare. */
export function addressGroups(address: string): string[] {
  return [address.slice(0, 2), ...(address.slice(2).match(/.{1,4}/g) ?? [])];
}

/** Whether it looks like an address; Rust decides. */
export function looksLikeAddress(text: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(text.trim());
}

/** A price in gwei by its first three digits, rounded up: an upper limit stays one. */
export function roundedUp(text: string): string {
  const price = Number(text);
  if (!(price > 0)) return text;
  const step = 10 ** (Math.floor(Math.log10(price)) - 2);
  // Without what floating point adds to a price that has no more digits.
  const steps = Math.ceil(price / step - 1e-9);
  return (steps * step).toFixed(9).replace(/\.?0+$/u, "");
}
