// Light or dark, as chosen or as the system says; written to <html data-theme>.
import type { Theme } from "./bindings";

const dark = () => window.matchMedia("(prefers-color-scheme: dark)");
let stop: (() => void) | null = null;

function show(isDark: boolean): void {
  document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
}

/** Shows `theme`, and for "system" follows the system from now on. */
export function applyTheme(theme: Theme): void {
  stop?.();
  stop = null;
  if (theme !== "system") {
    show(theme === "dark");
    return;
  }
  const query = dark();
  const follow = () => show(query.matches);
  query.addEventListener("change", follow);
  stop = () => query.removeEventListener("change", follow);
  follow();
}
