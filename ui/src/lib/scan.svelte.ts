// One scan as a person sees it: what to do now, how far it is, how it ended.
import { app } from "./app.svelte";
import { asAppError, backend, type ScanPort } from "./backend";
import type { Action, AppError, Hint, ScanEvent, ScanOutcome } from "./bindings";
import { withCamera } from "./camera";

export type Phase =
  | "preparing"
  | "looking"
  | "wait"
  | "phrase"
  | "opening"
  | "signing"
  | "measuring"
  | "writing"
  | "failed";

/** A hint stays this long (ms) at least, so that it can be read and spoken. */
const HINT_STAYS = 700;
/** The screen is left this long (ms) after a cancel at the latest. */
const CANCEL_PATIENCE = 3000;
const CANCELLED: AppError = { code: "cancelled", fact: null, detail: null };

export class Scan<T> {
  phase = $state<Phase>("preparing");
  /** Which capture of an enrolment, from 1. */
  capture = $state<number | null>(null);
  good = $state(0);
  wanted = $state(0);
  hint = $state<Hint | null>(null);
  action = $state<Action | null>(null);
  actionDone = $state(false);
  /** Seconds for the action, and those that are left. */
  seconds = $state(0);
  left = $state(0);
  words = $state<string[]>([]);
  ask = $state<number[]>([]);
  phraseAgain = $state(false);
  outcome = $state<ScanOutcome | null>(null);
  error = $state<AppError | null>(null);
  stopping = $state(false);

  #hintAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #turn = 0;
  #running = false;

  constructor(
    readonly work: (port: ScanPort) => Promise<T>,
    readonly picture: (bytes: ArrayBuffer) => void,
    readonly done: (result: T) => void,
    readonly leave: () => void,
  ) {}

  /** Part of the ring that is full, 0 to 1: usable frames of those that the capture needs. */
  get progress(): number {
    if (this.phase === "preparing") return 0;
    if (this.phase !== "looking") return 1;
    return this.wanted > 0 ? Math.min(1, this.good / this.wanted) : 0;
  }

  async start(): Promise<void> {
    const turn = ++this.#turn;
    this.#reset();
    this.#running = true;
    const live = () => turn === this.#turn;
    try {
      const result = await withCamera(app.boot?.camera, () => {
        // It can take a while until a camera is open.
        if (!live() || this.stopping) return Promise.reject(CANCELLED);
        return this.work({
          event: (event) => live() && this.hear(event),
          picture: (bytes) => live() && this.picture(bytes),
        });
      });
      if (!live()) return;
      this.#end();
      this.done(result);
    } catch (thrown) {
      if (!live()) return;
      this.#end();
      const error = asAppError(thrown);
      if (error.code === "cancelled" || this.stopping) this.leave();
      else {
        this.error = error;
        this.phase = "failed";
      }
    }
  }

  /** After "now change the light": on to the next capture. */
  async goOn(): Promise<void> {
    this.phase = "looking";
    await backend.scanContinue().catch(() => undefined);
  }

  /** Ends the scan; the screen is left when the Rust side has let go of the camera. */
  async cancel(): Promise<void> {
    if (!this.#running) {
      this.leave();
      return;
    }
    if (this.stopping) return;
    this.stopping = true;
    const turn = this.#turn;
    setTimeout(() => {
      if (this.#running && turn === this.#turn) {
        void backend.scanCancel().catch(() => undefined);
        this.#turn += 1;
        this.#end();
        this.leave();
      }
    }, CANCEL_PATIENCE);
    await backend.scanCancel().catch(() => undefined);
  }

  /** The screen goes away: nothing more is shown, and a running scan is stopped. */
  drop(): void {
    this.#turn += 1;
    if (this.#running) void backend.scanCancel().catch(() => undefined);
    this.#end();
    this.words = [];
  }

  hear(event: ScanEvent): void {
    switch (event.type) {
      case "capture":
        this.capture = event.number;
        this.wanted = event.wanted;
        this.good = 0;
        this.phase = "looking";
        break;
      case "wait":
        this.phase = "wait";
        this.hint = null;
        break;
      case "good_frame":
        this.phase = "looking";
        this.outcome = null;
        this.good = event.good;
        this.wanted = event.wanted;
        this.#clearHint();
        break;
      case "hint":
        if (this.phase === "preparing") this.phase = "looking";
        this.#showHint(event.hint);
        break;
      case "action":
        this.phase = "looking";
        this.outcome = null;
        this.#ask(event.action, event.seconds);
        break;
      case "action_done":
        clearInterval(this.#timer);
        this.actionDone = true;
        break;
      case "phrase":
        this.phraseAgain = this.words.length > 0;
        this.words = event.words;
        this.ask = event.ask;
        this.phase = "phrase";
        break;
      case "scanned":
        // When it goes on after this, the person should know why.
        this.outcome = event.outcome;
        this.action = null;
        break;
      default:
        this.phase = event.type;
        this.action = null;
        this.hint = null;
        this.words = [];
    }
  }

  #ask(action: Action, seconds: number): void {
    clearInterval(this.#timer);
    this.action = action;
    this.actionDone = false;
    this.hint = null;
    this.seconds = this.left = Math.ceil(seconds);
    const until = Date.now() + seconds * 1000;
    this.#timer = setInterval(() => {
      this.left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      if (this.left === 0) clearInterval(this.#timer);
    }, 200);
  }

  #showHint(hint: Hint): void {
    const now = Date.now();
    if (hint === this.hint) {
      this.#hintAt = now;
      return;
    }
    if (this.hint !== null && now - this.#hintAt < HINT_STAYS) return;
    this.hint = hint;
    this.#hintAt = now;
  }

  #clearHint(): void {
    if (this.hint !== null && Date.now() - this.#hintAt >= HINT_STAYS) this.hint = null;
  }

  #reset(): void {
    this.phase = "preparing";
    this.capture = null;
    this.good = 0;
    this.wanted = 0;
    this.hint = null;
    this.action = null;
    this.actionDone = false;
    this.words = [];
    this.ask = [];
    this.phraseAgain = false;
    this.outcome = null;
    this.error = null;
    this.stopping = false;
  }

  #end(): void {
    clearInterval(this.#timer);
    this.#running = false;
    this.words = [];
    this.ask = [];
  }
}
