//! This project's sketch as it ships, seen as one of several schemes.

use chacha20::ChaCha20Rng;
use mien_sketch::{Params, Secret, Sketch, disclosed};

use super::scheme::{Record, Scheme};
use crate::choose::Point;
use crate::scan::{Outcome, enrol_and_scan, scan};
use crate::{EvalError, num};

/// Passes of the reconstruction; it stands still long before.
const PASSES: usize = 100;

/// The sign-bit sketch with one set of parameters.
#[derive(Clone, Copy, Debug)]
pub struct SignBit {
    params: Params,
}

impl SignBit {
    /// With these parameters.
    ///
    /// # Errors
    /// [`EvalError::Sketch`] for numbers out of range.
    pub fn new(point: Point) -> Result<Self, EvalError> {
        Ok(Self {
            params: point.params()?,
        })
    }
}

impl Scheme for SignBit {
    fn name(&self) -> String {
        "sign bits, polar code (shipped)".into()
    }

    fn setting(&self) -> String {
        let p = &self.params;
        format!("N = {}, K = {}, list {}", p.n(), p.k(), p.list())
    }

    fn key_bits(&self) -> f64 {
        f64::from(self.params.k())
    }

    fn helper_bytes(&self) -> usize {
        1 + Params::LEN + 32 + self.params.offset_len()
    }

    fn enrol(&self, template: &[f32], rng: &mut ChaCha20Rng) -> Result<Box<dyn Record>, EvalError> {
        let (sketch, secret) = Sketch::enrol(&self.params, template, rng)?;
        Ok(Box::new(Enrolled {
            dimension: template.len(),
            sketch,
            secret,
        }))
    }

    fn opens(
        &self,
        template: &[f32],
        probe: &[f32],
        rng: &mut ChaCha20Rng,
    ) -> Result<Outcome, EvalError> {
        Ok(enrol_and_scan(
            &self.params,
            template,
            &[probe.to_vec()],
            rng,
        )?)
    }
}

struct Enrolled {
    dimension: usize,
    sketch: Sketch,
    secret: Secret,
}

impl Record for Enrolled {
    fn open(&self, probe: &[f32]) -> Result<bool, EvalError> {
        Ok(scan(&self.sketch, &self.secret, &[probe.to_vec()])?.opened)
    }

    /// A guess of *u*, and what follows from it.
    fn guess_template(&self, rng: &mut ChaCha20Rng) -> Result<Vec<f32>, EvalError> {
        // A fresh enrolment of anything draws a secret of the right length.
        let (_, guess) = Sketch::enrol(self.sketch.params(), &[1.0, 0.0], rng)?;
        self.solved(&guess)
    }

    fn solve_template(&self) -> Result<Vec<f32>, EvalError> {
        self.solved(&self.secret)
    }
}

impl Enrolled {
    /// The direction whose rotation has the signs that `secret` gives: the sum
    /// of the signed basis vectors, then corrected by those whose sign still
    /// comes out wrong (binary iterative hard thresholding of Jacques, Laska,
    /// Boufounos & Baraniuk, IEEE Trans. Inf. Theory 59(4), 2013, without the
    /// thresholding, for a template is not sparse).
    fn solved(&self, secret: &Secret) -> Result<Vec<f32>, EvalError> {
        let signs = disclosed::signs(&self.sketch, secret)?;
        let mut columns = Vec::with_capacity(self.dimension);
        for i in 0..self.dimension {
            let mut unit = vec![0f32; self.dimension];
            unit[i] = 1.0;
            columns.push(disclosed::rotated(&self.sketch, &unit)?);
        }
        let n = signs.len();
        let sign = |i: usize| if signs[i] { -1.0 } else { 1.0 };
        let back = |residual: &[f64]| -> Vec<f64> {
            let of = |c: &[f64]| c.iter().zip(residual).map(|(a, b)| a * b).sum::<f64>();
            columns.iter().map(|c| of(c) / n as f64).collect()
        };
        let mut x = back(&(0..n).map(sign).collect::<Vec<_>>());
        for _ in 0..PASSES {
            let mut y = vec![0.0; n];
            for (column, &x) in columns.iter().zip(&x) {
                for (y, a) in y.iter_mut().zip(column.iter()) {
                    *y += a * x;
                }
            }
            let wrong: Vec<f64> = (0..n)
                .map(|i| if sign(i) * y[i] < 0.0 { sign(i) } else { 0.0 })
                .collect();
            for (x, step) in x.iter_mut().zip(back(&wrong)) {
                *x += step;
            }
        }
        Ok(x.into_iter().map(num::single).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::seed::Seed;
    use mien_sketch::simulate;

    #[test]
    fn the_secret_gives_the_template_nearly_and_a_guess_does_not() {
        let point = Point {
            n: 256,
            k: 64,
            r: 8,
            list: 32,
            angle_centideg: 4000,
        };
        let scheme = SignBit::new(point).unwrap();
        assert_eq!(scheme.helper_bytes(), 72);
        let mut rng = Seed(1).stream("signbit", &[]);
        let template = simulate::unit_vector(58, &mut rng).unwrap();
        let record = scheme.enrol(&template, &mut rng).unwrap();
        assert!(record.open(&template).unwrap());
        let known = num::cosine(&record.solve_template().unwrap(), &template);
        assert!((0.94..0.999).contains(&known), "{known}");
        let guess = num::cosine(&record.guess_template(&mut rng).unwrap(), &template);
        assert!(guess.abs() < 0.7, "{guess}");
    }
}
