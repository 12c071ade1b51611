//! A capture before a live camera: the person is asked to act, and what they
//! show in between makes the template or the probe.

use std::time::Duration;

use mien_camera::{CameraError, FrameSource};
use mien_face::{
    ACTION_TIME, Analysis, Analyzer, Challenge, Embedder, Embedding, Monitor, Pack, Reason, Stage,
    Verdict,
};
use mien_frame::Frame;

use crate::capture::{CapturePlan, Complaints};
use crate::error::IdentityError;
use crate::watch::{Cancel, Step, Watch};

#[cfg(test)]
mod tests;

/// Frames kept of each pose: one pose must not outweigh the others, and the
/// third of its kind adds little.
const PER_POSE: usize = 3;

/// Time for the person to come before the camera in usable light, and, once
/// everything was done, for the frames that are still wanted.
const SETTLING_TIME: Duration = Duration::from_secs(30);
const FINISHING_TIME: Duration = Duration::from_secs(10);

/// Time between embeddings while the person acts: measuring every frame would
/// leave too few frames a second to see a blink.
const EMBED_EVERY: Duration = Duration::from_millis(200);

/// Takes frames from `source` until the challenge and the plan are met. `clock`
/// gives the time since the start.
///
/// # Errors
/// [`IdentityError::PoorQuality`], [`IdentityError::Liveness`],
/// [`IdentityError::Cancelled`], or the camera's and the models' own errors.
pub(crate) fn capture(
    pack: &Pack,
    source: &mut dyn FrameSource,
    plan: CapturePlan,
    challenge: Challenge,
    watch: &dyn Watch,
    mut clock: impl FnMut() -> Duration,
) -> Result<Vec<Embedding>, IdentityError> {
    let mut guided = Guided::new(pack, plan, challenge, watch);
    loop {
        if watch.cancelled() == Cancel::Yes {
            return Err(IdentityError::Cancelled);
        }
        let frame = match source.next_frame() {
            Err(CameraError::Ended) => return Err(guided.poor()),
            other => other?,
        };
        if let Ready::Yes = guided.take(clock(), &frame)? {
            return Ok(guided.kept);
        }
    }
}

/// Whether a capture has all it needs.
enum Ready {
    No,
    Yes,
}

struct Guided<'a> {
    analyzer: Analyzer,
    embedder: Embedder,
    monitor: Monitor,
    watch: &'a dyn Watch,
    wanted: usize,
    /// Frames that would be kept if every pose gave its share.
    most: usize,
    kept: Vec<Embedding>,
    kept_of_pose: usize,
    embedded: Option<Duration>,
    complaints: Complaints,
    stage: Stage,
    /// When the stage began.
    since: Duration,
}

impl<'a> Guided<'a> {
    fn new(pack: &Pack, plan: CapturePlan, challenge: Challenge, watch: &'a dyn Watch) -> Self {
        let poses = 1 + challenge.actions().len();
        Self {
            analyzer: Analyzer::new(pack),
            embedder: Embedder::new(pack),
            most: plan.wanted.max(PER_POSE * poses),
            monitor: Monitor::new(challenge),
            watch,
            wanted: plan.wanted,
            kept: Vec::new(),
            kept_of_pose: 0,
            embedded: None,
            complaints: Complaints::default(),
            stage: Stage::Settling,
            since: Duration::ZERO,
        }
    }

    /// Looks at one frame, `at` after the start.
    fn take(&mut self, at: Duration, frame: &Frame) -> Result<Ready, IdentityError> {
        let analysis = self.analyzer.analyze(frame)?;
        let embedding = self.embed(at, frame, &analysis)?;
        let before = self.stage;
        self.stage = self.monitor.see(at, frame, &analysis, embedding.as_ref())?;
        if let Verdict::Rejected(reason) = analysis.verdict {
            self.complain(before, reason);
        }
        // A frame belongs to the stage in which it was taken.
        if let Some(embedding) = embedding {
            self.keep(before, embedding);
        }
        if self.stage != before {
            self.tell();
            self.since = at;
            self.kept_of_pose = 0;
            self.embedded = None;
        }
        if self.stage == Stage::Finished && self.kept.len() >= self.wanted {
            return Ok(Ready::Yes);
        }
        let limit = match self.stage {
            Stage::Settling => SETTLING_TIME,
            Stage::Finished => FINISHING_TIME,
            // The monitor has limits of its own.
            Stage::Asked(_) | Stage::Returning(_) => Duration::MAX,
        };
        if at.saturating_sub(self.since) > limit {
            return Err(self.poor());
        }
        Ok(Ready::No)
    }

    /// Measures a good frame, if it is time for one.
    fn embed(
        &mut self,
        at: Duration,
        frame: &Frame,
        analysis: &Analysis,
    ) -> Result<Option<Embedding>, IdentityError> {
        let due = match self.stage {
            Stage::Settling | Stage::Finished => true,
            Stage::Asked(_) | Stage::Returning(_) => self
                .embedded
                .is_none_or(|last| at.saturating_sub(last) >= EMBED_EVERY),
        };
        match (&analysis.face, analysis.verdict) {
            (Some(face), Verdict::Good) if due => {
                self.embedded = Some(at);
                Ok(Some(self.embedder.embed(frame, face)?))
            }
            _ => Ok(None),
        }
    }

    /// Keeps a frame of a pose, unless there are enough of it. Those of a person
    /// who was asked and does not act yet are more of the same.
    fn keep(&mut self, stage: Stage, embedding: Embedding) {
        let room = match stage {
            Stage::Settling | Stage::Returning(_) => self.kept_of_pose < PER_POSE,
            Stage::Asked(_) => false,
            Stage::Finished => self.kept.len() < self.wanted,
        };
        if room {
            self.kept.push(embedding);
            self.kept_of_pose += 1;
            self.watch.step(Step::GoodFrame {
                good: self.kept.len(),
                wanted: self.most,
            });
        }
    }

    /// Passes on what is wrong with a frame, except for what an action brings
    /// with it.
    fn complain(&mut self, stage: Stage, reason: Reason) {
        let acting = matches!(stage, Stage::Asked(_) | Stage::Returning(_));
        let expected = matches!(
            reason,
            Reason::HeadTurned
                | Reason::EyesClosed
                | Reason::EyesHidden
                | Reason::MouthHidden
                | Reason::Blurred
        );
        if !(acting && expected) {
            self.complaints.add(reason);
            self.watch.step(Step::RejectedFrame(reason));
        }
    }

    /// Tells the watcher what changed.
    fn tell(&self) {
        match self.stage {
            Stage::Asked(action) => self.watch.step(Step::Asked {
                action,
                seconds: ACTION_TIME.as_secs(),
            }),
            Stage::Returning(action) => self.watch.step(Step::Done { action }),
            Stage::Settling | Stage::Finished => {}
        }
    }

    fn poor(&self) -> IdentityError {
        self.complaints.error(self.kept.len(), self.wanted)
    }
}
