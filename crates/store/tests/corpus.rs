//! Databases of every released format open, and say what they said.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use mien_store::{
    Address, B256, Decision, Filter, Fingerprint, Kind, SettingKey, Status, Store, Timestamp, U256,
};

fn opened(name: &str) -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpus")
        .join(name);
    std::fs::copy(kept, dir.path().join("wallet.sqlite")).unwrap();
    let store = Store::open(dir.path()).unwrap();
    (dir, store)
}

#[test]
fn v1() {
    let (_dir, store) = opened("v1.sqlite");
    let (account, contact) = (Address::repeat_byte(0x11), Address::repeat_byte(0x22));
    let setting = store.settings().get(SettingKey::CurrentNetwork).unwrap();
    assert_eq!(setting.as_deref(), Some("devnet"));
    let network = store.networks().get("devnet").unwrap().unwrap();
    assert_eq!(
        (network.chain_id, network.currency.as_str()),
        (31337, "ETH")
    );
    assert_eq!(network.rpc_url.as_deref(), Some("http://127.0.0.1:8545"));
    assert_eq!(
        network.explorer.as_deref(),
        Some("https://explorer.example")
    );
    let stored = store.accounts().by_address(account).unwrap().unwrap();
    assert_eq!(
        (stored.identity, stored.index),
        (Fingerprint([1, 2, 3, 4]), 0)
    );
    assert_eq!(stored.label, "Main");
    let alice = store.contacts().get("alice").unwrap().unwrap();
    assert_eq!(
        (alice.address, alice.note.as_str()),
        (contact, "from the corpus")
    );
    let consent = store.consents().latest("face").unwrap().unwrap();
    assert_eq!(
        (consent.decision, consent.text_version.as_str()),
        (Decision::Given, "1")
    );

    let history = store.history().list(&Filter::default()).unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[1].kind, Kind::SettingChange);
    let sent = &history[0];
    assert_eq!(
        (sent.kind, sent.status),
        (Kind::Transaction, Status::Confirmed)
    );
    assert_eq!(sent.time, Timestamp(1_767_225_600_000));
    assert_eq!(
        (sent.account, sent.counterparty),
        (Some(account), Some(contact))
    );
    assert_eq!(sent.value, Some(U256::from(10).pow(U256::from(18))));
    assert_eq!(sent.tx_hash, Some(B256::repeat_byte(0x33)));
    assert_eq!(sent.detail, serde_json::json!({ "fee": "21000" }));
}

#[test]
fn v2() {
    let (_dir, store) = opened("v2.sqlite");
    let token = store.tokens().get("devnet", Address::repeat_byte(0x44));
    let token = token.unwrap().unwrap();
    assert_eq!((token.kind.as_str(), token.decimals), ("erc20", 6));
    assert_eq!(store.tokens().on("Devnet").unwrap(), [token]);
    let watched = store.watched().all().unwrap();
    assert_eq!(watched.len(), 1);
    assert_eq!(
        (watched[0].address, watched[0].label.as_str()),
        (Address::repeat_byte(0x55), "Cold")
    );
    assert!(store.contacts().get("alice").unwrap().is_some());
}

#[test]
fn every_file_of_the_corpus_has_a_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["v1.sqlite", "v2.sqlite"]);
}
