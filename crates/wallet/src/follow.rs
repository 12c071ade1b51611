//! Transactions that were left on their way: speeding up, cancelling, and
//! finding out how they ended.

use alloy::primitives::B256;
use mien_chain::{Client, Network, NetworkKind, Replacement, Standing};
use mien_store::{Change, Filter, Kind, Record, Status};
use serde_json::json;

use crate::error::WalletError;
use crate::plan::SendPlan;
use crate::purpose::Purpose;
use crate::wallet::Wallet;

/// Blocks after which a live chain is taken for final: two epochs of Ethereum.
const FINAL_DEPTH: u64 = 64;

/// For how long a transaction that was taken out of the chain is looked for, in
/// seconds.
const COMES_BACK_S: i64 = 3600;

impl Wallet {
    /// Prepares a transaction that takes the place of one of ours that waits.
    ///
    /// # Errors
    /// [`WalletError::UnknownTransaction`] for one that is not in the history,
    /// or one that is not waiting any more.
    pub async fn prepare_replacement(
        &self,
        network: &Network,
        hash: B256,
        how: Replacement,
    ) -> Result<SendPlan, WalletError> {
        let unknown = || WalletError::UnknownTransaction(hash.to_string());
        let record = self.store().history().by_tx_hash(hash)?;
        let record = record.ok_or_else(unknown)?;
        let identity = self.proved_identity()?;
        identity.suits(network)?;
        let accounts = self.accounts()?;
        let account = accounts
            .iter()
            .find(|account| Some(account.address) == record.account)
            .ok_or_else(unknown)?;
        let client = self.connect(network).await?;
        let unsigned = client.prepare_replacement(hash, how).await?;
        let what = match how {
            Replacement::SpeedUp => Purpose::Again {
                of: Box::new(what(&record)),
            },
            Replacement::Cancel => Purpose::Nothing,
        };
        let to = match how {
            Replacement::SpeedUp => record.counterparty,
            Replacement::Cancel => None,
        };
        let to = to.or(unsigned.to()).unwrap_or(account.address);
        let index = account.index;
        self.plan(client, index, unsigned, (to, what), Some(record.id))
            .await
    }

    /// Brings the history of this network up to the node: how transactions
    /// ended that it still calls open, and which are not in the chain any more
    /// that it calls confirmed, because the chain was reorganised, reverted or
    /// begun anew. Returns how many records changed.
    ///
    /// A program that was killed after the signature left finds it again by
    /// this; one that was killed before has no hash, and nothing was sent.
    ///
    /// # Errors
    /// The node's.
    pub async fn follow_up(&self, client: &Client) -> Result<usize, WalletError> {
        let filter = Filter {
            kind: Some(Kind::Transaction),
            network: Some(client.network().name().to_owned()),
            ..Filter::default()
        };
        let head = client.block_number().await?;
        let mut changed = 0;
        for record in self.store().history().list(&filter)? {
            let moved = if record.status.is_open() {
                self.follow_open(client, &record).await?
            } else if record.status == Status::Undone {
                self.follow_undone(client, &record).await?
            } else {
                self.follow_mined(client, &record, head).await?
            };
            changed += usize::from(moved == Moved::Yes);
        }
        Ok(changed)
    }

    async fn follow_open(&self, client: &Client, record: &Record) -> Result<Moved, WalletError> {
        let (Some(hash), Some(from)) = (record.tx_hash, record.account) else {
            return Ok(Moved::No);
        };
        let nonce = record.detail["nonce"].as_u64();
        let change = match client.standing(hash, from, nonce).await? {
            // A revert is a result here, and not this call's failure.
            Standing::Mined(receipt) => {
                return match self.settle(record.id, &receipt) {
                    Ok(()) | Err(WalletError::Reverted { .. }) => Ok(Moved::Yes),
                    Err(e) => Err(e),
                };
            }
            Standing::Displaced => Change::from(Status::Replaced),
            Standing::Lost if self.resend_lost(client, record).await? => Change::from(Status::Sent)
                .detail(json!({ "lost": null, "handed_over_again": true })),
            Standing::Lost if record.detail["lost"].is_null() => {
                Change::from(record.status).detail(json!({ "lost": true }))
            }
            _ => return Ok(Moved::No),
        };
        self.store().history().update(record.id, &change)?;
        Ok(Moved::Yes)
    }

    /// A transaction that a reorganisation took out may be put into a later block.
    async fn follow_undone(&self, client: &Client, record: &Record) -> Result<Moved, WalletError> {
        let now = i64::try_from(mien_keeper::unix_time()).unwrap_or(i64::MAX);
        let recent = now.saturating_sub(record.changed.seconds()) < COMES_BACK_S;
        let (Some(hash), true) = (record.tx_hash, recent) else {
            return Ok(Moved::No);
        };
        match client.receipt(hash).await? {
            None => Ok(Moved::No),
            Some(receipt) => match self.settle(record.id, &receipt) {
                Ok(()) | Err(WalletError::Reverted { .. }) => Ok(Moved::Yes),
                Err(e) => Err(e),
            },
        }
    }

    /// Compares the block that a transaction was mined in with the chain's.
    async fn follow_mined(
        &self,
        client: &Client,
        record: &Record,
        head: u64,
    ) -> Result<Moved, WalletError> {
        let mined = matches!(record.status, Status::Confirmed | Status::Reverted);
        let (Some(block), Some(hash)) = (
            record.detail["block"].as_u64(),
            record.detail["block_hash"].as_str(),
        ) else {
            return Ok(Moved::No);
        };
        // A live chain does not go back that far; a development chain may.
        let settled = client.network().kind() == NetworkKind::Live
            && block.saturating_add(FINAL_DEPTH) < head;
        if !mined || settled {
            return Ok(Moved::No);
        }
        let now = client.block_hash(block).await?;
        if now.is_some_and(|now| now.to_string() == hash) {
            return Ok(Moved::No);
        }
        // It may be in another block by now.
        let seen = match record.tx_hash {
            Some(tx) => client.receipt(tx).await?,
            None => None,
        };
        match seen {
            Some(receipt) => match self.settle(record.id, &receipt) {
                Ok(()) | Err(WalletError::Reverted { .. }) => {}
                Err(e) => return Err(e),
            },
            None => {
                // Taken out of the chain, it may wait for another block.
                let waits = match (record.tx_hash, record.account) {
                    (Some(tx), Some(from)) => {
                        client.standing(tx, from, None).await? == Standing::Waiting
                    }
                    _ => false,
                };
                let status = if waits { Status::Sent } else { Status::Undone };
                self.store().history().update(record.id, &status.into())?;
            }
        }
        Ok(Moved::Yes)
    }
}

/// Whether a record changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moved {
    Yes,
    No,
}

fn what(record: &Record) -> Purpose {
    Purpose::of_record(&record.detail).unwrap_or_else(|| Purpose::Words {
        text: "the same".to_owned(),
    })
}
