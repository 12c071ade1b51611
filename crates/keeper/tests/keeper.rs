//! What the keeper counts, refuses and writes. Each test fails when the check
//! that it is about is taken out of the keeper.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;

use client::{Client, drill, rng, sketch, transfer, wait};
use mien_cosign::{ExtendedKey, FaceShare};
use mien_keeper::protocol::{Flight, ForgetConsent, KeyPath, Previous, Reply, Request, ShareKind};
use mien_keeper::{KeeperError, KitForm, PinUse, Proof, Record};
use tempfile::TempDir;

/// A folder with an identity that was drilled, and the client that did it.
fn enrolled(pin: PinUse) -> (TempDir, Client, FaceShare, ExtendedKey) {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::new(folder.path()).set_up();
    let share = FaceShare::random(&mut rng());
    let key = client.enrol(&share, pin).unwrap();
    client.drill(&key, &share).unwrap();
    (folder, client, share, key)
}

fn record(folder: &TempDir) -> Record {
    Record::from_bytes(&std::fs::read(folder.path().join("identity.rec")).unwrap()).unwrap()
}

#[test]
fn a_right_share_signs_and_resets_the_count() {
    let (folder, mut client, share, key) = enrolled(PinUse::Required);
    assert_eq!(record(&folder).failures, 0);
    assert_eq!(record(&folder).proof, Proof::Drilled);
    client.ask(Request::Open).unwrap();
    assert_eq!(
        record(&folder).failures,
        1,
        "counted before the sketch is handed out"
    );
    let account = KeyPath::Account(3);
    let what = transfer(1);
    let signature = client
        .sign(&key, &what, account, ShareKind::Face, &share)
        .unwrap();
    let hash = mien_intent::Decoded::from_request(&what)
        .unwrap()
        .signing_hash();
    let child = key.child(3).unwrap();
    signature.verify(child.public_key(), &hash).unwrap();
    assert_eq!(record(&folder).failures, 0);
}

#[test]
fn a_wrong_share_gets_no_answer_and_every_further_one_is_counted() {
    let (folder, mut client, _, key) = enrolled(PinUse::Required);
    client.ask(Request::Open).unwrap();
    for count in 1..=3 {
        let wrong = FaceShare::random(&mut rng());
        let refused = client
            .sign_to_second(&key, &drill(), KeyPath::Master, ShareKind::Face, &wrong)
            .err();
        assert_eq!(refused, Some(KeeperError::WrongShare { failures: count }));
        assert_eq!(record(&folder).failures, count);
    }
}

#[test]
fn nothing_is_signed_without_a_counted_scan() {
    let (_folder, mut client, share, key) = enrolled(PinUse::Required);
    let refused = client
        .sign(&key, &drill(), KeyPath::Master, ShareKind::Face, &share)
        .err();
    assert!(
        matches!(refused, Some(KeeperError::Protocol(_))),
        "{refused:?}"
    );
    // One scan signs one request.
    client.drill(&key, &share).unwrap();
    let again = client
        .sign(&key, &drill(), KeyPath::Master, ShareKind::Face, &share)
        .err();
    assert!(matches!(again, Some(KeeperError::Protocol(_))), "{again:?}");
}

#[test]
fn a_lockout_begins_after_five_misses_and_ends() {
    let (_folder, mut client, share, key) = enrolled(PinUse::Required);
    for _ in 0..5 {
        client.ask(Request::Open).unwrap();
    }
    let locked = client.ask(Request::Open).err();
    assert_eq!(locked, Some(KeeperError::LockedOut { seconds: 30 }));
    wait(29);
    assert_eq!(
        client.ask(Request::Open).err(),
        Some(KeeperError::LockedOut { seconds: 1 })
    );
    wait(1);
    client.drill(&key, &share).unwrap();
}

#[test]
fn a_restarted_keeper_still_knows_the_count() {
    let (folder, mut client, _, _) = enrolled(PinUse::Required);
    for _ in 0..5 {
        client.ask(Request::Open).unwrap();
    }
    let mut other = Client::new(folder.path());
    assert!(matches!(
        other.ask(Request::Open).err(),
        Some(KeeperError::LockedOut { .. })
    ));
}

#[test]
fn without_a_pin_live_chains_are_refused() {
    let (_folder, mut client, share, key) = enrolled(PinUse::FaceOnly);
    client.ask(Request::Open).unwrap();
    let account = KeyPath::Account(0);
    let live = client
        .sign(&key, &transfer(1), account, ShareKind::Face, &share)
        .err();
    assert!(matches!(live, Some(KeeperError::Policy(_))), "{live:?}");
    client
        .sign(&key, &transfer(31337), account, ShareKind::Face, &share)
        .unwrap();
}

#[test]
fn the_master_key_signs_drills_only() {
    let (_folder, mut client, share, key) = enrolled(PinUse::Required);
    client.ask(Request::Open).unwrap();
    let refused = client
        .sign(&key, &transfer(1), KeyPath::Master, ShareKind::Face, &share)
        .err();
    assert!(
        matches!(refused, Some(KeeperError::Policy(_))),
        "{refused:?}"
    );
}

#[test]
fn a_renewal_needs_a_drill_and_keeps_the_old_record_until_the_next() {
    let (folder, mut client, share, key) = enrolled(PinUse::Required);
    let new = FaceShare::random(&mut rng());
    // The enrolment's drill was over this connection; a fresh one has proved nothing.
    let mut stranger = Client::new(folder.path()).set_up();
    let refused = stranger.renew(&key, &share, &new).err();
    assert!(
        matches!(refused, Some(KeeperError::Protocol(_))),
        "{refused:?}"
    );

    client.renew(&key, &share, &new).unwrap();
    assert_eq!(
        record(&folder).helper.generation,
        0,
        "not in force before its test signature"
    );
    client
        .sign(&key, &drill(), KeyPath::Master, ShareKind::Pending, &new)
        .unwrap();
    assert_eq!(record(&folder).helper.generation, 1);
    assert!(folder.path().join("identity.prev").exists());

    let mut fresh = Client::new(folder.path()).set_up();
    let old = fresh.drill(&key, &share).err();
    assert!(
        matches!(old, Some(KeeperError::WrongShare { .. })),
        "{old:?}"
    );
    fresh.drill(&key, &new).unwrap();
    assert!(!folder.path().join("identity.prev").exists());
}

#[test]
fn a_renewal_to_a_share_of_another_key_is_refused() {
    let (folder, mut client, _, key) = enrolled(PinUse::Required);
    let (other, new) = (FaceShare::random(&mut rng()), FaceShare::random(&mut rng()));
    let refused = client.renew(&key, &other, &new).err();
    assert!(
        matches!(refused, Some(KeeperError::Attack(_))),
        "{refused:?}"
    );
    assert!(!folder.path().join("identity.next").exists());
}

#[test]
fn a_renewal_can_be_undone_before_its_drill() {
    let (folder, mut client, share, key) = enrolled(PinUse::Required);
    let new = FaceShare::random(&mut rng());
    client.renew(&key, &share, &new).unwrap();
    client
        .sign(&key, &drill(), KeyPath::Master, ShareKind::Pending, &new)
        .unwrap();
    client.ask(Request::UndoRenewal).unwrap();
    assert_eq!(record(&folder).helper.generation, 0);
    Client::new(folder.path())
        .set_up()
        .drill(&key, &share)
        .unwrap();
}

#[test]
fn a_proved_identity_is_not_replaced_and_an_unproved_one_is() {
    let (folder, _client, _, _) = enrolled(PinUse::Required);
    let share = FaceShare::random(&mut rng());
    let refused = Client::new(folder.path())
        .enrol(&share, PinUse::Required)
        .err();
    assert!(
        matches!(refused, Some(KeeperError::AlreadyEnrolled(_))),
        "{refused:?}"
    );

    let empty = tempfile::tempdir().unwrap();
    let mut client = Client::new(empty.path());
    client
        .enrol(&FaceShare::random(&mut rng()), PinUse::Required)
        .unwrap();
    client.enrol(&share, PinUse::Required).unwrap();
}

#[test]
fn a_sketch_of_the_wrong_length_is_not_stored() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::new(folder.path());
    let (_, first) = mien_cosign::FaceKeygen::start(&mien_keeper::parties(), &mut rng());
    client
        .ask(Request::EnrolFirst(Flight::of(&first).unwrap()))
        .unwrap();
    let mut broken = sketch(PinUse::Required);
    broken.masked_offset.pop();
    let refused = client
        .ask(Request::EnrolSecond {
            flight: Flight(vec![]),
            sketch: broken,
        })
        .err();
    assert!(matches!(refused, Some(KeeperError::Kit(_))), "{refused:?}");
    assert!(!folder.path().join("identity.rec").exists());
}

#[test]
fn forgetting_needs_the_address_or_the_newest_kit_and_a_drill() {
    let (folder, mut client, _, key) = enrolled(PinUse::Required);
    let typed = |text: &str| Request::Forget(ForgetConsent::AddressTyped(text.to_owned()));
    assert!(client.ask(typed("0x00")).is_err());
    let kit = folder.path().join("wallet.mienkit");
    client
        .ask(Request::ExportKit {
            form: KitForm::File,
            path: kit.clone(),
        })
        .unwrap();
    let mut undrilled = Client::new(folder.path());
    let by_kit = Request::Forget(ForgetConsent::KitReadBack(kit.clone()));
    assert!(matches!(
        undrilled.ask(by_kit),
        Err(KeeperError::ForgetNeedsCopy(_))
    ));
    assert!(folder.path().join("identity.rec").exists());
    let address = key.child(0).unwrap().public_key().ethereum_address();
    let text: String = address
        .iter()
        .fold("0x".to_owned(), |t, b| format!("{t}{b:02X}"));
    client.ask(typed(&text)).unwrap();
    assert!(!folder.path().join("identity.rec").exists());
}

#[test]
fn a_kit_brings_the_same_key_back_by_file_and_by_picture() {
    let (folder, mut client, share, key) = enrolled(PinUse::Required);
    for (form, name) in [(KitForm::File, "a.mienkit"), (KitForm::QrPicture, "a.png")] {
        let path = folder.path().join(name);
        client
            .ask(Request::ExportKit {
                form,
                path: path.clone(),
            })
            .unwrap();
        let again = client
            .ask(Request::ExportKit {
                form,
                path: path.clone(),
            })
            .err();
        assert!(matches!(again, Some(KeeperError::Exists(_))), "{again:?}");
        let elsewhere = tempfile::tempdir().unwrap();
        let mut new = Client::new(elsewhere.path()).set_up();
        new.ask(Request::ImportKit { path }).unwrap();
        let Ok(Reply::Status(status)) = new.ask(Request::Status) else {
            panic!("no status")
        };
        assert_eq!(status.public_key, key.public_key().to_bytes());
        assert!(!status.proved() && !status.replaceable());
        assert_eq!(status.previous, Previous::Gone);
        new.drill(&key, &share).unwrap();
    }
}
