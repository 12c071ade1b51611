// Every screen in every state, in both languages, against axe's rules. Contrast cannot be
// judged without layout: contrast.test.ts computes it from the theme.
import axe from "axe-core";
import { describe, expect, test } from "vitest";

import type { Language } from "../src/lib/bindings";
import { cases } from "./fake/cases";
import { show } from "./fake/show";

async function problems(): Promise<string[]> {
  const result = await axe.run(document, {
    rules: { "color-contrast": { enabled: false } },
    resultTypes: ["violations"],
  });
  return result.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`));
}

describe.each(["en", "ja"] satisfies Language[])("in %s", (language) => {
  test.each(cases.map((c) => [c.name, c] as const))("%s", async (_name, one) => {
    document.documentElement.lang = language;
    document.title = "Mien";
    const target = document.createElement("div");
    document.body.append(target);
    const stop = await show(one, target, { language, theme: "light" });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await problems()).toEqual([]);
    stop();
  });
});

test("the check finds what is wrong", async () => {
  document.body.innerHTML = "<main><h1>A</h1><input><button></button></main>";
  const found = await problems();
  expect(found.some((p) => p.startsWith("label"))).toBe(true);
  expect(found.some((p) => p.startsWith("button-name"))).toBe(true);
});
