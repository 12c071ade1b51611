//! The particulars of an error, as facts: the windows make sentences of them
//! in the person's language (`ui/src/lib/i18n/facts.*.ts`).

use serde::Serialize;
use specta::Type;

use super::{ActionView, Hint};

/// What a person needs to know of an error beyond its kind. Addresses have
/// their checksum, amounts their currency; texts of others are as they came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "is", rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "the words say it; the texts are in ui/src/lib/i18n"
)]
pub enum Fact {
    // --- scans ---
    /// No attempt is possible for so long.
    Wait {
        seconds: u64,
    },
    /// Too few frames were usable; what most of the others lacked.
    Frames {
        good: u32,
        wanted: u32,
        hint: Option<Hint>,
    },
    CapturesDisagree,
    OtherMovement {
        asked: ActionView,
        done: ActionView,
    },
    MovementMissed {
        action: ActionView,
    },
    NoReturn {
        action: ActionView,
    },
    FaceChanged,
    PictureStill,
    PictureRepeats,
    FaceJumped,
    // --- secrets ---
    PinShort {
        chars: u32,
        least: u32,
    },
    PinLong {
        bytes: u32,
        most: u32,
    },
    PinMissing,
    NoPhrase,
    // --- the camera ---
    CameraAbsent {
        number: u32,
    },
    CameraForbidden {
        number: u32,
    },
    CameraBusy {
        number: u32,
    },
    CameraUnplugged {
        number: u32,
    },
    CameraBlack {
        number: u32,
    },
    CameraStrange {
        number: u32,
    },
    /// Said by a window that may not read the camera itself.
    WindowForbidden,
    // --- models, kits and files ---
    /// The pack that the wallet needs, and those that are here.
    OtherPack {
        wanted: String,
        installed: Vec<String>,
    },
    Path {
        path: String,
    },
    FullPath,
    Exists {
        path: String,
    },
    NoKit,
    KitNewer {
        found: u32,
        known: u32,
    },
    KitDamaged,
    OtherWallet {
        found: String,
        here: String,
    },
    TypeAddress {
        address: String,
    },
    TypeSentence,
    DatabaseNewer {
        path: String,
        found: i64,
        known: i64,
    },
    DiskFull {
        path: String,
    },
    AlreadyThere {
        name: String,
    },
    // --- amounts ---
    Funds {
        has: String,
        sends: String,
        fee: String,
        missing: String,
    },
    Amounts {
        has: String,
        wanted: String,
    },
    FeeTooHigh,
    // --- what was typed ---
    Typed {
        text: String,
    },
    Checksum {
        given: String,
        expected: String,
    },
    NoToken {
        address: String,
        network: String,
    },
    TooLongForQr,
    NoPieces,
    // --- networks and nodes ---
    Network {
        name: String,
    },
    NoNode {
        network: String,
    },
    NodeDown {
        network: String,
        endpoint: String,
    },
    NodeSlow {
        network: String,
        endpoint: String,
        seconds: u64,
    },
    NodeStrange {
        network: String,
        endpoint: String,
    },
    NodeRefused {
        network: String,
    },
    OtherChain {
        network: String,
        expected: u64,
        found: u64,
    },
    /// A payment link for another network than the one in use.
    PaymentElsewhere {
        wanted: u64,
        network: String,
        chain_id: u64,
    },
    NotConfirmed {
        hash: String,
        seconds: u64,
    },
    NotWaiting {
        hash: String,
    },
    Transaction {
        hash: String,
    },
    PlaceTaken,
    ChainBegunAnew,
    NoGateway,
    // --- what is not signed ---
    NoChainId,
    DelegationEverywhere {
        address: String,
    },
    BareHash,
    OwnText,
    LiveChain {
        chain_id: u64,
    },
    NoChainInDomain,
    SignInElsewhere {
        found: String,
    },
    SignInMalformed {
        line: u32,
    },
    SignInOtherSite {
        expected: String,
        found: String,
    },
    SignInOtherAccount {
        found: String,
        own: String,
    },
    SignInOtherChain {
        found: u64,
        chain_id: u64,
    },
    SignInExpired {
        at: String,
    },
    TooLong {
        bytes: u32,
        most: u32,
    },
    Empty,
    Blob,
    /// The contract's own words.
    Reason {
        text: String,
    },
    // --- the system ---
    Clipboard,
    Browser,
    NoExplorer,
}
