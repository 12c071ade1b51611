//! Rates with their uncertainty (ISO/IEC 19795-1): what was counted, and what
//! the counts can show.

mod bootstrap;
mod linkability;
mod operating;
mod proportion;

pub(crate) use bootstrap::quantile;
pub use bootstrap::{Resampler, percentile_interval};
pub use linkability::{LinkScore, Linkability, linkability};
pub use operating::{FalseMatchCurve, OperatingPoint, Pair};
pub use proportion::{Bounds, Rate, clopper_pearson, rule_of_three, show, wilson};

pub(crate) use operating::{mean_share, misses};
