//! A secure sketch over a unit vector: public data that turns a probe near the
//! enrolled template back into the random secret *u*, and says nothing far
//! from it. Pure mathematics: it is not for faces, files, PINs or keys, and it
//! does not decide whether a candidate for *u* is the right one (a wrong one
//! passes the checksum with probability up to list · 2^−r; only whoever can
//! check the key derived from it decides). Called by `mien-identity`
//! (enrolment, opening, margin), by `mien-keeper` (which stores the fields and
//! checks the parameters) and by `mien-eval` (measurement).
//!
//! The format and every step are fixed by `spec/sketch.md`; vectors are in
//! `spec/vectors/sketch`. Names follow that text: template *t*, probe *t′*,
//! seed ρ, offset *o*, secret *u*, code length *N*, secret bits *K*, checksum
//! bits *r*.
//!
//! ```
//! use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
//! use mien_sketch::{Params, Sketch, simulate};
//!
//! # fn main() -> Result<(), mien_sketch::SketchError> {
//! let mut rng = ChaCha20Rng::from_seed([7; 32]); // a test: use the system's source
//! let params = Params::new(128, 32, 8, 32, 40_00)?;
//! let template = simulate::unit_vector(64, &mut rng)?;
//! let (sketch, secret) = Sketch::enrol(&params, &template, &mut rng)?;
//!
//! let probe = simulate::at_angle(&template, 15.0, &mut rng)?;
//! let candidates = sketch.open(&probe)?;
//! assert!(candidates[0].secret == secret);
//! # Ok(())
//! # }
//! ```
//!
//! # Timing
//! Equality of secrets takes constant time. The decoder does not: its branches
//! depend on the sketch, the probe and *u*. It is meant for a device whose
//! owner is being scanned, not for a service that others can time.

mod bits;
mod crc;
mod decoder;
pub mod disclosed;
mod error;
mod find;
mod llr;
mod margin;
mod open;
mod params;
mod polar;
mod reliability;
mod rotation;
mod secret;
pub mod simulate;
mod sketch;
#[cfg(test)]
mod vectors;

pub use error::SketchError;
pub use find::{Found, Search, find};
pub use margin::{Margin, margin};
pub use open::Candidate;
pub use params::Params;
pub use secret::Secret;
pub use sketch::Sketch;
