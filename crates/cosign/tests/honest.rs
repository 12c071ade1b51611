//! What two honest parties get.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{HASH, enrol, fresh_attempt, rng, shared_set_up, sign, wire};
use mien_cosign::{
    CosignError, ExtendedKey, FaceShare, HelperShare, ProofContext, PublicKey, SignContext,
    Signature,
};
use proptest::prelude::*;

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
    assert_eq!(refused, CosignError::WrongShare);
    assert!(!refused.is_scared());
    assert!(sign(shared_set_up(), &share, &helper, &context()).is_ok());
}

/// Renewal and PIN change: another face share, the same addresses. The old
/// share opens nothing any more.
#[test]
fn after_a_renewal_the_new_share_signs_and_the_old_one_does_not() {
    let (old, helper, key) = enrol();
    let new = FaceShare::random(&mut rng());
    let (face, keeper) = shared_set_up();
    let proof = ProofContext::renewal(&face.session(), key.public_key()).prove(&new, &mut rng());
    let delta = old.difference(&new);
    let context = ProofContext::renewal(&keeper.session(), key.public_key());
    let renewed = helper.renewed(&delta, wire(&proof), &context).unwrap();
    let context = || SignContext::account(&key, 3, HASH, fresh_attempt()).unwrap();
    assert!(sign(shared_set_up(), &new, &renewed, &context()).is_ok());
    for (share, helper) in [(&old, &renewed), (&new, &helper)] {
        let refused = sign(shared_set_up(), share, helper, &context());
        assert_eq!(refused.unwrap_err(), CosignError::WrongShare);
    }
    assert!(sign(shared_set_up(), &old, &helper, &context()).is_ok());
}

/// The paper phrase stays good over a renewal, because b_w does not change.
#[test]
fn a_phrase_signs_before_and_after_a_renewal_and_makes_a_new_face_share() {
    let (face, helper, key) = enrol();
    let mut rng = rng();
    let words = FaceShare::random(&mut rng);
    let session = shared_set_up().0.session();
    let context = ProofContext::phrase(&session, key.public_key());
    let delta = face.difference(&words);
    let proof = context.prove(&words, &mut rng);
    let for_phrase = helper.renewed(&delta, wire(&proof), &context).unwrap();
    let master = || SignContext::master(&key, HASH, fresh_attempt());
    assert!(sign(shared_set_up(), &words, &for_phrase, &master()).is_ok());

    // The face is lost: w − f′ makes b′ from b_w.
    let new = FaceShare::random(&mut rng);
    let context = ProofContext::renewal(&session, key.public_key());
    let proof = context.prove(&new, &mut rng);
    let renewed = for_phrase
        .renewed(&words.difference(&new), wire(&proof), &context)
        .unwrap();
    assert!(sign(shared_set_up(), &new, &renewed, &master()).is_ok());
    assert!(sign(shared_set_up(), &words, &for_phrase, &master()).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_shares_hash_and_account_give_a_valid_signature(
        f: [u8; 64], b: [u8; 32], code: [u8; 32], hash: [u8; 32], index in 0u32..1 << 31,
    ) {
        let face = FaceShare::from_wide(&f).unwrap();
        let helper = HelperShare::from_bytes(&b);
        prop_assume!(helper.is_ok());
        let helper = helper.unwrap();
        let key = ExtendedKey::new(joint(&face, &helper), code);
        let context = SignContext::account(&key, index, hash, fresh_attempt()).unwrap();
        let signature = sign(shared_set_up(), &face, &helper, &context).unwrap();
        prop_assert!(k256_accepts(context.public_key(), &hash, &signature));
        prop_assert_eq!(signature.verify(context.public_key(), &hash), Ok(()));
        let bytes = signature.to_bytes65();
        prop_assert_eq!(Signature::from_bytes65(&bytes), Ok(signature));
        // Low s, and any other share is refused.
        let high = k256::ecdsa::Signature::from_slice(&bytes[..64]).unwrap().normalize_s();
        prop_assert_eq!(&high.to_bytes()[..], &bytes[..64]);
        let other = FaceShare::random(&mut rng());
        let context = SignContext::account(&key, index, hash, fresh_attempt()).unwrap();
        let refused = sign(shared_set_up(), &other, &helper, &context).unwrap_err();
        prop_assert_eq!(refused, CosignError::WrongShare);
    }
}

/// f·G + b·G by the curve crate, for shares that were not enrolled.
fn joint(face: &FaceShare, helper: &HelperShare) -> PublicKey {
    use k256::elliptic_curve::PrimeField;
    use k256::elliptic_curve::sec1::ToSec1Point;
    let point = |bytes: &[u8; 32]| {
        k256::ProjectivePoint::GENERATOR * k256::Scalar::from_repr((*bytes).into()).unwrap()
    };
    let sum = (point(&face.to_bytes()) + point(&helper.to_bytes())).to_affine();
    PublicKey::from_bytes(sum.to_sec1_point(true).as_bytes().try_into().unwrap()).unwrap()
}
