//! Who is compared with whom (ISO/IEC 19795-1: the test's design).
//!
//! A design *e* against *p* makes a template of *e* photographs of a person
//! and compares it with *p* other photographs of that person (genuine) and
//! with *p* photographs of every other person of the same half (impostor). A
//! comparison uses the calibration that was fitted on the other half, so no
//! person is tested with a fit that saw that person. Several splits draw
//! different photographs; they make a figure steadier, but persons, not
//! splits, are what its bounds count.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::num;
use crate::population::{Person, Population};
use crate::projection::Project;
use crate::seed::{Seed, shuffle};

/// How many photographs make a template and how many a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Design {
    /// Photographs at enrolment.
    pub enrol: usize,
    /// Photographs at the scan.
    pub probe: usize,
}

impl Design {
    /// One against one.
    pub const ONE_ONE: Self = Self { enrol: 1, probe: 1 };
    /// Three against one.
    pub const THREE_ONE: Self = Self { enrol: 3, probe: 1 };
    /// Three against three.
    pub const THREE_THREE: Self = Self { enrol: 3, probe: 3 };
    /// Five against three.
    pub const FIVE_THREE: Self = Self { enrol: 5, probe: 3 };
}

impl fmt::Display for Design {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}v{}", self.enrol, self.probe)
    }
}

/// A person's template.
pub struct Enrolled {
    /// Index of the person in the population.
    pub person: usize,
    /// Unit vector.
    pub template: Vec<f32>,
}

/// What a scan of a person sees.
pub struct Scanned {
    /// Index of the person in the population.
    pub person: usize,
    /// Projected frames, unit vectors.
    pub frames: Vec<Vec<f32>>,
    /// Their mean, a unit vector.
    pub probe: Vec<f32>,
}

/// One split of one half.
pub struct Block {
    /// Number of the split.
    pub split: usize,
    /// All persons who have photographs enough for a template.
    pub enrolled: Vec<Enrolled>,
    /// All persons who have photographs enough for a probe. Where a person
    /// is in both lists and has enough photographs for both, the two share
    /// none; otherwise that person is compared with others only.
    pub scanned: Vec<Scanned>,
    /// Pairs (index in `enrolled`, index in `scanned`) of one person without
    /// a common photograph.
    pub genuine: Vec<(usize, usize)>,
}

/// All comparisons of a design.
pub struct Experiment {
    /// The design.
    pub design: Design,
    /// Splits of both halves.
    pub blocks: Vec<Block>,
    /// Persons in the population.
    pub persons: usize,
    /// Number of splits.
    pub splits: usize,
}

impl Experiment {
    /// Draws the splits. `projections[h]` is the calibration for persons of
    /// half *h*, fitted on the other one.
    #[must_use]
    pub fn new(
        design: Design,
        population: &Population,
        projections: &[impl Project; 2],
        splits: usize,
        seed: Seed,
    ) -> Self {
        let halves = population.halves();
        let mut blocks = Vec::new();
        for split in 0..splits {
            for (half, projection) in projections.iter().enumerate() {
                let mut block = Block {
                    split,
                    enrolled: Vec::new(),
                    scanned: Vec::new(),
                    genuine: Vec::new(),
                };
                for (index, person) in population.persons().iter().enumerate() {
                    if halves[index] == half {
                        block.add(design, index, person, projection, split, seed);
                    }
                }
                blocks.push(block);
            }
        }
        Self {
            design,
            blocks,
            persons: population.persons().len(),
            splits,
        }
    }

    /// Persons with a genuine comparison.
    #[must_use]
    pub fn genuine_persons(&self) -> usize {
        self.first_split().map(|b| b.genuine.len()).sum()
    }

    /// Different persons who take part in impostor comparisons.
    #[must_use]
    pub fn impostor_persons(&self) -> usize {
        let mut all: Vec<usize> = self
            .first_split()
            .flat_map(|b| {
                let enrolled = b.enrolled.iter().map(|e| e.person);
                enrolled.chain(b.scanned.iter().map(|s| s.person))
            })
            .collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    }

    /// Pairs of different persons compared in one split.
    #[must_use]
    pub fn impostor_pairs(&self) -> f64 {
        self.weight(&vec![1; self.persons])
    }

    /// Pairs of different persons compared in one split when each person
    /// counts `times` times.
    #[must_use]
    pub fn weight(&self, times: &[u16]) -> f64 {
        let of = |i: usize| f64::from(times.get(i).copied().unwrap_or(0));
        self.first_split()
            .map(|block| {
                let enrolled: f64 = block.enrolled.iter().map(|e| of(e.person)).sum();
                let scanned: f64 = block.scanned.iter().map(|s| of(s.person)).sum();
                let own: f64 = block
                    .enrolled
                    .iter()
                    .filter(|e| block.scanned.iter().any(|s| s.person == e.person))
                    .map(|e| of(e.person).powi(2))
                    .sum();
                enrolled * scanned - own
            })
            .sum()
    }

    fn first_split(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|b| b.split == 0)
    }
}

impl Block {
    fn add(
        &mut self,
        design: Design,
        index: usize,
        person: &Person,
        projection: &impl Project,
        split: usize,
        seed: Seed,
    ) {
        let mut order: Vec<usize> = (0..person.photographs.len()).collect();
        shuffle(&mut order, &mut seed.stream("split", &[index, split]));
        let frames = |chosen: &[usize]| -> Vec<Vec<f32>> {
            chosen
                .iter()
                .filter_map(|&i| person.photographs.get(i))
                .flat_map(|p| &p.frames)
                .map(|f| projection.project(f))
                .collect()
        };
        let enrols = order.len() >= design.enrol;
        let scans = order.len() >= design.probe;
        if enrols && scans && order.len() >= design.enrol + design.probe {
            self.genuine.push((self.enrolled.len(), self.scanned.len()));
        }
        if enrols {
            self.enrolled.push(Enrolled {
                person: index,
                template: mean_direction(&frames(&order[..design.enrol])),
            });
        }
        if scans {
            let frames = frames(&order[order.len() - design.probe..]);
            self.scanned.push(Scanned {
                person: index,
                probe: mean_direction(&frames),
                frames,
            });
        }
    }

    /// The impostor comparisons: pairs of indices into `enrolled` and
    /// `scanned`.
    pub fn impostors(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        (0..self.enrolled.len()).flat_map(move |e| {
            (0..self.scanned.len())
                .filter(move |&s| self.enrolled[e].person != self.scanned[s].person)
                .map(move |s| (e, s))
        })
    }
}

/// The mean of unit vectors, scaled to length 1.
#[must_use]
pub fn mean_direction(frames: &[Vec<f32>]) -> Vec<f32> {
    let mut sum = vec![0f32; frames.first().map_or(0, Vec::len)];
    for frame in frames {
        for (s, x) in sum.iter_mut().zip(frame) {
            *s += x;
        }
    }
    num::normalise(&mut sum);
    sum
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::population::tests::synthetic;
    use crate::projection::{Fit, Projection};

    pub(crate) fn experiment(counts: &[usize], design: Design, noise: f64) -> Experiment {
        let population = synthetic(counts, 24, 24, noise, 9);
        let projection = Projection::fit(Fit::Centre, &population).unwrap();
        Experiment::new(
            design,
            &population,
            &[projection.clone(), projection],
            3,
            Seed(1),
        )
    }

    #[test]
    fn counts_are_those_of_the_design() {
        let counts: Vec<usize> = [1, 2, 3, 4, 6, 8].repeat(10);
        let e = experiment(&counts, Design::THREE_ONE, 0.2);
        assert_eq!(e.blocks.len(), 6);
        assert_eq!(e.genuine_persons(), 30);
        assert_eq!(e.impostor_persons(), 60);
        let by_hand: usize = e.blocks[..2].iter().map(|b| b.impostors().count()).sum();
        assert_eq!(e.impostor_pairs(), by_hand as f64);
        // 20 enrolled and 30 scanned in each half, 20 of them the same.
        assert_eq!(by_hand, 2 * (20 * 30 - 20));
    }

    #[test]
    fn genuine_pairs_share_no_photograph() {
        let counts = vec![4; 20];
        let e = experiment(&counts, Design::THREE_ONE, 0.5);
        for block in &e.blocks {
            for &(i, j) in &block.genuine {
                let (enrolled, scanned) = (&block.enrolled[i], &block.scanned[j]);
                assert_eq!(enrolled.person, scanned.person);
                // A common photograph would be a third of the template.
                let c = num::cosine(&enrolled.template, &scanned.probe);
                assert!(c < 0.999, "{c}");
            }
        }
    }

    #[test]
    fn splits_differ_and_repeat() {
        let counts = vec![6; 10];
        let a = experiment(&counts, Design::THREE_THREE, 0.3);
        let b = experiment(&counts, Design::THREE_THREE, 0.3);
        assert_eq!(
            a.blocks[0].enrolled[0].template,
            b.blocks[0].enrolled[0].template
        );
        assert!(a.blocks[0].enrolled[0].template != a.blocks[2].enrolled[0].template);
    }

    #[test]
    fn weights_follow_the_bootstrap() {
        let e = experiment(&[2, 2, 2, 2, 1, 1], Design::ONE_ONE, 0.2);
        let mut times = vec![1u16; 6];
        let all = e.impostor_pairs();
        // Halves of three: 3·3 − 3 pairs each.
        assert_eq!(all, 12.0);
        times[0] = 2;
        assert_eq!(e.weight(&times), 12.0 + 4.0);
    }

    #[test]
    fn mean_directions() {
        let m = mean_direction(&[vec![1.0, 0.0], vec![0.0, 1.0]]);
        assert!((m[0] - 0.5f32.sqrt()).abs() < 1e-6 && (m[0] - m[1]).abs() < 1e-7);
    }
}
