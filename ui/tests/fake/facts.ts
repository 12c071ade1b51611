// One of each fact and warning, for the test that both languages say all of it. A new
// one that is missing here is a type error.
import type { CautionView, Fact } from "../../src/lib/bindings";

type One<Union, Tag extends keyof Union> = {
  [Name in Union[Tag] & string]: Extract<Union, Record<Tag, Name>>;
};

const endpoint = "https://own.example";

export const facts: One<Fact, "is"> = {
  wait: { is: "wait", seconds: 40 },
  frames: { is: "frames", good: 3, wanted: 17, hint: "too_dark" },
  captures_disagree: { is: "captures_disagree" },
  other_movement: { is: "other_movement", asked: "smile", done: "blink" },
  movement_missed: { is: "movement_missed", action: "smile" },
  no_return: { is: "no_return", action: "smile" },
  face_changed: { is: "face_changed" },
  picture_still: { is: "picture_still" },
  picture_repeats: { is: "picture_repeats" },
  face_jumped: { is: "face_jumped" },
  pin_short: { is: "pin_short", chars: 3, least: 6 },
  pin_long: { is: "pin_long", bytes: 4444, most: 1024 },
  pin_missing: { is: "pin_missing" },
  no_phrase: { is: "no_phrase" },
  camera_absent: { is: "camera_absent", number: 7 },
  camera_forbidden: { is: "camera_forbidden", number: 7 },
  camera_busy: { is: "camera_busy", number: 7 },
  camera_unplugged: { is: "camera_unplugged", number: 7 },
  camera_black: { is: "camera_black", number: 7 },
  camera_strange: { is: "camera_strange", number: 7 },
  window_forbidden: { is: "window_forbidden" },
  other_pack: { is: "other_pack", wanted: "aa11", installed: ["bb22", "cc33"] },
  path: { is: "path", path: "/a/b" },
  full_path: { is: "full_path" },
  exists: { is: "exists", path: "/a/b" },
  no_kit: { is: "no_kit" },
  kit_newer: { is: "kit_newer", found: 9, known: 1 },
  kit_damaged: { is: "kit_damaged" },
  other_wallet: { is: "other_wallet", found: "0xaa", here: "0xbb" },
  type_address: { is: "type_address", address: "0xaa" },
  type_sentence: { is: "type_sentence" },
  database_newer: { is: "database_newer", path: "/a/b", found: 9, known: 4 },
  disk_full: { is: "disk_full", path: "/a/b" },
  already_there: { is: "already_there", name: "Aiko" },
  funds: { is: "funds", has: "1 A", sends: "2 B", fee: "3 C", missing: "4 D" },
  amounts: { is: "amounts", has: "1 A", wanted: "2 A" },
  fee_too_high: { is: "fee_too_high" },
  typed: { is: "typed", text: "1,5" },
  checksum: { is: "checksum", given: "0xAA", expected: "0xaa" },
  no_token: { is: "no_token", address: "0xaa", network: "Own" },
  too_long_for_qr: { is: "too_long_for_qr" },
  no_pieces: { is: "no_pieces" },
  network: { is: "network", name: "Moon" },
  no_node: { is: "no_node", network: "Own" },
  node_down: { is: "node_down", network: "Own", endpoint },
  node_slow: { is: "node_slow", network: "Own", endpoint, seconds: 33 },
  node_strange: { is: "node_strange", network: "Own", endpoint },
  node_refused: { is: "node_refused", network: "Own" },
  other_chain: { is: "other_chain", network: "Own", expected: 5, found: 6 },
  payment_elsewhere: { is: "payment_elsewhere", wanted: 5, network: "Own", chain_id: 6 },
  not_confirmed: { is: "not_confirmed", hash: "0x77", seconds: 80 },
  not_waiting: { is: "not_waiting", hash: "0x77" },
  transaction: { is: "transaction", hash: "0x77" },
  place_taken: { is: "place_taken" },
  chain_begun_anew: { is: "chain_begun_anew" },
  no_gateway: { is: "no_gateway" },
  no_chain_id: { is: "no_chain_id" },
  delegation_everywhere: { is: "delegation_everywhere", address: "0xaa" },
  bare_hash: { is: "bare_hash" },
  own_text: { is: "own_text" },
  live_chain: { is: "live_chain", chain_id: 10 },
  no_chain_in_domain: { is: "no_chain_in_domain" },
  sign_in_elsewhere: { is: "sign_in_elsewhere", found: "eip155:10" },
  sign_in_malformed: { is: "sign_in_malformed", line: 7 },
  sign_in_other_site: { is: "sign_in_other_site", expected: "a.example", found: "b.example" },
  sign_in_other_account: { is: "sign_in_other_account", found: "0xaa", own: "0xbb" },
  sign_in_other_chain: { is: "sign_in_other_chain", found: 5, chain_id: 6 },
  sign_in_expired: { is: "sign_in_expired", at: "2020-01-01" },
  too_long: { is: "too_long", bytes: 9999, most: 8888 },
  empty: { is: "empty" },
  blob: { is: "blob" },
  reason: { is: "reason", text: "ERC20: paused" },
  clipboard: { is: "clipboard" },
  browser: { is: "browser" },
  no_explorer: { is: "no_explorer" },
};

export const cautions: One<CautionView, "code"> = {
  first_use: { code: "first_use", address: "0xaa" },
  looks_like: {
    code: "looks_like",
    address: "0xaa",
    known: "0xbb",
    name: { by: "contact", name: "Aiko" },
  },
  to_token_contract: { code: "to_token_contract", address: "0xaa" },
  unlimited: { code: "unlimited", spender: "0xaa" },
  unknown_call: { code: "unknown_call", selector: "0xdeadbeef" },
  abi_unread: { code: "abi_unread", folder: "/a/out" },
  no_contract: { code: "no_contract", address: "0xaa" },
  delegates: { code: "delegates", contract: "0xaa" },
  creates_contract: { code: "creates_contract" },
  would_fail: { code: "would_fail", reason: "ERC20: paused" },
  not_tried: { code: "not_tried" },
  may_be_replayed: { code: "may_be_replayed", chain_id: 10 },
  not_compared: { code: "not_compared", domain: "a.example" },
  user_info: { code: "user_info", domain: "a.example" },
  other_host: { code: "other_host", uri: "https://b.example", domain: "a.example" },
  not_yet_valid: { code: "not_yet_valid", from: "2030-01-01" },
  not_fresh: { code: "not_fresh", at: "2020-01-01" },
  other: { code: "other", text: "Something new." },
};

/** What a sentence must say. Names of ours have words of their own, and the addresses of
 * warnings stand beside the sentence in full. */
export function particulars(of: Fact | CautionView): string[] {
  const own = new Set(["is", "code", "hint", "asked", "done", "action"]);
  const beside = "code" in of ? ["address", "known", "spender", "contract"] : [];
  return Object.entries(of)
    .filter(([key]) => !own.has(key) && !beside.includes(key))
    .flatMap(([, value]: [string, unknown]) =>
      Array.isArray(value)
        ? value
        : typeof value === "object"
          ? Object.values(value ?? {})
          : [value],
    )
    .map(String)
    .filter((text) => text !== "contact");
}
