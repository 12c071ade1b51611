//! Each check of the key generation, against a party that cheats.

use k256::Scalar;
use rand::rngs::StdRng;

use super::*;
use crate::common::{parties, rng, wire};
use crate::party::PartyId;

/// Both sides up to the point where the keeper has committed.
fn committed(rng: &mut StdRng) -> (FaceKeygen, KeeperKeygen, KeygenKeeper1) {
    let (face, flight) = FaceKeygen::start(&parties(), rng);
    let (keeper, flight) = KeeperKeygen::start(&parties(), wire(&flight), rng);
    (face, keeper, flight)
}

fn face_share(scalar: Scalar) -> FaceShare {
    FaceShare::from_scalar(scalar).unwrap()
}

#[test]
fn both_sides_get_the_same_key_and_it_is_f_plus_b_in_the_exponent() {
    let mut rng = rng();
    let share = FaceShare::random(&mut rng);
    let (face, keeper, flight) = committed(&mut rng);
    let (face, flight) = face.prove(&share, wire(&flight), &mut rng).unwrap();
    let (helper, key, flight) = keeper.finish(wire(&flight)).unwrap();
    assert_eq!(face.finish(wire(&flight)).unwrap(), key);
    assert_eq!(key.public_key().point(), share.point() + helper.point());
    assert_ne!(key.chain_code(), &[0; 32]);
}

#[test]
fn a_keeper_that_changes_b_after_seeing_f_is_caught() {
    let mut rng = rng();
    let share = FaceShare::random(&mut rng);
    let (face, mut keeper, flight) = committed(&mut rng);
    let (face, flight) = face.prove(&share, flight, &mut rng).unwrap();
    // Another b with an honest proof: only the commitment stands against it.
    keeper.share = HelperShare::random(&mut rng);
    let session = keeper.session;
    keeper.opening.proof = Knowledge::prove(
        keeper.share.scalar(),
        Role::Keeper,
        Purpose::Keygen,
        &session,
        &mut rng,
    );
    let (_, _, flight) = keeper.finish(flight).unwrap();
    assert_eq!(
        face.finish(flight).unwrap_err(),
        CosignError::Attack(Attack::Commitment)
    );
}

#[test]
fn a_keeper_that_changes_salt_or_chain_code_after_seeing_f_is_caught() {
    for change in [
        (|opening: &mut Keeper2| opening.salt[0] ^= 1) as fn(&mut Keeper2),
        |opening| opening.chain_half[31] ^= 1,
    ] {
        let mut rng = rng();
        let share = FaceShare::random(&mut rng);
        let (face, mut keeper, flight) = committed(&mut rng);
        let (face, flight) = face.prove(&share, flight, &mut rng).unwrap();
        change(&mut keeper.opening);
        let (_, _, flight) = keeper.finish(flight).unwrap();
        assert_eq!(
            face.finish(flight).unwrap_err(),
            CosignError::Attack(Attack::Commitment)
        );
    }
}

/// A keeper that commits to a B whose b it does not know, as the face side sees
/// it; `spoil` makes the proof.
fn keeper_with_proof(spoil: impl Fn(&KeeperKeygen, &mut StdRng) -> Knowledge) -> CosignError {
    let mut rng = rng();
    let share = FaceShare::random(&mut rng);
    let (face, mut keeper, flight) = committed(&mut rng);
    let Keeper1 { nonce, .. } = flight.body_of(&keeper.session).unwrap();
    keeper.opening.proof = spoil(&keeper, &mut rng);
    let commitment = keeper.opening.commitment(&keeper.session);
    let flight = Message::new(keeper.session, Keeper1 { nonce, commitment });
    let (face, flight) = face.prove(&share, flight, &mut rng).unwrap();
    let (_, _, flight) = keeper.finish(flight).unwrap();
    face.finish(flight).unwrap_err()
}

#[test]
fn a_keeper_without_a_proof_of_b_is_caught() {
    let refused = CosignError::Attack(Attack::Proof);
    // For another role, another purpose and another session.
    let role = |keeper: &KeeperKeygen, rng: &mut StdRng| {
        let (share, session) = (&keeper.share, &keeper.session);
        Knowledge::prove(share.scalar(), Role::Face, Purpose::Keygen, session, rng)
    };
    assert_eq!(keeper_with_proof(role), refused);
    let purpose = |keeper: &KeeperKeygen, rng: &mut StdRng| {
        let (share, session) = (&keeper.share, &keeper.session);
        Knowledge::prove(share.scalar(), Role::Keeper, Purpose::Renewal, session, rng)
    };
    assert_eq!(keeper_with_proof(purpose), refused);
    let session = |keeper: &KeeperKeygen, rng: &mut StdRng| {
        let share = &keeper.share;
        Knowledge::prove(share.scalar(), Role::Keeper, Purpose::Keygen, &[9; 32], rng)
    };
    assert_eq!(keeper_with_proof(session), refused);
}

#[test]
fn a_face_side_without_a_proof_of_f_is_caught() {
    let mut rng = rng();
    let share = FaceShare::random(&mut rng);
    let elsewhere = |role, purpose, session: &[u8; 32], rng: &mut StdRng| {
        Knowledge::prove(share.scalar(), role, purpose, session, rng)
    };
    for wrong in 0..3 {
        let (_, keeper, _) = committed(&mut rng);
        let session = keeper.session;
        let proof = match wrong {
            0 => elsewhere(Role::Keeper, Purpose::Keygen, &session, &mut rng),
            1 => elsewhere(Role::Face, Purpose::Phrase, &session, &mut rng),
            // Replayed from an earlier enrolment.
            _ => elsewhere(Role::Face, Purpose::Keygen, &[9; 32], &mut rng),
        };
        let body = Face2 {
            proof,
            chain_half: [0; 32],
        };
        let refused = keeper.finish(Message::new(session, body)).unwrap_err();
        assert_eq!(refused, CosignError::Attack(Attack::Proof));
    }
}

#[test]
fn a_flight_of_another_enrolment_is_refused_whole() {
    let mut rng = rng();
    let share = FaceShare::random(&mut rng);
    let (first, keeper, answer) = committed(&mut rng);
    let (second, other_keeper, other_answer) = committed(&mut rng);
    let refused = |kind| CosignError::OtherSession { kind };
    let kind = crate::Kind::KeygenKeeper1;
    assert_eq!(
        second.prove(&share, answer, &mut rng).unwrap_err(),
        refused(kind)
    );
    let (second, keeper_two, answer) = committed(&mut rng);
    assert_eq!(
        first.prove(&share, other_answer, &mut rng).unwrap_err(),
        refused(kind)
    );
    let (second, flight) = second.prove(&share, answer, &mut rng).unwrap();
    assert_eq!(
        keeper.finish(wire(&flight)).unwrap_err(),
        refused(crate::Kind::KeygenFace2)
    );
    let (_, _, opening) = keeper_two.finish(flight).unwrap();
    let stray = Message::new(other_keeper.session, opening.peek().clone());
    assert_eq!(
        second.finish(stray).unwrap_err(),
        refused(crate::Kind::KeygenKeeper2)
    );
}

#[test]
fn other_identities_make_another_session() {
    let mut rng = rng();
    let (face, flight) = FaceKeygen::start(&parties(), &mut rng);
    let mut others = parties();
    others.keeper = PartyId::from_label("another keeper");
    let (_, flight) = KeeperKeygen::start(&others, flight, &mut rng);
    let share = FaceShare::random(&mut rng);
    assert!(matches!(
        face.prove(&share, flight, &mut rng),
        Err(CosignError::OtherSession { .. })
    ));
}

#[test]
fn a_share_made_from_the_keepers_is_refused() {
    let mut rng = rng();
    let related = CosignError::Attack(Attack::RelatedShare);
    let (_, keeper, _) = committed(&mut rng);
    let b = *keeper.share.scalar();
    for (scalar, refused) in [
        (b, related.clone()),
        (-b, related),
        (Scalar::ONE - b, CosignError::InvalidPublicKey),
        (-Scalar::ONE - b, CosignError::InvalidPublicKey),
    ] {
        let (face, mut keeper, _) = committed(&mut rng);
        let session = session_id(&parties(), &face.nonce, &[0; 32]);
        // The same b for every try, in a session of its own.
        keeper.share = HelperShare::from_scalar(b).unwrap();
        keeper.session = session;
        let share = face_share(scalar);
        let proof = Knowledge::prove(
            share.scalar(),
            Role::Face,
            Purpose::Keygen,
            &session,
            &mut rng,
        );
        let body = Face2 {
            proof,
            chain_half: [0; 32],
        };
        let got = keeper.finish(Message::new(session, body)).unwrap_err();
        assert_eq!(got, refused);
    }
}

#[test]
fn the_chain_code_depends_on_both_halves_and_on_the_key() {
    let mut rng = rng();
    let points: Vec<_> = (0..3)
        .map(|_| FaceShare::random(&mut rng).point())
        .collect();
    let code = |f: usize, a: u8, b: u8, session: u8| {
        *joint_key(&[session; 32], &points[f], &points[2], &[a; 32], &[b; 32])
            .unwrap()
            .chain_code()
    };
    let base = code(0, 1, 2, 3);
    assert_eq!(base, code(0, 1, 2, 3));
    for other in [
        code(0, 4, 2, 3),
        code(0, 1, 4, 3),
        code(0, 1, 2, 4),
        code(1, 1, 2, 3),
    ] {
        assert_ne!(base, other);
    }
    assert_ne!(code(0, 1, 2, 3), code(0, 2, 1, 3));
}

// What the vectors need of the states, which have no constructors outside.

fn array<const N: usize>(value: &serde_json::Value) -> [u8; N] {
    hex::decode(value.as_str().unwrap())
        .unwrap()
        .try_into()
        .unwrap()
}

pub(crate) fn face_state(file: &serde_json::Value, commitment: &[u8; 32]) -> FaceKeygenProved {
    FaceKeygenProved {
        session: array(&file["session"]),
        commitment: *commitment,
        face: FaceShare::from_bytes(&array(&file["face_share"]))
            .unwrap()
            .point(),
        chain_half: array(&file["face_half"]),
    }
}

pub(crate) fn keeper_state(file: &serde_json::Value) -> KeeperKeygen {
    KeeperKeygen {
        session: array(&file["session"]),
        share: HelperShare::from_bytes(&array(&file["helper_share"])).unwrap(),
        opening: Keeper2 {
            proof: postcard::from_bytes(&array::<98>(&file["keeper_proof"])).unwrap(),
            chain_half: array(&file["keeper_half"]),
            salt: array(&file["salt"]),
        },
    }
}

/// The face side takes the keeper's first flight and comes to the same session.
pub(crate) fn check_first_flights(parties: &Parties, file: &serde_json::Value) {
    let nonce = array(&file["face_nonce"]);
    let hello = Message::new(nonce, Face1).to_bytes().unwrap();
    assert_eq!(hello, array::<34>(&file["flight_1_face"]));
    let answer = KeygenKeeper1::from_bytes(&array::<98>(&file["flight_1_keeper"])).unwrap();
    let share = FaceShare::from_bytes(&array(&file["face_share"])).unwrap();
    let face = FaceKeygen {
        parties: *parties,
        nonce,
    };
    let (proved, _) = face.prove(&share, answer, &mut rng()).unwrap();
    assert_eq!(proved.session, array(&file["session"]));
}
