//! A command whose keeper is stopped after each of its file operations, so that a
//! test can look at the disk as a crash would leave it there, or kill the keeper.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use mien_journeys::{Mien, Outcome};
use rustix::process::{Pid, Signal, kill_process};

/// Everything that changes a file or a folder, or makes a change last.
const OPERATIONS: &str = "openat,write,fsync,fdatasync,ftruncate,mkdir,mkdirat,rename,renameat,\
                          renameat2,link,linkat,unlink,unlinkat";
/// What the keeper writes (`crates/keeper/src/folder.rs`).
const FILES: [&str; 8] = [
    "",
    "lock",
    "identity.rec",
    "identity.rec.tmp",
    "identity.next",
    "identity.next.tmp",
    "identity.prev",
    "identity.prev.tmp",
];

/// What becomes of a keeper that was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It goes on.
    GoOn,
    /// It is killed, with SIGKILL.
    Kill,
}

/// Whether the test can be made here; says so when not.
pub fn possible(what: &str) -> bool {
    if !rustix::process::geteuid().is_root() {
        println!("skipped: {what} (needs root)");
        return false;
    }
    let strace = Command::new("strace").arg("-V").output();
    if !strace.is_ok_and(|output| output.status.success()) {
        println!("skipped: {what} (strace not present)");
        return false;
    }
    true
}

/// Runs a command. `at` is called with each file operation of the keeper on its
/// own files, as strace writes it, once that is done and the keeper stands.
pub fn run(
    mien: &Mien,
    arguments: &[&str],
    input: &str,
    at: &mut dyn FnMut(&str) -> Then,
) -> Outcome {
    let room = tempfile::tempdir().unwrap();
    let log = room.path().join("log");
    File::create(&log).unwrap();
    let begun = Instant::now();
    let mut child = strace(&mien.command(arguments), &mien.home().join("keeper"), &log)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    follow(&mut child, &log, at);
    Outcome::new(&child.wait_with_output().unwrap(), begun.elapsed())
}

/// The same command under strace, which sends SIGSTOP with each operation.
fn strace(command: &Command, keeper: &Path, log: &Path) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-o"]).arg(log);
    strace.args(["-e", &format!("trace={OPERATIONS}")]);
    strace.args(["-e", &format!("inject={OPERATIONS}:signal=STOP")]);
    for name in FILES {
        let path = if name.is_empty() {
            keeper.to_path_buf()
        } else {
            keeper.join(name)
        };
        strace.arg("-P").arg(path);
    }
    strace.arg(command.get_program()).args(command.get_args());
    strace
}

/// Reads strace's log to the end of the command.
fn follow(child: &mut Child, log: &Path, at: &mut dyn FnMut(&str) -> Then) {
    let mut log = BufReader::new(File::open(log).unwrap());
    // The last operation of each process.
    let mut last: HashMap<i32, String> = HashMap::new();
    let mut line = String::new();
    loop {
        let ended = child.try_wait().unwrap().is_some();
        while log.read_line(&mut line).unwrap() > 0 {
            if !line.ends_with('\n') {
                // The rest comes later.
                break;
            }
            let (process, said) = line.trim_end().split_once(' ').unwrap();
            let process: i32 = process.parse().unwrap();
            if said.contains("--- stopped by SIGSTOP ---") {
                let operation = last.get(&process).map_or("", String::as_str);
                let signal = match at(operation) {
                    Then::GoOn => Signal::CONT,
                    Then::Kill => Signal::KILL,
                };
                kill_process(Pid::from_raw(process).unwrap(), signal).unwrap();
            } else if !said.contains("---") {
                last.insert(process, said.trim().to_owned());
            }
            line.clear();
        }
        if ended {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
}
