//! What the caller sees of a scan while it runs, and how it stops it.

use mien_face::{Action, Reason};

/// One step of an operation, for progress displays. Never carries a picture,
/// a template or a share.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// A capture begins.
    Capture {
        /// Which one, from 1.
        number: usize,
        /// Frames it needs.
        wanted: usize,
    },
    /// A frame was usable.
    GoodFrame {
        /// Usable frames so far.
        good: usize,
        /// Frames needed.
        wanted: usize,
    },
    /// A frame was not usable.
    RejectedFrame(Reason),
    /// The person is asked to do something; [`Action::prompt`] has the sentence.
    /// Live cameras only.
    Asked {
        /// What.
        action: Action,
        /// Time for it.
        seconds: u64,
    },
    /// It was seen; the face should come back to rest.
    Done {
        /// What was asked.
        action: Action,
    },
    /// An attempt was counted and the sketch is being opened.
    Opening,
    /// The two parties sign.
    Signing,
    /// A scan ended.
    Scanned {
        /// Which one, from 1.
        number: u8,
        /// How.
        outcome: ScanOutcome,
    },
    /// The margin is being measured.
    Measuring,
    /// Helper data is being written.
    Writing,
}

/// How a scan ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanOutcome {
    /// Face (and PIN) matched.
    Match,
    /// The frames were no good; nothing was tried with them.
    PoorQuality,
    /// Face or PIN did not match; the attempt was counted.
    NotMatched,
    /// What was asked of the person was not done, or the camera showed what no
    /// camera shows; nothing was tried.
    LivenessFailed,
    /// The user stopped it.
    Cancelled,
}

impl core::fmt::Display for ScanOutcome {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Match => "matched",
            Self::PoorQuality => "frames not good enough",
            Self::NotMatched => "did not match",
            Self::LivenessFailed => "liveness check failed",
            Self::Cancelled => "cancelled",
        })
    }
}

/// Looks on, and may stop the operation.
pub trait Watch: Sync {
    /// Called for each step.
    fn step(&self, step: Step);
    /// Whether to stop; asked before every frame and every long step.
    fn cancelled(&self) -> Cancel;
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancel {
    /// Go on.
    No,
    /// Stop as soon as nothing is left half-done.
    Yes,
}

/// Looks away.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn step(&self, _: Step) {}
    fn cancelled(&self) -> Cancel {
        Cancel::No
    }
}
