// Somebody uses the app: the Rust side hears of it, so that it does not lock meanwhile.
import { backend, type Stop } from "./backend";

/** At most one message in so many milliseconds. */
const PAUSE = 20_000;

/** Reports use of the window by hand until the answer is called. */
export function reportUse(): Stop {
  let last = -PAUSE;
  const used = () => {
    const now = performance.now();
    if (now - last < PAUSE) return;
    last = now;
    void backend.touch().catch(() => undefined);
  };
  const names = ["pointerdown", "pointermove", "keydown", "wheel"] as const;
  for (const name of names) window.addEventListener(name, used, { passive: true, capture: true });
  return () => names.forEach((name) => window.removeEventListener(name, used, { capture: true }));
}
