// What of a scan's sentences is said aloud. A person who looks reads what is there now; who
// listens should hear what to do at once, and hints only where they last.
import { spoken } from "./spoken.svelte";

/** A hint is said when it still holds after this long (ms). */
const HOLDS = 1000;
/** The same hint is not said again before so long (ms). */
const AGAIN = 8000;

export type Weight = "order" | "news" | "hint";

/** A voice of one scan: takes each sentence as it is shown; the answer takes it back. */
export function scanVoice(): (sentence: string, weight: Weight) => () => void {
  let last = "";
  let at = -AGAIN;
  return (sentence, weight) => {
    if (weight !== "hint") {
      spoken.say(sentence, weight === "order" ? "at once" : "soon");
      return () => undefined;
    }
    const timer = setTimeout(() => {
      const now = performance.now();
      if (sentence === last && now - at < AGAIN) return;
      last = sentence;
      at = now;
      spoken.say(sentence);
    }, HOLDS);
    return () => clearTimeout(timer);
  };
}
