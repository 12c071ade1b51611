//! Where the lines of the liveness check are drawn. `docs/liveness.md` has the
//! counts behind them.

use std::time::Duration;

/// How long a person has for an action: about a second to read the sentence,
/// one to move, and the rest for the slow.
pub const ACTION_TIME: Duration = Duration::from_secs(6);

/// How long a face has to come back to rest.
pub const RETURN_TIME: Duration = Duration::from_secs(5);

/// Frames from which the person's own measures are taken. Their median bears
/// two blinks.
pub(super) const BASELINE_FRAMES: usize = 5;

/// Frames in a row that must show an action: one could be a slip of the
/// landmarks. At 15 frames a second this is shorter than a deliberate blink.
pub(super) const SHOWN_FRAMES: usize = 2;

/// Turn in degrees from the person's own middle. Of 15 persons told to look
/// ahead, 11 pictures each, none strays beyond 8°; frames to 32° are still good
/// enough for the template.
pub(super) const TURN: f64 = 15.0;

/// Lift of the chin in degrees. Pitch wanders more than yaw: 12° at most among
/// the same pictures.
pub(super) const LIFT: f64 = 14.0;

/// Opening of both eyes, as a share of the person's own. Eyes that are shut keep
/// 0.23 to 0.6 of their height in the measure; of a winking pair the open one
/// keeps 0.7 or more, of a laughing one 0.75.
pub(super) const SHUT: f64 = 0.65;

/// Width of the mouth, as a share of the person's own.
pub(super) const SMILE: f64 = 1.15;

/// Growth of the mouth's opening (height over width). Smiles reach 0.26.
pub(super) const GAPE: f64 = 0.27;

/// How much more than needed an action that was *not* asked for must show, and
/// for how long, before it counts as done instead: people blink, smile and look
/// aside without being asked.
pub(super) const CLEARLY: f64 = 1.3;
pub(super) const WRONG_TIME: Duration = Duration::from_millis(700);

/// Rest: how near to the person's own measures a face must come back. Turn and
/// lift in degrees, then shares and growth as above.
pub(super) const REST_TURN: f64 = 10.0;
pub(super) const REST_LIFT: f64 = 11.0;
pub(super) const REST_EYES: f64 = 0.72;
pub(super) const REST_SMILE: f64 = 1.12;
pub(super) const REST_GAPE: f64 = 0.15;

/// Head turned or lifted so far that the measures of eyes and mouth are
/// foreshortened and say nothing.
pub(super) const FACING: f64 = 14.0;

/// Cosine between a frame and the first frames below which the face is taken
/// for another: the same person with glasses, in laughter or in other light
/// stays above 0.56, strangers below 0.49 (`docs/liveness.md`).
pub(super) const SAME_FACE: f64 = 0.5;

/// Strange frames in a row before it is believed: one may be blurred.
pub(super) const STRANGE_FRAMES: usize = 2;

/// Mean difference, of 255, between points of consecutive frames below which
/// the picture has not changed. A sensor's noise alone makes more than half a
/// step; a compressed picture of a dark, still room may lose it for a moment.
pub(super) const STILL: f64 = 0.05;

/// How long a camera may seem to stand still, and the frames that it takes.
pub(super) const STILL_TIME: Duration = Duration::from_millis(1000);
pub(super) const STILL_FRAMES: usize = 6;

/// Frames that must have been there before, other than the one just shown. A
/// frame of a live camera never comes twice, bit for bit; a driver that gives
/// an old buffer once is forgiven.
pub(super) const LOOP_FRAMES: usize = 3;

/// Shift of a face between consecutive frames, in widths of the face: what the
/// detector may err, and what a head may travel in a second. A face is 15 cm
/// wide, so six widths are 0.9 m: a quick dodge.
pub(super) const SHIFT: f64 = 0.25;
pub(super) const SHIFT_PER_SECOND: f64 = 6.0;

/// Growth or shrinkage of a face, as a natural logarithm, likewise. From 40 cm
/// away, coming nearer at 0.5 m/s is 1.25 a second.
pub(super) const GROWTH: f64 = 0.18;
pub(super) const GROWTH_PER_SECOND: f64 = 2.0;
