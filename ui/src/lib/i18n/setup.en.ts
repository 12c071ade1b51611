// English texts of the first run, of recovering, of scans and of the recovery kit.

/**
 * Word for word the text of the Rust side (crates/wallet), which records its version; only
 * the way to remove the data is the window's instead of the command's.
 */
export const consentText =
  "Mien uses your face to rebuild one share of your wallet's key, for one signature at a time. " +
  "It keeps no picture of you and no face template. What it keeps is helper data on this device " +
  "(and in your recovery kit). With it a photograph of you can be recognised as yours, and somebody " +
  "who steals it can work out a description of your face from it: without a PIN in about an hour on " +
  "one ordinary computer, with a PIN only after guessing the PIN too. Nothing of it is sent anywhere. " +
  "You can remove it at any time in Settings › Security; agreeing is needed for scans, and a paper " +
  "phrase is offered as a way in without your face.";

export const setup = {
  step: (n: number, of: number) => `Step ${n} of ${of}.`,

  welcome: {
    title: "Your face is the key",
    lead: "Look at the camera, and it is sent. No seed phrase in a drawer, no company in between.",
    create: "Create a wallet",
    recover: "Recover my wallet",
    minutes: "Takes about two minutes.",
  },
  consent: {
    title: "What your face is used for",
    points: [
      "Your face opens one half of the key, for one signature at a time.",
      "No picture of you is kept or sent anywhere.",
      "Photographs of you exist, so a PIN goes with it.",
    ],
    full: "The full text",
    version: (v: string) => `Version ${v} of this text`,
    agree: "I agree",
    decline: "I do not agree",
    declined:
      "Without your agreement no camera is used and nothing is stored. You can read it again at any time.",
    again: "Read again",
    changed:
      "The full text has changed since you agreed: it says more exactly how soon a stolen copy can be opened. Please read it.",
    declinedLater:
      "Without your agreement nothing is scanned, so nothing is signed. You can look at your wallet, and remove it in Settings › Security. Mien asks again when it is opened.",
    later: "Open the wallet without scans",
  },
  camera: {
    title: "Choose your camera",
    lead: "Sit so that your face is in even light.",
    pick: "Camera",
    none: "No camera was found. Connect one and search again, or try Mien with the demonstration camera.",
    search: "Search again",
    demo: "Demonstration camera",
    stranger: "Demonstration: another person",
    demoNote:
      "Replays photographs instead of looking at you. For test networks on this device only.",
    window: "Camera through the window",
    windowNote:
      "For a camera that Mien cannot read directly. Its pictures pass through this window's page on their way.",
    use: "Use this camera",
    looksGood: "This looks good",
    preview: "Live picture of the camera",
  },
  secret: {
    title: "Choose a PIN or passphrase",
    lead: "It goes with your face. Nobody can look it up: if you forget it, only the paper phrase opens the wallet.",
    first: "PIN or passphrase",
    hint: "At least six characters. Four random words withstand a thief who has your photograph; six digits hold for about two days.",
    second: "Type it again",
    short: "Six characters at least.",
    differ: "The two are not the same.",
    show: "Show",
    hide: "Hide",
    next: "Continue",
    faceOnly: "Face alone, for test networks",
    faceOnlyTitle: "Face alone",
    faceOnlyText:
      "A stolen copy of a wallet without a PIN is opened within about an hour, even without a photograph of you. Such a wallet signs only on the test network of this device. You can set a PIN later.",
    faceOnlyYes: "Go on without a PIN",
    faceOnlyNo: "Choose a PIN",
  },
  enrol: {
    title: "Look at the camera",
  },
  phrase: {
    screen: "Paper phrase",
    offerTitle: "A way in without your face",
    offer:
      "Faces change and people are injured. 24 words on paper, together with your recovery kit, open this wallet without your face and without the PIN.",
    show: "Show the words",
    refuse: "Go on without the words",
    refuseSure:
      "Without them, a forgotten PIN or a changed face means that this wallet is lost. Go on without?",
    refuseYes: "Go on without the words",
    refuseNo: "Go back",
    title: "Write these 24 words on paper",
    lead: "In this order. They work only in Mien and only with the recovery kit. Do not photograph them.",
    written: "I wrote them down",
    checkTitle: "Type three of them back",
    word: (n: number) => `Word ${n}`,
    check: "Check",
    wrong: "That does not fit. Look at your paper and try again.",
    see: "See the words again",
  },
  kit: {
    title: "Save your recovery kit",
    lead: "If this device is lost, the kit, your face and your PIN bring back your wallet. Keep it on another device or on paper.",
    leadFaceOnly:
      "If this device is lost, the kit and your face bring back your wallet. Keep it on another device or on paper.",
    ways: { file: "As a file", qr_picture: "As a QR picture", print: "Print it" },
    leads: {
      file: "For a USB stick or another device",
      qr_picture: "For another device or a printer",
      print: "The QR code on a sheet of paper",
    },
    print: "Print",
    printing: "The page is shown in a window of its own",
    isPrinted: "Is it on paper?",
    isPrintedLead: "Check that the whole code is on the page, sharp and unfolded.",
    printedYes: "Yes, it is on paper",
    printedNo: "Not yet",
    printed: "Printed",
    path: "Save to",
    save: "Save",
    saved: (path: string) => `Saved: ${path}`,
    away: "Now move it to another place: a USB stick, another device, or paper.",
    another: "Save another copy",
    without: "I do not want a copy",
    withoutLead:
      "Without a copy, losing this device means losing what is in the wallet. To go on, type this sentence:",
    sentence: "I do without a copy",
    quoted: (sentence: string) => `“${sentence}”`,
    withoutField: "The sentence",
    withoutYes: "Go on without a copy",
    withoutNo: "Save a copy after all",
    next: "Continue",
  },
  drill: {
    title: "Rehearsal",
    lead: "Once as if it were real: your PIN, a look at the camera, a signature. Nothing is sent.",
    leadFaceOnly: "Once as if it were real: a look at the camera, a signature. Nothing is sent.",
    begin: "Rehearse",
    passed: "It works",
    passedLead: "A signature was made and checked. Nothing was sent.",
    margin: (deg: string, pm: string) => `Margin ${deg}° ± ${pm}°`,
    marginGood: "Your face opens the wallet easily.",
    marginThin:
      "It worked, but only just. In other light it may fail: renew your face in Settings › Security.",
    next: "Continue",
  },
  done: {
    title: "Your wallet is ready",
    lead: "This is your address, on every Ethereum network.",
    open: "Open the wallet",
  },

  recover: {
    title: "Recover your wallet",
    lead: "You need the recovery kit, and your face or the paper phrase.",
    fromFile: "From a file",
    fromQr: "Scan its QR code",
    path: "Recovery kit",
    open: "Open the kit",
    hold: "Hold the QR code in front of the camera",
    found: "Recovery kit found",
    address: "Address",
    made: "Made",
    withPin: "It was made with a PIN.",
    withoutPin: "It was made without a PIN.",
    pin: "PIN or passphrase of this kit",
    byFace: "Look at the camera",
    byPhrase: "Use the paper phrase",
    words: "Your 24 words",
    wordsHint: "In order, with spaces between them.",
    wordsCount: (n: number) => `${n} of 24 words`,
    newPin: "New PIN or passphrase",
    noPhrase: "This kit has no paper phrase.",
    done: "Recovered",
    doneLead: "The same addresses are on this device again.",
  },

  scan: {
    title: "Scan",
    preparing: "The camera is starting",
    ready: "Look into the oval",
    capture: (n: number, of: number) => `Capture ${n} of ${of}`,
    waitTitle: "Once more, in other light",
    wait: "Turn or sit somewhere else, so that you are recognised in both.",
    waitNext: "Continue",
    now: (seconds: number) => `${seconds} s`,
    actionDone: "Good",
    opening: "Recognising you",
    signing: "Signing",
    measuring: "Checking the match",
    writing: "Saving",
    progress: "Progress of the scan",
    preview: "You, as the camera sees you",
    cancel: "Stop",
    cancelHint: "Escape stops at any time.",
    again: "Try again",
    back: "Back",
    outcome: {
      match: "Recognised",
      poor_quality: "Not clear enough, once more",
      not_matched: "Face or PIN did not match",
      liveness_failed: "The movements were not recognised",
      cancelled: "Stopped",
    },
    qr: "The whole code in the picture, held still",
  },
};
