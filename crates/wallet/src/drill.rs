//! Rehearsing: a scan that proves that the face opens the wallet.

use mien_identity::{Drilled, IdentityError};
use mien_store::{Entry, Kind};
use serde::Serialize;
use serde_json::json;

use crate::cameras::CameraList;
use crate::error::WalletError;
use crate::scans::ScanInputs;
use crate::wallet::{FaceDesk, Wallet};

/// A drill's result.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Drill {
    /// How far the scan was from not opening, in degrees.
    pub margin_degrees: f64,
    /// Uncertainty of that.
    pub margin_plus_minus: f64,
    /// A two-party signature was made and verified.
    pub verified: bool,
}

impl From<&Drilled> for Drill {
    fn from(drilled: &Drilled) -> Self {
        Self {
            margin_degrees: f64::from(drilled.margin.degrees),
            margin_plus_minus: f64::from(drilled.margin.plus_minus),
            // The keeper and the face side have each verified it; a drill that
            // was not would not be here.
            verified: true,
        }
    }
}

impl Wallet {
    /// Scans and signs a drill message; shows the margin.
    ///
    /// # Errors
    /// Those of a scan.
    pub fn drill(&self, inputs: &ScanInputs) -> Result<Drill, WalletError> {
        let drill = self.drilled(Kind::Drill, inputs, |desk, cameras| {
            desk.drill(cameras, inputs.pin.as_deref(), inputs.tries)
        })?;
        self.ensure_first_account(&self.proved_identity()?)?;
        Ok(drill)
    }

    /// Does something that ends with a drill, and writes down how it went.
    pub(crate) fn drilled(
        &self,
        kind: Kind,
        inputs: &ScanInputs,
        work: impl FnOnce(&FaceDesk<'_>, &mut CameraList<'_>) -> Result<Drilled, IdentityError>,
    ) -> Result<Drill, WalletError> {
        let scan = || {
            let drilled = self.scanned(kind.as_str(), inputs, work)?;
            Ok(Drill::from(&drilled))
        };
        let margin = |drill: &Drill| json!({ "margin_degrees": drill.margin_degrees });
        self.recorded(&Entry::new(kind), scan, margin)
    }
}
