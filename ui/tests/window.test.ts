// What the whole window does: follows the system's theme, and says that it is used.
import { afterEach, describe, expect, test, vi } from "vitest";

import { applyTheme } from "../src/lib/theme";
import { open, tick } from "./help";

afterEach(() => vi.unstubAllGlobals());

describe("the theme", () => {
  function system(dark: boolean) {
    const listeners = new Set<() => void>();
    const query = {
      matches: dark,
      addEventListener: (_: string, f: () => void) => listeners.add(f),
      removeEventListener: (_: string, f: () => void) => listeners.delete(f),
    };
    vi.stubGlobal("matchMedia", () => query);
    return (now: boolean) => {
      query.matches = now;
      listeners.forEach((f) => f());
    };
  }
  const shown = () => document.documentElement.dataset["theme"];

  test("follows the system, and no longer when one was chosen", () => {
    const change = system(true);
    applyTheme("system");
    expect(shown()).toBe("dark");
    change(false);
    expect(shown()).toBe("light");
    applyTheme("dark");
    change(false);
    expect(shown()).toBe("dark");
  });

  test("starts as it was chosen", async () => {
    await open(null, { boot: { theme: "dark" } });
    expect(shown()).toBe("dark");
  });
});

test("use of the window is reported, and not at every movement", async () => {
  const fake = await open(null);
  for (let i = 0; i < 5; i += 1) window.dispatchEvent(new Event("pointermove"));
  await tick();
  expect(fake.called("touch")).toHaveLength(1);
  vi.spyOn(performance, "now").mockReturnValue(performance.now() + 21_000);
  window.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
  expect(fake.called("touch")).toHaveLength(2);
  vi.restoreAllMocks();
});

test("the language is the system's until one was chosen", async () => {
  vi.stubGlobal("navigator", { ...navigator, language: "ja-JP" });
  await open(null, { boot: { language: null } });
  expect(document.documentElement.lang).toBe("ja");
});
