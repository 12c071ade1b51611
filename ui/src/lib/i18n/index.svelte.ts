// The language of all texts. `i18n.t` changes with it, and so does every screen.
import type { Language } from "../bindings";
import { type Catalogue, en } from "./en";
import { ja } from "./ja";

export const catalogues: Record<Language, Catalogue> = { en, ja };

class I18n {
  language = $state<Language>("en");

  get t(): Catalogue {
    return catalogues[this.language];
  }

  set(language: Language): void {
    this.language = language;
    document.documentElement.lang = language;
  }
}

export const i18n = new I18n();

/** The language that the system prefers, of those we have. */
export function systemLanguage(): Language {
  return navigator.language.toLowerCase().startsWith("ja") ? "ja" : "en";
}
