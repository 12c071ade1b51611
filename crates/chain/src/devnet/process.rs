//! Anvil as a process: starting it apart from ours, recognising it later,
//! ending it.

use std::fs::OpenOptions;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use serde::{Deserialize, Serialize};

use super::folder::{Folder, file_error};
use crate::error::ChainError;

/// Seconds between dumps of the state, so that a crash loses little.
const STATE_INTERVAL: &str = "10";

/// What distinguishes a process from a later one with the same id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ProcessMark(String);

impl ProcessMark {
    /// The mark of a living process; `None` if there is none, or if it only
    /// waits to be collected by its parent.
    pub(super) fn of(pid: u32) -> Option<Self> {
        describe(pid).map(Self)
    }

    /// Whether the process with this id is the marked one.
    pub(super) fn lives(&self, pid: u32) -> bool {
        collect(pid);
        describe(pid).is_some_and(|now| now == self.0)
    }
}

/// Start time in clock ticks since boot (field 22 of `/proc/PID/stat`) and the
/// boot itself.
#[cfg(target_os = "linux")]
fn describe(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The program's name, in parentheses, may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let (state, start) = (fields.first()?, fields.get(19)?);
    if matches!(*state, "Z" | "X" | "x") {
        return None;
    }
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    Some(format!("{} {start}", boot.trim()))
}

/// Start time and program as `ps` tells them.
#[cfg(not(target_os = "linux"))]
fn describe(pid: u32) -> Option<String> {
    let output = Command::new("ps")
        .args(["-o", "lstart=,state=,comm=", "-p", &pid.to_string()])
        .env("LC_ALL", "C")
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let ended = text
        .split_whitespace()
        .nth(5)
        .is_none_or(|state| state.starts_with('Z'));
    let without_state: Vec<&str> = text
        .split_whitespace()
        .enumerate()
        .filter(|(i, _)| *i != 5)
        .map(|(_, w)| w)
        .collect();
    (!ended).then(|| without_state.join(" "))
}

/// A free port on 127.0.0.1, or the wanted one if it is free.
pub(super) fn choose_port(wanted: Option<u16>) -> Result<u16, ChainError> {
    let port = wanted.unwrap_or(0);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let bound = listener.and_then(|l| l.local_addr());
    bound
        .map(|address| address.port())
        .map_err(|_| ChainError::PortBusy { port })
}

/// Starts anvil in a process group of its own, without our terminal and pipes,
/// so that neither ctrl-C nor our end reaches it.
pub(super) fn spawn(
    program: &Path,
    port: u16,
    chain_id: u64,
    folder: &Folder,
) -> Result<u32, ChainError> {
    let log_path = folder.log();
    let open = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(&log_path);
    let log = open.map_err(|e| file_error(&log_path, e))?;
    let errors = log.try_clone().map_err(|e| file_error(&log_path, e))?;
    let mut command = Command::new(program);
    command
        .args(["--host", "127.0.0.1", "--port", &port.to_string()])
        .args(["--chain-id", &chain_id.to_string()])
        .args([
            "--state-interval",
            STATE_INTERVAL,
            "--color",
            "never",
            "--state",
        ])
        .arg(folder.state())
        .stdin(Stdio::null())
        .stdout(log)
        .stderr(errors);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    // Not waited for: it is meant to outlive this process. `collect` removes
    // what is left of it if this process sees its end.
    command
        .spawn()
        .map(|child| child.id())
        .map_err(|e| file_error(program, e))
}

/// Asks the process to end; anvil writes its state then.
pub(super) fn terminate(pid: u32) {
    if let Some(pid) = to_pid(pid) {
        // A process that has just ended needs no signal.
        let _ = kill_process(pid, Signal::TERM);
    }
}

/// Collects the process if it is a child of ours that has ended.
fn collect(pid: u32) {
    if let Some(pid) = to_pid(pid) {
        // Fails for processes that are not our children, which is the rule.
        let _ = waitpid(Some(pid), WaitOptions::NOHANG);
    }
}

fn to_pid(pid: u32) -> Option<Pid> {
    i32::try_from(pid).ok().and_then(Pid::from_raw)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_recognised_and_another_is_not() {
        // Start times are counted in hundredths of a second.
        std::thread::sleep(std::time::Duration::from_millis(50));
        let mut first = Command::new("sleep").arg("60").spawn().unwrap();
        let mark = ProcessMark::of(first.id()).unwrap();
        assert!(mark.lives(first.id()));
        assert!(
            !mark.lives(std::process::id()),
            "another process has another mark"
        );
        first.kill().unwrap();
        first.wait().unwrap();
        assert!(!mark.lives(first.id()));
    }

    #[test]
    #[allow(clippy::zombie_processes, reason = "collecting it is what is tested")]
    fn an_ended_child_is_collected_and_does_not_count_as_living() {
        let child = Command::new("sleep").arg("60").spawn().unwrap();
        let mark = ProcessMark::of(child.id()).unwrap();
        terminate(child.id());
        let ended = (0..200).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(10));
            !mark.lives(child.id())
        });
        assert!(ended);
    }

    #[test]
    fn a_port_in_use_is_told() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(
            matches!(choose_port(Some(port)), Err(ChainError::PortBusy { port: p }) if p == port)
        );
        assert_ne!(choose_port(None).unwrap(), 0);
    }
}
