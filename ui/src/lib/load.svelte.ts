// Something fetched from the Rust side, with its states: loading, ready, failed.
import { asAppError } from "./backend";
import type { AppError } from "./bindings";

export class Load<T> {
  data = $state<T | null>(null);
  error = $state<AppError | null>(null);
  busy = $state(false);
  #turn = 0;
  readonly #fetch: () => Promise<T>;

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch;
  }

  /** Fetches; what was there stays visible until the answer is here. Of two runs the later counts. */
  async run(): Promise<void> {
    const turn = ++this.#turn;
    this.busy = true;
    try {
      const data = await this.#fetch();
      if (turn !== this.#turn) return;
      this.data = data;
      this.error = null;
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
