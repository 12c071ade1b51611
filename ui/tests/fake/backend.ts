// An object in place of the Rust side. It answers as the contract says, keeps count of
// the calls, and its scans run by a script.
import type { Backend, ScanPort } from "../../src/lib/backend";
import type {
  AppError,
  Changed,
  ErrorCode,
  Fact,
  LockChanged,
  ReviewClosed,
  ScanEvent,
} from "../../src/lib/bindings";
import * as data from "./data";

export const fail = (
  code: ErrorCode,
  fact: Fact | null = null,
  detail: string | null = null,
): AppError => ({ code, fact, detail });

const drill = { margin_degrees: 17.5, margin_plus_minus: 1.2 };

/** A mirrored 4 x 3 picture with its head, as the preview channel sends it. */
export function picture(width = 4, height = 3): ArrayBuffer {
  const bytes = new ArrayBuffer(4 + width * height * 4);
  const head = new DataView(bytes);
  head.setUint16(0, width, true);
  head.setUint16(2, height, true);
  new Uint8Array(bytes, 4).fill(128);
  return bytes;
}

/** A link that asks for 1.5 ETH. */
export const PAYMENT = `ethereum:${data.OTHER}@31337?value=1.5e18`;

export const quickScan: ScanEvent[] = [
  { type: "capture", number: 1, wanted: 2 },
  { type: "hint", hint: "come_closer" },
  { type: "good_frame", good: 1, wanted: 2 },
  { type: "good_frame", good: 2, wanted: 2 },
  { type: "opening" },
  { type: "signing" },
  { type: "scanned", number: 1, outcome: "match" },
];

export class Fake {
  /** Every call with its arguments (a scan's port left out), in order. */
  readonly calls: [string, ...unknown[]][] = [];
  /** What a scan says before it ends. */
  script: ScanEvent[] = quickScan;
  /** Scans wait for `finish`, or for a cancel. */
  hold = false;
  /** The next scan ends with this. */
  scanError: AppError | null = null;
  paint: (() => ArrayBuffer) | null = null;
  #cancelled = false;
  #end: ((error: AppError | null) => void) | null = null;
  #answer: ((words: string[] | null) => void) | null = null;
  #changed = new Set<(what: Changed["what"]) => void>();
  #lock = new Set<(event: LockChanged) => void>();
  #closed = new Set<(event: ReviewClosed) => void>();

  called(name: string): unknown[][] {
    return this.calls.filter(([n]) => n === name).map(([, ...rest]) => rest);
  }

  change(what: Changed["what"]): void {
    this.#changed.forEach((f) => f(what));
  }

  lockChanged(locked: boolean): void {
    this.#lock.forEach((f) => f({ locked }));
  }

  reviewClosed(id: string, outcome: ReviewClosed["outcome"]): void {
    this.#closed.forEach((f) => f({ id, outcome }));
  }

  finish(error: AppError | null = null): void {
    this.#cancelled = error?.code === "cancelled";
    this.#end?.(error);
    this.#end = null;
  }

  async #scan<T>(port: ScanPort, result: T, phrase = false): Promise<T> {
    this.#cancelled = false;
    await Promise.resolve();
    port.picture(this.paint?.() ?? picture());
    for (const event of this.script) port.event(event);
    if (phrase && !this.hold) {
      port.event({ type: "phrase", words: data.WORDS, ask: [3, 11, 24] });
      await new Promise<void>((resolve) => (this.#answer = () => resolve()));
    }
    const error = this.#cancelled
      ? fail("cancelled")
      : this.hold
        ? await new Promise<AppError | null>((resolve) => (this.#end = resolve))
        : this.scanError;
    this.scanError = null;
    if (error) throw error;
    return result;
  }

  /** The backend itself; `over` replaces single answers. */
  backend(over: Partial<Backend> = {}): Backend {
    const done = async () => null;
    const nothing = async () => undefined;
    const real: Backend = {
      boot: async () => ({ ...data.boot }),
      setLanguage: done,
      setTheme: done,
      setAutolock: done,
      setCamera: done,
      agree: done,
      decline: done,
      cameras: async () => [
        { id: "0", name: "Integrated Camera", kind: "device" },
        { id: "demo", name: "demo", kind: "demo" },
        { id: "demo:stranger", name: "Demonstration (another person)", kind: "demo" },
        { id: "window", name: "Camera of the window", kind: "window" },
      ],
      previewStart: (port) => this.#scan(port, undefined),
      previewStop: done,
      enrol: (_pin, phrase, port) =>
        this.#scan(port, { address: data.ADDRESS, helper_bytes: 312, phrase, drill }, phrase),
      scanContinue: nothing,
      cameraClosed: nothing,
      kitPrint: done,
      kitPrinted: done,
      cameraFrame: done,
      scanCancel: async () => this.finish(fail("cancelled")),
      phraseAnswer: async (words) => {
        this.#answer?.(words);
      },
      drill: (_pin, port) => this.#scan(port, drill),
      renew: (_pin, port) => this.#scan(port, { address: data.ADDRESS, generation: 2, drill }),
      pinChange: (_old, _fresh, port) =>
        this.#scan(port, { address: data.ADDRESS, generation: 2, drill }),
      resume: (_pin, port) => this.#scan(port, drill),
      suspend: done,
      lock: done,
      unlock: (_pin, port) => this.#scan(port, undefined),
      kitFolder: async () => "/home/aiko/Documents",
      kitExport: async (_form, path) => path,
      kitRefuse: done,
      kitInspect: async () => data.kit,
      recover: (_path, _pin, port) => this.#scan(port, { address: data.ADDRESS, drill }),
      recoverWithPhrase: (_path, _words, _pin, port) =>
        this.#scan(port, { address: data.ADDRESS, drill }),
      kitFromCamera: (port) => this.#scan(port, data.kit),
      forget: done,
      pickFile: async () => "/home/aiko/wallet.mienkit",
      pickSave: async (name) => `/home/aiko/${name}`,
      accounts: async () => data.accounts,
      accountAdd: async (label) => ({ index: 2, address: data.OTHER, label, current: false }),
      accountUse: done,
      accountName: async (index, label) => ({ index, address: data.ADDRESS, label, current: true }),
      networks: async () => data.networks,
      networkUse: done,
      networkPut: done,
      networkRemove: done,
      overview: async () => ({
        network: data.network("development"),
        account: data.accounts[0]!,
        balance: "9.7499 ETH",
        block: 18,
        warning: null,
        tokens: data.tokens,
      }),
      nfts: async () => data.nfts,
      tokenAdd: async () => "Example Dollar",
      tokenRemove: done,
      receive: async (amount) =>
        data.qr(`ethereum:${data.ADDRESS}@31337${amount === null ? "" : `?value=${amount}`}`),
      copyAddress: done,
      recipient: async (text) => {
        if (text.toLowerCase() === "aiko")
          return { address: data.OTHER, name: data.AIKO, amount: null };
        if (/^0x[0-9a-fA-F]{40}$/.test(text)) return { address: text, name: null, amount: null };
        if (text === PAYMENT) return { address: data.OTHER, name: null, amount: "1.5" };
        throw fail("wrong_address", { is: "typed", text });
      },
      qrFromCamera: (port) => this.#scan(port, data.OTHER),
      fees: async () => [
        { level: "slow", max_fee_gwei: "2.1", priority_fee_gwei: "0.5" },
        { level: "normal", max_fee_gwei: "3", priority_fee_gwei: "1" },
        { level: "fast", max_fee_gwei: "4.5", priority_fee_gwei: "2" },
      ],
      estimateSend: async (form) => ({
        gas: form.asset.type === "coin" ? 21_000 : 52_345,
        data_wei: "0",
        data: null,
      }),
      contacts: async () => [
        { name: "Aiko", address: data.OTHER, note: "Flat share" },
        { name: "Bookshop", address: "0x90F79bf6EB2c4f870365E785982E1f101E93b906", note: "" },
      ],
      contactAdd: done,
      contactRemove: done,
      watched: async () => [{ index: 0, address: data.OTHER, label: "Club", current: false }],
      watchedBalances: async () => ({
        network: "devnet",
        balances: [{ address: data.OTHER, shown: "3.5 ETH" }],
      }),
      watch: done,
      unwatch: done,
      allowances: async () => [
        {
          token: data.TOKEN,
          symbol: "EXD",
          spender: data.OTHER,
          spender_name: null,
          amount: "",
          unlimited: true,
        },
        {
          token: data.COLLECTION,
          symbol: "LOY",
          spender: data.OTHER,
          spender_name: data.AIKO,
          amount: "12 LOY",
          unlimited: false,
        },
      ],
      prepareSend: async () => "r1",
      prepareSpeedUp: async () => "r1",
      prepareCancel: async () => "r1",
      prepareRevoke: async () => "r1",
      signText: async () => "r1",
      signTypedData: async () => "r1",
      signDocument: async () => "r1",
      verify: async (_path, document) => ({
        signer: data.OTHER,
        signer_name: data.AIKO,
        kind: "document",
        document: "contract.pdf",
        document_compared: document !== null,
        signed_at: 1_795_000_000,
      }),
      activity: async (filter) =>
        data.activity
          .filter((i) => filter.kind === null || i.kind === filter.kind)
          .filter((i) => filter.status === null || i.status === filter.status)
          .filter((i) => filter.network === null || i.network === filter.network)
          .filter((i) => filter.before === null || i.id < filter.before)
          .slice(0, filter.limit),
      explorerOpen: done,
      activityExport: async (_format, path) => path,
      dataShown: async () =>
        JSON.stringify({ networks: data.networks, accounts: data.accounts }, null, 2),
      dataExport: async (path) => path,
      devnetStatus: async () => ({
        state: "running",
        url: "http://127.0.0.1:8545",
        version: "anvil 1.7.1",
        block: 18,
      }),
      devnetStart: async () => ({
        state: "running",
        url: "http://127.0.0.1:8545",
        version: "anvil 1.7.1",
        block: 0,
      }),
      devnetStop: done,
      devnetFund: async () => data.HASH,
      devnetSeed: done,
      about: async () => data.about,
      gateway: async () => null,
      setGateway: done,
      reviewGet: async () => data.reviews.send,
      reviewApprove: (_id, _pin, port) =>
        this.#scan(port, {
          hash: data.HASH,
          block: null,
          signature_file: null,
          explorer: "etherscan.io",
        }),
      reviewRefuse: done,
      reviewSaveSignature: async (_id, path) => path,
      onChanged: (f) => {
        this.#changed.add(f);
        return () => this.#changed.delete(f);
      },
      onLock: (f) => {
        this.#lock.add(f);
        return () => this.#lock.delete(f);
      },
      onReviewClosed: (f) => {
        this.#closed.add(f);
        return () => this.#closed.delete(f);
      },
      reviewClose: nothing,
      touch: nothing,
      pictureUrl: (_contract, id) => `data:image/svg+xml,${encodeURIComponent(drawing(id))}`,
      ...over,
    };
    return this.#counted(real);
  }

  /** Nothing but the start answers: every call ends as `answer` does. */
  silent(answer: () => Promise<never>): Backend {
    const real = this.backend();
    const kept = new Set(["boot", "touch", "previewStop", "pictureUrl", "scanCancel"]);
    return new Proxy(real, {
      get: (target, name: keyof Backend) =>
        kept.has(name) || name.startsWith("on") ? target[name] : answer,
    });
  }

  #counted(real: Backend): Backend {
    return new Proxy(real, {
      get: (target, name: keyof Backend) => {
        const answer = target[name] as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          const plain = args.filter(
            (a) => !(typeof a === "object" && a !== null && "picture" in a),
          );
          if (!name.startsWith("on")) this.calls.push([name, ...plain]);
          return answer(...args);
        };
      },
    });
  }
}

function drawing(id: string): string {
  const hue = (Number(BigInt(id) % 360n) * 47) % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="hsl(${hue} 45% 72%)"/><circle cx="70" cy="28" r="14" fill="hsl(${hue + 50} 60% 85%)"/><path d="M0 70Q25 45 50 66T100 60V100H0z" fill="hsl(${hue + 150} 30% 45%)"/></svg>`;
}
