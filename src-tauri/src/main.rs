//! The app, and the keeper when it is started as such.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::path::Path;
use std::process::ExitCode;

/// The system's allocator keeps what a scan freed, as much again as the app
/// otherwise takes; this one gives it back (`docs/performance.md`).
#[cfg(target_os = "linux")]
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next();
    let is = |name: &str| first.as_deref().is_some_and(|first| first == name);
    if is(mien_app::KEEPER) {
        let Some(folder) = arguments.next() else {
            eprintln!("mien-app keeper: no folder was named");
            return ExitCode::FAILURE;
        };
        return said(mien_keeper::process::run(Path::new(&folder)));
    }
    if std::env::var_os(mien_app::AUTOMATION).is_some() && !cfg!(feature = "e2e") {
        // Changing the environment is unsafe with other threads; starting again
        // without the variable is not.
        return without_automation();
    }
    if let Err(e) = mien_keeper::process::harden() {
        return said(Err(e));
    }
    if is(mien_app::SHEET) {
        return sheet();
    }
    mien_app::run();
    ExitCode::SUCCESS
}

/// The window of a kit's sheet, which is in a process of its own.
fn sheet() -> ExitCode {
    match mien_app::show_sheet(std::env::args().skip(2)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("mien-app sheet: {e}");
            ExitCode::FAILURE
        }
    }
}

/// This program again, without a driver.
fn without_automation() -> ExitCode {
    let again = std::env::current_exe().and_then(|program| {
        std::process::Command::new(program)
            .args(std::env::args_os().skip(1))
            .env_remove(mien_app::AUTOMATION)
            .status()
    });
    match again {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(e) => {
            eprintln!("mien-app: {e}");
            ExitCode::FAILURE
        }
    }
}

fn said(result: Result<(), mien_keeper::KeeperError>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("mien-app: {e}");
            ExitCode::FAILURE
        }
    }
}
