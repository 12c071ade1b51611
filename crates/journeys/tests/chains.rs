//! Chains that misbehave, as development chains do: old rules, reorganisations,
//! nodes that die or begin anew, two under one id. The history, the nonces and
//! the balances follow.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

#[path = "bad_input/anvil.rs"]
mod anvil;
mod common;

use std::io::Write;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use anvil::Anvil;
use common::{Devnet, PIN, RECIPIENT, Stage, text};
use mien_journeys::{Mien, Node};
use serde_json::{Value, json};

const WHAT: &str = "chains that misbehave";
const QUARTER: u128 = 250_000_000_000_000_000;
const SEND: [&str; 7] = [
    "send",
    "--to",
    RECIPIENT,
    "--amount",
    "0.25",
    "--yes",
    "--pin-stdin",
];

fn run(mien: &Mien, command: &[&str]) -> Value {
    mien.run(command, "").unwrap().success().unwrap()
}

/// Sends a quarter with the owner before the camera.
fn send(stage: &Stage, more: &[&str]) -> Value {
    let command = [&SEND[..], more].concat();
    let outcome = stage.scan(&stage.mien, &command, &["obama3.jpg"], &format!("{PIN}\n"));
    outcome.success().unwrap()
}

/// How the transactions of a network stand, newest first.
fn statuses(stage: &Stage, network: &str) -> Vec<String> {
    let command = ["history", "--kind", "transaction", "--network", network];
    let all = run(&stage.mien, &command);
    let all = all.as_array().unwrap().iter();
    all.map(|r| text(r, "status")).collect()
}

/// A network of the user's at this node, with coins for the first account.
fn add_network(stage: &Stage, name: &str, url: &str) -> Node {
    run(
        &stage.mien,
        &[
            "network",
            "add",
            name,
            "--rpc-url",
            url,
            "--chain-id",
            "31337",
        ],
    );
    let node = Node::new(url);
    let ten = "0x8ac7230489e80000";
    node.call("anvil_setBalance", &json!([stage.address(), ten]))
        .unwrap();
    node
}

/// Sends and is killed while the transaction waits in the node. Gives its hash.
fn left_waiting(stage: &Stage, devnet: &Devnet) -> String {
    let off = json!([false]);
    devnet.node.call("evm_setAutomine", &off).unwrap();
    let arguments = stage.arguments(&SEND, &["obama3.jpg"]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut sender = stage
        .mien
        .command(&arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(sender.stdin.take().unwrap(), "{PIN}").unwrap();
    loop {
        let sent = ["history", "--kind", "transaction", "--status", "sent"];
        if let Some(hash) = run(&stage.mien, &sent)[0]["tx_hash"].as_str() {
            sender.kill().unwrap();
            sender.wait().unwrap();
            return hash.to_owned();
        }
        assert!(sender.try_wait().unwrap().is_none(), "it ended by itself");
        sleep(Duration::from_millis(100));
    }
}

/// Stops the node and starts it again at the same data.
fn restart(stage: &Stage, devnet: &mut Devnet) {
    run(&stage.mien, &["devnet", "stop"]);
    let started = run(&stage.mien, &["devnet", "start", "--port", "0"]);
    devnet.node = Node::new(&text(&started, "rpc_url"));
}

#[test]
fn a_chain_of_old_rules_gets_a_transaction_of_the_old_kind() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(anvil) = Anvil::start_with(31337, &["--hardfork", "berlin"]) else {
        println!("skipped: {WHAT} (anvil not present)");
        return;
    };
    let node = add_network(&stage, "old", anvil.url());
    let before = node.balance(RECIPIENT).unwrap();
    let sent = send(&stage, &["--network", "old"]);
    assert_eq!(node.balance(RECIPIENT).unwrap() - before, QUARTER);
    let hash = json!([text(&sent, "hash")]);
    let mined = node.call("eth_getTransactionByHash", &hash).unwrap();
    assert_eq!(text(&mined, "type"), "0x0");
    assert_eq!(text(&mined, "chainId"), "0x7a69", "EIP-155");
    assert_eq!(statuses(&stage, "old"), ["confirmed"]);
}

#[test]
fn two_networks_under_one_chain_id_do_not_mix() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let (Some(one), Some(two)) = (Anvil::start(31337), Anvil::start(31337)) else {
        println!("skipped: {WHAT} (anvil not present)");
        return;
    };
    let (first, second) = (
        add_network(&stage, "first", one.url()),
        add_network(&stage, "second", two.url()),
    );
    let before = second.balance(RECIPIENT).unwrap();
    send(&stage, &["--network", "first"]);
    send(&stage, &["--network", "first"]);
    send(&stage, &["--network", "second"]);
    // Each has its own nonces, balances and history.
    let address = stage.address();
    assert_eq!(first.sent_by(&address).unwrap(), 2);
    assert_eq!(second.sent_by(&address).unwrap(), 1);
    assert_eq!(second.balance(RECIPIENT).unwrap() - before, QUARTER);
    for (name, node) in [("first", &first), ("second", &second)] {
        let balance = run(&stage.mien, &["balance", "--network", name]);
        let here: u128 = text(&balance, "wei").parse().unwrap();
        assert_eq!(here, node.balance(&address).unwrap());
    }
    // One begins anew; the other's history stays as it is.
    first.call("anvil_reset", &json!([])).unwrap();
    assert_eq!(statuses(&stage, "first"), ["undone", "undone"]);
    assert_eq!(statuses(&stage, "second"), ["confirmed"]);
}

#[test]
fn a_reorganisation_is_followed() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    run(&stage.mien, &["devnet", "fund"]);
    let sent = send(&stage, &[]);
    let hash = json!([text(&sent, "hash")]);
    run(&stage.mien, &["devnet", "mine", "2"]);
    assert_eq!(statuses(&stage, "devnet"), ["confirmed"]);
    // The last three blocks are replaced by empty ones.
    devnet.node.call("anvil_reorg", &json!([3, []])).unwrap();
    let receipt = || devnet.node.call("eth_getTransactionReceipt", &hash);
    let pooled = || devnet.node.call("eth_getTransactionByHash", &hash);
    let expected = match (receipt().unwrap(), pooled().unwrap()) {
        (Value::Null, Value::Null) => "undone",
        (Value::Null, _) => "sent",
        _ => panic!("the transaction is still in the chain: nothing was tested"),
    };
    assert_eq!(statuses(&stage, "devnet"), [expected]);
    // The very same comes back in a later block.
    let raw = text(&history_of(&stage)["detail"], "raw");
    let again = devnet.node.call("eth_sendRawTransaction", &json!([raw]));
    again.unwrap();
    run(&stage.mien, &["devnet", "mine"]);
    assert_eq!(statuses(&stage, "devnet"), ["confirmed"]);
    // The next one gets the nonce that is free now.
    send(&stage, &[]);
    assert_eq!(statuses(&stage, "devnet"), ["confirmed", "confirmed"]);
}

/// The newest record of a transaction.
fn history_of(stage: &Stage) -> Value {
    run(&stage.mien, &["history", "--kind", "transaction"])[0].clone()
}

#[test]
fn a_node_that_begins_anew_or_goes_back_is_noticed_and_one_that_restarts_is_not_mistaken() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(mut devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    run(&stage.mien, &["devnet", "fund"]);
    send(&stage, &[]);
    // A restart with the state kept changes nothing.
    restart(&stage, &mut devnet);
    assert_eq!(statuses(&stage, "devnet"), ["confirmed"]);

    // The head goes backwards, and on again over the same numbers.
    let snapshot = text(&run(&stage.mien, &["devnet", "snapshot"]), "snapshot");
    send(&stage, &[]);
    assert_eq!(statuses(&stage, "devnet"), ["confirmed"; 2]);
    run(&stage.mien, &["devnet", "revert", &snapshot]);
    run(&stage.mien, &["devnet", "mine", "2"]);
    assert_eq!(statuses(&stage, "devnet"), ["undone", "confirmed"]);
    send(&stage, &[]);
    assert_eq!(statuses(&stage, "devnet")[0], "confirmed");

    // Another genesis: the folder's state is gone.
    run(&stage.mien, &["devnet", "stop"]);
    std::fs::remove_file(stage.mien.home().join("devnet/state.json")).unwrap();
    let started = run(&stage.mien, &["devnet", "start", "--port", "0"]);
    devnet.node = Node::new(&text(&started, "rpc_url"));
    run(&stage.mien, &["devnet", "mine", "5"]);
    assert_eq!(statuses(&stage, "devnet"), ["undone"; 3]);
    assert_eq!(text(&run(&stage.mien, &["balance"]), "wei"), "0");
    // The nonce is the new chain's.
    run(&stage.mien, &["devnet", "fund"]);
    send(&stage, &[]);
    assert_eq!(devnet.node.sent_by(&stage.address()).unwrap(), 1);
}

#[test]
fn a_transaction_that_a_node_lost_when_it_died_is_handed_over_again() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(mut devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    run(&stage.mien, &["devnet", "fund"]);
    let before = devnet.node.balance(RECIPIENT).unwrap();
    let hash = left_waiting(&stage, &devnet);
    // The node dies between broadcast and receipt, and what waited dies with it.
    restart(&stage, &mut devnet);
    let found = || devnet.node.call("eth_getTransactionByHash", &json!([hash]));
    assert!(found().unwrap().is_null(), "the node has not lost it");
    statuses(&stage, "devnet");
    assert_eq!(statuses(&stage, "devnet"), ["confirmed"]);
    let got = devnet.node.balance(RECIPIENT).unwrap() - before;
    assert_eq!(got, QUARTER, "once");
    // Nothing to hand over any more.
    let again = stage.mien.run(&["resend", &hash], "").unwrap();
    assert!(again.refusal().unwrap().1.contains("history"));
}

#[test]
fn what_was_meant_for_a_chain_that_is_gone_is_not_put_into_the_next() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    run(&stage.mien, &["devnet", "fund"]);
    let hash = left_waiting(&stage, &devnet);
    devnet.node.call("anvil_reset", &json!([])).unwrap();
    run(&stage.mien, &["devnet", "fund"]);
    let before = devnet.node.balance(RECIPIENT).unwrap();
    assert_eq!(statuses(&stage, "devnet"), ["sent"]);
    let (_, why) = stage
        .mien
        .run(&["resend", &hash], "")
        .unwrap()
        .refusal()
        .unwrap();
    assert!(why.contains("begun anew"), "{why}");
    run(&stage.mien, &["devnet", "mine"]);
    assert_eq!(devnet.node.balance(RECIPIENT).unwrap(), before);
}

#[test]
fn a_transaction_never_pushes_out_another_that_left_while_it_was_signed() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    run(&stage.mien, &["devnet", "fund"]);
    let address = stage.address();
    let node = &devnet.node;
    node.call("evm_setAutomine", &json!([false])).unwrap();
    node.call("anvil_impersonateAccount", &json!([address]))
        .unwrap();
    let arguments = stage.arguments(&SEND, &["obama3.jpg"]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut sender = stage
        .mien
        .command(&arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(sender.stdin.take().unwrap(), "{PIN}").unwrap();
    // Prepared, with a place in the row, and not signed yet.
    let begun = ["history", "--kind", "transaction", "--offline"];
    while run(&stage.mien, &begun) == json!([]) {
        assert!(sender.try_wait().unwrap().is_none(), "it ended by itself");
        sleep(Duration::from_millis(50));
    }
    // Another wallet with this key sends at so low a fee that it could be replaced.
    let other = json!([{
        "from": address, "to": RECIPIENT, "value": "0x1", "gas": "0x5208", "nonce": "0x0",
        "maxFeePerGas": "0x77359400", "maxPriorityFeePerGas": "0x1",
    }]);
    let other = node.call("eth_sendTransaction", &other).unwrap();
    let output = sender.wait_with_output().unwrap();
    let outcome = mien_journeys::Outcome::new(&output, Duration::ZERO);
    let (code, why) = outcome.refusal().unwrap();
    assert_eq!(
        (code.as_str(), why.contains("took the place")),
        ("chain", true),
        "{why}"
    );
    let waits = node
        .call("eth_getTransactionByHash", &json!([other]))
        .unwrap();
    assert!(!waits.is_null(), "the other was pushed out");
    assert_eq!(statuses(&stage, "devnet"), ["failed"]);
}

#[test]
fn networks_that_do_not_answer_block_no_others() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(_devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    run(&stage.mien, &["devnet", "fund"]);
    run(&stage.mien, &["accounts", "--add"]);
    let (Some(silent), Some(down)) = (Anvil::start(31337), Anvil::start(31337)) else {
        return;
    };
    add_network(&stage, "silent", silent.url());
    add_network(&stage, "down", down.url());
    // It takes connections and says nothing any more.
    silent.suspend();
    drop(down);
    let all = run(&stage.mien, &["balance", "--all-networks"]);
    let one = |name: &str| {
        let all = all.as_array().unwrap();
        all.iter().find(|n| n["network"] == name).unwrap().clone()
    };
    let devnet = one("devnet");
    assert_eq!(devnet["problem"], Value::Null);
    let shown = |i: usize| text(&devnet["balances"][i], "shown");
    assert_eq!(
        (shown(0), shown(1)),
        ("10 ETH".to_owned(), "0 ETH".to_owned())
    );
    let problem = |name| text(&one(name), "problem");
    assert!(
        problem("silent").contains("no answer"),
        "{}",
        problem("silent")
    );
    assert!(
        problem("down").contains("cannot be reached"),
        "{}",
        problem("down")
    );
    assert!(
        problem("ethereum").contains("RPC URL"),
        "{}",
        problem("ethereum")
    );
}

#[test]
fn two_processes_at_once_over_one_data_directory_both_send() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    let added = run(&stage.mien, &["accounts", "--add"]);
    let second = text(&added[1], "address");
    run(&stage.mien, &["devnet", "fund"]);
    run(&stage.mien, &["devnet", "fund", &second]);
    let before = devnet.node.balance(RECIPIENT).unwrap();
    std::thread::scope(|scope| {
        let senders: Vec<_> = ["0", "1"]
            .map(|account| scope.spawn(|| send(&stage, &["--account", account])))
            .into_iter()
            .collect();
        // Others look meanwhile.
        while senders.iter().any(|sender| !sender.is_finished()) {
            statuses(&stage, "devnet");
        }
        for sender in senders {
            sender.join().unwrap();
        }
    });
    assert_eq!(
        devnet.node.balance(RECIPIENT).unwrap() - before,
        2 * QUARTER
    );
    assert_eq!(statuses(&stage, "devnet"), ["confirmed", "confirmed"]);
    let scans = run(&stage.mien, &["history", "--kind", "scan"]);
    let for_sends = |s: &&Value| s["detail"]["for"] == "transaction";
    assert_eq!(
        scans.as_array().unwrap().iter().filter(for_sends).count(),
        2
    );
}
