//! Persons, their photographs as embeddings, and the two halves of a two-fold
//! experiment.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::EvalError;

/// What one photograph gave: one embedding, or several where it was replayed
/// as the frames of a session.
#[derive(Clone)]
pub struct Photograph {
    /// Embeddings of the frames, one at least, as the network gave them.
    pub frames: Vec<Vec<f32>>,
}

/// A person and what their photographs gave.
#[derive(Clone)]
pub struct Person {
    /// The folder's name.
    pub name: String,
    /// Photographs in the order of their file names.
    pub photographs: Vec<Photograph>,
}

/// All persons of an evaluation, sorted by name.
#[derive(Clone)]
pub struct Population {
    persons: Vec<Person>,
    dimension: usize,
}

impl Population {
    /// Sorts the persons and drops those without a photograph.
    ///
    /// # Errors
    /// [`EvalError::Dimension`] if the embeddings differ in length,
    /// [`EvalError::TooFewPersons`] if fewer than two persons are left.
    pub fn new(mut persons: Vec<Person>) -> Result<Self, EvalError> {
        persons.retain(|p| !p.photographs.is_empty());
        persons.sort_by(|a, b| a.name.cmp(&b.name));
        if persons.len() < 2 {
            return Err(EvalError::TooFewPersons {
                what: "an evaluation",
                need: 2,
                have: persons.len(),
            });
        }
        let mut lengths: BTreeSet<usize> = frames(&persons).map(<[f32]>::len).collect();
        let dimension = lengths.pop_first().unwrap_or(0);
        if let Some(got) = lengths.pop_first() {
            return Err(EvalError::Dimension {
                got,
                want: dimension,
            });
        }
        Ok(Self { persons, dimension })
    }

    /// The persons, sorted by name.
    #[must_use]
    pub fn persons(&self) -> &[Person] {
        &self.persons
    }

    /// Length of the embeddings.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// Number of photographs.
    #[must_use]
    pub fn photographs(&self) -> usize {
        self.persons.iter().map(|p| p.photographs.len()).sum()
    }

    /// The population without the persons of these names.
    ///
    /// # Errors
    /// [`EvalError::TooFewPersons`] if fewer than two are left.
    pub fn without(&self, names: &[&str]) -> Result<Self, EvalError> {
        let kept = self
            .persons
            .iter()
            .filter(|p| !names.iter().any(|n| same_name(n, &p.name)))
            .cloned()
            .collect();
        Self::new(kept)
    }

    /// The half, 0 or 1, of every person. Halves hold nearly the same number
    /// of persons for every number of photographs, and do not depend on chance.
    #[must_use]
    pub fn halves(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.persons.len()).collect();
        order.sort_by_key(|&i| {
            let person = &self.persons[i];
            let hash: [u8; 32] = Sha256::digest(person.name.as_bytes()).into();
            (std::cmp::Reverse(person.photographs.len()), hash)
        });
        let mut half = vec![0; self.persons.len()];
        for (rank, i) in order.into_iter().enumerate() {
            half[i] = rank % 2;
        }
        half
    }
}

/// Whether two folder names are spellings of one: letters compared without
/// case, everything else ignored.
fn same_name(a: &str, b: &str) -> bool {
    let letters = |s: &str| -> String {
        s.chars()
            .filter(|c| c.is_alphabetic())
            .flat_map(char::to_lowercase)
            .collect()
    };
    letters(a) == letters(b)
}

fn frames(persons: &[Person]) -> impl Iterator<Item = &[f32]> {
    persons
        .iter()
        .flat_map(|p| &p.photographs)
        .flat_map(|p| &p.frames)
        .map(Vec::as_slice)
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::num;
    use crate::seed::{Seed, normal};

    /// Persons whose embeddings are a point of their own and noise around it,
    /// both normal; only the first `rank` of `d` coordinates are used.
    pub(crate) fn synthetic(
        counts: &[usize],
        d: usize,
        rank: usize,
        noise: f64,
        seed: u64,
    ) -> Population {
        let mut rng = Seed(seed).stream("synthetic", &[]);
        let mut normal = || normal(&mut rng);
        let persons = counts
            .iter()
            .enumerate()
            .map(|(i, &n)| {
                let centre: Vec<f64> = (0..rank).map(|_| normal()).collect();
                let photographs = (0..n)
                    .map(|_| {
                        let mut v = vec![0f32; d];
                        for (j, (x, c)) in v.iter_mut().zip(&centre).enumerate() {
                            // The later half of the directions is noisier.
                            let loud = if j < rank / 2 { 1.0 } else { 3.0 };
                            *x = num::single(5.0 + c + loud * noise * normal());
                        }
                        Photograph { frames: vec![v] }
                    })
                    .collect();
                Person {
                    name: format!("Person_{i:04}"),
                    photographs,
                }
            })
            .collect();
        Population::new(persons).unwrap()
    }

    #[test]
    fn halves_are_even_for_every_count() {
        let counts: Vec<usize> = (0..200).map(|i| 1 + i % 5).collect();
        let population = synthetic(&counts, 4, 4, 0.1, 1);
        let halves = population.halves();
        for n in 1..=5 {
            let of = |half: usize| {
                (0..200)
                    .filter(|&i| {
                        halves[i] == half && population.persons()[i].photographs.len() == n
                    })
                    .count()
            };
            assert_eq!(of(0) + of(1), 40);
            assert!(of(0).abs_diff(of(1)) <= 1);
        }
        assert_eq!(halves, population.halves());
    }

    #[test]
    fn spellings_of_a_name_are_left_out() {
        let mut persons = synthetic(&[1, 1, 1], 3, 3, 0.1, 2).persons().to_vec();
        persons[1].name = "Joe_Biden".into();
        let population = Population::new(persons).unwrap();
        let rest = population.without(&["joe biden", "Nobody"]).unwrap();
        assert_eq!(rest.persons().len(), 2);
        assert!(rest.persons().iter().all(|p| p.name != "Joe_Biden"));
        assert_eq!(population.photographs(), 3);
    }

    #[test]
    fn mixed_lengths_and_empty_folders_are_refused() {
        let mut persons = synthetic(&[1, 2], 3, 3, 0.1, 3).persons().to_vec();
        persons[1].photographs[1].frames[0].push(0.0);
        assert!(matches!(
            Population::new(persons.clone()),
            Err(EvalError::Dimension { got: 4, want: 3 })
        ));
        persons[1].photographs.clear();
        assert!(matches!(
            Population::new(persons),
            Err(EvalError::TooFewPersons { have: 1, .. })
        ));
    }
}
