// The border to the Rust side: types, commands and events. Written by tauri-specta
// from the Rust types; nothing here is edited by hand.
import { type Channel, invoke } from "@tauri-apps/api/core";
import { type EventCallback, listen, type UnlistenFn } from "@tauri-apps/api/event";

export type AppError = { code: ErrorCode; message: string };
export type ErrorCode = "not_matched" | "poor_quality" | "liveness" | "cancelled" | "locked_out" | "refused" | "attack" | "pin" | "camera" | "no_wallet" | "already_enrolled" | "not_proved" | "kit" | "storage" | "other_pack" | "models_missing" | "no_consent" | "offline" | "devnet_stopped" | "insufficient_funds" | "wrong_address" | "wrong_amount" | "wrong_input" | "not_signable" | "reverted" | "bad_signature" | "suspended" | "face_only" | "unknown_network" | "chain" | "busy" | "locked" | "stale_review" | "demo_only" | "phrase" | "file" | "failed";

export type Stage = "welcome" | "unproved" | "ready";
export type Language = "en" | "ja";
export type Theme = "system" | "light" | "dark";
export type KitCopy = "none" | "exported" | "drawn" | "refused";

export type Boot = { stage: Stage; locked: boolean; language: Language | null; theme: Theme; consent: boolean; consent_version: string; pin: boolean; kit_copy: KitCopy; phrase: boolean; suspended: boolean; camera: string; demo: boolean; autolock_minutes: number; version: string; memory_limited: boolean };
export type CameraView = { id: string; name: string; demo: boolean };

export type Hint = "no_face" | "two_faces" | "cut_off" | "too_small" | "come_closer" | "too_dark" | "too_bright" | "low_contrast" | "blurred" | "head_turned" | "eyes_hidden" | "mouth_hidden" | "eyes_closed" | "black" | "other";
export type Action = "turn_left" | "turn_right" | "look_up" | "blink" | "smile" | "open_mouth";
export type ScanOutcome = "match" | "poor_quality" | "not_matched" | "liveness_failed" | "cancelled";
export type ScanEvent =
  | { type: "capture"; number: number; wanted: number }
  | { type: "wait"; number: number }
  | { type: "good_frame"; good: number; wanted: number }
  | { type: "hint"; hint: Hint }
  | { type: "action"; action: Action; seconds: number }
  | { type: "action_done"; action: Action }
  | { type: "phrase"; words: string[]; ask: number[] }
  | { type: "opening" } | { type: "signing" } | { type: "measuring" } | { type: "writing" }
  | { type: "scanned"; number: number; outcome: ScanOutcome };
export type Preview = ArrayBuffer;

export type DrillView = { margin_degrees: number; margin_plus_minus: number };
export type EnrolledView = { address: string; helper_bytes: number; phrase: boolean; drill: DrillView };
export type KitView = { address: string; pin: boolean; phrase: boolean; generation: number; created: number; pack: string; bytes: number };
export type RecoveredView = { address: string; drill: DrillView };
export type RenewedView = { address: string; generation: number; drill: DrillView };
export type KitForm = "file" | "qr_picture";

export type AccountView = { index: number; address: string; label: string; current: boolean };
export type NetworkKind = "live" | "test" | "development";
export type NetworkView = { name: string; chain_id: number; currency: string; kind: NetworkKind; rpc_url: string | null; explorer: string | null; preset: boolean; current: boolean };
export type Overview = { network: NetworkView; account: AccountView; balance: string; block: number; warning: string | null; tokens: TokenView[] };
export type TokenView = { address: string; name: string; symbol: string; decimals: number; amount: string; shown: string };
export type NftView = { contract: string; id: string; amount: string; collection: string; name: string | null; description: string | null; attributes: [string, string][]; has_picture: boolean; erc1155: boolean; problem: string | null };
export type QrView = { uri: string; size: number; path: string };

export type Fee = { level: FeeLevel; max_fee_gwei: string; priority_fee_gwei: string };
export type FeeLevel = "slow" | "normal" | "fast";
export type AssetForm = { type: "coin" } | { type: "token"; address: string } | { type: "nft"; contract: string; id: string };
export type FeeForm = { type: "level"; level: FeeLevel } | { type: "custom"; max_fee_gwei: string; priority_fee_gwei: string };
export type SendForm = { to: string; asset: AssetForm; amount: string; fee: FeeForm };
export type RecipientView = { address: string; name: string | null };
export type ContactView = { name: string; address: string; note: string };
export type AllowanceView = { token: string; symbol: string; spender: string; spender_name: string | null; amount: string; unlimited: boolean };

export type ReviewKind = "send" | "replace" | "revoke" | "message" | "typed_data" | "document";
export type ChangeLine = { text: string; gain: boolean };
export type CautionView = { code: string; text: string; grave: boolean };
export type FieldView = { depth: number; name: string; type_name: string; value: string };
export type Review = { id: string; kind: ReviewKind; network: NetworkView; from: AccountView; to: RecipientView | null; what: string; fee: string | null; fee_detail: string | null; changes: ChangeLine[] | null; cautions: CautionView[]; text: string | null; fields: FieldView[]; domain: string | null; raw: string; digest: string; pin: boolean; demo: boolean };
export type Approved = { hash: string | null; block: number | null; signature_file: string | null; explorer: string | null };

export type ActivityItem = { id: number; time: number; changed: number; kind: string; status: string; network: string | null; account: string | null; counterparty: string | null; counterparty_name: string | null; what: string | null; hash: string | null; fee: string | null; block: number | null; why: string | null; can_replace: boolean; explorer_url: string | null };
export type ActivityFilter = { kind: string | null; status: string | null; network: string | null; before: number | null; limit: number };
export type ExportFormat = "csv" | "json";

export type VerifiedView = { signer: string; signer_name: string | null; kind: ReviewKind; document: string | null; document_compared: boolean; signed_at: number };
export type DevnetView = { state: "stopped" | "silent" | "running"; url: string | null; version: string | null; block: number | null };
export type NetworkForm = { name: string; chain_id: number; rpc_url: string; currency: string; explorer: string | null };
export type ModelView = { file: string; origin: string; licence: string; sha256: string };
export type About = { version: string; pack: string; models: ModelView[]; data_dir: string };

export const commands = {
  boot: () => invoke<Boot>("boot"),
  setLanguage: (language: Language) => invoke<void>("set_language", { language }),
  setTheme: (theme: Theme) => invoke<void>("set_theme", { theme }),
  setAutolock: (minutes: number) => invoke<void>("set_autolock", { minutes }),
  setCamera: (id: string) => invoke<void>("set_camera", { id }),
  agree: () => invoke<void>("agree"),
  decline: () => invoke<void>("decline"),
  cameras: () => invoke<CameraView[]>("cameras"),
  previewStart: (preview: Channel<Preview>, events: Channel<ScanEvent>) => invoke<void>("preview_start", { preview, events }),
  previewStop: () => invoke<void>("preview_stop"),
  enrol: (pin: string | null, phrase: boolean, events: Channel<ScanEvent>, preview: Channel<Preview>) => invoke<EnrolledView>("enrol", { pin, phrase, events, preview }),
  scanContinue: () => invoke<void>("scan_continue"),
  scanCancel: () => invoke<void>("scan_cancel"),
  phraseAnswer: (words: string[] | null) => invoke<void>("phrase_answer", { words }),
  drill: (pin: string | null, events: Channel<ScanEvent>, preview: Channel<Preview>) => invoke<DrillView>("drill", { pin, events, preview }),
  renew: (pin: string | null, events: Channel<ScanEvent>, preview: Channel<Preview>) => invoke<RenewedView>("renew", { pin, events, preview }),
  pinChange: (old: string | null, new_pin: string, events: Channel<ScanEvent>, preview: Channel<Preview>) => invoke<RenewedView>("pin_change", { old, newPin: new_pin, events, preview }),
  resume: (pin: string | null, events: Channel<ScanEvent>, preview: Channel<Preview>) => invoke<DrillView>("resume", { pin, events, preview }),
  suspend: () => invoke<void>("suspend"),
  lock: () => invoke<void>("lock"),
  unlock: (pin: string | null, events: Channel<ScanEvent>, preview: Channel<Preview>) => invoke<void>("unlock", { pin, events, preview }),
  kitFolder: () => invoke<string>("kit_folder"),
  kitExport: (form: KitForm, path: string) => invoke<string>("kit_export", { form, path }),
  kitRefuse: (words: string) => invoke<void>("kit_refuse", { words }),
  kitInspect: (path: string) => invoke<KitView>("kit_inspect", { path }),
  recover: (path: string, pin: string | null, events: Channel<ScanEvent>, preview: Channel<Preview>) => invoke<RecoveredView>("recover", { path, pin, events, preview }),
  recoverWithPhrase: (path: string, words: string, pin: string | null, events: Channel<ScanEvent>, preview: Channel<Preview>) => invoke<RecoveredView>("recover_with_phrase", { path, words, pin, events, preview }),
  kitFromCamera: (preview: Channel<Preview>) => invoke<KitView>("kit_from_camera", { preview }),
  forget: (address: string) => invoke<void>("forget", { address }),
  pickFile: (kind: "kit" | "document" | "signature" | "any") => invoke<string | null>("pick_file", { kind }),
  pickSave: (name: string) => invoke<string | null>("pick_save", { name }),
  accounts: () => invoke<AccountView[]>("accounts"),
  accountAdd: (label: string) => invoke<AccountView>("account_add", { label }),
  accountUse: (index: number) => invoke<void>("account_use", { index }),
  accountName: (index: number, label: string) => invoke<AccountView>("account_name", { index, label }),
  networks: () => invoke<NetworkView[]>("networks"),
  networkUse: (name: string) => invoke<void>("network_use", { name }),
  networkPut: (form: NetworkForm) => invoke<void>("network_put", { form }),
  networkRemove: (name: string) => invoke<void>("network_remove", { name }),
  overview: () => invoke<Overview>("overview"),
  nfts: () => invoke<NftView[]>("nfts"),
  tokenAdd: (address: string) => invoke<TokenView>("token_add", { address }),
  tokenRemove: (address: string) => invoke<void>("token_remove", { address }),
  receive: (amount: string | null) => invoke<QrView>("receive", { amount }),
  copyAddress: () => invoke<void>("copy_address"),
  recipient: (text: string) => invoke<RecipientView>("recipient", { text }),
  qrFromCamera: (preview: Channel<Preview>) => invoke<string>("qr_from_camera", { preview }),
  fees: () => invoke<Fee[]>("fees"),
  contacts: () => invoke<ContactView[]>("contacts"),
  contactAdd: (name: string, address: string, note: string) => invoke<void>("contact_add", { name, address, note }),
  contactRemove: (name: string) => invoke<void>("contact_remove", { name }),
  watched: () => invoke<AccountView[]>("watched"),
  watch: (address: string, label: string) => invoke<void>("watch", { address, label }),
  unwatch: (address: string) => invoke<void>("unwatch", { address }),
  allowances: () => invoke<AllowanceView[]>("allowances"),
  prepareSend: (form: SendForm) => invoke<string>("prepare_send", { form }),
  prepareSpeedUp: (hash: string) => invoke<string>("prepare_speed_up", { hash }),
  prepareCancel: (hash: string) => invoke<string>("prepare_cancel", { hash }),
  prepareRevoke: (token: string, spender: string) => invoke<string>("prepare_revoke", { token, spender }),
  signText: (text: string) => invoke<string>("sign_text", { text }),
  signTypedData: (json: string) => invoke<string>("sign_typed_data", { json }),
  signDocument: (path: string) => invoke<string>("sign_document", { path }),
  verify: (path: string, document: string | null) => invoke<VerifiedView>("verify", { path, document }),
  activity: (filter: ActivityFilter) => invoke<ActivityItem[]>("activity", { filter }),
  activityExport: (format: ExportFormat, path: string) => invoke<string>("activity_export", { format, path }),
  dataShown: () => invoke<string>("data_shown"),
  dataExport: (path: string) => invoke<string>("data_export", { path }),
  devnetStatus: () => invoke<DevnetView>("devnet_status"),
  devnetStart: () => invoke<DevnetView>("devnet_start"),
  devnetStop: () => invoke<void>("devnet_stop"),
  devnetFund: () => invoke<string>("devnet_fund"),
  devnetSeed: () => invoke<void>("devnet_seed"),
  about: () => invoke<About>("about"),
  gateway: () => invoke<string | null>("gateway"),
  setGateway: (url: string | null) => invoke<void>("set_gateway", { url }),
  reviewGet: () => invoke<Review>("review_get"),
  reviewApprove: (id: string, pin: string | null, events: Channel<ScanEvent>, preview: Channel<Preview>) => invoke<Approved>("review_approve", { id, pin, events, preview }),
  reviewRefuse: (id: string) => invoke<void>("review_refuse", { id }),
  reviewSaveSignature: (id: string, path: string) => invoke<void>("review_save_signature", { id, path }),
};

export type Changed = { what: "balance" | "history" | "identity" | "network" | "settings" };
export type LockChanged = { locked: boolean };
export type ReviewClosed = { id: string; outcome: "approved" | "refused" | "failed" | "died" };

const event = <T>(name: string) => ({
  listen: (callback: EventCallback<T>): Promise<UnlistenFn> => listen<T>(name, callback),
});

export const events = {
  changed: event<Changed>("changed"),
  lockChanged: event<LockChanged>("lock-changed"),
  reviewClosed: event<ReviewClosed>("review-closed"),
};
