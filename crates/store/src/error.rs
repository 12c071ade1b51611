//! What can go wrong with the database.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the database does not take a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// Nothing.
    #[error("it is empty")]
    Empty,
    /// Longer than is kept.
    #[error("it has more than {most} characters")]
    TooLong {
        /// The limit.
        most: usize,
    },
    /// Line breaks and the like.
    #[error("it contains control characters")]
    Control,
    /// A chain id that SQLite cannot hold.
    #[error("{0} is not between 1 and 2^63 − 1")]
    ChainId(u64),
    /// Another address than was derived before.
    #[error("account {index} is {known} and not {found}")]
    OtherAddress {
        /// i of m/0/i.
        index: u32,
        /// The address in the database.
        known: String,
        /// The one that was to be stored.
        found: String,
    },
}

/// An error of this crate. Each message says what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The directory or the file cannot be written.
    #[error(
        "{} cannot be written; make the folder writable for you, or set MIEN_HOME to another one",
        path.display()
    )]
    ReadOnly {
        /// The directory or file.
        path: PathBuf,
    },
    /// No space left. The last change was not made; nothing else was lost.
    #[error("the disk that holds {} is full; free some space and try again", path.display())]
    Full {
        /// The database.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error(
        "{} is damaged ({detail}); restore it from a backup, or move it away: the key is not in \
         it, only labels, contacts and history are lost",
        path.display()
    )]
    Corrupt {
        /// The database.
        path: PathBuf,
        /// What SQLite found.
        detail: String,
    },
    /// A file of something else lies in its place.
    #[error("{} is not a database of Mien; move it away, or set MIEN_HOME to another folder", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// Written by a newer version of this program.
    #[error(
        "{} was written by a newer version of Mien (format {found}, this one knows {known}); \
         update Mien",
        path.display()
    )]
    NewerSchema {
        /// The database.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// Another process holds it for too long.
    #[error("{} is in use by another program; wait until it is done and try again", path.display())]
    Busy {
        /// The database.
        path: PathBuf,
    },
    /// The directory cannot be made or looked at.
    #[error("{}: {source}; check that the folder exists and is yours, and that its disk is not full", path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is no such row.
    #[error("there is no {what} `{name}`")]
    NotFound {
        /// Network, account, contact, history record.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// There is one of that name already.
    #[error("there is a {what} `{name}` already; choose another name, or change that one")]
    Duplicate {
        /// Network, account, contact.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A value that the database does not take.
    #[error("{what} cannot be stored: {reason}")]
    Invalid {
        /// Which value.
        what: &'static str,
        /// Why not.
        reason: Unfit,
    },
    /// Anything else that SQLite reports.
    #[error("{}: {detail}; please report this", path.display())]
    Database {
        /// The database.
        path: PathBuf,
        /// What SQLite said.
        detail: String,
    },
}

impl StoreError {
    /// Sorts an error of SQLite.
    pub(crate) fn sorted(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        let detail = error.to_string();
        // What a full disk looks like while the shared memory beside the
        // database is made.
        let no_room = Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE);
        if error.sqlite_error().map(|e| e.extended_code) == no_room {
            return Self::Full { path };
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly { path }
            }
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt { path, detail },
            Some(ErrorCode::NotADatabase) => Self::NotOurs { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::SystemIoFailure) => Self::Io {
                path,
                source: std::io::Error::other(detail),
            },
            None if is_unreadable(error) => Self::Corrupt { path, detail },
            _ => Self::Database { path, detail },
        }
    }

    /// Sorts an error of the file system.
    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind;
        let path = path.to_path_buf();
        match source.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full { path },
            _ => Self::Io { path, source },
        }
    }
}

/// Whether a value in the file is not what this program writes there.
fn is_unreadable(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{
        FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error,
    };
    matches!(
        error,
        FromSqlConversionFailure(..)
            | IntegralValueOutOfRange(..)
            | InvalidColumnType(..)
            | Utf8Error(..)
    )
}
