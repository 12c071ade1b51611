//! The demonstration photographs.

use std::path::{Path, PathBuf};

/// The folder of demonstration photographs (`scripts/demo.sh` fetches them).
#[derive(Clone, Debug)]
pub struct Photos(PathBuf);

impl Photos {
    /// Finds the folder: `MIEN_DEMO`, else `out/demo` of the workspace.
    #[must_use]
    pub fn find() -> Option<Self> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2)?;
        let folder =
            std::env::var_os("MIEN_DEMO").map_or_else(|| workspace.join("out/demo"), PathBuf::from);
        folder.join("obama.jpg").is_file().then_some(Self(folder))
    }

    /// A photograph's path.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A photograph as the argument of `--camera`.
    #[must_use]
    pub fn camera(&self, name: &str) -> String {
        format!("photo:{}", self.path(name).display())
    }
}
