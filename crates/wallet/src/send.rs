//! Sending coins: prepare, scan, sign, broadcast, follow.

use std::ops::ControlFlow;

use alloy::network::TxSigner;
use alloy::primitives::{Address, B256, U256};
use mien_chain::{
    Client, FeeLevel, Network, Outcome, Receipt, TransferValue, UnsignedTransaction, WaitOptions,
    WaitProgress, assemble, parse_address, parse_amount,
};
use mien_identity::{Cancel, ScanOutcome};
use mien_store::{Change, Entry, HistoryId, Kind, Status};
use serde::Serialize;
use serde_json::json;

use crate::error::WalletError;
use crate::scans::ScanInputs;
use crate::wallet::Wallet;

/// How much to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// So much, in the coin's smallest unit.
    Exact(U256),
    /// Everything but the fee.
    All,
}

impl Amount {
    /// Reads `0.25`, `1 gwei`, or `all`.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str, currency: &str) -> Result<Self, WalletError> {
        if text.trim().eq_ignore_ascii_case("all") {
            return Ok(Self::All);
        }
        Ok(Self::Exact(parse_amount(text, currency)?))
    }
}

/// What a person wants sent.
#[derive(Clone, Debug)]
pub struct SendOrder {
    /// From which account.
    pub account: u32,
    /// To whom.
    pub to: Address,
    /// How much.
    pub amount: Amount,
    /// How soon.
    pub fee: FeeLevel,
}

impl SendOrder {
    /// Reads the recipient's address, checksum included.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn recipient(text: &str) -> Result<Address, WalletError> {
        Ok(parse_address(text)?)
    }
}

/// A transfer that is ready to be looked at and signed.
#[derive(Debug)]
pub struct SendPlan {
    client: Client,
    account: u32,
    unsigned: UnsignedTransaction,
    to: Address,
}

impl SendPlan {
    /// The network.
    #[must_use]
    pub fn network(&self) -> &Network {
        self.client.network()
    }

    /// The account that pays.
    #[must_use]
    pub fn from(&self) -> Address {
        self.unsigned.from()
    }

    /// The recipient.
    #[must_use]
    pub fn to(&self) -> Address {
        self.to
    }

    /// What the recipient gets, in the smallest unit.
    #[must_use]
    pub fn value(&self) -> U256 {
        self.unsigned.value()
    }

    /// The most that the fee can be.
    #[must_use]
    pub fn highest_fee(&self) -> U256 {
        self.unsigned.highest_fee()
    }
}

/// A transfer that was mined.
#[derive(Clone, Debug, Serialize)]
pub struct Sent {
    /// The transaction.
    pub hash: B256,
    /// The account that paid.
    #[serde(serialize_with = "crate::addresses::checksummed")]
    pub from: Address,
    /// The recipient.
    #[serde(serialize_with = "crate::addresses::checksummed")]
    pub to: Address,
    /// What was sent, in wei, as decimal text.
    pub value_wei: String,
    /// The fee that was paid, in wei, as decimal text.
    pub fee_wei: String,
    /// The block it is in.
    pub block: u64,
    /// How the scans for it ended.
    pub scans: Vec<ScanReport>,
}

/// How one scan ended.
#[derive(Clone, Debug, Serialize)]
pub struct ScanReport {
    /// In words.
    pub outcome: String,
}

impl From<&ScanOutcome> for ScanReport {
    fn from(outcome: &ScanOutcome) -> Self {
        Self {
            outcome: outcome.to_string(),
        }
    }
}

impl Wallet {
    /// Prepares a transfer: chain id, nonce, fees and gas from the node, and a
    /// check that the account can pay. Nothing is scanned or signed.
    ///
    /// # Errors
    /// The node's, insufficient funds, or a network that this wallet is not for.
    pub async fn prepare_send(
        &self,
        network: &Network,
        order: &SendOrder,
    ) -> Result<SendPlan, WalletError> {
        let identity = self.proved_identity()?;
        identity.suits(network)?;
        let from = identity.address(order.account)?;
        let client = self.connect(network).await?;
        let value = match order.amount {
            Amount::Exact(wei) => TransferValue::Exact(wei),
            Amount::All => TransferValue::All,
        };
        let unsigned = client
            .prepare(from, &Call::transfer(order.to, value), order.fee.into())
            .await?;
        Ok(SendPlan {
            client,
            account: order.account,
            unsigned,
            to: order.to,
        })
    }

    /// Scans, signs, broadcasts and waits until it is mined.
    ///
    /// The history says what was begun before the signature exists, and the
    /// transaction's hash before it leaves: after a crash it is found again.
    ///
    /// # Errors
    /// Those of a scan (nothing has left then), of the node, or a transaction
    /// that was mined and failed.
    pub async fn send(&self, plan: &SendPlan, inputs: ScanInputs) -> Result<Sent, WalletError> {
        let network = plan.network();
        let entry = self.store().history().begin(
            &Entry::new(Kind::Transaction)
                .network(network.name(), network.chain_id())
                .account(plan.from())
                .counterparty(plan.to)
                .value(plan.value()),
        )?;
        let signer = self.signer(plan.account, Some(network.chain_id()), inputs)?;
        let signed = self.sign_plan(plan, &signer).await;
        let outcomes = signer.outcomes();
        self.record_scans("transaction", &outcomes)?;
        let signed = self.or_refused(entry, signed)?;
        let history = self.store().history();
        history.update(entry, &Change::from(Status::Signed).tx_hash(signed.hash()))?;
        plan.client.broadcast(&signed).await?;
        history.update(entry, &Status::Sent.into())?;
        let receipt = self.follow(plan, signed.hash()).await?;
        self.settle(entry, &receipt)?;
        Ok(Sent {
            hash: receipt.hash,
            from: plan.from(),
            to: plan.to,
            value_wei: plan.value().to_string(),
            fee_wei: receipt.fee.to_string(),
            block: receipt.block,
            scans: outcomes.iter().map(ScanReport::from).collect(),
        })
    }

    async fn sign_plan(
        &self,
        plan: &SendPlan,
        signer: &crate::signer::FaceSigner,
    ) -> Result<mien_chain::SignedTransaction, WalletError> {
        let mut tx = plan.unsigned.tx().clone();
        let signature = signer
            .sign_transaction(&mut tx)
            .await
            .map_err(wallet_error)?;
        Ok(assemble(&plan.unsigned, &signature.as_bytes())?)
    }

    /// Closes the history record of something that was not signed.
    pub(crate) fn or_refused<T>(
        &self,
        entry: HistoryId,
        result: Result<T, WalletError>,
    ) -> Result<T, WalletError> {
        result.or_else(|e| {
            let status = if e.code() == "cancelled" {
                Status::Cancelled
            } else {
                Status::Refused
            };
            let change = Change::from(status).detail(json!({ "why": e.code() }));
            self.store().history().update(entry, &change)?;
            Err(e)
        })
    }

    async fn follow(&self, plan: &SendPlan, hash: B256) -> Result<Receipt, WalletError> {
        let go_on = |_: WaitProgress| match self.watch().cancelled() {
            Cancel::No => ControlFlow::Continue(()),
            Cancel::Yes => ControlFlow::Break(()),
        };
        Ok(plan
            .client
            .wait(hash, WaitOptions::default(), go_on)
            .await?)
    }

    fn settle(&self, entry: HistoryId, receipt: &Receipt) -> Result<(), WalletError> {
        let (status, failure) = match &receipt.outcome {
            Outcome::Success => (Status::Confirmed, None),
            Outcome::Reverted { reason } => (Status::Reverted, Some(reason.clone())),
        };
        let detail = json!({ "block": receipt.block, "fee_wei": receipt.fee.to_string() });
        self.store()
            .history()
            .update(entry, &Change::from(status).detail(detail))?;
        match failure {
            None => Ok(()),
            Some(reason) => Err(WalletError::Reverted {
                hash: receipt.hash.to_string(),
                reason: reason.unwrap_or_else(|| "the contract gave no reason".to_owned()),
            }),
        }
    }
}

/// The wallet's own error back out of alloy's.
pub(crate) fn wallet_error(e: alloy::signers::Error) -> WalletError {
    match e {
        alloy::signers::Error::Other(inner) => match inner.downcast::<WalletError>() {
            Ok(own) => *own,
            Err(other) => WalletError::BadSignature(other.to_string()),
        },
        other => WalletError::BadSignature(other.to_string()),
    }
}
