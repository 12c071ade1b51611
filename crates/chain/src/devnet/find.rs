//! Where anvil is.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::error::ChainError;

/// Where the npm package puts the program, below a folder with `tools/`.
const IN_TOOLS: &str = "tools/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil";

/// Where our packages install it, from the folder above that of the program.
const INSTALLED: &str = "lib/mien/anvil";

/// The places to look for anvil, in order.
#[derive(Clone, Debug, Default)]
pub struct AnvilSearch {
    /// A path that was named; if it is set, nothing else is tried.
    pub named: Option<PathBuf>,
    /// This program; anvil may lie beside it, in the `tools` folder of a source
    /// tree around it, or, after all others, where our packages install it.
    pub executable: Option<PathBuf>,
    /// A folder with `tools/node_modules`.
    pub root: Option<PathBuf>,
    /// The value of PATH.
    pub path: Option<OsString>,
}

impl AnvilSearch {
    /// The places that this process's environment gives: `MIEN_ANVIL`, the
    /// program's own folder, `root` if given, and `PATH`.
    #[must_use]
    pub fn from_environment(root: Option<&Path>) -> Self {
        Self {
            named: std::env::var_os("MIEN_ANVIL")
                .filter(|v| !v.is_empty())
                .map(PathBuf::from),
            executable: std::env::current_exe().ok(),
            root: root.map(Path::to_path_buf),
            path: std::env::var_os("PATH"),
        }
    }

    /// The first anvil that is there.
    ///
    /// # Errors
    /// [`ChainError::AnvilMissing`] with the places that were looked at.
    pub fn find(&self) -> Result<PathBuf, ChainError> {
        let candidates = self.candidates();
        if let Some(found) = candidates.iter().find(|path| path.is_file()) {
            return Ok(found.canonicalize().unwrap_or_else(|_| found.clone()));
        }
        let places: Vec<String> = candidates.iter().map(|p| p.display().to_string()).collect();
        let searched = if places.is_empty() {
            "nowhere".to_owned()
        } else {
            places.join(", ")
        };
        Err(ChainError::AnvilMissing { searched })
    }

    fn candidates(&self) -> Vec<PathBuf> {
        if let Some(named) = &self.named {
            return vec![named.clone()];
        }
        let program = format!("anvil{}", std::env::consts::EXE_SUFFIX);
        let mut places = Vec::new();
        if let Some(folder) = self.executable.as_deref().and_then(Path::parent) {
            places.push(folder.join(&program));
            // A debug build lies in target/debug, a test in target/debug/deps.
            places.extend(
                folder
                    .ancestors()
                    .skip(1)
                    .take(3)
                    .map(|above| above.join(IN_TOOLS)),
            );
        }
        places.extend(self.root.iter().map(|root| root.join(IN_TOOLS)));
        if let Some(path) = &self.path {
            let absolute = std::env::split_paths(path).filter(|folder| folder.is_absolute());
            places.extend(absolute.map(|folder| folder.join(&program)));
        }
        // Last: somebody who has an anvil knows why.
        let above = self
            .executable
            .as_deref()
            .and_then(|p| p.ancestors().nth(2));
        places.extend(above.map(|above| above.join(INSTALLED)));
        places
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn put(path: &Path) -> PathBuf {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "").unwrap();
        path.canonicalize().unwrap()
    }

    #[test]
    fn places_are_tried_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let at = |p: &str| dir.path().join(p);
        let installed = put(&at("repo/target").join(INSTALLED));
        let mut search = AnvilSearch {
            executable: Some(at("repo/target/debug/mien")),
            root: Some(at("elsewhere")),
            path: Some(at("bin").into_os_string()),
            named: None,
        };
        assert_eq!(search.find().unwrap(), installed);
        let on_path = put(&at("bin/anvil"));
        assert_eq!(search.find().unwrap(), on_path);
        let in_root = put(&at("elsewhere").join(IN_TOOLS));
        assert_eq!(search.find().unwrap(), in_root);
        let in_tree = put(&at("repo").join(IN_TOOLS));
        assert_eq!(search.find().unwrap(), in_tree);
        let beside = put(&at("repo/target/debug/anvil"));
        assert_eq!(search.find().unwrap(), beside);
        search.named = Some(on_path.clone());
        assert_eq!(search.find().unwrap(), on_path);
    }

    #[test]
    fn a_named_path_that_is_wrong_is_not_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        put(&dir.path().join("anvil"));
        let search = AnvilSearch {
            named: Some(dir.path().join("gone")),
            path: Some(dir.path().as_os_str().to_owned()),
            ..AnvilSearch::default()
        };
        let error = search.find().unwrap_err().to_string();
        assert!(
            error.contains("gone") && error.contains("MIEN_ANVIL"),
            "{error}"
        );
    }

    #[test]
    fn the_working_directory_is_never_searched() {
        let search = AnvilSearch {
            path: Some(".:bin:".into()),
            ..AnvilSearch::default()
        };
        assert!(search.candidates().is_empty());
    }
}
