//! How embeddings vary within a person and between persons.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use crate::EvalError;
use crate::population::{Person, Photograph, Population};

/// Covariances of embeddings, every person with the same weight.
pub(crate) struct Scatter {
    within: DMatrix<f64>,
    between: DMatrix<f64>,
    persons: usize,
}

impl Scatter {
    /// The within-person covariance is pooled over persons with two or more
    /// photographs. That of the persons' means still holds the noise of each
    /// mean, which is taken off again.
    pub(crate) fn of(population: &Population) -> Result<Self, EvalError> {
        let means = person_means(population);
        let mean = average(&means);
        let d = population.dimension();
        let mut within = DMatrix::zeros(d, d);
        let mut freedom = 0usize;
        let mut of_means = DMatrix::zeros(d, d);
        let mut noise = 0.0;
        for (person, own) in population.persons().iter().zip(&means) {
            let n = person.photographs.len();
            for photograph in &person.photographs {
                let x = photograph_mean(photograph) - own;
                within.ger(1.0, &x, &x, 1.0);
            }
            freedom += n - 1;
            let x = own - &mean;
            of_means.ger(1.0, &x, &x, 1.0);
            noise += 1.0 / n as f64;
        }
        if freedom == 0 {
            return Err(EvalError::TooFewPersons {
                what: "the fit of a projection (two photographs each)",
                need: 2,
                have: 0,
            });
        }
        within /= freedom as f64;
        let persons = means.len();
        let between = (of_means - &within * noise) / persons as f64;
        Ok(Self {
            within,
            between,
            persons,
        })
    }

    /// The number of directions in which embeddings vary at all: eigenvalues
    /// of the covariance over one part in ten thousand of their sum.
    pub(crate) fn rank(self) -> usize {
        let values = SymmetricEigen::new(self.within + self.between).eigenvalues;
        let least = 1e-4 * values.sum();
        values.iter().filter(|v| **v > least).count()
    }

    /// Rows: the directions of largest between-person variance after the
    /// shrunk within-person covariance was whitened.
    pub(crate) fn directions(
        &self,
        dimension: usize,
        shrinkage: f64,
    ) -> Result<DMatrix<f64>, EvalError> {
        self.check(dimension)?;
        let d = self.within.nrows();
        let ridge = shrinkage * self.within.trace() / d as f64;
        let shrunk = &self.within * (1.0 - shrinkage) + DMatrix::identity(d, d) * ridge;
        let eigen = SymmetricEigen::new(shrunk);
        if eigen
            .eigenvalues
            .iter()
            .any(|&v| !v.is_finite() || v <= 0.0)
        {
            return Err(EvalError::Singular);
        }
        let scale = eigen.eigenvalues.map(|v| v.sqrt().recip());
        let whiten = &eigen.eigenvectors * DMatrix::from_diagonal(&scale);
        let seen = whiten.transpose() * &self.between * &whiten;
        Ok((whiten * leading(seen, dimension)).transpose())
    }

    /// Rows: the directions of largest variance over all photographs.
    pub(crate) fn principal(&self, dimension: usize) -> Result<DMatrix<f64>, EvalError> {
        self.check(dimension)?;
        Ok(leading(&self.within + &self.between, dimension).transpose())
    }

    fn check(&self, dimension: usize) -> Result<(), EvalError> {
        if dimension == 0 || dimension > self.within.nrows() || self.persons <= dimension {
            return Err(EvalError::TooFewPersons {
                what: "a projection of this dimension",
                need: dimension + 1,
                have: self.persons,
            });
        }
        Ok(())
    }
}

/// Columns: the eigenvectors of the largest eigenvalues.
fn leading(symmetric: DMatrix<f64>, count: usize) -> DMatrix<f64> {
    let eigen = SymmetricEigen::new(symmetric);
    let mut order: Vec<usize> = (0..eigen.eigenvalues.len()).collect();
    order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    let columns: Vec<DVector<f64>> = order
        .into_iter()
        .take(count)
        .map(|i| with_fixed_sign(eigen.eigenvectors.column(i).into_owned()))
        .collect();
    DMatrix::from_columns(&columns)
}

/// An eigenvector's sign is arbitrary; the largest value is made positive, so
/// that a fit gives the same file everywhere.
fn with_fixed_sign(v: DVector<f64>) -> DVector<f64> {
    if v[v.iamax()] < 0.0 { -v } else { v }
}

/// The mean over the photographs of each person.
pub(crate) fn person_means(population: &Population) -> Vec<DVector<f64>> {
    population.persons().iter().map(person_mean).collect()
}

fn person_mean(person: &Person) -> DVector<f64> {
    let means: Vec<_> = person.photographs.iter().map(photograph_mean).collect();
    average(&means)
}

fn photograph_mean(photograph: &Photograph) -> DVector<f64> {
    let frames: Vec<_> = photograph
        .frames
        .iter()
        .map(|f| DVector::from_iterator(f.len(), f.iter().map(|&x| f64::from(x))))
        .collect();
    average(&frames)
}

/// The mean of vectors.
pub(crate) fn average(vectors: &[DVector<f64>]) -> DVector<f64> {
    let d = vectors.first().map_or(0, DVector::len);
    let sum = vectors.iter().fold(DVector::zeros(d), |sum, v| sum + v);
    sum / vectors.len().max(1) as f64
}
