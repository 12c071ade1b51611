// English sentences for the facts that the Rust side gives.
import type { Called } from "../bindings";
import { duration } from "../format";
import { actions, hints } from "./codes.en";
import type { CautionTexts, DeedTexts, DoneTexts, FactTexts, MediaTexts } from "./facts";

const accountName = (index: number): string => `Account ${index + 1}`;

const called = (name: Called | null): string =>
  name === null
    ? "an address that you used before"
    : name.by === "account"
      ? name.label || `your ${accountName(name.index)}`
      : name.name;

const quote = (text: string): string => `“${text}”`;
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const media: MediaTexts = {
  not_on_ipfs: "It names no file on IPFS.",
  not_secure: "It is not fetched without TLS: anybody on the way could change it.",
  scheme: "Only data:, ipfs:// and https:// are fetched.",
  credentials: "It is not fetched: its address holds a user name or password.",
  local: "It is not fetched: it leads into a local network.",
  redirects: "It is sent from server to server too often.",
  unreadable: "It cannot be read.",
};

export const facts: FactTexts = {
  wait: (f) => `Try again in ${duration(f.seconds, "en")}.`,
  frames: (f) =>
    `${f.good} of ${f.wanted} pictures were good enough.` +
    (f.hint ? ` What most of the others lacked: ${lower(hints[f.hint])}.` : " No face was seen."),
  captures_disagree: () => "The two captures do not seem to show the same person.",
  other_movement: (f) =>
    `Asked for: ${quote(actions[f.asked])}. Seen: ${quote(actions[f.done])}. Do only what is asked.`,
  movement_missed: (f) =>
    `${quote(actions[f.action])} was not seen in time. Make the movement larger.`,
  no_return: (f) =>
    `After ${quote(actions[f.action])} your face did not come back to rest. Look straight ahead after each movement.`,
  face_changed: () =>
    "The face changed during the scan. Only the owner may be in front of the camera.",
  picture_still: () => "The camera's picture stands still. Switch the camera off and on again.",
  picture_repeats: () => "The camera repeats the same pictures, as a recording does.",
  face_jumped: () => "The face jumped in the picture. Hold the camera still.",
  pin_short: (f) => `It has ${f.chars} characters; ${f.least} are the least.`,
  pin_long: (f) => `It takes ${f.bytes} bytes; ${f.most} are the most.`,
  pin_missing: () => "This wallet has a PIN. Type it before the scan.",
  no_phrase: () => "No paper phrase was made for this wallet.",
  phrase_length: (f) => `These are ${f.words} words. The sheet has 24.`,
  phrase_word: (f) => `Word ${f.number} is in no list of such words. Check its spelling.`,
  phrase_order: () =>
    "The words do not fit each other. One is another word, or two changed places.",
  little_memory: () => "There was too little memory. Close other programs.",
  camera_absent: (f) => `Camera ${f.number} is not there.`,
  camera_forbidden: (f) =>
    `You may not use camera ${f.number}. Allow it in the system's privacy settings; on Linux, join the group “video” and log in again.`,
  camera_busy: (f) => `Another program uses camera ${f.number}.`,
  camera_unplugged: (f) => `Camera ${f.number} was unplugged.`,
  camera_black: (f) => `Camera ${f.number} shows only black. Open its cover, or light the room.`,
  camera_strange: (f) => `Camera ${f.number} gives no picture that Mien can read.`,
  camera_silent: () => "The camera sends no pictures. Close other programs that use it.",
  camera_ended: () => "The camera sends no more pictures.",
  no_photos: (f) => `There is no JPEG or PNG picture in ${f.path}.`,
  window_forbidden: () => "This window may not use the camera. Allow it in the system's settings.",
  other_pack: (f) =>
    `Needed: ${f.wanted}. Installed: ${f.installed.length > 0 ? f.installed.join(", ") : "none"}.`,
  pack_newer: (f) => `The models ${quote(f.pack)} need a newer Mien.`,
  path: (f) => `Where: ${f.path}`,
  full_path: () => "Type a whole path, beginning with / or ~/, or choose a file.",
  file_absent: (f) => `There is nothing at ${f.path}.`,
  file_forbidden: (f) => `You may not use ${f.path}.`,
  file_read_only: (f) => `${f.path} is on a disk that takes no changes.`,
  file_folder: (f) => `${f.path} is a folder.`,
  file_damaged: (f) => `${f.path} is damaged or was changed.`,
  file_long: (f) =>
    `${f.path} has ${f.bytes.toLocaleString("en")} bytes; ${f.most.toLocaleString("en")} are the most.`,
  not_text: (f) => `${f.path} is not text.`,
  not_a_signature_file: (f) => `${f.path} is no signature file of Mien.`,
  signature_file_newer: (f) =>
    `${f.path} was written by a newer Mien (version ${f.version}). Install the newer one.`,
  exists: (f) => `${f.path} is there already. Nothing was overwritten.`,
  no_kit: () => "This is no recovery kit of Mien.",
  kit_newer: (f) =>
    `The kit has version ${f.found}; this Mien reads up to version ${f.known}. Install a newer Mien.`,
  kit_strange: () => "The kit holds something that this Mien does not know. Install a newer Mien.",
  kit_damaged: () => "The kit is damaged. Use another copy of it.",
  no_qr: (f) =>
    `No QR code could be read in ${f.path}. Take the picture again: straight ahead, sharp and well lit.`,
  record_damaged: (f) =>
    `The wallet's record ${f.path} is damaged. Bring the wallet back from its recovery kit, in another folder.`,
  other_wallet: (f) =>
    `The kit belongs to ${f.found}, the wallet on this device is ${f.here}. Nothing was changed.`,
  type_address: (f) => `To go on without a copy of the kit, type the whole address: ${f.address}`,
  type_sentence: () => "Type the sentence exactly as it is shown, or save a copy of the kit.",
  database_newer: (f) =>
    `${f.path} was written by a newer Mien (format ${f.found}; this one reads ${f.known}). Install the newer one.`,
  database_busy: (f) => `Another program is using ${f.path}. Wait until it is done.`,
  database_damaged: (f) =>
    `${f.path} is damaged. Move it away: the key is not in it, only names, contacts and history are lost.`,
  not_a_database: (f) => `${f.path} is not Mien's. Move it away.`,
  disk_full: (f) => `The disk that holds ${f.path} is full.`,
  already_there: (f) => `${quote(f.name)} is there already. Choose another name.`,
  not_there: (f) => `${quote(f.name)} is not there any more.`,
  name_empty: () => "The name is empty.",
  name_long: (f) => `The name is too long: ${f.most} characters are the most.`,
  name_control: () => "The name has characters in it that cannot be seen.",
  name_is_address: (f) => `${quote(f.text)} looks like an address. Type a name.`,
  funds: (f) =>
    `The account has ${f.has}. ${f.sends} and a fee of up to ${f.fee} are needed: ${f.missing} more.`,
  amounts: (f) => `The account has ${f.has}, not ${f.wanted}.`,
  fee_too_high: () => "This price of gas is too high to be meant.",
  fee_zero: () => "The highest price must be more than 0.",
  tip_above_price: () => "The tip must not be more than the highest price.",
  amount_form: (f) => `${quote(f.text)} is no plain number. Write digits and at most one point.`,
  amount_unit: (f) => `${quote(f.unit)} is no unit here. Use ${f.own}, gwei or wei.`,
  amount_decimals: (f) =>
    f.most === 0
      ? `${quote(f.text)}: only whole numbers are possible here.`
      : `${quote(f.text)} has too many decimals: ${f.most} are the most.`,
  amount_huge: (f) => `${quote(f.text)} is too large.`,
  typed: (f) => `Given: ${quote(f.text)}`,
  checksum: (f) =>
    `At least one character of ${f.given} is mistyped. These digits would be written ${f.expected}.`,
  address_start: (f) => `${quote(f.text)} does not begin with 0x.`,
  address_digits: (f) => `After 0x only 0–9 and a–f may follow: ${quote(f.text)}`,
  address_length: (f) => `It has ${f.digits} digits after 0x instead of 40: ${quote(f.text)}`,
  link_for_other: (f) =>
    `This link asks for something else than a payment of coins: ${quote(f.text)}. Fill in the form yourself.`,
  not_a_url: (f) => `${quote(f.text)} is no web address.`,
  not_http: (f) => `${quote(f.text)} does not begin with https:// or http://.`,
  not_https: (f) => `${quote(f.text)} does not begin with https://.`,
  gateway_more: (f) => `${quote(f.text)} has more in it than a host and a path.`,
  no_token: (f) => `There is no token at ${f.address} on ${f.network}.`,
  too_long_for_qr: () => "This is too long for a QR code.",
  no_pieces: () => "This contract has no single pieces. Send an amount of the token instead.",
  network: (f) => `The network: ${quote(f.name)}`,
  network_name: (f) => `A network's name has 1 to ${f.most} characters.`,
  network_currency: (f) => `A currency's symbol has 1 to ${f.most} characters.`,
  network_chain_id: (f) => `${f.chain_id} is no chain id.`,
  network_fixed: (f) =>
    `${quote(f.name)} is the network with chain id ${f.chain_id}, not ${f.given}. Give yours another name.`,
  no_tls: () => "Secure connections cannot be set up on this computer. Check its certificates.",
  no_node: (f) => `${f.network} has no node yet. Enter its address in Settings › Networks.`,
  node_down: (f) => `The node of ${f.network} at ${f.endpoint} does not answer.`,
  node_slow: (f) =>
    `The node of ${f.network} at ${f.endpoint} did not answer within ${duration(f.seconds, "en")}.`,
  node_strange: (f) => `What answers at ${f.endpoint} is no working node of ${f.network}.`,
  node_refused: (f) => `The node of ${f.network} refused this.`,
  other_chain: (f) =>
    `${f.network} should have chain id ${f.expected}, but its node has ${f.found}. Check the node's address.`,
  payment_elsewhere: (f) =>
    `This asks for a payment on chain ${f.wanted}, but ${f.network} (${f.chain_id}) is in use. Switch networks first.`,
  not_confirmed: (f) =>
    `Transaction ${f.hash} still waits after ${duration(f.seconds, "en")}. In Activity it can be sped up or taken back.`,
  not_waiting: (f) =>
    `Transaction ${f.hash} is not waiting any more: it was confirmed, replaced or lost.`,
  transaction: (f) => `Transaction ${f.hash}`,
  place_taken: () =>
    "Another transaction of this account took its place while it was being signed. It was not sent; send it again.",
  chain_begun_anew: () => "The chain was begun anew or went back since. Send it again.",
  no_gateway: () => "This is on IPFS. Choose a gateway in the settings.",
  local_gateway: () =>
    "The gateway that was chosen is on this computer and serves its test network only. Choose another in the settings.",
  media: (f) => `${media[f.why]} Its address: ${f.uri}`,
  media_long: (f) => `It is longer than ${f.kib} KiB. Its address: ${f.uri}`,
  media_down: (f) => `Its server does not give it: ${f.uri}`,
  not_a_picture: () => "It is no PNG, JPEG, GIF, WebP or SVG of up to 8 MiB.",
  no_picture: () => "It names no picture.",
  no_metadata: (f) => `${f.token} does not say where its description is.`,
  late_token: (f) => `Only the first ${f.most} are looked up.`,
  devnet_only: (f) => `${f.network} is no test network on this device.`,
  no_anvil: (f) =>
    `The program anvil was not found. Install Foundry, or Mien again. Searched: ${f.searched}`,
  port_taken: (f) => `Another program uses port ${f.port}. Close it.`,
  devnet_failed: (f) =>
    `Its log is ${f.log}. If its saved chain is damaged, delete ${f.state} to begin a new one.`,
  devnet_busy: () => "It is being started or stopped already. Wait until that is done.",
  devnet_stuck: (f) => `It does not stop. End process ${f.pid} yourself.`,
  no_test_contract: (f) => `The test contract ${f.path} cannot be used. Install Mien again.`,
  no_chain_id: () => "This transaction names no network, so it would be valid on every one.",
  delegation_everywhere: (f) => `This hands the account to ${f.address} on every network at once.`,
  bare_hash: () =>
    "This is nothing but 32 bytes. They could stand for anything, even for a transaction.",
  own_text: () => "This imitates a text that only Mien itself signs.",
  live_chain: (f) =>
    `This wallet has no PIN and signs for test networks on this device only, not for chain ${f.chain_id}.`,
  no_chain_in_domain: () =>
    "This names no network, and a wallet without a PIN signs for test networks on this device only.",
  sign_in_elsewhere: (f) =>
    `This signs in on another network (${f.found}), and a wallet without a PIN is for test networks on this device only.`,
  sign_in_malformed: (f) =>
    `This asks you to sign in and does not keep to the standard for that (line ${f.line}). Such texts are used to sign you in elsewhere.`,
  sign_in_other_site: (f) => `This signs in to ${f.found}, and you are on ${f.expected}.`,
  sign_in_other_account: (f) =>
    `This signs in with ${f.found}, and the account in use is ${f.own}. Switch accounts, or ask for another text.`,
  sign_in_other_chain: (f) =>
    `This signs in on chain ${f.found}, and the network in use has chain id ${f.chain_id}.`,
  sign_in_expired: (f) => `This sign-in expired at ${f.at}. Ask the site for a new one.`,
  too_long: (f) => `It is ${f.bytes} bytes long; ${f.most} are the most.`,
  empty: () => "There is nothing in it.",
  blob: () => "Transactions that carry blobs are not supported.",
  not_the_face: () =>
    "A paper phrase only brings the wallet back. To sign, enrol your face again with it.",
  not_typed_data: () => "This is no typed data (EIP-712).",
  type_name: (f) => `${quote(f.name)} is no plain name for a type or a field.`,
  typed_data_types: () => "Its types cannot be used. Ask whoever sent it to correct them.",
  typed_data_values: () => "Its values do not fit its types. Ask whoever sent it to correct them.",
  typed_data_domain: (f) =>
    `Its domain has the fields [${f.present}] and declares [${f.declared}]. Ask whoever sent it to correct that.`,
  signature_damaged: () => "The signature is damaged. Get the file again from whoever signed.",
  signature_not_theirs: () => "The signature does not belong to this text and this signer.",
  signature_of_no_document: () => "This signature is not about a document.",
  signature_of_other_document: () => "This is not the document that was signed.",
  no_document_named: () => "The signed text names no document.",
  reason: (f) => `The contract says: ${quote(f.text)}`,
  clipboard: () => "The clipboard cannot be used here. Select the text and copy it yourself.",
  browser: () => "No browser could be opened on this computer.",
  no_explorer: () => "This network has no explorer whose address begins with https.",
};

export const cautions: CautionTexts = {
  first_use: () =>
    "You have never sent anything to this address. Compare it with what its owner gave you.",
  looks_like: (c) =>
    `This address begins and ends like that of ${called(c.name)}, but it is another. Such addresses are made to be mistaken.`,
  to_token_contract: () => "This is a token's own contract. What is sent there is lost.",
  unlimited: () =>
    "This allows somebody to take all of a token, now and later, until you withdraw it.",
  unknown_call: (c) => `Mien cannot say what this call does (function ${c.selector}).`,
  delegates: () =>
    "This hands your account over to a contract, which may then move everything in it.",
  creates_contract: () => "This creates a new contract instead of sending to somebody.",
  would_fail: (c) =>
    `A trial run failed. The fee would be lost for nothing. The contract says: ${quote(c.reason)}`,
  not_tried: () => "No trial run was possible, so the outcome is not known.",
  may_be_replayed: (c) =>
    `This test node bears a live network's chain id (${c.chain_id}). What you sign here could be sent there too.`,
  no_contract: () =>
    "There is no contract at this address. The call does nothing, and coins sent along stay there.",
  abi_unread: (c) =>
    `The descriptions of contracts in ${c.folder} could not be read, so they explain nothing here.`,
  not_compared: (c) =>
    `Sign this only if you are on ${c.domain}. Mien could not compare it with your browser.`,
  user_info: (c) => `The site is what follows the @ in ${c.domain}, not what precedes it.`,
  other_host: (c) => `The sign-in leads to ${c.uri}, which is not on ${c.domain}.`,
  not_yet_valid: (c) => `This sign-in is not valid before ${c.from}.`,
  not_fresh: (c) => `This text says that it was made at ${c.at}, and that is not now.`,
  other: (c) => c.text,
};

export const done: DoneTexts = {
  sent: (d) => d.text,
  called: (d) => `${d.coins} and a call of ${d.bytes} bytes`,
  ended: (d) => `End of the right to take ${d.token}`,
  nothing: () => "Nothing, in place of another",
  signed: (d) =>
    ({ message: "A message", typed_data: "Typed data", document: "A document" })[
      d.kind as string
    ] ?? "",
};

export const again = (what: string): string => `${what} (again, sooner)`;

export const deeds: DeedTexts = {
  coins: (d) => d.amount,
  nothing: () => "Nothing: it takes the place of another",
  creation: (d) => `A new contract (${d.bytes} bytes of code)`,
  tokens: (d) => d.amount,
  move: (d) => `${d.amount} from another account`,
  nft: (d) => d.name,
  items: (d) => `${d.amount} × ${d.name}`,
  allow: (d) => `Allow taking up to ${d.amount}`,
  allow_more: (d) => `Allow taking ${d.amount} more`,
  allow_all: (d) => `Allow taking all ${d.token}, without limit`,
  allow_nft: (d) => `Allow taking ${d.name}`,
  allow_collection: (d) => `Allow taking everything of ${d.token}`,
  disallow: (d) => `End the right to take ${d.token}`,
  call: (d) => (d.function ? `Call ${d.function}` : "Call an unknown function"),
  typed_data: (d) => d.name,
};
