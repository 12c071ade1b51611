//! Errors as windows see them: a word and facts, which have texts in every
//! language, and the technical words of others.

use mien_chain::ChainError;
use mien_face::FaceError;
use mien_identity::IdentityError;
use mien_keeper::KeeperError;
use mien_store::StoreError;
use mien_wallet::{Problem, WalletError};
use serde::Serialize;
use specta::Type;

use super::Fact;
use super::reading::{self, Said};

/// What kind of thing went wrong. Each has a sentence and an advice in both
/// languages in `ui/src/lib/i18n`; a test there fails when one is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "the words say it; the texts are in ui/src/lib/i18n"
)]
pub enum ErrorCode {
    NotMatched,
    PoorQuality,
    Liveness,
    Cancelled,
    LockedOut,
    Refused,
    Attack,
    Pin,
    Camera,
    NoWallet,
    AlreadyEnrolled,
    NotProved,
    Kit,
    Storage,
    OtherPack,
    ModelsMissing,
    NoConsent,
    Offline,
    DevnetStopped,
    InsufficientFunds,
    WrongAddress,
    WrongAmount,
    WrongInput,
    NotSignable,
    Reverted,
    BadSignature,
    Suspended,
    FaceOnly,
    UnknownNetwork,
    Chain,
    Unconfirmed,
    Devnet,
    Busy,
    Locked,
    StaleReview,
    DemoOnly,
    Phrase,
    Print,
    File,
    Failed,
}

/// An error as a window gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct AppError {
    /// What kind.
    pub code: ErrorCode,
    /// Its particulars.
    pub fact: Option<Box<Fact>>,
    /// Technical words, in English or as a node, a driver or a contract gave
    /// them; shown as a quotation to those who ask.
    pub detail: Option<String>,
}

impl AppError {
    /// One whose kind says it all.
    #[must_use]
    pub fn of(code: ErrorCode) -> Self {
        Self {
            code,
            fact: None,
            detail: None,
        }
    }

    /// With its particulars.
    #[must_use]
    pub fn because(code: ErrorCode, fact: Fact) -> Self {
        Self {
            fact: Some(Box::new(fact)),
            ..Self::of(code)
        }
    }

    /// The app is locked.
    #[must_use]
    pub fn locked() -> Self {
        Self::of(ErrorCode::Locked)
    }

    /// A scan is under way.
    #[must_use]
    pub fn busy() -> Self {
        Self::of(ErrorCode::Busy)
    }

    /// Something that cannot happen while the program is whole; what, in
    /// technical words.
    #[must_use]
    pub fn broken(what: &str) -> Self {
        Self {
            detail: Some(what.to_owned()),
            ..Self::of(ErrorCode::Failed)
        }
    }
}

impl From<WalletError> for AppError {
    fn from(e: WalletError) -> Self {
        Self::from(&e)
    }
}

impl From<&WalletError> for AppError {
    fn from(e: &WalletError) -> Self {
        let Said { fact, detail } = reading::of_wallet(e);
        Self {
            code: wallet_code(e),
            fact: fact.map(Box::new),
            detail,
        }
    }
}

impl From<Problem> for AppError {
    fn from(problem: Problem) -> Self {
        Self::from(problem.error())
    }
}

fn wallet_code(e: &WalletError) -> ErrorCode {
    match e {
        WalletError::Identity(e) => identity_code(e),
        WalletError::Chain(e) => chain_code(e),
        WalletError::Store(
            StoreError::Duplicate { .. } | StoreError::NotFound { .. } | StoreError::Invalid { .. },
        ) => ErrorCode::WrongInput,
        WalletError::Store(_) => ErrorCode::Storage,
        WalletError::Intent(_) => ErrorCode::NotSignable,
        WalletError::Refused(_) | WalletError::SignIn(_) => ErrorCode::Refused,
        WalletError::NotProved => ErrorCode::NotProved,
        WalletError::UnknownNetwork(..) => ErrorCode::UnknownNetwork,
        WalletError::Suspended => ErrorCode::Suspended,
        WalletError::UnknownContact(_) => ErrorCode::WrongAddress,
        WalletError::NotEnough { .. } => ErrorCode::InsufficientFunds,
        WalletError::DevnetStopped => ErrorCode::DevnetStopped,
        WalletError::ModelsMissing(_) => ErrorCode::ModelsMissing,
        WalletError::File { .. }
        | WalletError::Exists(_)
        | WalletError::NotASignatureFile { .. }
        | WalletError::NewerSignatureFile { .. }
        | WalletError::FileTooLong { .. }
        | WalletError::NotText(_) => ErrorCode::File,
        WalletError::Reverted { .. } => ErrorCode::Reverted,
        WalletError::BadSignature(_) => ErrorCode::BadSignature,
        WalletError::NoConsent | WalletError::NotPublished => ErrorCode::NoConsent,
        WalletError::FaceOnly { .. } => ErrorCode::FaceOnly,
        WalletError::NotRefused
        | WalletError::ContactName(_)
        | WalletError::PaymentLink(_)
        | WalletError::NetworkFixed { .. }
        | WalletError::UnknownTransaction(_) => ErrorCode::WrongInput,
        _ => ErrorCode::Failed,
    }
}

fn identity_code(e: &IdentityError) -> ErrorCode {
    if e.is_scared() {
        return ErrorCode::Attack;
    }
    match e {
        IdentityError::NotMatched | IdentityError::Keeper(KeeperError::WrongShare { .. }) => {
            ErrorCode::NotMatched
        }
        IdentityError::PoorQuality { .. } | IdentityError::CapturesDisagree => {
            ErrorCode::PoorQuality
        }
        IdentityError::Liveness(_) => ErrorCode::Liveness,
        IdentityError::Cancelled => ErrorCode::Cancelled,
        IdentityError::OtherPack { .. } | IdentityError::Face(FaceError::UnknownPack { .. }) => {
            ErrorCode::OtherPack
        }
        IdentityError::PinMissing
        | IdentityError::PinTooShort { .. }
        | IdentityError::PinTooLong { .. } => ErrorCode::Pin,
        IdentityError::Phrase(_) => ErrorCode::Phrase,
        IdentityError::Camera(_) => ErrorCode::Camera,
        IdentityError::Keeper(e) => keeper_code(e),
        IdentityError::Face(FaceError::NoFrames | FaceError::Degenerate) => ErrorCode::PoorQuality,
        IdentityError::Face(FaceError::MixedPacks(..)) => ErrorCode::OtherPack,
        IdentityError::Face(_) | IdentityError::PackParameters(_) => ErrorCode::ModelsMissing,
        _ => ErrorCode::Failed,
    }
}

fn keeper_code(e: &KeeperError) -> ErrorCode {
    match e {
        KeeperError::LockedOut { .. } => ErrorCode::LockedOut,
        KeeperError::Policy(_) => ErrorCode::Refused,
        KeeperError::Intent(_) => ErrorCode::NotSignable,
        KeeperError::ForgetNeedsCopy(_) => ErrorCode::WrongInput,
        KeeperError::NoIdentity(_) => ErrorCode::NoWallet,
        KeeperError::NoPhrase => ErrorCode::Phrase,
        KeeperError::AlreadyEnrolled(_) => ErrorCode::AlreadyEnrolled,
        KeeperError::Kit(_) | KeeperError::OtherWallet { .. } => ErrorCode::Kit,
        KeeperError::Exists(_) => ErrorCode::File,
        KeeperError::Storage { .. } | KeeperError::Record { .. } => ErrorCode::Storage,
        _ => ErrorCode::Failed,
    }
}

fn chain_code(e: &ChainError) -> ErrorCode {
    match e {
        ChainError::BadAmount { .. } | ChainError::BadFee { .. } => ErrorCode::WrongAmount,
        ChainError::BadAddress { .. }
        | ChainError::BadChecksum { .. }
        | ChainError::NotAToken { .. } => ErrorCode::WrongAddress,
        ChainError::NoRpcUrl { .. } => ErrorCode::UnknownNetwork,
        ChainError::Tls(_) | ChainError::NodeDown { .. } | ChainError::NodeSlow { .. } => {
            ErrorCode::Offline
        }
        ChainError::InsufficientFunds { .. } => ErrorCode::InsufficientFunds,
        ChainError::WouldRevert { .. } => ErrorCode::Reverted,
        ChainError::NotConfirmed { .. } | ChainError::Cancelled { .. } => ErrorCode::Unconfirmed,
        ChainError::NotWaiting { .. }
        | ChainError::BadNetwork { .. }
        | ChainError::BadGateway { .. } => ErrorCode::WrongInput,
        ChainError::AnvilMissing { .. }
        | ChainError::PortBusy { .. }
        | ChainError::DevnetFailed { .. }
        | ChainError::DevnetBusy
        | ChainError::DevnetStuck { .. }
        | ChainError::DevnetFile { .. }
        | ChainError::DevnetOnly { .. }
        | ChainError::NoArtifact { .. } => ErrorCode::Devnet,
        _ => ErrorCode::Chain,
    }
}
