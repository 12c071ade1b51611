//! What happened: every scan, signature, transaction, refusal, kit export and
//! setting change. A record is written before the thing itself is done, and
//! updated as it goes on.

mod names;

use alloy_primitives::{Address, B256, U256};
use rusqlite::{OptionalExtension, Row, ToSql, params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::time::Timestamp;
pub(crate) use names::UnknownName;
pub use names::{Kind, Status};

/// A record's number; later ones are larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HistoryId(i64);

impl HistoryId {
    /// From the number that [`HistoryId::number`] gave.
    #[must_use]
    pub fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// Its number, for passing on.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }
}

impl std::fmt::Display for HistoryId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A record that is about to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    kind: Kind,
    status: Status,
    network: Option<(String, u64)>,
    account: Option<Address>,
    counterparty: Option<Address>,
    value: Option<U256>,
    tx_hash: Option<B256>,
    detail: Map<String, Value>,
}

impl Entry {
    /// Something of this kind that begins.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            status: Status::Begun,
            network: None,
            account: None,
            counterparty: None,
            value: None,
            tx_hash: None,
            detail: Map::new(),
        }
    }

    /// The same with another status than [`Status::Begun`].
    #[must_use]
    pub fn status(self, status: Status) -> Self {
        Self { status, ..self }
    }

    /// The same on this network.
    #[must_use]
    pub fn network(self, name: &str, chain_id: u64) -> Self {
        Self {
            network: Some((name.to_owned(), chain_id)),
            ..self
        }
    }

    /// The same for this account of ours.
    #[must_use]
    pub fn account(self, account: Address) -> Self {
        Self {
            account: Some(account),
            ..self
        }
    }

    /// The same with this other side.
    #[must_use]
    pub fn counterparty(self, counterparty: Address) -> Self {
        Self {
            counterparty: Some(counterparty),
            ..self
        }
    }

    /// The same with this amount in the smallest unit.
    #[must_use]
    pub fn value(self, value: U256) -> Self {
        Self {
            value: Some(value),
            ..self
        }
    }

    /// The same with this transaction hash.
    #[must_use]
    pub fn tx_hash(self, hash: B256) -> Self {
        Self {
            tx_hash: Some(hash),
            ..self
        }
    }

    /// The same with these further facts; anything but a JSON object is kept
    /// under `note`. Never a secret.
    #[must_use]
    pub fn detail(self, detail: Value) -> Self {
        Self {
            detail: object(detail),
            ..self
        }
    }
}

/// What changes in a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    status: Status,
    tx_hash: Option<B256>,
    detail: Map<String, Value>,
}

impl Change {
    /// The same with the transaction's hash.
    #[must_use]
    pub fn tx_hash(self, hash: B256) -> Self {
        Self {
            tx_hash: Some(hash),
            ..self
        }
    }

    /// The same with further facts, added to those of the record; facts of the
    /// same name are replaced.
    #[must_use]
    pub fn detail(self, detail: Value) -> Self {
        Self {
            detail: object(detail),
            ..self
        }
    }
}

impl From<Status> for Change {
    fn from(status: Status) -> Self {
        Self {
            status,
            tx_hash: None,
            detail: Map::new(),
        }
    }
}

/// A record as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its number.
    pub id: HistoryId,
    /// When it began.
    pub time: Timestamp,
    /// When it last changed.
    pub changed: Timestamp,
    /// What happened.
    pub kind: Kind,
    /// How it stands.
    pub status: Status,
    /// The network's name at that time.
    pub network: Option<String>,
    /// The network's chain id.
    pub chain_id: Option<u64>,
    /// Our account.
    #[serde(serialize_with = "columns::checksummed_if_any")]
    pub account: Option<Address>,
    /// The other side.
    #[serde(serialize_with = "columns::checksummed_if_any")]
    pub counterparty: Option<Address>,
    /// The amount in the smallest unit.
    pub value: Option<U256>,
    /// The transaction's hash.
    pub tx_hash: Option<B256>,
    /// Further facts, a JSON object.
    pub detail: Value,
}

/// Which records are wanted; those that fit all that is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<Kind>,
    /// In this state.
    pub status: Option<Status>,
    /// On the network of this name, ASCII case ignored.
    pub network: Option<String>,
    /// Of this account.
    pub account: Option<Address>,
    /// Begun at this time or later.
    pub since: Option<Timestamp>,
    /// Begun before this time.
    pub until: Option<Timestamp>,
    /// Older than this record, to read on.
    pub before: Option<HistoryId>,
    /// At most so many.
    pub limit: Option<u32>,
}

/// The history of a [`Store`].
#[derive(Debug)]
pub struct History<'a> {
    store: &'a Store,
}

impl Store {
    /// The history.
    #[must_use]
    pub fn history(&self) -> History<'_> {
        History { store: self }
    }
}

impl History<'_> {
    /// Writes a record. When this returns, it is on the disk.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a chain id that SQLite cannot hold, or if
    /// the database cannot be written.
    pub fn begin(&self, entry: &Entry) -> Result<HistoryId, StoreError> {
        insert(self.store, entry)
    }

    /// Changes a record. When this returns, it is on the disk.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or if the database cannot be written.
    pub fn update(&self, id: HistoryId, change: &Change) -> Result<(), StoreError> {
        let transaction = self.store.writing()?;
        let Some(record) = self.get(id)? else {
            return Err(StoreError::NotFound {
                what: "history record",
                name: id.to_string(),
            });
        };
        let mut detail = object(record.detail);
        detail.extend(change.detail.clone());
        let hash = change.tx_hash.or(record.tx_hash);
        let done = transaction.execute(
            "UPDATE history SET status = ?2, tx_hash = ?3, detail = ?4, changed = ?5 WHERE id = ?1",
            params![
                id.0,
                change.status.as_str(),
                hash.map(|h| h.0),
                Value::Object(detail).to_string(),
                self.store.now().0
            ],
        );
        self.store.sorted(done)?;
        self.store.sorted(transaction.commit())
    }

    /// One record.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn get(&self, id: HistoryId) -> Result<Option<Record>, StoreError> {
        let sql = "SELECT * FROM history WHERE id = ?1";
        self.store.sorted(
            self.store
                .connection()
                .query_row(sql, [id.0], read)
                .optional(),
        )
    }

    /// The newest record of a transaction.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn by_tx_hash(&self, hash: B256) -> Result<Option<Record>, StoreError> {
        let sql = "SELECT * FROM history WHERE tx_hash = ?1 ORDER BY id DESC LIMIT 1";
        self.store.sorted(
            self.store
                .connection()
                .query_row(sql, [hash.0], read)
                .optional(),
        )
    }

    /// The records that a filter lets through, newest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn list(&self, filter: &Filter) -> Result<Vec<Record>, StoreError> {
        let collect = || {
            let mut statement = self.store.connection().prepare(
                "SELECT * FROM history
                 WHERE (?1 IS NULL OR kind = ?1)
                   AND (?2 IS NULL OR status = ?2)
                   AND (?3 IS NULL OR network = ?3 COLLATE NOCASE)
                   AND (?4 IS NULL OR account = ?4)
                   AND (?5 IS NULL OR time >= ?5)
                   AND (?6 IS NULL OR time < ?6)
                   AND (?7 IS NULL OR id < ?7)
                 ORDER BY id DESC LIMIT ?8",
            )?;
            let arguments: [&dyn ToSql; 8] = [
                &filter.kind.map(Kind::as_str),
                &filter.status.map(Status::as_str),
                &filter.network,
                &filter.account.map(Address::into_array),
                &filter.since.map(|t| t.0),
                &filter.until.map(|t| t.0),
                &filter.before.map(|id| id.0),
                // SQLite reads −1 as no limit.
                &filter.limit.map_or(-1, i64::from),
            ];
            statement.query_map(arguments, read)?.collect()
        };
        self.store.sorted(collect())
    }

    /// The records that are not at their end, oldest first: what to look after
    /// when the program starts.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn open(&self) -> Result<Vec<Record>, StoreError> {
        let all = self.list(&Filter::default())?;
        Ok(all
            .into_iter()
            .rev()
            .filter(|record| record.status.is_open())
            .collect())
    }
}

/// Writes a record within whatever transaction is open.
pub(crate) fn insert(store: &Store, entry: &Entry) -> Result<HistoryId, StoreError> {
    let (network, chain_id) = match &entry.network {
        Some((name, id)) => (Some(name), Some(columns::chain_id_to_sql(*id)?)),
        None => (None, None),
    };
    let now = store.now().0;
    let done = store.connection().execute(
        "INSERT INTO history (time, changed, kind, status, network, chain_id, account,
                              counterparty, value, tx_hash, detail)
         VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            now,
            entry.kind.as_str(),
            entry.status.as_str(),
            network,
            chain_id,
            entry.account.map(Address::into_array),
            entry.counterparty.map(Address::into_array),
            entry.value.map(|v| v.to_string()),
            entry.tx_hash.map(|h| h.0),
            Value::Object(entry.detail.clone()).to_string(),
        ],
    );
    store.sorted(done)?;
    Ok(HistoryId(store.connection().last_insert_rowid()))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        Value::Null => Map::new(),
        other => Map::from_iter([("note".to_owned(), other)]),
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record {
        id: HistoryId(row.get("id")?),
        time: Timestamp(row.get("time")?),
        changed: Timestamp(row.get("changed")?),
        kind: columns::name(row, "kind")?,
        status: columns::name(row, "status")?,
        network: row.get("network")?,
        chain_id: columns::optional_chain_id(row, "chain_id")?,
        account: columns::optional_address(row, "account")?,
        counterparty: columns::optional_address(row, "counterparty")?,
        value: columns::optional_amount(row, "value")?,
        tx_hash: columns::optional_hash(row, "tx_hash")?,
        detail: columns::json(row, "detail")?,
    })
}
