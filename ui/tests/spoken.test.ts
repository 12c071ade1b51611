// What who listens is told: by the focus, by the two live regions, and by names and states.
import { render } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import ErrorNote from "../src/components/ErrorNote.svelte";
import SecretField from "../src/components/SecretField.svelte";
import Spoken from "../src/components/Spoken.svelte";
import { scanVoice } from "../src/lib/scanvoice";
import { saying, spoken, wordsOf } from "../src/lib/spoken.svelte";
import { fail } from "./fake/backend";
import { alone, click, eventually, find, key, open, seen, text, tick } from "./help";

const words = (urgency: "at once" | "soon") => spoken.of(urgency).map((one) => one.text);
/** What is read out when this has the focus: name, then description. */
function read(element: Element | null): string {
  const by = (name: string) =>
    (element?.getAttribute(name) ?? "")
      .split(" ")
      .map((id) => document.getElementById(id))
      .map((one) => one?.getAttribute("aria-label") ?? one?.textContent ?? "")
      .join(" ");
  return `${by("aria-labelledby")} | ${by("aria-describedby")}`.replace(/\s+/g, " ").trim();
}

describe("a sentence", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("is a new element of a region that was there before, and goes again", async () => {
    render(Spoken);
    const region = find("said-soon");
    expect(region?.getAttribute("aria-live")).toBe("polite");
    // A "status" is taken for the status bar of a window, and passed over.
    expect(region?.hasAttribute("role")).toBe(false);
    spoken.say("Copied");
    await vi.advanceTimersByTimeAsync(10);
    expect(find("said-soon")).toBe(region);
    expect(region?.querySelector("p")?.textContent).toBe("Copied");
    await vi.advanceTimersByTimeAsync(6000);
    expect(region?.querySelector("p")).toBeNull();
  });

  test("of an element is said when it appears and when it changes", async () => {
    document.body.innerHTML = "<p>One <svg></svg><button>Press</button></p>";
    const element = document.querySelector("p") as HTMLElement;
    const stop = saying()(element);
    await vi.advanceTimersByTimeAsync(1);
    expect(words("soon")).toEqual(["One"]);
    (element.firstChild as Text).data = "Two ";
    await vi.advanceTimersByTimeAsync(1);
    expect(words("soon")).toEqual(["One", "Two"]);
    if (stop) stop();
  });

  test("that comes and goes while somebody types is not said", async () => {
    document.body.innerHTML = "<p>Too short</p>";
    const element = document.querySelector("p") as HTMLElement;
    const stop = saying({ after: 700 })(element);
    await vi.advanceTimersByTimeAsync(600);
    if (stop) stop();
    await vi.advanceTimersByTimeAsync(600);
    expect(words("soon")).toEqual([]);
  });

  test("leaves out decoration, and takes a name for what has one", () => {
    document.body.innerHTML =
      '<div><p>To <span role="img" aria-label="Aiko">A</span></p><p>now</p><i aria-hidden="true">x</i></div>';
    expect(wordsOf(document.body.firstElementChild as Element).replace(/\s+/g, " ")).toBe(
      " To Aiko now ",
    );
  });

  test("of a scan is said at once if it is an order, and a hint only if it lasts", async () => {
    const voice = scanVoice();
    const first = voice("Blink. 6 seconds", "order");
    expect(words("at once")).toEqual(["Blink. 6 seconds"]);
    first();
    const second = voice("Hold still", "hint");
    await vi.advanceTimersByTimeAsync(900);
    second();
    expect(words("soon")).toEqual([]);
    const third = voice("Hold still", "hint");
    await vi.advanceTimersByTimeAsync(1100);
    third();
    expect(words("soon")).toEqual(["Hold still"]);
    voice("Hold still", "hint");
    await vi.advanceTimersByTimeAsync(1100);
    expect(words("soon")).toEqual(["Hold still"]);
  });
});

describe("the focus", () => {
  test("is on a region with the title's name, and what follows is read out", async () => {
    await open({ name: "contacts" });
    const title = document.activeElement;
    expect(title?.getAttribute("role")).toBe("region");
    expect(read(title)).toMatch(/^Contacts \|/);
  });

  test("tells the step of the first run", async () => {
    await open(null, { boot: { stage: "welcome", consent: false, kit_copy: "none" } });
    await click("welcome-create");
    await eventually(() => expect(read(document.activeElement)).toContain("Step 1 of 6."));
  });

  test("is on the way on after a refusal of the consent, and on the title after that", async () => {
    await open(null, { boot: { stage: "welcome", consent: false, kit_copy: "none" } });
    await click("welcome-create");
    await click("consent-decline");
    await seen("declined");
    await eventually(() => expect(read(document.activeElement)).toContain("no camera is used"));
    await click("consent-again");
    await eventually(() => expect(document.activeElement?.hasAttribute("data-title")).toBe(true));
  });

  test("stays on the switch of the networks, which is read out with its new name", async () => {
    await open(null);
    await seen("switch-network");
    await eventually(() => expect(text("switch-network")).toContain("Devnet"));
    const before = await seen("switch-network");
    before.focus();
    await click("switch-network");
    await key("Escape");
    expect(document.activeElement).toBe(before);
  });
});

describe("an error", () => {
  test("is said once, as sentences", async () => {
    alone(ErrorNote, { error: fail("offline") });
    await eventually(() => expect(words("at once")).toHaveLength(1));
    expect(words("at once")[0]).toMatch(/\w\. \w/);
  });

  test("that a button explains is left to the button", async () => {
    alone(ErrorNote, { error: fail("offline"), id: "why" });
    await tick(30);
    expect(words("at once")).toEqual([]);
    expect(document.getElementById("why")?.textContent).toContain("connection");
  });
});

test("a secret that is shown is told by the state of its button, not by another name as well", async () => {
  alone(SecretField, { label: "PIN", value: "" });
  const button = document.querySelector("[aria-pressed]") as HTMLButtonElement;
  const name = button.getAttribute("aria-label");
  button.click();
  await tick();
  expect(button.getAttribute("aria-pressed")).toBe("true");
  expect(button.getAttribute("aria-label")).toBe(name);
});

test("what is folded away is a button that says so", async () => {
  await open({ name: "activity" });
  const filters = await seen("filters-open");
  expect(filters.tagName).toBe("BUTTON");
  expect(filters.getAttribute("aria-expanded")).toBe("false");
  await click("filters-open");
  expect(filters.getAttribute("aria-expanded")).toBe("true");
});

test("a title is read out again to who comes back to the window", async () => {
  await open({ name: "contacts" });
  const title = document.activeElement as HTMLElement;
  const heard = vi.fn();
  title.addEventListener("focus", heard);
  window.dispatchEvent(new Event("focus"));
  await eventually(() => expect(heard).toHaveBeenCalledOnce());
  (await seen("back")).focus();
  window.dispatchEvent(new Event("focus"));
  await tick(200);
  expect(document.activeElement).toBe(find("back"));
});

test("beside a text area no group has a legend: WebKitGTK 2.50 would end the page for Orca", async () => {
  await open({ name: "sign" });
  await seen("sign-text");
  expect(document.querySelector("legend")).toBeNull();
  const group = (await seen("sign-message")).closest('[role="radiogroup"]');
  expect(group?.getAttribute("aria-label")).toBe("What to sign");
});
