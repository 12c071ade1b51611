//! Accuracy of the biometrics, measured on labelled photographs by the rules of
//! ISO/IEC 19795-1: what was compared, how often, and with what confidence.
//!
//! It fits a pack's calibration and its occlusion file, chooses the sketch's parameters and writes the
//! report on error rates. It is no part of the product and decides nothing
//! about a single face; figures are for the photographs that they were made
//! from. Called by the `mien-eval` command alone; the product takes from it the
//! files in `models/calibration` and the numbers in a pack's manifest.
//!
//! ```text
//! dataset ─► embed (cache, worker) ─► Population
//! Population ─► projection ─► twofold ─► Experiment: who is compared with whom
//! Experiment ─► matcher (cosine)      ┐
//!           └─► scan, rates (sketch)  ┴► calibrate, sweep, run, small
//! dataset ─► occlusion: paints, fits and measures by itself
//! ```
//!
//! Every person counts the same, and bounds count persons: comparisons that
//! share a person are not independent. What the number of persons cannot show
//! is said to be *not resolvable*. Everything repeats with the seed.

pub mod attack;
pub mod cache;
pub mod calibrate;
pub mod choose;
pub mod counting;
pub mod dataset;
pub mod embed;
mod error;
pub mod experiment;
pub mod field;
pub mod find;
pub mod groups;
pub mod markdown;
pub mod matcher;
mod num;
pub mod occlusion;
pub mod plot;
pub mod population;
pub mod projection;
mod raster;
pub mod rates;
pub mod run;
pub mod scan;
mod scatter;
pub mod seed;
pub mod ship;
pub mod small;
pub mod stats;
pub mod sweep;
pub mod taken;
pub mod twofold;
mod worker;

pub use error::EvalError;
