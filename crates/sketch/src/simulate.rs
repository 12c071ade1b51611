//! Random vectors for simulations: measuring tolerances, margins and tests.

use zeroize::Zeroizing;

use rand_core::Rng;

use crate::SketchError;

/// A unit vector of R^d, uniformly distributed over the sphere.
///
/// # Errors
/// [`SketchError::Dimension`] if `d` is below 2 or above 512.
pub fn unit_vector(d: usize, rng: &mut impl Rng) -> Result<Zeroizing<Vec<f32>>, SketchError> {
    check_dimension(d)?;
    let mut v: Zeroizing<Vec<f64>> = Zeroizing::new((0..d).map(|_| normal(rng)).collect());
    normalise(&mut v);
    Ok(to_single(&v))
}

/// A unit vector at exactly `degrees` from `v`, uniformly distributed among
/// those: `v` may have any length but 0, `degrees` lies between 0 and 180.
///
/// # Errors
/// [`SketchError::Dimension`] if `v` has fewer than 2 or more than 512
/// coordinates, [`SketchError::NotFinite`] or [`SketchError::ZeroVector`] if
/// it has no direction, [`SketchError::Angle`] for an angle out of range.
pub fn at_angle(
    v: &[f32],
    degrees: f64,
    rng: &mut impl Rng,
) -> Result<Zeroizing<Vec<f32>>, SketchError> {
    if !(0.0..=180.0).contains(&degrees) {
        return Err(SketchError::Angle);
    }
    let plane = Plane::through(v, rng)?;
    Ok(plane.rotated(degrees))
}

/// A plane through a vector, spanned by it and a random direction.
pub(crate) struct Plane {
    along: Zeroizing<Vec<f64>>,
    across: Zeroizing<Vec<f64>>,
}

impl Plane {
    /// The plane of `v` and a direction drawn uniformly among those
    /// orthogonal to it.
    pub(crate) fn through(v: &[f32], rng: &mut impl Rng) -> Result<Self, SketchError> {
        check_dimension(v.len())?;
        if let Some(index) = v.iter().position(|c| !c.is_finite()) {
            return Err(SketchError::NotFinite { index });
        }
        let mut along = Zeroizing::new(v.iter().map(|&c| f64::from(c)).collect::<Vec<_>>());
        if normalise(&mut along) == 0.0 {
            return Err(SketchError::ZeroVector);
        }
        let mut across = Zeroizing::new((0..v.len()).map(|_| normal(rng)).collect::<Vec<_>>());
        // Twice, because one pass leaves a remainder of the size of the
        // rounding error.
        for _ in 0..2 {
            let shadow: f64 = across.iter().zip(along.iter()).map(|(a, b)| a * b).sum();
            for (a, b) in across.iter_mut().zip(along.iter()) {
                *a -= shadow * b;
            }
            normalise(&mut across);
        }
        Ok(Self { along, across })
    }

    /// The unit vector at `degrees` from the first vector.
    pub(crate) fn rotated(&self, degrees: f64) -> Zeroizing<Vec<f32>> {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let sum = self
            .along
            .iter()
            .zip(self.across.iter())
            .map(|(a, b)| cos * a + sin * b);
        to_single(&Zeroizing::new(sum.collect::<Vec<_>>()))
    }
}

/// A standard normal number (Box & Muller 1958).
fn normal(rng: &mut impl Rng) -> f64 {
    let unit = |word: u64| ((word >> 11) + 1) as f64 * 2f64.powi(-53);
    let radius = (-2.0 * unit(rng.next_u64()).ln()).sqrt();
    radius * (core::f64::consts::TAU * unit(rng.next_u64())).cos()
}

/// Scales to length 1 and returns the length before; 0 changes nothing.
fn normalise(v: &mut [f64]) -> f64 {
    let norm = v.iter().map(|c| c * c).sum::<f64>().sqrt();
    if norm > 0.0 {
        for c in v {
            *c /= norm;
        }
    }
    norm
}

fn check_dimension(d: usize) -> Result<(), SketchError> {
    if (2..=512).contains(&d) {
        Ok(())
    } else {
        Err(SketchError::Dimension { got: d, max: 512 })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding is meant, the range is ±1"
)]
fn to_single(v: &[f64]) -> Zeroizing<Vec<f32>> {
    Zeroizing::new(v.iter().map(|&c| c as f32).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng};

    fn degrees_between(a: &[f32], b: &[f32]) -> f64 {
        let dot = |a: &[f32], b: &[f32]| {
            a.iter()
                .zip(b)
                .map(|(&a, &b)| f64::from(a) * f64::from(b))
                .sum::<f64>()
        };
        (dot(a, b) / (dot(a, a) * dot(b, b)).sqrt())
            .clamp(-1.0, 1.0)
            .acos()
            .to_degrees()
    }

    #[test]
    fn angles_are_exact() {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        for d in [2, 3, 64, 512] {
            for degrees in [1.0, 35.0, 90.0, 179.0] {
                let mut v = unit_vector(d, &mut rng).unwrap();
                v.iter_mut().for_each(|c| *c *= 37.0);
                let w = at_angle(&v, degrees, &mut rng).unwrap();
                assert!(
                    (degrees_between(&v, &w) - degrees).abs() < 0.01,
                    "{d} {degrees}"
                );
            }
        }
    }

    #[test]
    fn directions_are_uniform() {
        // Mean 0 and variance 1/d of each coordinate, within five standard
        // errors of 20 000 draws.
        let mut rng = ChaCha20Rng::from_seed([2; 32]);
        let (draws, d) = (20_000, 8);
        let mut sum = [0f64; 8];
        let mut squares = [0f64; 8];
        for _ in 0..draws {
            for (i, &c) in unit_vector(d, &mut rng).unwrap().iter().enumerate() {
                sum[i] += f64::from(c);
                squares[i] += f64::from(c).powi(2);
            }
        }
        for i in 0..d {
            assert!(
                (sum[i] / f64::from(draws)).abs() < 5.0 * (1.0 / 8.0 / f64::from(draws)).sqrt()
            );
            assert!(
                (squares[i] / f64::from(draws) - 0.125).abs()
                    < 5.0 * 0.14 / f64::from(draws).sqrt()
            );
        }
    }

    #[test]
    fn refuses_bad_input() {
        let mut rng = ChaCha20Rng::from_seed([3; 32]);
        for d in [0, 1, 513] {
            assert_eq!(
                unit_vector(d, &mut rng).unwrap_err(),
                SketchError::Dimension { got: d, max: 512 }
            );
        }
        for angle in [-1.0, 180.1, f64::NAN, f64::INFINITY] {
            assert_eq!(
                at_angle(&[1.0, 0.0], angle, &mut rng).unwrap_err(),
                SketchError::Angle
            );
        }
        assert_eq!(
            at_angle(&[0.0, 0.0], 1.0, &mut rng).unwrap_err(),
            SketchError::ZeroVector
        );
        assert_eq!(
            at_angle(&[0.0, f32::NAN], 1.0, &mut rng).unwrap_err(),
            SketchError::NotFinite { index: 1 }
        );
    }
}
