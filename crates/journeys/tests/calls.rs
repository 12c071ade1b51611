//! Calls of contracts: explained by the user's own ABIs, or shown as they are.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod common;

use common::{Devnet, PIN, RECIPIENT, Stage, text};
use serde_json::{Value, json};

const WHAT: &str = "calls of contracts";

fn run(stage: &Stage, command: &[&str]) -> Value {
    stage.mien.run(command, "").unwrap().success().unwrap()
}

/// Anybody may mint the test dollar: `mint(address,uint256)`, 7 units to somebody.
fn mint(to: &str) -> String {
    let to = to.trim_start_matches("0x").to_lowercase();
    format!("0x40c10f19{to:0>64}{:064x}", 7)
}

#[test]
fn a_call_is_explained_by_an_abi_folder_or_shown_as_bytes() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, WHAT) else {
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
    let data = mint(RECIPIENT);
    let call = ["send", "--to", &dollar, "--data", &data];
    // Shown before anybody is asked: nobody is, so nothing is signed.
    let shown = stage.mien.run(&call, "").unwrap();
    assert!(
        shown.errors.contains("0x40c10f19, not known"),
        "{}",
        shown.errors
    );
    assert!(shown.errors.contains(&data), "{}", shown.errors);
    assert!(shown.errors.contains("cannot explain"), "{}", shown.errors);

    // As forge would have written it.
    let folder = stage.path("out");
    std::fs::create_dir_all(folder.join("T.sol")).unwrap();
    let input = |name: &str, kind: &str| json!({ "name": name, "type": kind });
    let abi = json!({ "abi": [{
        "type": "function", "name": "mint", "outputs": [], "stateMutability": "nonpayable",
        "inputs": [input("to", "address"), input("amount", "uint256")],
    }] });
    std::fs::write(folder.join("T.sol/TestDollar.json"), abi.to_string()).unwrap();
    std::fs::write(folder.join("T.sol/Rubbish.json"), "{").unwrap();
    let folder = folder.to_str().unwrap();
    let added = run(&stage, &["abi", "add", folder]);
    assert_eq!(
        (&added["contracts"], &added["functions"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(added["skipped_count"], 1);
    assert_eq!(run(&stage, &["abi", "list"]), json!([folder]));

    let all = [&call[..], &["--yes", "--pin-stdin"]].concat();
    let done = stage.scan(&stage.mien, &all, &["obama3.jpg"], &format!("{PIN}\n"));
    let said = done.errors.clone();
    done.success().unwrap();
    assert!(
        said.contains("mint(address,uint256) of TestDollar"),
        "{said}"
    );
    assert!(
        said.contains(&format!("to (address): {RECIPIENT}")),
        "{said}"
    );
    assert!(said.contains("amount (uint256): 7"), "{said}");
    assert!(said.contains(&data), "{said}");
    assert!(!said.contains("cannot explain"), "{said}");
    // The fee in full, and what else it could be.
    for words in [" gas at ", "tip ", "slow ", "fast ", "base fee "] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let balance = format!("0x70a08231{:0>64}", RECIPIENT[2..].to_lowercase());
    let held = devnet
        .node
        .call(
            "eth_call",
            &json!([{ "to": dollar, "data": balance }, "latest"]),
        )
        .unwrap();
    assert_eq!(held, format!("0x{:064x}", 7));

    // A folder that is gone blocks nothing, and is said.
    std::fs::remove_dir_all(folder).unwrap();
    let shown = stage.mien.run(&call, "").unwrap();
    assert!(
        shown.errors.contains("could not be read"),
        "{}",
        shown.errors
    );
    run(&stage, &["abi", "remove", folder]);
    let empty = stage.file("empty");
    std::fs::create_dir(&empty).unwrap();
    let (_, why) = stage
        .mien
        .run(&["abi", "add", &empty], "")
        .unwrap()
        .refusal()
        .unwrap();
    assert!(why.contains("no contract in it"), "{why}");

    rights_to_everything(&stage, &picture);
    // Bytes for somebody who is no contract.
    let shown = stage
        .mien
        .run(&["send", "--to", RECIPIENT, "--data", &data], "")
        .unwrap();
    assert!(
        shown.errors.contains("there is no contract at"),
        "{}",
        shown.errors
    );
    // The standards' own functions need no folder.
    let approve = format!(
        "0x095ea7b3{:0>64}{}",
        RECIPIENT[2..].to_lowercase(),
        "f".repeat(64)
    );
    let shown = stage
        .mien
        .run(&["send", "--to", &dollar, "--data", &approve], "")
        .unwrap();
    for words in [
        "Let somebody take tokens",
        "as many as it likes",
        "TUSD",
        RECIPIENT,
        &approve,
    ] {
        assert!(shown.errors.contains(words), "{words}: {}", shown.errors);
    }
}

/// Given, listed as what it is, and taken back.
fn rights_to_everything(stage: &Stage, picture: &str) {
    let operator = RECIPIENT[2..].to_lowercase();
    let give = format!("0xa22cb465{operator:0>64}{:064x}", 1);
    let pin = format!("{PIN}\n");
    let signed = |command: &[&str]| {
        let all = [command, &["--yes", "--pin-stdin"]].concat();
        let done = stage.scan(&stage.mien, &all, &["obama3.jpg"], &pin);
        let said = done.errors.clone();
        done.success().unwrap();
        said
    };
    let said = signed(&["send", "--to", picture, "--data", &give]);
    assert!(said.contains("everything of this contract"), "{said}");
    let listed = run(stage, &["approvals", "list"]);
    assert_eq!(listed[0]["spender"], RECIPIENT, "{listed}");
    assert_eq!(listed[0]["everything"], true);
    signed(&["approvals", "revoke", picture, RECIPIENT]);
    assert_eq!(run(stage, &["approvals", "list"]), json!([]));
}
