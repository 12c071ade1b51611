//! An everyday wallet: tokens and NFTs sent by a scan, the address book, what is
//! warned of, replacing what waits, allowances, the history.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod common;

use std::io::Write;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use common::{Devnet, PIN, RECIPIENT, Stage, text};
use serde_json::{Value, json};

const WHAT: &str = "everyday use";

fn run(stage: &Stage, command: &[&str]) -> Value {
    let outcome = stage.mien.run(command, "").unwrap();
    outcome.success().unwrap()
}

/// A command that signs with the owner before the camera.
fn signed(stage: &Stage, command: &[&str]) -> (Value, String) {
    let all = [command, &["--yes", "--pin-stdin"]].concat();
    let outcome = stage.scan(&stage.mien, &all, &["obama3.jpg"], &format!("{PIN}\n"));
    let errors = outcome.errors.clone();
    (outcome.success().unwrap(), errors)
}

#[test]
fn tokens_nfts_contacts_and_allowances() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(_devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    run(&stage, &["devnet", "fund"]);
    let seeded = stage.mien.run(&["devnet", "seed"], "").unwrap();
    if seeded.errors.contains("make setup") {
        println!("skipped: {WHAT} (test contracts not compiled)");
        return;
    }
    let contracts = seeded.success().unwrap();
    let (dollar, picture) = (text(&contracts, "dollar"), text(&contracts, "picture"));
    let items = text(&contracts, "items");
    let lower = RECIPIENT.to_lowercase();
    let bob = run(&stage, &["contacts", "add", "Bob", &lower]);
    assert_eq!(text(&bob, "address"), RECIPIENT, "with its checksum");

    // By name, so nobody warns of a first use; and exactly to the sixth digit.
    let (sent, said) = signed(
        &stage,
        &[
            "send",
            "--to",
            "bob",
            "--token",
            &dollar,
            "--amount",
            "12.000001",
        ],
    );
    assert_eq!(text(&sent, "sent"), "12.000001 TUSD");
    assert!(!said.contains("Careful"), "{said}");
    let left = run(&stage, &["tokens", "list"]);
    assert_eq!(text(&left[0], "shown"), "987.999999 TUSD");

    let nft = format!("{picture}:2");
    signed(&stage, &["send", "--to", "Bob", "--nft", &nft]);
    let item = format!("{items}:1");
    signed(
        &stage,
        &["send", "--to", "Bob", "--nft", &item, "--amount", "2"],
    );
    let held = run(&stage, &["nfts"]);
    let ids = |contract: &str| -> Vec<(u64, u64)> {
        let number =
            |v: &Value| u64::from_str_radix(v.as_str().unwrap().trim_start_matches("0x"), 16);
        let held = held.as_array().unwrap().iter();
        held.filter(|h| text(h, "contract").eq_ignore_ascii_case(contract))
            .map(|h| (number(&h["id"]).unwrap(), number(&h["amount"]).unwrap()))
            .collect()
    };
    assert_eq!(ids(&picture), [(1, 1), (3, 1)]);
    assert_eq!(ids(&items), [(1, 3)]);
    what_nfts_say(&stage, &picture, &items);

    // More than there is, and an NFT that is gone: refused before any scan.
    let too_much = [
        "send", "--yes", "--to", "Bob", "--token", &dollar, "--amount", "5000",
    ];
    let gone = ["send", "--yes", "--to", "Bob", "--nft", &nft];
    for order in [&too_much[..], &gone[..]] {
        let (code, message) = stage.mien.run(order, "").unwrap().refusal().unwrap();
        assert_eq!(code, "insufficient-funds", "{message}");
    }
    // An address that looks like Bob's at both ends.
    let twin = format!("{}{}{}", &RECIPIENT[..6], "00".repeat(16), &RECIPIENT[38..]).to_lowercase();
    let (_, said) = signed(&stage, &["send", "--to", &twin, "--amount", "0.1"]);
    assert!(said.contains("begins and ends like"), "{said}");

    let approvals = run(&stage, &["approvals", "list"]);
    assert_eq!(approvals, json!([]));
    let history = run(&stage, &["history", "--kind", "transaction"]);
    let sent: Vec<String> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|r| format!("{} {}", text(r, "status"), text(&r["detail"], "what")))
        .collect();
    assert_eq!(
        sent,
        [
            "confirmed 0.1 ETH".to_owned(),
            // ERC-1155 has no name of its own: it goes by its address.
            format!("confirmed 2 × {} #1", checksummed(&stage, &items)),
            "confirmed TPIC #2".to_owned(),
            "confirmed 12.000001 TUSD".to_owned(),
        ]
    );
}

/// Metadata and a picture from the contracts, and from nowhere else.
fn what_nfts_say(stage: &Stage, picture: &str, items: &str) {
    let details = run(stage, &["nfts", "--details"]);
    let mut names: Vec<String> = details.as_array().unwrap().iter().map(name).collect();
    names.sort();
    let item = format!("Item {:064x}", 1);
    assert_eq!(
        names,
        [item, "Picture 1".to_owned(), "Picture 3".to_owned()]
    );

    let (first, file) = (format!("{picture}:1"), stage.file("first.svg"));
    let show = ["nfts", "show", &first, "--picture", &file];
    for again in 0..2 {
        let shown = run(stage, &show);
        assert_eq!(shown["picture"]["type"], "image/svg+xml", "{shown}");
        let drawn = std::fs::read_to_string(&file).unwrap();
        assert!(drawn.starts_with("<svg"), "{drawn}");
        let kept = run(stage, &["data"])["pictures"].clone();
        assert_eq!(
            kept,
            json!({ "number": 1, "bytes": drawn.len() }),
            "{again}"
        );
        std::fs::remove_file(&file).unwrap();
    }
    // A file that is there stays as it is; a token may have no picture, or not be.
    std::fs::write(&file, "mine").unwrap();
    let refusal = |command: &[&str]| stage.mien.run(command, "").unwrap().refusal().unwrap().1;
    assert!(refusal(&show).contains("nothing was overwritten"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    let (other, none) = (stage.file("other"), format!("{picture}:999"));
    let item = format!("{items}:1");
    let said = refusal(&["nfts", "show", &item, "--picture", &other]);
    assert!(said.contains("no picture"), "{said}");
    let said = refusal(&["nfts", "show", &none]);
    assert!(said.contains("names no metadata"), "{said}");

    let gateway = |arguments: &[&str]| {
        let chosen = run(stage, &[&["nfts", "gateway"], arguments].concat());
        chosen["gateway"].clone()
    };
    assert_eq!(gateway(&[]), Value::Null);
    assert_eq!(
        gateway(&["https://gateway.example/ipfs/"]),
        "https://gateway.example/"
    );
    assert_eq!(gateway(&[]), "https://gateway.example/");
    let said = refusal(&["nfts", "gateway", "http://gateway.example"]);
    assert!(said.contains("https://"), "{said}");
    assert_eq!(gateway(&["--none"]), Value::Null);
}

fn name(nft: &Value) -> String {
    text(&nft["metadata"], "name")
}

/// The contract as the wallet writes it.
fn checksummed(stage: &Stage, contract: &str) -> String {
    let added = run(stage, &["watch", "add", contract]);
    text(&added, "address")
}

/// Sends, stops the sender while it waits for a block that does not come, and
/// gives the transaction's hash.
fn left_waiting(stage: &Stage) -> String {
    let order = [
        "send",
        "--to",
        RECIPIENT,
        "--amount",
        "0.25",
        "--yes",
        "--pin-stdin",
    ];
    let arguments = stage.arguments(&order, &["obama3.jpg"]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut command = stage.mien.command(&arguments);
    let mut sender = command.stdin(Stdio::piped()).stdout(Stdio::null());
    sender = sender.stderr(Stdio::null());
    let mut sender = sender.spawn().unwrap();
    writeln!(sender.stdin.take().unwrap(), "{PIN}").unwrap();
    loop {
        let sent = ["history", "--kind", "transaction", "--status", "sent"];
        if let Some(hash) = run(stage, &sent)[0]["tx_hash"].as_str() {
            sender.kill().unwrap();
            sender.wait().unwrap();
            return hash.to_owned();
        }
        assert!(
            sender.try_wait().unwrap().is_none(),
            "the sender ended early"
        );
        sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_transaction_that_waits_is_sped_up_and_one_is_cancelled() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    run(&stage, &["devnet", "fund"]);
    for (command, expected) in [("speed-up", "0.25"), ("cancel", "0")] {
        let before = devnet.node.balance(RECIPIENT).unwrap();
        devnet
            .node
            .call("evm_setAutomine", &json!([false]))
            .unwrap();
        let hash = left_waiting(&stage);
        std::thread::scope(|scope| {
            let replacing = scope.spawn(|| signed(&stage, &[command, &hash]));
            let in_pool = || devnet.node.call("eth_getTransactionByHash", &json!([hash]));
            while !replacing.is_finished() {
                // Mined as soon as the other one has left the pool.
                if in_pool().unwrap().is_null() {
                    devnet.node.call("evm_mine", &json!([])).unwrap();
                }
                sleep(Duration::from_millis(200));
            }
            replacing.join().unwrap();
        });
        let got = devnet.node.balance(RECIPIENT).unwrap() - before;
        let wei = if expected == "0" {
            0
        } else {
            250_000_000_000_000_000
        };
        assert_eq!(got, wei, "{command}");
        let old = run(
            &stage,
            &["history", "--kind", "transaction", "--status", "replaced"],
        );
        assert!(
            old.as_array()
                .unwrap()
                .iter()
                .any(|r| r["tx_hash"] == hash.as_str())
        );
    }
}

#[test]
fn what_the_chain_takes_back_the_history_takes_back() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    run(&stage, &["devnet", "fund"]);
    let send = ["send", "--to", RECIPIENT, "--amount", "0.25"];
    let statuses = || -> Vec<String> {
        let all = run(&stage, &["history", "--kind", "transaction"]);
        let all = all.as_array().unwrap().iter();
        all.map(|r| text(r, "status")).collect()
    };
    let snapshot = text(&run(&stage, &["devnet", "snapshot"]), "snapshot");
    signed(&stage, &send);
    assert_eq!(statuses(), ["confirmed"]);
    run(&stage, &["devnet", "revert", &snapshot]);
    assert_eq!(statuses(), ["undone"]);
    // The nonce is the node's: the next one is mined like the first.
    signed(&stage, &send);
    assert_eq!(statuses(), ["confirmed", "undone"]);
    devnet.node.call("anvil_reset", &json!([])).unwrap();
    assert_eq!(statuses(), ["undone", "undone"]);
    let balance = run(&stage, &["balance"]);
    assert_eq!(text(&balance, "wei"), "0");
}

#[test]
fn a_suspended_wallet_signs_nothing_until_its_owner_is_back() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    run(&stage, &["suspend"]);
    let pin = format!("{PIN}\n");
    let sign = ["sign", "message", "hello", "--pin-stdin"];
    for command in [&sign[..], &["renew", "--pin-stdin"]] {
        let outcome = stage.scan(&stage.mien, command, &["obama3.jpg"], &pin);
        assert_eq!(outcome.refusal().unwrap().0, "refused");
    }
    run(&stage, &["address"]);
    let resume = ["resume", "--pin-stdin"];
    let stranger = stage.scan(&stage.mien, &resume, &["biden.jpg"], &pin);
    assert_eq!(stranger.refusal().unwrap().0, "not-matched");
    let still = stage.scan(&stage.mien, &sign, &["obama3.jpg"], &pin);
    assert_eq!(still.refusal().unwrap().0, "refused");
    let owner = stage.scan(&stage.mien, &resume, &["obama3.jpg"], &pin);
    assert_eq!(owner.success().unwrap()["state"], "active");
    let signs = stage.scan(&stage.mien, &sign, &["obama3.jpg"], &pin);
    signs.success().unwrap();
}
