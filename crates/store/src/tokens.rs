//! Tokens that the user wants to see, by network.

use alloy_primitives::Address;
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::columns;
use crate::error::StoreError;
use crate::open::Store;

/// A token contract as stored. The contract's own words, which prove nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRecord {
    /// The network's name.
    pub network: String,
    /// The contract.
    pub contract: Address,
    /// `erc20`, `erc721` or `erc1155`.
    pub kind: String,
    /// Its name; may be empty.
    pub name: String,
    /// Its symbol; may be empty.
    pub symbol: String,
    /// Digits after the point, at most 77.
    pub decimals: u8,
}

/// The tokens of a [`Store`].
#[derive(Debug)]
pub struct Tokens<'a> {
    store: &'a Store,
}

impl Store {
    /// The tokens.
    #[must_use]
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens { store: self }
    }
}

impl Tokens<'_> {
    /// Adds a token, or replaces what is known of that contract.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for an empty network, or if the database cannot
    /// be written.
    pub fn put(&self, token: &TokenRecord) -> Result<(), StoreError> {
        let network = columns::checked_name("the network's name", &token.network)?;
        let done = self.store.connection().execute(
            "INSERT INTO tokens (network, contract, kind, name, symbol, decimals, created)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (network, contract) DO UPDATE
             SET kind = ?3, name = ?4, symbol = ?5, decimals = ?6",
            params![
                network,
                token.contract.into_array(),
                token.kind,
                token.name,
                token.symbol,
                token.decimals,
                self.store.now().0
            ],
        );
        self.store.sorted(done).map(drop)
    }

    /// The token of this contract.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn get(&self, network: &str, contract: Address) -> Result<Option<TokenRecord>, StoreError> {
        let sql = "SELECT * FROM tokens WHERE network = ?1 AND contract = ?2";
        let found = self.store.connection().query_row(
            sql,
            params![network.trim(), contract.into_array()],
            read,
        );
        self.store.sorted(found.optional())
    }

    /// All of a network, oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn on(&self, network: &str) -> Result<Vec<TokenRecord>, StoreError> {
        let sql = "SELECT * FROM tokens WHERE network = ?1 ORDER BY created, rowid";
        let collect = || {
            let mut statement = self.store.connection().prepare(sql)?;
            statement.query_map([network.trim()], read)?.collect()
        };
        self.store.sorted(collect())
    }

    /// Forgets a token.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or if the database cannot be written.
    pub fn remove(&self, network: &str, contract: Address) -> Result<(), StoreError> {
        let sql = "DELETE FROM tokens WHERE network = ?1 AND contract = ?2";
        let done = self
            .store
            .connection()
            .execute(sql, params![network.trim(), contract.into_array()]);
        match self.store.sorted(done)? {
            0 => Err(StoreError::NotFound {
                what: "token",
                name: contract.to_string(),
            }),
            _ => Ok(()),
        }
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<TokenRecord> {
    Ok(TokenRecord {
        network: row.get("network")?,
        contract: columns::address(row, "contract")?,
        kind: row.get("kind")?,
        name: row.get("name")?,
        symbol: row.get("symbol")?,
        decimals: row.get("decimals")?,
    })
}
