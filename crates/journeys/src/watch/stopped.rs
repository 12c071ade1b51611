//! A process that stands still.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use rustix::process::{Pid, Signal, kill_process};

/// How long a process may take to stop: far more than it needs.
const PATIENCE: Duration = Duration::from_secs(20);

/// A process that was stopped, all threads of it. Goes on when dropped.
#[derive(Debug)]
pub struct Stopped(Pid);

impl Stopped {
    /// Stops a process and waits until every thread of it stands.
    ///
    /// # Errors
    /// When it cannot be signalled, has ended, or does not stop.
    pub fn stop(process: Pid) -> anyhow::Result<Self> {
        kill_process(process, Signal::STOP)
            .with_context(|| format!("process {process:?} cannot be stopped"))?;
        let stopped = Self(process);
        let begun = Instant::now();
        while !stopped.stands()? {
            if begun.elapsed() > PATIENCE {
                bail!("process {process:?} does not stop");
            }
            thread::sleep(Duration::from_millis(1));
        }
        Ok(stopped)
    }

    fn stands(&self) -> anyhow::Result<bool> {
        let tasks = format!("/proc/{}/task", self.0.as_raw_nonzero());
        for task in fs::read_dir(&tasks).context(tasks)? {
            // A thread may end while the list is read; the others decide.
            let Ok(stat) = fs::read_to_string(task?.path().join("stat")) else {
                continue;
            };
            // proc(5): the state follows the name in brackets, which may itself
            // hold brackets and spaces.
            let state = stat
                .rsplit_once(") ")
                .and_then(|(_, rest)| rest.chars().next());
            if !matches!(state, Some('T' | 't')) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Drop for Stopped {
    fn drop(&mut self) {
        // If it is gone there is nothing to wake.
        let _ = kill_process(self.0, Signal::CONT);
    }
}
