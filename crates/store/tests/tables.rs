//! Each table's rules.
#![allow(clippy::unwrap_used)]

use mien_store::{
    AccountRecord, Address, B256, Change, Clock, ContactRecord, Decision, Entry, Filter,
    Fingerprint, Kind, NetworkRecord, SettingKey, Status, Store, StoreError, Timestamp,
    TokenRecord, U256, WatchedRecord,
};
use proptest::prelude::*;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

/// A store whose clock the test moves.
struct Bench {
    store: Store,
    time: Arc<AtomicI64>,
    _dir: TempDir,
}

fn bench() -> Bench {
    let dir = tempfile::tempdir().unwrap();
    let time = Arc::new(AtomicI64::new(1_000));
    let shared = time.clone();
    let clock = move || Timestamp(shared.load(Ordering::SeqCst));
    let store = Store::open_in(dir.path(), clock).unwrap();
    Bench {
        store,
        time,
        _dir: dir,
    }
}

fn address(byte: u8) -> Address {
    Address::repeat_byte(byte)
}

#[test]
fn settings_change_and_the_history_knows() {
    let b = bench();
    let settings = b.store.settings();
    assert_eq!(settings.get(SettingKey::CurrentNetwork).unwrap(), None);
    settings.set(SettingKey::CurrentNetwork, "devnet").unwrap();
    settings.set(SettingKey::CurrentNetwork, "sepolia").unwrap();
    settings.set(SettingKey::CurrentNetwork, "sepolia").unwrap();
    assert_eq!(settings.all().unwrap().len(), 1);
    settings.clear(SettingKey::CurrentNetwork).unwrap();
    assert_eq!(settings.get(SettingKey::CurrentNetwork).unwrap(), None);

    let records = b.store.history().list(&Filter::default()).unwrap();
    let details: Vec<_> = records.iter().map(|r| r.detail.clone()).collect();
    assert_eq!(
        details,
        [
            json!({"setting": "current_network", "from": "sepolia", "to": null}),
            json!({"setting": "current_network", "from": "devnet", "to": "sepolia"}),
            json!({"setting": "current_network", "from": null, "to": "devnet"}),
        ]
    );
    assert!(
        records
            .iter()
            .all(|r| r.kind == Kind::SettingChange && r.status == Status::Done)
    );
}

fn network(name: &str, chain_id: u64) -> NetworkRecord {
    NetworkRecord {
        name: name.into(),
        chain_id,
        rpc_url: Some("http://127.0.0.1:8545".into()),
        explorer: None,
        currency: "ETH".into(),
    }
}

#[test]
fn networks_are_unique_by_name_and_may_share_a_chain() {
    let b = bench();
    let networks = b.store.networks();
    networks.put(&network("Home", 31337)).unwrap();
    networks.put(&network("Work", 31337)).unwrap();
    let changed = NetworkRecord {
        rpc_url: None,
        ..network("home", 1337)
    };
    networks.put(&changed).unwrap();
    assert_eq!(
        networks.all().unwrap(),
        [changed.clone(), network("Work", 31337)]
    );
    assert_eq!(networks.get("HOME").unwrap(), Some(changed));
    networks.remove("hOmE").unwrap();
    assert!(matches!(
        networks.remove("home"),
        Err(StoreError::NotFound { .. })
    ));
    for bad in [
        network("", 1),
        network(" \t", 1),
        network("a\nb", 1),
        network("a", 0),
        network("a", u64::MAX),
    ] {
        assert!(
            matches!(networks.put(&bad), Err(StoreError::Invalid { .. })),
            "{bad:?}"
        );
    }
}

fn account(identity: u8, index: u32, byte: u8, label: &str) -> AccountRecord {
    AccountRecord {
        identity: Fingerprint([identity; 4]),
        index,
        address: address(byte),
        label: label.into(),
    }
}

#[test]
fn an_account_keeps_its_address() {
    let b = bench();
    let accounts = b.store.accounts();
    accounts.put(&account(1, 0, 0xaa, "first")).unwrap();
    accounts.put(&account(1, 0, 0xaa, "renamed")).unwrap();
    accounts.put(&account(1, 1, 0xbb, "")).unwrap();
    accounts.put(&account(2, 0, 0xcc, "other")).unwrap();

    let other_address = accounts.put(&account(1, 0, 0xdd, "first")).unwrap_err();
    assert!(
        matches!(other_address, StoreError::Invalid { .. }),
        "{other_address:?}"
    );
    let taken = accounts.put(&account(3, 0, 0xaa, "thief")).unwrap_err();
    assert!(matches!(taken, StoreError::Duplicate { .. }), "{taken:?}");

    assert_eq!(
        accounts.by_address(address(0xaa)).unwrap().unwrap().label,
        "renamed"
    );
    assert_eq!(accounts.all().unwrap().len(), 3);
    assert_eq!(accounts.remove_identity(Fingerprint([1; 4])).unwrap(), 2);
    assert_eq!(accounts.all().unwrap(), [account(2, 0, 0xcc, "other")]);
    assert_eq!(Fingerprint([0xde, 0xad, 0, 1]).to_string(), "dead0001");
}

#[test]
fn a_contacts_address_is_never_replaced_silently() {
    let b = bench();
    let contacts = b.store.contacts();
    let alice = ContactRecord {
        name: "Alice".into(),
        address: address(1),
        note: "met".into(),
    };
    contacts.add(&alice).unwrap();
    let thief = ContactRecord {
        name: "alice".into(),
        address: address(2),
        note: String::new(),
    };
    assert!(matches!(
        contacts.add(&thief),
        Err(StoreError::Duplicate { .. })
    ));
    assert_eq!(contacts.get("ALICE").unwrap(), Some(alice.clone()));
    assert_eq!(contacts.by_address(address(1)).unwrap(), [alice]);
    contacts.remove("alice").unwrap();
    assert!(contacts.all().unwrap().is_empty());
    assert!(matches!(
        contacts.remove("alice"),
        Err(StoreError::NotFound { .. })
    ));
}

#[test]
fn consents_are_added_and_the_latest_counts() {
    let b = bench();
    let consents = b.store.consents();
    consents.record("face", "2026-01", Decision::Given).unwrap();
    b.time.store(2_000, Ordering::SeqCst);
    consents
        .record("face", "2026-02", Decision::Withdrawn)
        .unwrap();
    let latest = consents.latest("face").unwrap().unwrap();
    assert_eq!(
        (latest.decision, latest.time),
        (Decision::Withdrawn, Timestamp(2_000))
    );
    assert_eq!(latest.text_version, "2026-02");
    assert_eq!(consents.all().unwrap().len(), 2);
    assert_eq!(consents.latest("other").unwrap(), None);
    assert!(consents.record("", "1", Decision::Given).is_err());
}

#[test]
fn a_transaction_is_followed_from_its_beginning_to_its_end() {
    let b = bench();
    let history = b.store.history();
    let entry = Entry::new(Kind::Transaction)
        .network("devnet", 31337)
        .account(address(1))
        .counterparty(address(2))
        .value(U256::MAX)
        .detail(json!({"fee": "1"}));
    let id = history.begin(&entry).unwrap();
    assert_eq!(history.open().unwrap().len(), 1);

    b.time.store(5_000, Ordering::SeqCst);
    let hash = B256::repeat_byte(7);
    history
        .update(id, &Change::from(Status::Sent).tx_hash(hash))
        .unwrap();
    history
        .update(
            id,
            &Change::from(Status::Confirmed).detail(json!({"block": 9})),
        )
        .unwrap();

    let record = history.by_tx_hash(hash).unwrap().unwrap();
    assert_eq!(record.id, id);
    assert_eq!(
        (record.time, record.changed),
        (Timestamp(1_000), Timestamp(5_000))
    );
    assert_eq!(record.status, Status::Confirmed);
    assert_eq!(record.value, Some(U256::MAX));
    assert_eq!(
        (record.network.as_deref(), record.chain_id),
        (Some("devnet"), Some(31337))
    );
    assert_eq!(
        (record.account, record.counterparty),
        (Some(address(1)), Some(address(2)))
    );
    assert_eq!(record.detail, json!({"fee": "1", "block": 9}));
    assert!(history.open().unwrap().is_empty());
}

#[test]
fn a_record_that_is_not_there_cannot_be_changed() {
    let b = bench();
    let id = b.store.history().begin(&Entry::new(Kind::Scan)).unwrap();
    let other = bench();
    let error = other
        .store
        .history()
        .update(id, &Status::Done.into())
        .unwrap_err();
    assert!(matches!(error, StoreError::NotFound { .. }), "{error:?}");
}

#[test]
fn filters_let_through_what_fits_all_of_them() {
    let b = bench();
    let history = b.store.history();
    for i in 0..10_u8 {
        b.time.store(i64::from(i) * 100, Ordering::SeqCst);
        let kind = if i % 2 == 0 {
            Kind::Scan
        } else {
            Kind::Signature
        };
        let status = if i % 3 == 0 {
            Status::Done
        } else {
            Status::Refused
        };
        let entry = Entry::new(kind)
            .status(status)
            .account(address(i % 5))
            .network("Devnet", 31337);
        history.begin(&entry).unwrap();
    }
    let times = |filter: Filter| -> Vec<i64> {
        history
            .list(&filter)
            .unwrap()
            .iter()
            .map(|r| r.time.0)
            .collect()
    };
    let all = Filter::default();
    assert_eq!(
        times(Filter {
            kind: Some(Kind::Scan),
            ..all.clone()
        }),
        [800, 600, 400, 200, 0]
    );
    assert_eq!(
        times(Filter {
            status: Some(Status::Done),
            ..all.clone()
        }),
        [900, 600, 300, 0]
    );
    assert_eq!(
        times(Filter {
            account: Some(address(3)),
            ..all.clone()
        }),
        [800, 300]
    );
    assert_eq!(
        times(Filter {
            since: Some(Timestamp(700)),
            ..all.clone()
        }),
        [900, 800, 700]
    );
    assert_eq!(
        times(Filter {
            until: Some(Timestamp(200)),
            ..all.clone()
        }),
        [100, 0]
    );
    assert_eq!(
        times(Filter {
            limit: Some(2),
            ..all.clone()
        }),
        [900, 800]
    );
    assert_eq!(
        times(Filter {
            network: Some("devnet".into()),
            ..all.clone()
        })
        .len(),
        10
    );
    assert_eq!(
        times(Filter {
            network: Some("other".into()),
            ..all.clone()
        })
        .len(),
        0
    );
    let page = history
        .list(&Filter {
            limit: Some(4),
            ..all.clone()
        })
        .unwrap();
    let next = Filter {
        before: page.last().map(|r| r.id),
        limit: Some(4),
        ..all.clone()
    };
    assert_eq!(times(next), [500, 400, 300, 200]);
    let both = Filter {
        kind: Some(Kind::Scan),
        status: Some(Status::Done),
        ..all
    };
    assert_eq!(times(both), [600, 0]);
}

fn token(network: &str, contract: u8, symbol: &str) -> TokenRecord {
    TokenRecord {
        network: network.into(),
        contract: address(contract),
        kind: "erc20".into(),
        name: String::new(),
        symbol: symbol.into(),
        decimals: 6,
    }
}

#[test]
fn tokens_belong_to_their_network_and_are_replaced_by_contract() {
    let b = bench();
    let tokens = b.store.tokens();
    tokens.put(&token("devnet", 7, "OLD")).unwrap();
    tokens.put(&token("DevNet", 7, "TUSD")).unwrap();
    tokens.put(&token("sepolia", 7, "OTHER")).unwrap();
    let symbols = |network| -> Vec<String> {
        let all = tokens.on(network).unwrap();
        all.into_iter().map(|t| t.symbol).collect()
    };
    assert_eq!(symbols("devnet"), ["TUSD"]);
    assert_eq!(symbols("sepolia"), ["OTHER"]);
    tokens.remove("DEVNET", address(7)).unwrap();
    assert!(symbols("devnet").is_empty());
    assert!(matches!(
        tokens.remove("devnet", address(7)),
        Err(StoreError::NotFound { what: "token", .. })
    ));
    assert!(tokens.put(&token(" ", 1, "X")).is_err());
}

#[test]
fn a_watched_address_is_listed_once_with_its_last_label() {
    let b = bench();
    let watched = |label: &str| WatchedRecord {
        address: address(3),
        label: label.into(),
    };
    b.store.watched().put(&watched("a")).unwrap();
    b.store.watched().put(&watched("b")).unwrap();
    assert_eq!(b.store.watched().all().unwrap(), [watched("b")]);
    b.store.watched().remove(address(3)).unwrap();
    assert!(b.store.watched().remove(address(3)).is_err());
}

#[test]
fn an_export_holds_every_table_and_every_row() {
    let b = bench();
    b.store
        .settings()
        .set(SettingKey::FeeLevel, "fast")
        .unwrap();
    b.store.networks().put(&network("n", 5)).unwrap();
    b.store
        .accounts()
        .put(&account(1, 0, 0xaa, "first"))
        .unwrap();
    let contact = ContactRecord {
        name: "A".into(),
        address: address(1),
        note: "n".into(),
    };
    b.store.contacts().add(&contact).unwrap();
    b.store
        .consents()
        .record("face", "1", Decision::Given)
        .unwrap();
    b.store.tokens().put(&token("devnet", 7, "TUSD")).unwrap();
    let watched = WatchedRecord {
        address: address(9),
        label: "Cold".into(),
    };
    b.store.watched().put(&watched).unwrap();
    let export = b.store.export().unwrap();
    assert_eq!(export.format, 2);
    let counts: Vec<(&str, usize)> = export
        .tables
        .iter()
        .map(|(name, rows)| (name.as_str(), rows.len()))
        .collect();
    assert_eq!(
        counts,
        [
            ("accounts", 1),
            ("consents", 1),
            ("contacts", 1),
            ("history", 1),
            ("networks", 1),
            ("settings", 1),
            ("tokens", 1),
            ("watched", 1),
        ]
    );
    assert_eq!(
        export.tables["accounts"][0]["address"],
        json!(format!("0x{}", "aa".repeat(20)))
    );
    assert!(serde_json::to_string(&export).is_ok());
}

#[test]
fn the_systems_clock_is_in_this_century() {
    let now = mien_store::SystemClock.now();
    assert!(
        (1_700_000_000..4_100_000_000).contains(&now.seconds()),
        "{now:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_text_is_stored_comes_back(note in ".*", label in "[^\\p{C}]{0,40}") {
        let b = bench();
        let contact = ContactRecord { name: "n".into(), address: address(1), note: note.clone() };
        b.store.contacts().add(&contact).unwrap();
        prop_assert_eq!(b.store.contacts().get("n").unwrap().unwrap().note, note.clone());
        let stored = b.store.accounts().put(&account(1, 0, 1, &label));
        if stored.is_ok() {
            let read = b.store.accounts().by_address(address(1)).unwrap().unwrap();
            prop_assert_eq!(read.label, label.trim());
        } else {
            prop_assert!(label.trim().is_empty());
        }
        let id = b.store.history().begin(&Entry::new(Kind::Scan).detail(json!({"x": note}))).unwrap();
        prop_assert_eq!(&b.store.history().get(id).unwrap().unwrap().detail["x"], &json!(note));
    }
}

#[test]
fn addresses_in_json_have_their_checksum() {
    let Bench { store, .. } = bench();
    // The first example of ERC-55.
    let shown = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    let address: Address = shown.parse().unwrap();
    let entry = Entry::new(Kind::Transaction)
        .account(address)
        .counterparty(address);
    let id = store.history().begin(&entry).unwrap();
    let record = store.history().get(id).unwrap().unwrap();
    let json = serde_json::to_value(&record).unwrap();
    assert_eq!([&json["account"], &json["counterparty"]], [shown, shown]);
    let read: mien_store::Record = serde_json::from_value(json).unwrap();
    assert_eq!(read, record);
    let contact = ContactRecord {
        name: "Bob".to_owned(),
        address,
        note: String::new(),
    };
    assert_eq!(serde_json::to_value(&contact).unwrap()["address"], shown);
    let watched = WatchedRecord {
        address,
        label: String::new(),
    };
    assert_eq!(serde_json::to_value(&watched).unwrap()["address"], shown);
}
