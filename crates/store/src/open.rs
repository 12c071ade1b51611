//! Opening the database of a data directory.

use std::fs::{self, DirBuilder, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::error::StoreError;
use crate::migrations;
use crate::time::{Clock, SystemClock, Timestamp};

/// The file in the data directory.
const FILE: &str = "wallet.sqlite";
/// How long a write waits for another process.
const BUSY: Duration = Duration::from_secs(10);

/// The wallet's database.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    clock: Box<dyn Clock>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database of this data directory; makes both if they are not
    /// there, the directory for its owner alone (0700), the file likewise
    /// (0600), and brings an older format up to date.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], [`StoreError::Full`], [`StoreError::Corrupt`],
    /// [`StoreError::NotOurs`], [`StoreError::NewerSchema`],
    /// [`StoreError::Busy`], [`StoreError::Io`].
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        Self::open_in(dir, SystemClock)
    }

    /// [`Store::open`] with another clock.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_in(dir: &Path, clock: impl Clock + 'static) -> Result<Self, StoreError> {
        make_private_dir(dir)?;
        let path = dir.join(FILE);
        make_private_file(&path)?;
        let connection = connect(&path)?;
        let store = Self {
            connection,
            path,
            clock: Box::new(clock),
        };
        store.check()?;
        migrations::run(&store.connection, &store.path)?;
        Ok(store)
    }

    /// The database's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Looks for damage in the whole file.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] with what was found.
    pub fn check(&self) -> Result<(), StoreError> {
        let found = self
            .connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
        let found: String = self.sorted(found)?;
        if found == "ok" {
            return Ok(());
        }
        Err(StoreError::Corrupt {
            path: self.path.clone(),
            detail: found,
        })
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A transaction that holds the write lock from its start, so that it never
    /// fails half-way because another process wrote in between.
    pub(crate) fn writing(&self) -> Result<Transaction<'_>, StoreError> {
        self.sorted(Transaction::new_unchecked(
            &self.connection,
            TransactionBehavior::Immediate,
        ))
    }

    pub(crate) fn sorted<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|e| StoreError::sorted(&self.path, &e))
    }
}

fn make_private_dir(dir: &Path) -> Result<(), StoreError> {
    if dir.is_dir() {
        // Made by the user or by us before: its permissions are theirs to set.
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|e| StoreError::io(dir, e))
}

/// SQLite would make the file with the process's umask; its side files (-wal,
/// -shm) take their permissions from it.
fn make_private_file(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|e| StoreError::io(path, e))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let metadata = file.metadata().map_err(|e| StoreError::io(path, e))?;
        if metadata.permissions().mode() & 0o077 != 0 {
            let private = fs::Permissions::from_mode(0o600);
            fs::set_permissions(path, private).map_err(|e| StoreError::io(path, e))?;
        }
    }
    drop(file);
    Ok(())
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let sorted = |e: rusqlite::Error| StoreError::sorted(path, &e);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(sorted)?;
    connection.busy_timeout(BUSY).map_err(sorted)?;
    use_wal(&connection).map_err(sorted)?;
    // FULL: a commit is on the disk when it returns, also in WAL mode.
    connection
        .pragma_update(None, "synchronous", "FULL")
        .map_err(sorted)?;
    connection
        .pragma_update(None, "foreign_keys", true)
        .map_err(sorted)?;
    connection
        .pragma_update(None, "trusted_schema", false)
        .map_err(sorted)?;
    // What is deleted is overwritten: a removed contact is gone.
    connection
        .pragma_update(None, "secure_delete", true)
        .map_err(sorted)?;
    Ok(connection)
}

/// Two processes that open a new file at once may both want to switch it; the
/// busy timeout does not cover this.
fn use_wal(connection: &Connection) -> rusqlite::Result<()> {
    let mut left = 100;
    loop {
        let mode = connection
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
        match mode {
            Err(e)
                if left > 0 && e.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) =>
            {
                left -= 1;
                std::thread::sleep(Duration::from_millis(20));
            }
            other => return other.map(drop),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{Entry, Filter, Kind, SettingKey};

    #[test]
    fn a_full_disk_is_told_and_loses_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.settings().set(SettingKey::FeeLevel, "slow").unwrap();
        let pages: i64 = store
            .connection
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .unwrap();
        store
            .connection
            .pragma_update(None, "max_page_count", pages)
            .unwrap();
        let big = "x".repeat(1 << 16);
        let error = store
            .settings()
            .set(SettingKey::FeeLevel, &big)
            .unwrap_err();
        assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
        let entry = Entry::new(Kind::Drill).detail(big.into());
        assert!(matches!(
            store.history().begin(&entry),
            Err(StoreError::Full { .. })
        ));

        assert_eq!(
            store
                .settings()
                .get(SettingKey::FeeLevel)
                .unwrap()
                .as_deref(),
            Some("slow")
        );
        assert_eq!(store.history().list(&Filter::default()).unwrap().len(), 1);
        store.settings().set(SettingKey::FeeLevel, "fast").unwrap();
    }

    #[test]
    fn a_commit_is_synchronous_and_keys_are_checked() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let pragma = |name| -> i64 {
            store
                .connection
                .pragma_query_value(None, name, |row| row.get(0))
                .unwrap()
        };
        assert_eq!(pragma("synchronous"), 2);
        assert_eq!(pragma("foreign_keys"), 1);
        assert_eq!(pragma("secure_delete"), 1);
        let mode: String = store
            .connection
            .pragma_query_value(None, "journal_mode", |row| row.get(0))
            .unwrap();
        assert_eq!(mode, "wal");
    }
}
