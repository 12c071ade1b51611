//! The command line over `mien-wallet`: it parses, asks, shows progress and
//! prints; what is done is decided below it. The binary `mien` is one line; the
//! rest is a library so that a test can run the very same face process with a
//! keeper that it watches.

mod args;
mod commands;
mod context;
mod progress;
mod prompt;
mod report;

use std::process::ExitCode;

use clap::Parser;
use mien_keeper::KeeperCommand;

use args::{Cli, Command};

/// The name of the subcommand that runs the keeper.
const KEEPER: &str = "keeper";

/// The keeper in this very program.
#[must_use]
pub fn own_keeper() -> KeeperCommand {
    let program = std::env::current_exe().unwrap_or_else(|_| "mien".into());
    KeeperCommand::new(&program, &[KEEPER])
}

/// Runs the command line of this process, with helper data kept by `keeper`.
#[must_use]
pub fn main(keeper: &KeeperCommand) -> ExitCode {
    let cli = Cli::parse();
    let json = cli.json;
    match run(cli, keeper) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            report::print_error(&e, json);
            ExitCode::from(report::exit_status(&e))
        }
    }
}

fn run(cli: Cli, keeper: &KeeperCommand) -> anyhow::Result<()> {
    if let Command::Keeper { folder } = &cli.command {
        return Ok(mien_keeper::process::run(folder)?);
    }
    mien_keeper::process::harden()?;
    // Where the limit forbids it, the commands that scan say so (the keeper is
    // under the same limit and reports it).
    let _ = mien_keeper::process::lock_memory();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(commands::run(cli, keeper))
}
