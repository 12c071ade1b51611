//! What is known of faces in general: a normal distribution of templates.

use chacha20::rand_core::Rng;
use nalgebra::{DMatrix, SymmetricEigen};

use crate::num;
use crate::seed::normal;

/// Mean and covariance of templates, from a collection of other people.
#[derive(Clone)]
pub struct Prior {
    mean: Vec<f64>,
    /// Principal directions as columns.
    directions: DMatrix<f64>,
    variances: Vec<f64>,
}

impl Prior {
    /// Fits to unit vectors of equal length.
    #[must_use]
    pub fn fit(templates: &[Vec<f32>]) -> Self {
        let d = templates.first().map_or(0, Vec::len);
        let n = templates.len().max(1) as f64;
        let mut mean = vec![0.0; d];
        for t in templates {
            for (m, &x) in mean.iter_mut().zip(t) {
                *m += f64::from(x) / n;
            }
        }
        let mut covariance = DMatrix::zeros(d, d);
        for t in templates {
            for i in 0..d {
                for j in 0..d {
                    covariance[(i, j)] +=
                        (f64::from(t[i]) - mean[i]) * (f64::from(t[j]) - mean[j]) / n;
                }
            }
        }
        let eigen = SymmetricEigen::new(covariance);
        Self {
            mean,
            directions: eigen.eigenvectors,
            variances: eigen.eigenvalues.iter().map(|&v| v.max(0.0)).collect(),
        }
    }

    /// Numbers of a template.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.mean.len()
    }

    /// A face that nobody has: a draw, scaled to length 1. Variances are
    /// raised to `power`: above 1 the draws keep to the commonest directions.
    pub fn draw(&self, power: f64, rng: &mut impl Rng) -> Vec<f32> {
        let mut x = self.mean.clone();
        for (k, &v) in self.variances.iter().enumerate() {
            let scale = v.powf(power / 2.0) * normal(rng);
            for (x, &u) in x.iter_mut().zip(self.directions.column(k).iter()) {
                *x += scale * u;
            }
        }
        let mut x: Vec<f32> = x.into_iter().map(num::single).collect();
        num::normalise(&mut x);
        x
    }

    /// The inverse of the covariance, with small variances raised to a tenth
    /// of the mean one.
    #[must_use]
    pub fn precision(&self) -> DMatrix<f64> {
        let floor = 0.1 * self.variances.iter().sum::<f64>() / self.variances.len().max(1) as f64;
        let inverse: Vec<f64> = self
            .variances
            .iter()
            .map(|v| v.max(floor).recip())
            .collect();
        &self.directions * DMatrix::from_diagonal(&inverse.into()) * self.directions.transpose()
    }

    /// The mean of xᵀCx for rows a, b: the covariance of two projections.
    #[must_use]
    pub fn covariance(&self) -> DMatrix<f64> {
        &self.directions
            * DMatrix::from_diagonal(&self.variances.clone().into())
            * self.directions.transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;

    #[test]
    fn draws_have_the_moments_of_the_collection() {
        let mut rng = Seed(1).stream("prior", &[]);
        let draw = |rng: &mut chacha20::ChaCha20Rng| {
            let mut v: Vec<f32> = (0..20)
                .map(|i| num::single(if i < 5 { 2.0 } else { 1.0 } * normal(rng) + 0.3))
                .collect();
            num::normalise(&mut v);
            v
        };
        let faces: Vec<_> = (0..4000).map(|_| draw(&mut rng)).collect();
        let prior = Prior::fit(&faces);
        let again: Vec<_> = (0..4000).map(|_| prior.draw(1.0, &mut rng)).collect();
        let second = Prior::fit(&again);
        for i in 0..20 {
            let (a, b) = (prior.covariance()[(i, i)], second.covariance()[(i, i)]);
            assert!((a / b - 1.0).abs() < 0.2, "{i}: {a} {b}");
        }
        let sharp: Vec<_> = (0..4000).map(|_| prior.draw(3.0, &mut rng)).collect();
        assert!(Prior::fit(&sharp).covariance()[(19, 19)] < 0.5 * second.covariance()[(19, 19)]);
    }
}
