//! Mean and discriminant projection of embeddings (DESIGN: calibration).
//!
//! Linear discriminant analysis with shrinkage: embeddings are centred, the
//! covariance of a person's photographs about that person's mean is pulled
//! towards a multiple of the identity (Ledoit & Wolf 2004 for the idea; the
//! weight is chosen by two-fold measurement) and whitened, and the directions
//! in which persons differ most are kept. Every person counts the same,
//! however many photographs there are.

use mien_face::Calibration;
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use crate::population::Population;
use crate::scatter::{Scatter, average, person_means};
use crate::{EvalError, num};

/// How a calibration is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fit {
    /// The mean is subtracted, nothing else.
    Centre,
    /// The mean is subtracted and the directions of largest variance are kept,
    /// unscaled: plain centring in fewer numbers, without loss where the
    /// network's outputs have no higher rank.
    Principal {
        /// Directions kept.
        dimension: usize,
    },
    /// Discriminant projection.
    Discriminant {
        /// Directions kept.
        dimension: usize,
        /// Weight of the identity in the within-person covariance, above 0
        /// and at most 1.
        shrinkage: f64,
    },
}

impl Fit {
    /// A short name for tables.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Centre => "centre only".into(),
            Self::Principal { dimension } => format!("centre, {dimension} principal directions"),
            Self::Discriminant {
                dimension,
                shrinkage,
            } => format!("discriminant {dimension}, shrinkage {shrinkage}"),
        }
    }
}

/// A fitted calibration: x ↦ M·(x − mean), scaled to length 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    mean: Vec<f32>,
    /// Rows of M, or none for the identity.
    rows: Vec<Vec<f32>>,
}

impl Projection {
    /// Fits to the persons of a population.
    ///
    /// # Errors
    /// [`EvalError::TooFewPersons`] if no person has two photographs or there
    /// are fewer persons than directions, [`EvalError::Singular`] if the
    /// covariance cannot be inverted.
    pub fn fit(fit: Fit, population: &Population) -> Result<Self, EvalError> {
        let rows = match fit {
            Fit::Centre => Vec::new(),
            Fit::Principal { dimension } => rows(&Scatter::of(population)?.principal(dimension)?),
            Fit::Discriminant {
                dimension,
                shrinkage,
            } => rows(&Scatter::of(population)?.directions(dimension, shrinkage)?),
        };
        let mean = average(&person_means(population));
        Ok(Self {
            mean: mean.iter().map(|&x| num::single(x)).collect(),
            rows,
        })
    }

    /// The number of directions in which embeddings vary at all: eigenvalues
    /// of the covariance over one part in ten thousand of their sum.
    ///
    /// # Errors
    /// [`EvalError::TooFewPersons`] if no person has two photographs.
    pub fn rank(population: &Population) -> Result<usize, EvalError> {
        Ok(Scatter::of(population)?.rank())
    }

    /// The mean that is subtracted.
    #[must_use]
    pub fn mean(&self) -> &[f32] {
        &self.mean
    }

    /// The rows of the matrix; none stand for the identity.
    #[must_use]
    pub fn rows(&self) -> &[Vec<f32>] {
        &self.rows
    }

    /// Values of a projected embedding.
    #[must_use]
    pub fn dimension(&self) -> usize {
        if self.rows.is_empty() {
            self.mean.len()
        } else {
            self.rows.len()
        }
    }

    /// As the face pipeline loads it.
    ///
    /// # Errors
    /// [`EvalError::Face`] if the format cannot hold it.
    pub fn to_calibration(&self) -> Result<Calibration, EvalError> {
        let d = self.mean.len();
        let matrix = if self.rows.is_empty() {
            (0..d * d)
                .map(|i| if i % (d + 1) == 0 { 1.0 } else { 0.0 })
                .collect()
        } else {
            self.rows.concat()
        };
        Ok(Calibration::new(self.mean.clone(), matrix)?)
    }
}

/// A map from raw embeddings to unit vectors.
pub trait Project: Sync {
    /// The unit vector of a raw embedding.
    fn project(&self, raw: &[f32]) -> Vec<f32>;
}

impl Project for Projection {
    fn project(&self, raw: &[f32]) -> Vec<f32> {
        let centred: Vec<f32> = raw.iter().zip(&self.mean).map(|(x, m)| x - m).collect();
        let mut out = if self.rows.is_empty() {
            centred
        } else {
            self.rows
                .iter()
                .map(|row| num::dot(row, &centred))
                .collect()
        };
        num::normalise(&mut out);
        out
    }
}

/// As shipped.
impl Project for Calibration {
    fn project(&self, raw: &[f32]) -> Vec<f32> {
        let mut out = self.apply(raw);
        num::normalise(&mut out);
        out
    }
}

fn rows(matrix: &DMatrix<f64>) -> Vec<Vec<f32>> {
    matrix
        .row_iter()
        .map(|row| row.iter().map(|&x| num::single(x)).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::population::tests::synthetic;

    const LDA: Fit = Fit::Discriminant {
        dimension: 8,
        shrinkage: 0.01,
    };

    #[test]
    fn centring_takes_the_mean_off() {
        let population = synthetic(&[2; 400], 8, 8, 0.3, 1);
        let projection = Projection::fit(Fit::Centre, &population).unwrap();
        assert!(projection.mean().iter().all(|m| (m - 5.0).abs() < 0.2));
        assert_eq!(projection.dimension(), 8);
        let mut raw = projection.mean().to_vec();
        raw[3] += 2.0;
        let unit = projection.project(&raw);
        assert!((unit[3] - 1.0).abs() < 1e-6 && unit[0].abs() < 1e-6);
    }

    #[test]
    fn within_noise_is_white_and_differences_come_first() {
        let population = synthetic(&[6; 300], 8, 8, 0.5, 2);
        let fit = Fit::Discriminant {
            dimension: 8,
            shrinkage: 1e-6,
        };
        let projection = Projection::fit(fit, &population).unwrap();
        let project = |raw: &[f32]| -> Vec<f64> {
            projection
                .rows()
                .iter()
                .map(|row| {
                    row.iter()
                        .zip(raw)
                        .map(|(a, b)| f64::from(*a) * f64::from(*b))
                        .sum()
                })
                .collect()
        };
        let (mut within, mut between) = (vec![0.0; 8], vec![0.0; 8]);
        for person in population.persons() {
            let all: Vec<Vec<f64>> = person
                .photographs
                .iter()
                .map(|p| project(&p.frames[0]))
                .collect();
            let middle = project(projection.mean());
            for j in 0..8 {
                let own = all.iter().map(|v| v[j]).sum::<f64>() / 6.0;
                within[j] += all.iter().map(|v| (v[j] - own).powi(2)).sum::<f64>() / (5.0 * 300.0);
                between[j] += (own - middle[j]).powi(2) / 300.0;
            }
        }
        assert!(within.iter().all(|v| (v - 1.0).abs() < 1e-3), "{within:?}");
        // Four quiet directions: 1/0.5² = 4, four loud ones: 1/1.5² = 0.44,
        // and the noise of a mean of six on top.
        for (j, v) in between.iter().enumerate() {
            let want = if j < 4 { 4.0 } else { 0.44 } + 1.0 / 6.0;
            assert!((v / want - 1.0).abs() < 0.45, "{between:?}");
        }
        assert!(
            between.windows(2).all(|w| w[0] >= w[1] - 0.05),
            "{between:?}"
        );
    }

    #[test]
    fn a_missing_rank_is_no_obstacle() {
        // 40 of 48 coordinates are always zero, as in the default network.
        let population = synthetic(&[4; 60], 48, 8, 0.4, 3);
        let projection = Projection::fit(LDA, &population).unwrap();
        assert_eq!(projection.dimension(), 8);
        assert!(projection.rows().iter().flatten().all(|x| x.is_finite()));
        let none = Fit::Discriminant {
            dimension: 8,
            shrinkage: 0.0,
        };
        assert!(matches!(
            Projection::fit(none, &population),
            Err(EvalError::Singular)
        ));
    }

    #[test]
    fn principal_directions_lose_nothing_of_a_smaller_rank() {
        let population = synthetic(&[3; 80], 48, 8, 0.4, 5);
        assert_eq!(Projection::rank(&population).unwrap(), 8);
        let fit = |fit| Projection::fit(fit, &population).unwrap();
        let (plain, short) = (fit(Fit::Centre), fit(Fit::Principal { dimension: 8 }));
        let raw = |i: usize| population.persons()[i].photographs[0].frames[0].as_slice();
        for i in 1..80 {
            let cosine = |p: &Projection| num::dot(&p.project(raw(0)), &p.project(raw(i)));
            assert!((cosine(&plain) - cosine(&short)).abs() < 1e-4);
        }
    }

    #[test]
    fn the_face_pipeline_computes_the_same() {
        let population = synthetic(&[3; 80], 48, 8, 0.4, 6);
        for fit in [Fit::Centre, LDA] {
            let projection = Projection::fit(fit, &population).unwrap();
            let calibration = projection.to_calibration().unwrap();
            let raw = &population.persons()[7].photographs[1].frames[0];
            let (ours, theirs) = (projection.project(raw), calibration.project(raw));
            assert_eq!(ours.len(), theirs.len());
            for (a, b) in ours.iter().zip(&theirs) {
                assert!((a - b).abs() < 1e-5, "{a} {b}");
            }
        }
    }

    #[test]
    fn fits_are_repeatable_and_refuse_what_cannot_be_fitted() {
        let population = synthetic(&[3; 40], 12, 10, 0.4, 4);
        let a = Projection::fit(LDA, &population).unwrap();
        assert_eq!(a, Projection::fit(LDA, &population).unwrap());
        let wide = Fit::Discriminant {
            dimension: 13,
            shrinkage: 0.1,
        };
        assert!(Projection::fit(wide, &population).is_err());
        let singles = synthetic(&[1; 40], 12, 10, 0.4, 4);
        assert!(matches!(
            Projection::fit(LDA, &singles),
            Err(EvalError::TooFewPersons { .. })
        ));
    }
}
