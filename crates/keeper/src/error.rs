//! Everything the keeper refuses, with what to do next.

use std::io::ErrorKind;

use mien_intent::{IntentError, Refusal};
use serde::{Deserialize, Serialize};

/// Helper data that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum KitError {
    /// Neither a kit file, nor a picture of one, nor its text.
    #[error(
        "this is not a Mien recovery kit; choose the .mienkit file, a picture of its QR code, or the text that begins with MIEN:"
    )]
    NotAKit,
    /// A version this program does not know.
    #[error(
        "this kit has version {found}, and this Mien reads up to version {known}; install a newer Mien"
    )]
    Version {
        /// As stored.
        found: u8,
        /// The newest one known here.
        known: u8,
    },
    /// The data ends too early.
    #[error("the kit is cut off after {len} bytes; use another copy of it")]
    Truncated {
        /// Bytes present.
        len: usize,
    },
    /// The trailing SHA-256 does not fit.
    #[error("the kit is damaged (its checksum does not fit); use another copy of it")]
    Checksum,
    /// Flags that no version defines.
    #[error("the kit carries flags {0:#04x} that this Mien does not know; install a newer Mien")]
    Flags(u8),
    /// The sketch part is not well formed.
    #[error("the sketch in the kit is not valid ({0}); use another copy of it")]
    Sketch(String),
    /// A key or share is not valid.
    #[error("a key in the kit is not valid ({0}); use another copy of it")]
    Key(String),
    /// A password-hash cost out of bounds.
    #[error(
        "the kit asks for a password hash of {memory_kib} KiB, {passes} passes, {lanes} lanes, outside what is allowed; use another copy of it"
    )]
    Argon2Cost {
        /// KiB asked for.
        memory_kib: u32,
        /// Passes asked for.
        passes: u8,
        /// Lanes asked for.
        lanes: u8,
    },
    /// A picture without a readable QR code.
    #[error(
        "no QR code could be read in {path} ({reason}); take the picture again from straight ahead, sharp and well lit"
    )]
    NoQr {
        /// The picture.
        path: String,
        /// What the decoder said.
        reason: String,
    },
}

/// Why something is not signed, whatever the scan says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Denial {
    /// What was to be signed is refused.
    #[error(transparent)]
    Request(#[from] Refusal),
    /// The master key was asked for something of the user's.
    #[error("the master key signs drills only; name an account")]
    MasterKey,
    /// An account's key was asked to open a session.
    #[error("a session is opened with the master key")]
    NotTheMasterKey,
    /// A share that is not the enrolled face's.
    #[error(
        "the paper phrase and an unfinished renewal sign drills only; enrol your face again with `mien recover --phrase`"
    )]
    NotTheFace,
    /// A session was asked for the master key.
    #[error("a session signs with accounts only; name one")]
    MasterKeyInSession,
}

/// Why a file or folder cannot be read or written, where a person can do
/// something about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FileFault {
    /// It is not there.
    #[error("not found; check the path")]
    Absent,
    /// The system does not allow it.
    #[error(
        "no permission; choose a file or folder that you may use (for the wallet itself: MIEN_HOME)"
    )]
    Forbidden,
    /// Its disk takes no changes.
    #[error("the disk is read-only; choose another folder (MIEN_HOME)")]
    ReadOnly,
    /// Its disk has no room.
    #[error("the disk is full; free some space, nothing was lost")]
    Full,
    /// A folder where a file belongs.
    #[error("this is a folder; name a file")]
    Folder,
    /// Anything else, in the system's words.
    #[error("{0}")]
    Other(String),
}

impl From<&std::io::Error> for FileFault {
    fn from(e: &std::io::Error) -> Self {
        match e.kind() {
            ErrorKind::PermissionDenied => Self::Forbidden,
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::NotFound => Self::Absent,
            ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Other(e.to_string()),
        }
    }
}

/// What the keeper answers when it does not do as asked.
///
/// Travels from the keeper process to its client, so it carries text and
/// numbers only, never a share.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum KeeperError {
    /// There is no helper data here.
    #[error(
        "there is no face wallet in {0}; create one with `mien enrol` or bring yours back with `mien recover`"
    )]
    NoIdentity(String),
    /// There is one already.
    #[error(
        "there is a face wallet in {0} already; use another data directory (MIEN_HOME) or `mien forget` first"
    )]
    AlreadyEnrolled(String),
    /// Too many attempts without success.
    #[error(
        "too many attempts without a match; wait {seconds} s and scan again (the wallet is not lost)"
    )]
    LockedOut {
        /// Seconds left.
        seconds: u64,
    },
    /// The share did not fit: face or PIN.
    #[error("face or PIN did not match ({failures} attempts since the last match)")]
    WrongShare {
        /// Counted attempts since the last success.
        failures: u32,
    },
    /// The kit holds no share for a paper phrase.
    #[error("no paper phrase was made for this wallet; scan your face instead")]
    NoPhrase,
    /// No signing session is open, or it has ended.
    #[error("no signing session is open ({0}); open one with a scan")]
    SessionOver(String),
    /// Refused by what this identity may sign.
    #[error(transparent)]
    Policy(#[from] Denial),
    /// Not a request that can be signed.
    #[error(transparent)]
    Intent(#[from] IntentError),
    /// A kit could not be read.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// The kit belongs to another wallet.
    #[error("this kit belongs to {found}, and the wallet here is {here}; nothing was changed")]
    OtherWallet {
        /// Address in the kit.
        found: String,
        /// Address here.
        here: String,
    },
    /// Forgetting needs a copy that was read back and drilled, or the address.
    #[error(
        "forgetting needs a recovery kit that has left this device and a drill, or the wallet's address typed out: `mien forget --address {0}`"
    )]
    ForgetNeedsCopy(String),
    /// A file could not be read or written.
    #[error("{path}: {reason}")]
    Storage {
        /// The file or folder.
        path: String,
        /// Why, and what to do.
        reason: FileFault,
    },
    /// The wallet's own record is damaged.
    #[error(
        "{path}: the record cannot be read: {reason}. Bring the wallet back with `mien recover` from its recovery kit in another data directory"
    )]
    Record {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: KitError,
    },
    /// A file exists and would be overwritten.
    #[error("{0} exists already; choose another name, nothing was overwritten")]
    Exists(String),
    /// The other side broke the protocol; treat it as an attack.
    #[error(
        "the signing protocol was violated ({0}); nothing was signed. If this happens again, do not use this device"
    )]
    Attack(String),
    /// A message out of order or not readable.
    #[error("the keeper received a message it did not expect ({0}); start the command again")]
    Protocol(String),
    /// The keeper process cannot be reached.
    #[error("the keeper process ended unexpectedly ({0}); start the command again")]
    Gone(String),
    /// An account index that BIP-32 calls invalid, or out of range.
    #[error("account {0} cannot be derived; use the next number")]
    Account(u32),
}

impl KeeperError {
    /// Whether this points to an attack rather than to an ordinary failure.
    #[must_use]
    pub fn is_scared(&self) -> bool {
        matches!(self, Self::Attack(_))
    }
}
