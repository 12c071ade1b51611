// What is said to who listens, beside what the focus says by itself. Everything goes through
// two live regions that are there from the start: WebKitGTK tells screen readers of new
// elements inside such a region, not of a region that is new nor of text that changes in one.
import { untrack } from "svelte";
import type { Attachment } from "svelte/attachments";

/** "at once": what somebody waits for, or must not miss. */
export type Urgency = "at once" | "soon";

interface Said {
  id: number;
  text: string;
  urgency: Urgency;
}

/** As long (ms) a sentence stays in the page, where readers may also come across it. */
const STAYS = 5000;

const tidy = (text: string): string => text.replace(/\s+/g, " ").trim();

class Spoken {
  said = $state.raw<Said[]>([]);
  #next = 0;

  /** Says a sentence; the same one twice is said twice. */
  say(text: string, urgency: Urgency = "soon"): void {
    const words = tidy(text);
    if (words === "") return;
    const one = { id: this.#next++, text: words, urgency };
    untrack(() => (this.said = [...this.said, one]));
    setTimeout(() => (this.said = this.said.filter(({ id }) => id !== one.id)), STAYS);
  }

  /** What was said and is still in the page. */
  of(urgency: Urgency): Said[] {
    return this.said.filter((one) => one.urgency === urgency);
  }

  /** As if nothing had been said: tests and the gallery only. */
  clear(): void {
    this.said = [];
  }
}

export const spoken = new Spoken();

/** The words of an element as they are read: no decoration, no buttons, nothing folded away. */
export function wordsOf(node: Node): string {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element)) return "";
  if (node.getAttribute("aria-hidden") === "true") return "";
  if (node.matches("button, .fold, svg, input")) return "";
  const label = node.getAttribute("aria-label");
  if (label !== null) return label;
  const inside = [...node.childNodes].map(wordsOf).join("");
  return node.matches("p, h1, h2, h3, li, div, dt, dd") ? ` ${inside} ` : inside;
}

interface How {
  urgency?: Urgency;
  /** Only what still stands there after so long (ms): for what comes and goes while somebody types. */
  after?: number;
  /** "change": not what stands there as it appears, because the focus says that. */
  from?: "start" | "change";
}

/** Says what an element says, when it appears and when its words change. */
export function saying({
  urgency = "soon",
  after = 0,
  from = "start",
}: How = {}): Attachment<HTMLElement> {
  return (element) => {
    let last = from === "start" ? "" : tidy(wordsOf(element));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      const now = tidy(wordsOf(element));
      // Two lists that failed for one reason say it once.
      const said = untrack(() => spoken.said.some(({ text }) => text === now));
      if (now !== last && !said) spoken.say(now, urgency);
      last = now;
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(read, after);
    };
    later();
    const watch = new MutationObserver(later);
    watch.observe(element, { childList: true, characterData: true, subtree: true });
    return () => {
      clearTimeout(timer);
      watch.disconnect();
    };
  };
}

/**
 * Takes the focus as it appears. For the next thing to do where the one that had the focus is
 * gone: else the focus is nowhere, and who listens hears nothing.
 */
export const arriving: Attachment<HTMLElement> = (element) => {
  element.focus({ preventScroll: true });
};

/** The focus goes to the title: for when what had it is gone and nothing else comes next. */
export function toTitle(): void {
  document.querySelector<HTMLElement>("[data-title]")?.focus({ preventScroll: true });
}
