// Before every test: a page without traces of the one before, and what happy-dom lacks.
import { afterEach, beforeEach } from "vitest";

import { resetApp } from "../src/lib/app.svelte";
import { i18n } from "../src/lib/i18n/index.svelte";

// happy-dom has no canvas: pictures are taken, and drawn nowhere.
HTMLCanvasElement.prototype.getContext = (() => null) as never;
window.scrollTo = () => undefined;

beforeEach(() => {
  document.body.replaceChildren();
  resetApp();
  i18n.set("en");
});

afterEach(() => {
  document.body.replaceChildren();
});
