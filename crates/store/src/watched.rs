//! Addresses that are watched without a key.

use alloy_primitives::Address;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use crate::columns;
use crate::error::StoreError;
use crate::open::Store;

/// A watched address as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchedRecord {
    /// The address.
    #[serde(serialize_with = "columns::checksummed")]
    pub address: Address,
    /// What the user calls it; may be empty.
    pub label: String,
}

/// The watched addresses of a [`Store`].
#[derive(Debug)]
pub struct Watched<'a> {
    store: &'a Store,
}

impl Store {
    /// The watched addresses.
    #[must_use]
    pub fn watched(&self) -> Watched<'_> {
        Watched { store: self }
    }
}

impl Watched<'_> {
    /// Watches an address, or changes its label.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn put(&self, watched: &WatchedRecord) -> Result<(), StoreError> {
        let done = self.store.connection().execute(
            "INSERT INTO watched (address, label, created) VALUES (?1, ?2, ?3)
             ON CONFLICT (address) DO UPDATE SET label = ?2",
            params![
                watched.address.into_array(),
                watched.label,
                self.store.now().0
            ],
        );
        self.store.sorted(done).map(drop)
    }

    /// All, oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn all(&self) -> Result<Vec<WatchedRecord>, StoreError> {
        let sql = "SELECT * FROM watched ORDER BY created, rowid";
        let collect = || {
            let mut statement = self.store.connection().prepare(sql)?;
            statement.query_map([], read)?.collect()
        };
        self.store.sorted(collect())
    }

    /// Watches it no longer.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or if the database cannot be written.
    pub fn remove(&self, address: Address) -> Result<(), StoreError> {
        let sql = "DELETE FROM watched WHERE address = ?1";
        let done = self.store.connection().execute(sql, [address.into_array()]);
        match self.store.sorted(done)? {
            0 => Err(StoreError::NotFound {
                what: "watched address",
                name: address.to_string(),
            }),
            _ => Ok(()),
        }
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<WatchedRecord> {
    Ok(WatchedRecord {
        address: columns::address(row, "address")?,
        label: row.get("label")?,
    })
}
