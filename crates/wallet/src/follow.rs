//! Transactions that were left on their way: speeding up, cancelling, and
//! finding out how they ended.

use alloy::primitives::B256;
use mien_chain::{Client, Network, Replacement, Standing};
use mien_store::{Change, Filter, Kind, Record, Status};
use serde_json::json;

use crate::error::WalletError;
use crate::send::SendPlan;
use crate::wallet::Wallet;

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
            Replacement::SpeedUp => format!("{} (again, sooner)", what(&record)),
            Replacement::Cancel => "nothing (takes the place of the other)".to_owned(),
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

    /// Asks the node how the transactions ended that the history of this
    /// network still calls open, and writes it down. Returns how many changed.
    ///
    /// A program that was killed after the signature left finds it again by
    /// this; one that was killed before has no hash, and nothing was sent.
    ///
    /// # Errors
    /// The node's.
    pub async fn settle_open(&self, client: &Client) -> Result<usize, WalletError> {
        let filter = Filter {
            kind: Some(Kind::Transaction),
            network: Some(client.network().name().to_owned()),
            ..Filter::default()
        };
        let all = self.store().history().list(&filter)?;
        let open = all.into_iter().filter(|record| record.status.is_open());
        let mut changed = 0;
        for record in open {
            let (Some(hash), Some(from)) = (record.tx_hash, record.account) else {
                continue;
            };
            let nonce = record.detail["nonce"].as_u64();
            match client.standing(hash, from, nonce).await? {
                Standing::Mined(receipt) => {
                    // A revert is a result here, and not this call's failure.
                    match self.settle(record.id, &receipt) {
                        Ok(()) | Err(WalletError::Reverted { .. }) => changed += 1,
                        Err(e) => return Err(e),
                    }
                }
                Standing::Displaced => {
                    let change = Change::from(Status::Replaced);
                    self.store().history().update(record.id, &change)?;
                    changed += 1;
                }
                Standing::Lost if record.detail["lost"].is_null() => {
                    let change = Change::from(record.status).detail(json!({ "lost": true }));
                    self.store().history().update(record.id, &change)?;
                    changed += 1;
                }
                _ => {}
            }
        }
        Ok(changed)
    }
}

fn what(record: &Record) -> String {
    let what = record.detail["what"].as_str();
    what.unwrap_or("the same").to_owned()
}
