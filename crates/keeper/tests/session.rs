//! Signing sessions: what the keeper holds to while one is open. Each test fails
//! when the check that it is about is taken out of the keeper.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;

use client::{Client, rng, set_back, transfer, wait, wait_by_steady_clock};
use mien_cosign::{ExtendedKey, FaceShare, Signature};
use mien_intent::{Request as What, SessionTerms};
use mien_keeper::protocol::{KeyPath, Request, ShareKind};
use mien_keeper::{KeeperError, PinUse, Record};
use tempfile::TempDir;

const ACCOUNT: KeyPath = KeyPath::Account(0);
const TERMS: SessionTerms = SessionTerms {
    chain_id: 31337,
    seconds: 600,
    signatures: 2,
};

fn opening(terms: SessionTerms) -> What {
    What::Session {
        identity: [1, 2, 3, 4],
        nonce: [9; 32],
        terms,
    }
}

/// A person's wallet, the client at it, and what a scan gives.
struct Stage {
    folder: TempDir,
    client: Client,
    share: FaceShare,
    key: ExtendedKey,
}

impl Stage {
    fn new(pin: PinUse) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut client = Client::new(folder.path()).set_up();
        let share = FaceShare::random(&mut rng());
        let key = client.enrol(&share, pin).unwrap();
        client.drill(&key, &share).unwrap();
        Self {
            folder,
            client,
            share,
            key,
        }
    }

    fn open(&mut self, terms: SessionTerms) -> Result<Signature, KeeperError> {
        self.client.ask(Request::Open).unwrap();
        self.sign(&opening(terms), KeyPath::Master, ShareKind::Face)
    }

    fn sign(
        &mut self,
        what: &What,
        path: KeyPath,
        kind: ShareKind,
    ) -> Result<Signature, KeeperError> {
        self.client.sign(&self.key, what, path, kind, &self.share)
    }

    /// A signature of the session, with the fresh set-up that it needs.
    fn in_session(&mut self, what: &What, path: KeyPath) -> Result<Signature, KeeperError> {
        self.client.set_up_again();
        self.sign(what, path, ShareKind::Session)
    }

    fn failures(&self) -> u32 {
        let bytes = std::fs::read(self.folder.path().join("identity.rec")).unwrap();
        Record::from_bytes(&bytes).unwrap().failures
    }
}

fn is_over(result: &Result<Signature, KeeperError>) -> bool {
    matches!(result, Err(KeeperError::SessionOver(_)))
}

fn is_policy(result: &Result<Signature, KeeperError>) -> bool {
    matches!(result, Err(KeeperError::Policy(_)))
}

#[test]
fn one_scan_signs_as_often_as_was_agreed_and_no_more() {
    for pin in [PinUse::Required, PinUse::FaceOnly] {
        let mut stage = Stage::new(pin);
        stage.open(TERMS).unwrap();
        let what = transfer(31337);
        let hash = mien_intent::Decoded::from_request(&what)
            .unwrap()
            .signing_hash();
        for account in [0, 7] {
            let signature = stage.in_session(&what, KeyPath::Account(account)).unwrap();
            let child = stage.key.child(account).unwrap();
            signature.verify(child.public_key(), &hash).unwrap();
        }
        assert!(is_over(&stage.in_session(&what, ACCOUNT)));
    }
}

#[test]
fn without_a_session_nothing_is_signed_by_one() {
    let mut stage = Stage::new(PinUse::Required);
    assert!(is_over(&stage.in_session(&transfer(31337), ACCOUNT)));
    // A drill proves the face, and opens nothing.
    stage.client.set_up_again();
    stage.client.drill(&stage.key, &stage.share).unwrap();
    assert!(is_over(&stage.in_session(&transfer(31337), ACCOUNT)));
}

#[test]
fn a_session_ends_by_either_clock() {
    let mut stage = Stage::new(PinUse::Required);
    let what = transfer(31337);
    stage.open(TERMS).unwrap();
    wait(599);
    stage.in_session(&what, ACCOUNT).unwrap();
    wait(1);
    assert!(is_over(&stage.in_session(&what, ACCOUNT)));

    stage.client.set_up_again();
    stage.open(TERMS).unwrap();
    wait_by_steady_clock(600);
    assert!(is_over(&stage.in_session(&what, ACCOUNT)));

    stage.client.set_up_again();
    stage.open(TERMS).unwrap();
    set_back(1);
    assert!(is_over(&stage.in_session(&what, ACCOUNT)));
}

#[test]
fn an_ended_session_does_not_come_back_with_the_clock() {
    let mut stage = Stage::new(PinUse::Required);
    stage.open(TERMS).unwrap();
    wait(600);
    assert!(is_over(&stage.in_session(&transfer(31337), ACCOUNT)));
    set_back(300);
    assert!(is_over(&stage.in_session(&transfer(31337), ACCOUNT)));
}

#[test]
fn a_closed_session_signs_nothing() {
    let mut stage = Stage::new(PinUse::Required);
    stage.open(TERMS).unwrap();
    stage.client.ask(Request::CloseSession).unwrap();
    assert!(is_over(&stage.in_session(&transfer(31337), ACCOUNT)));
}

#[test]
fn live_and_other_chains_messages_and_the_master_key_are_refused_and_cost_nothing() {
    let mut stage = Stage::new(PinUse::Required);
    stage.open(TERMS).unwrap();
    let message = What::Message {
        bytes: b"gm".to_vec(),
        chain_id: 31337,
    };
    for what in [transfer(1), transfer(10), transfer(1337), message] {
        assert!(is_policy(&stage.in_session(&what, ACCOUNT)), "{what:?}");
    }
    let typed = |domain: &str| {
        What::TypedData {
        json: format!(
            r#"{{"types":{{"EIP712Domain":[{{"name":"chainId","type":"uint256"}}],"T":[{{"name":"a","type":"string"}}]}},
                "primaryType":"T","domain":{{"chainId":{domain}}},"message":{{"a":"x"}}}}"#
        )
        .into_bytes(),
    }
    };
    assert!(is_policy(&stage.in_session(&typed("1"), ACCOUNT)));
    assert!(is_policy(
        &stage.in_session(&transfer(31337), KeyPath::Master)
    ));
    stage.in_session(&typed("31337"), ACCOUNT).unwrap();
    stage.in_session(&transfer(31337), ACCOUNT).unwrap();
}

#[test]
fn every_signature_needs_a_set_up_of_its_own() {
    let mut stage = Stage::new(PinUse::Required);
    stage.open(TERMS).unwrap();
    // Not the one that opened the session,
    let what = transfer(31337);
    let stale = stage.sign(&what, ACCOUNT, ShareKind::Session);
    assert!(matches!(stale, Err(KeeperError::Protocol(_))), "{stale:?}");
    // nor the one of the signature before.
    stage.client.set_up_again();
    stage.open(TERMS).unwrap();
    stage.in_session(&what, ACCOUNT).unwrap();
    let stale = stage.sign(&what, ACCOUNT, ShareKind::Session);
    assert!(matches!(stale, Err(KeeperError::Protocol(_))), "{stale:?}");
}

#[test]
fn one_wrong_share_ends_the_session() {
    let mut stage = Stage::new(PinUse::Required);
    stage.open(TERMS).unwrap();
    let right = core::mem::replace(&mut stage.share, FaceShare::random(&mut rng()));
    let wrong = stage.in_session(&transfer(31337), ACCOUNT);
    assert!(matches!(wrong, Err(KeeperError::WrongShare { .. })));
    stage.share = right;
    assert!(is_over(&stage.in_session(&transfer(31337), ACCOUNT)));
}

#[test]
fn a_session_does_not_clear_what_somebody_at_the_camera_has_failed() {
    let mut stage = Stage::new(PinUse::Required);
    stage.open(TERMS).unwrap();
    assert_eq!(stage.failures(), 0);
    let mut stranger = Client::new(stage.folder.path());
    stranger.ask(Request::Open).unwrap();
    stage.in_session(&transfer(31337), ACCOUNT).unwrap();
    assert_eq!(stage.failures(), 1);
}

#[test]
fn a_wrong_face_opens_no_session() {
    let mut stage = Stage::new(PinUse::Required);
    let right = core::mem::replace(&mut stage.share, FaceShare::random(&mut rng()));
    let wrong = stage.open(TERMS);
    assert!(matches!(wrong, Err(KeeperError::WrongShare { .. })));
    assert_eq!(stage.failures(), 1);
    stage.share = right;
    assert!(is_over(&stage.in_session(&transfer(31337), ACCOUNT)));
}

#[test]
fn sessions_for_live_chains_or_without_end_are_not_opened() {
    let mut stage = Stage::new(PinUse::Required);
    for terms in [
        SessionTerms {
            chain_id: 1,
            ..TERMS
        },
        SessionTerms {
            seconds: 3601,
            ..TERMS
        },
        SessionTerms {
            signatures: 1001,
            ..TERMS
        },
        SessionTerms {
            signatures: 0,
            ..TERMS
        },
    ] {
        assert!(is_policy(&stage.open(terms)), "{terms:?}");
    }
    // Neither with an account's key nor against another share.
    stage.client.ask(Request::Open).unwrap();
    assert!(is_policy(&stage.sign(
        &opening(TERMS),
        ACCOUNT,
        ShareKind::Face
    )));
    assert!(is_policy(&stage.sign(
        &opening(TERMS),
        KeyPath::Master,
        ShareKind::Phrase
    )));
}

#[test]
fn a_session_is_opened_by_a_counted_scan_only() {
    let mut stage = Stage::new(PinUse::Required);
    let uncounted = stage.sign(&opening(TERMS), KeyPath::Master, ShareKind::Face);
    assert!(matches!(uncounted, Err(KeeperError::Protocol(_))));
}
