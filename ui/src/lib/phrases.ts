// Where a line of Japanese may break: between phrases. WebKit has no `word-break:
// auto-phrase`, and breaks between any two characters, in the middle of words.
import type { Language } from "./bindings";

const CLINGS = /^[\p{Script=Hiragana}ー、。，．：:！？!?）」』】〕》…・％%]+$/u;
const KATAKANA = /^[\p{Script=Katakana}ー]+$/u;
const ENDS_IN_KATAKANA = /[\p{Script=Katakana}ー]$/u;
const OPENS = /[（「『【〔《“(]$/u;

/**
 * The text in pieces that stay together: a word with the particles and endings behind
 * it. Other languages, and engines that know no words, leave it whole.
 */
export function phrases(text: string, language: Language): string[] {
  if (language !== "ja" || typeof Intl.Segmenter !== "function") return [text];
  const pieces: string[] = [];
  for (const { segment } of new Intl.Segmenter("ja", { granularity: "word" }).segment(text)) {
    const last = pieces.at(-1);
    // After a full stop or a comma a new phrase begins, whatever it begins with.
    const ended = last === undefined || /[、。]$/u.test(last);
    const clings = CLINGS.test(segment) && (!ended || /^[、。）」』】]/u.test(segment));
    const compound = KATAKANA.test(segment) && last !== undefined && ENDS_IN_KATAKANA.test(last);
    if (last !== undefined && (clings || compound || OPENS.test(last) || segment.trim() === ""))
      pieces[pieces.length - 1] = last + segment;
    else pieces.push(segment);
  }
  // The space between Latin letters and a particle is no place to break either.
  return pieces.map((piece) => piece.replace(/ (?=\p{Script=Hiragana})/gu, "\u00a0"));
}
