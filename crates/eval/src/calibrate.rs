//! Which calibration, and does it help? Every candidate is measured two-fold
//! and compared with plain centring on the same comparisons.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::EvalError;
use crate::experiment::Design;
use crate::markdown::{self, Table};
use crate::matcher::Scores;
use crate::population::Population;
use crate::projection::Fit;
use crate::seed::Seed;
use crate::stats::{Bounds, OperatingPoint, Resampler};
use crate::twofold;

/// The designs that are compared.
pub const DESIGNS: [Design; 3] = [Design::ONE_ONE, Design::THREE_ONE, Design::THREE_THREE];
/// The FMR at which they are compared.
pub const FMRS: [f64; 2] = [1e-3, 1e-4];
/// Dimensions tried for the discriminant projection.
const DIMENSIONS: [usize; 4] = [32, 48, 56, 64];
/// Shrinkages tried for the discriminant projection.
const SHRINKAGES: [f64; 4] = [0.05, 0.2, 0.5, 0.8];

/// The settings of a calibration run.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// Splits of each design.
    pub splits: usize,
    /// Replicates of the bootstrap.
    pub replicates: usize,
    /// The seed.
    pub seed: Seed,
}

/// A fit under one design.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// The design.
    pub design: Design,
    /// Mean cosine of a person with themselves.
    pub genuine_mean: f64,
    /// 5 % quantile of it.
    pub genuine_low: f64,
    /// Standard deviation of the cosine of strangers.
    pub impostor_spread: f64,
    /// FNMR at [`FMRS`].
    pub points: Vec<OperatingPoint>,
    /// FNMR of this fit less that of plain centring at [`FMRS`]: estimate and
    /// 95 % bounds over the same persons, or nothing where it is not
    /// resolvable. Below zero is better.
    pub against_centring: Vec<Option<(f64, Bounds)>>,
}

/// A candidate.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Candidate {
    /// How it is fitted.
    pub fit: Fit,
    /// What it gives, by design.
    pub designs: Vec<Measured>,
}

/// The fits that are tried: plain centring first.
#[must_use]
pub fn candidates(rank: usize) -> Vec<Fit> {
    let mut fits = vec![Fit::Centre, Fit::Principal { dimension: rank }];
    for dimension in DIMENSIONS {
        for shrinkage in SHRINKAGES {
            fits.push(Fit::Discriminant {
                dimension,
                shrinkage,
            });
        }
    }
    fits
}

/// Measures every fit; the first is the one to compare with.
///
/// # Errors
/// Those of [`twofold::experiments`].
pub fn compare(
    population: &Population,
    fits: &[Fit],
    settings: Settings,
    mut done: impl FnMut(),
) -> Result<Vec<Candidate>, EvalError> {
    let resampler = Resampler::new(
        population.persons().len(),
        settings.replicates,
        settings.seed,
    );
    let mut base: Vec<Scores> = Vec::new();
    let mut out = Vec::new();
    for &fit in fits {
        let experiments =
            twofold::experiments(fit, &DESIGNS, population, settings.splits, settings.seed)?;
        let scores: Vec<Scores> = experiments.iter().map(Scores::of).collect();
        if base.is_empty() {
            base = experiments.iter().map(Scores::of).collect();
        }
        let designs = DESIGNS
            .par_iter()
            .zip(scores.par_iter().zip(&base))
            .map(|(&design, (scores, base))| measure(design, scores, base, &resampler))
            .collect();
        out.push(Candidate { fit, designs });
        done();
    }
    Ok(out)
}

fn measure(design: Design, scores: &Scores, base: &Scores, resampler: &Resampler) -> Measured {
    let (genuine_mean, genuine_low, impostor_spread) = scores.summary();
    let points = scores.at(&FMRS, resampler);
    let against_centring = points
        .iter()
        .map(|point| {
            point
                .fnmr
                .is_some()
                .then(|| scores.difference(base, point.fmr, resampler))
        })
        .collect();
    Measured {
        design,
        genuine_mean,
        genuine_low,
        impostor_spread,
        points,
        against_centring,
    }
}

/// Which candidate to ship, and why.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// The fit.
    pub fit: Fit,
    /// Whether a projection lowers the FNMR beyond its bounds.
    pub projection_helps: bool,
    /// The best projection, and its FNMR at one against one and FMR 1e-4 less
    /// that of plain centring, with bounds; nothing if not resolvable.
    pub best_projection: Option<(Fit, f64, Bounds)>,
}

/// The discriminant projection with the lowest FNMR at one against one and FMR
/// 1e-4 if its gain over plain centring is beyond doubt, otherwise plain
/// centring in `rank` numbers.
///
/// One against one, because it has the most persons and is the only design
/// that resolves this FMR well.
#[must_use]
pub fn decide(candidates: &[Candidate], rank: usize) -> Decision {
    let gain = |candidate: &Candidate| -> Option<(Fit, f64, Bounds)> {
        if !matches!(candidate.fit, Fit::Discriminant { .. }) {
            return None;
        }
        let one = candidate
            .designs
            .iter()
            .find(|m| m.design == Design::ONE_ONE)?;
        let (difference, bounds) = (*one.against_centring.last()?)?;
        Some((candidate.fit, difference, bounds))
    };
    let best_projection = candidates
        .iter()
        .filter_map(gain)
        .min_by(|a, b| a.1.total_cmp(&b.1));
    match best_projection {
        Some((fit, _, bounds)) if bounds.high < 0.0 => Decision {
            fit,
            projection_helps: true,
            best_projection,
        },
        _ => Decision {
            fit: Fit::Principal { dimension: rank },
            projection_helps: false,
            best_projection,
        },
    }
}

/// The comparison as Markdown.
#[must_use]
pub fn markdown(candidates: &[Candidate], decision: &Decision) -> String {
    let mut table = Table::new(&[
        "fit",
        "design",
        "cosine (5 %)",
        "strangers ±",
        "FNMR at FMR 1e-3",
        "FNMR at FMR 1e-4",
        "against centring at 1e-4",
    ]);
    for candidate in candidates {
        for m in &candidate.designs {
            let mut cells = vec![
                candidate.fit.label(),
                m.design.to_string(),
                format!("{:.3} ({:.3})", m.genuine_mean, m.genuine_low),
                format!("{:.3}", m.impostor_spread),
            ];
            cells.extend(m.points.iter().map(markdown::operating_point));
            cells.push(match m.against_centring.last() {
                Some(Some((d, b))) => format!(
                    "{:+.2} % [{:+.2}, {:+.2}]",
                    100.0 * d,
                    100.0 * b.low,
                    100.0 * b.high
                ),
                _ => "–".into(),
            });
            table.row(&cells);
        }
    }
    let verdict = if decision.projection_helps {
        "a projection helps beyond its bounds"
    } else {
        "no projection helps beyond its bounds: plain centring is shipped"
    };
    table.finish() + &format!("{verdict} ({})\n", decision.fit.label())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::population::tests::synthetic;

    const SETTINGS: Settings = Settings {
        splits: 2,
        replicates: 60,
        seed: Seed(1),
    };

    #[test]
    fn a_projection_that_helps_is_found_and_taken() {
        // Half of the directions are three times as noisy: weighting them
        // down must help.
        let population = synthetic(&[6; 320], 32, 32, 0.55, 1);
        let fits = [
            Fit::Centre,
            Fit::Discriminant {
                dimension: 32,
                shrinkage: 0.01,
            },
        ];
        let mut steps = 0;
        let measured = compare(&population, &fits, SETTINGS, || steps += 1).unwrap();
        assert_eq!(steps, 2);
        let decision = decide(&with_coarse_fmr(measured), 32);
        assert!(decision.projection_helps, "{decision:?}");
        assert_eq!(decision.fit, fits[1]);
    }

    /// So few persons resolve no FMR of 1e-4; the decision is then made at
    /// 1e-3.
    fn with_coarse_fmr(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
        for measured in candidates.iter_mut().flat_map(|c| &mut c.designs) {
            measured.against_centring.truncate(1);
        }
        candidates
    }

    #[test]
    fn without_a_resolvable_gain_centring_is_shipped() {
        let candidate = |bounds: Option<(f64, Bounds)>| Candidate {
            fit: Fit::Discriminant {
                dimension: 8,
                shrinkage: 0.5,
            },
            designs: vec![Measured {
                design: Design::ONE_ONE,
                genuine_mean: 0.8,
                genuine_low: 0.6,
                impostor_spread: 0.1,
                points: vec![],
                against_centring: vec![bounds],
            }],
        };
        let touching = Bounds {
            low: -0.01,
            high: 0.001,
        };
        for bounds in [None, Some((-0.004, touching))] {
            let decision = decide(&[candidate(bounds)], 57);
            assert!(!decision.projection_helps);
            assert_eq!(decision.fit, Fit::Principal { dimension: 57 });
        }
    }
}
