//! New helper data or a new PIN, the same addresses.

use alloy::primitives::Address;
use mien_identity::Pin;
use mien_store::Kind;
use serde::Serialize;

use crate::drill::Drill;
use crate::error::WalletError;
use crate::scans::ScanInputs;
use crate::wallet::Wallet;

/// A renewal that is in force and proved.
#[derive(Clone, Debug, Serialize)]
pub struct Renewed {
    /// The first account, the same as before.
    #[serde(serialize_with = "crate::addresses::checksummed")]
    pub address: Address,
    /// How often this wallet was renewed.
    pub generation: u32,
    /// The drill with the new helper data.
    #[serde(flatten)]
    pub drill: Drill,
}

impl Wallet {
    /// Makes a new sketch from a new scan, with the same PIN.
    ///
    /// # Errors
    /// Those of a scan; see [`mien_identity::Desk::renew`] for what is kept.
    pub fn renew(&self, inputs: &ScanInputs) -> Result<Renewed, WalletError> {
        self.replace(Kind::Renewal, inputs, inputs.pin.as_deref())
    }

    /// The same with another PIN; also the way from a face-only wallet to one
    /// with a PIN.
    ///
    /// # Errors
    /// As [`Wallet::renew`].
    pub fn change_pin(&self, inputs: &ScanInputs, new_pin: &Pin) -> Result<Renewed, WalletError> {
        self.replace(Kind::PinChange, inputs, Some(new_pin))
    }

    fn replace(
        &self,
        kind: Kind,
        inputs: &ScanInputs,
        new_pin: Option<&Pin>,
    ) -> Result<Renewed, WalletError> {
        self.active()?;
        let drill = self.drilled(kind, inputs, |desk, cameras| {
            desk.renew(cameras, inputs.pin.as_deref(), new_pin, inputs.tries)
        })?;
        let identity = self.proved_identity()?;
        Ok(Renewed {
            address: identity.address(0)?,
            generation: identity.status.generation,
            drill,
        })
    }

    /// Goes back to the helper data before the last renewal, while it is kept.
    ///
    /// # Errors
    /// Where there is none any more.
    pub fn undo_renewal(&self) -> Result<(), WalletError> {
        Ok(self.connection()?.undo_renewal()?)
    }
}
