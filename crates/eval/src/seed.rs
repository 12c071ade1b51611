//! Random numbers that are the same in every run.
//!
//! Every place that needs chance asks for a stream by name, so that adding one
//! place does not change what another one draws.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// The seed of a whole evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Seed(pub u64);

impl Seed {
    /// The stream of this name; `index` tells apart the many draws of one
    /// place (persons, splits, repetitions).
    #[must_use]
    pub fn stream(self, name: &str, index: &[usize]) -> ChaCha20Rng {
        let mut hash = Sha256::new();
        hash.update(self.0.to_be_bytes());
        hash.update(name.as_bytes());
        hash.update([0]);
        for &i in index {
            hash.update((i as u64).to_be_bytes());
        }
        ChaCha20Rng::from_seed(hash.finalize().into())
    }
}

/// A number from 0 to `n` − 1, 0 if `n` is 0. The bias of the multiplication
/// is below 2^−32 for any count that occurs here.
pub(crate) fn below(n: usize, rng: &mut impl Rng) -> usize {
    let wide = u128::from(rng.next_u64()) * n as u128;
    usize::try_from(wide >> 64).unwrap_or(0)
}

/// A number from 0 to just below 1.
pub(crate) fn unit(rng: &mut impl Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 * 2f64.powi(-53)
}

/// A standard normal number (Box & Muller 1958).
pub(crate) fn normal(rng: &mut impl Rng) -> f64 {
    let (a, b) = (1.0 - unit(rng), unit(rng));
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

/// Shuffles in place (Fisher & Yates).
pub(crate) fn shuffle<T>(items: &mut [T], rng: &mut impl Rng) {
    for i in (1..items.len()).rev() {
        items.swap(i, below(i + 1, rng));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_stable_and_apart() {
        let draw =
            |seed: u64, name: &str, index: &[usize]| Seed(seed).stream(name, index).next_u64();
        assert_eq!(draw(1, "a", &[1, 2]), draw(1, "a", &[1, 2]));
        let all = [
            draw(1, "a", &[1, 2]),
            draw(2, "a", &[1, 2]),
            draw(1, "b", &[1, 2]),
            draw(1, "a", &[2, 1]),
            draw(1, "a", &[]),
        ];
        for (i, a) in all.iter().enumerate() {
            assert!(all[i + 1..].iter().all(|b| a != b));
        }
    }

    #[test]
    fn shuffles_are_fair_permutations() {
        let mut rng = Seed(3).stream("test", &[]);
        let mut first = [0usize; 5];
        for _ in 0..5_000 {
            let mut items = [0, 1, 2, 3, 4];
            shuffle(&mut items, &mut rng);
            first[items[0]] += 1;
            items.sort_unstable();
            assert_eq!(items, [0, 1, 2, 3, 4]);
        }
        // Five standard deviations about 1 000.
        assert!(first.iter().all(|&n| (860..1140).contains(&n)), "{first:?}");
    }

    #[test]
    fn normal_numbers_have_mean_zero_and_variance_one() {
        let mut rng = Seed(5).stream("test", &[]);
        let values: Vec<f64> = (0..20_000).map(|_| normal(&mut rng)).collect();
        let mean = values.iter().sum::<f64>() / 20_000.0;
        let variance = values.iter().map(|x| x * x).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.035 && (variance - 1.0).abs() < 0.05);
    }

    #[test]
    fn units_are_below_one() {
        let mut rng = Seed(4).stream("test", &[]);
        let mean = (0..10_000).map(|_| unit(&mut rng)).sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.015);
        assert_eq!(below(0, &mut rng), 0);
        assert!((0..1000).all(|_| below(3, &mut rng) < 3));
    }
}
