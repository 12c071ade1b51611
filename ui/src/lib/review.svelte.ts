// Follows one review window from the screen that opened it.
import { app } from "./app.svelte";
import { Task } from "./load.svelte";

export type ReviewState = "form" | "open" | "approved" | "refused" | "failed" | "died";

export class FollowedReview {
  readonly task = new Task();
  #id = $state<string | null>(null);

  /** What the opening screen should show now. */
  get state(): ReviewState {
    if (this.#id === null) return "form";
    return app.closed?.id === this.#id ? app.closed.outcome : "open";
  }

  /** Opens the review window; a second one cannot be opened from here before the first ended. */
  async open(prepare: () => Promise<string>): Promise<void> {
    await this.task.run(async () => {
      this.#id = await prepare();
    });
  }

  /** Back to the form. */
  reset(): void {
    this.#id = null;
    this.task.error = null;
  }
}
