//! A small, quick evaluation that is compared with stored figures, so that a
//! change for the worse is seen in the tests.
//!
//! It uses the shipped calibration as it is, not a two-fold fit: the part is
//! too small for one, and what is to be watched is the product. Its figures
//! are flattered by that and are not for quoting.

use mien_face::Calibration;
use serde::{Deserialize, Serialize};

use crate::EvalError;
use crate::choose::{Bench, Point, Strangers};
use crate::embed::{Acquisition, Gate};
use crate::experiment::{Design, Experiment};
use crate::matcher::Scores;
use crate::population::Population;
use crate::rates::Effort;
use crate::scan::Plan;
use crate::seed::Seed;
use crate::stats::Bounds;

/// Persons in the part.
pub const PERSONS: usize = 60;
/// Photographs of each.
pub const PHOTOGRAPHS: usize = 6;

/// What is compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Hash of the pack's model hashes and pipeline.
    pub networks: String,
    /// Parameters of the sketch.
    pub point: Point,
    /// Share of the photographs that the archive profile refuses.
    pub refused: Figure,
    /// Mean cosine, three against three photographs.
    pub cosine: Figure,
    /// Standard deviation of the cosine of strangers.
    pub spread: Figure,
    /// FNMR of the sketch, three against one photograph.
    pub fnmr_three_one: Figure,
    /// FNMR of the sketch, three against three photographs.
    pub fnmr_three_three: Figure,
    /// FMR of the sketch, three against three photographs.
    pub fmr: Figure,
}

/// A figure and the interval in which another run must lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The value.
    pub value: f64,
    /// Lowest and highest that are accepted.
    pub accepted: Bounds,
}

impl Figure {
    fn within(value: f64, tolerance: f64) -> Self {
        let accepted = Bounds {
            low: value - tolerance,
            high: value + tolerance,
        };
        Self { value, accepted }
    }
}

/// Effort of the small evaluation.
const EFFORT: Effort = Effort {
    genuine_repeats: 4,
    close_share: 0.05,
    close_repeats: 1,
    far_sample: 1_000,
};

/// Measures.
///
/// # Errors
/// [`EvalError::Sketch`] if the parameters do not fit.
pub fn measure(
    networks: &str,
    population: &Population,
    acquisition: &Acquisition,
    shipped: &Calibration,
    point: Point,
    seed: Seed,
) -> Result<Figures, EvalError> {
    let projections = [shipped.clone(), shipped.clone()];
    let experiment = |design| Experiment::new(design, population, &projections, 2, seed);
    let scores = Scores::of(&experiment(Design::THREE_THREE));
    let (cosine, _, spread) = scores.summary();
    let experiments = vec![
        experiment(Design::THREE_ONE),
        experiment(Design::THREE_THREE),
    ];
    let bench = Bench::of(population.persons().len(), experiments, EFFORT, seed);
    let outcome = |design, strangers| {
        bench
            .measure(design, point, &Plan::whole(), strangers)?
            .ok_or(EvalError::TooFewPersons {
                what: "the small evaluation",
                need: 2,
                have: 0,
            })
    };
    let one = outcome(Design::THREE_ONE, Strangers::Never)?;
    let three = outcome(Design::THREE_THREE, Strangers::Always)?;
    let fmr = three.false_matches.map_or(0.0, |f| f.fmr.rate);
    let rate = |r: crate::stats::Rate| Figure {
        value: r.rate,
        accepted: r.bounds,
    };
    Ok(Figures {
        networks: networks.to_owned(),
        point,
        refused: Figure::within(acquisition.failure_to_acquire(), 0.02),
        cosine: Figure::within(cosine, 0.01),
        spread: Figure::within(spread, 0.01),
        fnmr_three_one: rate(one.misses.fnmr),
        fnmr_three_three: rate(three.misses.fnmr),
        // With so few pairs the FMR can only be watched for disasters.
        fmr: Figure {
            value: fmr,
            accepted: Bounds {
                low: 0.0,
                high: 1e-3,
            },
        },
    })
}

impl Figures {
    /// The figures that differ from stored ones, each as a line that says what
    /// to do. Other networks or parameters are a difference too: figures of
    /// different products are not comparable.
    #[must_use]
    pub fn differences(&self, stored: &Self) -> Vec<String> {
        const REMEDY: &str = "if the change is meant, run `mien-eval small --accept` and commit \
                              the stored figures with it";
        if self.networks != stored.networks || self.point != stored.point {
            return vec![format!(
                "the stored figures belong to another pack or other sketch parameters; {REMEDY}"
            )];
        }
        self.named()
            .into_iter()
            .zip(stored.named())
            .filter(|((_, now), (_, then))| !then.accepted.contains(now.value))
            .map(|((name, now), (_, then))| {
                format!(
                    "{name}: {:.4}, stored {:.4} (accepted {:.4} to {:.4}); {REMEDY}",
                    now.value, then.value, then.accepted.low, then.accepted.high
                )
            })
            .collect()
    }

    /// All figures with their names.
    #[must_use]
    pub fn named(&self) -> [(&'static str, Figure); 6] {
        [
            ("photographs refused", self.refused),
            ("cosine, 3v3", self.cosine),
            ("spread of strangers", self.spread),
            ("FNMR of the sketch, 3v1", self.fnmr_three_one),
            ("FNMR of the sketch, 3v3", self.fnmr_three_three),
            ("FMR of the sketch, 3v3", self.fmr),
        ]
    }
}

/// The gate of the small evaluation.
pub const GATE: Gate = Gate::Archive;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::population::tests::synthetic;
    use crate::projection::{Fit, Projection};

    fn figures(noise: f64, k: u8) -> Figures {
        let population = synthetic(&[6; 20], 24, 24, noise, 1);
        let projection = Projection::fit(Fit::Centre, &population).unwrap();
        let point = Point {
            n: 128,
            k,
            r: 8,
            list: 8,
            angle_centideg: 4000,
        };
        let acquisition = Acquisition::default();
        measure(
            "p",
            &population,
            &acquisition,
            &projection.to_calibration().unwrap(),
            point,
            Seed(1),
        )
        .unwrap()
    }

    #[test]
    fn the_same_run_agrees_and_a_worse_one_does_not() {
        let stored = figures(0.2, 24);
        assert!(figures(0.2, 24).differences(&stored).is_empty());
        let worse = figures(0.6, 24).differences(&stored);
        assert!(
            worse.iter().any(|line| line.starts_with("cosine")),
            "{worse:?}"
        );
        assert!(
            worse.iter().any(|line| line.starts_with("FNMR")),
            "{worse:?}"
        );
        assert!(worse.iter().all(|line| line.contains("--accept")));
    }

    #[test]
    fn other_parameters_are_not_comparable() {
        let stored = figures(0.2, 24);
        assert_eq!(figures(0.2, 28).differences(&stored).len(), 1);
    }
}
