//! The tables, as a list of steps. A step that was released is never edited.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::StoreError;

/// `Mien` in ASCII: marks the file as ours (`PRAGMA application_id`).
const APPLICATION_ID: i64 = 0x4d69_656e;

/// Step n brings the file from format n to n + 1.
const STEPS: &[&str] = &[
    include_str!("migrations/v1.sql"),
    include_str!("migrations/v2.sql"),
];

/// The newest format that this program knows.
pub(crate) fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// Brings the file to the newest format, all steps or none.
pub(crate) fn run(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let sorted = |e: rusqlite::Error| StoreError::sorted(path, &e);
    if check(connection, path)? == newest() {
        return Ok(());
    }
    // Another process may do the same: look again once the lock is held.
    let transaction =
        Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(sorted)?;
    let format = check(&transaction, path)?;
    for step in STEPS
        .iter()
        .skip(usize::try_from(format).unwrap_or_default())
    {
        transaction.execute_batch(step).map_err(sorted)?;
    }
    transaction
        .pragma_update(None, "application_id", APPLICATION_ID)
        .map_err(sorted)?;
    transaction
        .pragma_update(None, "user_version", newest())
        .map_err(sorted)?;
    transaction.commit().map_err(sorted)
}

/// The file's format, 0 for a new one.
fn check(connection: &Connection, path: &Path) -> Result<i64, StoreError> {
    let sorted = |e: rusqlite::Error| StoreError::sorted(path, &e);
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let id = number("application_id").map_err(sorted)?;
    let format = number("user_version").map_err(sorted)?;
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
        .map_err(sorted)?;
    let new = id == 0 && format == 0 && tables == 0;
    if !new && id != APPLICATION_ID {
        return Err(StoreError::NotOurs {
            path: path.to_path_buf(),
        });
    }
    if format > newest() || format < 0 {
        return Err(StoreError::NewerSchema {
            path: path.to_path_buf(),
            found: format,
            known: newest(),
        });
    }
    Ok(format)
}
