//! Accounts: children of an identity's joint key that the wallet has shown.

use std::fmt;

use alloy_primitives::Address;
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::columns;
use crate::error::{StoreError, Unfit};
use crate::open::Store;

/// An identity's fingerprint, as in BIP-32: four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub [u8; 4]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// An account as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRecord {
    /// The identity it belongs to.
    pub identity: Fingerprint,
    /// Its index i in m/0/i.
    pub index: u32,
    /// Its address.
    pub address: Address,
    /// What the user calls it; may be empty.
    pub label: String,
}

/// The accounts of a [`Store`].
#[derive(Debug)]
pub struct Accounts<'a> {
    store: &'a Store,
}

impl Store {
    /// The accounts.
    #[must_use]
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts { store: self }
    }
}

impl Accounts<'_> {
    /// Adds an account, or changes the label of the one with that identity and
    /// index.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] if that identity and index have another address
    /// (a derivation that changed must not go unnoticed),
    /// [`StoreError::Duplicate`] if the address belongs to another one, or if
    /// the database cannot be written.
    pub fn put(&self, account: &AccountRecord) -> Result<(), StoreError> {
        if !account.label.is_empty() {
            columns::checked_name("the account's label", &account.label)?;
        }
        let transaction = self.store.writing()?;
        if let Some(known) = self.get(account.identity, account.index)?
            && known.address != account.address
        {
            return Err(StoreError::Invalid {
                what: "the account",
                reason: Unfit::OtherAddress {
                    index: account.index,
                    known: known.address.to_string(),
                    found: account.address.to_string(),
                },
            });
        }
        let done = transaction.execute(
            "INSERT INTO accounts (identity, idx, address, label, created)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (identity, idx) DO UPDATE SET label = ?4",
            params![
                account.identity.0,
                account.index,
                account.address.into_array(),
                account.label.trim(),
                self.store.now().0
            ],
        );
        match done {
            Err(e) if columns::is_duplicate(&e) => {
                let name = account.address.to_string();
                Err(StoreError::Duplicate {
                    what: "account",
                    name,
                })
            }
            done => {
                self.store.sorted(done)?;
                self.store.sorted(transaction.commit())
            }
        }
    }

    /// The account of this identity and index.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn get(
        &self,
        identity: Fingerprint,
        index: u32,
    ) -> Result<Option<AccountRecord>, StoreError> {
        let sql = "SELECT * FROM accounts WHERE identity = ?1 AND idx = ?2";
        let found = self
            .store
            .connection()
            .query_row(sql, params![identity.0, index], read);
        self.store.sorted(found.optional())
    }

    /// The account with this address.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn by_address(&self, address: Address) -> Result<Option<AccountRecord>, StoreError> {
        let sql = "SELECT * FROM accounts WHERE address = ?1";
        let found = self
            .store
            .connection()
            .query_row(sql, [address.into_array()], read);
        self.store.sorted(found.optional())
    }

    /// All, by identity and index.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn all(&self) -> Result<Vec<AccountRecord>, StoreError> {
        let sql = "SELECT * FROM accounts ORDER BY identity, idx";
        let collect = || {
            let mut statement = self.store.connection().prepare(sql)?;
            statement.query_map([], read)?.collect()
        };
        self.store.sorted(collect())
    }

    /// Forgets the accounts of an identity and returns how many there were.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn remove_identity(&self, identity: Fingerprint) -> Result<usize, StoreError> {
        let sql = "DELETE FROM accounts WHERE identity = ?1";
        self.store
            .sorted(self.store.connection().execute(sql, [identity.0]))
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<AccountRecord> {
    Ok(AccountRecord {
        identity: Fingerprint(row.get("identity")?),
        index: row.get("idx")?,
        address: columns::address(row, "address")?,
        label: row.get("label")?,
    })
}
