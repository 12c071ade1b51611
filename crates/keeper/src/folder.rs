//! The record's files: written so that a crash at any point leaves an old or a
//! new record, never half of one.
//!
//! A folder holds `identity.rec` (the record in force), `identity.next` (a
//! renewal that is not proved yet), `identity.prev` (the record before the last
//! renewal, until a drill with the new one) and `lock`.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::error::KeeperError;
use crate::record::Record;

const CURRENT: &str = "identity.rec";
const NEXT: &str = "identity.next";
const PREVIOUS: &str = "identity.prev";
const LOCK: &str = "lock";
/// No version of a record is longer; a bigger file is not one.
const MAX_FILE_LEN: u64 = 4096;

/// The folder that holds one identity's helper data.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// Held while the record is read and changed, across processes.
#[derive(Debug)]
pub struct Guard(#[allow(dead_code, reason = "the lock lasts as long as the file is open")] File);

impl Folder {
    /// Names the folder; nothing is created yet.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self(path.to_path_buf())
    }

    /// Waits for the other processes that change this record, then excludes them.
    ///
    /// # Errors
    /// [`KeeperError::Storage`].
    pub fn lock(&self) -> Result<Guard, KeeperError> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.0)
            .map_err(|e| storage(&self.0, &e))?;
        let path = self.0.join(LOCK);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&path)
            .map_err(|e| storage(&path, &e))?;
        file.lock().map_err(|e| storage(&path, &e))?;
        Ok(Guard(file))
    }

    /// The record in force.
    ///
    /// # Errors
    /// [`KeeperError::NoIdentity`], [`KeeperError::Storage`], [`KeeperError::Kit`].
    pub fn load(&self) -> Result<Record, KeeperError> {
        self.load_file(CURRENT)?
            .ok_or_else(|| KeeperError::NoIdentity(self.home()))
    }

    /// The record in force, or `None` where there is none.
    ///
    /// # Errors
    /// [`KeeperError::Storage`], [`KeeperError::Kit`].
    pub fn find(&self) -> Result<Option<Record>, KeeperError> {
        self.load_file(CURRENT)
    }

    /// Whether the record before the last renewal is still there.
    #[must_use]
    pub fn has_previous(&self) -> bool {
        self.0.join(PREVIOUS).exists()
    }

    /// Writes the record in force.
    ///
    /// # Errors
    /// [`KeeperError::Storage`]; the old record is still in force then.
    pub fn save(&self, record: &Record) -> Result<(), KeeperError> {
        self.write_atomically(CURRENT, record)
    }

    /// Writes a renewal beside the record in force.
    ///
    /// # Errors
    /// [`KeeperError::Storage`].
    pub fn save_next(&self, record: &Record) -> Result<(), KeeperError> {
        self.write_atomically(NEXT, record)
    }

    /// Puts the renewal in force and keeps what was in force as the previous one.
    ///
    /// # Errors
    /// [`KeeperError::Storage`]; whichever step failed, a record is in force.
    pub fn promote_next(&self) -> Result<(), KeeperError> {
        self.remove(PREVIOUS)?;
        let (current, previous, next) = (
            self.0.join(CURRENT),
            self.0.join(PREVIOUS),
            self.0.join(NEXT),
        );
        // A second name for the old record first: the rename below then replaces
        // the name in force in one step, and no moment is without a record.
        fs::hard_link(&current, &previous).map_err(|e| storage(&previous, &e))?;
        self.sync_folder()?;
        fs::rename(&next, &current).map_err(|e| storage(&current, &e))?;
        self.sync_folder()
    }

    /// Puts the record before the last renewal in force again.
    ///
    /// # Errors
    /// [`KeeperError::Storage`], also when there is none.
    pub fn restore_previous(&self) -> Result<(), KeeperError> {
        let current = self.0.join(CURRENT);
        fs::rename(self.0.join(PREVIOUS), &current).map_err(|e| storage(&current, &e))?;
        self.sync_folder()
    }

    /// Removes the record before the last renewal and any unproved renewal.
    ///
    /// # Errors
    /// [`KeeperError::Storage`].
    pub fn drop_old(&self) -> Result<(), KeeperError> {
        self.remove(PREVIOUS)?;
        self.remove(NEXT)?;
        self.sync_folder()
    }

    /// Removes everything about this identity. The record in force goes last:
    /// a crash before that leaves a wallet that signs.
    ///
    /// # Errors
    /// [`KeeperError::Storage`].
    pub fn remove_all(&self) -> Result<(), KeeperError> {
        self.drop_old()?;
        self.remove(CURRENT)?;
        self.sync_folder()
    }

    /// The data directory, for messages.
    #[must_use]
    pub fn home(&self) -> String {
        self.0.parent().unwrap_or(&self.0).display().to_string()
    }

    fn load_file(&self, name: &str) -> Result<Option<Record>, KeeperError> {
        let path = self.0.join(name);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(storage(&path, &e)),
        };
        let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
        file.take(MAX_FILE_LEN)
            .read_to_end(&mut bytes)
            .map_err(|e| storage(&path, &e))?;
        let record = Record::from_bytes(&bytes).map_err(|e| KeeperError::Record {
            path: path.display().to_string(),
            reason: e,
        })?;
        Ok(Some(record))
    }

    fn write_atomically(&self, name: &str, record: &Record) -> Result<(), KeeperError> {
        let path = self.0.join(name);
        let temporary = self.0.join(format!("{name}.tmp"));
        write_private(&temporary, &record.to_bytes(), Existing::Replace)?;
        fs::rename(&temporary, &path).map_err(|e| storage(&path, &e))?;
        self.sync_folder()
    }

    fn remove(&self, name: &str) -> Result<(), KeeperError> {
        let path = self.0.join(name);
        match fs::remove_file(&path) {
            Ok(()) => Ok(()),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
            Err(e) => Err(storage(&path, &e)),
        }
    }

    fn sync_folder(&self) -> Result<(), KeeperError> {
        File::open(&self.0)
            .and_then(|f| f.sync_all())
            .map_err(|e| storage(&self.0, &e))
    }
}

/// What to do when the file to be written is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// It is a leftover of ours.
    Replace,
    /// It may be the user's: refuse.
    Refuse,
}

/// Writes a file only its owner may read, and waits until it is on the disk.
pub(crate) fn write_private(
    path: &Path,
    bytes: &[u8],
    existing: Existing,
) -> Result<(), KeeperError> {
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    match existing {
        Existing::Replace => options.create(true).truncate(true),
        Existing::Refuse => options.create_new(true),
    };
    let mut file = options.open(path).map_err(|e| match e.kind() {
        ErrorKind::AlreadyExists => KeeperError::Exists(path.display().to_string()),
        _ => storage(path, &e),
    })?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|e| {
        // Half a file is of no use to anyone and may hold half a share.
        let _ = fs::remove_file(path);
        storage(path, &e)
    })
}

/// Says in the user's terms why a file operation failed.
pub(crate) fn storage(path: &Path, e: &std::io::Error) -> KeeperError {
    KeeperError::Storage {
        path: path.display().to_string(),
        reason: e.into(),
    }
}
