//! Errors of the use cases.

use mien_camera::CameraError;
use mien_chain::ChainError;
use mien_cosign::CosignError;
use mien_face::FaceError;
use mien_identity::IdentityError;
use mien_intent::{IntentError, Refusal, SignInRefusal};
use mien_keeper::{FileFault, KeeperError};
use mien_store::StoreError;

/// Why a signature does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureFault {
    /// Not 65 bytes in hex.
    #[error("the signature is not 65 bytes in hex; get the file again from its author")]
    NotHex,
    /// 65 bytes that are no signature.
    #[error("the signature is not well formed; get the file again from its author")]
    Malformed,
    /// Another's, or of something else.
    #[error("the signature does NOT belong to this content and signer; do not rely on it")]
    NotTheirs,
    /// A document was given, and a text was signed.
    #[error("this signature is not about a document")]
    NotOfADocument,
    /// A text that should name a document and does not.
    #[error("the signed text does not name a document; do not rely on it")]
    NoDocumentNamed,
    /// Another document.
    #[error("the document is NOT the one that was signed: its SHA-256 differs")]
    OtherDocument,
    /// One that was just made and cannot be used, in technical words.
    #[error("{0}")]
    Made(String),
}

/// Something that was not done, with what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WalletError {
    /// From the face, the sketch or the keeper.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// From the node.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// From the database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was to be signed cannot be read.
    #[error(transparent)]
    Intent(#[from] IntentError),
    /// What was to be signed is refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A sign-in text that is refused.
    #[error(transparent)]
    SignIn(#[from] SignInRefusal),
    /// The identity was never proved by a drill.
    #[error(
        "this wallet was not proved yet; run `mien drill` with your face (and PIN) before its address is shown"
    )]
    NotProved,
    /// A network of that name is not known.
    #[error("there is no network called {0}; known are {1}")]
    UnknownNetwork(String, String),
    /// A file that was to be written is there already.
    #[error("{0} exists already; choose another name, nothing was overwritten")]
    Exists(String),
    /// Words that do not do without a copy of the kit.
    #[error("type the sentence exactly as it is shown, or save a copy of the kit")]
    NotRefused,
    /// The owner has stopped the wallet.
    #[error("this wallet is suspended and signs nothing; `mien resume` and a scan bring it back")]
    Suspended,
    /// A signing session for a network that it is not for.
    #[error(
        "signing sessions are for a local development node only, and {0}; there every signature needs a scan"
    )]
    NoSessionHere(String),
    /// A contact of that name is not known.
    #[error(
        "`{0}` is neither an address (0x and 40 digits) nor in the address book; see `mien contacts list`"
    )]
    UnknownContact(String),
    /// A contact's name that could be taken for an address.
    #[error("`{0}` looks like an address; give the contact a name")]
    ContactName(String),
    /// Less of an asset than was to be sent.
    #[error("the account has {has}, not {wanted}; send less, or from another account")]
    NotEnough {
        /// What is there.
        has: String,
        /// What was wanted.
        wanted: String,
    },
    /// A token that does not say where its metadata are.
    #[error("{0} names no metadata, or does not exist; check the contract and the number")]
    NoMetadata(String),
    /// A token after those whose metadata are fetched.
    #[error("not fetched: it comes after the first {most}; see `mien nfts show`")]
    TooManyTokens {
        /// How many are.
        most: usize,
    },
    /// A token without a picture.
    #[error("this token has no picture; leave out --picture to see what it says")]
    NoPicture,
    /// A transaction that this wallet did not send.
    #[error("transaction {0} is not in this wallet's history; see `mien history`")]
    UnknownTransaction(String),
    /// A link that asks for something else than a payment of coins.
    #[error("`{0}` asks for something that Mien does not do from a link; enter it by hand")]
    PaymentLink(String),
    /// A transaction for a chain that is not there any more.
    #[error(
        "transaction {0} was made for a chain that was begun anew or went back since; send it again with a scan"
    )]
    OtherChain(String),
    /// A network that comes with Mien, with another chain id.
    #[error("{name} has chain id {chain_id}, not {given}; give your network another name")]
    NetworkFixed {
        /// Its name.
        name: String,
        /// Its chain id.
        chain_id: u64,
        /// The one that was given.
        given: u64,
    },
    /// The local network is not running.
    #[error("the devnet is not running; start it with `mien devnet start`")]
    DevnetStopped,
    /// The models folder could not be found.
    #[error("the face models were not found (looked in {0}); run `make setup`, or set MIEN_MODELS")]
    ModelsMissing(String),
    /// A file could not be read or written.
    #[error("{path}: {reason}")]
    File {
        /// Which.
        path: String,
        /// Why, and what to do.
        reason: FileFault,
    },
    /// A file that is no signature file.
    #[error("{path}: this is not a signature file of `mien sign --out` ({detail})")]
    NotASignatureFile {
        /// Which.
        path: String,
        /// What its reader said.
        detail: String,
    },
    /// A signature file of a later version.
    #[error("{path}: version {version} is not known to this Mien; install a newer one")]
    NewerSignatureFile {
        /// Which.
        path: String,
        /// Its version.
        version: u32,
    },
    /// A file that is longer than what belongs in its place.
    #[error("{path}: {bytes} bytes are more than the {most} that belong here")]
    FileTooLong {
        /// Which.
        path: String,
        /// Its length.
        bytes: u64,
        /// The limit.
        most: u64,
    },
    /// Typed data that are no text.
    #[error("{0}: this is not text; typed data is a JSON file")]
    NotText(String),
    /// A transaction that was mined and failed.
    #[error(
        "transaction {hash} was mined and failed: {reason}; the fee was paid, the amount was not sent"
    )]
    Reverted {
        /// Which.
        hash: String,
        /// What the contract said.
        reason: String,
    },
    /// A signature that does not hold.
    #[error("{0}")]
    BadSignature(SignatureFault),
    /// The data directory cannot be determined.
    #[error("no home directory was found; name a data directory with --home or MIEN_HOME")]
    NoHome,
    /// Consent was not given.
    #[error(
        "nothing is captured without your consent; run the command again and agree, or give --agree"
    )]
    NoConsent,
    /// Consent to a publication was not given.
    #[error(
        "nothing is published without your consent; run the command again and agree, or give --agree"
    )]
    NotPublished,
    /// A face-only wallet on a live network.
    #[error(
        "this wallet was made without a PIN, and a photograph of you could open it: it is for development networks only, not for {network}. Set a PIN with `mien pin change`"
    )]
    FaceOnly {
        /// The network.
        network: String,
    },
}

impl From<KeeperError> for WalletError {
    fn from(e: KeeperError) -> Self {
        Self::Identity(e.into())
    }
}

impl From<CosignError> for WalletError {
    fn from(e: CosignError) -> Self {
        Self::Identity(e.into())
    }
}

impl From<CameraError> for WalletError {
    fn from(e: CameraError) -> Self {
        Self::Identity(e.into())
    }
}

impl From<FaceError> for WalletError {
    fn from(e: FaceError) -> Self {
        Self::Identity(e.into())
    }
}

impl WalletError {
    /// A stable word for scripts and for the history.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Identity(e) => identity_code(e),
            Self::Refused(_)
            | Self::SignIn(_)
            | Self::FaceOnly { .. }
            | Self::Suspended
            | Self::NoSessionHere(_) => "refused",
            Self::Chain(ChainError::InsufficientFunds { .. }) | Self::NotEnough { .. } => {
                "insufficient-funds"
            }
            Self::Chain(_) => "chain",
            Self::Store(_) => "store",
            Self::Intent(_) => "not-signable",
            Self::NotProved => "not-proved",
            Self::BadSignature(_) => "bad-signature",
            Self::NoConsent | Self::NotPublished => "no-consent",
            _ => "failed",
        }
    }
}

fn identity_code(e: &IdentityError) -> &'static str {
    if e.is_scared() {
        return "attack";
    }
    match e {
        IdentityError::NotMatched | IdentityError::Keeper(KeeperError::WrongShare { .. }) => {
            "not-matched"
        }
        IdentityError::PoorQuality { .. } => "poor-quality",
        IdentityError::Liveness(_) => "liveness",
        IdentityError::Cancelled => "cancelled",
        IdentityError::OtherPack { .. } | IdentityError::Face(FaceError::UnknownPack { .. }) => {
            "other-pack"
        }
        IdentityError::PinMissing
        | IdentityError::PinTooShort { .. }
        | IdentityError::PinTooLong { .. } => "pin",
        IdentityError::PinNotListed => "refused",
        IdentityError::Camera(_) => "camera",
        IdentityError::Keeper(e) => keeper_code(e),
        _ => "failed",
    }
}

fn keeper_code(e: &KeeperError) -> &'static str {
    match e {
        KeeperError::LockedOut { .. } => "locked-out",
        KeeperError::Policy(_) | KeeperError::ForgetNeedsCopy(_) => "refused",
        KeeperError::NoIdentity(_) => "no-wallet",
        KeeperError::SessionOver(_) => "session-over",
        KeeperError::AlreadyEnrolled(_) => "already-enrolled",
        KeeperError::Kit(_) | KeeperError::OtherWallet { .. } => "kit",
        KeeperError::Exists(_) | KeeperError::Storage { .. } => "storage",
        _ => "failed",
    }
}
