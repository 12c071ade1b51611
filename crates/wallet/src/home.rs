//! The data directory.

use std::path::{Path, PathBuf};

use crate::error::WalletError;

/// Everything the wallet writes lies under this one directory.
///
/// `keeper/` holds the helper data and belongs to the keeper process,
/// `wallet.sqlite` the database, `devnet/` the local node's state, `cache/`
/// pictures of tokens that were looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home(PathBuf);

impl Home {
    /// The directory that was named, else the usual place of this system.
    ///
    /// # Errors
    /// [`WalletError::NoHome`] where there is no usual place.
    pub fn find(named: Option<PathBuf>) -> Result<Self, WalletError> {
        match named {
            Some(path) => Ok(Self(path)),
            None => directories::ProjectDirs::from("", "", "mien")
                .map(|dirs| Self(dirs.data_dir().to_path_buf()))
                .ok_or(WalletError::NoHome),
        }
    }

    /// The directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where the keeper keeps the helper data.
    #[must_use]
    pub fn keeper(&self) -> PathBuf {
        self.0.join("keeper")
    }
}
