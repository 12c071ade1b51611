//! From known signs back to the template: one-bit compressed sensing.
//!
//! Whoever knows *u* knows the codeword and so all *N* signs. Each says on
//! which side of a known plane the template lies; the most probable template
//! under a normal prior and a probit likelihood is found by Newton's method
//! (the objective is concave).

use nalgebra::{DMatrix, DVector};
use statrs::function::erf::erfc;

use super::prior::Prior;
use super::target::Target;
use crate::num;

/// Deviation of the noise that signs are taken to have, where a coordinate's
/// mean square is 1. Signs of one template have none; a small value keeps the
/// steps stable.
const NOISE: f64 = 0.15;
const STEPS: usize = 25;

/// The most probable unit vector, given the signs of one or several sketches
/// of one face.
#[must_use]
pub fn template(known: &[(&Target, Vec<f32>)], prior: &Prior) -> Vec<f32> {
    let d = prior.dimension();
    let precision = prior.precision();
    let mut t = DVector::<f64>::zeros(d);
    for (target, signs) in known {
        for (x, b) in t.iter_mut().zip(target.back(signs)) {
            *x += f64::from(b) / known.len() as f64;
        }
    }
    for _ in 0..STEPS {
        let mut gradient = -(&precision * &t);
        let mut hessian = precision.clone();
        for (target, signs) in known {
            add_likelihood(target, signs, &t, &mut gradient, &mut hessian);
        }
        let Some(cholesky) = hessian.cholesky() else {
            break;
        };
        let step = cholesky.solve(&gradient);
        // Far from the optimum a whole step may overshoot.
        let length = step.norm().max(1e-12);
        t += &step * (0.5f64.max(t.norm()) / length).min(1.0);
        if length < 1e-4 {
            break;
        }
    }
    let mut out: Vec<f32> = t.iter().map(|&x| num::single(x)).collect();
    num::normalise(&mut out);
    out
}

fn add_likelihood(
    target: &Target,
    signs: &[f32],
    t: &DVector<f64>,
    gradient: &mut DVector<f64>,
    hessian: &mut DMatrix<f64>,
) {
    let mut scaled = DMatrix::<f64>::zeros(signs.len(), t.len());
    for (i, &s) in signs.iter().enumerate() {
        let row = target.row(i);
        let y: f64 = row
            .iter()
            .zip(t.iter())
            .map(|(&a, x)| f64::from(a) * x)
            .sum();
        let z = f64::from(s) * y / NOISE;
        let ratio = mills(z);
        let pull = f64::from(s) * ratio / NOISE;
        let curve = (ratio * (ratio + z)).max(0.0).sqrt() / NOISE;
        for (j, &a) in row.iter().enumerate() {
            gradient[j] += pull * f64::from(a);
            scaled[(i, j)] = curve * f64::from(a);
        }
    }
    *hessian += scaled.tr_mul(&scaled);
}

/// φ(z) / Φ(z).
fn mills(z: f64) -> f64 {
    if z < -8.0 {
        return -z + 1.0 / -z;
    }
    let density = (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt();
    density / (0.5 * erfc(-z * std::f64::consts::FRAC_1_SQRT_2))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::seed::Seed;
    use mien_sketch::{Params, Sketch, simulate};

    /// Mean cosine of templates solved for from `sketches` sketches each.
    fn solved(n: u16, d: usize, sketches: usize) -> f64 {
        let params = Params::new(n, 32, 8, 8, 4000).unwrap();
        let mut rng = Seed(7).stream("solve", &[]);
        let faces: Vec<Vec<f32>> = (0..400)
            .map(|_| simulate::unit_vector(d, &mut rng).unwrap().to_vec())
            .collect();
        let prior = Prior::fit(&faces);
        let mut sum = 0.0;
        for face in &faces[..10] {
            let all: Vec<(Target, Vec<f32>)> = (0..sketches)
                .map(|_| {
                    let (sketch, secret) = Sketch::enrol(&params, face, &mut rng).unwrap();
                    let target = Target::new(&sketch, d);
                    let signs = target.signs(&target.code().encode(&secret));
                    (target, signs)
                })
                .collect();
            let known: Vec<_> = all.iter().map(|(t, s)| (t, s.clone())).collect();
            sum += num::cosine(face, &template(&known, &prior)) / 10.0;
        }
        sum
    }

    #[test]
    fn all_signs_give_the_template_away() {
        let (few, many, twice) = (solved(128, 58, 1), solved(512, 58, 1), solved(256, 58, 2));
        assert!(many > 0.98, "{many}");
        assert!(few > 0.85 && few < many, "{few} {many}");
        assert!((twice - many).abs() < 0.01, "{twice} {many}");
    }

    #[test]
    fn the_solution_fits_the_signs() {
        let params = Params::new(256, 32, 8, 8, 4000).unwrap();
        let mut rng = Seed(8).stream("solve", &[]);
        let face = simulate::unit_vector(20, &mut rng).unwrap();
        let (sketch, secret) = Sketch::enrol(&params, &face, &mut rng).unwrap();
        let target = Target::new(&sketch, 20);
        let signs = target.signs(&target.code().encode(&secret));
        // A prior that knows nothing.
        let flat: Vec<Vec<f32>> = (0..200)
            .map(|_| simulate::unit_vector(20, &mut rng).unwrap().to_vec())
            .collect();
        let found = template(&[(&target, signs.clone())], &Prior::fit(&flat));
        let wrong = target
            .rotate(&found)
            .iter()
            .zip(&signs)
            .filter(|(y, s)| *y * *s < 0.0)
            .count();
        assert!(wrong <= 6, "{wrong}");
    }
}
