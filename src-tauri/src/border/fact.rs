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
    PhraseLength {
        words: u32,
    },
    /// A word that is in no list, counted from 1.
    PhraseWord {
        number: u32,
    },
    PhraseOrder,
    LittleMemory,
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
    /// The page's camera sends nothing.
    CameraSilent,
    CameraEnded,
    NoPhotos {
        path: String,
    },
    /// Said by a window that may not read the camera itself.
    WindowForbidden,
    // --- models, kits and files ---
    /// The pack that the wallet needs, and those that are here.
    OtherPack {
        wanted: String,
        installed: Vec<String>,
    },
    PackNewer {
        pack: String,
    },
    Path {
        path: String,
    },
    FullPath,
    FileAbsent {
        path: String,
    },
    FileForbidden {
        path: String,
    },
    FileReadOnly {
        path: String,
    },
    FileFolder {
        path: String,
    },
    FileDamaged {
        path: String,
    },
    FileLong {
        path: String,
        bytes: u64,
        most: u64,
    },
    NotText {
        path: String,
    },
    NotASignatureFile {
        path: String,
    },
    SignatureFileNewer {
        path: String,
        version: u32,
    },
    Exists {
        path: String,
    },
    NoKit,
    KitNewer {
        found: u32,
        known: u32,
    },
    KitStrange,
    KitDamaged,
    NoQr {
        path: String,
    },
    RecordDamaged {
        path: String,
    },
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
    DatabaseBusy {
        path: String,
    },
    DatabaseDamaged {
        path: String,
    },
    NotADatabase {
        path: String,
    },
    DiskFull {
        path: String,
    },
    AlreadyThere {
        name: String,
    },
    NotThere {
        name: String,
    },
    NameEmpty,
    NameLong {
        most: u32,
    },
    NameControl,
    NameIsAddress {
        text: String,
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
    FeeZero,
    TipAbovePrice,
    AmountForm {
        text: String,
    },
    AmountUnit {
        unit: String,
        own: String,
    },
    AmountDecimals {
        text: String,
        most: u32,
    },
    AmountHuge {
        text: String,
    },
    // --- what was typed ---
    Typed {
        text: String,
    },
    Checksum {
        given: String,
        expected: String,
    },
    AddressStart {
        text: String,
    },
    AddressDigits {
        text: String,
    },
    AddressLength {
        text: String,
        digits: u32,
    },
    /// A link that asks for something else than coins.
    LinkForOther {
        text: String,
    },
    NotAUrl {
        text: String,
    },
    NotHttp {
        text: String,
    },
    NotHttps {
        text: String,
    },
    /// A gateway's address with more than a host and a path.
    GatewayMore {
        text: String,
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
    NetworkName {
        most: u32,
    },
    NetworkCurrency {
        most: u32,
    },
    NetworkChainId {
        chain_id: String,
    },
    /// One that comes with Mien, with another chain id.
    NetworkFixed {
        name: String,
        chain_id: u64,
        given: u64,
    },
    NoTls,
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
    // --- tokens' metadata and pictures ---
    NoGateway,
    LocalGateway,
    /// They are not fetched, or cannot be used.
    Media {
        uri: String,
        why: MediaWhy,
    },
    /// Longer than is read.
    MediaLong {
        uri: String,
        kib: u32,
    },
    MediaDown {
        uri: String,
    },
    NotAPicture,
    NoPicture,
    NoMetadata {
        token: String,
    },
    /// After the first so many nothing is fetched.
    LateToken {
        most: u32,
    },
    // --- the network on this device ---
    DevnetOnly {
        network: String,
    },
    NoAnvil {
        searched: String,
    },
    PortTaken {
        port: u16,
    },
    DevnetFailed {
        log: String,
        state: String,
    },
    DevnetBusy,
    DevnetStuck {
        pid: u32,
    },
    NoTestContract {
        path: String,
    },
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
    /// Asked with the phrase, or with a face that is not enrolled yet.
    NotTheFace,
    NotTypedData,
    TypeName {
        name: String,
    },
    TypedDataTypes,
    TypedDataValues,
    TypedDataDomain {
        present: String,
        declared: String,
    },
    // --- signatures that are checked ---
    SignatureDamaged,
    SignatureNotTheirs,
    SignatureOfNoDocument,
    SignatureOfOtherDocument,
    NoDocumentNamed,
    // --- contracts ---
    /// The contract's own words.
    Reason {
        text: String,
    },
    // --- the system ---
    Clipboard,
    Browser,
    NoExplorer,
}

/// Why metadata or a picture are not fetched, or cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MediaWhy {
    /// An address of IPFS without a file.
    NotOnIpfs,
    /// Without TLS.
    NotSecure,
    /// Another scheme than those that are fetched.
    Scheme,
    /// A user name or password in the address.
    Credentials,
    /// Into a local or special network.
    Local,
    /// From server to server too often.
    Redirects,
    /// No address, no JSON, or bytes that mean nothing.
    Unreadable,
}
