// Both catalogues are complete, say something everywhere, and fit the Rust side.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { describe, expect, test } from "vitest";

import type { CautionView, Fact, Language } from "../src/lib/bindings";
import { catalogues } from "../src/lib/i18n/index.svelte";
import { cautions, facts, particulars } from "./fake/facts";

type Tree = { [key: string]: unknown };

function leaves(tree: Tree, path = ""): [string, unknown][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "object" && value !== null
      ? leaves(value as Tree, `${path}${key}.`)
      : [[path + key, value] as [string, unknown]],
  );
}

/** The text of a leaf, functions given harmless arguments; those of facts have a test of their own. */
function said(value: unknown): string {
  return typeof value === "function"
    ? String((value as (...a: unknown[]) => unknown)(2, 3))
    : String(value);
}

const ofFacts = /^codes\.(facts|cautions|deeds|done)\./;

const languages = Object.keys(catalogues) as Language[];
const contract = readFileSync(resolve(import.meta.dirname, "../src/lib/bindings.ts"), "utf8");

/** The members of a union of strings in the bindings. */
function union(name: string): string[] {
  const line = contract.match(new RegExp(`export type ${name} =([^;]*);`))?.[1] ?? "";
  return [...line.matchAll(/"([a-z_]+)"/g)].map((m) => m[1] as string);
}

const rust = (path: string) => readFileSync(resolve(import.meta.dirname, "../..", path), "utf8");

/** The names that `named! { Kind { Scan = "scan", … } }` gives. */
function values(source: string, type: string): string[] {
  const block = source.slice(source.indexOf(`\n    ${type} {`)).split("\n    }")[0] ?? "";
  return [...block.matchAll(/\w+ = "([a-z_]+)"/g)].map((m) => m[1] as string);
}

/** The variants of an enum, as serde writes them in snake case. */
function variants(source: string, type: string): string[] {
  const block = source.slice(source.indexOf(`pub enum ${type} {`)).split("\n}")[0] ?? "";
  return [...block.matchAll(/^    ([A-Z]\w+)(?: \{|,)/gm)].map((m) =>
    (m[1] as string).replace(/(?!^)[A-Z]/g, "_$&").toLowerCase(),
  );
}

const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/;
const sorted = (list: string[]) => [...list].sort();

test.each(languages)("%s has every key, and text under it", (language) => {
  const ours = leaves(catalogues[language] as unknown as Tree);
  expect(sorted(ours.map(([path]) => path))).toEqual(
    sorted(leaves(catalogues.en as unknown as Tree).map(([path]) => path)),
  );
  const plain = ours.filter(([path]) => !ofFacts.test(path));
  expect(plain.filter(([, value]) => said(value).trim() === "")).toEqual([]);
});

test("Japanese is Japanese", () => {
  const same = new Set(["app", "settings.language.en", "settings.language.ja", "setup.kit.quoted"]);
  const plain = leaves(catalogues.ja as unknown as Tree).filter(
    ([path, value]) =>
      !same.has(path) && !ofFacts.test(path) && !/[\u3040-\u30ff\u4e00-\u9fff]/.test(said(value)),
  );
  // Abbreviations that Japanese uses as they are.
  expect(plain.map(([path]) => path)).toEqual([
    "wallet.home.nfts",
    "wallet.nft.title",
    "wallet.review.comma",
  ]);
});

describe.each(languages)("%s", (language) => {
  const codes = catalogues[language].codes;
  test.each([
    ["ErrorCode", codes.errors],
    ["Hint", codes.hints],
    ["Action", codes.actions],
  ])("every %s has a text, and none is left over", (name, texts) => {
    expect(union(name).length).toBeGreaterThan(5);
    expect(sorted(Object.keys(texts))).toEqual(sorted(union(name)));
  });

  test("every error says what to do", () => {
    for (const [code, { title, todo }] of Object.entries(codes.errors)) {
      expect(title, code).not.toMatch(/[.。]$/);
      expect(todo, code).toMatch(/[.。]$/);
    }
  });

  test("every kind, status and caution of the Rust side has a text, and none is left over", () => {
    const named = rust("crates/store/src/history/names.rs");
    expect(sorted(Object.keys(codes.kinds))).toEqual(sorted(values(named, "Kind")));
    expect(sorted(Object.keys(codes.statuses))).toEqual(sorted(values(named, "Status")));
    expect(sorted(Object.keys(codes.cautions))).toEqual(
      sorted([
        "other",
        ...variants(rust("crates/wallet/src/cautions.rs"), "Caution"),
        ...variants(rust("crates/intent/src/siwe/check.rs"), "SignInCaution"),
      ]),
    );
  });

  test.each(Object.values(facts))("the fact $is is said with its particulars", (fact) => {
    const text = (codes.facts[fact.is] as (f: Fact) => string)(fact);
    for (const one of particulars(fact)) expect(text).toContain(one);
    if (language === "ja") expect(text).toMatch(japanese);
  });

  test.each(Object.values(cautions))("the warning $code is said with its facts", (caution) => {
    const text = (codes.cautions[caution.code] as (c: CautionView) => string)(caution);
    for (const one of particulars(caution)) expect(text).toContain(one);
    if (language === "ja" && caution.code !== "other") expect(text).toMatch(japanese);
  });

  test("a hint is one short sentence", () => {
    for (const hint of Object.values(codes.hints)) expect(hint.length).toBeLessThanOrEqual(32);
  });
});

test("the English consent is the wallet's own text", () => {
  const file = resolve(import.meta.dirname, "../../crates/wallet/src/wallet.rs");
  expect(existsSync(file)).toBe(true);
  const source = readFileSync(file, "utf8").match(/CONSENT_TEXT: &str = "\\\n([^"]*)"/)?.[1] ?? "";
  const command = "with `mien forget`";
  expect(source.replace(/\s+/g, " ")).toContain(command);
  const own = source.replace(/\s+/g, " ").trim().replace(command, "in Settings › Security");
  expect(catalogues.en.consentText).toBe(own);
});
