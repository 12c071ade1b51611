//! Where the parts of the program lie that are files of their own: the models,
//! the tools of the local network, the test contracts, the demonstration's
//! photographs.

use std::path::{Path, PathBuf};

/// Where an installed program keeps them.
const SHARED: &str = "/usr/share/mien";

/// The models: beside the program or in one of the folders above it, which
/// serves a build folder and a bundle alike, else where packages install them.
#[must_use]
pub fn models() -> PathBuf {
    beside_program("models/packs")
        .and_then(|packs| packs.parent().map(Path::to_path_buf))
        .or_else(|| installed("models"))
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
    beside_program("out/contracts").unwrap_or_else(|| PathBuf::from("out/contracts"))
}

/// The photographs of the demonstration, if they were fetched; `MIEN_DEMO`
/// names another folder.
#[must_use]
pub fn demonstration() -> Option<PathBuf> {
    std::env::var_os("MIEN_DEMO")
        .map(PathBuf::from)
        .or_else(|| beside_program("out/demo"))
        .filter(|folder| folder.is_dir())
}

fn installed(name: &str) -> Option<PathBuf> {
    let path = Path::new(SHARED).join(name);
    path.is_dir().then_some(path)
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
