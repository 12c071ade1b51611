//! A proof holds for its own statement, role, purpose and context only.

use super::*;
use crate::common::{enrol, rng};
use crate::share::HelperShare;

const CONTEXT_ID: [u8; 32] = [3; 32];

fn knowledge() -> Knowledge {
    let mut rng = rng();
    let x = crate::share::random_scalar(&mut rng);
    Knowledge::prove(&x, Role::Face, Purpose::Renewal, &CONTEXT_ID, &mut rng)
}

#[test]
fn a_proof_holds_where_it_was_made_and_nowhere_else() {
    let proof = knowledge();
    assert!(
        proof
            .verify(Role::Face, Purpose::Renewal, &CONTEXT_ID)
            .is_ok()
    );
    let refused = Err(CosignError::Attack(Attack::Proof));
    assert_eq!(
        proof.verify(Role::Keeper, Purpose::Renewal, &CONTEXT_ID),
        refused
    );
    assert_eq!(
        proof.verify(Role::Face, Purpose::Keygen, &CONTEXT_ID),
        refused
    );
    assert_eq!(
        proof.verify(Role::Face, Purpose::Phrase, &CONTEXT_ID),
        refused
    );
    assert_eq!(
        proof.verify(Role::Face, Purpose::Renewal, &[4; 32]),
        refused
    );
}

#[test]
fn every_flipped_bit_of_a_proof_is_refused() {
    let proof = postcard::to_allocvec(&knowledge()).unwrap();
    assert_eq!(proof.len(), Knowledge::LEN);
    for bit in 0..proof.len() * 8 {
        let mut bytes = proof.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let spoilt: Knowledge = postcard::from_bytes(&bytes).unwrap();
        let got = spoilt.verify(Role::Face, Purpose::Renewal, &CONTEXT_ID);
        assert_eq!(got, Err(CosignError::Attack(Attack::Proof)), "bit {bit}");
    }
}

/// Were the statement left out of the challenge, anyone could pick R and z and
/// solve for X: the proof of nothing.
#[test]
fn a_statement_chosen_after_the_challenge_is_refused() {
    let mut rng = rng();
    let mut proof = knowledge();
    let z = crate::share::random_scalar(&mut rng);
    let e = challenge(
        Role::Face,
        Purpose::Renewal,
        &CONTEXT_ID,
        &proof.point,
        &proof.commitment,
    );
    let r = proof.commitment.read().unwrap();
    let inverse = e.invert().into_option().unwrap();
    proof.point = Point::new(&((ProjectivePoint::GENERATOR * z - r) * inverse));
    proof.response = z.to_bytes().into();
    assert_eq!(
        proof.verify(Role::Face, Purpose::Renewal, &CONTEXT_ID),
        Err(CosignError::Attack(Attack::Proof))
    );
}

#[test]
fn a_random_source_that_repeats_itself_repeats_no_nonce() {
    use rand::SeedableRng;
    let x = crate::share::random_scalar(&mut rng());
    let prove = |x, context| {
        let mut stuck = rand::rngs::StdRng::seed_from_u64(1);
        Knowledge::prove(x, Role::Face, Purpose::Renewal, context, &mut stuck)
            .commitment
            .bytes()
    };
    assert_ne!(prove(&x, &[1; 32]), prove(&x, &[2; 32]));
    assert_ne!(prove(&x, &[1; 32]), prove(&(x + Scalar::ONE), &[1; 32]));
}

#[test]
fn a_renewal_is_accepted_only_with_its_own_proof_and_delta() {
    let mut rng = rng();
    let (old, helper, key) = enrol();
    let new = FaceShare::random(&mut rng);
    let delta = old.difference(&new);
    let session = SessionId::new([5; 32]);
    let context = ProofContext::renewal(&session, key.public_key());
    let renewed = helper
        .renewed(&delta, context.prove(&new, &mut rng), &context)
        .unwrap();
    assert_eq!(new.point() + renewed.point(), key.public_key().point());

    // A proof of another share, a delta of another share, the wrong direction.
    let stranger = FaceShare::random(&mut rng);
    let wrong_proof = helper.renewed(&delta, context.prove(&stranger, &mut rng), &context);
    assert_eq!(wrong_proof.unwrap_err(), CosignError::WrongShare);
    for delta in [old.difference(&stranger), new.difference(&old)] {
        let got = helper.renewed(&delta, context.prove(&new, &mut rng), &context);
        assert_eq!(got.unwrap_err(), CosignError::WrongShare);
    }
    // The keeper's own share for another wallet.
    let other = HelperShare::random(&mut rng);
    let got = other.renewed(&delta, context.prove(&new, &mut rng), &context);
    assert_eq!(got.unwrap_err(), CosignError::WrongShare);
}

#[test]
fn a_proof_replayed_from_another_session_purpose_or_key_is_refused() {
    let mut rng = rng();
    let (old, helper, key) = enrol();
    let (_, _, other_key) = enrol();
    let new = FaceShare::random(&mut rng);
    let delta = old.difference(&new);
    let session = SessionId::new([5; 32]);
    let context = ProofContext::renewal(&session, key.public_key());
    for elsewhere in [
        ProofContext::renewal(&SessionId::new([6; 32]), key.public_key()),
        ProofContext::phrase(&session, key.public_key()),
        ProofContext::renewal(&session, other_key.public_key()),
    ] {
        let proof = elsewhere.prove(&new, &mut rng);
        let kind = crate::Kind::ShareProof;
        assert_eq!(
            helper.renewed(&delta, proof, &context).unwrap_err(),
            CosignError::OtherSession { kind }
        );
        // Even under a forged header the proof itself is bound.
        let ShareProofBody(inner) = elsewhere
            .prove(&new, &mut rng)
            .body_of(&elsewhere.id())
            .unwrap();
        let forged = ShareProof::new(context.id(), ShareProofBody(inner));
        assert_eq!(
            helper.renewed(&delta, forged, &context).unwrap_err(),
            CosignError::Attack(Attack::Proof)
        );
    }
}

/// F = P − B needs no secret: whoever sees B can name it, so it must be proved.
#[test]
fn a_point_without_a_secret_cannot_be_made_to_pass() {
    let mut rng = rng();
    let (_, helper, key) = enrol();
    let session = SessionId::new([5; 32]);
    let context = ProofContext::renewal(&session, key.public_key());
    let mut proof = context
        .prove(&FaceShare::random(&mut rng), &mut rng)
        .body_of(&context.id())
        .unwrap();
    let named = key.public_key().point() - helper.point();
    assert_eq!(
        helper.completes(&PublicShare::new(named), key.public_key()),
        Ok(())
    );
    proof.0.point = Point::new(&named);
    let zero = crate::ShareDelta::from_bytes(&[0; 32]).unwrap();
    let got = helper.renewed(&zero, ShareProof::new(context.id(), proof), &context);
    assert_eq!(got.unwrap_err(), CosignError::Attack(Attack::Proof));
}
