//! Two-fold experiments: every person is tested with a calibration that was
//! fitted on the other half.

use crate::EvalError;
use crate::experiment::{Design, Experiment};
use crate::population::Population;
use crate::projection::{Fit, Projection};
use crate::seed::Seed;

/// Persons in the demonstration photographs. They are left out of every fit,
/// so that the demonstration is one on strangers.
pub const LEFT_OUT: [&str; 2] = ["Barack Obama", "Joe Biden"];
/// Other spellings of the same persons in public collections.
const LEFT_OUT_SPELLINGS: [&str; 4] = [
    "Barack H Obama",
    "Barack Hussein Obama",
    "Joseph Biden",
    "Joseph R Biden",
];

/// The population of a fit: without the persons of the demonstration.
///
/// # Errors
/// Those of [`Population::new`].
pub fn for_fitting(population: &Population) -> Result<Population, EvalError> {
    let names: Vec<&str> = LEFT_OUT
        .iter()
        .chain(&LEFT_OUT_SPELLINGS)
        .copied()
        .collect();
    population.without(&names)
}

/// Two calibrations: the first for testing half 0, fitted on half 1, and the
/// other way round.
///
/// # Errors
/// Those of [`Projection::fit`].
pub fn projections(fit: Fit, population: &Population) -> Result<[Projection; 2], EvalError> {
    let halves = population.halves();
    let fitted_on = |half: usize| -> Result<Projection, EvalError> {
        let persons = population
            .persons()
            .iter()
            .zip(&halves)
            .filter(|(_, h)| **h == half)
            .map(|(p, _)| p.clone())
            .collect();
        Projection::fit(fit, &for_fitting(&Population::new(persons)?)?)
    };
    Ok([fitted_on(1)?, fitted_on(0)?])
}

/// The experiments of several designs with one fit.
///
/// # Errors
/// Those of [`Projection::fit`].
pub fn experiments(
    fit: Fit,
    designs: &[Design],
    population: &Population,
    splits: usize,
    seed: Seed,
) -> Result<Vec<Experiment>, EvalError> {
    let projections = projections(fit, population)?;
    Ok(designs
        .iter()
        .map(|&design| Experiment::new(design, population, &projections, splits, seed))
        .collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::population::tests::synthetic;

    #[test]
    fn each_half_is_tested_with_the_fit_of_the_other() {
        let population = synthetic(&[3; 60], 12, 12, 0.4, 1);
        let halves = population.halves();
        let [first, second] = projections(Fit::Centre, &population).unwrap();
        let mean_of = |half: usize| {
            let values: Vec<f32> = population
                .persons()
                .iter()
                .zip(&halves)
                .filter(|(_, h)| **h == half)
                .map(|(p, _)| p.photographs.iter().map(|x| x.frames[0][0]).sum::<f32>() / 3.0)
                .collect();
            values.iter().sum::<f32>() / 30.0
        };
        assert!((first.mean()[0] - mean_of(1)).abs() < 1e-4);
        assert!((second.mean()[0] - mean_of(0)).abs() < 1e-4);
    }

    #[test]
    fn the_persons_of_the_demonstration_are_not_fitted() {
        let mut persons = synthetic(&[2; 8], 4, 4, 0.4, 1).persons().to_vec();
        persons[2].name = "Joseph_Biden".into();
        persons[5].name = "barack_obama".into();
        let population = Population::new(persons).unwrap();
        assert_eq!(for_fitting(&population).unwrap().persons().len(), 6);
    }
}
