//! Transactions that do not get anywhere: handing one over again that a node has
//! lost, and saying which have waited too long.

use alloy::primitives::B256;
use mien_chain::{ChainError, Client, NetworkKind, SignedTransaction};
use mien_store::{Change, Filter, Kind, Record, Status};
use serde::Serialize;

use crate::error::WalletError;
use crate::wallet::Wallet;

/// Seconds after which a transaction that waits is called stuck on a live network.
const LIVE_DEADLINE_S: i64 = 600;
/// The same on a development network, which mines at once as a rule.
const DEVELOPMENT_DEADLINE_S: i64 = 60;

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
            NetworkKind::Live => LIVE_DEADLINE_S,
            NetworkKind::Development => DEVELOPMENT_DEADLINE_S,
        };
        let now = i64::try_from(mien_keeper::unix_time()).unwrap_or(i64::MAX);
        Ok(waiting_for(
            &self.store().history().list(&filter)?,
            now,
            deadline,
        ))
    }
}

/// Those that were begun `deadline` seconds before `now` or earlier, and that
/// nothing else has been sent in place of.
fn waiting_for(sent: &[Record], now: i64, deadline: i64) -> Vec<Stuck> {
    let late = sent.iter().filter_map(|record| {
        let waiting_seconds = now.saturating_sub(record.time.seconds());
        let replaced = !record.detail["replaced_by"].is_null();
        if waiting_seconds < deadline || replaced {
            return None;
        }
        Some(Stuck {
            hash: record.tx_hash?,
            what: record.detail["what"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            waiting_seconds,
        })
    });
    late.collect()
}

/// The transaction as it was signed, if it was kept and is the one recorded.
fn kept(record: &Record) -> Option<SignedTransaction> {
    let raw = record.detail["raw"].as_str()?;
    let raw = alloy::primitives::hex::decode(raw).ok()?;
    let signed = SignedTransaction::from_raw(&raw).ok()?;
    (Some(signed.hash()) == record.tx_hash && Some(signed.from()) == record.account)
        .then_some(signed)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use mien_store::{Entry, Store};
    use serde_json::json;

    use super::*;

    #[test]
    fn what_waits_too_long_is_named_unless_it_was_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let sent = |hash: u8, detail| {
            let entry = Entry::new(Kind::Transaction)
                .status(Status::Sent)
                .tx_hash(B256::repeat_byte(hash))
                .detail(detail);
            store.history().begin(&entry).unwrap();
        };
        sent(1, json!({ "what": "1 ETH" }));
        sent(2, json!({ "what": "2 ETH", "replaced_by": "0x03" }));
        let records = store.history().list(&Filter::default()).unwrap();
        let begun = records[0].time.seconds();
        assert_eq!(waiting_for(&records, begun + 59, 60), []);
        let late = waiting_for(&records, begun + 61, 60);
        let [stuck] = &late[..] else { unreachable!() };
        assert_eq!(stuck.hash, B256::repeat_byte(1));
        assert_eq!(stuck.what, "1 ETH");
        assert!(stuck.waiting_seconds >= 60);
    }

    #[test]
    fn only_the_very_transaction_that_was_recorded_is_handed_over_again() {
        // The signed example of EIP-155.
        let raw = "0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83";
        let signed =
            SignedTransaction::from_raw(&alloy::primitives::hex::decode(raw).unwrap()).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let record = |hash: B256, from, raw: &str| {
            let entry = Entry::new(Kind::Transaction)
                .tx_hash(hash)
                .account(from)
                .detail(json!({ "raw": raw }));
            let id = store.history().begin(&entry).unwrap();
            store.history().get(id).unwrap().unwrap()
        };
        let (hash, from) = (signed.hash(), signed.from());
        assert_eq!(kept(&record(hash, from, raw)), Some(signed));
        assert_eq!(kept(&record(B256::ZERO, from, raw)), None);
        assert_eq!(
            kept(&record(hash, alloy::primitives::Address::ZERO, raw)),
            None
        );
        assert_eq!(kept(&record(hash, from, "0xf86c09")), None);
        assert_eq!(kept(&record(hash, from, "rubbish")), None);
    }
}
