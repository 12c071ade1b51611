// Something fetched from the Rust side, with its states: loading, ready, failed.
import { asAppError } from "./backend";
import type { AppError } from "./bindings";

/** What screens showed last, so that coming back to one does not begin empty. Only in
    memory, and let go at once when the app locks or another account or network is used. */
const kept = new Map<string, unknown>();
let era = 0;

/** Nothing is remembered from now on, nor what was asked for before. */
export function letGo(): void {
  kept.clear();
  era += 1;
}

export class Load<T> {
  data = $state.raw<T | null>(null);
  error = $state<AppError | null>(null);
  busy = $state(false);
  #turn = 0;
  readonly #fetch: () => Promise<T>;
  readonly #name: string | undefined;

  /** With a `name`, what was fetched last under it is shown until the answer is here. */
  constructor(fetch: () => Promise<T>, name?: string) {
    this.#fetch = fetch;
    this.#name = name;
    if (name !== undefined && kept.has(name)) this.data = kept.get(name) as T;
  }

  /** As if it had never been fetched. */
  clear(): void {
    this.#turn += 1;
    this.data = null;
    this.error = null;
    this.busy = false;
  }

  /** Fetches; what was there stays visible until the answer is here. Of two runs the later counts. */
  async run(): Promise<void> {
    const turn = ++this.#turn;
    const since = era;
    this.busy = true;
    try {
      const data = await this.#fetch();
      if (turn !== this.#turn) return;
      this.data = data;
      this.error = null;
      if (this.#name !== undefined && since === era) kept.set(this.#name, data);
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.error = asAppError(thrown);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }
}

/** A thing a person started by a button: running or not, and what went wrong. */
export class Task {
  busy = $state(false);
  error = $state<AppError | null>(null);

  /** Runs `work` unless it is running; true when it succeeded. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.error = asAppError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
