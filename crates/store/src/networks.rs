//! Networks that the user added or changed.

use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::columns;
use crate::error::StoreError;
use crate::open::Store;

/// A network as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkRecord {
    /// Its name; unique, ASCII case ignored.
    pub name: String,
    /// Its chain id; several networks may share one.
    pub chain_id: u64,
    /// The node's URL. It may hold an access key.
    pub rpc_url: Option<String>,
    /// The explorer's address.
    pub explorer: Option<String>,
    /// The symbol of the coin that pays for gas.
    pub currency: String,
}

/// The networks of a [`Store`].
#[derive(Debug)]
pub struct Networks<'a> {
    store: &'a Store,
}

impl Store {
    /// The networks.
    #[must_use]
    pub fn networks(&self) -> Networks<'_> {
        Networks { store: self }
    }
}

impl Networks<'_> {
    /// Adds a network, or replaces the one of that name.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for an empty name or a chain id of 0, or if the
    /// database cannot be written.
    pub fn put(&self, network: &NetworkRecord) -> Result<(), StoreError> {
        let name = columns::checked_name("the network's name", &network.name)?;
        let currency = columns::checked_name("the currency", &network.currency)?;
        let chain_id = columns::chain_id_to_sql(network.chain_id)?;
        let done = self.store.connection().execute(
            "INSERT INTO networks (name, chain_id, rpc_url, explorer, currency, created)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (name) DO UPDATE
             SET name = ?1, chain_id = ?2, rpc_url = ?3, explorer = ?4, currency = ?5",
            params![
                name,
                chain_id,
                network.rpc_url,
                network.explorer,
                currency,
                self.store.now().0
            ],
        );
        self.store.sorted(done).map(drop)
    }

    /// The network of this name, ASCII case ignored.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn get(&self, name: &str) -> Result<Option<NetworkRecord>, StoreError> {
        let sql = "SELECT * FROM networks WHERE name = ?1";
        self.store.sorted(
            self.store
                .connection()
                .query_row(sql, [name.trim()], read)
                .optional(),
        )
    }

    /// All, oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn all(&self) -> Result<Vec<NetworkRecord>, StoreError> {
        let sql = "SELECT * FROM networks ORDER BY created, rowid";
        let collect = || {
            let mut statement = self.store.connection().prepare(sql)?;
            statement.query_map([], read)?.collect()
        };
        self.store.sorted(collect())
    }

    /// Forgets a network.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or if the database cannot be written.
    pub fn remove(&self, name: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM networks WHERE name = ?1";
        match self
            .store
            .sorted(self.store.connection().execute(sql, [name.trim()]))?
        {
            0 => Err(StoreError::NotFound {
                what: "network",
                name: name.to_owned(),
            }),
            _ => Ok(()),
        }
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<NetworkRecord> {
    Ok(NetworkRecord {
        name: row.get("name")?,
        chain_id: columns::optional_chain_id(row, "chain_id")?.unwrap_or_default(),
        rpc_url: row.get("rpc_url")?,
        explorer: row.get("explorer")?,
        currency: row.get("currency")?,
    })
}
