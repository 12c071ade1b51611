//! Bad input: each is refused with a status that is not 0 and a message that says
//! what to do next, and afterwards the wallet still signs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

#[path = "bad_input/anvil.rs"]
mod anvil;
mod common;
#[path = "bad_input/disk.rs"]
mod disk;
#[path = "bad_input/fake_node.rs"]
mod fake_node;
#[path = "bad_input/pictures.rs"]
mod pictures;

use std::fs;

use anvil::Anvil;
use common::{Devnet, ENROL, PIN, RECIPIENT, RENEW, Stage, copy_folder};
use disk::SmallDisk;
use fake_node::{FakeNode, Manner};
use mien_journeys::{Mien, Outcome};

/// A refusal with this code and these words in its message.
fn refused(outcome: &Outcome, code: &str, words: &str) {
    let (found, message) = outcome.refusal().unwrap();
    assert_eq!(found, code, "{message}");
    assert!(message.contains(words), "{words:?} is not in: {message}");
}

fn still_signs(stage: &Stage) {
    let address = stage.address();
    assert_eq!(stage.drill(&stage.mien, PIN), Ok(address));
}

#[test]
fn pictures_that_show_no_owner() {
    let Some(stage) = Stage::with_wallet("bad pictures") else {
        return;
    };
    let room = stage.path("pictures");
    pictures::write_all(&room, &stage.photos);
    let cases = [
        ("no-face.jpg", "poor-quality", "look into the camera"),
        ("two-faces.jpg", "poor-quality", "only one may be"),
        ("tiny.jpg", "poor-quality", "look into the camera"),
        ("huge.png", "camera", "make it smaller"),
        ("cut.jpg", "camera", "copy it again"),
        ("text.jpg", "camera", "choose a photograph"),
        ("empty", "camera", "choose another folder"),
        ("missing.jpg", "camera", "check the path"),
    ];
    let mut wrong = Vec::new();
    for (name, code, words) in cases {
        let camera = format!("photo:{}", room.join(name).display());
        let drill = ["drill", "--tries", "1", "--pin-stdin", "--camera", &camera];
        let outcome = stage.mien.run(&drill, &format!("{PIN}\n")).unwrap();
        let (found, message) = outcome.refusal().unwrap();
        if found != code || !message.contains(words) {
            wrong.push(format!("{name}: {found}, {message}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Enrolling with them leaves nothing that would stand in the way.
    let other = stage.mien.with_home(&stage.path("other-device"));
    let enrol = ["enrol", "--agree", "--phrase", "refuse", "--pin-stdin"];
    let outcome = stage.scan(&other, &enrol, &["obama.jpg", "biden.jpg"], "a new pin\n");
    let (_, message) = outcome.refusal().unwrap();
    assert!(message.contains("take them again"), "{message}");
    assert!(!other.home().join("keeper/identity.rec").exists());
    still_signs(&stage);
}

#[test]
fn nodes_that_are_down_slow_or_answer_rubbish() {
    let Some(stage) = Stage::with_wallet("bad nodes") else {
        return;
    };
    let before = attempts(&stage.mien);
    refused(
        &send(&stage, &FakeNode::down()),
        "chain",
        "check that it runs",
    );
    let silent = FakeNode::start(Manner::Silent);
    refused(&send(&stage, silent.url()), "chain", "did not answer");
    for rubbish in [
        "<html>this is no node</html>",
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"zebra\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":",
        "[]",
        "",
    ] {
        let node = FakeNode::start(Manner::Says(rubbish));
        refused(&send(&stage, node.url()), "chain", "check the RPC URL");
    }
    // All of it was said before anybody was asked to scan.
    assert_eq!(attempts(&stage.mien), before);
    still_signs(&stage);
}

#[test]
fn a_node_of_another_chain() {
    let what = "a node of another chain";
    let Some(stage) = Stage::with_wallet(what) else {
        return;
    };
    let Some(node) = Anvil::start(11_155_111) else {
        println!("skipped: {what} (anvil not present)");
        return;
    };
    let outcome = send(&stage, node.url());
    refused(&outcome, "chain", "choose another network");
    refused(&outcome, "chain", "11155111");
    still_signs(&stage);
}

#[test]
fn too_little_money_and_a_mistyped_address() {
    let what = "insufficient funds";
    let Some(stage) = Stage::with_wallet(what) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, what) else {
        return;
    };
    let url = devnet.node.url();
    refused(&send(&stage, &url), "insufficient-funds", "0.25");
    let mistyped = RECIPIENT.replace("a0Ee7A", "a0ee7A");
    let outcome = stage.mien.run(&order(&mistyped, &url), &format!("{PIN}\n"));
    refused(&outcome.unwrap(), "chain", "copy it again");
    let short = &RECIPIENT[..40];
    let outcome = stage.mien.run(&order(short, &url), &format!("{PIN}\n"));
    refused(&outcome.unwrap(), "chain", "copy it again");
    assert_eq!(devnet.node.block_number().unwrap(), 0, "nothing was mined");
    still_signs(&stage);
}

#[test]
fn a_disk_that_is_read_only_or_full() {
    let what = "read-only and full disk";
    let Some(stage) = Stage::with_wallet(what) else {
        return;
    };
    let Some(disk) = SmallDisk::mount(&stage.path("disk"), "600k") else {
        println!("skipped: {what} (needs root and the right to mount)");
        return;
    };
    let home = disk.path().join("device");
    copy_folder(stage.mien.home(), &home);
    let mien = stage.mien.with_home(&home);
    let elsewhere = stage.mien.with_home(&disk.path().join("new"));
    let enrol = ["enrol", "--agree", "--phrase", "refuse", "--pin-stdin"];
    let renew = ["renew", "--pin-stdin"];
    let kit = disk.path().join("wallet.mienkit");
    let export = ["kit", "export", "--file", kit.to_str().unwrap()];
    let pin = format!("{PIN}\n");

    disk.read_only();
    for outcome in [
        stage.scan(&mien, &renew, &RENEW, &pin),
        mien.run(&export, "").unwrap(),
        stage.scan(&elsewhere, &enrol, &ENROL, &pin),
    ] {
        refused(&outcome, "store", "MIEN_HOME");
    }
    disk.writable();
    assert_eq!(stage.drill(&mien, PIN), Ok(stage.address()));

    // With room for the database and none for a record, and with none at all.
    for room in [64, 40, 0] {
        disk.fill_but(room);
        let renewed = stage.scan(&mien, &renew, &RENEW, &pin);
        let exported = mien.run(&export, "").unwrap();
        let enrolled = stage.scan(&elsewhere, &enrol, &ENROL, &pin);
        for outcome in [&renewed, &exported, &enrolled] {
            println!("{room} KiB left: {:?}", outcome.refusal());
        }
        if room == 0 {
            for outcome in [&renewed, &exported, &enrolled] {
                let (_, message) = outcome.refusal().unwrap();
                assert!(message.contains("full"), "{message}");
            }
            let half = fs::metadata(&kit).map(|m| m.len());
            assert!(half.is_err(), "half a kit was left: {half:?}");
        }
        disk.empty();
        let _ = fs::remove_file(&kit);
        assert_eq!(stage.drill(&mien, PIN), Ok(stage.address()), "{room} KiB");
    }
}

fn order<'a>(to: &'a str, url: &'a str) -> [&'a str; 9] {
    [
        "send",
        "--yes",
        "--to",
        to,
        "--amount",
        "0.25",
        "--rpc-url",
        url,
        "--pin-stdin",
    ]
}

/// A transfer by the node at this URL, with the owner before the camera.
fn send(stage: &Stage, url: &str) -> Outcome {
    let pin = format!("{PIN}\n");
    stage.scan(&stage.mien, &order(RECIPIENT, url), &["obama3.jpg"], &pin)
}

/// The keeper's record, in which every attempt is counted.
fn attempts(mien: &Mien) -> Vec<u8> {
    fs::read(mien.home().join("keeper/identity.rec")).unwrap()
}
