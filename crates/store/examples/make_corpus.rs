//! Writes a database of the current format with a row in every table, to be
//! kept under `tests/corpus` for ever once its format is released:
//! `cargo run -p mien-store --example make_corpus -- FILE`.

use std::error::Error;
use std::path::PathBuf;

use mien_store::{
    AccountRecord, Address, B256, Change, ContactRecord, Decision, Entry, Fingerprint, Kind,
    NetworkRecord, SettingKey, Status, Store, Timestamp, TokenRecord, U256, WatchedRecord,
};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let target = PathBuf::from(std::env::args().nth(1).ok_or("name the file to write")?);
    if target.exists() {
        return Err("the file is there already; a released corpus is never written again".into());
    }
    let dir = std::env::temp_dir().join(format!("mien-corpus-{}", std::process::id()));
    let store = Store::open_in(&dir, || Timestamp(1_767_225_600_000))?;
    fill(&store)?;
    let path = store.path().to_path_buf();
    // The last connection to close folds the write-ahead log into the file.
    drop(store);
    std::fs::copy(path, &target)?;
    std::fs::remove_dir_all(dir)?;
    Ok(())
}

fn fill(store: &Store) -> Result<(), Box<dyn Error>> {
    store.settings().set(SettingKey::CurrentNetwork, "devnet")?;
    store.networks().put(&NetworkRecord {
        name: "devnet".into(),
        chain_id: 31337,
        rpc_url: Some("http://127.0.0.1:8545".into()),
        explorer: Some("https://explorer.example".into()),
        currency: "ETH".into(),
    })?;
    store.accounts().put(&AccountRecord {
        identity: Fingerprint([1, 2, 3, 4]),
        index: 0,
        address: Address::repeat_byte(0x11),
        label: "Main".into(),
    })?;
    store.contacts().add(&ContactRecord {
        name: "Alice".into(),
        address: Address::repeat_byte(0x22),
        note: "from the corpus".into(),
    })?;
    store.tokens().put(&TokenRecord {
        network: "devnet".into(),
        contract: Address::repeat_byte(0x44),
        kind: "erc20".into(),
        name: "Test Dollar".into(),
        symbol: "TUSD".into(),
        decimals: 6,
    })?;
    store.watched().put(&WatchedRecord {
        address: Address::repeat_byte(0x55),
        label: "Cold".into(),
    })?;
    store.consents().record("face", "1", Decision::Given)?;
    let entry = Entry::new(Kind::Transaction)
        .network("devnet", 31337)
        .account(Address::repeat_byte(0x11))
        .counterparty(Address::repeat_byte(0x22))
        .value(U256::from(1_000_000_000_000_000_000_u64))
        .detail(json!({ "fee": "21000" }));
    let id = store.history().begin(&entry)?;
    let change = Change::from(Status::Confirmed).tx_hash(B256::repeat_byte(0x33));
    store.history().update(id, &change)?;
    Ok(())
}
