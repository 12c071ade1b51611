// The window's content security policy allows no inline styles and scripts, and nothing
// from elsewhere. What would break it is found in the sources already.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(svelte|ts|css)$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(root, "src", name), "utf8") }));
const page = readFileSync(join(root, "index.html"), "utf8");

const forbidden: [string, RegExp][] = [
  ["a style attribute", /\sstyle(=|:[\w-]+=)["{]/],
  ["raw HTML", /\{@html|innerHTML|insertAdjacentHTML|document\.write/],
  ["code made of text", /\beval\(|new Function\(/],
  ["a transition, which writes styles into the page", /svelte\/transition|svelte\/animate/],
  ["a file from elsewhere", /@import|url\(\s*["']?https?:|src="https?:|(?<![#\w.])fetch\(/],
];

test.each(forbidden)("no source has %s", (_what, pattern) => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name)).toEqual([]);
});

test("the page itself has neither inline code nor inline styles", () => {
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
  expect(
    [...page.matchAll(/<script([^>]*)>([^<]*)/g)].map((m) => [m[1]?.includes("src="), m[2]]),
  ).toEqual([[true, ""]]);
});

test("the patterns find what they look for", () => {
  const bad = [
    '<p style="a">',
    "<p style:x={y}>",
    "{@html x}",
    "eval(x)",
    "url(https://x)",
    "svelte/transition",
  ];
  for (const text of bad)
    expect(forbidden.some(([, p]) => p.test(` ${text}`) || p.test(text))).toBe(true);
});
