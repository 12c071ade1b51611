//! The `mien` command as it is, with a keeper that is watched: between the two
//! stands `keeper-relay`. For the memory test.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Context;
use mien_journeys::program_beside;
use mien_journeys::watch::FOLDER_VARIABLE;
use mien_keeper::KeeperCommand;

fn main() -> ExitCode {
    match watched_keeper() {
        Ok(keeper) => mien_cli::main(&keeper),
        Err(e) => {
            eprintln!("watched-mien: {e:#}");
            ExitCode::FAILURE
        }
    }
}

fn watched_keeper() -> anyhow::Result<KeeperCommand> {
    let text = |name: OsString| name.into_string().ok().context("a path that is not UTF-8");
    let folder = std::env::var_os(FOLDER_VARIABLE)
        .with_context(|| format!("{FOLDER_VARIABLE} must name a folder for the copies"))?;
    let mien = program_beside("mien")?.into_os_string();
    Ok(KeeperCommand::new(
        &program_beside("keeper-relay")?,
        &[&text(mien)?, &text(folder)?],
    ))
}
