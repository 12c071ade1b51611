//! The state machine of a scan with actions.

use std::fmt;
use std::time::Duration;

use mien_frame::Frame;

use super::baseline::{Baseline, Degree, Settling};
use super::identity::{Continuity, Likeness};
use super::limits::{ACTION_TIME, RETURN_TIME, SHOWN_FRAMES, WRONG_TIME};
use super::place::{Path, Place};
use super::print::{Pictures, Print};
use super::{Action, Challenge, LivenessFailure};
use crate::quality::{Measures, Reason, Verdict};
use crate::{Analysis, Embedding};

/// Watches a scan and asks for the actions of a challenge.
pub struct Monitor {
    challenge: Challenge,
    state: State,
    pictures: Pictures,
    path: Path,
    continuity: Continuity,
}

/// Where a scan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The person's own measures are being taken; nothing is asked yet.
    Settling,
    /// This action is asked for.
    Asked(Action),
    /// It was done; the face has to come back to rest.
    Returning(Action),
    /// Every action was done.
    Finished,
}

/// One frame as the monitor sees it.
pub(super) struct Seen<'a> {
    /// Time since the start of the scan.
    pub at: Duration,
    pub print: Print,
    pub face: Option<SeenFace>,
    /// The frame's embedding, where one was made.
    pub embedding: Option<&'a [f32]>,
}

/// A face whose measures can be believed.
#[derive(Clone, Copy)]
pub(super) struct SeenFace {
    pub measures: Measures,
    pub place: Place,
    /// Good enough for the template.
    pub good: bool,
}

/// What the state machine needs of a frame.
#[derive(Clone, Copy)]
struct Moment {
    at: Duration,
    face: Option<SeenFace>,
    likeness: Option<Likeness>,
}

enum State {
    Settling(Settling),
    Acting(Acting),
    Finished,
}

/// The person is being asked.
struct Acting {
    baseline: Baseline,
    /// Which action of the challenge.
    index: usize,
    action: Action,
    /// Since when it is asked, or since when it is done.
    since: Duration,
    turn: Turn,
    /// Frames in a row that show what is waited for.
    shown: usize,
}

enum Turn {
    /// The action is waited for; another one that is being done, and since when.
    Asked(Option<(Action, Duration)>),
    /// Rest is waited for, and one frame that shows the same face.
    Returning(Checked),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Checked {
    Not,
    Same,
}

impl Monitor {
    /// A monitor for one scan.
    #[must_use]
    pub fn new(challenge: Challenge) -> Self {
        Self {
            challenge,
            state: State::Settling(Settling::default()),
            pictures: Pictures::default(),
            path: Path::default(),
            continuity: Continuity::default(),
        }
    }

    /// Where the scan stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        match &self.state {
            State::Settling(_) => Stage::Settling,
            State::Acting(acting) => match acting.turn {
                Turn::Asked(_) => Stage::Asked(acting.action),
                Turn::Returning(_) => Stage::Returning(acting.action),
            },
            State::Finished => Stage::Finished,
        }
    }

    /// Shows it a frame: `at` is the time since the start of the scan and never
    /// runs backwards; `embedding` is given for some of the good frames, best
    /// several a second, since the face is known again by it. After an action
    /// the stage stays [`Stage::Returning`] until one was given.
    ///
    /// # Errors
    /// [`LivenessFailure`]: the scan has to end.
    pub fn see(
        &mut self,
        at: Duration,
        frame: &Frame,
        analysis: &Analysis,
        embedding: Option<&Embedding>,
    ) -> Result<Stage, LivenessFailure> {
        self.follow(Seen {
            at,
            print: Print::of(frame),
            face: believable(analysis),
            embedding: embedding.map(Embedding::as_slice),
        })
    }

    pub(super) fn follow(&mut self, seen: Seen<'_>) -> Result<Stage, LivenessFailure> {
        let Seen {
            at,
            print,
            face,
            embedding,
        } = seen;
        // Only pictures of a face: a covered lens stands still, and repeats itself.
        if let Some(face) = face {
            self.pictures.add(at, print)?;
            if self.path.jumps(at, face.place) {
                return Err(LivenessFailure::Jump);
            }
        }
        let likeness = embedding.map(|e| self.continuity.compare(e));
        if likeness == Some(Likeness::Other) {
            return Err(LivenessFailure::IdentityChanged);
        }
        let moment = Moment { at, face, likeness };
        self.state.advance(moment, &self.challenge)?;
        if let (State::Settling(_), Some(Likeness::Same), Some(e)) =
            (&self.state, likeness, embedding)
        {
            self.continuity.learn(e);
        }
        Ok(self.stage())
    }
}

impl State {
    fn advance(&mut self, seen: Moment, challenge: &Challenge) -> Result<(), LivenessFailure> {
        match self {
            Self::Settling(settling) => {
                let good = seen.face.filter(|face| face.good);
                let baseline = good.and_then(|face| settling.add(&face.measures));
                if let Some(baseline) = baseline {
                    *self = Self::ask(challenge, 0, baseline, seen.at);
                }
            }
            Self::Acting(acting) => {
                let next = match acting.turn {
                    Turn::Asked(_) => acting.wait_for_action(seen)?,
                    Turn::Returning(_) => acting.wait_for_rest(seen)?,
                };
                if next == Next::Action {
                    *self = Self::ask(challenge, acting.index + 1, acting.baseline, seen.at);
                }
            }
            Self::Finished => {}
        }
        Ok(())
    }

    /// Asks for action `index`, or finds that there is none left.
    fn ask(challenge: &Challenge, index: usize, baseline: Baseline, since: Duration) -> Self {
        let asked = challenge.actions().get(index);
        asked.map_or(Self::Finished, |action| {
            Self::Acting(Acting {
                baseline,
                index,
                action: *action,
                since,
                turn: Turn::Asked(None),
                shown: 0,
            })
        })
    }
}

/// Whether to go on with this action or with the next.
#[derive(PartialEq, Eq)]
enum Next {
    Same,
    Action,
}

impl Acting {
    fn wait_for_action(&mut self, seen: Moment) -> Result<Next, LivenessFailure> {
        let shows = |action, degree| {
            seen.face
                .is_some_and(|f| self.baseline.shows(&f.measures, action, degree))
        };
        if shows(self.action, Degree::Enough) {
            self.shown += 1;
            if self.shown >= SHOWN_FRAMES {
                self.turn = Turn::Returning(Checked::Not);
                self.since = seen.at;
                self.shown = 0;
            }
            return Ok(Next::Same);
        }
        self.shown = 0;
        let other = Action::ALL
            .into_iter()
            .find(|a| *a != self.action && shows(*a, Degree::Clearly));
        self.note_wrong(other, seen.at)?;
        if seen.at.saturating_sub(self.since) > ACTION_TIME {
            return Err(LivenessFailure::TimedOut {
                action: self.action,
            });
        }
        Ok(Next::Same)
    }

    /// Takes note of an action that was not asked for, and of its end.
    fn note_wrong(&mut self, other: Option<Action>, at: Duration) -> Result<(), LivenessFailure> {
        let Turn::Asked(wrong) = &mut self.turn else {
            return Ok(());
        };
        *wrong = match (other, *wrong) {
            (Some(done), Some((before, since))) if done == before => {
                if at.saturating_sub(since) >= WRONG_TIME {
                    return Err(LivenessFailure::OutOfOrder {
                        asked: self.action,
                        done,
                    });
                }
                Some((done, since))
            }
            (Some(done), _) => Some((done, at)),
            (None, _) => None,
        };
        Ok(())
    }

    fn wait_for_rest(&mut self, seen: Moment) -> Result<Next, LivenessFailure> {
        if seen.likeness == Some(Likeness::Same) {
            self.turn = Turn::Returning(Checked::Same);
        }
        let rest = seen
            .face
            .is_some_and(|face| self.baseline.is_rest(&face.measures));
        self.shown = if rest { self.shown + 1 } else { 0 };
        let checked = matches!(self.turn, Turn::Returning(Checked::Same));
        if checked && self.shown >= SHOWN_FRAMES {
            return Ok(Next::Action);
        }
        if seen.at.saturating_sub(self.since) > RETURN_TIME {
            return Err(LivenessFailure::NoReturn {
                action: self.action,
            });
        }
        Ok(Next::Same)
    }
}

/// The face of an analysis if its pose, eyes and mouth can be believed: a frame
/// too poor for the template, because the head is turned or the eyes are shut,
/// can still show an action.
fn believable(analysis: &Analysis) -> Option<SeenFace> {
    let believed = match analysis.verdict {
        Verdict::Good => true,
        Verdict::Rejected(reason) => matches!(
            reason,
            Reason::HeadTurned
                | Reason::EyesClosed
                | Reason::EyesHidden
                | Reason::MouthHidden
                | Reason::Blurred
        ),
    };
    let face = analysis.face.as_ref().filter(|_| believed)?;
    let detection = face.detection();
    Some(SeenFace {
        measures: analysis.measures,
        place: Place {
            centre: detection.centre,
            side: detection.side(),
        },
        good: analysis.verdict.is_good(),
    })
}

impl fmt::Debug for Monitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Monitor")
            .field("stage", &self.stage())
            .finish_non_exhaustive()
    }
}
