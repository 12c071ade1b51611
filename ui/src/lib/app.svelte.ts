// What the main window knows: how the wallet stands, which screen is shown, what changed.
import { asAppError, backend, type Stop } from "./backend";
import type { AppError, Boot, Changed, NetworkView, ReviewClosed } from "./bindings";
import { i18n, systemLanguage } from "./i18n/index.svelte";
import { letGo } from "./load.svelte";
import { spoken } from "./spoken.svelte";
import { applyTheme } from "./theme";

export type Route =
  | { name: "home" }
  | { name: "send"; asset?: { contract: string; id?: string }; to?: string }
  | { name: "receive" }
  | { name: "activity" }
  | { name: "entry"; id: number }
  | { name: "nft"; contract: string; id: string }
  | { name: "token"; address: string }
  | { name: "token-add" }
  | { name: "accounts" }
  | { name: "networks" }
  | { name: "network-add"; network?: NetworkView }
  | { name: "sign"; what?: "message" | "typed_data" | "document" }
  | { name: "verify" }
  | { name: "approvals" }
  | { name: "settings" }
  | { name: "contacts" }
  | { name: "watched" }
  | { name: "security" }
  | { name: "kit" }
  | { name: "pin-change" }
  | { name: "drill" }
  | { name: "renew" }
  | { name: "resume" }
  | { name: "forget" }
  | { name: "data" }
  | { name: "language" }
  | { name: "appearance" }
  | { name: "camera" }
  | { name: "gateway" }
  | { name: "devnet" }
  | { name: "about" };

export type RouteName = Route["name"];

class App {
  boot = $state<Boot | null>(null);
  error = $state<AppError | null>(null);
  route = $state<Route>({ name: "home" });
  /** Counts up when the Rust side says that something changed; screens reload by it. */
  changes = $state<Record<Changed["what"], number>>({
    balance: 0,
    history: 0,
    identity: 0,
    network: 0,
    settings: 0,
  });
  /** How the last review window ended. */
  closed = $state<ReviewClosed | null>(null);
  /** One sentence said to everybody, also to screen readers. */
  toast = $state("");
  #past = $state<Route[]>([]);
  #toastTimer: ReturnType<typeof setTimeout> | undefined;

  get canGoBack(): boolean {
    return this.#past.length > 0;
  }

  /** Reads how things stand; decides what is shown first. */
  async start(): Promise<void> {
    try {
      const boot = await backend.boot();
      this.boot = boot;
      this.error = null;
      i18n.set(boot.language ?? systemLanguage());
      applyTheme(boot.theme);
    } catch (thrown) {
      this.error = asAppError(thrown);
    }
  }

  /** Listens to the Rust side until the answer is called. */
  listen(): Stop {
    const stops = [
      backend.onChanged((what) => {
        if (what === "network" || what === "identity") letGo();
        this.changes[what] += 1;
        if (what === "identity" || what === "settings") void this.start();
      }),
      backend.onLock(({ locked }) => {
        if (this.boot) this.boot.locked = locked;
        if (locked) {
          letGo();
          this.#past = [];
          this.route = { name: "home" };
        }
      }),
      backend.onReviewClosed((event) => {
        this.closed = event;
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  go(route: Route): void {
    this.#past.push(this.route);
    this.route = route;
  }

  /** To a main screen; nothing to go back to. */
  tab(route: Route): void {
    this.#past = [];
    this.route = route;
  }

  back(): void {
    this.route = this.#past.pop() ?? { name: "home" };
  }

  say(text: string): void {
    clearTimeout(this.#toastTimer);
    this.toast = text;
    spoken.say(text);
    this.#toastTimer = setTimeout(() => (this.toast = ""), 4000);
  }
}

export const app = new App();

/** Back to the first state: tests and the gallery only. */
export function resetApp(): void {
  app.boot = null;
  app.error = null;
  app.closed = null;
  app.toast = "";
  spoken.clear();
  letGo();
  app.tab({ name: "home" });
}
