//! Where the face is, and whether a head can have got there.

use std::time::Duration;

use super::limits::{GROWTH, GROWTH_PER_SECOND, SHIFT, SHIFT_PER_SECOND};

/// Centre and side of the detector's box, in frame pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub centre: [f64; 2],
    pub side: f64,
}

/// The last place of a face, with the time since the start of the scan.
#[derive(Default)]
pub(super) struct Path {
    last: Option<(Duration, Place)>,
}

impl Path {
    /// Takes note of a place; whether it was reached by a jump.
    pub(super) fn jumps(&mut self, at: Duration, here: Place) -> bool {
        let before = self.last.replace((at, here));
        let Some((then, there)) = before else {
            return false;
        };
        let seconds = at.saturating_sub(then).as_secs_f64();
        let [dx, dy] = [0, 1].map(|k: usize| here.centre[k] - there.centre[k]);
        let shift = dx.hypot(dy) / there.side;
        let growth = (here.side / there.side).ln().abs();
        !(shift <= SHIFT + SHIFT_PER_SECOND * seconds
            && growth <= GROWTH + GROWTH_PER_SECOND * seconds)
    }
}
