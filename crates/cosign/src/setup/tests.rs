//! Each check of the set-up, against a party that cheats.

use super::*;
use crate::common::{parties, rng, set_up, shared_set_up, wire};
use crate::message::Body;
use crate::party::PartyId;

/// The same set-up with nothing used and nothing ended.
pub(crate) fn reopened(shared: &(FacePrepared, KeeperPrepared)) -> (FacePrepared, KeeperPrepared) {
    let copy = |prepared: &Prepared| {
        Arc::new(Prepared {
            session: prepared.session,
            material: prepared.material.copy(),
            ledger: Mutex::new(Ledger::Open(BTreeSet::new())),
        })
    };
    (
        FacePrepared(copy(&shared.0.0)),
        KeeperPrepared(copy(&shared.1.0)),
    )
}

fn begun() -> (FaceSetup, KeeperSetup, SetupKeeper1) {
    let mut rng = rng();
    let (face, flight) = FaceSetup::start(&parties(), &mut rng);
    let (keeper, flight) = KeeperSetup::start(&parties(), wire(&flight), &mut rng);
    (face, keeper, flight)
}

#[test]
fn both_sides_have_the_same_session_and_no_two_sessions_are_the_same() {
    let (face, keeper) = shared_set_up();
    assert_eq!(face.session(), keeper.session());
    let (_, one, _) = begun();
    let (_, two, _) = begun();
    assert_ne!(one.session, two.session);
}

#[test]
fn a_seed_that_was_not_committed_to_is_caught_on_both_sides() {
    let (face, keeper, flight) = begun();
    let (face, mut to_keeper) = face.open(flight).unwrap();
    let (keeper, mut to_face) = keeper.open().unwrap();
    let spoil = |second: &mut Second| second.seed[0] ^= 1;
    let session = keeper.0.session;
    let mut second = to_keeper.body_of(&session).unwrap();
    spoil(&mut second.0);
    to_keeper = Message::new(session, second);
    let mut second = to_face.body_of(&session).unwrap();
    spoil(&mut second.0);
    to_face = Message::new(session, second);
    let refused = CosignError::Attack(Attack::Commitment);
    assert_eq!(keeper.finish(to_keeper).unwrap_err(), refused);
    assert_eq!(face.finish(to_face).unwrap_err(), refused);
}

/// A keeper that copies nonce, commitment and seed would make the joint seed
/// zero; the role in the commitment stops it.
#[test]
fn a_copied_seed_commitment_cannot_be_opened() {
    let seed = Seed::random(&mut rng());
    let binding = |role, parties: &Parties, nonce| SeedBinding::new(role, parties, nonce);
    let base = seed.commitment(&binding(Role::Face, &parties(), &[1; 32]));
    assert_ne!(
        base,
        seed.commitment(&binding(Role::Keeper, &parties(), &[1; 32]))
    );
    assert_ne!(
        base,
        seed.commitment(&binding(Role::Face, &parties(), &[2; 32]))
    );
    let mut others = parties();
    others.keeper = PartyId::from_label("another keeper");
    assert_ne!(
        base,
        seed.commitment(&binding(Role::Face, &others, &[1; 32]))
    );
}

#[test]
fn a_reflected_second_flight_is_caught() {
    let (face, keeper, flight) = begun();
    let (face, to_keeper) = face.open(flight).unwrap();
    let (keeper, _) = keeper.open().unwrap();
    let session = keeper.0.session;
    let Face2(second) = to_keeper.body_of(&session).unwrap();
    let reflected = Message::new(session, Keeper2(second));
    assert_eq!(
        face.finish(reflected).unwrap_err(),
        CosignError::Attack(Attack::Commitment)
    );
}

/// With the seed honest, the transfer messages of another session stand only
/// against their own proofs.
#[test]
fn transfer_messages_of_another_session_are_caught() {
    let (face, keeper, flight) = begun();
    let (_, other_keeper, _) = begun();
    let (face, _) = face.open(flight).unwrap();
    let (keeper, to_face) = keeper.open().unwrap();
    let (other, stray) = other_keeper.open().unwrap();
    let Keeper2(mut second) = to_face.body_of(&keeper.0.session).unwrap();
    let Keeper2(theirs) = stray.body_of(&other.0.session).unwrap();
    second.transfer = theirs.transfer;
    let spliced = Message::new(keeper.0.session, Keeper2(second));
    assert_eq!(
        face.finish(spliced).unwrap_err(),
        CosignError::Attack(Attack::Setup)
    );
}

#[test]
fn flights_of_another_session_are_refused_whole() {
    let (face, keeper, flight) = begun();
    let (_, other_keeper, stray) = begun();
    let kind = |kind| CosignError::OtherSession { kind };
    let (keeper, _) = keeper.open().unwrap();
    let (_, other_second) = other_keeper.open().unwrap();
    let (other_face, _) = FaceSetup::start(&parties(), &mut rng());
    assert_eq!(
        other_face.open(stray).unwrap_err(),
        kind(crate::Kind::SetupKeeper1)
    );
    let (face, to_keeper) = face.open(flight).unwrap();
    assert_eq!(
        face.finish(other_second).unwrap_err(),
        kind(crate::Kind::SetupKeeper2)
    );
    let second = to_keeper.body_of(&keeper.0.session).unwrap();
    let stray = Message::new([0; 32], second);
    assert_eq!(
        keeper.finish(stray).unwrap_err(),
        kind(crate::Kind::SetupFace2)
    );
}

#[test]
fn other_identities_make_another_session() {
    let mut rng = rng();
    let (face, flight) = FaceSetup::start(&parties(), &mut rng);
    let mut others = parties();
    others.face = PartyId::from_label("another face");
    let (_, flight) = KeeperSetup::start(&others, flight, &mut rng);
    assert!(matches!(
        face.open(flight),
        Err(CosignError::OtherSession { .. })
    ));
}

/// Flips one byte of the second flight at a few places all over it.
#[test]
fn a_flipped_byte_anywhere_in_the_second_flight_is_refused() {
    for place in [0usize, 40, 66, 700, 6_500, 71_000, SetupFace2::LEN - 34 - 1] {
        let (face, keeper, flight) = begun();
        let (face, to_keeper) = face.open(flight).unwrap();
        let (keeper, to_face) = keeper.open().unwrap();
        let spoil = |mut bytes: Vec<u8>| {
            bytes[34 + place] ^= 0x10;
            bytes
        };
        let bytes = spoil(to_keeper.to_bytes().unwrap());
        let refused = Message::from_bytes(&bytes).and_then(|m| keeper.finish(m).map(drop));
        assert!(honest_never(&refused), "byte {place}: {refused:?}");
        let bytes = spoil(to_face.to_bytes().unwrap());
        let refused = Message::from_bytes(&bytes).and_then(|m| face.finish(m).map(drop));
        assert!(honest_never(&refused), "byte {place}: {refused:?}");
    }
}

fn honest_never(result: &Result<(), CosignError>) -> bool {
    matches!(
        result,
        Err(CosignError::Malformed { .. } | CosignError::Attack(_))
    )
}

#[test]
fn a_sign_id_is_taken_once_and_an_attack_ends_the_set_up() {
    let (face, _) = set_up();
    let prepared = &face.0;
    assert_eq!(prepared.claim([1; 32]), Ok(()));
    assert_eq!(prepared.claim([1; 32]), Err(CosignError::RepeatedAttempt));
    assert_eq!(prepared.claim([2; 32]), Ok(()));
    assert_eq!(
        prepared.judge(CosignError::WrongShare),
        CosignError::WrongShare
    );
    assert_eq!(prepared.still_open(), Ok(()));
    let attack = CosignError::Attack(Attack::Multiplication);
    assert_eq!(prepared.judge(attack.clone()), attack);
    assert_eq!(prepared.still_open(), Err(CosignError::SetupEnded));
    assert_eq!(prepared.claim([3; 32]), Err(CosignError::SetupEnded));
}

#[test]
fn lengths_are_as_the_specification_says() {
    assert_eq!(
        [
            SetupFace1::LEN,
            SetupKeeper1::LEN,
            SetupFace2::LEN,
            SetupKeeper2::LEN
        ],
        [66, 98, 143_049, 143_049]
    );
    assert_eq!(<Face2 as Body>::LEN + 34, SetupFace2::LEN);
}

/// The ids of the set-up, for the vectors.
pub(crate) fn check_ids(parties: &Parties, file: &serde_json::Value) {
    let read = |name: &str| -> [u8; 32] {
        let bytes = hex::decode(file[name].as_str().unwrap()).unwrap();
        bytes.try_into().unwrap()
    };
    let (face, keeper) = (read("face_nonce"), read("keeper_nonce"));
    assert_eq!(session_id(parties, &face, &keeper), read("setup_id"));
    let commitment = |role, nonce| {
        seed_commitment(
            &SeedBinding::new(role, parties, nonce),
            &read("salt"),
            &read("seed"),
        )
    };
    assert_eq!(commitment(Role::Face, &face), read("face_seed_commitment"));
    assert_eq!(
        commitment(Role::Keeper, &keeper),
        read("keeper_seed_commitment")
    );
}
