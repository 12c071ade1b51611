//! What a scan is made with, and what it leaves in the history.

use std::sync::{Arc, Mutex};

use mien_camera::CameraSpec;
use mien_identity::{Cancel, IdentityError, Pin, ScanOutcome, Step, Watch};
use mien_store::{Change, Entry, Kind, Status};
use serde_json::{Value, json};

use crate::cameras::{CameraList, Prepare};
use crate::error::WalletError;
use crate::wallet::{FaceDesk, Wallet};

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
    /// Does something that is an entry of the history, with what `detail` tells
    /// of its result or with the code of its error.
    pub(crate) fn recorded<T>(
        &self,
        entry: &Entry,
        work: impl FnOnce() -> Result<T, WalletError>,
        detail: impl FnOnce(&T) -> Value,
    ) -> Result<T, WalletError> {
        let entry = self.store().history().begin(entry)?;
        let result = work();
        let change = match &result {
            Ok(done) => Change::from(Status::Done).detail(detail(done)),
            Err(e) => Change::from(Status::Failed).detail(json!({ "why": e.code() })),
        };
        self.store().history().update(entry, &change)?;
        result
    }

    /// Does something with a face, and writes down how its scans ended; `what`
    /// says what they were for.
    pub(crate) fn scanned<T>(
        &self,
        what: &str,
        inputs: &ScanInputs,
        work: impl FnOnce(&FaceDesk<'_>, &mut CameraList<'_>) -> Result<T, IdentityError>,
    ) -> Result<T, WalletError> {
        let folder = self.home().keeper();
        let watch = Recorder::new(self.watch());
        let mut cameras = CameraList::new(&inputs.cameras, inputs.prepare.as_ref());
        let result = work(&self.desk(&folder, &watch)?, &mut cameras);
        self.record_scans(what, &watch.outcomes())?;
        Ok(result?)
    }

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
