//! More than one process, and processes that are killed. The test binary
//! starts itself again as the other process.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use mien_store::{Address, Change, Entry, Filter, Kind, Status, Store};

const DIR: &str = "MIEN_STORE_TEST_DIR";
const ROLE: &str = "MIEN_STORE_TEST_ROLE";
const ROUNDS: usize = 100;

/// Starts this test binary again in a role.
fn other_process(dir: &Path, role: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_other_process", "--nocapture"])
        .env(DIR, dir)
        .env(ROLE, role)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Not a test of its own: does nothing unless started by another test.
#[test]
fn the_other_process() {
    let (Ok(dir), Ok(role)) = (std::env::var(DIR), std::env::var(ROLE)) else {
        return;
    };
    let store = Store::open(Path::new(&dir)).unwrap();
    match role.as_str() {
        "writes" => write_rounds(&store, 2),
        "begins and hangs" => {
            let entry = Entry::new(Kind::Transaction).account(Address::repeat_byte(1));
            let id = store.history().begin(&entry).unwrap();
            store.history().update(id, &Status::Signed.into()).unwrap();
            println!("\nbegun {id}");
            std::thread::sleep(std::time::Duration::from_secs(60));
        }
        "writes for ever" => {
            println!("\nbegun");
            loop {
                write_rounds(&store, 3);
            }
        }
        other => unreachable!("{other}"),
    }
}

fn write_rounds(store: &Store, account: u8) {
    for _ in 0..ROUNDS {
        let entry = Entry::new(Kind::Transaction).account(Address::repeat_byte(account));
        let id = store.history().begin(&entry).unwrap();
        store
            .history()
            .update(id, &Change::from(Status::Sent))
            .unwrap();
    }
}

fn wait_for_begun(child: &mut Child) {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(
        lines
            .map_while(Result::ok)
            .any(|line| line.starts_with("begun"))
    );
}

#[test]
fn two_processes_write_and_none_loses_a_record() {
    let dir = tempfile::tempdir().unwrap();
    // Both make the new file at once, too.
    let mut child = other_process(dir.path(), "writes");
    let store = Store::open(dir.path()).unwrap();
    write_rounds(&store, 1);
    let status = child.wait().unwrap();
    assert!(status.success(), "the other process had an error");
    let sent = Filter {
        status: Some(Status::Sent),
        ..Filter::default()
    };
    assert_eq!(store.history().list(&sent).unwrap().len(), 2 * ROUNDS);
}

#[test]
fn what_was_begun_survives_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = other_process(dir.path(), "begins and hangs");
    wait_for_begun(&mut child);
    child.kill().unwrap();
    child.wait().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let open = store.history().open().unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(
        (open[0].kind, open[0].status),
        (Kind::Transaction, Status::Signed)
    );
}

#[test]
fn a_kill_in_the_middle_of_writing_damages_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut known = 0;
    for round in 0..5_u64 {
        let mut child = other_process(dir.path(), "writes for ever");
        wait_for_begun(&mut child);
        std::thread::sleep(std::time::Duration::from_millis(20 + 13 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.check().unwrap();
        let all = store.history().list(&Filter::default()).unwrap();
        assert!(all.len() > known, "round {round}");
        known = all.len();
        // At most the last record of each round is not yet updated.
        let unfinished = all.iter().filter(|r| r.status == Status::Begun).count();
        assert!(
            unfinished <= usize::try_from(round).unwrap() + 1,
            "{unfinished}"
        );
    }
}
