// Lines of Japanese break between phrases.
import { expect, test } from "vitest";

import { phrases } from "../src/lib/phrases";

test("a word keeps its particles and endings", () => {
  expect(phrases("PIN またはパスフレーズを決める", "ja")).toEqual([
    "PIN\u00a0または",
    "パスフレーズを",
    "決める",
  ]);
  expect(phrases("ウォレットの準備ができました", "ja")).toEqual([
    "ウォレットの",
    "準備ができました",
  ]);
});

test("marks stay where they belong", () => {
  for (const piece of phrases("次の文（「控えは作りません」）を、入力してください。", "ja")) {
    expect(piece).not.toMatch(/^[、。）」]/u);
    expect(piece).not.toMatch(/[（「]$/u);
  }
});

test("nothing is lost, and English is left alone", () => {
  const text = "Mien と復元キットがそろわないと使えません。写真には撮らないでください。";
  expect(phrases(text, "ja").join("").replaceAll("\u00a0", " ")).toBe(text);
  expect(phrases(text, "ja").length).toBeGreaterThan(5);
  expect(phrases("Write these 24 words", "en")).toEqual(["Write these 24 words"]);
});
