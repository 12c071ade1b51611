//! Preparing a transaction: nonce, fees, gas, and whether the account can pay.

use alloy::consensus::{SignableTransaction, Transaction, TxEip1559, TxLegacy, TypedTransaction};
use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, B256, Bytes, Signature, TxKind, U256};
use alloy::providers::Provider;
use alloy::rpc::types::TransactionRequest;

use crate::client::Client;
use crate::error::ChainError;
use crate::fees::{Fee, FeeChoices, FeeLevel, Market};

/// Gas of a transfer to an account without code (Yellow Paper, G_transaction).
pub(crate) const PLAIN_TRANSFER_GAS: u64 = 21_000;

/// How much of the network's coin to send along.
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

/// What a transaction should do: send coins, or call a contract, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The recipient or the contract.
    pub to: Address,
    /// Coins sent along.
    pub value: TransferValue,
    /// Call data; empty for a plain transfer.
    pub input: Bytes,
}

impl Call {
    /// Coins to an account.
    #[must_use]
    pub fn transfer(to: Address, value: TransferValue) -> Self {
        Self {
            to,
            value,
            input: Bytes::new(),
        }
    }

    /// A contract's function, with coins.
    #[must_use]
    pub fn paying(to: Address, value: U256, input: Bytes) -> Self {
        Self {
            to,
            value: TransferValue::Exact(value),
            input,
        }
    }

    /// A contract's function, without coins.
    #[must_use]
    pub fn contract(to: Address, input: Bytes) -> Self {
        Self {
            to,
            value: TransferValue::Exact(U256::ZERO),
            input,
        }
    }
}

/// The fee that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeeWish {
    /// What the moment asks for at this level.
    Level(FeeLevel),
    /// Exactly this; on chains without EIP-1559 the first number is the price.
    Exact(Fee),
}

impl From<FeeLevel> for FeeWish {
    fn from(level: FeeLevel) -> Self {
        Self::Level(level)
    }
}

/// A transaction that is ready to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsignedTransaction {
    from: Address,
    tx: TypedTransaction,
    data_fee: U256,
    choices: Option<FeeChoices>,
}

impl UnsignedTransaction {
    /// A transaction and the account that must sign it.
    #[must_use]
    pub fn new(from: Address, tx: impl Into<TypedTransaction>) -> Self {
        Self {
            from,
            tx: tx.into(),
            data_fee: U256::ZERO,
            choices: None,
        }
    }

    /// The account that pays and must sign.
    #[must_use]
    pub fn from(&self) -> Address {
        self.from
    }

    /// The transaction itself.
    #[must_use]
    pub fn tx(&self) -> &TypedTransaction {
        &self.tx
    }

    /// The signing payload (EIP-2718, or EIP-155 for the old kind), for
    /// `mien_intent::Request::Transaction`.
    #[must_use]
    pub fn payload(&self) -> Vec<u8> {
        SignableTransaction::<Signature>::encoded_for_signing(&self.tx)
    }

    /// Keccak-256 of [`UnsignedTransaction::payload`].
    #[must_use]
    pub fn signing_hash(&self) -> B256 {
        SignableTransaction::<Signature>::signature_hash(&self.tx)
    }

    /// Whom it goes to; `None` for one that creates a contract.
    #[must_use]
    pub fn to(&self) -> Option<Address> {
        self.tx.to()
    }

    /// Its place in the sender's row.
    #[must_use]
    pub fn nonce(&self) -> u64 {
        self.tx.nonce()
    }

    /// Wei that the recipient gets.
    #[must_use]
    pub fn value(&self) -> U256 {
        self.tx.value()
    }

    /// Call data.
    #[must_use]
    pub fn input(&self) -> &Bytes {
        self.tx.input()
    }

    /// What a unit of gas may cost.
    #[must_use]
    pub fn fee(&self) -> Fee {
        let max = self.tx.max_fee_per_gas();
        Fee {
            max_fee_per_gas: max,
            max_priority_fee_per_gas: self.tx.max_priority_fee_per_gas().unwrap_or(max),
        }
    }

    /// How much gas it may use.
    #[must_use]
    pub fn gas_limit(&self) -> u64 {
        self.tx.gas_limit()
    }

    /// What a rollup charges for its data besides, in wei; zero elsewhere.
    #[must_use]
    pub fn data_fee(&self) -> U256 {
        self.data_fee
    }

    /// The fees of the moment when it was prepared; nothing for one that was
    /// not prepared here.
    #[must_use]
    pub fn choices(&self) -> Option<&FeeChoices> {
        self.choices.as_ref()
    }

    /// The most that the fee can be, in wei: gas limit times the highest price,
    /// and on a rollup what it charges for its data besides.
    #[must_use]
    pub fn highest_fee(&self) -> U256 {
        let gas = U256::from(self.tx.gas_limit()) * U256::from(self.tx.max_fee_per_gas());
        gas.saturating_add(self.data_fee)
    }

    /// As a call that a node can try out.
    pub(crate) fn request(&self) -> TransactionRequest {
        let request = TransactionRequest::default()
            .with_from(self.from)
            .with_value(self.value())
            .with_input(self.input().clone());
        match self.to() {
            Some(to) => request.with_to(to),
            None => request.into_create(),
        }
    }
}

/// A place in the sender's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// After all that the node knows of, waiting ones included.
    Next,
    /// This one.
    Of(u64),
}

/// Everything about a transaction but its value.
struct Frame {
    chain_id: u64,
    nonce: u64,
    gas_limit: u64,
    fee: Fee,
    market: Market,
}

impl Frame {
    fn build(&self, call: &Call, value: U256) -> TypedTransaction {
        let to = TxKind::Call(call.to);
        let input = call.input.clone();
        match self.market {
            Market::BaseFee => TxEip1559 {
                chain_id: self.chain_id,
                nonce: self.nonce,
                gas_limit: self.gas_limit,
                max_fee_per_gas: self.fee.max_fee_per_gas,
                max_priority_fee_per_gas: self.fee.max_priority_fee_per_gas,
                to,
                value,
                input,
                ..Default::default()
            }
            .into(),
            Market::GasPrice => TxLegacy {
                chain_id: Some(self.chain_id),
                nonce: self.nonce,
                gas_limit: self.gas_limit,
                gas_price: self.fee.max_fee_per_gas,
                to,
                value,
                input,
            }
            .into(),
        }
    }
}

impl Client {
    /// Prepares a transaction: pending nonce, the wished fee, gas estimate, and
    /// a check that the account can pay for it. EIP-1559 where the chain has a
    /// base fee, the old kind with its chain id (EIP-155) elsewhere.
    ///
    /// # Errors
    /// [`ChainError::InsufficientFunds`] with the numbers,
    /// [`ChainError::WouldRevert`] with the recipient's reason,
    /// [`ChainError::BadFee`], or whatever the node does wrong. Nothing was sent.
    pub async fn prepare(
        &self,
        from: Address,
        call: &Call,
        fee: FeeWish,
    ) -> Result<UnsignedTransaction, ChainError> {
        self.prepare_at(from, call, fee, Place::Next).await
    }

    /// The same in a given place of the sender's row.
    pub(crate) async fn prepare_at(
        &self,
        from: Address,
        call: &Call,
        wish: FeeWish,
        place: Place,
    ) -> Result<UnsignedTransaction, ChainError> {
        let choices = self.fees().await?;
        let fee = match wish {
            FeeWish::Level(level) => choices.at(level),
            FeeWish::Exact(fee) => fee.checked()?,
        };
        let balance = self.balance(from).await?;
        let least_fee = fee_for(PLAIN_TRANSFER_GAS, fee);
        let wanted = call.value.out_of(balance, least_fee);
        // Before the estimate, because a node's own words for it are poorer.
        self.check_funds(balance, wanted, least_fee)?;
        let nonce = match place {
            Place::Next => self.pending_nonce(from).await?,
            Place::Of(nonce) => nonce,
        };
        let mut frame = Frame {
            chain_id: self.network().chain_id(),
            nonce,
            gas_limit: 0,
            fee,
            market: choices.market,
        };
        let draft = UnsignedTransaction::new(from, frame.build(call, wanted));
        frame.gas_limit = self.estimate_gas(&draft).await?;
        let mut unsigned = UnsignedTransaction::new(from, frame.build(call, wanted));
        unsigned.choices = Some(choices);
        unsigned.data_fee = self.data_fee(&unsigned.payload()).await;
        let highest_fee = unsigned.highest_fee();
        unsigned.tx = frame.build(call, call.value.out_of(balance, highest_fee));
        self.check_funds(balance, unsigned.value(), highest_fee)?;
        Ok(unsigned)
    }

    pub(crate) fn check_funds(
        &self,
        balance: U256,
        value: U256,
        highest_fee: U256,
    ) -> Result<(), ChainError> {
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
    async fn estimate_gas(&self, draft: &UnsignedTransaction) -> Result<u64, ChainError> {
        match self.provider().estimate_gas(draft.request()).await {
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
