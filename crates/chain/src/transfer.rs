//! Preparing a transfer of the network's coin.

use alloy::consensus::{SignableTransaction, TxEip1559};
use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, B256, TxKind, U256};
use alloy::providers::Provider;
use alloy::rpc::types::TransactionRequest;

use crate::client::Client;
use crate::error::ChainError;
use crate::fees::{Fee, FeeLevel};

/// Gas of a transfer to an account without code (Yellow Paper, G_transaction).
const PLAIN_TRANSFER_GAS: u64 = 21_000;

/// How much to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferValue {
    /// So many wei.
    Exact(U256),
    /// Everything but the highest fee.
    All,
}

impl TransferValue {
    /// Wei to send from this balance if the fee may be this high.
    fn out_of(self, balance: U256, highest_fee: U256) -> U256 {
        match self {
            Self::Exact(wei) => wei,
            Self::All => balance.saturating_sub(highest_fee),
        }
    }
}

/// A transfer that is ready to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsignedTransfer {
    from: Address,
    tx: TxEip1559,
    data_fee: U256,
}

impl UnsignedTransfer {
    /// A transaction and the account that must sign it.
    #[must_use]
    pub fn new(from: Address, tx: TxEip1559) -> Self {
        Self {
            from,
            tx,
            data_fee: U256::ZERO,
        }
    }

    /// The account that pays and must sign.
    #[must_use]
    pub fn from(&self) -> Address {
        self.from
    }

    /// The transaction itself.
    #[must_use]
    pub fn tx(&self) -> &TxEip1559 {
        &self.tx
    }

    /// The signing payload of EIP-2718, for `mien_intent::Request::Transaction`.
    #[must_use]
    pub fn payload(&self) -> Vec<u8> {
        self.tx.encoded_for_signing()
    }

    /// Keccak-256 of [`UnsignedTransfer::payload`].
    #[must_use]
    pub fn signing_hash(&self) -> B256 {
        self.tx.signature_hash()
    }

    /// Wei that the recipient gets.
    #[must_use]
    pub fn value(&self) -> U256 {
        self.tx.value
    }

    /// The most that the fee can be, in wei: gas limit times the highest price,
    /// and on a rollup what it charges for its data besides.
    #[must_use]
    pub fn highest_fee(&self) -> U256 {
        let gas = U256::from(self.tx.gas_limit) * U256::from(self.tx.max_fee_per_gas);
        gas.saturating_add(self.data_fee)
    }
}

impl Client {
    /// Prepares a transfer: pending nonce, fees of the level, gas estimate, and
    /// a check that the account can pay for it.
    ///
    /// # Errors
    /// [`ChainError::InsufficientFunds`] with the numbers,
    /// [`ChainError::WouldRevert`] with the recipient's reason, or whatever the
    /// node does wrong. Nothing was sent.
    pub async fn prepare_transfer(
        &self,
        from: Address,
        to: Address,
        value: TransferValue,
        level: FeeLevel,
    ) -> Result<UnsignedTransfer, ChainError> {
        let fee = self.fees().await?.at(level);
        let balance = self.balance(from).await?;
        let least_fee = fee_for(PLAIN_TRANSFER_GAS, fee);
        let wanted = value.out_of(balance, least_fee);
        // Before the estimate, because a node's own words for it are poorer.
        self.check_funds(balance, wanted, least_fee)?;
        let tx = TxEip1559 {
            chain_id: self.network().chain_id(),
            nonce: self.pending_nonce(from).await?,
            gas_limit: self.transfer_gas(from, to, wanted).await?,
            max_fee_per_gas: fee.max_fee_per_gas,
            max_priority_fee_per_gas: fee.max_priority_fee_per_gas,
            to: TxKind::Call(to),
            value: wanted,
            ..Default::default()
        };
        let data_fee = self.data_fee(&tx.encoded_for_signing()).await?;
        let mut unsigned = UnsignedTransfer { from, tx, data_fee };
        let highest_fee = unsigned.highest_fee();
        unsigned.tx.value = value.out_of(balance, highest_fee);
        self.check_funds(balance, unsigned.tx.value, highest_fee)?;
        Ok(unsigned)
    }

    fn check_funds(&self, balance: U256, value: U256, highest_fee: U256) -> Result<(), ChainError> {
        if value
            .checked_add(highest_fee)
            .is_some_and(|needed| needed <= balance)
        {
            return Ok(());
        }
        Err(ChainError::InsufficientFunds {
            balance,
            value,
            highest_fee,
            currency: self.network().currency().to_owned(),
        })
    }

    /// The node's estimate, with a fifth more where code runs: between the
    /// estimate and the block its path may change.
    async fn transfer_gas(
        &self,
        from: Address,
        to: Address,
        value: U256,
    ) -> Result<u64, ChainError> {
        let request = TransactionRequest::default()
            .with_from(from)
            .with_to(to)
            .with_value(value);
        match self.provider().estimate_gas(request).await {
            Ok(PLAIN_TRANSFER_GAS) => Ok(PLAIN_TRANSFER_GAS),
            Ok(gas) => Ok(gas.saturating_add(gas / 5)),
            Err(error) => match Self::revert_reason(&error) {
                Some(reason) => Err(ChainError::WouldRevert { reason }),
                None => Err(self.failed("eth_estimateGas", error)),
            },
        }
    }
}

fn fee_for(gas: u64, fee: Fee) -> U256 {
    U256::from(gas) * U256::from(fee.max_fee_per_gas)
}
