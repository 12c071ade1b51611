//! Folders with the ABIs of the user's own contracts.

use std::path::{Path, PathBuf};

use mien_chain::{AbiBook, AbiFolder, AbiLimits};
use mien_keeper::FileFault;
use mien_store::SettingKey;

use crate::error::WalletError;
use crate::wallet::Wallet;

/// Most folders.
const MOST: usize = 16;

impl Wallet {
    /// The folders, in the order in which they were added.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub fn abi_folders(&self) -> Result<Vec<PathBuf>, WalletError> {
        let stored = self.store().settings().get(SettingKey::AbiFolders)?;
        // A list that cannot be read counts as none: it can be made again.
        Ok(stored
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    /// Explains calls by the artifacts of this folder from now on (`out` of forge,
    /// `artifacts` of Hardhat). They are read each time they are needed.
    ///
    /// # Errors
    /// A folder that cannot be read or holds no contract, or too many folders.
    pub fn add_abi_folder(&self, folder: &Path) -> Result<AbiFolder, WalletError> {
        let folder = absolute(folder)?;
        let read = AbiBook::new().add_folder(&folder, AbiLimits::default())?;
        let mut folders = self.abi_folders()?;
        if !folders.contains(&folder) {
            folders.push(folder.clone());
        }
        if folders.len() > MOST {
            return Err(WalletError::File {
                path: folder.display().to_string(),
                reason: FileFault::Other(format!(
                    "there are {MOST} folders already; remove one with `mien abi remove`"
                )),
            });
        }
        self.set_abi_folders(&folders)?;
        Ok(read)
    }

    /// Explains calls by this folder no longer.
    ///
    /// # Errors
    /// One that was not added.
    pub fn remove_abi_folder(&self, folder: &Path) -> Result<(), WalletError> {
        let mut folders = self.abi_folders()?;
        // One that is gone from the disk is removed by the path that is listed.
        let resolved = absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
        let before = folders.len();
        folders.retain(|known| known != folder && *known != resolved);
        if folders.len() == before {
            return Err(WalletError::File {
                path: folder.display().to_string(),
                reason: FileFault::Other(
                    "this folder was not added; see `mien abi list`".to_owned(),
                ),
            });
        }
        self.set_abi_folders(&folders)
    }

    /// Everything that the folders say, and those that cannot be read.
    pub(crate) fn abi_book(&self) -> Result<(AbiBook, Vec<PathBuf>), WalletError> {
        let mut book = AbiBook::new();
        let mut unread = Vec::new();
        for folder in self.abi_folders()? {
            if book.add_folder(&folder, AbiLimits::default()).is_err() {
                unread.push(folder);
            }
        }
        Ok((book, unread))
    }

    fn set_abi_folders(&self, folders: &[PathBuf]) -> Result<(), WalletError> {
        let settings = self.store().settings();
        if folders.is_empty() {
            return Ok(settings.clear(SettingKey::AbiFolders)?);
        }
        let text = serde_json::to_string(folders).map_err(|e| WalletError::File {
            path: "the list of folders".to_owned(),
            reason: FileFault::Other(format!("{e}; the path must be UTF-8")),
        })?;
        Ok(settings.set(SettingKey::AbiFolders, &text)?)
    }
}

fn absolute(folder: &Path) -> Result<PathBuf, WalletError> {
    folder.canonicalize().map_err(|e| WalletError::File {
        path: folder.display().to_string(),
        reason: (&e).into(),
    })
}
