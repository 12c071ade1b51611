//! Making a wallet, and rehearsing.

use alloy::primitives::Address;
use mien_identity::{CapturePlan, Confirmed, Drilled, ENROL_CAPTURES, IdentityError, PhraseDesk};
use mien_store::{Decision, Entry, Kind, SettingKey, Status};
use serde::Serialize;
use serde_json::json;

use crate::cameras::CameraList;
use crate::error::WalletError;
use crate::scans::{Recorder, ScanInputs};
use crate::wallet::Wallet;

/// What the person wants about the paper phrase.
pub enum PhraseWish<'a> {
    /// Make one, with this way of showing and confirming it.
    Make(&'a mut dyn PhraseDesk),
    /// Refused; recorded.
    Refuse,
}

impl core::fmt::Debug for PhraseWish<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Make(_) => "Make(..)",
            Self::Refuse => "Refuse",
        })
    }
}

/// A wallet that was made and proved.
#[derive(Clone, Debug, Serialize)]
pub struct Enrolled {
    /// The first account.
    #[serde(serialize_with = "crate::addresses::checksummed")]
    pub address: Address,
    /// Extended public key, for watch-only use elsewhere.
    pub xpub: String,
    /// Length of the helper data (the kit).
    pub helper_bytes: usize,
    /// Frames behind the template; before a live camera it may be more.
    pub frames: usize,
    /// Whether a paper phrase was confirmed.
    pub phrase: bool,
    /// The drill.
    #[serde(flatten)]
    pub drill: Drill,
}

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
    /// Makes a wallet from a face. Consent must have been recorded.
    ///
    /// # Errors
    /// [`WalletError::NoConsent`], and those of the captures and the drill.
    pub fn enrol(
        &self,
        inputs: &ScanInputs,
        phrase: PhraseWish<'_>,
    ) -> Result<Enrolled, WalletError> {
        if !self.has_consent()? {
            return Err(WalletError::NoConsent);
        }
        let entry = self.store().history().begin(&Entry::new(Kind::Enrolment))?;
        let result = self.enrol_inner(inputs, phrase);
        let status = if result.is_ok() {
            Status::Done
        } else {
            Status::Failed
        };
        self.store().history().update(entry, &status.into())?;
        result
    }

    fn enrol_inner(
        &self,
        inputs: &ScanInputs,
        phrase: PhraseWish<'_>,
    ) -> Result<Enrolled, WalletError> {
        let folder = self.home().keeper();
        let watch = Recorder::new(self.watch());
        let desk = self.desk(&folder, &watch)?;
        let mut cameras = CameraList::new(&inputs.cameras, inputs.prepare.as_ref());
        let result = desk.enrol(&mut cameras, inputs.pin.as_deref(), inputs.tries);
        self.record_scans("enrolment", &watch.outcomes())?;
        let mut drilled = result?;
        let confirmed = match phrase {
            PhraseWish::Make(with) => desk.make_phrase(&mut drilled, with)?,
            PhraseWish::Refuse => Confirmed::No,
        };
        self.record_phrase(confirmed)?;
        let identity = self.proved_identity()?;
        self.ensure_first_account(&identity)?;
        Ok(Enrolled {
            address: identity.address(0)?,
            xpub: identity.key.to_xpub().unwrap_or_default(),
            helper_bytes: identity.status.helper_len,
            frames: ENROL_CAPTURES * CapturePlan::ENROL.wanted,
            phrase: confirmed == Confirmed::Yes,
            drill: Drill::from(&drilled),
        })
    }

    fn record_phrase(&self, confirmed: Confirmed) -> Result<(), WalletError> {
        let (decision, word) = match confirmed {
            Confirmed::Yes => (Decision::Given, "written"),
            Confirmed::No => (Decision::Declined, "refused"),
        };
        self.store()
            .consents()
            .record("paper_phrase", crate::wallet::CONSENT_VERSION, decision)?;
        self.store().settings().set(SettingKey::PaperPhrase, word)?;
        Ok(())
    }

    /// Scans and signs a drill message; shows the margin.
    ///
    /// # Errors
    /// Those of a scan.
    pub fn drill(&self, inputs: &ScanInputs) -> Result<Drill, WalletError> {
        let folder = self.home().keeper();
        let watch = Recorder::new(self.watch());
        let mut cameras = CameraList::new(&inputs.cameras, inputs.prepare.as_ref());
        let entry = self.store().history().begin(&Entry::new(Kind::Drill))?;
        let result =
            self.desk(&folder, &watch)?
                .drill(&mut cameras, inputs.pin.as_deref(), inputs.tries);
        self.record_scans("drill", &watch.outcomes())?;
        let drill = self.finish(entry, result)?;
        self.ensure_first_account(&self.proved_identity()?)?;
        Ok(drill)
    }

    /// Closes a history record with the result of a drill.
    pub(crate) fn finish(
        &self,
        entry: mien_store::HistoryId,
        result: Result<Drilled, IdentityError>,
    ) -> Result<Drill, WalletError> {
        match result {
            Ok(drilled) => {
                let drill = Drill::from(&drilled);
                let detail = json!({ "margin_degrees": drill.margin_degrees });
                let change = mien_store::Change::from(Status::Done).detail(detail);
                self.store().history().update(entry, &change)?;
                Ok(drill)
            }
            Err(e) => {
                let e = WalletError::from(e);
                let change =
                    mien_store::Change::from(Status::Failed).detail(json!({ "why": e.code() }));
                self.store().history().update(entry, &change)?;
                Err(e)
            }
        }
    }
}
