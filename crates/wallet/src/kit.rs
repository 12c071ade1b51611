//! The recovery kit, and forgetting.

use std::io::PipeWriter;
use std::path::Path;

use alloy::primitives::Address;
use mien_camera::FrameSource;
use mien_cosign::{ExtendedKey, PublicKey};
use mien_face::{Pack, PackId};
use mien_identity::{Cancel, Connection, IdentityError};
use mien_keeper::protocol::{KitSummary, Phrase};
use mien_keeper::{KitForm, PinUse};
use mien_store::{Decision, Entry, Kind, SettingKey, Status};
use serde::Serialize;
use serde_json::json;

use crate::error::WalletError;
use crate::scans::ScanInputs;
use crate::wallet::{CONSENT_VERSION, Wallet};

/// What a person types to do without a copy of the kit, in each language.
pub const KIT_REFUSALS: [&str; 2] = ["I do without a copy", "控えは作りません"];

/// What doing without a copy is about, in the store.
const KIT_SUBJECT: &str = "kit_copy";

/// What is said of one wallet and not of the next: gone when it is forgotten.
const OF_THIS_WALLET: [SettingKey; 4] = [
    SettingKey::KitCopy,
    SettingKey::PaperPhrase,
    SettingKey::CurrentAccount,
    SettingKey::Suspended,
];

/// What a kit says about itself.
#[derive(Clone, Debug, Serialize)]
pub struct KitInfo {
    /// The first account's address.
    #[serde(serialize_with = "crate::addresses::checksummed")]
    pub address: Address,
    /// Whether a PIN is needed.
    pub pin: bool,
    /// Whether a paper phrase goes with it.
    pub phrase: bool,
    /// How often the wallet was renewed before the kit was written.
    pub generation: u32,
    /// When its helper data was made, seconds since 1970.
    pub created: u64,
    /// The model pack it needs, in hex.
    pub pack: String,
    /// Its length.
    pub bytes: usize,
}

impl KitInfo {
    fn new(summary: &KitSummary) -> Result<Self, WalletError> {
        let key = ExtendedKey::new(
            PublicKey::from_bytes(&summary.public_key)?,
            summary.chain_code,
        );
        Ok(Self {
            address: Address::from(key.child(0)?.public_key().ethereum_address()),
            pin: summary.pin == PinUse::Required,
            phrase: summary.phrase == Phrase::Confirmed,
            generation: summary.generation,
            created: summary.created,
            pack: hex::encode(summary.pack_id),
            bytes: summary.len,
        })
    }
}

impl Wallet {
    /// Writes the kit to a new file.
    ///
    /// # Errors
    /// [`mien_keeper::KeeperError::Exists`], a disk that is full, no wallet here.
    pub fn export_kit(&self, form: KitForm, path: &Path) -> Result<(), WalletError> {
        let detail = json!({ "form": format!("{form:?}") });
        let entry = Entry::new(Kind::KitExport).detail(detail);
        let work = || Ok(self.connection()?.export_kit(form, &absolute(path)?)?);
        self.recorded(&entry, work, |()| json!({}))?;
        self.has_copy()
    }

    /// Notes that a copy of the kit is outside this device.
    fn has_copy(&self) -> Result<(), WalletError> {
        Ok(self
            .store()
            .settings()
            .set(SettingKey::KitCopy, "exported")?)
    }

    /// Notes that the owner does without a copy, for one of [`KIT_REFUSALS`];
    /// spaces around it, capitals and its full stop do not matter.
    ///
    /// # Errors
    /// [`WalletError::NotRefused`] for other words; no wallet here.
    pub fn refuse_kit_copy(&self, words: &str) -> Result<(), WalletError> {
        let words = words.trim().trim_end_matches(['.', '。']);
        if !KIT_REFUSALS.iter().any(|r| r.eq_ignore_ascii_case(words)) {
            return Err(WalletError::NotRefused);
        }
        self.identity()?;
        let store = self.store();
        store
            .consents()
            .record(KIT_SUBJECT, CONSENT_VERSION, Decision::Declined)?;
        Ok(store.settings().set(SettingKey::KitCopy, "refused")?)
    }

    /// Draws the kit's QR code on standard error; the keeper does it, and this
    /// process never holds the kit.
    ///
    /// # Errors
    /// No wallet here.
    pub fn draw_kit(&self) -> Result<(), WalletError> {
        let entry = Entry::new(Kind::KitExport)
            .detail(json!({ "form": "Drawn" }))
            .status(Status::Done);
        self.connection()?.draw_kit()?;
        self.store().history().begin(&entry)?;
        Ok(self.store().settings().set(SettingKey::KitCopy, "drawn")?)
    }

    /// Draws the kit into `sheet`, whose other end is in a process that shows and
    /// prints it: its side in modules and the `d` of an SVG path, a line each.
    /// The keeper does it, and this process never reads it.
    ///
    /// # Errors
    /// No wallet here.
    pub fn draw_kit_sheet(&self, sheet: PipeWriter) -> Result<(), WalletError> {
        let folder = self.home().keeper();
        let mut keeper = Connection::open_drawing(self.keeper(), &folder, sheet.into())?;
        Ok(keeper.draw_kit_sheet()?)
    }

    /// The person says that the sheet is on paper: a copy has left the device.
    ///
    /// # Errors
    /// No wallet here.
    pub fn kit_printed(&self) -> Result<(), WalletError> {
        let entry = Entry::new(Kind::KitExport)
            .detail(json!({ "form": "Printed" }))
            .status(Status::Done);
        self.connection()?.kit_printed()?;
        self.store().history().begin(&entry)?;
        self.has_copy()
    }

    /// What a kit holds; nothing is imported.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn inspect_kit(&self, path: &Path) -> Result<KitInfo, WalletError> {
        KitInfo::new(&self.connection()?.inspect_kit(&absolute(path)?)?)
    }

    /// Makes the kit's wallet the one here; a drill then proves it.
    ///
    /// # Errors
    /// What is wrong with it, or another wallet here; and a model pack that is
    /// not installed, because without it no face would open what was imported.
    pub fn import_kit(&self, path: &Path) -> Result<KitInfo, WalletError> {
        let path = absolute(path)?;
        let summary = self.connection()?.inspect_kit(&path)?;
        Pack::find(self.models(), PackId::from_bytes(summary.pack_id))?;
        self.take_kit(&path)
    }

    /// The same for a kit whose QR code is held to a camera; looks until one is
    /// seen.
    ///
    /// # Errors
    /// As [`Wallet::import_kit`]; cancelled, or the camera's.
    pub fn import_kit_from_camera(
        &self,
        source: &mut dyn FrameSource,
    ) -> Result<KitInfo, WalletError> {
        let mut connection = self.connection()?;
        while self.watch().cancelled() == Cancel::No {
            let frame = source.next_frame()?;
            if let Some(summary) = connection.inspect_kit_seen(&frame)? {
                Pack::find(self.models(), PackId::from_bytes(summary.pack_id))?;
                return self.imported(&connection.import_kit_seen(&frame)?);
            }
        }
        Err(IdentityError::Cancelled.into())
    }

    /// The same for a kit that will be opened without its model pack.
    pub(crate) fn take_kit(&self, path: &Path) -> Result<KitInfo, WalletError> {
        self.imported(&self.connection()?.import_kit(&absolute(path)?)?)
    }

    fn imported(&self, summary: &KitSummary) -> Result<KitInfo, WalletError> {
        let info = KitInfo::new(summary)?;
        self.store()
            .history()
            .begin(&Entry::new(Kind::KitImport).status(Status::Done))?;
        // Whoever comes with a kit has a copy of it elsewhere.
        self.has_copy()?;
        Ok(info)
    }

    /// Removes the wallet from this device, for its address typed out.
    ///
    /// # Errors
    /// Another address than this wallet's.
    pub fn forget_by_address(&self, typed: &str) -> Result<(), WalletError> {
        self.connection()?.forget_by_address(typed)?;
        self.forgotten()
    }

    /// Removes the wallet from this device, after a drill and with a kit that
    /// is read back.
    ///
    /// # Errors
    /// Those of a drill; another wallet's or an older kit.
    pub fn forget_with_kit(&self, kit: &Path, inputs: &ScanInputs) -> Result<(), WalletError> {
        let kit = absolute(kit)?;
        self.scanned("forget", inputs, |desk, cameras| {
            desk.forget_with_kit(cameras, inputs.pin.as_deref(), inputs.tries, &kit)
        })?;
        self.forgotten()
    }

    fn forgotten(&self) -> Result<(), WalletError> {
        self.remove_pictures()?;
        for key in OF_THIS_WALLET {
            self.store().settings().clear(key)?;
        }
        self.store()
            .history()
            .begin(&Entry::new(Kind::Forget).status(Status::Done))?;
        Ok(())
    }
}

/// The keeper has its own working directory in principle; paths go to it whole.
fn absolute(path: &Path) -> Result<std::path::PathBuf, WalletError> {
    std::path::absolute(path).map_err(|e| WalletError::File {
        path: path.display().to_string(),
        reason: (&e).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::home::Home;
    use mien_identity::Unwatched;
    use mien_keeper::KeeperCommand;
    use std::sync::Arc;

    /// A wallet whose keeper cannot be started.
    fn wallet(folder: &Path) -> Wallet {
        let home = Home::find(Some(folder.to_owned())).unwrap();
        let keeper = KeeperCommand::new(&folder.join("nothing"), &[]);
        Wallet::open(home, keeper, folder.join("models"), Arc::new(Unwatched)).unwrap()
    }

    fn kit_copy(wallet: &Wallet) -> Option<String> {
        wallet.store().settings().get(SettingKey::KitCopy).unwrap()
    }

    #[test]
    fn other_words_do_not_refuse_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        let wallet = wallet(folder.path());
        for words in ["", "yes", "I do with a copy", "控えは作ります"] {
            let refused = wallet.refuse_kit_copy(words);
            assert!(matches!(refused, Err(WalletError::NotRefused)), "{words}");
        }
        assert_eq!(kit_copy(&wallet), None);
        // The right words of somebody who has no wallet are not taken either.
        let none = wallet.refuse_kit_copy(" i do without a copy. ");
        assert!(matches!(none, Err(WalletError::Identity(_))), "{none:?}");
        assert_eq!(kit_copy(&wallet), None);
    }

    #[test]
    fn what_was_forgotten_leaves_nothing_for_the_next_wallet() {
        let folder = tempfile::tempdir().unwrap();
        let wallet = wallet(folder.path());
        let settings = wallet.store().settings();
        settings.set(SettingKey::Language, "ja").unwrap();
        for key in OF_THIS_WALLET {
            settings.set(key, "1").unwrap();
        }
        wallet.forgotten().unwrap();
        for key in OF_THIS_WALLET {
            assert_eq!(settings.get(key).unwrap(), None, "{key:?}");
        }
        let language = settings.get(SettingKey::Language).unwrap();
        assert_eq!(language.as_deref(), Some("ja"));
    }
}
