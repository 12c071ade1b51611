// The only file that calls the Rust side. Screens use `backend`; tests and the
// gallery put an object of their own in its place.
import { Channel, convertFileSrc, invoke } from "@tauri-apps/api/core";

import {
  type Approved,
  type Changed,
  commands,
  type DrillView,
  type EnrolledView,
  type AppError,
  events,
  type KitView,
  type LockChanged,
  type RecoveredView,
  type RenewedView,
  type ReviewClosed,
  type ScanEvent,
} from "./bindings";

/** What hears of a running scan: its events, and the pictures of its preview. */
export interface ScanPort {
  event(event: ScanEvent): void;
  /** u16 LE width, u16 LE height, then RGBA, mirrored like a mirror. */
  picture(bytes: ArrayBuffer): void;
}

type Scans =
  | "previewStart"
  | "enrol"
  | "drill"
  | "renew"
  | "pinChange"
  | "resume"
  | "unlock"
  | "recover"
  | "recoverWithPhrase"
  | "kitFromCamera"
  | "qrFromCamera"
  | "reviewApprove";

/** Stops listening. */
export type Stop = () => void;

/** Everything the screens may ask for; each call rejects with an `AppError`. */
export interface Backend extends Omit<typeof commands, Scans> {
  previewStart(port: ScanPort): Promise<unknown>;
  enrol(pin: string | null, phrase: boolean, port: ScanPort): Promise<EnrolledView>;
  drill(pin: string | null, port: ScanPort): Promise<DrillView>;
  renew(pin: string | null, port: ScanPort): Promise<RenewedView>;
  pinChange(old: string | null, fresh: string, port: ScanPort): Promise<RenewedView>;
  resume(pin: string | null, port: ScanPort): Promise<DrillView>;
  unlock(pin: string | null, port: ScanPort): Promise<unknown>;
  recover(path: string, pin: string | null, port: ScanPort): Promise<RecoveredView>;
  recoverWithPhrase(
    path: string,
    words: string,
    pin: string | null,
    port: ScanPort,
  ): Promise<RecoveredView>;
  kitFromCamera(port: ScanPort): Promise<KitView>;
  qrFromCamera(port: ScanPort): Promise<string>;
  reviewApprove(id: string, pin: string | null, port: ScanPort): Promise<Approved>;
  onChanged(callback: (what: Changed["what"]) => void): Stop;
  onLock(callback: (event: LockChanged) => void): Stop;
  onReviewClosed(callback: (event: ReviewClosed) => void): Stop;
  /** A frame of this page's own camera, as `packed` makes it. */
  cameraFrame(bytes: Uint8Array): Promise<unknown>;
  /** Address of an NFT's picture, fetched and checked by the Rust side. */
  pictureUrl(contract: string, id: string): string;
}

function eventsOf(port: ScanPort): Channel<ScanEvent> {
  const channel = new Channel<ScanEvent>();
  channel.onmessage = (event) => port.event(event);
  return channel;
}

function previewOf(port: ScanPort): Channel<ArrayBuffer> {
  const channel = new Channel<ArrayBuffer>();
  channel.onmessage = (bytes) => port.picture(bytes);
  return channel;
}

/** `listen` answers later; stopping before that must still stop. */
function stopLater(listening: Promise<Stop>): Stop {
  return () => void listening.then((stop) => stop());
}

const tauri: Backend = {
  ...commands,
  previewStart: (p) => commands.previewStart(previewOf(p), eventsOf(p)),
  enrol: (pin, phrase, p) => commands.enrol(pin, phrase, eventsOf(p), previewOf(p)),
  drill: (pin, p) => commands.drill(pin, eventsOf(p), previewOf(p)),
  renew: (pin, p) => commands.renew(pin, eventsOf(p), previewOf(p)),
  pinChange: (old, fresh, p) => commands.pinChange(old, fresh, eventsOf(p), previewOf(p)),
  resume: (pin, p) => commands.resume(pin, eventsOf(p), previewOf(p)),
  unlock: (pin, p) => commands.unlock(pin, eventsOf(p), previewOf(p)),
  recover: (path, pin, p) => commands.recover(path, pin, eventsOf(p), previewOf(p)),
  recoverWithPhrase: (path, words, pin, p) =>
    commands.recoverWithPhrase(path, words, pin, eventsOf(p), previewOf(p)),
  kitFromCamera: (p) => commands.kitFromCamera(previewOf(p)),
  qrFromCamera: (p) => commands.qrFromCamera(previewOf(p)),
  reviewApprove: (id, pin, p) => commands.reviewApprove(id, pin, eventsOf(p), previewOf(p)),
  onChanged: (callback) => stopLater(events.changed.listen((e) => callback(e.payload.what))),
  onLock: (callback) => stopLater(events.lockChanged.listen((e) => callback(e.payload))),
  onReviewClosed: (callback) => stopLater(events.reviewClosed.listen((e) => callback(e.payload))),
  cameraFrame: (bytes) => invoke("camera_frame", bytes),
  pictureUrl: (contract, id) => convertFileSrc(`${contract}/${id}`, "picture"),
};

export let backend: Backend = tauri;

/** Puts another backend in place of the Rust side: for tests and the gallery. */
export function installBackend(other: Backend): void {
  backend = other;
}

/** What was thrown, as an `AppError`; a surprise becomes code `failed`. */
export function asAppError(thrown: unknown): AppError {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "fact" in thrown) {
    return thrown as AppError;
  }
  return { code: "failed", fact: null, detail: String(thrown) };
}
