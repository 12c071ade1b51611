//! Is somebody there who does what is asked of them?
//!
//! A [`Challenge`] is one or two actions drawn at random; a [`Monitor`] is shown
//! every frame of a scan, asks for the actions one after the other, and ends the
//! scan with a [`LivenessFailure`] when one does not come in its time, when
//! another one comes instead, or when the frames cannot be those of one camera
//! before one head. Actions are measured against the person's own first frames.
//!
//! It keeps a photograph held to the camera and a recorded picture out. It is a
//! hurdle, not a proof: whoever can feed the camera with a moving, obedient
//! likeness passes. `docs/liveness.md` has the measured rates.

mod action;
mod baseline;
mod challenge;
mod failure;
mod identity;
mod limits;
mod monitor;
mod place;
mod print;
#[cfg(test)]
mod tests;

pub use action::Action;
pub use baseline::{Baseline, Degree};
pub use challenge::Challenge;
pub use failure::LivenessFailure;
pub use limits::{ACTION_TIME, RETURN_TIME};
pub use monitor::{Monitor, Stage};
