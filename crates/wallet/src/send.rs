//! Sending: prepare, scan, sign, broadcast, follow.

use std::ops::ControlFlow;

use alloy::network::TxSigner;
use alloy::primitives::{Address, B256, Bytes, Signature, U256};
use mien_chain::{
    Approval, Call, ChainError, Client, Fee, FeeChoices, FeeLevel, FeeWish, Network, Outcome,
    Receipt, SignedTransaction, TokenKind, Trial, UnsignedTransaction, WaitOptions, WaitProgress,
    approve_all, assemble, erc20_approve,
};
use mien_identity::{Cancel, ScanOutcome};
use mien_store::{Change, Entry, HistoryId, Kind, Status};
use serde::Serialize;
use serde_json::json;

use crate::assets::{Amount, Asset};
use crate::calls::CallView;
use crate::cautions::{Caution, Subject, cautions};
use crate::error::WalletError;
use crate::scans::ScanInputs;
use crate::session::SigningSession;
use crate::wallet::Wallet;

/// What a person wants sent.
#[derive(Clone, Debug)]
pub struct SendOrder {
    /// From which account.
    pub account: u32,
    /// To whom.
    pub to: Address,
    /// What.
    pub asset: Asset,
    /// How much.
    pub amount: Amount,
    /// At which fee.
    pub fee: FeeWish,
}

/// A call of a contract that a person or a program wants made.
#[derive(Clone, Debug)]
pub struct CallOrder {
    /// From which account.
    pub account: u32,
    /// Which contract.
    pub to: Address,
    /// Coins sent along, in the smallest unit.
    pub value: U256,
    /// The call data.
    pub input: Bytes,
    /// At which fee.
    pub fee: FeeWish,
}

/// A transaction that is ready to be looked at and signed.
#[derive(Debug)]
pub struct SendPlan {
    pub(crate) client: Client,
    pub(crate) account: u32,
    pub(crate) unsigned: UnsignedTransaction,
    /// Who gets something by it.
    pub(crate) to: Address,
    /// What, in words.
    pub(crate) what: String,
    pub(crate) trial: Trial,
    pub(crate) call: CallView,
    pub(crate) cautions: Vec<Caution>,
    pub(crate) replaces: Option<HistoryId>,
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

    /// Who gets something by it.
    #[must_use]
    pub fn to(&self) -> Address {
        self.to
    }

    /// What is sent, in words.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Coins that leave with it, in the smallest unit, without the fee.
    #[must_use]
    pub fn value(&self) -> U256 {
        self.unsigned.value()
    }

    /// The very bytes that will be signed, for a review that is made from them.
    #[must_use]
    pub fn request(&self) -> mien_intent::Request {
        mien_intent::Request::Transaction {
            unsigned: self.unsigned.payload(),
        }
    }

    /// What a unit of gas may cost.
    #[must_use]
    pub fn fee(&self) -> Fee {
        self.unsigned.fee()
    }

    /// How much gas it may use.
    #[must_use]
    pub fn gas_limit(&self) -> u64 {
        self.unsigned.gas_limit()
    }

    /// What a rollup charges for its data besides, in wei; zero elsewhere.
    #[must_use]
    pub fn data_fee(&self) -> U256 {
        self.unsigned.data_fee()
    }

    /// The slow, normal and fast fees of the moment, to choose from.
    #[must_use]
    pub fn fee_choices(&self) -> Option<&FeeChoices> {
        self.unsigned.choices()
    }

    /// The most that the fee can be.
    #[must_use]
    pub fn highest_fee(&self) -> U256 {
        self.unsigned.highest_fee()
    }

    /// What the node says it would do.
    #[must_use]
    pub fn trial(&self) -> &Trial {
        &self.trial
    }

    /// What it calls, in words and in bytes.
    #[must_use]
    pub fn call(&self) -> &CallView {
        &self.call
    }

    /// What to know before signing, the gravest first.
    #[must_use]
    pub fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

/// A transaction that was mined.
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
    /// What was sent, in words.
    pub sent: String,
    /// Coins that left, without the fee, in wei, as decimal text.
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
    /// Prepares a transaction: chain id, nonce, fees and gas from the node, a
    /// check that the account can pay, a trial, and what to beware of. Nothing
    /// is scanned or signed.
    ///
    /// # Errors
    /// The node's, insufficient funds, or a network that this wallet is not for.
    pub async fn prepare_send(
        &self,
        network: &Network,
        order: &SendOrder,
    ) -> Result<SendPlan, WalletError> {
        self.active()?;
        let identity = self.proved_identity()?;
        identity.suits(network)?;
        let from = identity.address(order.account)?;
        let client = self.connect(network).await?;
        let (call, amount) = order
            .asset
            .call(&client, from, order.to, order.amount)
            .await?;
        let unsigned = client.prepare(from, &call, order.fee).await?;
        let amount = amount.unwrap_or_else(|| unsigned.value());
        let what = order.asset.shown(amount, network.currency());
        self.plan(client, order.account, unsigned, (order.to, what), None)
            .await
    }

    /// Prepares a call of a contract; the review says what is understood of it.
    ///
    /// # Errors
    /// As [`Wallet::prepare_send`].
    pub async fn prepare_call(
        &self,
        network: &Network,
        order: &CallOrder,
    ) -> Result<SendPlan, WalletError> {
        self.active()?;
        let identity = self.proved_identity()?;
        identity.suits(network)?;
        let from = identity.address(order.account)?;
        let client = self.connect(network).await?;
        let call = Call::paying(order.to, order.value, order.input.clone());
        let unsigned = client.prepare(from, &call, order.fee).await?;
        let coins = mien_chain::format_amount(order.value, network.currency());
        let what = format!("{coins} and a call of {} bytes", order.input.len());
        self.plan(client, order.account, unsigned, (order.to, what), None)
            .await
    }

    /// Prepares taking back an ERC-20 allowance, or a right to everything of a
    /// collection.
    ///
    /// # Errors
    /// As [`Wallet::prepare_send`].
    pub async fn prepare_revoke(
        &self,
        network: &Network,
        account: u32,
        token: Address,
        spender: Address,
    ) -> Result<SendPlan, WalletError> {
        let identity = self.proved_identity()?;
        identity.suits(network)?;
        let client = self.connect(network).await?;
        let known = self.token(&client, token).await?;
        let (input, right) = match known.kind {
            TokenKind::Erc20 => (erc20_approve(spender, U256::ZERO), "the allowance for"),
            _ => (
                approve_all(spender, Approval::Revoked),
                "the right to everything of",
            ),
        };
        let call = Call::contract(token, input);
        let from = identity.address(account)?;
        let fee = FeeWish::Level(FeeLevel::Normal);
        let unsigned = client.prepare(from, &call, fee).await?;
        let name = match known.symbol.as_str() {
            "" => token.to_string(),
            symbol => symbol.to_owned(),
        };
        let what = format!("an end to {right} {name}");
        self.plan(client, account, unsigned, (spender, what), None)
            .await
    }

    /// Tries a transaction out and looks for what a person should know.
    pub(crate) async fn plan(
        &self,
        client: Client,
        account: u32,
        unsigned: UnsignedTransaction,
        (to, what): (Address, String),
        replaces: Option<HistoryId>,
    ) -> Result<SendPlan, WalletError> {
        let trial = client.simulate(&unsigned).await?;
        // Nodes need not answer this one.
        let version = client.client_version().await.ok();
        let call = self.read_call(&client, &unsigned).await?;
        let subject = Subject {
            unsigned: &unsigned,
            trial: &trial,
            view: &call,
            kind: client.network().kind(),
            chain_id: client.network().chain_id(),
            node_version: version.as_deref(),
        };
        let cautions = cautions(&subject, &self.known_addresses()?);
        Ok(SendPlan {
            client,
            account,
            unsigned,
            to,
            what,
            trial,
            call,
            cautions,
            replaces,
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
        let entry = self.begin_send(plan)?;
        let chain_id = plan.network().chain_id();
        let signer = self.signer(plan.account, Some(chain_id), inputs)?;
        let signed = sign_plan(plan, &signer).await;
        let outcomes = signer.outcomes();
        self.record_scans("transaction", &outcomes)?;
        let signed = self.or_refused(entry, signed)?;
        self.deliver(plan, entry, &signed, &outcomes).await
    }

    /// The same without a scan, in an open session for that very node.
    ///
    /// # Errors
    /// [`WalletError::NoSessionHere`] for another network or node than the
    /// session's, a session that has ended, what the keeper refuses in one, and
    /// those of [`Wallet::send`].
    pub async fn send_in_session(
        &self,
        plan: &SendPlan,
        session: &SigningSession,
    ) -> Result<Sent, WalletError> {
        self.active()?;
        session.suits(&plan.client).await?;
        let entry = self.begin_send(plan)?;
        let signed = sign_plan(plan, &session.signer(self, plan.account)?).await;
        let signed = self.or_refused(entry, signed)?;
        self.deliver(plan, entry, &signed, &[]).await
    }

    /// Writes down what is about to be signed.
    fn begin_send(&self, plan: &SendPlan) -> Result<HistoryId, WalletError> {
        let network = plan.network();
        let entry = Entry::new(Kind::Transaction)
            .network(network.name(), network.chain_id())
            .account(plan.from())
            .counterparty(plan.to)
            .value(plan.value())
            .detail(json!({ "what": plan.what, "nonce": plan.unsigned.nonce() }));
        Ok(self.store().history().begin(&entry)?)
    }

    /// Broadcasts what was signed and waits until it is mined.
    async fn deliver(
        &self,
        plan: &SendPlan,
        entry: HistoryId,
        signed: &SignedTransaction,
        outcomes: &[ScanOutcome],
    ) -> Result<Sent, WalletError> {
        let history = self.store().history();
        // Kept so that it can be handed over again without another scan, and only
        // to the chain that it was made for. A node that is gone by now must not
        // keep the hash from being written down.
        let head = plan.client.block_number().await.unwrap_or_default();
        let anchor = plan.client.block_hash(head).await.ok().flatten();
        let kept = json!({
            "raw": alloy::primitives::hex::encode_prefixed(signed.raw()),
            "anchor": { "block": head, "hash": anchor },
        });
        history.update(
            entry,
            &Change::from(Status::Signed)
                .tx_hash(signed.hash())
                .detail(kept),
        )?;
        match still_free(plan).await {
            Ok(()) => {}
            Err(e @ ChainError::PlaceTaken { .. }) => {
                history.update(entry, &Status::Failed.into())?;
                return Err(e.into());
            }
            // Signed and not handed over: `Wallet::resend` can do that later.
            Err(e) => return Err(e.into()),
        }
        plan.client.broadcast(signed).await?;
        history.update(entry, &Status::Sent.into())?;
        if let Some(old) = plan.replaces {
            let detail = json!({ "replaced_by": signed.hash() });
            history.update(old, &Change::from(Status::Sent).detail(detail))?;
        }
        let receipt = self.follow(plan, signed.hash()).await?;
        if let Some(old) = plan.replaces {
            history.update(old, &Status::Replaced.into())?;
        }
        self.settle(entry, &receipt)?;
        Ok(Sent {
            hash: receipt.hash,
            from: plan.from(),
            to: plan.to,
            sent: plan.what.clone(),
            value_wei: plan.value().to_string(),
            fee_wei: receipt.fee.to_string(),
            block: receipt.block,
            scans: outcomes.iter().map(ScanReport::from).collect(),
        })
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

    /// Writes down how a transaction ended.
    pub(crate) fn settle(&self, entry: HistoryId, receipt: &Receipt) -> Result<(), WalletError> {
        let (status, failure) = match &receipt.outcome {
            Outcome::Success => (Status::Confirmed, None),
            Outcome::Reverted { reason } => (Status::Reverted, Some(reason.clone())),
        };
        let detail = json!({
            "block": receipt.block,
            "block_hash": receipt.block_hash,
            "fee_wei": receipt.fee.to_string(),
        });
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

/// Refuses a transaction whose place in the account's row was taken since it was
/// prepared, by another process or another wallet with this key: with a higher
/// fee it would put itself in the place of that one.
async fn still_free(plan: &SendPlan) -> Result<(), ChainError> {
    let nonce = plan.unsigned.nonce();
    // Replacing is meant there.
    if plan.replaces.is_some() {
        return Ok(());
    }
    match plan.client.pending_nonce(plan.from()).await? > nonce {
        true => Err(ChainError::PlaceTaken { nonce }),
        false => Ok(()),
    }
}

async fn sign_plan(
    plan: &SendPlan,
    signer: &impl TxSigner<Signature>,
) -> Result<SignedTransaction, WalletError> {
    let mut tx = plan.unsigned.tx().clone();
    let signature = signer
        .sign_transaction(&mut tx)
        .await
        .map_err(wallet_error)?;
    Ok(assemble(&plan.unsigned, &signature.as_bytes())?)
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
