//! The seeded orthogonal embedding Rot_ρ: R^d → R^N (`spec/sketch.md` §3).

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use zeroize::Zeroizing;

use crate::SketchError;

/// Rounds of sign flips and Hadamard transforms. One round leaves a vector
/// with a single large coordinate perfectly regular; after three no structure
/// is left that a test on faces could see.
pub(crate) const ROUNDS: usize = 3;

/// Rot_ρ for one seed and one *N*.
pub(crate) struct Rotation {
    n: usize,
    /// Keystream bits, [`ROUNDS`]·*N* of them, least significant first.
    flips: Vec<u8>,
}

impl Rotation {
    /// Expands the seed: ChaCha20 (RFC 8439), key ρ, nonce 0, counter from 0.
    pub(crate) fn new(rho: &[u8; 32], n: usize) -> Self {
        let mut flips = vec![0u8; ROUNDS * n / 8];
        ChaCha20::new(&(*rho).into(), &[0; 12].into()).apply_keystream(&mut flips);
        Self { n, flips }
    }

    /// The keystream, for the vectors.
    #[cfg(test)]
    pub(crate) fn flips(&self) -> &[u8] {
        &self.flips
    }

    /// √N · Rot_ρ v/‖v‖: *N* coordinates whose mean square is 1.
    pub(crate) fn apply(&self, v: &[f32]) -> Result<Zeroizing<Vec<f64>>, SketchError> {
        let scale = (self.n as f64).sqrt() / norm(v, self.n)?;
        let mut x = Zeroizing::new(vec![0f64; self.n]);
        for (x, &v) in x.iter_mut().zip(v) {
            *x = f64::from(v) * scale;
        }
        for flips in self.flips.chunks_exact(self.n / 8) {
            for (i, x) in x.iter_mut().enumerate() {
                if (flips[i / 8] >> (i % 8)) & 1 == 1 {
                    *x = -*x;
                }
            }
            hadamard(&mut x);
        }
        Ok(x)
    }
}

/// ‖v‖ of an admissible vector: 2 to `n` finite coordinates, not all zero.
/// Squares of `f32` neither overflow nor vanish in `f64`.
pub(crate) fn norm(v: &[f32], n: usize) -> Result<f64, SketchError> {
    if v.len() < 2 || v.len() > n {
        let max = u16::try_from(n).unwrap_or(u16::MAX);
        return Err(SketchError::Dimension { got: v.len(), max });
    }
    if let Some(index) = v.iter().position(|c| !c.is_finite()) {
        return Err(SketchError::NotFinite { index });
    }
    let norm = v.iter().map(|&c| f64::from(c).powi(2)).sum::<f64>().sqrt();
    if norm > 0.0 {
        Ok(norm)
    } else {
        Err(SketchError::ZeroVector)
    }
}

/// The Walsh–Hadamard transform in natural (Sylvester) order, scaled N^−1/2:
/// orthogonal and its own inverse.
pub(crate) fn hadamard(x: &mut [f64]) {
    let mut half = 1;
    while half < x.len() {
        for block in x.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for (a, b) in low.iter_mut().zip(high) {
                (*a, *b) = (*a + *b, *a - *b);
            }
        }
        half *= 2;
    }
    let scale = (x.len() as f64).sqrt().recip();
    for x in x {
        *x *= scale;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dot(a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    }

    #[test]
    fn keystream_is_that_of_the_rfc() {
        // RFC 8439 appendix A.1, test vector 1: all-zero key and nonce,
        // counter 0.
        let want = "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7\
                    da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586";
        let rotation = Rotation::new(&[0; 32], 512);
        assert_eq!(rotation.flips.len(), 192);
        assert_eq!(hex::encode(&rotation.flips[..64]), want);
        // Test vector 2 of the same appendix differs in the counter alone, so
        // the second block shows that it starts at 0 and counts by 1.
        assert_eq!(
            hex::encode(&rotation.flips[64..80]),
            "9f07e7be5551387a98ba977c732d080d"
        );
    }

    #[test]
    fn hadamard_is_the_sylvester_matrix() {
        let n = 128usize;
        for column in [0, 1, 2, 77, 127] {
            let mut x = vec![0.0; n];
            x[column] = 1.0;
            hadamard(&mut x);
            for (row, &v) in x.iter().enumerate() {
                let sign = if (row & column).count_ones() % 2 == 0 {
                    1.0
                } else {
                    -1.0
                };
                assert!((v - sign / (n as f64).sqrt()).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn refuses_what_has_no_direction() {
        let rotation = Rotation::new(&[1; 32], 128);
        let err = |v: &[f32]| rotation.apply(v).unwrap_err();
        assert_eq!(err(&[]), SketchError::Dimension { got: 0, max: 128 });
        assert_eq!(err(&[1.0]), SketchError::Dimension { got: 1, max: 128 });
        assert_eq!(
            err(&[1.0; 129]),
            SketchError::Dimension { got: 129, max: 128 }
        );
        assert_eq!(err(&[0.0; 64]), SketchError::ZeroVector);
        assert_eq!(err(&[-0.0; 64]), SketchError::ZeroVector);
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let mut v = [1.0; 64];
            v[63] = bad;
            assert_eq!(err(&v), SketchError::NotFinite { index: 63 });
        }
    }

    #[test]
    fn extreme_magnitudes_survive() {
        let rotation = Rotation::new(&[2; 32], 512);
        for scale in [f32::MAX, f32::from_bits(1)] {
            let x = rotation.apply(&[scale; 512]).unwrap();
            assert!((dot(&x, &x) - 512.0).abs() < 1e-6);
        }
    }

    proptest! {
        #[test]
        fn angles_are_kept(
            seed: [u8; 32],
            v in proptest::collection::vec(-1f32..1.0, 40),
            w in proptest::collection::vec(-1f32..1.0, 40),
        ) {
            let norm = |v: &[f32]| v.iter().map(|&c| f64::from(c).powi(2)).sum::<f64>().sqrt();
            prop_assume!(norm(&v) > 0.0 && norm(&w) > 0.0);
            let cosine = v.iter().zip(&w).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum::<f64>()
                / norm(&v) / norm(&w);
            for n in [128, 256, 512] {
                let rotation = Rotation::new(&seed, n);
                let (x, y) = (rotation.apply(&v).unwrap(), rotation.apply(&w).unwrap());
                prop_assert!((dot(&x, &x) / n as f64 - 1.0).abs() < 1e-9);
                prop_assert!((dot(&x, &y) / n as f64 - cosine).abs() < 1e-9);
            }
        }

        #[test]
        fn seeds_share_no_basis(a: [u8; 32], b: [u8; 32]) {
            prop_assume!(a != b);
            let mut v = [0f32; 64];
            v[0] = 1.0;
            let (x, y) = (Rotation::new(&a, 256).apply(&v).unwrap(), Rotation::new(&b, 256).apply(&v).unwrap());
            prop_assert!((dot(&x, &y) / 256.0).abs() < 0.5);
        }
    }
}
