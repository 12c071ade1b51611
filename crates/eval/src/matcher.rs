//! The plain matcher: cosine of template and probe.

use rayon::prelude::*;

use crate::experiment::Experiment;
use crate::num;
use crate::stats::{
    Bounds, FalseMatchCurve, OperatingPoint, Pair, Resampler, mean_share, misses,
    percentile_interval,
};

/// All scores of an experiment.
pub struct Scores {
    /// For each person the scores of own comparisons, one a split.
    pub genuine: Vec<Vec<f32>>,
    /// The impostor scores.
    pub impostor: FalseMatchCurve,
}

impl Scores {
    /// Compares.
    #[must_use]
    pub fn of(experiment: &Experiment) -> Self {
        let mut genuine = vec![Vec::new(); experiment.persons];
        for block in &experiment.blocks {
            for &(e, s) in &block.genuine {
                let score = num::dot(&block.enrolled[e].template, &block.scanned[s].probe);
                genuine[block.enrolled[e].person].push(score);
            }
        }
        let impostor = experiment
            .blocks
            .par_iter()
            .flat_map_iter(|block| {
                block.impostors().map(|(e, s)| {
                    let (enrolled, scanned) = (&block.enrolled[e], &block.scanned[s]);
                    Pair {
                        score: num::dot(&enrolled.template, &scanned.probe),
                        enrolled: index(enrolled.person),
                        probe: index(scanned.person),
                    }
                })
            })
            .collect();
        Self {
            genuine,
            impostor: FalseMatchCurve::new(impostor),
        }
    }

    /// FNMR at each of these FMR.
    #[must_use]
    pub fn at(&self, fmrs: &[f64], resampler: &Resampler) -> Vec<OperatingPoint> {
        fmrs.par_iter()
            .map(|&fmr| self.impostor.at(fmr, &self.genuine, resampler))
            .collect()
    }

    /// FNMR of these scores less that of `other`, at an FMR: estimate and 95 %
    /// bounds. Both are resampled with the same persons, which makes the
    /// bounds narrower than those of either.
    #[must_use]
    pub fn difference(&self, other: &Self, fmr: f64, resampler: &Resampler) -> (f64, Bounds) {
        let one = |scores: &Self, times: &[u16]| {
            let threshold = scores.impostor.threshold_of(fmr, times);
            mean_share(&misses(&scores.genuine, threshold), times)
        };
        let all = vec![1; self.genuine.len()];
        let delta = |times: &[u16]| Some(one(self, times)? - one(other, times)?);
        let estimate = delta(&all).unwrap_or(f64::NAN);
        (estimate, percentile_interval(resampler.map(delta)))
    }

    /// (FMR, FNMR) as the threshold rises, at FMR from 0.1 down in steps of a
    /// tenth of a decade to one impostor comparison: the DET curve.
    #[must_use]
    pub fn det(&self) -> Vec<(f64, f64)> {
        let n = self.impostor.comparisons().max(1) as f64;
        let all = vec![1; self.genuine.len()];
        (10..)
            .map(|tenths| 10f64.powf(-f64::from(tenths) / 10.0))
            .take_while(|fmr| fmr * n >= 1.0)
            .filter_map(|fmr| {
                let (threshold, above) = self.impostor.threshold(fmr);
                let fnmr = mean_share(&misses(&self.genuine, threshold), &all)?;
                Some((above as f64 / n, fnmr))
            })
            .collect()
    }

    /// Mean and 5 % quantile of the genuine scores, and the standard deviation
    /// of the impostor ones.
    #[must_use]
    pub fn summary(&self) -> (f64, f64, f64) {
        let mut all: Vec<f64> = self
            .genuine
            .iter()
            .flatten()
            .map(|&s| f64::from(s))
            .collect();
        all.sort_by(f64::total_cmp);
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        let pairs = self.impostor.pairs();
        let n = pairs.len() as f64;
        let middle = pairs.iter().map(|p| f64::from(p.score)).sum::<f64>() / n;
        let square = pairs
            .iter()
            .map(|p| (f64::from(p.score) - middle).powi(2))
            .sum::<f64>();
        (
            mean,
            crate::stats::quantile(&all, 0.05),
            (square / n).sqrt(),
        )
    }
}

/// A person's index in four bytes; there are never more persons than that.
fn index(person: usize) -> u32 {
    u32::try_from(person).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::experiment::{Design, tests::experiment};
    use crate::seed::Seed;

    #[test]
    fn scores_of_friends_are_higher() {
        let e = experiment(&[4; 60], Design::THREE_ONE, 0.3);
        let scores = Scores::of(&e);
        assert_eq!(scores.genuine.iter().map(Vec::len).sum::<usize>(), 180);
        assert_eq!(scores.impostor.comparisons(), 3 * 2 * (30 * 30 - 30));
        let (mean, low, spread) = scores.summary();
        assert!(mean > 0.75 && low > 0.5 && low < mean, "{mean} {low}");
        // Random directions of 24 dimensions: 1/√24 = 0.2.
        assert!((spread - 0.2).abs() < 0.05, "{spread}");
        let points = scores.at(&[0.05, 1e-6], &Resampler::new(60, 100, Seed(1)));
        assert!(points[0].fnmr.unwrap().rate < 0.3);
        assert!(points[1].fnmr.is_none());
    }
}
