//! Owners and attackers: whose sketches are attacked, and what faces the
//! attacker has.

use crate::EvalError;
use crate::experiment::mean_direction;
use crate::population::Population;
use crate::projection::{Fit, Project};
use crate::seed::{Seed, shuffle};
use crate::twofold;

use super::prior::Prior;

/// A person's photographs as unit vectors, in an order drawn at random.
#[derive(Clone)]
pub struct Owner {
    /// Index of the person in the population.
    pub person: usize,
    /// One unit vector for each photograph.
    pub photographs: Vec<Vec<f32>>,
}

impl Owner {
    /// The template of the photographs `from` to `to` − 1, if there are so
    /// many.
    #[must_use]
    pub fn template(&self, from: usize, to: usize) -> Option<Vec<f32>> {
        self.photographs.get(from..to).map(mean_direction)
    }
}

/// One half of the persons, and the attacker who knows the other half.
pub struct Side {
    /// Owners of sketches. The calibration has not seen them, nor has the
    /// attacker.
    pub owners: Vec<Owner>,
    /// The attacker's collection: the persons of the other half under the
    /// same calibration.
    pub collection: Vec<Owner>,
    /// The attacker's knowledge of faces in general, from the collection.
    pub prior: Prior,
}

/// Both halves.
pub struct World {
    /// Each half once as owners.
    pub sides: [Side; 2],
    /// Persons in the population.
    pub persons: usize,
    /// Numbers of a template.
    pub dimension: usize,
}

impl World {
    /// Projects everybody with the two calibrations.
    ///
    /// # Errors
    /// Those of [`twofold::projections`].
    pub fn new(fit: Fit, population: &Population, seed: Seed) -> Result<Self, EvalError> {
        let projections = twofold::projections(fit, population)?;
        let halves = population.halves();
        let side = |half: usize| {
            let projection = &projections[half];
            let of = |wanted: usize| -> Vec<Owner> {
                population
                    .persons()
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| halves[*i] == wanted)
                    .map(|(i, person)| {
                        let mut photographs: Vec<Vec<f32>> = person
                            .photographs
                            .iter()
                            .map(|p| {
                                let frames: Vec<_> =
                                    p.frames.iter().map(|f| projection.project(f)).collect();
                                mean_direction(&frames)
                            })
                            .collect();
                        shuffle(&mut photographs, &mut seed.stream("order", &[i]));
                        Owner {
                            person: i,
                            photographs,
                        }
                    })
                    .collect()
            };
            let collection = of(1 - half);
            let faces: Vec<Vec<f32>> = collection
                .iter()
                .map(|o| mean_direction(&o.photographs))
                .collect();
            Side {
                owners: of(half),
                prior: Prior::fit(&faces),
                collection,
            }
        };
        let sides = [side(0), side(1)];
        Ok(Self {
            dimension: sides[0].prior.dimension(),
            sides,
            persons: population.persons().len(),
        })
    }
}
