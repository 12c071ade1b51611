//! Waiting for a transaction.

use std::ops::ControlFlow;
use std::time::Duration;

use alloy::eips::BlockId;
use alloy::network::TransactionResponse;
use alloy::primitives::{Address, B256, U256};
use alloy::providers::Provider;
use alloy::rpc::types::{TransactionReceipt, TransactionRequest};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep};

use crate::client::Client;
use crate::error::ChainError;

/// How long to wait, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitOptions {
    /// Blocks including the transaction's own; at least 1.
    pub confirmations: u64,
    /// When to give up.
    pub timeout: Duration,
}

impl Default for WaitOptions {
    /// One confirmation, three minutes.
    fn default() -> Self {
        Self {
            confirmations: 1,
            timeout: Duration::from_secs(180),
        }
    }
}

/// What is known while waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitProgress {
    /// In no block yet (or no longer, after a reorganisation).
    Pending,
    /// In a block, with so many confirmations.
    Mined {
        /// The block's number.
        block: u64,
        /// Blocks including that one.
        confirmations: u64,
    },
    /// The node did not answer this time; waiting goes on.
    NodeSilent,
}

/// How a mined transaction ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It did what it should.
    Success,
    /// It failed; the fee is spent, nothing else happened.
    Reverted {
        /// The contract's reason, if it can be found out.
        reason: Option<String>,
    },
}

/// A mined transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The transaction's hash.
    pub hash: B256,
    /// The block's number.
    pub block: u64,
    /// The block's hash.
    pub block_hash: B256,
    /// Blocks including that one when the receipt was read.
    pub confirmations: u64,
    /// How it ended.
    pub outcome: Outcome,
    /// Gas used.
    pub gas_used: u64,
    /// Wei paid for it.
    pub fee: U256,
    /// The sender.
    pub from: Address,
    /// The recipient, unless a contract was created.
    pub to: Option<Address>,
}

impl Client {
    /// The transaction's receipt, if it is in a block.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn receipt(&self, hash: B256) -> Result<Option<Receipt>, ChainError> {
        let answer = self.provider().get_transaction_receipt(hash).await;
        let Some(found) = answer.map_err(|e| self.failed("eth_getTransactionReceipt", e))? else {
            return Ok(None);
        };
        let (Some(block), Some(block_hash)) = (found.block_number, found.block_hash) else {
            return Ok(None);
        };
        let head = self.block_number().await?;
        let outcome = if found.status() {
            Outcome::Success
        } else {
            Outcome::Reverted {
                reason: self.replayed_reason(hash, block).await,
            }
        };
        Ok(Some(receipt(
            hash, block, block_hash, head, outcome, &found,
        )))
    }

    /// Waits until the transaction has the wanted confirmations. `progress` is
    /// called at every look; returning [`ControlFlow::Break`] stops waiting. A
    /// node that is silent for a while is waited for.
    ///
    /// # Errors
    /// [`ChainError::NotConfirmed`] after the time limit,
    /// [`ChainError::Cancelled`] if `progress` says so. In both cases the
    /// transaction may still be mined.
    pub async fn wait(
        &self,
        hash: B256,
        options: WaitOptions,
        mut progress: impl FnMut(WaitProgress) -> ControlFlow<()>,
    ) -> Result<Receipt, ChainError> {
        let started = Instant::now();
        let wanted = options.confirmations.max(1);
        loop {
            let left = options.timeout.saturating_sub(started.elapsed());
            let look = tokio::time::timeout(left, self.receipt(hash)).await;
            let seen = match look {
                Ok(Ok(Some(receipt))) if receipt.confirmations >= wanted => return Ok(receipt),
                Ok(Ok(Some(receipt))) => WaitProgress::Mined {
                    block: receipt.block,
                    confirmations: receipt.confirmations,
                },
                Ok(Ok(None)) => WaitProgress::Pending,
                Ok(Err(_)) | Err(_) => WaitProgress::NodeSilent,
            };
            if progress(seen).is_break() {
                return Err(ChainError::Cancelled { hash });
            }
            let left = options.timeout.saturating_sub(started.elapsed());
            if left.is_zero() {
                return Err(ChainError::NotConfirmed {
                    hash,
                    seconds: options.timeout.as_secs(),
                });
            }
            sleep(self.poll_interval().min(left)).await;
        }
    }

    /// A node on this machine is asked often, a public one seldom.
    fn poll_interval(&self) -> Duration {
        if self.network().is_loopback() {
            Duration::from_millis(150)
        } else {
            Duration::from_secs(3)
        }
    }

    /// Calls the failed transaction again on the block before its own to learn
    /// the reason; earlier transactions of its block are not replayed, so this
    /// may find nothing.
    async fn replayed_reason(&self, hash: B256, block: u64) -> Option<String> {
        let tx = self.provider().get_transaction_by_hash(hash).await.ok()??;
        let from = tx.from();
        let mut request = TransactionRequest::from_transaction(tx);
        request.from = Some(from);
        let before = BlockId::number(block.checked_sub(1)?);
        let error = self.provider().call(request).block(before).await.err()?;
        Self::revert_reason(&error)
    }
}

fn receipt(
    hash: B256,
    block: u64,
    block_hash: B256,
    head: u64,
    outcome: Outcome,
    found: &TransactionReceipt,
) -> Receipt {
    Receipt {
        hash,
        block,
        block_hash,
        confirmations: head.saturating_sub(block).saturating_add(1),
        outcome,
        gas_used: found.gas_used,
        fee: U256::from(found.gas_used) * U256::from(found.effective_gas_price),
        from: found.from,
        to: found.to,
    }
}
