//! From a signature to a transaction on its way.

use alloy::consensus::transaction::SignerRecoverable;
use alloy::consensus::{SignableTransaction, TxEnvelope};
use alloy::eips::eip2718::{Decodable2718, Encodable2718};
use alloy::primitives::{Address, B256, Signature};
use alloy::providers::Provider;

use crate::client::Client;
use crate::error::ChainError;
use crate::prepare::UnsignedTransaction;

/// A signed transaction that was checked and may leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedTransaction {
    raw: Vec<u8>,
    hash: B256,
    from: Address,
}

impl SignedTransaction {
    /// The EIP-2718 encoding, as nodes take it.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The transaction's hash, known before it is sent.
    #[must_use]
    pub fn hash(&self) -> B256 {
        self.hash
    }

    /// Reads one that was kept: its hash and sender come from the bytes.
    ///
    /// # Errors
    /// [`ChainError::BadSignature`] if it is no signed transaction.
    pub fn from_raw(raw: &[u8]) -> Result<Self, ChainError> {
        let bad = |reason: String| ChainError::BadSignature { reason };
        let signed = TxEnvelope::decode_2718_exact(raw).map_err(|e| bad(e.to_string()))?;
        let from = signed.recover_signer().map_err(|e| bad(e.to_string()))?;
        Ok(Self {
            raw: raw.to_vec(),
            hash: *signed.hash(),
            from,
        })
    }

    /// The account that signed.
    #[must_use]
    pub fn from(&self) -> Address {
        self.from
    }
}

/// Joins a transaction and its signature: r, s (32 bytes each, big-endian) and v
/// (0, 1, 27 or 28). The sender is recovered and compared.
///
/// # Errors
/// [`ChainError::BadSignature`] if it is no signature or s is in the upper half
/// (EIP-2), [`ChainError::WrongSender`] if it is another account's.
pub fn assemble(
    unsigned: &UnsignedTransaction,
    signature: &[u8; 65],
) -> Result<SignedTransaction, ChainError> {
    let bad = |reason: String| ChainError::BadSignature { reason };
    if !matches!(signature[64], 0 | 1 | 27 | 28) {
        return Err(bad(format!(
            "its last byte is {} instead of 0, 1, 27 or 28",
            signature[64]
        )));
    }
    let signature = Signature::from_raw_array(signature).map_err(|e| bad(e.to_string()))?;
    if signature.normalize_s().is_some() {
        return Err(bad("s is in the upper half, which EIP-2 forbids".to_owned()));
    }
    let recovered = signature
        .recover_address_from_prehash(&unsigned.signing_hash())
        .map_err(|e| bad(e.to_string()))?;
    if recovered != unsigned.from() {
        return Err(ChainError::WrongSender {
            expected: unsigned.from(),
            recovered,
        });
    }
    let signed = TxEnvelope::from(unsigned.tx().clone().into_signed(signature));
    Ok(SignedTransaction {
        raw: signed.encoded_2718(),
        hash: *signed.hash(),
        from: recovered,
    })
}

impl Client {
    /// Hands the transaction to the node and returns its hash. Handing over
    /// one that the node already has is no error.
    ///
    /// # Errors
    /// [`ChainError::NodeRefused`] with the node's words; if the node does not
    /// answer, the transaction may have left all the same: ask for its receipt
    /// by [`SignedTransaction::hash`] before signing another.
    pub async fn broadcast(&self, signed: &SignedTransaction) -> Result<B256, ChainError> {
        match self.provider().send_raw_transaction(signed.raw()).await {
            Ok(_) => Ok(signed.hash()),
            Err(error) => {
                let failure = self.failed("eth_sendRawTransaction", error);
                let known = self.provider().get_transaction_by_hash(signed.hash()).await;
                match (known, failure) {
                    (Ok(Some(_)), ChainError::NodeRefused { .. }) => Ok(signed.hash()),
                    (_, failure) => Err(failure),
                }
            }
        }
    }
}
