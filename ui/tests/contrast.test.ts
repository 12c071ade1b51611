// WCAG 2.2, 1.4.3 and 1.4.11: the theme's colour pairs, computed from the stylesheet itself.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { describe, expect, test } from "vitest";

const css = readFileSync(resolve(import.meta.dirname, "../src/app.css"), "utf8");

function tokens(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("}", start));
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]),
  );
}

const light = tokens(":root");
const dark = { ...light, ...tokens(':root[data-theme="dark"]') };

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Text on what lies beneath it, anywhere in the app. */
const texts: [string, string][] = [
  ...["ground", "surface", "sunken", "accent-soft", "good-soft", "warn-soft", "bad-soft"].map(
    (under): [string, string] => ["text", under],
  ),
  ...["ground", "surface", "sunken", "accent-soft", "good-soft"].map((under): [string, string] => [
    "quiet",
    under,
  ]),
  ["accent", "ground"],
  ["accent", "surface"],
  ["accent", "accent-soft"],
  ["accent", "sunken"],
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["good", "surface"],
  ["good", "ground"],
  ["good", "good-soft"],
  ["warn", "surface"],
  ["warn", "ground"],
  ["warn", "warn-soft"],
  ["bad", "surface"],
  ["bad", "ground"],
  ["bad", "bad-soft"],
  ["ground", "text"],
];

describe.each([
  ["light", light],
  ["dark", dark],
])("%s", (_name, theme) => {
  test.each(texts)("%s on %s", (over, under) => {
    expect(ratio(theme[over] ?? "", theme[under] ?? "")).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ["edge", "surface"],
    ["edge", "ground"],
    ["accent", "ground"],
    ["accent", "line"],
  ])("%s beside %s can be seen", (a, b) => {
    expect(ratio(theme[a] ?? "", theme[b] ?? "")).toBeGreaterThanOrEqual(3);
  });
});

test("black and white", () => expect(ratio("#000000", "#ffffff")).toBeCloseTo(21));
