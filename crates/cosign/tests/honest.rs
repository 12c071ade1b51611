//! What two honest parties get.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{HASH, enrol, fresh_attempt, rng, shared_set_up, sign};
use mien_cosign::{FaceShare, PublicKey, SignContext, Signature};

/// The curve crate's own verifier: a third implementation.
fn k256_accepts(key: &PublicKey, hash: &[u8; 32], signature: &Signature) -> bool {
    use k256::ecdsa::signature::hazmat::PrehashVerifier;
    let verifier = k256::ecdsa::VerifyingKey::from_sec1_bytes(&key.to_bytes()).unwrap();
    let bytes = signature.to_bytes65();
    let parsed = k256::ecdsa::Signature::from_slice(&bytes[..64]).unwrap();
    let id = k256::ecdsa::RecoveryId::from_byte(bytes[64]).unwrap();
    let recovered = k256::ecdsa::VerifyingKey::recover_from_prehash(hash, &parsed, id).unwrap();
    verifier.verify_prehash(hash, &parsed).is_ok() && recovered == verifier
}

#[test]
fn master_and_accounts_sign_and_three_implementations_accept() {
    let (share, helper, key) = enrol();
    for account in [None, Some(0), Some(1), Some(0x7fff_ffff)] {
        let context = match account {
            None => SignContext::master(&key, HASH, fresh_attempt()),
            Some(i) => SignContext::account(&key, i, HASH, fresh_attempt()).unwrap(),
        };
        assert_eq!(context.account_index(), account);
        let signature = sign(shared_set_up(), &share, &helper, &context).unwrap();
        assert!(k256_accepts(context.public_key(), &HASH, &signature));
        assert_eq!(signature.verify(context.public_key(), &HASH), Ok(()));
    }
}

#[test]
fn a_wrong_share_is_recoverable_and_the_set_up_serves_again() {
    let (share, helper, key) = enrol();
    let wrong = FaceShare::random(&mut rng());
    let context = || SignContext::account(&key, 0, HASH, fresh_attempt()).unwrap();
    let refused = sign(shared_set_up(), &wrong, &helper, &context()).unwrap_err();
    assert_eq!(refused, mien_cosign::CosignError::WrongShare);
    assert!(!refused.is_scared());
    assert!(sign(shared_set_up(), &share, &helper, &context()).is_ok());
}
