//! A crash at any moment leaves a wallet that signs for the same address. The
//! real keeper is stopped after each of its file operations: what is on the disk
//! then is what a kill at that moment leaves, and each different state of it has
//! to sign. At the operations by which records change places, and at every one of
//! forgetting, the keeper is killed in earnest.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod common;
#[path = "crash/stops.rs"]
mod stops;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{ENROL, PIN, RENEW, Stage, copy_folder, files_under};
use mien_journeys::{Mien, Outcome};
use mien_keeper::Record;
use stops::Then;

const NEW_PIN: &str = "battery staple 7";

/// The keeper's files, by name.
type Files = BTreeMap<String, Vec<u8>>;

/// The disk at one moment of a command.
struct State {
    /// The operation that led to it.
    after: String,
    /// A copy of the whole data directory.
    mien: Mien,
    files: Files,
}

impl State {
    fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// How often the record in force was renewed; none where there is no record.
    fn generation(&self) -> Option<u32> {
        let record = self.files.get("identity.rec")?;
        Some(Record::from_bytes(record).unwrap().helper.generation)
    }
}

#[test]
fn an_enrolment_cut_off_anywhere_signs_or_can_be_repeated() {
    let what = "crash while enrolling";
    let Some(stage) = stops::possible(what).then(|| Stage::empty(what)).flatten() else {
        return;
    };
    let command = ["enrol", "--agree", "--phrase", "refuse", "--pin-stdin"];
    let (states, outcome) = states(&stage, &stage.mien, &command, &ENROL, PIN);
    outcome.success().unwrap();
    let address = stage.address();
    let (without, with): (Vec<&State>, Vec<&State>) =
        states.iter().partition(|s| s.generation().is_none());
    assert!(without.iter().any(|s| s.has("identity.rec.tmp")));
    assert!(with.len() >= 3, "{} states with a record", with.len());
    for state in with {
        signs(&stage, state, PIN, &address);
    }
    // Killed before there is a record, and before it is proved.
    for (device, operation) in [("second", "write("), ("third", "rename(")] {
        let mien = stage.mien.with_home(&stage.path(device));
        let outcome = killed_at(&stage, &mien, &command, &ENROL, PIN, operation);
        told(&outcome);
        let again = stage.scan(&mien, &command, &ENROL, &format!("{PIN}\n"));
        let again = again.success().unwrap();
        assert_eq!(stage.drill(&mien, PIN), Ok(common::text(&again, "address")));
    }
}

#[test]
fn a_renewal_cut_off_anywhere_leaves_the_old_record_or_the_new() {
    let what = "crash while renewing";
    let Some(stage) = wallet(what) else {
        return;
    };
    let command = ["renew", "--pin-stdin"];
    every_state_signs(&stage, &command, &[PIN], PIN);
}

#[test]
fn a_pin_change_cut_off_anywhere_leaves_the_old_pin_or_the_new() {
    let what = "crash while the PIN is changed";
    let Some(stage) = wallet(what) else {
        return;
    };
    let command = ["pin", "change", "--pin-stdin"];
    every_state_signs(&stage, &command, &[PIN, NEW_PIN], NEW_PIN);
    let address = stage.address();
    let moves = [
        ("written", "identity.next.tmp\", ", 0),
        ("linked", "linkat(", 0),
        ("in force", "identity.next\", ", 1),
    ];
    for (device, operation, generation) in moves {
        let mien = stage.copy(device);
        let input = format!("{PIN}\n{NEW_PIN}");
        let outcome = killed_at(&stage, &mien, &command, &RENEW, &input, operation);
        told(&outcome);
        let record = fs::read(mien.home().join("keeper/identity.rec")).unwrap();
        let found = Record::from_bytes(&record).unwrap().helper.generation;
        assert_eq!(found, generation, "killed at {operation}");
        let pin = if found == 0 { PIN } else { NEW_PIN };
        assert_eq!(stage.drill(&mien, pin).as_ref(), Ok(&address));
    }
}

#[test]
fn forgetting_cut_off_anywhere_leaves_a_wallet_that_signs_or_none() {
    let what = "crash while forgetting";
    let Some(stage) = wallet(what) else {
        return;
    };
    let address = stage.address();
    let kit = stage.export(&stage.mien, "wallet.mienkit");
    let command = ["forget", "--address", &address];
    let (mut moments, mut tried) = (0, None);
    let mien = stage.copy("dry");
    let mut count = |_: &str| {
        moments += 1;
        Then::GoOn
    };
    stops::run(&mien, &command, "", &mut count)
        .success()
        .unwrap();
    assert!(moments >= 5, "{moments} file operations");
    let mut gone = 0;
    for moment in 0..moments {
        let mien = stage.copy(&format!("killed after {moment}"));
        let (mut now, mut last) = (0, String::new());
        let outcome = stops::run(&mien, &command, "", &mut |operation| {
            now += 1;
            operation.clone_into(&mut last);
            if now > moment { Then::Kill } else { Then::GoOn }
        });
        told(&outcome);
        let files = keeper_files(mien.home());
        if !files.contains_key("identity.rec") {
            gone += 1;
            let (code, message) = mien.run(&["address"], "").unwrap().refusal().unwrap();
            assert_eq!(code, "no-wallet", "after {last}: {message}");
        } else if tried.as_ref() != Some(&files) {
            assert_eq!(stage.drill(&mien, PIN).as_ref(), Ok(&address), "{last}");
            tried = Some(files);
        }
    }
    assert!(gone > 0 && gone < moments, "{gone} of {moments}");
    let recover = ["recover", &kit, "--pin-stdin"];
    let back = stage.scan(&mien, &recover, &RENEW[..1], &format!("{PIN}\n"));
    assert_eq!(common::text(&back.success().unwrap(), "address"), address);
}

fn wallet(what: &str) -> Option<Stage> {
    stops::possible(what)
        .then(|| Stage::with_wallet(what))
        .flatten()
}

/// Renews or changes the PIN, and holds each state on the way to signing with
/// the PIN that belongs to the record in force.
fn every_state_signs(stage: &Stage, command: &[&str], input: &[&str], new_pin: &str) {
    let address = stage.address();
    let mien = stage.copy("renewed");
    let (states, outcome) = states(stage, &mien, command, &RENEW, &input.join("\n"));
    outcome.success().unwrap();
    for name in ["identity.rec.tmp", "identity.next.tmp", "identity.next"] {
        assert!(states.iter().any(|s| s.has(name)), "{name} was never seen");
    }
    for state in &states {
        let generation = state.generation().expect("no moment is without a record");
        let pin = if generation == 0 { PIN } else { new_pin };
        signs(stage, state, pin, &address);
    }
    // While the new record is not drilled, the way back is open.
    let kept = states.iter().rfind(|s| s.generation() == Some(1));
    let kept = kept.expect("the new record was never in force");
    assert!(!kept.has("identity.prev"), "after {}", kept.after);
    let two = states.iter().find(|s| s.generation() == Some(1));
    let undone = stage.path("undone");
    // The drill above has ended that, so from a fresh copy of the same files.
    let two = two.expect("seen above");
    assert!(two.has("identity.prev"), "after {}", two.after);
    copy_folder(mien.home(), &undone);
    for (name, bytes) in &two.files {
        fs::write(undone.join("keeper").join(name), bytes).unwrap();
    }
    let undone = stage.mien.with_home(&undone);
    undone
        .run(&["renew", "--undo"], "")
        .unwrap()
        .success()
        .unwrap();
    assert_eq!(stage.drill(&undone, PIN).as_ref(), Ok(&address));
}

fn signs(stage: &Stage, state: &State, pin: &str, address: &String) {
    let signed = stage.drill(&state.mien, pin);
    assert_eq!(
        signed.as_ref(),
        Ok(address),
        "cut off after {}",
        state.after
    );
}

/// Runs a command to its end and keeps each different state of the keeper's
/// files on the way.
fn states(
    stage: &Stage,
    mien: &Mien,
    command: &[&str],
    photos: &[&str],
    input: &str,
) -> (Vec<State>, Outcome) {
    let mut states: Vec<State> = Vec::new();
    let (mut seen, mut moments) = (keeper_files(mien.home()), 0);
    let mut keep = |operation: &str| {
        moments += 1;
        let files = keeper_files(mien.home());
        if files != seen {
            let copy = stage.path(&format!("state-{}", states.len()));
            copy_folder(mien.home(), &copy);
            states.push(State {
                after: operation.to_owned(),
                mien: mien.with_home(&copy),
                files: files.clone(),
            });
            seen = files;
        }
        Then::GoOn
    };
    let outcome = run(stage, mien, command, photos, input, &mut keep);
    println!("{moments} file operations, {} states", states.len());
    (states, outcome)
}

/// Runs a command and kills its keeper after the first operation with this text.
fn killed_at(
    stage: &Stage,
    mien: &Mien,
    command: &[&str],
    photos: &[&str],
    input: &str,
    operation: &str,
) -> Outcome {
    let mut killed = 0;
    let outcome = run(stage, mien, command, photos, input, &mut |done| {
        if killed == 0 && done.contains(operation) {
            killed += 1;
            return Then::Kill;
        }
        Then::GoOn
    });
    assert_eq!(killed, 1, "no {operation}");
    outcome
}

fn run(
    stage: &Stage,
    mien: &Mien,
    command: &[&str],
    photos: &[&str],
    input: &str,
    at: &mut dyn FnMut(&str) -> Then,
) -> Outcome {
    let arguments = stage.arguments(command, photos);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    stops::run(mien, &arguments, &format!("{input}\n"), at)
}

/// A command whose keeper was killed says so and says what to do.
fn told(outcome: &Outcome) {
    let (_, message) = outcome.refusal().unwrap();
    assert!(message.contains("start the command again"), "{message}");
}

/// All of the keeper's files but the lock, which is always empty.
fn keeper_files(home: &Path) -> Files {
    let keeper = home.join("keeper");
    if !keeper.exists() {
        return Files::new();
    }
    files_under(&keeper)
        .into_iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(&path).unwrap())
        })
        .filter(|(name, _)| name != "lock")
        .collect()
}
