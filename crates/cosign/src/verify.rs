//! A verifier that shares no code with what made the signature: libsecp256k1,
//! the C library of Bitcoin Core.
//!
//! Whatever is wrong in the signing crate or in the curve crate below it, a
//! signature that does not hold never leaves.

use secp256k1::ecdsa::{RecoverableSignature, RecoveryId, Signature as CSignature, verify};
use secp256k1::{Message, PublicKey as CPublicKey};

use crate::error::CosignError;
use crate::key::PublicKey;
use crate::signature::Signature;

/// Checks r and s under `key` over `message_hash` (32 bytes, not hashed again)
/// and that the recovery id gives back `key`.
///
/// High s is refused (EIP-2).
///
/// # Errors
/// [`CosignError::InvalidSignature`] if anything of this does not hold.
pub fn signature(
    key: &PublicKey,
    message_hash: &[u8; 32],
    signature: &Signature,
) -> Result<(), CosignError> {
    if recover(message_hash, signature)? != *key {
        return Err(CosignError::InvalidSignature);
    }
    let invalid = |_| CosignError::InvalidSignature;
    let compact = compact(signature);
    let key = CPublicKey::from_slice(&key.to_bytes()).map_err(invalid)?;
    let c = CSignature::from_compact(&compact).map_err(invalid)?;
    verify(&c, Message::from_digest(*message_hash), &key).map_err(invalid)
}

/// The key that made `signature` over `message_hash`.
///
/// Anything recovers to *some* key: compare it with the one expected.
///
/// # Errors
/// [`CosignError::InvalidSignature`] if there is no such key.
pub fn recover(message_hash: &[u8; 32], signature: &Signature) -> Result<PublicKey, CosignError> {
    let invalid = |_| CosignError::InvalidSignature;
    let id = RecoveryId::try_from(i32::from(signature.recovery_id())).map_err(invalid)?;
    let c = RecoverableSignature::from_compact(&compact(signature), id).map_err(invalid)?;
    let key = c
        .recover(Message::from_digest(*message_hash))
        .map_err(invalid)?;
    PublicKey::from_bytes(&key.serialize()).map_err(|_| CosignError::InvalidSignature)
}

fn compact(signature: &Signature) -> [u8; 64] {
    let mut bytes = [0; 64];
    bytes[..32].copy_from_slice(signature.r());
    bytes[32..].copy_from_slice(signature.s());
    bytes
}
