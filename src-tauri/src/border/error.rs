//! Errors as windows see them: a word that has texts in every language, and a
//! sentence with the particulars.

use mien_chain::ChainError;
use mien_face::FaceError;
use mien_identity::IdentityError;
use mien_keeper::KeeperError;
use mien_wallet::WalletError;
use serde::Serialize;
use specta::Type;

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
    Busy,
    Locked,
    StaleReview,
    DemoOnly,
    Phrase,
    File,
    Failed,
}

/// An error as a window gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct AppError {
    /// What kind.
    pub code: ErrorCode,
    /// In English, with the particulars and what to do next.
    pub message: String,
}

impl AppError {
    /// With its sentence.
    #[must_use]
    pub fn new(code: ErrorCode, message: &str) -> Self {
        Self {
            code,
            message: message.to_owned(),
        }
    }

    /// The app is locked.
    #[must_use]
    pub fn locked() -> Self {
        Self::new(ErrorCode::Locked, "Mien is locked; unlock it with a scan")
    }

    /// A scan is under way.
    #[must_use]
    pub fn busy() -> Self {
        Self::new(
            ErrorCode::Busy,
            "the camera is in use by another scan; finish or cancel that one first",
        )
    }

    /// Something that cannot happen while the program is whole.
    #[must_use]
    pub fn broken(what: &str) -> Self {
        Self::new(
            ErrorCode::Failed,
            &format!("{what}; close Mien and open it again"),
        )
    }
}

impl From<WalletError> for AppError {
    fn from(e: WalletError) -> Self {
        Self {
            code: wallet_code(&e),
            message: e.to_string(),
        }
    }
}

fn wallet_code(e: &WalletError) -> ErrorCode {
    match e {
        WalletError::Identity(e) => identity_code(e),
        WalletError::Chain(e) => chain_code(e),
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
        WalletError::File { .. } => ErrorCode::File,
        WalletError::Reverted { .. } => ErrorCode::Reverted,
        WalletError::BadSignature(_) => ErrorCode::BadSignature,
        WalletError::NoConsent | WalletError::NotPublished => ErrorCode::NoConsent,
        WalletError::FaceOnly(_) => ErrorCode::FaceOnly,
        WalletError::ContactName(_)
        | WalletError::PaymentLink(_)
        | WalletError::NetworkFixed(_)
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
        IdentityError::Face(_) => ErrorCode::ModelsMissing,
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
        KeeperError::Storage { .. } => ErrorCode::Storage,
        _ => ErrorCode::Failed,
    }
}

fn chain_code(e: &ChainError) -> ErrorCode {
    match e {
        ChainError::BadAmount { .. } | ChainError::BadFee { .. } => ErrorCode::WrongAmount,
        ChainError::BadAddress { .. }
        | ChainError::BadChecksum { .. }
        | ChainError::NotAToken { .. } => ErrorCode::WrongAddress,
        ChainError::BadNetwork { .. } | ChainError::NoRpcUrl { .. } => ErrorCode::UnknownNetwork,
        ChainError::Tls(_) | ChainError::NodeDown { .. } | ChainError::NodeSlow { .. } => {
            ErrorCode::Offline
        }
        ChainError::InsufficientFunds { .. } => ErrorCode::InsufficientFunds,
        ChainError::WouldRevert { .. } => ErrorCode::Reverted,
        ChainError::NotWaiting { .. } => ErrorCode::WrongInput,
        _ => ErrorCode::Chain,
    }
}
