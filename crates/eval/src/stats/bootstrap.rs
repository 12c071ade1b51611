//! The bootstrap over persons (ISO/IEC 19795-1, Annex on bootstrap estimates;
//! Bolle, Ratha & Pankanti 2004): comparisons that share a person are drawn
//! together, because they err together.

use super::{Bounds, Rate, rule_of_three, wilson};
use crate::seed::{Seed, below};

/// Draws persons with replacement, the same way in every run.
#[derive(Clone, Debug)]
pub struct Resampler {
    /// For each replicate, how often each person was drawn.
    replicates: Vec<Vec<u16>>,
}

impl Resampler {
    /// `replicates` draws of `persons` persons.
    #[must_use]
    pub fn new(persons: usize, replicates: usize, seed: Seed) -> Self {
        let draw = |replicate| {
            let mut rng = seed.stream("bootstrap", &[persons, replicate]);
            let mut times = vec![0u16; persons];
            for _ in 0..persons {
                if let Some(n) = times.get_mut(below(persons, &mut rng)) {
                    *n += 1;
                }
            }
            times
        };
        Self {
            replicates: (0..replicates).map(draw).collect(),
        }
    }

    /// The statistic of every replicate; `None` where it is undefined.
    pub fn map<T>(&self, statistic: impl Fn(&[u16]) -> Option<T>) -> Vec<T> {
        self.replicates
            .iter()
            .filter_map(|times| statistic(times))
            .collect()
    }

    /// A rate over persons: `of` gives for each person of this resampler's
    /// population the number of errors and of comparisons, or nothing where
    /// that person was not compared. Every person counts the same.
    ///
    /// The bounds hold both the bootstrap's interval and Wilson's over
    /// persons, because a bootstrap of no errors would claim certainty.
    #[must_use]
    pub fn rate(&self, of: &[Option<(f64, usize)>]) -> Rate {
        let shares: Vec<Option<f64>> = of
            .iter()
            .map(|entry| {
                entry
                    .filter(|e| e.1 > 0)
                    .map(|(errors, n)| errors / n as f64)
            })
            .collect();
        let persons = shares.iter().flatten().count();
        let total: f64 = shares.iter().flatten().sum();
        let comparisons = of.iter().flatten().map(|e| e.1).sum();
        if persons == 0 {
            return Rate {
                rate: f64::NAN,
                bounds: Bounds::NONE,
                persons,
                comparisons,
            };
        }
        let values = self.map(|times| {
            let (mut sum, mut n) = (0.0, 0.0);
            for (share, &w) in shares.iter().zip(times) {
                if let Some(share) = share {
                    sum += f64::from(w) * share;
                    n += f64::from(w);
                }
            }
            (n > 0.0).then(|| sum / n)
        });
        let n = persons as f64;
        Rate {
            rate: total / n,
            bounds: percentile_interval(values).union(wilson(total, n)),
            persons,
            comparisons,
        }
    }

    /// A rate over pairs of persons. `pairs` names the pairs with errors and
    /// the share of their comparisons that erred; `weight` gives for a
    /// replicate the number of pairs compared, each as often as its two
    /// persons were drawn. `persons` were compared.
    ///
    /// The upper bound is the bootstrap's, at least what Wilson's interval
    /// gives when pairs are taken for independent. When nothing erred it is
    /// the rule of three over `persons`.
    #[must_use]
    pub fn pair_rate(
        &self,
        pairs: &[(usize, usize, f64)],
        weight: impl Fn(&[u16]) -> f64,
        all_pairs: f64,
        persons: usize,
        comparisons: usize,
    ) -> Rate {
        // The sum of nothing is −0 in floating point.
        let total = 0.0 + pairs.iter().map(|p| p.2).sum::<f64>();
        let values = self.map(|times| {
            let n = weight(times);
            let times_of = |i: usize| f64::from(times.get(i).copied().unwrap_or(0));
            let sum: f64 = pairs
                .iter()
                .map(|&(i, j, share)| share * times_of(i) * times_of(j))
                .sum();
            (n > 0.0).then(|| sum / n)
        });
        let bounds = if total > 0.0 {
            percentile_interval(values).union(wilson(total, all_pairs))
        } else {
            Bounds {
                low: 0.0,
                high: rule_of_three(persons),
            }
        };
        Rate {
            rate: if all_pairs > 0.0 {
                total / all_pairs
            } else {
                f64::NAN
            },
            bounds,
            persons,
            comparisons,
        }
    }
}

/// The 2.5 % and 97.5 % quantiles, linearly interpolated.
#[must_use]
pub fn percentile_interval(mut values: Vec<f64>) -> Bounds {
    if values.is_empty() {
        return Bounds::NONE;
    }
    values.sort_by(f64::total_cmp);
    Bounds {
        low: quantile(&values, 0.025),
        high: quantile(&values, 0.975),
    }
}

/// The quantile of sorted values, linearly interpolated (type 7 of Hyndman &
/// Fan 1996).
#[must_use]
pub(crate) fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let position = p * last as f64;
    let lower = crate::num::floor_index(position).min(last);
    let upper = (lower + 1).min(last);
    sorted[lower] + (sorted[upper] - sorted[lower]) * (position - lower as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate() {
        let values = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(quantile(&values, 0.0), 1.0);
        assert_eq!(quantile(&values, 1.0), 4.0);
        assert_eq!(quantile(&values, 0.5), 2.5);
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn every_replicate_draws_as_many_persons_as_there_are() {
        let resampler = Resampler::new(37, 50, Seed(1));
        let sums =
            resampler.map(|times| Some(times.iter().map(|&n| usize::from(n)).sum::<usize>()));
        assert_eq!(sums, vec![37; 50]);
        let again = Resampler::new(37, 50, Seed(1));
        assert_eq!(resampler.replicates, again.replicates);
        assert_ne!(resampler.replicates[0], resampler.replicates[1]);
    }

    #[test]
    fn the_interval_of_a_mean_is_that_of_the_binomial() {
        // 400 persons, 20 % of whom err always: ±1.96·√(0.2·0.8/400) = ±3.9 %.
        let of: Vec<_> = (0..400)
            .map(|i| Some((if i % 5 == 0 { 3.0 } else { 0.0 }, 3)))
            .collect();
        let rate = Resampler::new(400, 2000, Seed(2)).rate(&of);
        assert_eq!(
            (rate.rate, rate.persons, rate.comparisons),
            (0.2, 400, 1200)
        );
        assert!((rate.bounds.low - 0.161).abs() < 0.006, "{rate:?}");
        assert!((rate.bounds.high - 0.240).abs() < 0.006, "{rate:?}");
    }

    #[test]
    fn persons_count_not_comparisons() {
        // One person of ten errs in all of a thousand comparisons.
        let mut of = vec![Some((0.0, 1)); 9];
        of.push(Some((1000.0, 1000)));
        of.push(None);
        let rate = Resampler::new(11, 500, Seed(3)).rate(&of);
        assert!((rate.rate - 0.1).abs() < 1e-12);
        assert_eq!(rate.persons, 10);
        assert!(rate.bounds.high > 0.29, "{rate:?}");
    }

    #[test]
    fn no_error_is_not_certainty() {
        let rate = Resampler::new(100, 200, Seed(4)).rate(&vec![Some((0.0, 4)); 100]);
        assert_eq!(rate.rate, 0.0);
        assert!((rate.bounds.high - 0.037).abs() < 0.001, "{rate:?}");
    }

    #[test]
    fn pairs_that_share_a_person_widen_the_bounds() {
        let weight = |times: &[u16]| {
            let n: f64 = times.iter().map(|&w| f64::from(w)).sum();
            let own: f64 = times.iter().map(|&w| f64::from(w).powi(2)).sum();
            n * n - own
        };
        let resampler = Resampler::new(50, 1000, Seed(5));
        let all = 50.0 * 49.0;
        // Twenty errors: all of one person, or spread over twenty.
        let one: Vec<_> = (1..21).map(|j| (0, j, 1.0)).collect();
        let spread: Vec<_> = (0..20).map(|i| (i, i + 20, 1.0)).collect();
        let one = resampler.pair_rate(&one, weight, all, 50, 2450);
        let spread = resampler.pair_rate(&spread, weight, all, 50, 2450);
        assert!((one.rate - 20.0 / all).abs() < 1e-12);
        assert_eq!(one.rate, spread.rate);
        assert_eq!(one.bounds.low, 0.0);
        assert!(
            one.bounds.high > 1.3 * spread.bounds.high,
            "{one:?} {spread:?}"
        );
        let none = resampler.pair_rate(&[], weight, all, 50, 2450);
        assert!((none.bounds.high - 0.06).abs() < 1e-12);
    }
}
