//! Making a wallet.

use alloy::primitives::Address;
use mien_identity::{CapturePlan, Confirmed, ENROL_CAPTURES, PhraseDesk};
use mien_store::{Decision, Entry, Kind, SettingKey};
use serde::Serialize;
use serde_json::json;

use crate::drill::Drill;
use crate::error::WalletError;
use crate::scans::ScanInputs;
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
        let work = || self.enrol_inner(inputs, phrase);
        self.recorded(&Entry::new(Kind::Enrolment), work, |_| json!({}))
    }

    fn enrol_inner(
        &self,
        inputs: &ScanInputs,
        phrase: PhraseWish<'_>,
    ) -> Result<Enrolled, WalletError> {
        let mut drilled = self.scanned("enrolment", inputs, |desk, cameras| {
            desk.enrol(cameras, inputs.pin.as_deref(), inputs.tries)
        })?;
        let folder = self.home().keeper();
        let desk = self.desk(&folder, self.watch())?;
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
}
