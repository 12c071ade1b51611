//! Operating points of a matcher that gives scores: FNMR at a given FMR.

use serde::{Deserialize, Serialize};

use super::{Bounds, Rate, Resampler, percentile_interval};

/// Different pairs of persons that must lie above a threshold before the FMR
/// there counts as measured (the rule of 30: ±30 % with 90 % confidence).
const RESOLVED_FROM: usize = 30;

/// The score of a comparison of two different persons.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Similarity.
    pub score: f32,
    /// Index of the person enrolled.
    pub enrolled: u32,
    /// Index of the person compared.
    pub probe: u32,
}

/// FNMR at one FMR.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OperatingPoint {
    /// The FMR asked for.
    pub fmr: f64,
    /// Scores above this one match.
    pub threshold: f64,
    /// Different pairs of persons among the false matches.
    pub false_pairs: usize,
    /// The FNMR, or nothing where so few pairs lie above the threshold that
    /// this number of persons cannot show the FMR.
    pub fnmr: Option<Rate>,
}

/// All impostor scores of an experiment, best first.
pub struct FalseMatchCurve {
    pairs: Vec<Pair>,
}

impl FalseMatchCurve {
    /// Sorts the scores.
    #[must_use]
    pub fn new(mut pairs: Vec<Pair>) -> Self {
        pairs.sort_unstable_by(|a, b| b.score.total_cmp(&a.score));
        Self { pairs }
    }

    /// Impostor comparisons.
    #[must_use]
    pub fn comparisons(&self) -> usize {
        self.pairs.len()
    }

    /// The scores, best first.
    #[must_use]
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The threshold above which at most the share `fmr` of impostor scores
    /// lies, and the number above it.
    #[must_use]
    pub fn threshold(&self, fmr: f64) -> (f64, usize) {
        let allowed = crate::num::floor_index(fmr * self.pairs.len() as f64);
        match self.pairs.get(allowed) {
            None => (f64::from(f32::MIN), self.pairs.len()),
            Some(pair) => {
                let above = self.pairs.partition_point(|p| p.score > pair.score);
                (f64::from(pair.score), above)
            }
        }
    }

    /// The share of impostor scores above a threshold.
    #[must_use]
    pub fn fmr(&self, threshold: f64) -> f64 {
        if self.pairs.is_empty() {
            return f64::NAN;
        }
        let above = self
            .pairs
            .partition_point(|p| f64::from(p.score) > threshold);
        above as f64 / self.pairs.len() as f64
    }

    /// FNMR at the given FMR. `genuine` holds for each person the scores of
    /// that person's own comparisons; a person without any is not counted.
    /// Each replicate of the bootstrap sets its own threshold.
    #[must_use]
    pub fn at(&self, fmr: f64, genuine: &[Vec<f32>], resampler: &Resampler) -> OperatingPoint {
        let (threshold, above) = self.threshold(fmr);
        let false_pairs = distinct(&self.pairs[..above]);
        let fnmr = (false_pairs >= RESOLVED_FROM).then(|| {
            let mut rate = resampler.rate(&misses(genuine, threshold));
            let values = resampler.map(|times| {
                let t = self.threshold_of(fmr, times);
                mean_share(&misses(genuine, t), times)
            });
            rate.bounds = rate.bounds.union(percentile_interval(values));
            rate
        });
        OperatingPoint {
            fmr,
            threshold,
            false_pairs,
            fnmr,
        }
    }

    /// The threshold for `fmr` when persons count as often as they were drawn.
    pub(crate) fn threshold_of(&self, fmr: f64, times: &[u16]) -> f64 {
        let weight = |p: &Pair| {
            let of = |i: u32| f64::from(times.get(i as usize).copied().unwrap_or(0));
            of(p.enrolled) * of(p.probe)
        };
        // The expected weight of a pair is close to 1, and summing millions of
        // pairs for each replicate would take minutes.
        let allowed = fmr * self.pairs.len() as f64;
        let mut sum = 0.0;
        for pair in &self.pairs {
            sum += weight(pair);
            if sum > allowed {
                return f64::from(pair.score);
            }
        }
        f64::from(f32::MIN)
    }
}

/// For each person the number of own scores that do not match, and of all.
pub(crate) fn misses(genuine: &[Vec<f32>], threshold: f64) -> Vec<Option<(f64, usize)>> {
    genuine
        .iter()
        .map(|scores| {
            let missed = scores
                .iter()
                .filter(|&&s| f64::from(s) <= threshold)
                .count();
            (!scores.is_empty()).then_some((missed as f64, scores.len()))
        })
        .collect()
}

/// The mean over persons of their shares of errors, each person as often as
/// drawn.
pub(crate) fn mean_share(of: &[Option<(f64, usize)>], times: &[u16]) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0.0);
    for (entry, &w) in of.iter().zip(times) {
        if let Some((errors, comparisons)) = entry {
            sum += f64::from(w) * errors / *comparisons as f64;
            n += f64::from(w);
        }
    }
    (n > 0.0).then(|| sum / n)
}

/// Different unordered pairs of persons.
fn distinct(pairs: &[Pair]) -> usize {
    let mut keys: Vec<(u32, u32)> = pairs
        .iter()
        .map(|p| (p.enrolled.min(p.probe), p.enrolled.max(p.probe)))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys.len()
}

/// Nothing is known about an empty population.
impl Default for Bounds {
    fn default() -> Self {
        Self::NONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;

    /// 1000 impostor scores 0.000 to 0.999, each of its own pair.
    fn ladder() -> FalseMatchCurve {
        FalseMatchCurve::new(
            (0..1000u32)
                .map(|i| Pair {
                    score: i as f32 / 1000.0,
                    enrolled: i % 40,
                    probe: 40 + i / 40,
                })
                .collect(),
        )
    }

    #[test]
    fn threshold_lets_through_exactly_the_share_asked_for() {
        let curve = ladder();
        let (threshold, above) = curve.threshold(0.05);
        assert_eq!(above, 50);
        assert!((threshold - 0.949).abs() < 1e-6);
        assert!((curve.fmr(threshold) - 0.05).abs() < 1e-12);
        assert_eq!(curve.threshold(0.0).1, 0);
        assert_eq!(curve.threshold(1.0).1, 1000);
        assert!(FalseMatchCurve::new(vec![]).fmr(0.0).is_nan());
    }

    #[test]
    fn ties_do_not_raise_the_rate() {
        let tied = FalseMatchCurve::new(vec![
            Pair {
                score: 0.5,
                enrolled: 0,
                probe: 1
            };
            100
        ]);
        assert_eq!(tied.threshold(0.1).1, 0);
    }

    #[test]
    fn fnmr_known_answer() {
        let curve = ladder();
        // Persons 0 to 49 have one score below and three above 0.95 each,
        // person 50 none, 51 to 99 all above.
        let genuine: Vec<Vec<f32>> = (0..100)
            .map(|i| match i {
                0..50 => vec![0.5, 0.96, 0.97, 0.98],
                50 => vec![],
                _ => vec![0.99; 4],
            })
            .collect();
        let point = curve.at(0.05, &genuine, &Resampler::new(100, 300, Seed(1)));
        let fnmr = point.fnmr.unwrap();
        assert_eq!(point.false_pairs, 50);
        assert!((fnmr.rate - 50.0 * 0.25 / 99.0).abs() < 1e-12);
        assert_eq!((fnmr.persons, fnmr.comparisons), (99, 396));
        assert!(fnmr.bounds.contains(fnmr.rate));
    }

    #[test]
    fn too_few_pairs_give_no_figure() {
        let curve = ladder();
        let genuine = vec![vec![0.99]; 100];
        let resampler = Resampler::new(100, 50, Seed(1));
        assert!(curve.at(0.02, &genuine, &resampler).fnmr.is_none());
        assert!(curve.at(0.03, &genuine, &resampler).fnmr.is_some());
        // The same pair a thousand times is one pair.
        let one = FalseMatchCurve::new(vec![
            Pair {
                score: 0.1,
                enrolled: 3,
                probe: 4
            };
            1000
        ]);
        assert_eq!(one.at(1.0, &genuine, &resampler).false_pairs, 1);
    }
}
