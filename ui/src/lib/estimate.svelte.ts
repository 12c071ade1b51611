// What sending something would take, asked of the node a moment after the last change.
import { backend } from "./backend";
import type { Estimate, SendForm } from "./bindings";

/** Milliseconds without a change before the node is asked. */
const PAUSE = 350;

/** The node's estimate for what `order` says now; `null` until it answers, and where it
 * does not. Call it while a component is set up. */
export function estimateOf(order: () => SendForm | null): { readonly now: Estimate | null } {
  let now = $state<Estimate | null>(null);
  $effect(() => {
    const asked = order();
    now = null;
    if (asked === null) return undefined;
    let over = false;
    const timer = setTimeout(() => {
      backend.estimateSend(asked).then(
        (found) => {
          if (!over) now = found;
        },
        () => undefined,
      );
    }, PAUSE);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  });
  return {
    get now() {
      return now;
    },
  };
}
