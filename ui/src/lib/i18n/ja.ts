// All Japanese texts, by the keys of the English ones.
import * as codes from "./codes.ja";
import type { Catalogue } from "./en";
import * as facts from "./facts.ja";
import { settings } from "./settings.ja";
import { consentText, setup } from "./setup.ja";
import { wallet } from "./wallet.ja";

export const ja: Catalogue = {
  app: "Mien",
  nav: { wallet: "ウォレット", activity: "履歴", sign: "署名", settings: "設定", main: "メイン" },
  common: {
    back: "戻る",
    close: "閉じる",
    retry: "もう一度試す",
    loading: "読み込み中",
    details: "詳細",
    save: "保存",
    choose: "選ぶ…",
    address: (full) => `アドレス ${full}`,
    skip: "本文へ移動",
    settings: "設定を開く",
    failedStart: "Mien を開始できませんでした",
    path: "保存先",
  },
  consentText,
  codes: { ...codes, ...facts },
  setup,
  wallet,
  settings,
};
