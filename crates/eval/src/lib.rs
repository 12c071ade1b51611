//! Accuracy of the biometrics, measured on labelled photographs.
mod error;
pub mod experiment;
pub mod matcher;
mod num;
pub mod population;
pub mod projection;
pub mod rates;
pub mod scan;
pub mod seed;
pub mod stats;
pub use error::EvalError;
