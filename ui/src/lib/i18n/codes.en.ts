// English texts for every code that the Rust side may say.
import type { Action, ErrorCode, Hint } from "../bindings";

export interface ErrorText {
  title: string;
  todo: string;
}

export const errors = {
  not_matched: {
    title: "Face or PIN did not match",
    todo: "Check your PIN, look straight at the camera in even light, and try again.",
  },
  poor_quality: {
    title: "The camera could not see you well enough",
    todo: "Face the light, come a little closer, and try again.",
  },
  liveness: {
    title: "The movements could not be recognised",
    todo: "Do what is asked when it is asked, one movement at a time, and try again.",
  },
  cancelled: { title: "Stopped", todo: "Nothing was signed. Start again when you like." },
  locked_out: {
    title: "Too many attempts",
    todo: "The wallet is not lost, and nothing was signed.",
  },
  refused: {
    title: "This may not be signed",
    todo: "Nothing was signed.",
  },
  attack: {
    title: "Something interfered with the signature",
    todo: "Nothing was signed. Close Mien, and check this computer for unwanted software before you go on.",
  },
  pin: {
    title: "This PIN cannot be used",
    todo: "Choose at least six characters; a few random words are better. Type the same twice.",
  },
  camera: {
    title: "The camera does not answer",
    todo: "Connect it, close other programs that use it, or choose another camera in the settings.",
  },
  print: {
    title: "The page could not be shown",
    todo: "Save the kit as a QR picture instead, and print that.",
  },
  no_wallet: {
    title: "There is no wallet on this device",
    todo: "Create one, or recover yours with its recovery kit.",
  },
  already_enrolled: {
    title: "There is a wallet on this device already",
    todo: "Keep its recovery kit, forget it in Settings › Security, and then begin anew.",
  },
  not_proved: {
    title: "One rehearsal is missing",
    todo: "Do the rehearsal in Settings › Security; after it the wallet can be used.",
  },
  kit: {
    title: "This recovery kit cannot be read",
    todo: "Choose the file that Mien saved, or hold the whole QR code still in front of the camera.",
  },
  storage: {
    title: "The wallet's folder cannot be used",
    todo: "Make sure that the disk is not full and that the folder belongs to you, then try again.",
  },
  other_pack: {
    title: "This wallet needs other face models",
    todo: "Install the model pack that is needed, then try again.",
  },
  models_missing: {
    title: "The face models are missing or were changed",
    todo: "Install Mien again; the models come with it.",
  },
  no_consent: {
    title: "Your agreement is needed first",
    todo: "Read what the face is used for, and agree if you want to go on.",
  },
  offline: {
    title: "The network cannot be reached",
    todo: "Check your connection, then try again. What you own is not affected.",
  },
  devnet_stopped: {
    title: "The test network on this device is stopped",
    todo: "Start it to go on.",
  },
  insufficient_funds: {
    title: "There is not enough for this",
    todo: "Send less, choose a lower fee, or receive some first. The fee comes on top.",
  },
  wrong_address: {
    title: "This is not a valid address",
    todo: "Copy the whole address again, from 0x to its last character.",
  },
  wrong_amount: {
    title: "This is not a valid amount",
    todo: "Type a number such as 0.25, with no more decimals than the asset has.",
  },
  wrong_input: {
    title: "Something in the form is not right",
    todo: "Correct it, then try again.",
  },
  not_signable: {
    title: "This cannot be signed",
    todo: "Check the text or file. Mien signs only what it can show you in full.",
  },
  reverted: {
    title: "The network would undo this",
    todo: "Nothing would arrive, only the fee would be lost. Check the amount and the recipient.",
  },
  bad_signature: {
    title: "The signature does not fit",
    todo: "It was changed, or it belongs to another text or file. Do not rely on it.",
  },
  suspended: {
    title: "The wallet is suspended",
    todo: "Resume it with a scan in Settings › Security.",
  },
  face_only: {
    title: "A face alone is for test networks on this device only",
    todo: "Set a PIN in Settings › Security to use this network.",
  },
  unknown_network: {
    title: "This network is not known",
    todo: "Choose one from the list, or add it in Settings › Networks.",
  },
  chain: {
    title: "The network answered with an error",
    todo: "Wait a little and try again.",
  },
  unconfirmed: {
    title: "Sent, and not confirmed yet",
    todo: "It may still be confirmed. Look at Activity before you send it again.",
  },
  devnet: {
    title: "The test network on this device has a problem",
    todo: "Nothing of value is on it. Mend what is said here, then try again.",
  },
  busy: {
    title: "Another scan is running",
    todo: "Finish or stop it first.",
  },
  locked: { title: "The wallet is locked", todo: "Unlock it, then try again." },
  stale_review: {
    title: "This review is out of date",
    todo: "Close it and start again; nothing was signed.",
  },
  demo_only: {
    title: "The demonstration camera is for test networks on this device only",
    todo: "Choose a real camera in the settings, or switch to the test network.",
  },
  phrase: {
    title: "These words do not fit",
    todo: "Check the spelling and the order of your words, then try again.",
  },
  file: {
    title: "The file cannot be read or written",
    todo: "Choose another place or file, and make sure that you may use it.",
  },
  failed: {
    title: "That did not work",
    todo: "Try again. If it stays so, start Mien anew; your wallet is safe on the disk.",
  },
} satisfies Record<ErrorCode, ErrorText>;

export const hints = {
  no_face: "Look into the oval",
  two_faces: "One person only, please",
  cut_off: "Your whole face in the oval",
  too_small: "Come closer",
  come_closer: "A little closer",
  too_dark: "More light on your face",
  too_bright: "Less light, please",
  low_contrast: "Find more even light",
  blurred: "Hold still",
  head_turned: "Look straight ahead",
  eyes_hidden: "Hair off the eyes, please",
  mouth_hidden: "Uncover your mouth",
  eyes_closed: "Open your eyes",
  other: "Hold still and look ahead",
} satisfies Record<Hint, string>;

export const actions = {
  turn_left: "Turn your head to your left",
  turn_right: "Turn your head to your right",
  look_up: "Look up",
  blink: "Blink",
  smile: "Smile",
  open_mouth: "Open your mouth",
} satisfies Record<Action, string>;

export type Kind =
  | "scan"
  | "enrolment"
  | "session"
  | "signature"
  | "transaction"
  | "refusal"
  | "kit_export"
  | "kit_import"
  | "publication"
  | "recovery"
  | "drill"
  | "renewal"
  | "pin_change"
  | "forget"
  | "setting_change";

export const kinds: Record<Kind, string> = {
  scan: "Scan",
  enrolment: "Wallet created",
  session: "Signing session",
  signature: "Signature",
  transaction: "Transaction",
  refusal: "Refused",
  kit_export: "Recovery kit saved",
  kit_import: "Recovery kit read",
  publication: "Listing published",
  recovery: "Wallet recovered",
  drill: "Rehearsal",
  renewal: "Face renewed",
  pin_change: "PIN changed",
  forget: "Wallet forgotten",
  setting_change: "Setting changed",
};

export type Status =
  | "begun"
  | "signed"
  | "sent"
  | "confirmed"
  | "reverted"
  | "replaced"
  | "undone"
  | "done"
  | "refused"
  | "failed"
  | "cancelled";

export const statuses: Record<Status, string> = {
  begun: "Begun",
  signed: "Signed",
  sent: "Waiting",
  confirmed: "Confirmed",
  reverted: "Undone by the network",
  replaced: "Replaced",
  undone: "Undone",
  done: "Done",
  refused: "Refused",
  failed: "Failed",
  cancelled: "Stopped",
};
