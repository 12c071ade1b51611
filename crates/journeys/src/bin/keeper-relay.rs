//! Stands between a face process, its parent, and the real keeper, its child:
//! passes every message on unchanged, and at the steps in which shares move
//! stops both and copies their memory. For the memory test.
//!
//! `keeper-relay MIEN COPIES KEEPER_FOLDER`. Whatever goes wrong ends the
//! conversation and is written down beside the copies: a test that could not
//! look must not pass.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};
use mien_journeys::watch::{Copy, FAILURE_FILE, Moment, Side, Stopped, copy_memory, watched_step};
use mien_keeper::protocol::{Answer, Request, read_frame, write_frame};
use mien_keeper::{KeeperClient, KeeperCommand};
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
        match watched_step(&request) {
            None => write_frame(&mut output, &keeper.call(&request))?,
            Some(step) => watcher.pass_on(step, &request, &mut keeper, &mut output)?,
        }
    }
    Ok(())
}

struct Watcher<'a> {
    copies: &'a Path,
    face: Pid,
    keeper: Pid,
    /// Copies made in this conversation.
    taken: AtomicUsize,
}

impl Watcher<'_> {
    fn pass_on(
        &self,
        step: &str,
        request: &Request,
        keeper: &mut KeeperClient,
        output: &mut impl Write,
    ) -> anyhow::Result<()> {
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
        write_frame(output, &answer)?;
        // After the other steps the face process may end at any time.
        if matches!(step, "SignFirst" | "SignSecond") {
            thread::sleep(INTO_A_FLIGHT);
            self.look(step, Moment::Continued)?;
        }
        Ok(())
    }

    /// Stops both, copies both, lets both go on.
    fn look(&self, step: &str, moment: Moment) -> anyhow::Result<()> {
        let _face = Stopped::stop(self.face)?;
        let _keeper = Stopped::stop(self.keeper)?;
        let number = self.taken.fetch_add(1, Ordering::Relaxed);
        for (side, process) in [(Side::Face, self.face), (Side::Keeper, self.keeper)] {
            let name = Copy::name(getpid(), number, step, moment, side);
            copy_memory(process, &self.copies.join(name))
                .with_context(|| format!("{side:?} at {step}, {moment:?}"))?;
        }
        Ok(())
    }
}
