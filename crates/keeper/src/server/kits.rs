//! Kits: leaving, coming back, and what allows the helper data to be removed.

use std::io::Write;
use std::path::Path;

use rand_core::CryptoRng;

use super::{Keeper, phrase};
use crate::error::KeeperError;
use crate::folder::storage;
use crate::kit;
use crate::protocol::{Drawing, ForgetConsent, KitSummary, ShareKind};
use crate::record::{HelperData, Record};

impl<R: CryptoRng> Keeper<R> {
    pub(super) fn export_kit(
        &mut self,
        form: kit::KitForm,
        path: &Path,
    ) -> Result<(), KeeperError> {
        let record = self.folder.load()?;
        kit::export(&record.helper, form, path)?;
        self.kit_left(record.helper.generation)
    }

    pub(super) fn draw_kit(&mut self, drawing: Drawing) -> Result<(), KeeperError> {
        let record = self.folder.load()?;
        let drawn = match drawing {
            Drawing::Terminal => kit::qr_terminal(&record.helper)?,
            Drawing::Sheet => kit::qr_sheet(&record.helper)?,
        };
        // Standard error belongs to the terminal or to the sheet's own process;
        // the pipe to the face process must not carry the kit.
        let mut out = std::io::stderr().lock();
        writeln!(out, "{}", *drawn).map_err(|e| storage(Path::new("standard error"), &e))?;
        match drawing {
            Drawing::Terminal => self.kit_left(record.helper.generation),
            Drawing::Sheet => Ok(()),
        }
    }

    pub(super) fn kit_printed(&self) -> Result<(), KeeperError> {
        self.kit_left(self.folder.load()?.helper.generation)
    }

    fn kit_left(&self, generation: u32) -> Result<(), KeeperError> {
        let _guard = self.folder.lock()?;
        let mut record = self.folder.load()?;
        if record.helper.generation == generation {
            record.kit_generation = Some(generation);
            self.folder.save(&record)?;
        }
        Ok(())
    }

    pub(super) fn import_kit(&mut self, path: &Path) -> Result<KitSummary, KeeperError> {
        self.take_kit(kit::import(path)?)
    }

    pub(super) fn take_kit(&mut self, helper: HelperData) -> Result<KitSummary, KeeperError> {
        let summary = summary(&helper);
        let _guard = self.folder.lock()?;
        if let Some(here) = self.folder.find()?
            && *here.helper.to_kit_bytes() == *helper.to_kit_bytes()
        {
            return Ok(summary);
        }
        self.refuse_if_enrolled()?;
        let generation = helper.generation;
        let record = Record {
            kit_generation: Some(generation),
            ..Record::new(helper)
        };
        self.folder.drop_old()?;
        self.folder.save(&record)?;
        Ok(summary)
    }

    pub(super) fn forget(&mut self, consent: &ForgetConsent) -> Result<(), KeeperError> {
        let _guard = self.folder.lock()?;
        let record = self.folder.load()?;
        let address = first_address(&record.helper)?;
        let agreed = match consent {
            ForgetConsent::AddressTyped(typed) => typed.trim().eq_ignore_ascii_case(&address),
            ForgetConsent::KitReadBack(path) => {
                let kit = kit::import(path)?;
                let found = first_address(&kit)?;
                if found != address {
                    return Err(KeeperError::OtherWallet {
                        found,
                        here: address,
                    });
                }
                // The very bytes on this device were drilled in this session;
                // the kit must be the same generation with the same share.
                self.proved == Some(ShareKind::Face)
                    && *kit.to_kit_bytes() == *record.helper.to_kit_bytes()
            }
        };
        if !agreed {
            return Err(KeeperError::ForgetNeedsCopy(address));
        }
        self.folder.remove_all()
    }
}

pub(super) fn summary(helper: &HelperData) -> KitSummary {
    KitSummary {
        public_key: helper.key.public_key().to_bytes(),
        chain_code: *helper.key.chain_code(),
        pack_id: helper.sketch.pack_id,
        pin: helper.sketch.pin,
        generation: helper.generation,
        created: helper.created,
        phrase: phrase(helper),
        len: helper.to_kit_bytes().len(),
    }
}

/// The address of m/0/0, lower case with 0x.
fn first_address(helper: &HelperData) -> Result<String, KeeperError> {
    let child = helper.key.child(0).map_err(|_| KeeperError::Account(0))?;
    Ok(format!(
        "0x{}",
        data_encoding::HEXLOWER.encode(&child.public_key().ethereum_address())
    ))
}
