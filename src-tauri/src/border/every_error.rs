//! No error that a window can meet crosses the border as nothing but an English
//! sentence. Every member of the errors of all crates is here with what is said
//! of it; one that is added and not decided upon fails the test.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::io;

use mien_chain::{
    Address, AddressFault, AmountFault, B256, ChainError, FeeFault, GatewayFault, MediaFault,
    NetworkFault, U256,
};
use mien_cosign::CosignError;
use mien_face::{Action, PackId, Problem};
use mien_intent::{IntentError, Refusal, SignInRefusal};
use mien_keeper::{Denial, FileFault, KeeperError, KitError};
use mien_sketch::SketchError;
use mien_store::{StoreError, Unfit};

use super::*;
use crate::border::AppError;
use crate::border::members::{member, members, source};

/// What a window is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// Particulars, with a sentence in each language.
    Fact,
    /// The kind of error alone: its title and advice say it all.
    Kind,
    /// The kind, and technical words about something that cannot happen while
    /// the programs are whole, or that nobody but their makers can mend.
    Technical,
    /// Nothing of its own: no window leads there, only commands do.
    Elsewhere,
    /// It wraps errors that are listed by themselves.
    Inner,
}
use Told::{Elsewhere, Fact as Facts, Inner, Kind, Technical};

fn text(words: &str) -> String {
    words.to_owned()
}

/// Checks one enumeration: all its members, each as decided.
fn check<E: Debug>(
    (source, name): (&str, &str),
    wrap: impl Fn(E) -> WalletError,
    decided: Vec<(Told, Vec<E>)>,
) {
    let mut seen = BTreeSet::new();
    for (told, errors) in decided {
        for error in errors {
            let which = member(&error);
            let error = wrap(error);
            let sentence = error.to_string();
            let AppError { fact, detail, .. } = AppError::from(error);
            let said = (fact.is_some(), detail.is_some());
            match told {
                Facts => {
                    assert!(fact.is_some(), "{name}::{which} has no fact");
                    assert_ne!(detail, Some(sentence), "{name}::{which} is said twice");
                }
                Kind => assert_eq!(said, (false, false), "{name}::{which}"),
                Technical | Elsewhere => assert_eq!(said, (false, true), "{name}::{which}"),
                Inner => {}
            }
            assert!(seen.insert(which), "{name}: one is listed twice");
        }
    }
    assert_eq!(seen, members(source, name), "{name}");
}

#[test]
fn of_the_wallet() {
    let source = source!("wallet/src/error.rs");
    let path = || text("/a/b");
    check(
        (source, "WalletError"),
        |e| e,
        vec![
            (
                Inner,
                vec![
                    IdentityError::NotMatched.into(),
                    ChainError::NoGateway.into(),
                    StoreError::Full { path: "/a".into() }.into(),
                    IntentError::BlobTransaction.into(),
                    Refusal::BareHash.into(),
                    SignInRefusal::Expired { at: text("1970") }.into(),
                    WalletError::BadSignature(SignatureFault::NotTheirs),
                ],
            ),
            (
                Kind,
                vec![
                    WalletError::NotProved,
                    WalletError::Suspended,
                    WalletError::DevnetStopped,
                    WalletError::NoConsent,
                    WalletError::NotPublished,
                ],
            ),
            (
                // Signing sessions, and a data directory that is looked for
                // before there is a window.
                Elsewhere,
                vec![WalletError::NoSessionHere(text("no")), WalletError::NoHome],
            ),
            (
                Facts,
                vec![
                    WalletError::UnknownNetwork(text("a"), text("b")),
                    WalletError::Exists(path()),
                    WalletError::NotRefused,
                    WalletError::UnknownContact(text("a")),
                    WalletError::ContactName(text("0x")),
                    WalletError::NotEnough {
                        has: text("1 A"),
                        wanted: text("2 A"),
                    },
                    WalletError::NoMetadata(text("0xab:1")),
                    WalletError::TooManyTokens { most: 100 },
                    WalletError::NoPicture,
                    WalletError::UnknownTransaction(text("0x77")),
                    WalletError::PaymentLink(text("ethereum:")),
                    WalletError::OtherChain(text("0x77")),
                    WalletError::NetworkFixed {
                        name: text("base"),
                        chain_id: 8453,
                        given: 1,
                    },
                    WalletError::ModelsMissing(path()),
                    WalletError::File {
                        path: path(),
                        reason: FileFault::Absent,
                    },
                    WalletError::NotASignatureFile {
                        path: path(),
                        detail: text("line 1"),
                    },
                    WalletError::NewerSignatureFile {
                        path: path(),
                        version: 2,
                    },
                    WalletError::FileTooLong {
                        path: path(),
                        bytes: 2,
                        most: 1,
                    },
                    WalletError::NotText(path()),
                    WalletError::Reverted {
                        hash: text("0x77"),
                        reason: text("paused"),
                    },
                    WalletError::FaceOnly { network: text("a") },
                ],
            ),
        ],
    );
    check(
        (source, "SignatureFault"),
        WalletError::BadSignature,
        vec![
            (
                Facts,
                vec![
                    SignatureFault::NotHex,
                    SignatureFault::Malformed,
                    SignatureFault::NotTheirs,
                    SignatureFault::NotOfADocument,
                    SignatureFault::NoDocumentNamed,
                    SignatureFault::OtherDocument,
                ],
            ),
            (Technical, vec![SignatureFault::Made(text("s"))]),
        ],
    );
}

#[test]
fn of_the_identity() {
    let source = source!("identity/src/error.rs");
    check(
        (source, "IdentityError"),
        WalletError::from,
        vec![
            (
                Inner,
                vec![
                    LivenessFailure::Jump.into(),
                    PhraseFault::Checksum.into(),
                    KeeperError::NoPhrase.into(),
                    CameraError::Ended.into(),
                    FaceError::NoFrames.into(),
                ],
            ),
            (
                Kind,
                vec![IdentityError::NotMatched, IdentityError::Cancelled],
            ),
            (
                Technical,
                vec![
                    IdentityError::PackParameters(text("K")),
                    CosignError::InvalidShare.into(),
                    SketchError::CodeLength { n: 7 }.into(),
                ],
            ),
            (
                // Listings are published and searched by commands.
                Elsewhere,
                vec![
                    IdentityError::PinNotListed,
                    IdentityError::NotAListing(text("short")),
                ],
            ),
            (
                Facts,
                vec![
                    IdentityError::PinTooShort { chars: 3, least: 6 },
                    IdentityError::PinTooLong { bytes: 3, most: 2 },
                    IdentityError::PinMissing,
                    IdentityError::OtherPack {
                        wanted: text("a"),
                        loaded: text("b"),
                    },
                    IdentityError::PoorQuality {
                        good: 1,
                        wanted: 2,
                        reason: None,
                    },
                    IdentityError::CapturesDisagree,
                    IdentityError::PasswordHash(text("memory")),
                ],
            ),
        ],
    );
    check(
        (source, "PhraseFault"),
        |e| IdentityError::from(e).into(),
        vec![(
            Facts,
            vec![
                PhraseFault::Words { words: 23 },
                PhraseFault::Unknown { number: 4 },
                PhraseFault::Checksum,
            ],
        )],
    );
    let action = Action::Smile;
    check(
        (source!("face/src/liveness/failure.rs"), "LivenessFailure"),
        |e| IdentityError::from(e).into(),
        vec![(
            Facts,
            vec![
                LivenessFailure::OutOfOrder {
                    asked: action,
                    done: Action::Blink,
                },
                LivenessFailure::TimedOut { action },
                LivenessFailure::NoReturn { action },
                LivenessFailure::IdentityChanged,
                LivenessFailure::Frozen,
                LivenessFailure::Looping,
                LivenessFailure::Jump,
            ],
        )],
    );
}

#[test]
fn of_the_keeper() {
    let source = source!("keeper/src/error.rs");
    let path = || text("/a/b");
    check(
        (source, "KeeperError"),
        WalletError::from,
        vec![
            (
                Inner,
                vec![
                    Denial::NotTheFace.into(),
                    IntentError::BlobTransaction.into(),
                    KitError::NotAKit.into(),
                ],
            ),
            (Kind, vec![KeeperError::WrongShare { failures: 1 }]),
            (
                Technical,
                vec![
                    KeeperError::Attack(text("a")),
                    KeeperError::Protocol(text("a")),
                    KeeperError::Gone(text("a")),
                    KeeperError::Account(7),
                ],
            ),
            (Elsewhere, vec![KeeperError::SessionOver(text("closed"))]),
            (
                Facts,
                vec![
                    KeeperError::NoIdentity(path()),
                    KeeperError::AlreadyEnrolled(path()),
                    KeeperError::LockedOut { seconds: 9 },
                    KeeperError::NoPhrase,
                    KeeperError::OtherWallet {
                        found: text("0xaa"),
                        here: text("0xbb"),
                    },
                    KeeperError::ForgetNeedsCopy(text("0xaa")),
                    KeeperError::Storage {
                        path: path(),
                        reason: FileFault::Full,
                    },
                    KeeperError::Record {
                        path: path(),
                        reason: KitError::Checksum,
                    },
                    KeeperError::Exists(path()),
                ],
            ),
        ],
    );
    check(
        (source, "Denial"),
        |e| KeeperError::from(e).into(),
        vec![
            (Inner, vec![Refusal::BareHash.into()]),
            (Facts, vec![Denial::NotTheFace]),
            (
                // The wallet asks with the key that belongs there.
                Technical,
                vec![
                    Denial::MasterKey,
                    Denial::NotTheMasterKey,
                    Denial::MasterKeyInSession,
                ],
            ),
        ],
    );
    check(
        (source, "FileFault"),
        |reason| WalletError::File {
            path: path(),
            reason,
        },
        vec![(
            Facts,
            vec![
                FileFault::Absent,
                FileFault::Forbidden,
                FileFault::ReadOnly,
                FileFault::Full,
                FileFault::Folder,
                FileFault::Other(text("the system's words")),
            ],
        )],
    );
    check(
        (source, "KitError"),
        |e| KeeperError::from(e).into(),
        vec![(
            Facts,
            vec![
                KitError::NotAKit,
                KitError::Version { found: 9, known: 1 },
                KitError::Truncated { len: 3 },
                KitError::Checksum,
                KitError::Flags(3),
                KitError::Sketch(text("a")),
                KitError::Key(text("a")),
                KitError::Argon2Cost {
                    memory_kib: 1,
                    passes: 1,
                    lanes: 1,
                },
                KitError::NoQr {
                    path: path(),
                    reason: text("grid"),
                },
            ],
        )],
    );
}

#[test]
fn of_nodes_and_amounts() {
    let name = || text("Own");
    let at = || text("https://own.example");
    let hash = B256::repeat_byte(7);
    check(
        (source!("chain/src/error.rs"), "ChainError"),
        WalletError::from,
        vec![
            (
                Inner,
                vec![
                    amount(AmountFault::NotDecimal),
                    address(AddressFault::Prefix),
                    network(NetworkFault::Name),
                    ChainError::BadFee {
                        reason: FeeFault::Zero,
                    },
                    gateway(GatewayFault::More),
                    refused(MediaFault::Scheme),
                    ChainError::MediaRubbish {
                        uri: at(),
                        reason: MediaFault::NotAnObject,
                    },
                ],
            ),
            (
                // A signature that our own signer made.
                Technical,
                vec![
                    ChainError::BadSignature { reason: text("s") },
                    ChainError::WrongSender {
                        expected: Address::ZERO,
                        recovered: Address::ZERO,
                    },
                ],
            ),
            (
                // Descriptions of contracts are added by a command; a window has
                // a warning where they cannot be read.
                Elsewhere,
                vec![ChainError::AbiFolder {
                    path: "/a".into(),
                    reason: text("empty"),
                }],
            ),
            (
                Facts,
                vec![
                    ChainError::BadChecksum {
                        given: text("0xAA"),
                        expected: text("0xaa"),
                    },
                    ChainError::NoRpcUrl { network: name() },
                    ChainError::Tls(text("no roots")),
                    ChainError::NodeDown {
                        network: name(),
                        endpoint: at(),
                        detail: text("refused"),
                    },
                    ChainError::NodeSlow {
                        network: name(),
                        endpoint: at(),
                        method: "eth_call",
                        seconds: 9,
                    },
                    ChainError::NodeRubbish {
                        network: name(),
                        endpoint: at(),
                        method: "eth_call",
                        detail: text("html"),
                    },
                    ChainError::NodeRefused {
                        network: name(),
                        method: "eth_call",
                        code: -1,
                        message: text("no"),
                    },
                    ChainError::WrongChain {
                        network: name(),
                        endpoint: at(),
                        expected: 1,
                        found: 2,
                    },
                    ChainError::InsufficientFunds {
                        balance: U256::ZERO,
                        value: U256::ONE,
                        highest_fee: U256::ONE,
                        currency: text("ETH"),
                    },
                    ChainError::NotAToken {
                        address: Address::ZERO,
                        network: name(),
                    },
                    ChainError::NotWaiting { hash },
                    ChainError::WouldRevert {
                        reason: text("paused"),
                    },
                    ChainError::PlaceTaken { nonce: 1 },
                    ChainError::NotConfirmed { hash, seconds: 9 },
                    ChainError::Cancelled { hash },
                    ChainError::NoGateway,
                    ChainError::LocalGateway,
                    ChainError::MediaDown {
                        uri: at(),
                        detail: text("status 404"),
                    },
                    ChainError::NotAPicture,
                    ChainError::DevnetOnly { network: name() },
                    ChainError::NoArtifact {
                        path: "/a".into(),
                        reason: text("empty"),
                    },
                    ChainError::AnvilMissing {
                        searched: text("/a"),
                    },
                    ChainError::PortBusy { port: 1 },
                    ChainError::DevnetFailed {
                        reason: text("end"),
                        log: "/a".into(),
                        state: "/b".into(),
                    },
                    ChainError::DevnetBusy,
                    ChainError::DevnetStuck { pid: 1 },
                    ChainError::DevnetFile {
                        path: "/a".into(),
                        source: io::Error::other("x"),
                    },
                ],
            ),
        ],
    );
}

fn amount(reason: AmountFault) -> ChainError {
    let text = text("1,5");
    ChainError::BadAmount { text, reason }
}

fn address(reason: AddressFault) -> ChainError {
    let text = text("0x1");
    ChainError::BadAddress { text, reason }
}

fn network(reason: NetworkFault) -> ChainError {
    let name = text("Own");
    ChainError::BadNetwork { name, reason }
}

fn gateway(reason: GatewayFault) -> ChainError {
    let url = text("http://own.example");
    ChainError::BadGateway { url, reason }
}

fn refused(reason: MediaFault) -> ChainError {
    let uri = text("ftp://own.example");
    ChainError::MediaRefused { uri, reason }
}

#[test]
fn of_what_was_typed_and_what_tokens_name() {
    let source = source!("chain/src/fault.rs");
    let all = |list| vec![(Facts, list)];
    check(
        (source, "AmountFault"),
        |e| amount(e).into(),
        all(vec![
            AmountFault::Unit {
                unit: text("EUR"),
                own: text("ETH"),
            },
            AmountFault::NotDecimal,
            AmountFault::EndsInPoint,
            AmountFault::Decimals { most: 6 },
            AmountFault::TooLarge,
        ]),
    );
    let all = |list| vec![(Facts, list)];
    check(
        (source, "AddressFault"),
        |e| address(e).into(),
        all(vec![
            AddressFault::Prefix,
            AddressFault::Digits,
            AddressFault::Length { digits: 39 },
        ]),
    );
    check(
        (source, "NetworkFault"),
        |e| network(e).into(),
        vec![(
            Facts,
            vec![
                NetworkFault::Name,
                NetworkFault::Currency,
                NetworkFault::ChainId,
                NetworkFault::NotAUrl {
                    text: text("x"),
                    detail: text("relative"),
                },
                NetworkFault::NotHttp { text: text("ws:") },
            ],
        )],
    );
    check(
        (source, "FeeFault"),
        |reason| ChainError::BadFee { reason }.into(),
        vec![(Facts, vec![FeeFault::Zero, FeeFault::TipAbovePrice])],
    );
    check(
        (source, "GatewayFault"),
        |e| gateway(e).into(),
        vec![(
            Facts,
            vec![
                GatewayFault::NotAUrl(text("relative")),
                GatewayFault::NotSecure,
                GatewayFault::More,
            ],
        )],
    );
    check(
        (source, "MediaFault"),
        |e| refused(e).into(),
        vec![(
            Facts,
            vec![
                MediaFault::NotOnIpfs,
                MediaFault::NotAUrl(text("relative")),
                MediaFault::NotSecure,
                MediaFault::Scheme,
                MediaFault::Unreached,
                MediaFault::Credentials,
                MediaFault::LocalAddress,
                MediaFault::Redirects { most: 3 },
                MediaFault::TooLong { kib: 256 },
                MediaFault::BadData(text("base64")),
                MediaFault::NotJson(text("line 1")),
                MediaFault::NotAnObject,
            ],
        )],
    );
}

#[test]
fn of_the_database() {
    let source = source!("store/src/error.rs");
    check(
        (source, "StoreError"),
        WalletError::from,
        vec![
            (
                Inner,
                vec![StoreError::Invalid {
                    what: "a",
                    reason: Unfit::Empty,
                }],
            ),
            (
                Facts,
                vec![
                    StoreError::ReadOnly { path: "/a".into() },
                    StoreError::Full { path: "/a".into() },
                    StoreError::Corrupt {
                        path: "/a".into(),
                        detail: text("page 3"),
                    },
                    StoreError::NotOurs { path: "/a".into() },
                    StoreError::NewerSchema {
                        path: "/a".into(),
                        found: 9,
                        known: 4,
                    },
                    StoreError::Busy { path: "/a".into() },
                    StoreError::Io {
                        path: "/a".into(),
                        source: io::Error::other("x"),
                    },
                    StoreError::NotFound {
                        what: "contact",
                        name: text("Bob"),
                    },
                    StoreError::Duplicate {
                        what: "contact",
                        name: text("Bob"),
                    },
                    StoreError::Database {
                        path: "/a".into(),
                        detail: text("misuse"),
                    },
                ],
            ),
        ],
    );
    check(
        (source, "Unfit"),
        |reason| {
            let what = "a";
            StoreError::Invalid { what, reason }.into()
        },
        vec![
            (
                Facts,
                vec![
                    Unfit::Empty,
                    Unfit::TooLong { most: 64 },
                    Unfit::Control,
                    Unfit::ChainId(0),
                ],
            ),
            (
                Technical,
                vec![Unfit::OtherAddress {
                    index: 0,
                    known: text("0xaa"),
                    found: text("0xbb"),
                }],
            ),
        ],
    );
}

#[test]
fn of_the_camera_and_the_models() {
    let index = 7;
    let path = || std::path::PathBuf::from("/a");
    check(
        (source!("camera/src/error.rs"), "CameraError"),
        WalletError::from,
        vec![
            (Inner, vec![FrameError::NotAPicture.into()]),
            (
                // A build without cameras, and the page's camera without a page.
                Technical,
                vec![CameraError::NotBuilt, CameraError::NoWindow],
            ),
            (
                Facts,
                vec![
                    CameraError::NoCamera { index },
                    CameraError::NoPermission { index },
                    CameraError::Busy { index },
                    CameraError::Unplugged { index },
                    CameraError::Black { index },
                    CameraError::NoFormat { index },
                    CameraError::Failed {
                        index,
                        problem: text("ioctl"),
                    },
                    CameraError::Path {
                        path: path(),
                        source: io::ErrorKind::NotFound.into(),
                    },
                    CameraError::NoPhotos { path: path() },
                    CameraError::Silent,
                    CameraError::Ended,
                ],
            ),
        ],
    );
    let pack = PackId::from_bytes([1; 32]);
    let model = "embedder";
    check(
        (source!("face/src/error.rs"), "FaceError"),
        WalletError::from,
        vec![
            (Kind, vec![FaceError::NoFrames, FaceError::Degenerate]),
            (
                // Of models that somebody added: their makers' affair.
                Technical,
                vec![
                    FaceError::Model {
                        model,
                        problem: Problem::Json(text("line 1")),
                    },
                    FaceError::Inference {
                        model,
                        problem: text("shape"),
                    },
                    FaceError::Shape {
                        model,
                        expected: 1,
                        found: 2,
                    },
                    FaceError::Calibration { problem: "short" },
                    FaceError::Occlusion { problem: "short" },
                ],
            ),
            (
                Facts,
                vec![
                    FaceError::MissingFile {
                        pack: text("p"),
                        path: path(),
                        origin: text("o"),
                    },
                    FaceError::Unreadable {
                        path: path(),
                        source: io::ErrorKind::PermissionDenied.into(),
                    },
                    FaceError::ChangedFile {
                        path: path(),
                        expected: text("a"),
                        found: text("b"),
                    },
                    FaceError::Manifest {
                        path: path(),
                        problem: text("line 1"),
                    },
                    FaceError::Pipeline {
                        pack: text("p"),
                        wanted: 9,
                        have: 1,
                    },
                    FaceError::UnknownPack {
                        wanted: pack,
                        installed: vec![],
                    },
                    FaceError::MixedPacks(pack, pack),
                ],
            ),
        ],
    );
}

#[test]
fn of_what_is_not_signed() {
    check(
        (source!("intent/src/error.rs"), "IntentError"),
        WalletError::from,
        vec![
            (
                // Transactions are built here; no window takes one as bytes.
                Technical,
                vec![
                    IntentError::UnknownTransactionType(9),
                    IntentError::MalformedTransaction(text("rlp")),
                    IntentError::NotCanonical,
                ],
            ),
            (
                Facts,
                vec![
                    IntentError::TooLong {
                        what: text("message"),
                        len: 2,
                        limit: 1,
                    },
                    IntentError::Empty {
                        what: text("message"),
                    },
                    IntentError::BlobTransaction,
                    IntentError::MalformedTypedData(text("line 1")),
                    IntentError::TypeName { name: text("a b") },
                    IntentError::Types(text("circle")),
                    IntentError::DomainMismatch {
                        present: text("name"),
                        declared: text("salt"),
                    },
                    IntentError::ChainIdTooLarge(text("9e99")),
                    IntentError::Values(text("uint8")),
                ],
            ),
        ],
    );
    check(
        (source!("intent/src/scope.rs"), "Refusal"),
        WalletError::from,
        vec![
            (
                // Of signing sessions, which only a command opens.
                Elsewhere,
                vec![
                    Refusal::SessionElsewhere { chain_id: 1 },
                    Refusal::SessionBounds {
                        seconds: 1,
                        signatures: 1,
                    },
                    Refusal::NotInSession { what: text("a") },
                    Refusal::OtherChainThanSession {
                        session: 1,
                        found: 2,
                    },
                ],
            ),
            (
                Facts,
                vec![
                    Refusal::NoChainId,
                    Refusal::DelegationForEveryChain {
                        address: text("0xaa"),
                    },
                    Refusal::BareHash,
                    Refusal::ImitatesOwnText,
                    Refusal::LiveChain { chain_id: 1 },
                    Refusal::TypedDataWithoutChain,
                    Refusal::SignInElsewhere { found: text("1") },
                ],
            ),
        ],
    );
    check(
        (source!("intent/src/siwe.rs"), "SignInRefusal"),
        WalletError::from,
        vec![(
            Facts,
            vec![
                SignInRefusal::Malformed {
                    line: 3,
                    reason: text("no nonce"),
                },
                SignInRefusal::OtherDomain {
                    expected: text("a.example"),
                    found: text("b.example"),
                },
                SignInRefusal::OtherAccount {
                    found: Address::ZERO,
                    own: Address::ZERO,
                },
                SignInRefusal::OtherChain {
                    found: 1,
                    chain_id: 2,
                },
                SignInRefusal::Expired { at: text("1970") },
            ],
        )],
    );
}
