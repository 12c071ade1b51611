//! Judging a frame: is this a picture from which the owner can be measured?
//!
//! Quality is measured with the terms of ISO/IEC 29794-5 (face image quality):
//! each frame gets its measures, and one reason at most why it is not used. The
//! verdict keeps bad pictures out of a template; it is no test of liveness.

mod light;
mod limits;
mod measures;
mod reason;
mod region;
mod sharpness;

pub use limits::{Limits, Profile};
pub use measures::Measures;
pub(crate) use measures::Scene;
pub use reason::{Reason, Verdict};
