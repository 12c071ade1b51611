//! The keeper as a process: hardened, talking over its standard streams.

use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

use rand_core::CryptoRng;
use rustix::mm::{MlockAllFlags, mlockall};
use rustix::process::{
    DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit,
};

use crate::clock::Clock;
use crate::error::KeeperError;
use crate::protocol::{MemoryLock, Request, read_frame, write_frame};
use crate::server::Keeper;

/// Turns off core dumps and attaching debuggers for this process.
///
/// Both processes of the wallet call it before they touch a secret. On Linux a
/// process that is not dumpable can neither leave a core file nor be traced by
/// another process of the same user.
///
/// # Errors
/// [`KeeperError::Protocol`] if the system refuses; do not go on then.
pub fn harden() -> Result<(), KeeperError> {
    let refused = |e: rustix::io::Errno| {
        KeeperError::Protocol(format!("core dumps could not be turned off: {e}"))
    };
    setrlimit(
        Resource::Core,
        Rlimit {
            current: Some(0),
            maximum: Some(0),
        },
    )
    .map_err(refused)?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(refused)
}

/// Keeps all memory of this process out of swap, where the system allows it.
///
/// With a small limit on locked memory, locking what is there would make later
/// allocations fail, so nothing is locked then, and the caller says so.
#[must_use]
pub fn lock_memory() -> MemoryLock {
    // Root may raise the limit, but not in every container: what counts is the
    // limit in force afterwards, not who we are.
    let none = Rlimit {
        current: None,
        maximum: None,
    };
    let _ = setrlimit(Resource::Memlock, none);
    if getrlimit(Resource::Memlock).current.is_some() {
        return MemoryLock::Limited;
    }
    match mlockall(MlockAllFlags::CURRENT | MlockAllFlags::FUTURE) {
        Ok(()) => MemoryLock::Locked,
        Err(_) => MemoryLock::Limited,
    }
}

/// Runs the keeper over this process's standard input and output until the
/// other side closes them. `folder` is where the record is kept.
///
/// # Errors
/// [`KeeperError`] when hardening fails or the pipe breaks inside a message.
pub fn run(folder: &Path) -> Result<(), KeeperError> {
    harden()?;
    let memory = lock_memory();
    #[expect(
        clippy::disallowed_methods,
        reason = "the start of a program is where randomness comes from"
    )]
    let mut keeper = Keeper::new(folder, Clock::SYSTEM, rand::rng(), memory);
    serve(
        &mut keeper,
        BufReader::new(std::io::stdin()),
        BufWriter::new(std::io::stdout()),
    )
}

/// Answers requests until the input ends.
///
/// # Errors
/// [`KeeperError`] when a frame cannot be read or written.
pub fn serve(
    keeper: &mut Keeper<impl CryptoRng>,
    mut input: impl Read,
    mut output: impl Write,
) -> Result<(), KeeperError> {
    while let Some(request) = read_frame::<Request>(&mut input)? {
        let answer = keeper.answer(request);
        write_frame(&mut output, &answer)?;
        keeper.work_ahead();
    }
    Ok(())
}
