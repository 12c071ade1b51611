//! A person's own measures at rest, and how a frame differs from them.

use crate::quality::Measures;

use super::Action;
use super::limits::{
    BASELINE_FRAMES, CLEARLY, FACING, GAPE, LIFT, REST_EYES, REST_GAPE, REST_LIFT, REST_SMILE,
    REST_TURN, SHUT, SMILE, TURN,
};

/// What a face shows at rest: the median of several frames.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Baseline {
    yaw: f64,
    pitch: f64,
    eyes: [f64; 2],
    mouth_open: f64,
    mouth_width: f64,
}

/// How plainly an action must show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Degree {
    /// Enough for an action that was asked for.
    Enough,
    /// A third more, for one that was not.
    Clearly,
}

impl Baseline {
    /// The medians of the measures, each by itself. Nothing without frames, or
    /// when eyes or mouth have no size.
    #[must_use]
    pub fn of(frames: &[Measures]) -> Option<Self> {
        let take = |of: fn(&Measures) -> f64| median(frames.iter().map(of).collect());
        let found = Self {
            yaw: take(|m| m.pose.yaw)?,
            pitch: take(|m| m.pose.pitch)?,
            eyes: [take(|m| m.eyes_open[0])?, take(|m| m.eyes_open[1])?],
            mouth_open: take(|m| m.mouth_open)?,
            mouth_width: take(|m| m.mouth_width)?,
        };
        let sizes = [found.eyes[0], found.eyes[1], found.mouth_width];
        sizes.iter().all(|v| *v > 0.0).then_some(found)
    }

    /// Whether a face shows an action.
    #[must_use]
    pub fn shows(&self, face: &Measures, action: Action, degree: Degree) -> bool {
        let more = match degree {
            Degree::Enough => 1.0,
            Degree::Clearly => CLEARLY,
        };
        let change = self.change(face);
        let facing = change.turn.abs() < FACING && change.lift.abs() < FACING;
        match action {
            Action::TurnRight => change.turn >= TURN * more,
            Action::TurnLeft => change.turn <= -TURN * more,
            Action::LookUp => change.lift >= LIFT * more && change.turn.abs() < TURN,
            Action::Blink => facing && change.eyes <= 1.0 - (1.0 - SHUT) * more,
            Action::Smile => facing && change.smile >= 1.0 + (SMILE - 1.0) * more,
            Action::OpenMouth => facing && change.gape >= GAPE * more,
        }
    }

    /// Whether a face is at rest again.
    #[must_use]
    pub fn is_rest(&self, face: &Measures) -> bool {
        let change = self.change(face);
        let eye = |k: usize| face.eyes_open[k] >= REST_EYES * self.eyes[k];
        change.turn.abs() <= REST_TURN
            && change.lift.abs() <= REST_LIFT
            && eye(0)
            && eye(1)
            && change.smile <= REST_SMILE
            && change.gape <= REST_GAPE
    }

    fn change(&self, face: &Measures) -> Change {
        let eye = |k: usize| face.eyes_open[k] / self.eyes[k];
        Change {
            turn: face.pose.yaw - self.yaw,
            lift: self.pitch - face.pose.pitch,
            // The wider of the two: a wink is no blink.
            eyes: eye(0).max(eye(1)),
            smile: face.mouth_width / self.mouth_width,
            gape: face.mouth_open - self.mouth_open,
        }
    }
}

/// Differences from the baseline.
struct Change {
    /// Degrees to the person's right.
    turn: f64,
    /// Degrees upwards.
    lift: f64,
    /// Opening of the wider eye, as a share.
    eyes: f64,
    /// Width of the mouth, as a share.
    smile: f64,
    /// Growth of the mouth's opening.
    gape: f64,
}

/// Collects the frames of a baseline.
#[derive(Default)]
pub(super) struct Settling {
    frames: Vec<Measures>,
}

impl Settling {
    /// Adds a good frame; the baseline once there are enough.
    pub(super) fn add(&mut self, face: &Measures) -> Option<Baseline> {
        self.frames.push(*face);
        (self.frames.len() >= BASELINE_FRAMES)
            .then(|| Baseline::of(&self.frames))
            .flatten()
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    values.get(middle).copied()
}
