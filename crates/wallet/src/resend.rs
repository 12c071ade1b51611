//! Transactions that do not get anywhere: handing one over again that a node has
//! lost, and saying which have waited too long.

use alloy::primitives::B256;
use mien_chain::{ChainError, Client, NetworkKind, SignedTransaction};
use mien_store::{Change, Filter, Kind, Record, Status};
use serde::Serialize;

use crate::error::WalletError;
use crate::wallet::Wallet;

/// Seconds after which a transaction that waits is called stuck: ten minutes on
/// a live network, one on a development network, which mines at once.
const DEADLINE_S: [i64; 2] = [600, 60];

/// A transaction that has waited longer than it should.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stuck {
    /// Which.
    pub hash: B256,
    /// What it was to do, in words.
    pub what: String,
    /// For how long it has waited, in seconds.
    pub waiting_seconds: i64,
}

impl Wallet {
    /// Hands a transaction over again that was signed here. Nothing is signed
    /// anew: the node gets the same bytes, so it cannot happen twice.
    ///
    /// # Errors
    /// [`WalletError::UnknownTransaction`] for one that was not signed here or is
    /// not open any more, [`WalletError::OtherChain`] if the chain was begun anew
    /// since, and the node's.
    pub async fn resend(&self, client: &Client, hash: B256) -> Result<(), WalletError> {
        let unknown = || WalletError::UnknownTransaction(hash.to_string());
        let record = self.store().history().by_tx_hash(hash)?;
        let record = record.filter(|r| r.status.is_open()).ok_or_else(unknown)?;
        let here = client.network();
        if record.chain_id != Some(here.chain_id())
            || record.network.as_deref() != Some(here.name())
        {
            return Err(unknown());
        }
        let signed = kept(&record).ok_or_else(unknown)?;
        if !self.same_chain(client, &record).await? {
            return Err(WalletError::OtherChain(hash.to_string()));
        }
        client.broadcast(&signed).await?;
        let change = Change::from(Status::Sent).detail(serde_json::json!({ "lost": null }));
        Ok(self.store().history().update(record.id, &change)?)
    }

    /// The same for one that this node has lost, unless another has taken its
    /// place or nobody asked for it to leave. Whether it was handed over.
    pub(crate) async fn resend_lost(
        &self,
        client: &Client,
        record: &Record,
    ) -> Result<bool, WalletError> {
        let left = record.status == Status::Sent && record.detail["replaced_by"].is_null();
        let (true, Some(signed)) = (left, kept(record)) else {
            return Ok(false);
        };
        if !self.same_chain(client, record).await? {
            return Ok(false);
        }
        match client.broadcast(&signed).await {
            Ok(_) => Ok(true),
            // Too cheap by now, or the account is empty: it stays lost.
            Err(ChainError::NodeRefused { .. }) => Ok(false),
            Err(e) => Err(e.into()),
        }
    }

    /// Whether this is still the chain that a transaction was signed for. A
    /// development chain may have been begun anew or gone back; what was meant
    /// for the old one is not put into the new.
    async fn same_chain(&self, client: &Client, record: &Record) -> Result<bool, WalletError> {
        if client.network().kind() == NetworkKind::Live {
            return Ok(true);
        }
        let anchor = &record.detail["anchor"];
        let (Some(block), Some(hash)) = (anchor["block"].as_u64(), anchor["hash"].as_str()) else {
            return Ok(false);
        };
        let now = client.block_hash(block).await?;
        Ok(now.is_some_and(|now| now.to_string() == hash))
    }

    /// Transactions of this network that have waited longer than they should: to
    /// be sent again at a higher fee, or taken back.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub fn stuck(&self, network: &str, kind: NetworkKind) -> Result<Vec<Stuck>, WalletError> {
        let filter = Filter {
            kind: Some(Kind::Transaction),
            status: Some(Status::Sent),
            network: Some(network.to_owned()),
            ..Filter::default()
        };
        let deadline = match kind {
            NetworkKind::Live => DEADLINE_S[0],
            NetworkKind::Development => DEADLINE_S[1],
        };
        let now = i64::try_from(mien_keeper::unix_time()).unwrap_or(i64::MAX);
        let open = self.store().history().list(&filter)?;
        let waiting = open.iter().filter_map(|record| {
            let waiting_seconds = now.saturating_sub(record.time.seconds());
            let replaced = !record.detail["replaced_by"].is_null();
            (waiting_seconds >= deadline && !replaced).then_some(())?;
            Some(Stuck {
                hash: record.tx_hash?,
                what: record.detail["what"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
                waiting_seconds,
            })
        });
        Ok(waiting.collect())
    }
}

/// The transaction as it was signed, if it was kept and is the one recorded.
fn kept(record: &Record) -> Option<SignedTransaction> {
    let raw = record.detail["raw"].as_str()?;
    let raw = alloy::primitives::hex::decode(raw).ok()?;
    let signed = SignedTransaction::from_raw(&raw).ok()?;
    (Some(signed.hash()) == record.tx_hash && Some(signed.from()) == record.account)
        .then_some(signed)
}
