//! Error rates of the sketch, end to end.
//!
//! Every comparison enrols afresh, so that the figure is an average over
//! rotations and secrets too. Of the impostor comparisons the *close* ones,
//! whose probe lies nearest to the template, are all made; of the far ones,
//! which hardly ever open, a random sample stands for the rest with the
//! corresponding weight (stratified sampling; the estimate has no bias).

use std::collections::HashMap;

use chacha20::ChaCha20Rng;
use mien_sketch::Params;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::EvalError;
use crate::experiment::{Enrolled, Experiment, Scanned};
use crate::num;
use crate::scan::{Outcome, Plan, enrol_and_scan};
use crate::seed::{Seed, below};
use crate::stats::{Bounds, Rate, Resampler};

/// How much work goes into a measurement.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effort {
    /// Enrolments for each genuine comparison.
    pub genuine_repeats: usize,
    /// Share of the impostor comparisons that count as close.
    pub close_share: f64,
    /// Enrolments for each close impostor comparison.
    pub close_repeats: usize,
    /// Sample of the far impostor comparisons, one enrolment each.
    pub far_sample: usize,
}

impl Effort {
    /// For sweeps over many parameters.
    pub const SWEEP: Self = Self {
        genuine_repeats: 2,
        close_share: 0.005,
        close_repeats: 1,
        far_sample: 2_000,
    };
    /// For comparing schemes at an FMR of about 1e-4.
    pub const FIELD: Self = Self {
        genuine_repeats: 4,
        close_share: 0.01,
        close_repeats: 1,
        far_sample: 20_000,
    };
    /// For figures that are reported.
    pub const REPORT: Self = Self {
        genuine_repeats: 8,
        close_share: 0.01,
        close_repeats: 4,
        far_sample: 100_000,
    };
}

/// FNMR of the sketch, per scan.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Misses {
    /// False non-matches.
    pub fnmr: Rate,
    /// FNMR when three scans may be made, if failures of one person's scans
    /// were independent beyond the template: per person, the cube of that
    /// person's own rate.
    pub fnmr_three_scans: f64,
    /// Wrong candidates submitted per scan, the right one aside.
    pub wrong: f64,
}

/// FMR of the sketch, per scan.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FalseMatches {
    /// False matches.
    pub fmr: Rate,
    /// Scans made, each with a fresh enrolment.
    pub scans: usize,
    /// Scans that opened.
    pub opened: usize,
    /// Different pairs of persons among them.
    pub opened_pairs: usize,
    /// 95 % bounds if all pairs of persons were independent.
    pub pairs_as_independent: Bounds,
    /// Candidates submitted per scan.
    pub wrong: f64,
}

/// Measures the FNMR.
///
/// # Errors
/// [`EvalError::Sketch`] if the parameters do not fit the template.
pub fn misses(
    experiment: &Experiment,
    params: &Params,
    plan: &Plan,
    effort: Effort,
    resampler: &Resampler,
    seed: Seed,
) -> Result<Misses, EvalError> {
    misses_of(experiment, effort, resampler, seed, of_sketch(params, plan))
}

/// One enrolment and one scan with the shipped sketch.
fn of_sketch(
    params: &Params,
    plan: &Plan,
) -> impl Fn(&Enrolled, &Scanned, &mut ChaCha20Rng) -> Result<Outcome, EvalError> + Sync {
    move |enrolled, scanned, rng| {
        let probes = plan.probes(&scanned.frames);
        Ok(enrol_and_scan(params, &enrolled.template, &probes, rng)?)
    }
}

/// Measures the FNMR of anything that enrols afresh and scans.
///
/// # Errors
/// Those of `trial`.
pub fn misses_of(
    experiment: &Experiment,
    effort: Effort,
    resampler: &Resampler,
    seed: Seed,
    trial: impl Fn(&Enrolled, &Scanned, &mut ChaCha20Rng) -> Result<Outcome, EvalError> + Sync,
) -> Result<Misses, EvalError> {
    let jobs: Vec<(usize, usize, usize)> = experiment
        .blocks
        .iter()
        .enumerate()
        .flat_map(|(b, block)| block.genuine.iter().map(move |&(e, s)| (b, e, s)))
        .collect();
    let outcomes: Vec<(usize, Vec<Outcome>)> = jobs
        .into_par_iter()
        .map(|(b, e, s)| {
            let block = &experiment.blocks[b];
            let person = block.enrolled[e].person;
            let mut rng = seed.stream("genuine", &[person, block.split]);
            let run = |_| trial(&block.enrolled[e], &block.scanned[s], &mut rng);
            let outcomes = (0..effort.genuine_repeats)
                .map(run)
                .collect::<Result<_, _>>()?;
            Ok((person, outcomes))
        })
        .collect::<Result<_, EvalError>>()?;
    let mut of = vec![None; experiment.persons];
    let (mut wrong, mut scans) = (0, 0);
    for (person, outcomes) in &outcomes {
        let entry = of[*person].get_or_insert((0.0, 0));
        entry.0 += outcomes.iter().filter(|o| !o.opened).count() as f64;
        entry.1 += outcomes.len();
        wrong += outcomes.iter().map(|o| o.wrong).sum::<usize>();
        scans += outcomes.len();
    }
    let cubes: Vec<f64> = of
        .iter()
        .flatten()
        .map(|&(missed, n)| (missed / n as f64).powi(3))
        .collect();
    Ok(Misses {
        fnmr: resampler.rate(&of),
        fnmr_three_scans: cubes.iter().sum::<f64>() / cubes.len().max(1) as f64,
        wrong: wrong as f64 / scans.max(1) as f64,
    })
}

/// An impostor comparison: block, index enrolled, index scanned.
type Comparison = (usize, usize, usize);

/// The impostor comparisons of an experiment, close ones first apart.
pub struct Impostors {
    close: Vec<Comparison>,
    far: Vec<Comparison>,
    far_weight: f64,
    comparisons: usize,
}

impl Impostors {
    /// Sorts out which comparisons are close, and draws the sample of the far
    /// ones.
    #[must_use]
    pub fn new(experiment: &Experiment, effort: Effort, seed: Seed) -> Self {
        let mut scored: Vec<(f32, Comparison)> = experiment
            .blocks
            .par_iter()
            .enumerate()
            .flat_map_iter(|(b, block)| {
                block.impostors().map(move |(e, s)| {
                    let score = num::dot(&block.enrolled[e].template, &block.scanned[s].probe);
                    (score, (b, e, s))
                })
            })
            .collect();
        let comparisons = scored.len();
        scored.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let cut = num::floor_index(effort.close_share * comparisons as f64);
        let rest = comparisons - cut;
        let sample = effort.far_sample.min(rest);
        let mut rng = seed.stream("far", &[]);
        let far = (0..sample)
            .map(|_| scored[cut + below(rest, &mut rng)].1)
            .collect();
        scored.truncate(cut);
        Self {
            close: scored.into_iter().map(|(_, c)| c).collect(),
            far,
            far_weight: if sample == 0 {
                0.0
            } else {
                rest as f64 / sample as f64
            },
            comparisons,
        }
    }
}

/// Measures the FMR.
///
/// # Errors
/// [`EvalError::Sketch`] if the parameters do not fit the template.
pub fn false_matches(
    experiment: &Experiment,
    impostors: &Impostors,
    params: &Params,
    plan: &Plan,
    effort: Effort,
    resampler: &Resampler,
    seed: Seed,
) -> Result<FalseMatches, EvalError> {
    let trial = of_sketch(params, plan);
    false_matches_of(experiment, impostors, effort, resampler, seed, trial)
}

/// Measures the FMR of anything that enrols afresh and scans.
///
/// # Errors
/// Those of `trial`.
pub fn false_matches_of(
    experiment: &Experiment,
    impostors: &Impostors,
    effort: Effort,
    resampler: &Resampler,
    seed: Seed,
    trial: impl Fn(&Enrolled, &Scanned, &mut ChaCha20Rng) -> Result<Outcome, EvalError> + Sync,
) -> Result<FalseMatches, EvalError> {
    let close = run(
        experiment,
        &impostors.close,
        effort.close_repeats,
        seed,
        &trial,
    )?;
    let far = run(experiment, &impostors.far, 1, seed, &trial)?;
    let per_split = experiment.splits.max(1) as f64;
    let mut shares: HashMap<(usize, usize), f64> = HashMap::new();
    let mut add = |(b, e, s): Comparison, share: f64| {
        if share > 0.0 {
            let block = &experiment.blocks[b];
            let key = (block.enrolled[e].person, block.scanned[s].person);
            *shares.entry(key).or_default() += share / per_split;
        }
    };
    for (comparison, tally) in impostors.close.iter().zip(&close) {
        add(
            *comparison,
            tally.opened as f64 / effort.close_repeats.max(1) as f64,
        );
    }
    for (comparison, tally) in impostors.far.iter().zip(&far) {
        add(*comparison, tally.opened as f64 * impostors.far_weight);
    }
    let mut pairs: Vec<(usize, usize, f64)> =
        shares.into_iter().map(|((i, j), x)| (i, j, x)).collect();
    pairs.sort_by_key(|p| (p.0, p.1));
    let all_pairs = experiment.impostor_pairs();
    let fmr = resampler.pair_rate(
        &pairs,
        |times| experiment.weight(times),
        all_pairs,
        experiment.impostor_persons(),
        impostors.comparisons,
    );
    let scans = close.len() * effort.close_repeats + far.len();
    let tallies = close.iter().chain(&far);
    let wrong: usize = tallies.clone().map(|t| t.wrong).sum();
    Ok(FalseMatches {
        fmr,
        scans,
        opened: tallies.map(|t| t.opened).sum(),
        opened_pairs: unordered(&pairs),
        pairs_as_independent: crate::stats::wilson(fmr.rate * all_pairs, all_pairs),
        wrong: wrong as f64 / scans.max(1) as f64,
    })
}

/// What the scans of one comparison came to.
struct Tally {
    opened: usize,
    wrong: usize,
}

fn run(
    experiment: &Experiment,
    comparisons: &[Comparison],
    repeats: usize,
    seed: Seed,
    trial: &(impl Fn(&Enrolled, &Scanned, &mut ChaCha20Rng) -> Result<Outcome, EvalError> + Sync),
) -> Result<Vec<Tally>, EvalError> {
    comparisons
        .par_iter()
        .map(|&(b, e, s)| {
            let block = &experiment.blocks[b];
            let mut rng = seed.stream("impostor", &[b, e, s]);
            let mut tally = Tally {
                opened: 0,
                wrong: 0,
            };
            for _ in 0..repeats {
                let outcome = trial(&block.enrolled[e], &block.scanned[s], &mut rng)?;
                tally.opened += usize::from(outcome.opened);
                tally.wrong += outcome.wrong;
            }
            Ok(tally)
        })
        .collect()
}

fn unordered(pairs: &[(usize, usize, f64)]) -> usize {
    let mut keys: Vec<_> = pairs.iter().map(|p| (p.0.min(p.1), p.0.max(p.1))).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::experiment::{Design, tests::experiment};

    const ALL: Effort = Effort {
        genuine_repeats: 2,
        close_share: 1.0,
        close_repeats: 1,
        far_sample: 0,
    };

    #[test]
    fn friends_open_and_strangers_do_not() {
        let e = experiment(&[6; 24], Design::THREE_THREE, 0.15);
        let params = Params::new(128, 24, 8, 8, 4000).unwrap();
        let resampler = Resampler::new(24, 100, Seed(1));
        let m = misses(&e, &params, &Plan::whole(), ALL, &resampler, Seed(1)).unwrap();
        assert!(m.fnmr.rate < 0.05, "{m:?}");
        assert_eq!((m.fnmr.persons, m.fnmr.comparisons), (24, 24 * 3 * 2));
        let impostors = Impostors::new(&e, ALL, Seed(1));
        let f = false_matches(
            &e,
            &impostors,
            &params,
            &Plan::whole(),
            ALL,
            &resampler,
            Seed(1),
        )
        .unwrap();
        assert!(f.fmr.rate < 0.05 && f.scans == f.fmr.comparisons, "{f:?}");
        // The checksum lets through list · 2^−r = 3 % of a list of words.
        assert!(f.wrong < 0.1, "{f:?}");
    }

    #[test]
    fn sampling_the_far_ones_does_not_bias() {
        // A code so weak that strangers open often.
        let e = experiment(&[2; 60], Design::ONE_ONE, 0.2);
        let params = Params::new(128, 16, 4, 64, 4000).unwrap();
        let resampler = Resampler::new(60, 50, Seed(1));
        let measure = |effort: Effort| {
            let impostors = Impostors::new(&e, effort, Seed(2));
            false_matches(
                &e,
                &impostors,
                &params,
                &Plan::whole(),
                effort,
                &resampler,
                Seed(2),
            )
            .unwrap()
        };
        let all = measure(ALL);
        let part = measure(Effort {
            close_share: 0.1,
            close_repeats: 2,
            far_sample: 2_500,
            ..ALL
        });
        assert!(all.fmr.rate > 0.01, "{all:?}");
        assert!(
            (part.fmr.rate - all.fmr.rate).abs() < 0.3 * all.fmr.rate,
            "{} {}",
            part.fmr.rate,
            all.fmr.rate
        );
        assert!(all.fmr.bounds.contains(all.fmr.rate));
    }
}
