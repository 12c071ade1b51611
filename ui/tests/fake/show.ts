// Puts a case on the page: installs the fake, sets how the wallet stands, mounts.
import { mount } from "svelte";

import { app, resetApp } from "../../src/lib/app.svelte";
import { installBackend } from "../../src/lib/backend";
import type { Boot, Language, Theme } from "../../src/lib/bindings";
import { i18n } from "../../src/lib/i18n/index.svelte";
import { applyTheme } from "../../src/lib/theme";
import { Fake } from "./backend";
import { App, type Case } from "./cases";
import * as data from "./data";
import Main from "./Main.svelte";

export interface Look {
  language: Language;
  theme: Theme;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function element(id: string): Promise<HTMLElement> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
    if (found && !(found as HTMLButtonElement).disabled) return found;
    await pause(20);
  }
  throw new Error(`no ${id} that can be used`);
}

/** Shows `wanted` in `target`; resolves when its fields are filled and its buttons clicked. */
export async function show(
  wanted: Case,
  target: HTMLElement,
  look: Look,
  fake = new Fake(),
): Promise<() => void> {
  const boot: Boot = { ...data.boot, ...wanted.boot, ...look };
  resetApp();
  if (wanted.scan) {
    fake.script = wanted.scan;
    fake.hold = true;
  }
  installBackend(fake.backend({ boot: async () => ({ ...boot }), ...wanted.backend }));
  i18n.set(look.language);
  applyTheme(look.theme);
  app.boot = { ...boot };
  const first = ["home", "activity", "sign", "settings"];
  if (wanted.route && first.includes(wanted.route.name)) app.tab(wanted.route);
  else if (wanted.route) app.go(wanted.route);
  const { unmount } = await import("svelte");
  const mounted =
    wanted.component && !wanted.name.startsWith("review")
      ? mount(Main, {
          target,
          props: {
            component: wanted.component,
            props: wanted.props ?? {},
            step: wanted.step ?? null,
          },
        })
      : mount((wanted.component ?? App) as typeof App, { target });
  for (const [id, text] of Object.entries(wanted.fill ?? {})) {
    const field = (await element(id)) as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const id of wanted.click ?? []) (await element(id)).click();
  if (wanted.closed) {
    await element("review-open");
    fake.reviewClosed("r1", wanted.closed);
  }
  await element(`screen-${wanted.screen ?? wanted.name}`);
  return () => void unmount(mounted);
}
