//! Where the parts of the program lie that are files of their own: the models,
//! the tools of the local network, the test contracts, the demonstration's
//! photographs.

use std::path::{Path, PathBuf};

/// Where an installed program keeps them, from the folder above that of the
/// program: `/usr/bin/mien` has them in `/usr/share/mien`.
const SHARED: &str = "share/mien";

/// The models.
#[must_use]
pub fn models() -> PathBuf {
    part("models/packs", "models/packs")
        .and_then(|packs| packs.parent().map(Path::to_path_buf))
        .unwrap_or_else(|| PathBuf::from("models"))
}

/// The folder that holds `tools/`, for the devnet's anvil.
#[must_use]
pub fn tools() -> Option<PathBuf> {
    beside_program("tools/package.json")?
        .ancestors()
        .nth(2)
        .map(Path::to_path_buf)
}

/// The folder of the compiled test contracts.
#[must_use]
pub fn contracts() -> PathBuf {
    part("out/contracts", "contracts").unwrap_or_else(|| PathBuf::from("out/contracts"))
}

/// The photographs of the demonstration, if they are here; `MIEN_DEMO` names
/// another folder.
#[must_use]
pub fn demonstration() -> Option<PathBuf> {
    std::env::var_os("MIEN_DEMO")
        .map(PathBuf::from)
        .or_else(|| part("out/demo", "demo"))
        .filter(|folder| folder.is_dir())
}

/// A part: beside the program or in one of the folders above it, which serves a
/// build folder, else where a package installs it.
fn part(in_tree: &str, installed: &str) -> Option<PathBuf> {
    beside_program(in_tree).or_else(|| beside_program(&format!("{SHARED}/{installed}")))
}

fn beside_program(wanted: &str) -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    program
        .ancestors()
        .skip(1)
        .take(4)
        .map(|dir| dir.join(wanted))
        .find(|path| path.exists())
}
