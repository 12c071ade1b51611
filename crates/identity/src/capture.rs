//! A capture: frames judged one by one until enough are usable.

use std::time::Instant;

use mien_camera::{CameraError, FrameSource, Liveness};
use mien_face::{Analyzer, Challenge, Embedder, Embedding, Pack, Reason, Verdict};
use rand_core::CryptoRng;

use crate::error::IdentityError;
use crate::guided;
use crate::watch::{Cancel, Step, Watch};

/// How many frames a capture needs, and how long it tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapturePlan {
    /// Usable frames wanted.
    pub wanted: usize,
    /// Photographs looked at before giving up; a live camera has time instead.
    pub most: usize,
    /// What is asked of a person before a live camera.
    pub asks: Asks,
}

/// What a capture asks of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Every pose, in a fixed order: for a template with variety.
    Tour,
    /// One or two actions drawn at random: for a scan.
    Drawn,
}

impl CapturePlan {
    /// For one capture of an enrolment.
    pub const ENROL: Self = Self {
        wanted: 6,
        most: 90,
        asks: Asks::Tour,
    };
    /// For a scan.
    pub const SCAN: Self = Self {
        wanted: 6,
        most: 60,
        asks: Asks::Drawn,
    };
    /// After so many frames in a row of one and the same complaint, nothing is
    /// going to change by itself.
    const HOPELESS: usize = 12;
}

/// Takes frames from `source` until the plan is met. A person before a live
/// camera is asked to act meanwhile; photographs are not.
///
/// # Errors
/// [`IdentityError::PoorQuality`] with the most frequent complaint,
/// [`IdentityError::Liveness`], [`IdentityError::Cancelled`], or the camera's and
/// the models' own errors.
pub(crate) fn capture(
    pack: &Pack,
    source: &mut dyn FrameSource,
    plan: CapturePlan,
    watch: &dyn Watch,
    rng: &mut impl CryptoRng,
) -> Result<Vec<Embedding>, IdentityError> {
    match source.liveness() {
        Liveness::Photographs => photographs(pack, source, plan, watch),
        Liveness::Asked => {
            let challenge = match plan.asks {
                Asks::Tour => Challenge::tour(),
                Asks::Drawn => Challenge::draw(rng),
            };
            let started = Instant::now();
            guided::capture(pack, source, plan, challenge, watch, || started.elapsed())
        }
    }
}

/// Takes frames as they come.
fn photographs(
    pack: &Pack,
    source: &mut dyn FrameSource,
    plan: CapturePlan,
    watch: &dyn Watch,
) -> Result<Vec<Embedding>, IdentityError> {
    let mut analyzer = Analyzer::new(pack);
    let mut embedder = Embedder::new(pack);
    let mut embeddings = Vec::with_capacity(plan.wanted);
    let mut complaints = Complaints::default();
    for _ in 0..plan.most {
        if watch.cancelled() == Cancel::Yes {
            return Err(IdentityError::Cancelled);
        }
        let frame = match source.next_frame() {
            Err(CameraError::Ended) => break,
            other => other?,
        };
        let analysis = analyzer.analyze(&frame)?;
        match (analysis.verdict, analysis.face) {
            (Verdict::Good, Some(face)) => {
                embeddings.push(embedder.embed(&frame, &face)?);
                complaints.calm();
                watch.step(Step::GoodFrame {
                    good: embeddings.len(),
                    wanted: plan.wanted,
                });
                if embeddings.len() == plan.wanted {
                    return Ok(embeddings);
                }
            }
            (Verdict::Rejected(reason), _) => {
                watch.step(Step::RejectedFrame(reason));
                if complaints.add(reason) >= CapturePlan::HOPELESS {
                    break;
                }
            }
            (Verdict::Good, None) => {}
        }
    }
    Err(complaints.error(embeddings.len(), plan.wanted))
}

/// What was wrong with frames, and for how long without a break.
#[derive(Default)]
pub(crate) struct Complaints {
    counts: Vec<(Reason, usize)>,
    in_a_row: usize,
    last: Option<Reason>,
}

impl Complaints {
    /// Notes a complaint and gives the length of its present run.
    pub(crate) fn add(&mut self, reason: Reason) -> usize {
        match self.counts.iter_mut().find(|(r, _)| *r == reason) {
            Some((_, n)) => *n += 1,
            None => self.counts.push((reason, 1)),
        }
        self.in_a_row = if self.last == Some(reason) {
            self.in_a_row + 1
        } else {
            1
        };
        self.last = Some(reason);
        self.in_a_row
    }

    fn calm(&mut self) {
        self.last = None;
        self.in_a_row = 0;
    }

    /// That the frames were no good, and what was wrong with most of them.
    pub(crate) fn error(&self, good: usize, wanted: usize) -> IdentityError {
        IdentityError::PoorQuality {
            good,
            wanted,
            reason: self.worst(),
        }
    }

    fn worst(&self) -> Option<Reason> {
        self.counts
            .iter()
            .max_by_key(|(_, n)| *n)
            .map(|(reason, _)| *reason)
    }
}
