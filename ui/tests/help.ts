// Short words for what every test of a screen does.
import { render } from "@testing-library/svelte";
import type { Component } from "svelte";
import { vi } from "vitest";

import App from "../src/App.svelte";
import { app, type Route } from "../src/lib/app.svelte";
import { type Backend, installBackend } from "../src/lib/backend";
import type { Boot } from "../src/lib/bindings";
import { Fake } from "./fake/backend";
import * as data from "./fake/data";

export const tick = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

export const find = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-testid="${id}"]`);

/** Waits until `check` no longer throws; fails with its words after two seconds. */
export const eventually = (check: () => void) => vi.waitFor(check, { timeout: 2000, interval: 10 });

/** The element, as soon as it is there; fails after two seconds. */
export async function seen(id: string): Promise<HTMLElement> {
  for (let i = 0; i < 100; i += 1) {
    const found = find(id);
    if (found) return found;
    await tick(20);
  }
  throw new Error(`${id} did not appear; there are: ${ids().join(" ")}`);
}

export async function gone(id: string): Promise<void> {
  for (let i = 0; i < 100; i += 1) {
    if (!find(id)) return;
    await tick(20);
  }
  throw new Error(`${id} is still there`);
}

/** Clicks it once it can be clicked. */
export async function click(id: string): Promise<void> {
  for (let i = 0; i < 100; i += 1) {
    const found = find(id) as HTMLButtonElement | null;
    if (found && !found.disabled) {
      found.click();
      await tick();
      return;
    }
    await tick(20);
  }
  throw new Error(`${id} cannot be clicked; there are: ${ids().join(" ")}`);
}

export async function type(id: string, text: string): Promise<void> {
  const field = (await seen(id)) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await tick();
}

export async function choose(id: string, value: string): Promise<void> {
  const field = (await seen(id)) as HTMLSelectElement;
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  await tick();
}

export async function key(name: string): Promise<void> {
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }),
  );
  await tick();
}

export const text = (id: string): string =>
  (find(id)?.textContent ?? "").replace(/\s+/g, " ").trim();
export const disabled = (id: string): boolean => (find(id) as HTMLButtonElement).disabled;
export const value = (id: string): string => (find(id) as HTMLInputElement).value;

const ids = () =>
  [...document.querySelectorAll<HTMLElement>("[data-testid]")].map((e) => e.dataset["testid"]);

/** The main window at a route, with a wallet that stands as `boot` says. */
export async function open(
  route: Route | null,
  over: { boot?: Partial<Boot>; backend?: Partial<Backend>; fake?: Fake } = {},
): Promise<Fake> {
  const fake = over.fake ?? new Fake();
  const boot: Boot = { ...data.boot, ...over.boot };
  installBackend(fake.backend({ boot: async () => ({ ...boot }), ...over.backend }));
  if (route) app.go(route);
  render(App);
  await gone("screen-starting");
  return fake;
}

/** A single screen, outside the main window. */
export function alone(
  component: unknown,
  props: Record<string, unknown> = {},
  over: { boot?: Partial<Boot>; backend?: Partial<Backend>; fake?: Fake } = {},
): Fake {
  const fake = over.fake ?? new Fake();
  app.boot = { ...data.boot, ...over.boot };
  installBackend(
    fake.backend({ boot: async () => ({ ...data.boot, ...over.boot }), ...over.backend }),
  );
  render(component as Component<Record<string, unknown>>, { props });
  return fake;
}
