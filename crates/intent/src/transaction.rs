//! Unsigned transactions: EIP-155, EIP-2930, EIP-1559 and EIP-7702.

use alloy_consensus::transaction::RlpEcdsaDecodableTx;
use alloy_consensus::{
    SignableTransaction, Transaction, TxEip1559, TxEip2930, TxEip7702, TxLegacy,
};
use alloy_primitives::{B256, Signature};
use alloy_rlp::Decodable;

use crate::error::IntentError;
use crate::request::MAX_TRANSACTION_BYTES;
use crate::scope::{Refusal, Scope, is_development_chain};
use crate::summary::{Delegation, TransactionKind, TransactionSummary};

/// An unsigned transaction of a kind that may be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unsigned {
    Legacy(TxLegacy),
    AccessList(TxEip2930),
    DynamicFee(TxEip1559),
    SetCode(TxEip7702),
}

impl Unsigned {
    /// Decodes a signing payload. The re-encoding must give the same bytes, so
    /// that nothing can hide in them.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, IntentError> {
        if bytes.len() > MAX_TRANSACTION_BYTES {
            return Err(IntentError::TooLong {
                what: "transaction".into(),
                len: bytes.len(),
                limit: MAX_TRANSACTION_BYTES,
            });
        }
        let first = *bytes.first().ok_or_else(|| IntentError::Empty {
            what: "transaction".into(),
        })?;
        let body = &bytes[1..];
        let decoded = match first {
            0x01 => typed(body).map(Self::AccessList),
            0x02 => typed(body).map(Self::DynamicFee),
            0x03 => return Err(IntentError::BlobTransaction),
            0x04 => typed(body).map(Self::SetCode),
            // EIP-2718: a first byte from 0xc0 on is a legacy list.
            0xc0.. => legacy(bytes).map(Self::Legacy),
            other => return Err(IntentError::UnknownTransactionType(other)),
        };
        let decoded = decoded.map_err(|e| IntentError::MalformedTransaction(e.to_string()))?;
        if decoded.signable().encoded_for_signing() != bytes {
            return Err(IntentError::NotCanonical);
        }
        Ok(decoded)
    }

    fn signable(&self) -> &dyn SignableTransaction<Signature> {
        match self {
            Self::Legacy(tx) => tx,
            Self::AccessList(tx) => tx,
            Self::DynamicFee(tx) => tx,
            Self::SetCode(tx) => tx,
        }
    }

    fn transaction(&self) -> &dyn Transaction {
        match self {
            Self::Legacy(tx) => tx,
            Self::AccessList(tx) => tx,
            Self::DynamicFee(tx) => tx,
            Self::SetCode(tx) => tx,
        }
    }

    /// Keccak-256 of the signing payload.
    pub(crate) fn signing_hash(&self) -> B256 {
        self.signable().signature_hash()
    }

    /// The chain, if one is named; zero names none.
    pub(crate) fn chain_id(&self) -> Option<u64> {
        self.transaction().chain_id().filter(|id| *id != 0)
    }

    fn delegations(&self) -> Vec<Delegation> {
        let list = self.transaction().authorization_list().unwrap_or_default();
        list.iter()
            .map(|signed| Delegation {
                chain_id: signed.inner().chain_id,
                address: signed.inner().address,
                nonce: signed.inner().nonce,
            })
            .collect()
    }

    /// Whether it is of the kind that carries delegations, be it an empty list.
    pub(crate) fn delegates(&self) -> bool {
        matches!(self, Self::SetCode(_))
    }

    pub(crate) fn permitted(&self, scope: Scope) -> Result<(), Refusal> {
        let chain_id = self.chain_id().ok_or(Refusal::NoChainId)?;
        let delegations = self.delegations();
        if let Some(every) = delegations.iter().find(|d| d.chain_id.is_zero()) {
            return Err(Refusal::DelegationForEveryChain {
                address: every.address.to_string(),
            });
        }
        match scope {
            Scope::Full => Ok(()),
            Scope::Development => {
                let others = delegations.iter().map(|d| d.chain_id.saturating_to());
                let all = std::iter::once(chain_id).chain(others);
                match all.into_iter().find(|id| !is_development_chain(*id)) {
                    Some(chain_id) => Err(Refusal::LiveChain { chain_id }),
                    None => Ok(()),
                }
            }
        }
    }

    pub(crate) fn summary(&self) -> TransactionSummary {
        let tx = self.transaction();
        let input = tx.input();
        TransactionSummary {
            kind: match self {
                Self::Legacy(_) => TransactionKind::Legacy,
                Self::AccessList(_) => TransactionKind::AccessList,
                Self::DynamicFee(_) => TransactionKind::DynamicFee,
                Self::SetCode(_) => TransactionKind::SetCode,
            },
            chain_id: self.chain_id(),
            nonce: tx.nonce(),
            to: tx.to(),
            value: tx.value(),
            gas_limit: tx.gas_limit(),
            max_fee_per_gas: tx.max_fee_per_gas(),
            max_priority_fee_per_gas: tx.max_priority_fee_per_gas(),
            selector: input.first_chunk().filter(|_| tx.to().is_some()).copied(),
            input: input.to_vec(),
            access_list_entries: tx.access_list().map_or(0, |list| list.len()),
            delegations: self.delegations(),
        }
    }
}

/// Decodes the list of a typed transaction and insists that nothing follows.
fn typed<T: RlpEcdsaDecodableTx>(mut body: &[u8]) -> alloy_rlp::Result<T> {
    let tx = T::rlp_decode(&mut body)?;
    if body.is_empty() {
        Ok(tx)
    } else {
        Err(alloy_rlp::Error::UnexpectedLength)
    }
}

/// Decodes the six fields of an old transaction or the nine of EIP-155.
fn legacy(mut bytes: &[u8]) -> alloy_rlp::Result<TxLegacy> {
    let tx = TxLegacy::decode(&mut bytes)?;
    if bytes.is_empty() {
        Ok(tx)
    } else {
        Err(alloy_rlp::Error::UnexpectedLength)
    }
}
