//! The triangular lattice A_n and its closest vector.
//!
//! A_n is the set of whole-number vectors of n + 1 coordinates whose sum is 0.
//! Its closest vector takes a rounding and a correction (Conway & Sloane, "Fast
//! quantizing and decoding algorithms for lattice quantizers and codes", IEEE
//! Trans. Inf. Theory 28(2), 1982); with a selection in place of the sort the
//! expected time is linear (McKilliam, Smith & Clarkson, "Linear-time nearest
//! point algorithms for Coxeter lattices", IEEE Trans. Inf. Theory 56(3), 2010).

/// Coordinates of a template in the hyperplane of A_n: an isometry from R^n to
/// the vectors of R^(n+1) with sum 0 (the rows of Helmert's matrix).
#[must_use]
pub fn embed(v: &[f64]) -> Vec<f64> {
    let n = v.len();
    let mut out = vec![0.0; n + 1];
    // Row k of Helmert's matrix: 1/√(k(k+1)) in the first k places, then −k
    // times that. The first k places of all later rows are running sums.
    let mut sum = 0.0;
    for k in (1..=n).rev() {
        let unit = v[k - 1] / ((k * (k + 1)) as f64).sqrt();
        out[k] = sum - k as f64 * unit;
        sum += unit;
    }
    out[0] = sum;
    out
}

/// The inverse of [`embed`] on the hyperplane.
#[must_use]
pub fn unembed(x: &[f64]) -> Vec<f64> {
    let mut before = x.first().copied().unwrap_or(0.0);
    let mut out = Vec::with_capacity(x.len().saturating_sub(1));
    for (k, &value) in x.iter().enumerate().skip(1) {
        let k_real = k as f64;
        out.push((before - k_real * value) / (k_real * (k_real + 1.0)).sqrt());
        before += value;
    }
    out
}

/// The point of A_n closest to `y`, n + 1 coordinates of any sum: what `y` has
/// across the hyperplane does not matter.
#[must_use]
pub fn closest(y: &[f64]) -> Vec<i64> {
    let count = y.len();
    let mean = y.iter().sum::<f64>() / count.max(1) as f64;
    let rounded: Vec<f64> = y.iter().map(|&v| (v - mean).round()).collect();
    let mut point: Vec<i64> = rounded.iter().map(|&v| whole(v)).collect();
    let excess: i64 = point.iter().sum();
    if excess == 0 {
        return point;
    }
    // How far rounding went up; those that went furthest go back.
    let mut by_error: Vec<(f64, usize)> = y
        .iter()
        .zip(&rounded)
        .enumerate()
        .map(|(i, (&v, &r))| ((r - (v - mean)) * excess.signum() as f64, i))
        .collect();
    let take = usize::try_from(excess.unsigned_abs())
        .unwrap_or(usize::MAX)
        .min(count);
    if take < count {
        by_error.select_nth_unstable_by(take, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    }
    for &(_, i) in &by_error[..take] {
        point[i] -= excess.signum();
    }
    point
}

/// log2 of the number of points of A_n in a ball of this radius: its volume
/// over that of a cell, √(n+1).
#[must_use]
pub fn log2_points(n: usize, radius: f64) -> f64 {
    let half = n as f64 / 2.0;
    let ball = half * std::f64::consts::PI.ln() - statrs::function::gamma::ln_gamma(half + 1.0)
        + n as f64 * radius.ln();
    (ball - 0.5 * (n as f64 + 1.0).ln()) / std::f64::consts::LN_2
}

/// A whole number; templates are short, so no overflow.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the argument is rounded, and the cast saturates"
)]
fn whole(v: f64) -> i64 {
    v as i64
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::seed::{Seed, unit};

    fn squared(a: &[f64], b: &[i64]) -> f64 {
        let mean = a.iter().sum::<f64>() / a.len() as f64;
        a.iter()
            .zip(b)
            .map(|(x, &y)| (x - mean - y as f64).powi(2))
            .sum()
    }

    /// All points of A_n whose coordinates lie within `reach` of those of `y`.
    fn nearby(y: &[f64], reach: i64) -> Vec<Vec<i64>> {
        let mean = y.iter().sum::<f64>() / y.len() as f64;
        let mut all = vec![Vec::new()];
        for &v in &y[..y.len() - 1] {
            let middle = whole((v - mean).round());
            all = all
                .into_iter()
                .flat_map(|p: Vec<i64>| {
                    (middle - reach..=middle + reach).map(move |c| {
                        let mut p = p.clone();
                        p.push(c);
                        p
                    })
                })
                .collect();
        }
        for p in &mut all {
            let last = -p.iter().sum::<i64>();
            p.push(last);
        }
        all
    }

    #[test]
    fn the_closest_point_is_that_of_brute_force() {
        let mut rng = Seed(1).stream("lattice", &[]);
        for n in 1..=5 {
            for _ in 0..200 {
                let y: Vec<f64> = (0..=n).map(|_| 6.0 * unit(&mut rng) - 3.0).collect();
                let best = nearby(&y, 2)
                    .iter()
                    .map(|p| squared(&y, p))
                    .fold(f64::INFINITY, f64::min);
                let found = closest(&y);
                assert_eq!(found.iter().sum::<i64>(), 0);
                assert!((squared(&y, &found) - best).abs() < 1e-9, "{y:?} {found:?}");
            }
        }
    }

    #[test]
    fn the_embedding_is_an_isometry_onto_the_hyperplane() {
        let mut rng = Seed(2).stream("embed", &[]);
        let v: Vec<f64> = (0..58).map(|_| unit(&mut rng) - 0.5).collect();
        let x = embed(&v);
        assert_eq!(x.len(), 59);
        assert!(x.iter().sum::<f64>().abs() < 1e-12);
        let norm = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>();
        assert!((norm(&x) - norm(&v)).abs() < 1e-12);
        for (a, b) in unembed(&x).iter().zip(&v) {
            assert!((a - b).abs() < 1e-12);
        }
    }

    /// Largest less smallest coordinate.
    fn spread(e: &[f64]) -> f64 {
        let high = e.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        high - e.iter().copied().fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn the_cell_ends_where_the_spread_is_one() {
        let mut rng = Seed(3).stream("spread", &[]);
        for n in [2, 7, 58] {
            let e: Vec<f64> = (0..=n).map(|_| unit(&mut rng) - 0.5).collect();
            for (factor, zero) in [(0.999, true), (1.001, false)] {
                let scale = factor / spread(&e);
                let scaled: Vec<f64> = e.iter().map(|x| x * scale).collect();
                assert_eq!(closest(&scaled).iter().all(|&c| c == 0), zero, "{n}");
            }
        }
    }

    #[test]
    fn points_in_a_ball_are_counted_by_volume() {
        // A_2, the hexagonal lattice: a ball of radius 20 holds π·400/√3 = 725.5.
        assert!((log2_points(2, 20.0).exp2() - 725.5).abs() < 0.2);
        let y = vec![0.0; 3];
        let counted = nearby(&y, 20)
            .iter()
            .filter(|p| squared(&y, p) <= 400.0)
            .count();
        assert!((counted as f64 / 725.5 - 1.0).abs() < 0.02, "{counted}");
    }
}
