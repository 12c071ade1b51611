//! Settings. Every change is recorded in the history, in the same transaction.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};
use serde_json::json;

use crate::error::StoreError;
use crate::history::{self, Entry, Kind, Status};
use crate::open::Store;

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SettingKey {
    /// The name of the network that commands use unless told otherwise.
    CurrentNetwork,
    /// The account that commands use unless told otherwise: its index.
    CurrentAccount,
    /// The fee level that is offered first.
    FeeLevel,
    /// Whether a copy of the recovery kit has left this device, or was refused.
    KitCopy,
    /// Whether the paper phrase was written down, or was refused.
    PaperPhrase,
    /// Set while the owner wants nothing signed.
    Suspended,
    /// The gateway to IPFS: an `https://` address. None until one is chosen.
    IpfsGateway,
    /// Folders with the ABIs of the user's own contracts, as a JSON list.
    AbiFolders,
    /// The app's language: `en` or `ja`.
    Language,
    /// The app's appearance: `system`, `light` or `dark`.
    Appearance,
    /// Minutes without use after which the app locks.
    Autolock,
    /// The camera that the app uses.
    Camera,
}

impl SettingKey {
    /// Its name in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CurrentNetwork => "current_network",
            Self::CurrentAccount => "current_account",
            Self::FeeLevel => "fee_level",
            Self::KitCopy => "kit_copy",
            Self::PaperPhrase => "paper_phrase",
            Self::Suspended => "suspended",
            Self::IpfsGateway => "ipfs_gateway",
            Self::AbiFolders => "abi_folders",
            Self::Language => "language",
            Self::Appearance => "appearance",
            Self::Autolock => "autolock",
            Self::Camera => "camera",
        }
    }
}

/// The settings of a [`Store`].
#[derive(Debug)]
pub struct Settings<'a> {
    store: &'a Store,
}

impl Store {
    /// The settings.
    #[must_use]
    pub fn settings(&self) -> Settings<'_> {
        Settings { store: self }
    }
}

impl Settings<'_> {
    /// The value, if it was ever set.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn get(&self, key: SettingKey) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM settings WHERE key = ?1";
        let found = self
            .store
            .connection()
            .query_row(sql, [key.as_str()], |row| row.get(0));
        self.store.sorted(found.optional())
    }

    /// Sets it, and records the change unless it has that value already.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn set(&self, key: SettingKey, value: &str) -> Result<(), StoreError> {
        self.change(key, Some(value))
    }

    /// Takes it back to what it is before it was ever set.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn clear(&self, key: SettingKey) -> Result<(), StoreError> {
        self.change(key, None)
    }

    /// All that are set, by name; names of other versions included.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn all(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let read = || {
            let mut statement = self
                .store
                .connection()
                .prepare("SELECT key, value FROM settings")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        };
        self.store.sorted(read())
    }

    fn change(&self, key: SettingKey, value: Option<&str>) -> Result<(), StoreError> {
        let transaction = self.store.writing()?;
        let before = self.get(key)?;
        if before.as_deref() == value {
            return Ok(());
        }
        let changed = match value {
            Some(value) => transaction.execute(
                "INSERT INTO settings (key, value, changed) VALUES (?1, ?2, ?3)
                 ON CONFLICT (key) DO UPDATE SET value = ?2, changed = ?3",
                params![key.as_str(), value, self.store.now().0],
            ),
            None => transaction.execute("DELETE FROM settings WHERE key = ?1", [key.as_str()]),
        };
        self.store.sorted(changed)?;
        let detail = json!({ "setting": key.as_str(), "from": before, "to": value });
        let entry = Entry::new(Kind::SettingChange)
            .status(Status::Done)
            .detail(detail);
        history::insert(self.store, &entry)?;
        self.store.sorted(transaction.commit())
    }
}
