//! Long steps on a terminal.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::ProgressBar;
use mien_identity::{Cancel, Step, Watch};

/// Set by ctrl-C: operations stop where nothing is left half-done.
static STOP: AtomicBool = AtomicBool::new(false);

/// Asks running operations to stop.
pub(crate) fn stop() {
    STOP.store(true, Ordering::SeqCst);
}

/// Whether ctrl-C was pressed.
pub(crate) fn stopped() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// A line on standard error that says what is being done. Hidden by itself when
/// standard error is not a terminal.
#[derive(Debug)]
pub(crate) struct Progress(Mutex<Option<ProgressBar>>);

impl Progress {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(None))
    }

    fn show(&self, words: String) {
        if let Ok(mut bar) = self.0.lock() {
            let bar = bar.get_or_insert_with(|| {
                let bar = ProgressBar::new_spinner();
                bar.enable_steady_tick(Duration::from_millis(120));
                bar
            });
            bar.set_message(words);
        }
    }

    fn clear(&self) {
        if let Ok(mut bar) = self.0.lock()
            && let Some(bar) = bar.take()
        {
            bar.finish_and_clear();
        }
    }
}

impl Watch for Progress {
    fn step(&self, step: Step) {
        match step {
            Step::Capture { number, .. } => self.show(format!("capture {number}")),
            Step::GoodFrame { good, wanted } => self.show(format!("frame {good} of {wanted}")),
            Step::RejectedFrame(reason) => self.show(reason.to_string()),
            Step::Asked { action, .. } => self.show(action.prompt().to_owned()),
            Step::Done { .. } => self.show("Good. Look straight ahead.".to_owned()),
            Step::Opening => self.show("opening".to_owned()),
            Step::Signing => self.show("signing".to_owned()),
            Step::Measuring => self.show("measuring the margin".to_owned()),
            Step::Writing => self.show("writing the helper data".to_owned()),
            Step::Scanned { .. } => self.clear(),
            _ => {}
        }
    }

    fn cancelled(&self) -> Cancel {
        if STOP.load(Ordering::SeqCst) {
            Cancel::Yes
        } else {
            Cancel::No
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
