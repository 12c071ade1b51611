//! Attacks on the sketch: what a stolen one tells, and how far it carries
//! (ISO/IEC 24745: unlinkability, irreversibility; ISO/IEC 30136 for how to
//! report them).
//!
//! The attacker knows the specification and everything in the sketch but the
//! mask, has photographs of other people and the same calibration, and is not
//! bound by the decoder of the product. Owners are persons of one half, the
//! attacker's faces are those of the other, as are those that the calibration
//! was fitted on.

pub mod code;
pub mod decode;
pub mod guess;
pub mod known;
pub mod linkage;
pub mod oracle;
pub mod pin;
pub mod prior;
pub mod refine;
pub mod report;
pub mod solve;
mod tables;
pub mod target;
pub mod world;
