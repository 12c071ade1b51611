// All English texts. The other languages have the same keys: a missing one is a type error.
import * as codes from "./codes.en";
import * as facts from "./facts.en";
import { settings } from "./settings.en";
import { consentText, setup } from "./setup.en";
import { wallet } from "./wallet.en";

export const en = {
  app: "Mien",
  nav: { wallet: "Wallet", activity: "Activity", sign: "Sign", settings: "Settings", main: "Main" },
  common: {
    back: "Back",
    close: "Close",
    retry: "Try again",
    loading: "Loading",
    details: "Details",
    save: "Save",
    choose: "Choose…",
    address: (full: string) => `Address ${full}`,
    skip: "To the content",
    settings: "Open the settings",
    failedStart: "Mien could not start",
    path: "Save to",
  },
  consentText,
  codes: {
    errors: codes.errors as Record<keyof typeof codes.errors, codes.ErrorText>,
    hints: codes.hints as Record<keyof typeof codes.hints, string>,
    actions: codes.actions as Record<keyof typeof codes.actions, string>,
    facts: facts.facts,
    cautions: facts.cautions,
    deeds: facts.deeds,
    done: facts.done,
    again: facts.again,
    kinds: codes.kinds,
    statuses: codes.statuses,
  },
  setup,
  wallet,
  settings,
};

export type Catalogue = typeof en;
