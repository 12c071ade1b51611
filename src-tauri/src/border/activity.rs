//! The history.

use mien_chain::{Network, format_amount};
use mien_identity::ScanOutcome;
use mien_store::{Filter, HistoryId, Kind, Record, Status};
use mien_wallet::{Purpose, SignatureKind};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::explorer;

use super::{AppError, ErrorCode, Fact, NameView, ReviewKind};

/// What was sent, signed or done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Done {
    /// Something was sent; or only words are known, as they were stored.
    Sent {
        /// How much of what.
        text: String,
    },
    /// A contract was called.
    Called {
        /// Coins sent along, with the currency.
        coins: String,
        /// Length of the call data.
        bytes: u32,
    },
    /// An allowance, or a right to a collection, was ended.
    Ended {
        /// For what.
        token: String,
    },
    /// Nothing: it took the place of another.
    Nothing,
    /// Something was signed.
    Signed {
        /// What.
        kind: ReviewKind,
    },
}

/// Why something ended so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Why {
    /// By an error of this kind.
    Error {
        /// Which.
        code: ErrorCode,
    },
    /// By what a contract or a node said, as it came.
    Quoted {
        /// Its words.
        text: String,
    },
}

/// The kinds of error by the words that the history has for them
/// (`WalletError::code`).
const WORDS: [(&str, ErrorCode); 16] = [
    ("not-matched", ErrorCode::NotMatched),
    ("poor-quality", ErrorCode::PoorQuality),
    ("liveness", ErrorCode::Liveness),
    ("cancelled", ErrorCode::Cancelled),
    ("locked-out", ErrorCode::LockedOut),
    ("refused", ErrorCode::Refused),
    ("attack", ErrorCode::Attack),
    ("other-pack", ErrorCode::OtherPack),
    ("pin", ErrorCode::Pin),
    ("camera", ErrorCode::Camera),
    ("kit", ErrorCode::Kit),
    ("storage", ErrorCode::Storage),
    ("insufficient-funds", ErrorCode::InsufficientFunds),
    ("chain", ErrorCode::Chain),
    ("not-signable", ErrorCode::NotSignable),
    ("failed", ErrorCode::Failed),
];

/// How a scan ended that did not match.
const OUTCOMES: [(ScanOutcome, ErrorCode); 4] = [
    (ScanOutcome::PoorQuality, ErrorCode::PoorQuality),
    (ScanOutcome::NotMatched, ErrorCode::NotMatched),
    (ScanOutcome::LivenessFailed, ErrorCode::Liveness),
    (ScanOutcome::Cancelled, ErrorCode::Cancelled),
];

fn why(detail: &serde_json::Value) -> Option<Why> {
    if let Some(outcome) = detail["outcome"].as_str() {
        let known = OUTCOMES.iter().find(|(one, _)| one.to_string() == outcome);
        return known.map(|(_, code)| Why::Error { code: *code });
    }
    let text = detail["why"].as_str()?;
    let known = WORDS.iter().find(|(word, _)| *word == text);
    Some(known.map_or_else(
        || Why::Quoted {
            text: text.to_owned(),
        },
        |(_, code)| Why::Error { code: *code },
    ))
}

/// What was done, and whether it was done again to be confirmed sooner.
fn done(record: &Record) -> (Option<Done>, bool) {
    if record.kind == Kind::Signature {
        let kind = serde_json::from_value::<SignatureKind>(record.detail["what"].clone());
        let kind = kind.ok().map(ReviewKind::from);
        return (kind.map(|kind| Done::Signed { kind }), false);
    }
    match Purpose::of_record(&record.detail) {
        Some(Purpose::Again { of }) => (plain(&of), true),
        Some(purpose) => (plain(&purpose), false),
        None => (None, false),
    }
}

fn plain(purpose: &Purpose) -> Option<Done> {
    Some(match purpose {
        Purpose::Call { coins, bytes } => Done::Called {
            coins: coins.clone(),
            bytes: u32::try_from(*bytes).unwrap_or(u32::MAX),
        },
        Purpose::EndAllowance { token } | Purpose::EndRight { token } => Done::Ended {
            token: token.clone(),
        },
        Purpose::Nothing => Done::Nothing,
        words => Done::Sent {
            text: words.to_string(),
        },
    })
}

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
    pub counterparty_name: Option<NameView>,
    /// What was sent or signed.
    pub what: Option<Done>,
    /// Whether it was sent again, to be confirmed sooner.
    pub again: bool,
    /// The transaction.
    pub hash: Option<String>,
    /// The fee that was paid, with the currency.
    pub fee: Option<String>,
    /// The block it is in.
    pub block: Option<u64>,
    /// Why it ended so.
    pub why: Option<Why>,
    /// Whether it waits and may be sped up or taken back.
    pub can_replace: bool,
    /// The host of the network's explorer, where it has one that may be opened.
    pub explorer: Option<String>,
}

impl ActivityItem {
    /// From a record, with the network it names, if that is known, and what the
    /// other side is called.
    #[must_use]
    pub fn new(
        record: &Record,
        network: Option<&Network>,
        counterparty_name: Option<NameView>,
    ) -> Self {
        let text = |key: &str| record.detail[key].as_str().map(str::to_owned);
        let waits = matches!(record.status, Status::Signed | Status::Sent);
        let (what, again) = done(record);
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
            what,
            again,
            hash: record.tx_hash.map(|h| h.to_string()),
            fee: fee.map(|wei| format_amount(wei, network.map_or("ETH", Network::currency))),
            block: record.detail["block"].as_u64(),
            why: why(&record.detail),
            can_replace: waits && record.kind == Kind::Transaction && record.tx_hash.is_some(),
            explorer: record
                .tx_hash
                .and_then(|hash| network.and_then(|n| explorer::host(n, &hash))),
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
            let text = word.to_owned();
            AppError::because(ErrorCode::WrongInput, Fact::Typed { text })
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_reason_of_a_record_is_a_kind_of_error_or_somebodys_words() {
        let code = |code| Some(Why::Error { code });
        let of = |detail| why(&detail);
        let outcome = ScanOutcome::LivenessFailed.to_string();
        assert_eq!(of(json!({ "outcome": outcome })), code(ErrorCode::Liveness));
        let matched = ScanOutcome::Match.to_string();
        assert_eq!(of(json!({ "outcome": matched })), None);
        assert_eq!(
            of(json!({ "why": "insufficient-funds" })),
            code(ErrorCode::InsufficientFunds)
        );
        let text = "ERC20: paused".to_owned();
        assert_eq!(
            of(json!({ "why": "ERC20: paused" })),
            Some(Why::Quoted { text })
        );
    }
}
