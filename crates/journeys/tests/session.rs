//! A signing session: one scan, several transactions on a local node, and nothing
//! anywhere else.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Output, Stdio};

use common::{Devnet, PIN, RECIPIENT, Stage, text};
use mien_journeys::{Outcome, run_with_input};
use serde_json::{Value, json};

const WHAT: &str = "signing sessions";
const ETH: u128 = 1_000_000_000_000_000_000;

/// Runs a session of these lines; every result is a line of JSON.
fn session(stage: &Stage, options: &[&str], photo: &str, lines: &[&str]) -> (Output, Vec<Value>) {
    let command = [&["session", "--pin-stdin"], options].concat();
    let arguments = stage.arguments(&command, &[photo]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let input = format!("{PIN}\n{}\n", lines.join("\n"));
    let output = run_with_input(stage.mien.command(&arguments), &input).unwrap();
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    let results = said
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    (output, results)
}

fn refusal(output: &Output) -> (String, String) {
    let outcome = Outcome::new(output, std::time::Duration::ZERO);
    outcome.refusal().unwrap()
}

fn run(stage: &Stage, command: &[&str]) -> Value {
    stage.mien.run(command, "").unwrap().success().unwrap()
}

fn typed_data(stage: &Stage, name: &str, chain_id: u64) -> String {
    let json = json!({
        "types": {
            "EIP712Domain": [{ "name": "chainId", "type": "uint256" }],
            "Mail": [{ "name": "text", "type": "string" }],
        },
        "primaryType": "Mail",
        "domain": { "chainId": chain_id },
        "message": { "text": "hello" },
    });
    let file = stage.file(name);
    std::fs::write(&file, json.to_string()).unwrap();
    file
}

#[test]
fn one_scan_sends_several_times_and_the_history_says_so() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    run(&stage, &["devnet", "fund"]);
    let before = devnet.node.balance(RECIPIENT).unwrap();
    let send = format!("send --to {RECIPIENT} --amount 0.25");
    let mail = format!("typed-data '{}'", typed_data(&stage, "a mail.json", 31337));
    let lines = [
        "# a comment",
        &send,
        "",
        &send,
        &mail,
        "status",
        "close",
        &send,
    ];
    let (output, results) = session(&stage, &[], "obama3.jpg", &lines);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(results.len(), 5, "{results:?}");
    assert_eq!(results[3]["signed"], 3);
    assert_eq!(results[3]["left"], 17);
    assert_eq!(
        results[4],
        json!({ "signed": 3, "left": 0, "seconds_left": 0 })
    );
    let sent = devnet.node.balance(RECIPIENT).unwrap() - before;
    assert_eq!(sent, ETH / 2);
    // The typed data's signature is an ordinary one.
    let file = stage.file("mail.sig");
    std::fs::write(&file, without_scans(&results[2])).unwrap();
    let verified = run(&stage, &["verify", &file]);
    assert_eq!(text(&verified, "signer"), stage.address());

    let sessions = run(&stage, &["history", "--kind", "session"]);
    assert_eq!(text(&sessions[0], "status"), "done");
    assert_eq!(sessions[0]["detail"]["signed"], 3);
    let scans = run(&stage, &["history", "--kind", "scan", "--limit", "100"]);
    let for_session = |s: &&Value| s["detail"]["for"] == "session";
    assert_eq!(
        scans.as_array().unwrap().iter().filter(for_session).count(),
        1
    );
    let sent = run(&stage, &["history", "--kind", "transaction"]);
    assert_eq!(sent.as_array().unwrap().len(), 2);
}

/// The file that `mien sign --out` would have written.
fn without_scans(signed: &Value) -> String {
    let mut file = signed.clone();
    file.as_object_mut().unwrap().remove("scans");
    file.to_string()
}

#[test]
fn it_ends_with_its_last_signature_and_with_a_refusal_in_a_script() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    run(&stage, &["devnet", "fund"]);
    let send = format!("send --to {RECIPIENT} --amount 0.25");
    let (output, results) = session(
        &stage,
        &["--max", "1"],
        "obama3.jpg",
        &[&send, &send, &send],
    );
    assert!(output.status.success(), "{output:?}");
    assert_eq!(results.len(), 2);
    assert_eq!(results[1]["signed"], 1);
    let nonce = devnet.node.sent_by(&stage.address()).unwrap();
    assert_eq!(nonce, 1);

    for chain_id in [1, 1337] {
        let name = format!("{chain_id}.json");
        let elsewhere = format!("typed-data '{}'", typed_data(&stage, &name, chain_id));
        let (output, results) = session(&stage, &[], "obama3.jpg", &[&elsewhere, &send]);
        assert_eq!(refusal(&output).0, "refused");
        assert!(results.is_empty(), "{results:?}");
    }
    assert_eq!(devnet.node.sent_by(&stage.address()).unwrap(), 1);
}

#[test]
fn it_ends_in_time_while_nobody_types() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(_devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    let command = ["session", "--pin-stdin", "--for", "2s"];
    let arguments = stage.arguments(&command, &["obama3.jpg"]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut command = stage.mien.command(&arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Kept open: the end of the input would end the session too.
    let mut input = child.stdin.take().unwrap();
    writeln!(input, "{PIN}").unwrap();
    let mut said = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert!(child.wait().unwrap().success());
    drop(input);
    let state: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(state, json!({ "signed": 0, "left": 0, "seconds_left": 0 }));
    let too_long = ["session", "--pin-stdin", "--for", "61m"];
    let refused = stage.scan(&stage.mien, &too_long, &["obama3.jpg"], &format!("{PIN}\n"));
    assert_eq!(refused.refusal().unwrap().0, "refused");
}

#[test]
fn it_signs_no_more_when_its_owner_stops_the_wallet_elsewhere() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    run(&stage, &["devnet", "fund"]);
    let arguments = stage.arguments(&["session", "--pin-stdin"], &["obama3.jpg"]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut child = stage
        .mien
        .command(&arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let send = format!("send --to {RECIPIENT} --amount 0.25");
    writeln!(input, "{PIN}\n{send}").unwrap();
    let mut results = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    results.read_line(&mut first).unwrap();
    assert!(first.contains("0.25 ETH"), "{first}");
    run(&stage, &["suspend"]);
    writeln!(input, "{send}").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(refusal(&output).0, "refused");
    drop(input);
    assert_eq!(devnet.node.sent_by(&stage.address()).unwrap(), 1);
}

#[test]
fn a_stranger_opens_none_and_a_suspended_wallet_none() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(_devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    let send = format!("send --to {RECIPIENT} --amount 0.25");
    let (output, results) = session(&stage, &[], "biden.jpg", &[&send]);
    assert_eq!(refusal(&output).0, "not-matched");
    assert!(results.is_empty());
    run(&stage, &["suspend"]);
    let (output, _) = session(&stage, &[], "obama3.jpg", &[&send]);
    assert_eq!(refusal(&output).0, "refused");
}

#[test]
fn live_chains_their_forks_and_other_machines_get_none() {
    let Some(stage) = Stage::with_wallet(WHAT) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, WHAT) else {
        return;
    };
    let url = devnet.node.url();
    let refused = |options: &[&str]| {
        let (output, results) = session(&stage, options, "obama3.jpg", &["status"]);
        assert!(results.is_empty(), "{results:?}");
        refusal(&output)
    };
    // The local node, as if it bore the id of a live chain.
    let (code, why) = refused(&["--network", "ethereum", "--rpc-url", &url]);
    assert_eq!(
        (code.as_str(), why.contains("live network")),
        ("refused", true),
        "{why}"
    );
    // The right chain id on another machine.
    let (code, why) = refused(&["--rpc-url", "http://192.0.2.1:8545"]);
    assert_eq!(
        (code.as_str(), why.contains("not on this machine")),
        ("refused", true),
        "{why}"
    );
    // The right chain id on this machine, by a program that serves live chains.
    let url = live_node_with_a_development_id();
    let (code, why) = refused(&["--rpc-url", &url]);
    assert_eq!(
        (code.as_str(), why.contains("Geth")),
        ("refused", true),
        "{why}"
    );
    let sessions = run(&stage, &["history", "--kind", "session"]);
    assert_eq!(sessions, json!([]), "refused before anything began");
}

/// Answers every request as a node for live chains would that was given the
/// devnet's chain id.
fn live_node_with_a_development_id() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut length = 0;
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some((name, value)) = line.split_once(':')
                    && name.eq_ignore_ascii_case("content-length")
                {
                    length = value.trim().parse().unwrap();
                }
                if line.trim().is_empty() {
                    break;
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let request: Value = serde_json::from_slice(&body).unwrap();
            let result = match request["method"].as_str() {
                Some("eth_chainId") => "0x7a69",
                _ => "Geth/v1.15.0-stable/linux-amd64/go1.23",
            };
            let answer =
                json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }).to_string();
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close";
            let length = answer.len();
            write!(stream, "{head}\r\nContent-Length: {length}\r\n\r\n{answer}").unwrap();
        }
    });
    url
}
