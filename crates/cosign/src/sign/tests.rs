//! Each check of a signature, against a party that cheats.

use super::*;
use crate::common::{HASH, enrol, fresh_attempt, rng, shared_set_up, wire};
use crate::setup::tests::reopened;
use crate::{ExtendedKey, FaceShare, HelperShare};

type Wallet = (FaceShare, HelperShare, ExtendedKey);
type Setup = (FacePrepared, KeeperPrepared);

fn context(key: &ExtendedKey) -> SignContext {
    SignContext::account(key, 0, HASH, fresh_attempt()).unwrap()
}

/// Up to the point where the keeper has to decide.
fn to_the_check(
    (face, keeper): &Setup,
    (share, helper, key): &Wallet,
) -> (FaceRevealed, KeeperSigner, SignFace2) {
    let context = context(key);
    let (face, flight) = FaceSigner::start(face, share, &context).unwrap();
    let (keeper, flight) = KeeperSigner::start(keeper, helper, &context, wire(&flight)).unwrap();
    let (face, flight) = face.reveal(wire(&flight)).unwrap();
    (face, keeper, flight)
}

fn with_wrong_face((_, helper, key): &Wallet) -> Wallet {
    (FaceShare::random(&mut rng()), helper.clone(), key.clone())
}

/// The reason for the order: what the keeper holds back would confirm guesses.
#[test]
fn the_withheld_phase_would_be_an_oracle_and_a_wrong_share_never_gets_it() {
    let wallet = enrol();
    let wrong = with_wrong_face(&wallet);
    let (_, keeper, flight) = to_the_check(shared_set_up(), &wrong);
    let context = keeper.attempt.context.clone();
    let Face2(own) = flight.body_of(&keeper.attempt.sign_id).unwrap();
    // f + (b + tweak) = the child's key: only the right guess makes it.
    let confirms = |guess: &FaceShare| {
        let (used, guess) = (wrong.0.scalar(), guess.scalar());
        let key = context.public_key.point();
        keeper.withheld.confirms(&own, used, guess, &key)
    };
    assert!(confirms(&wallet.0));
    assert!(!confirms(&wrong.0));
    assert!(!confirms(&FaceShare::random(&mut rng())));
    // The only way on is `check`, and it has nothing to send.
    let flight = Message::new(keeper.attempt.sign_id, Face2(own));
    assert_eq!(keeper.check(flight).unwrap_err(), CosignError::WrongShare);
}

#[test]
fn a_wrong_share_of_either_side_or_another_wallets_key_is_found_by_the_keeper() {
    let wallet = enrol();
    let (_, other_helper, other_key) = enrol();
    for wrong in [
        with_wrong_face(&wallet),
        (wallet.0.clone(), other_helper, wallet.2.clone()),
        (wallet.0.clone(), wallet.1.clone(), other_key),
    ] {
        let (_, keeper, flight) = to_the_check(shared_set_up(), &wrong);
        let refused = keeper.check(wire(&flight)).unwrap_err();
        assert_eq!(refused, CosignError::WrongShare);
        assert!(!refused.is_scared());
    }
    let (face, keeper, flight) = to_the_check(shared_set_up(), &wallet);
    let (_, flight) = keeper.check(wire(&flight)).unwrap();
    assert!(face.finish(wire(&flight)).is_ok());
}

/// A keeper that did not check, or lied, is no ordinary mistake.
#[test]
fn a_keeper_that_lets_a_wrong_sum_through_is_caught_by_the_face_side() {
    let setup = reopened(shared_set_up());
    let wrong = with_wrong_face(&enrol());
    let (face, keeper, _) = to_the_check(&setup, &wrong);
    let flight = Message::new(
        keeper.attempt.sign_id,
        Keeper2(keeper.withheld, Phase3::arbitrary()),
    );
    let caught = face.finish(flight).unwrap_err();
    assert_eq!(caught, CosignError::Attack(Attack::Multiplication));
    let refused = FaceSigner::start(&setup.0, &wrong.0, &context(&wrong.2));
    assert_eq!(refused.unwrap_err(), CosignError::SetupEnded);
}

#[test]
fn a_keeper_with_a_made_up_third_phase_is_caught() {
    let setup = reopened(shared_set_up());
    let (face, keeper, flight) = to_the_check(&setup, &enrol());
    let sign_id = keeper.attempt.sign_id;
    let (_, flight) = keeper.check(flight).unwrap();
    let Keeper2(phase2, _) = flight.body_of(&sign_id).unwrap();
    let flight = Message::new(sign_id, Keeper2(phase2, Phase3::arbitrary()));
    assert_eq!(
        face.finish(flight).unwrap_err(),
        CosignError::Attack(Attack::Signature)
    );
}

#[test]
fn a_client_with_a_made_up_third_phase_is_caught_and_ends_the_set_up() {
    let setup = reopened(shared_set_up());
    let wallet = enrol();
    let (_, waiting, waiting_flight) = to_the_check(&setup, &wallet);
    let (_, keeper, flight) = to_the_check(&setup, &wallet);
    let sign_id = keeper.attempt.sign_id;
    let (keeper, _) = keeper.check(flight).unwrap();
    let flight = Message::new(sign_id, Face3(Phase3::arbitrary()));
    let caught = keeper.finish(flight).unwrap_err();
    assert_eq!(caught, CosignError::Attack(Attack::Signature));
    assert!(caught.is_scared());
    // An attempt that was under way over the same set-up stops as well.
    assert_eq!(
        waiting.check(waiting_flight).unwrap_err(),
        CosignError::SetupEnded
    );
}

#[test]
fn contexts_that_differ_in_anything_do_not_meet() {
    let (share, helper, key) = enrol();
    let (_, _, other_key) = enrol();
    let attempt = fresh_attempt();
    let face_context = SignContext::account(&key, 7, HASH, attempt).unwrap();
    let others = [
        SignContext::account(&key, 7, [8; 32], attempt).unwrap(),
        SignContext::account(&key, 8, HASH, attempt).unwrap(),
        SignContext::account(&other_key, 7, HASH, attempt).unwrap(),
        SignContext::account(&key, 7, HASH, fresh_attempt()).unwrap(),
        SignContext::master(&key, HASH, attempt),
    ];
    let (face, keeper) = shared_set_up();
    let (_, flight) = FaceSigner::start(face, &share, &face_context).unwrap();
    assert_eq!(flight.attempt(), attempt);
    let kind = Kind::SignFace1;
    for other in others {
        let refused = KeeperSigner::start(keeper, &helper, &other, wire(&flight));
        assert_eq!(refused.unwrap_err(), CosignError::OtherSession { kind });
    }
    // A header or number that was made to fit does not help: the phases and the
    // context are bound to the rest.
    let other = SignContext::account(&key, 7, [8; 32], fresh_attempt()).unwrap();
    let sign_id = other.sign_id(&keeper.0.session);
    let (_, body) = flight.into_parts();
    let flight = Message::new(
        sign_id,
        Face1 {
            attempt: other.attempt.to_be_bytes(),
            ..body
        },
    );
    let refused = KeeperSigner::start(keeper, &helper, &other, flight);
    assert_eq!(refused.unwrap_err(), CosignError::OtherSession { kind });
}

#[test]
fn a_stray_first_flight_does_not_use_up_the_attempt() {
    let (share, helper, key) = enrol();
    let (face, keeper) = shared_set_up();
    let wanted = context(&key);
    let other_hash = SignContext {
        message_hash: [8; 32],
        ..wanted.clone()
    };
    let (_, stray) = FaceSigner::start(face, &share, &other_hash).unwrap();
    assert!(KeeperSigner::start(keeper, &helper, &wanted, stray).is_err());
    let (_, flight) = FaceSigner::start(face, &share, &wanted).unwrap();
    // The number in the body is the one that the id was made with.
    let mut renumbered = wire(&flight).into_parts();
    renumbered.1.attempt[0] ^= 1;
    let renumbered = Message::new(renumbered.0, renumbered.1);
    assert!(KeeperSigner::start(keeper, &helper, &wanted, renumbered).is_err());
    assert!(KeeperSigner::start(keeper, &helper, &wanted, flight).is_ok());
}

#[test]
fn a_repeated_attempt_is_refused_on_both_sides() {
    let (share, helper, key) = enrol();
    let (face, keeper) = shared_set_up();
    let context = context(&key);
    let (_, flight) = FaceSigner::start(face, &share, &context).unwrap();
    let repeated = FaceSigner::start(face, &share, &context).unwrap_err();
    assert_eq!(repeated, CosignError::RepeatedAttempt);
    // Replayed to the keeper.
    KeeperSigner::start(keeper, &helper, &context, wire(&flight)).unwrap();
    let repeated = KeeperSigner::start(keeper, &helper, &context, flight).unwrap_err();
    assert_eq!(repeated, CosignError::RepeatedAttempt);
}

#[test]
fn flights_of_an_earlier_attempt_are_refused() {
    let wallet = enrol();
    let (share, helper, key) = &wallet;
    let (face, keeper) = shared_set_up();
    let run = |context: &SignContext| {
        let (face, f1) = FaceSigner::start(face, share, context).unwrap();
        let (keeper, k1) = KeeperSigner::start(keeper, helper, context, f1).unwrap();
        (face, keeper, k1)
    };
    let (old_face, old_keeper, old_k1) = run(&context(key));
    let (face, keeper, k1) = run(&context(key));
    let stray = |kind| CosignError::OtherSession { kind };
    assert_eq!(
        face.reveal(wire(&old_k1)).unwrap_err(),
        stray(Kind::SignKeeper1)
    );
    let (old_face, old_f2) = old_face.reveal(old_k1).unwrap();
    assert_eq!(
        keeper.check(wire(&old_f2)).unwrap_err(),
        stray(Kind::SignFace2)
    );
    let (old_keeper, old_k2) = old_keeper.check(old_f2).unwrap();
    drop(k1);
    let (face, keeper, k1) = run(&context(key));
    let (face, f2) = face.reveal(k1).unwrap();
    assert_eq!(
        face.finish(wire(&old_k2)).unwrap_err(),
        stray(Kind::SignKeeper2)
    );
    let (keeper, _) = keeper.check(f2).unwrap();
    let (_, old_f3) = old_face.finish(old_k2).unwrap();
    assert_eq!(
        keeper.finish(wire(&old_f3)).unwrap_err(),
        stray(Kind::SignFace3)
    );
    assert!(old_keeper.finish(old_f3).is_ok());
}

/// The same set-up id and sign id, but the OT extension of another run.
#[test]
fn a_second_run_under_the_same_ids_does_not_mix_with_the_first() {
    let wallet = enrol();
    let (share, helper, key) = &wallet;
    let context = context(key);
    let run = |setup: &Setup| {
        let (face, f1) = FaceSigner::start(&setup.0, share, &context).unwrap();
        let (keeper, k1) = KeeperSigner::start(&setup.1, helper, &context, f1).unwrap();
        let (_, f2) = face.reveal(k1).unwrap();
        (keeper, f2)
    };
    let (keeper, _) = run(&reopened(shared_set_up()));
    let (_, replayed) = run(&reopened(shared_set_up()));
    let kind = Kind::SignFace2;
    assert_eq!(
        keeper.check(replayed).unwrap_err(),
        CosignError::OtherSession { kind }
    );
}

fn flip<B: Body>(message: &Message<B>, place: usize) -> Result<Message<B>, CosignError> {
    let mut bytes = message.to_bytes().unwrap();
    let at = place % bytes.len();
    bytes[at] ^= 0x04;
    Message::from_bytes(&bytes)
}

/// Whoever receives it, at once or when it is held against the next flight.
#[test]
fn a_flipped_byte_in_any_flight_ends_the_attempt() {
    let wallet = enrol();
    // The header, the first fields, and a stride that is no multiple of any row.
    let places = (0..4)
        .chain((30..110).step_by(9))
        .chain((110..56_000).step_by(7_151));
    let mut attacks = [0; 5];
    for place in places {
        for (flight, attacks) in attacks.iter_mut().enumerate() {
            let setup = reopened(shared_set_up());
            let stopped = spoilt_run(&setup, &wallet, flight, place).unwrap_err();
            let expected = matches!(
                stopped,
                CosignError::Malformed { .. }
                    | CosignError::UnsupportedVersion { .. }
                    | CosignError::OutOfOrder { .. }
                    | CosignError::OtherSession { .. }
                    | CosignError::Attack(_)
            );
            assert!(expected, "flight {flight}, byte {place}: {stopped:?}");
            // The one who noticed an attack signs no more over this set-up.
            let receiver = if flight % 2 == 0 {
                &setup.1.0
            } else {
                &setup.0.0
            };
            assert_eq!(receiver.still_open().is_err(), stopped.is_scared());
            *attacks += usize::from(stopped.is_scared());
        }
    }
    assert!(attacks.iter().all(|seen| *seen > 0), "{attacks:?}");
}

/// A signature with one byte of one flight flipped on the way.
fn spoilt_run(
    setup: &Setup,
    (share, helper, key): &Wallet,
    flight: usize,
    place: usize,
) -> Result<(), CosignError> {
    fn pass<B: Body>(
        message: &Message<B>,
        place: Option<usize>,
    ) -> Result<Message<B>, CosignError> {
        place.map_or_else(|| Ok(wire(message)), |place| flip(message, place))
    }
    let at = |this| (this == flight).then_some(place);
    let context = context(key);
    let (face, f1) = FaceSigner::start(&setup.0, share, &context)?;
    let (keeper, k1) = KeeperSigner::start(&setup.1, helper, &context, pass(&f1, at(0))?)?;
    let (face, f2) = face.reveal(pass(&k1, at(1))?)?;
    let (keeper, k2) = keeper.check(pass(&f2, at(2))?)?;
    let (_, f3) = face.finish(pass(&k2, at(3))?)?;
    keeper.finish(pass(&f3, at(4))?).map(drop)
}

#[test]
fn the_last_gate_lets_only_valid_signatures_out() {
    let wallet = enrol();
    let (face, keeper, flight) = to_the_check(shared_set_up(), &wallet);
    let context = face.attempt.context.clone();
    let (_, flight) = keeper.check(flight).unwrap();
    let (signature, _) = face.finish(flight).unwrap();
    let parts = (*signature.r(), *signature.s(), signature.recovery_id());
    assert_eq!(release(parts, &context), Ok(signature));
    let refused = Err(CosignError::Attack(Attack::Signature));
    assert_eq!(release((parts.0, parts.1, parts.2 ^ 1), &context), refused);
    assert_eq!(release((parts.1, parts.0, parts.2), &context), refused);
    let high: [u8; 32] = (-crate::share::parse(&parts.1).unwrap()).to_bytes().into();
    assert_eq!(release((parts.0, high, parts.2 ^ 1), &context), refused);
    let mut other = context.clone();
    other.message_hash = [8; 32];
    assert_eq!(release(parts, &other), refused);
    let other = SignContext::master(&wallet.2, HASH, 0);
    assert_eq!(release(parts, &other), refused);
}

#[test]
fn an_account_whose_share_would_be_trivial_is_refused() {
    let (share, _, key) = enrol();
    let context = context(&key);
    let tweak = context.account.unwrap().1;
    let (face, keeper) = shared_set_up();
    let (_, flight) = FaceSigner::start(face, &share, &context).unwrap();
    let helper = HelperShare::from_scalar(-tweak).unwrap();
    let refused = KeeperSigner::start(keeper, &helper, &context, flight).unwrap_err();
    assert_eq!(refused, CosignError::InvalidShare);
}

#[test]
fn nothing_that_holds_a_secret_prints_it() {
    let (face, keeper, flight) = to_the_check(shared_set_up(), &enrol());
    assert_eq!(
        format!("{face:?} {keeper:?}"),
        "FaceRevealed(..) KeeperSigner(..)"
    );
    assert_eq!(
        format!("{flight:?}"),
        "Message(signing flight 2 of the face side)"
    );
    let (face, keeper) = shared_set_up();
    assert_eq!(
        format!("{face:?} {keeper:?}"),
        "FacePrepared(..) KeeperPrepared(..)"
    );
}

/// A sign id, for the vectors.
pub(crate) fn sign_id(
    key: &ExtendedKey,
    index: Option<u32>,
    hash: [u8; 32],
    attempt: u32,
    session: &serde_json::Value,
) -> [u8; 32] {
    let context = match index {
        None => SignContext::master(key, hash, attempt),
        Some(index) => SignContext::account(key, index, hash, attempt).unwrap(),
    };
    let session = hex::decode(session.as_str().unwrap()).unwrap();
    context.sign_id(&session.try_into().unwrap())
}
