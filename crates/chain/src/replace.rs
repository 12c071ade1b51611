//! Speeding up and cancelling a transaction that waits: another one in the same
//! place of the sender's row, at a higher fee.

use alloy::consensus::Transaction;
use alloy::network::TransactionResponse;
use alloy::primitives::{Address, B256, U256};
use alloy::providers::Provider;

use crate::client::Client;
use crate::error::ChainError;
use crate::fees::{Fee, FeeLevel};
use crate::prepare::{Call, FeeWish, Place, TransferValue, UnsignedTransaction};

/// What becomes of a transaction that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// The same, at a higher fee.
    SpeedUp,
    /// Nothing: a transfer of zero to oneself takes its place.
    Cancel,
}

/// Where a transaction stands that was handed over at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// In a block.
    Mined(crate::receipt::Receipt),
    /// The node has it and waits for a block to put it in.
    Waiting,
    /// Another transaction took its place in the row: it will never be mined.
    Displaced,
    /// The node does not know it, and its place is free: it got lost and may be
    /// handed over again.
    Lost,
}

impl Client {
    /// Where a transaction stands.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn standing(
        &self,
        hash: B256,
        from: Address,
        nonce: Option<u64>,
    ) -> Result<Standing, ChainError> {
        if let Some(receipt) = self.receipt(hash).await? {
            return Ok(Standing::Mined(receipt));
        }
        let known = self.provider().get_transaction_by_hash(hash).await;
        let known = known.map_err(|e| self.failed("eth_getTransactionByHash", e))?;
        if known.is_some() {
            return Ok(Standing::Waiting);
        }
        let mined = self.provider().get_transaction_count(from).await;
        let mined = mined.map_err(|e| self.failed("eth_getTransactionCount", e))?;
        Ok(match nonce {
            Some(nonce) if nonce < mined => Standing::Displaced,
            _ => Standing::Lost,
        })
    }

    /// Prepares a transaction that takes the place of one that waits. Its fee
    /// is what the moment asks for a fast one, and at least an eighth more than
    /// the old one's: nodes refuse less than a tenth.
    ///
    /// # Errors
    /// [`ChainError::NotWaiting`] if it is mined or unknown to the node, and
    /// those of [`Client::prepare`].
    pub async fn prepare_replacement(
        &self,
        hash: B256,
        how: Replacement,
    ) -> Result<UnsignedTransaction, ChainError> {
        let old = self.provider().get_transaction_by_hash(hash).await;
        let old = old.map_err(|e| self.failed("eth_getTransactionByHash", e))?;
        let old = old
            .filter(|tx| tx.block_number().is_none())
            .ok_or(ChainError::NotWaiting { hash })?;
        let from = old.from();
        let call = match (how, old.to()) {
            (Replacement::SpeedUp, Some(to)) => Call {
                to,
                value: TransferValue::Exact(old.value()),
                input: old.input().clone(),
            },
            // Mien sends none that creates a contract; cancelling works anyway.
            (Replacement::SpeedUp, None) => return Err(ChainError::NotWaiting { hash }),
            (Replacement::Cancel, _) => Call::transfer(from, TransferValue::Exact(U256::ZERO)),
        };
        let before = Fee {
            max_fee_per_gas: Transaction::max_fee_per_gas(&old),
            max_priority_fee_per_gas: old
                .max_priority_fee_per_gas()
                .unwrap_or_else(|| Transaction::max_fee_per_gas(&old)),
        };
        let fee = before
            .raised()
            .at_least(self.fees().await?.at(FeeLevel::Fast));
        self.prepare_at(from, &call, FeeWish::Exact(fee), Place::Of(old.nonce()))
            .await
    }
}
