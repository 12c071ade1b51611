//! Stands between a face process, its parent, and the real keeper, its child:
//! passes every message on unchanged and keeps a copy of it, and at the steps in
//! which shares move stops both and copies their memory. For the memory test.
//!
//! `keeper-relay MIEN COPIES KEEPER_FOLDER`. Whatever goes wrong ends the
//! conversation and is written down beside the copies: a test that could not
//! look must not pass.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};
use mien_journeys::watch::{
    Copy, FAILURE_FILE, Moment, OTHER_STEP, Side, Stopped, copy_memory, watched_step,
};
use mien_keeper::protocol::{Answer, Request, read_frame, write_frame};
use mien_keeper::{KeeperClient, KeeperCommand, KeeperError};
use rustix::process::{Pid, getpid, getppid};

/// Into the arithmetic of a flight, which takes about 6 ms on each side.
const INTO_A_FLIGHT: Duration = Duration::from_millis(3);

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, copies, folder] = &arguments[..] else {
        eprintln!("keeper-relay MIEN COPIES KEEPER_FOLDER");
        return ExitCode::FAILURE;
    };
    match relay(program, copies, folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("keeper-relay: {e:#}");
            let _ = std::fs::write(copies.join(FAILURE_FILE), format!("{e:#}"));
            ExitCode::FAILURE
        }
    }
}

fn relay(program: &Path, copies: &Path, folder: &Path) -> anyhow::Result<()> {
    let face = getppid().context("no face process")?;
    let mut keeper = KeeperCommand::new(program, &["keeper"]).start(folder)?;
    let child = Pid::from_raw(i32::try_from(keeper.process_id())?).context("no keeper")?;
    let watcher = Watcher {
        copies,
        face,
        keeper: child,
        taken: AtomicUsize::new(0),
    };
    let mut input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    while let Some(request) = read_frame::<Request>(&mut input)? {
        let step = watched_step(&request);
        watcher.keep(step, Side::Keeper, |to| write_frame(to, &request))?;
        let answer = match step {
            None => keeper.call(&request),
            Some(step) => watcher.ask(step, &request, &mut keeper)?,
        };
        watcher.keep(step, Side::Face, |to| write_frame(to, &answer))?;
        write_frame(&mut output, &answer)?;
        // After the other steps the face process may end at any time.
        if let Some(step @ ("SignFirst" | "SignSecond")) = step {
            thread::sleep(INTO_A_FLIGHT);
            watcher.look(step, Moment::Continued)?;
        }
    }
    Ok(())
}

struct Watcher<'a> {
    copies: &'a Path,
    face: Pid,
    keeper: Pid,
    /// Copies begun in this conversation.
    taken: AtomicUsize,
}

impl Watcher<'_> {
    /// Keeps a message as it goes to `side`: what a process is sent after the
    /// last look into it must not slip through.
    fn keep(
        &self,
        step: Option<&str>,
        side: Side,
        write: impl Fn(&mut Vec<u8>) -> Result<(), KeeperError>,
    ) -> anyhow::Result<()> {
        let mut message = Vec::new();
        write(&mut message)?;
        let step = step.unwrap_or(OTHER_STEP);
        let name = Copy::name(getpid(), self.next(), step, Moment::Message, side);
        Ok(std::fs::write(self.copies.join(name), message)?)
    }

    /// Asks the keeper, and looks before, meanwhile and after.
    fn ask(
        &self,
        step: &str,
        request: &Request,
        keeper: &mut KeeperClient,
    ) -> anyhow::Result<Answer> {
        self.look(step, Moment::Asked)?;
        let (answer, looked): (Answer, _) = thread::scope(|scope| {
            let looking = scope.spawn(|| {
                thread::sleep(INTO_A_FLIGHT);
                self.look(step, Moment::Working)
            });
            (keeper.call(request), looking.join())
        });
        match looked {
            Ok(looked) => looked?,
            Err(_) => bail!("the look into step {step} panicked"),
        }
        self.look(step, Moment::Answered)?;
        Ok(answer)
    }

    /// Keeps the names of what is written in one conversation apart.
    fn next(&self) -> usize {
        self.taken.fetch_add(1, Ordering::Relaxed)
    }

    /// Stops both, copies both, lets both go on.
    fn look(&self, step: &str, moment: Moment) -> anyhow::Result<()> {
        let _face = Stopped::stop(self.face)?;
        let _keeper = Stopped::stop(self.keeper)?;
        let number = self.next();
        for (side, process) in [(Side::Face, self.face), (Side::Keeper, self.keeper)] {
            let name = Copy::name(getpid(), number, step, moment, side);
            copy_memory(process, &self.copies.join(name))
                .with_context(|| format!("{side:?} at {step}, {moment:?}"))?;
        }
        Ok(())
    }
}
