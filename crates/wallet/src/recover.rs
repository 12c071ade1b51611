//! Coming back on a new device.

use std::path::Path;

use alloy::primitives::Address;
use mien_identity::PaperPhrase;
use mien_store::Kind;
use serde::Serialize;

use crate::drill::Drill;
use crate::error::WalletError;
use crate::scans::ScanInputs;
use crate::wallet::Wallet;

/// A wallet that is back and proved.
#[derive(Clone, Debug, Serialize)]
pub struct Recovered {
    /// The first account.
    #[serde(serialize_with = "crate::addresses::checksummed")]
    pub address: Address,
    /// The drill that proved it.
    #[serde(flatten)]
    pub drill: Drill,
}

impl Wallet {
    /// Imports a kit and proves by a drill that the face opens it.
    ///
    /// # Errors
    /// A kit that cannot be read, another wallet here, and those of a scan; the
    /// imported kit stays, so that the scan can be repeated with [`Wallet::drill`].
    pub fn recover(&self, kit: &Path, inputs: &ScanInputs) -> Result<Recovered, WalletError> {
        self.import_kit(kit)?;
        let drill = self.drilled(Kind::Recovery, inputs, |desk, cameras| {
            desk.drill(cameras, inputs.pin.as_deref(), inputs.tries)
        })?;
        self.recovered(drill)
    }

    /// Imports a kit, opens it with the paper phrase, and enrols the face anew.
    ///
    /// # Errors
    /// As [`Wallet::recover`]; a wrong phrase is a share that does not match.
    pub fn recover_with_phrase(
        &self,
        kit: &Path,
        phrase: &PaperPhrase,
        inputs: &ScanInputs,
    ) -> Result<Recovered, WalletError> {
        if !self.has_consent()? {
            return Err(WalletError::NoConsent);
        }
        self.take_kit(kit)?;
        let drill = self.drilled(Kind::Recovery, inputs, |desk, cameras| {
            desk.renew_with_phrase(cameras, phrase, inputs.pin.as_deref(), inputs.tries)
        })?;
        self.recovered(drill)
    }

    fn recovered(&self, drill: Drill) -> Result<Recovered, WalletError> {
        let identity = self.proved_identity()?;
        self.ensure_first_account(&identity)?;
        Ok(Recovered {
            address: identity.address(0)?,
            drill,
        })
    }
}
