//! Unlinkability of protected templates (Gomez-Barrero, Galbally, Rathgeb &
//! Busch 2018, "General framework to evaluate unlinkability in biometric
//! template protection systems", IEEE Trans. Inf. Forensics Secur. 13(6)).

use serde::{Deserialize, Serialize};

use super::{Bounds, Resampler, percentile_interval, quantile};
use crate::seed::{Seed, shuffle};

/// Draws of relabelled scores that show what chance alone gives.
const RELABELLINGS: usize = 200;

/// A linkage score of two templates, with the persons they are of.
#[derive(Clone, Copy, Debug)]
pub struct LinkScore {
    /// High where the two look like one person's.
    pub score: f64,
    /// The two persons; the same one for mated templates.
    pub persons: (usize, usize),
}

/// Global linkability D_sys, with what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linkability {
    /// D_sys: 0 unlinkable, 1 fully linkable.
    pub d_sys: f64,
    /// 95 % bounds, from a bootstrap over persons.
    pub bounds: Bounds,
    /// What 95 % of random relabellings stay below. A D_sys below it cannot be
    /// told from none: the estimate is never negative, so few scores raise it.
    pub chance: f64,
    /// Probability that a mated pair scores above a non-mated one.
    pub auc: f64,
    /// Persons with mated pairs.
    pub persons: usize,
    /// Mated pairs.
    pub mated: usize,
    /// Non-mated pairs.
    pub non_mated: usize,
}

/// Measures D_sys with ω = 1: the mean over mated scores s of
/// D↔(s) = max(0, 2·LR/(1 + LR) − 1), LR the ratio of the two densities. The
/// densities are histograms over intervals with equally many pooled scores,
/// six to twenty-four, by the number of mated ones. An even number, or the middle
/// interval would hold both classes where they are apart.
#[must_use]
pub fn linkability(
    mated: &[LinkScore],
    non_mated: &[LinkScore],
    resampler: &Resampler,
    seed: Seed,
) -> Linkability {
    let bins = (mated.len() / 40).clamp(3, 12) * 2;
    let both = || mated.iter().chain(non_mated);
    // Each class weighs half, or the many non-mated ones would set the bins.
    let edges = edges(mated, non_mated, bins);
    let cells: Vec<(usize, LinkScore)> = both()
        .map(|s| (edges.partition_point(|e| *e < s.score), *s))
        .collect();
    let split = mated.len();
    let of = |weight: &dyn Fn(&LinkScore) -> f64, order: &[usize]| {
        let (mut m, mut n) = (vec![0.0; bins], vec![0.0; bins]);
        for (at, &which) in order.iter().enumerate() {
            let (cell, score) = &cells[which];
            let side = if at < split { &mut m } else { &mut n };
            side[*cell] += weight(score);
        }
        global(&m, &n)
    };
    let mut order: Vec<usize> = (0..cells.len()).collect();
    let d_sys = of(&|_| 1.0, &order);
    let bounds = percentile_interval(resampler.map(|times| {
        let drawn = |i: usize| f64::from(times.get(i).copied().unwrap_or(0));
        let weight = |s: &LinkScore| {
            if s.persons.0 == s.persons.1 {
                drawn(s.persons.0)
            } else {
                drawn(s.persons.0) * drawn(s.persons.1)
            }
        };
        Some(of(&weight, &order))
    }));
    let mut rng = seed.stream("relabel", &[cells.len()]);
    let mut chance: Vec<f64> = (0..RELABELLINGS)
        .map(|_| {
            shuffle(&mut order, &mut rng);
            of(&|_| 1.0, &order)
        })
        .collect();
    chance.sort_by(f64::total_cmp);
    let mut persons: Vec<usize> = mated.iter().map(|s| s.persons.0).collect();
    persons.sort_unstable();
    persons.dedup();
    Linkability {
        d_sys,
        bounds: bounds.union(Bounds {
            low: d_sys,
            high: d_sys,
        }),
        chance: quantile(&chance, 0.95),
        auc: auc(mated, non_mated),
        persons: persons.len(),
        mated: mated.len(),
        non_mated: non_mated.len(),
    }
}

/// Inner edges of the intervals: quantiles of the even mixture of both classes.
fn edges(mated: &[LinkScore], non_mated: &[LinkScore], bins: usize) -> Vec<f64> {
    let share = |class: &[LinkScore]| 0.5 / class.len().max(1) as f64;
    let (m, n) = (share(mated), share(non_mated));
    let mut all: Vec<(f64, f64)> = mated
        .iter()
        .map(|s| (s.score, m))
        .chain(non_mated.iter().map(|s| (s.score, n)))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut edges = Vec::new();
    let mut sum = 0.0;
    for (score, weight) in all {
        sum += weight;
        if sum * bins as f64 >= (edges.len() + 1) as f64 && edges.len() + 1 < bins {
            edges.push(score);
        }
    }
    edges
}

/// D_sys of two histograms.
fn global(mated: &[f64], non_mated: &[f64]) -> f64 {
    let (m, n): (f64, f64) = (mated.iter().sum(), non_mated.iter().sum());
    if m == 0.0 || n == 0.0 {
        return 0.0;
    }
    mated
        .iter()
        .zip(non_mated)
        .filter(|(a, _)| **a > 0.0)
        .map(|(&a, &b)| {
            let (a, b) = (a / m, b / n);
            // 2·LR/(1 + LR) − 1 = (a − b)/(a + b).
            a * ((a - b) / (a + b)).max(0.0)
        })
        .sum()
}

/// The area under the ROC (Mann & Whitney), ties counted half.
pub(crate) fn auc(high: &[LinkScore], low: &[LinkScore]) -> f64 {
    let mut sorted: Vec<f64> = low.iter().map(|s| s.score).collect();
    sorted.sort_by(f64::total_cmp);
    let sum: f64 = high
        .iter()
        .map(|s| {
            let below = sorted.partition_point(|x| *x < s.score);
            let upto = sorted.partition_point(|x| *x <= s.score);
            (below + upto) as f64 / 2.0
        })
        .sum();
    sum / (high.len().max(1) * low.len().max(1)) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::unit;

    fn scores(n: usize, same: bool, shift: f64, seed: u64) -> Vec<LinkScore> {
        let mut rng = Seed(seed).stream("scores", &[]);
        (0..n)
            .map(|i| LinkScore {
                score: unit(&mut rng) + shift,
                persons: (i % 200, if same { i % 200 } else { (i + 1) % 200 }),
            })
            .collect()
    }

    fn measure(mated: &[LinkScore], non_mated: &[LinkScore]) -> Linkability {
        linkability(
            mated,
            non_mated,
            &Resampler::new(200, 200, Seed(1)),
            Seed(2),
        )
    }

    #[test]
    fn equal_distributions_cannot_be_told_apart() {
        let l = measure(&scores(400, true, 0.0, 1), &scores(4000, false, 0.0, 2));
        assert!(l.d_sys < l.chance && l.chance < 0.15, "{l:?}");
        assert!((l.auc - 0.5).abs() < 0.05);
        assert_eq!((l.persons, l.mated, l.non_mated), (200, 400, 4000));
    }

    #[test]
    fn disjoint_distributions_are_fully_linkable() {
        let l = measure(&scores(400, true, 2.0, 1), &scores(4000, false, 0.0, 2));
        assert!(
            l.d_sys > 0.99 && l.bounds.low > 0.98 && l.auc > 0.999,
            "{l:?}"
        );
        // Worse than chance in every score is as linkable as better.
        let l = measure(&scores(400, true, -2.0, 1), &scores(4000, false, 0.0, 2));
        assert!(l.d_sys > 0.99, "{l:?}");
    }

    #[test]
    fn a_half_overlap_gives_a_known_value() {
        // Uniform on [½, 1½] against uniform on [0, 1]: above 1 only mated
        // scores lie, below the ratio is 1.
        let l = measure(&scores(4000, true, 0.5, 1), &scores(40_000, false, 0.0, 2));
        assert!((l.d_sys - 0.5).abs() < 0.04, "{l:?}");
        assert!(l.bounds.contains(l.d_sys) && l.chance < 0.1);
        assert!((l.auc - 0.875).abs() < 0.01);
    }
}
