//! What is said of files, the database, the keeper's record and kits.

use std::io;
use std::path::Path;

use mien_keeper::{Denial, FileFault, KeeperError, KitError};
use mien_store::{StoreError, Unfit};

use super::{Said, count, of_intent, of_refusal};
use crate::border::Fact;

/// A file or folder that the system does not give.
pub(super) fn file(path: &Path, e: &io::Error) -> Said {
    of_file(&path.display().to_string(), &e.into())
}

pub(super) fn of_file(path: &str, fault: &FileFault) -> Said {
    let path = path.to_owned();
    Said::fact(match fault {
        FileFault::Absent => Fact::FileAbsent { path },
        FileFault::Forbidden => Fact::FileForbidden { path },
        FileFault::ReadOnly => Fact::FileReadOnly { path },
        FileFault::Full => Fact::DiskFull { path },
        FileFault::Folder => Fact::FileFolder { path },
        // The system's own words.
        other => return Said::fact(Fact::Path { path }).quoting(&other.to_string()),
    })
}

pub(super) fn of_keeper(e: &KeeperError) -> Said {
    Said::fact(match e {
        KeeperError::LockedOut { seconds } => Fact::Wait { seconds: *seconds },
        KeeperError::WrongShare { .. } => return Said::default(),
        KeeperError::NoPhrase => Fact::NoPhrase,
        KeeperError::NoIdentity(path) | KeeperError::AlreadyEnrolled(path) => {
            Fact::Path { path: path.clone() }
        }
        KeeperError::Exists(path) => Fact::Exists { path: path.clone() },
        KeeperError::Storage { path, reason } => return of_file(path, reason),
        KeeperError::Record { path, .. } => Fact::RecordDamaged { path: path.clone() },
        KeeperError::OtherWallet { found, here } => Fact::OtherWallet {
            found: found.clone(),
            here: here.clone(),
        },
        KeeperError::ForgetNeedsCopy(address) => Fact::TypeAddress {
            address: address.clone(),
        },
        KeeperError::Kit(e) => return of_kit(e),
        KeeperError::Policy(e) => return of_denial(e),
        KeeperError::Intent(e) => return of_intent(e),
        other => return Said::quoted(other),
    })
}

fn of_denial(e: &Denial) -> Said {
    match e {
        Denial::Request(e) => of_refusal(e),
        Denial::NotTheFace => Said::fact(Fact::NotTheFace),
        other => Said::quoted(other),
    }
}

fn of_kit(e: &KitError) -> Said {
    match e {
        KitError::NotAKit => Said::fact(Fact::NoKit),
        KitError::Version { found, known } => Said::fact(Fact::KitNewer {
            found: (*found).into(),
            known: (*known).into(),
        }),
        KitError::Flags(_) => Said::fact(Fact::KitStrange),
        KitError::NoQr { path, reason } => {
            Said::fact(Fact::NoQr { path: path.clone() }).quoting(reason)
        }
        KitError::Sketch(words) | KitError::Key(words) => {
            Said::fact(Fact::KitDamaged).quoting(words)
        }
        _ => Said::fact(Fact::KitDamaged),
    }
}

pub(super) fn of_store(e: &StoreError) -> Said {
    let named = |path: &Path| path.display().to_string();
    Said::fact(match e {
        StoreError::Full { path } => Fact::DiskFull { path: named(path) },
        StoreError::NewerSchema { path, found, known } => Fact::DatabaseNewer {
            path: named(path),
            found: *found,
            known: *known,
        },
        StoreError::Duplicate { name, .. } => Fact::AlreadyThere { name: name.clone() },
        StoreError::NotFound { name, .. } => Fact::NotThere { name: name.clone() },
        StoreError::Invalid { reason, .. } => return of_unfit(e, reason),
        StoreError::ReadOnly { path } => Fact::FileForbidden { path: named(path) },
        StoreError::NotOurs { path } => Fact::NotADatabase { path: named(path) },
        StoreError::Busy { path } => Fact::DatabaseBusy { path: named(path) },
        StoreError::Corrupt { path, detail } => {
            let path = named(path);
            return Said::fact(Fact::DatabaseDamaged { path }).quoting(detail);
        }
        StoreError::Database { path, detail } => {
            let path = named(path);
            return Said::fact(Fact::Path { path }).quoting(detail);
        }
        StoreError::Io { path, source } => return file(path, source),
        other => return Said::quoted(other),
    })
}

fn of_unfit(e: &StoreError, fault: &Unfit) -> Said {
    Said::fact(match fault {
        Unfit::Empty => Fact::NameEmpty,
        Unfit::TooLong { most } => Fact::NameLong { most: count(*most) },
        Unfit::Control => Fact::NameControl,
        Unfit::ChainId(id) => Fact::NetworkChainId {
            chain_id: id.to_string(),
        },
        _ => return Said::quoted(e),
    })
}
