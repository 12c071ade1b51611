//! The history.

use mien_chain::{Network, format_amount};
use mien_store::{Filter, HistoryId, Kind, Record, Status};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AppError, ErrorCode};

/// Something that happened.
#[derive(Clone, Debug, Serialize, Type)]
pub struct ActivityItem {
    /// Its number.
    pub id: i64,
    /// When it began.
    pub time: i64,
    /// When it last changed.
    pub changed: i64,
    /// What, as `mien_store::Kind` names it.
    pub kind: String,
    /// How it stands, as `mien_store::Status` names it.
    pub status: String,
    /// The network.
    pub network: Option<String>,
    /// Our account.
    pub account: Option<String>,
    /// The other side.
    pub counterparty: Option<String>,
    /// What that address is called here.
    pub counterparty_name: Option<String>,
    /// What was sent or signed, in words.
    pub what: Option<String>,
    /// The transaction.
    pub hash: Option<String>,
    /// The fee that was paid, with the currency.
    pub fee: Option<String>,
    /// The block it is in.
    pub block: Option<u64>,
    /// Why it ended so.
    pub why: Option<String>,
    /// Whether it waits and may be sped up or taken back.
    pub can_replace: bool,
    /// Its page at the network's explorer.
    pub explorer_url: Option<String>,
}

impl ActivityItem {
    /// From a record, with the network it names, if that is known, and what the
    /// other side is called.
    #[must_use]
    pub fn new(
        record: &Record,
        network: Option<&Network>,
        counterparty_name: Option<String>,
    ) -> Self {
        let text = |key: &str| record.detail[key].as_str().map(str::to_owned);
        let waits = matches!(record.status, Status::Signed | Status::Sent);
        let fee = text("fee_wei").and_then(|wei| wei.parse().ok());
        Self {
            id: record.id.number(),
            time: record.time.seconds(),
            changed: record.changed.seconds(),
            kind: record.kind.as_str().to_owned(),
            status: record.status.as_str().to_owned(),
            network: record.network.clone(),
            account: record.account.map(|a| a.to_string()),
            counterparty: record.counterparty.map(|a| a.to_string()),
            counterparty_name,
            what: text("what"),
            hash: record.tx_hash.map(|h| h.to_string()),
            fee: fee.map(|wei| format_amount(wei, network.map_or("ETH", Network::currency))),
            block: record.detail["block"].as_u64(),
            why: text("why").or_else(|| text("outcome")),
            can_replace: waits && record.kind == Kind::Transaction && record.tx_hash.is_some(),
            explorer_url: record
                .tx_hash
                .and_then(|hash| network.and_then(|n| n.transaction_url(&hash))),
        }
    }
}

/// Which records are wanted.
#[derive(Clone, Debug, Deserialize, Type)]
pub struct ActivityFilter {
    /// Of this kind.
    pub kind: Option<String>,
    /// In this state.
    pub status: Option<String>,
    /// On this network.
    pub network: Option<String>,
    /// Older than this record.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

/// The most that is shown at a time.
const MOST: u32 = 200;

impl ActivityFilter {
    /// As the store understands it.
    ///
    /// # Errors
    /// A word that it does not know.
    pub fn filter(&self) -> Result<Filter, AppError> {
        let unknown = |word: &str| {
            AppError::new(
                ErrorCode::WrongInput,
                &format!("there is no history of `{word}`; choose from the list"),
            )
        };
        let kind = |word: &String| word.parse::<Kind>().map_err(|_| unknown(word));
        let status = |word: &String| word.parse::<Status>().map_err(|_| unknown(word));
        Ok(Filter {
            kind: self.kind.as_ref().map(kind).transpose()?,
            status: self.status.as_ref().map(status).transpose()?,
            network: self.network.clone(),
            before: self.before.map(HistoryId::from_number),
            limit: Some(self.limit.min(MOST)),
            ..Filter::default()
        })
    }
}

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// A table (RFC 4180).
    Csv,
    /// JSON.
    Json,
}
