//! What a scan is made with, and the record of how scans ended.

use std::sync::{Arc, Mutex};

use mien_camera::CameraSpec;
use mien_identity::{Cancel, Pin, ScanOutcome, Step, Watch};
use mien_store::{Entry, Kind, Status};
use serde_json::json;

use crate::cameras::Prepare;
use crate::error::WalletError;
use crate::wallet::Wallet;

/// Cameras, PIN and patience of one operation.
#[derive(Clone)]
pub struct ScanInputs {
    /// Cameras in the order of the captures; the last serves all that remain.
    pub cameras: Vec<CameraSpec>,
    /// Asks the person to get ready.
    pub prepare: Arc<dyn Prepare>,
    /// The PIN, for wallets made with one.
    pub pin: Option<Arc<Pin>>,
    /// Most scans before giving up.
    pub tries: u8,
}

impl core::fmt::Debug for ScanInputs {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ScanInputs")
            .field("tries", &self.tries)
            .finish_non_exhaustive()
    }
}

/// Passes steps on and remembers how scans ended.
pub(crate) struct Recorder<'a> {
    inner: &'a dyn Watch,
    outcomes: Mutex<Vec<ScanOutcome>>,
}

impl<'a> Recorder<'a> {
    pub(crate) fn new(inner: &'a dyn Watch) -> Self {
        Self {
            inner,
            outcomes: Mutex::new(Vec::new()),
        }
    }

    pub(crate) fn outcomes(&self) -> Vec<ScanOutcome> {
        self.outcomes.lock().map(|o| o.clone()).unwrap_or_default()
    }
}

impl Watch for Recorder<'_> {
    fn step(&self, step: Step) {
        if let (Step::Scanned { outcome, .. }, Ok(mut outcomes)) = (&step, self.outcomes.lock()) {
            outcomes.push(*outcome);
        }
        self.inner.step(step);
    }

    fn cancelled(&self) -> Cancel {
        self.inner.cancelled()
    }
}

impl Wallet {
    /// Writes down how the scans of an operation ended.
    pub(crate) fn record_scans(
        &self,
        what: &str,
        outcomes: &[ScanOutcome],
    ) -> Result<(), WalletError> {
        for outcome in outcomes {
            let status = match outcome {
                ScanOutcome::Match => Status::Done,
                ScanOutcome::Cancelled => Status::Cancelled,
                ScanOutcome::PoorQuality
                | ScanOutcome::LivenessFailed
                | ScanOutcome::NotMatched => Status::Refused,
            };
            let detail = json!({ "for": what, "outcome": outcome.to_string() });
            self.store()
                .history()
                .begin(&Entry::new(Kind::Scan).status(status).detail(detail))?;
        }
        Ok(())
    }
}
