//! Sending what was prepared: scan, sign, broadcast, follow.

use std::ops::ControlFlow;

use alloy::network::TxSigner;
use alloy::primitives::{Address, B256, Signature};
use mien_chain::{
    ChainError, Outcome, Receipt, SignedTransaction, WaitOptions, WaitProgress, assemble,
};
use mien_identity::{Cancel, ScanOutcome};
use mien_store::{Change, Entry, HistoryId, Kind, Status};
use serde::Serialize;
use serde_json::json;

use crate::error::{SignatureFault, WalletError};
use crate::plan::SendPlan;
use crate::scans::ScanInputs;
use crate::session::SigningSession;
use crate::wallet::Wallet;

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
            .detail(json!({
                "what": plan.what.to_string(),
                "purpose": plan.what,
                "nonce": plan.unsigned.nonce(),
            }));
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
            sent: plan.what.to_string(),
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
            Err(other) => WalletError::BadSignature(SignatureFault::Made(other.to_string())),
        },
        other => WalletError::BadSignature(SignatureFault::Made(other.to_string())),
    }
}
