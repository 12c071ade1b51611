// How far a person is in a row of screens. Set around the screens, read by each one's frame.
import { getContext, setContext } from "svelte";

export interface Progress {
  /** From 1. */
  at: number;
  of: number;
}

const KEY = Symbol("progress");

/** `undefined` outside of such a row; in it, `null` where a screen is not counted. */
type Read = () => Progress | null | undefined;

/** For all screens inside: asked again whenever what it reads changes. */
export function setProgress(read: Read): void {
  setContext(KEY, read);
}

/** How far the screen that asks is. */
export function progressHere(): Read {
  return getContext<Read | undefined>(KEY) ?? (() => undefined);
}
