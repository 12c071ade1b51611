//! Are two sketches of one face recognised as such?
//!
//! Two sketches share no basis, so the attacker goes through faces: each face
//! of a collection of strangers is decoded on both sketches, and what the
//! decoders show is compared.

use mien_sketch::{Params, Sketch};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::solve;
use super::target::Target;
use super::world::{Side, World};
use crate::EvalError;
use crate::seed::{Seed, below};
use crate::stats::{LinkScore, Linkability, Resampler, linkability};

/// Other persons that each is compared with.
const OTHERS: usize = 10;

/// What the second sketch was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// The very template of the first: the hardest case.
    SameTemplate,
    /// Three photographs of other days.
    OtherPhotographs,
}

/// Linkability under one score.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// What the second sketch was made from.
    pub again: Again,
    /// The attacker's score.
    pub score: String,
    /// What came of it.
    pub linkability: Linkability,
}

/// What the attacker computes of one sketch.
struct View {
    person: usize,
    target: Target,
    /// For each face of the collection the metric's share.
    shares: Vec<f64>,
    /// For each face the sum of the light checks' soft parities.
    parities: Vec<f64>,
    /// The template solved for, once *u* is known.
    solved: Vec<f32>,
}

/// The scores by name; `f` takes the views of two sketches and a photograph
/// of the first's owner.
const SCORES: [&str; 7] = [
    "equal bits of the offsets",
    "decoders' metrics over the collection, correlation",
    "decoders' metrics over the collection, best face for both",
    "best face for the first, tried on the second",
    "light checks' parities over the collection, correlation",
    "with u of the first: template solved for, tried on the second",
    "with a photograph of the first's owner, tried on both",
];

/// Measures every score.
///
/// # Errors
/// [`EvalError::Sketch`] if the parameters do not fit the template.
pub fn measure(
    world: &World,
    params: &Params,
    faces: usize,
    resampler: &Resampler,
    seed: Seed,
) -> Result<Vec<Outcome>, EvalError> {
    let mut outcomes = Vec::new();
    for again in [Again::SameTemplate, Again::OtherPhotographs] {
        let mut mated = vec![Vec::new(); SCORES.len()];
        let mut non_mated = vec![Vec::new(); SCORES.len()];
        for side in &world.sides {
            let sketches = views(side, params, again, faces, seed)?;
            // The photograph after those of both templates.
            let unused = match again {
                Again::SameTemplate => 3,
                Again::OtherPhotographs => 6,
            };
            compare(side, &sketches, &mut mated, &mut non_mated, unused, seed);
        }
        for ((name, m), n) in SCORES.iter().zip(&mated).zip(&non_mated) {
            outcomes.push(Outcome {
                again,
                score: (*name).to_owned(),
                linkability: linkability(m, n, resampler, seed),
            });
        }
    }
    Ok(outcomes)
}

/// Two views of each owner who has photographs enough, a photograph aside.
fn views(
    side: &Side,
    params: &Params,
    again: Again,
    faces: usize,
    seed: Seed,
) -> Result<Vec<(View, View)>, EvalError> {
    let faces: Vec<Vec<f32>> = side
        .collection
        .iter()
        .take(faces)
        .filter_map(|o| o.template(0, 1))
        .collect();
    side.owners
        .par_iter()
        .filter_map(|owner| {
            let first = owner.template(0, 3)?;
            let second = match again {
                Again::SameTemplate => owner.template(0, 3)?,
                Again::OtherPhotographs => owner.template(3, 6)?,
            };
            Some((owner, first, second))
        })
        .map(|(owner, first, second)| {
            let mut rng = seed.stream("linkage", &[owner.person]);
            let mut view = |template: &[f32]| -> Result<View, EvalError> {
                let (sketch, secret) = Sketch::enrol(params, template, &mut rng)?;
                let target = Target::new(&sketch, side.prior.dimension());
                let signs = target.signs(&target.code().encode(&secret));
                let solved = solve::template(&[(&target, signs)], &side.prior);
                let mut decoder = target.decoder(target.code().list());
                let checks = Checks::new(&target);
                Ok(View {
                    person: owner.person,
                    shares: faces
                        .iter()
                        .map(|f| f64::from(target.look(&mut decoder, f).share))
                        .collect(),
                    parities: faces
                        .iter()
                        .map(|f| checks.soft(&target.rotate(f)))
                        .collect(),
                    solved,
                    target,
                })
            };
            Ok((view(&first)?, view(&second)?))
        })
        .collect()
}

fn compare(
    side: &Side,
    sketches: &[(View, View)],
    mated: &mut [Vec<LinkScore>],
    non_mated: &mut [Vec<LinkScore>],
    unused: usize,
    seed: Seed,
) {
    let Some((one, _)) = sketches.first() else {
        return;
    };
    // Faces differ in how well they decode with any sketch: take that off.
    let n = 2.0 * sketches.len() as f64;
    let usual: Vec<f64> = (0..one.shares.len())
        .map(|f| {
            sketches
                .iter()
                .map(|(a, b)| a.shares[f] + b.shares[f])
                .sum::<f64>()
                / n
        })
        .collect();
    let pairs: Vec<(usize, usize)> = (0..sketches.len())
        .flat_map(|i| {
            let mut rng = seed.stream("others", &[sketches[i].0.person]);
            let others: Vec<usize> = (0..OTHERS)
                .map(|_| (i + 1 + below(sketches.len() - 1, &mut rng)) % sketches.len())
                .collect();
            std::iter::once(i).chain(others).map(move |j| (i, j))
        })
        .collect();
    let scored: Vec<_> = pairs
        .par_iter()
        .map(|&(i, j)| {
            let (a, b) = (&sketches[i].0, &sketches[j].1);
            let photograph = side
                .owners
                .iter()
                .find(|o| o.person == a.person)
                .and_then(|o| o.photographs.get(unused));
            ((a.person, b.person), scores(a, b, &usual, photograph))
        })
        .collect();
    for (persons, scores) in scored {
        let side = if persons.0 == persons.1 {
            &mut *mated
        } else {
            &mut *non_mated
        };
        for (list, score) in side.iter_mut().zip(scores) {
            list.extend(score.map(|score| LinkScore { score, persons }));
        }
    }
}

fn scores(a: &View, b: &View, usual: &[f64], photograph: Option<&Vec<f32>>) -> [Option<f64>; 7] {
    let centred =
        |v: &View| -> Vec<f64> { v.shares.iter().zip(usual).map(|(s, u)| u - s).collect() };
    let (x, y) = (centred(a), centred(b));
    let equal = a
        .target
        .offset()
        .iter()
        .zip(b.target.offset())
        .map(|(p, q)| -f64::from((p ^ q).count_ones()))
        .sum();
    let both = x
        .iter()
        .zip(&y)
        .map(|(p, q)| p + q)
        .fold(f64::MIN, f64::max);
    let top = |v: &[f64]| {
        (0..v.len())
            .max_by(|&i, &j| v[i].total_cmp(&v[j]))
            .unwrap_or(0)
    };
    let carried = y[top(&x)].max(x[top(&y)]);
    let tried = |v: &View, face: &[f32]| {
        let mut decoder = v.target.decoder(v.target.code().list());
        f64::from(v.target.look(&mut decoder, face).fit)
    };
    [
        Some(equal),
        Some(correlation(&x, &y)),
        Some(both),
        Some(carried),
        Some(correlation(&a.parities, &b.parities)),
        Some(tried(b, &a.solved)),
        photograph.map(|face| tried(a, face) + tried(b, face)),
    ]
}

fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(p, q)| p * q).sum::<f64>();
    dot(x, y) / (dot(x, x) * dot(y, y)).sqrt().max(1e-300)
}

/// The light checks of a sketch with the parities that its offset gives them.
pub(crate) struct Checks {
    sets: Vec<Vec<u16>>,
    signs: Vec<f64>,
}

impl Checks {
    pub(crate) fn new(target: &Target) -> Self {
        let sets = target.code().light_checks(8);
        let signs = sets.iter().map(|s| parity(s, target)).collect();
        Self { sets, signs }
    }

    /// Σ over the checks of parity · ∏ (2Φ(y) − 1): high if the signs of a
    /// rotated face fulfil the checks.
    fn soft(&self, y: &[f32]) -> f64 {
        let soft: Vec<f64> = y
            .iter()
            .map(|&y| statrs::function::erf::erf(f64::from(y) * std::f64::consts::FRAC_1_SQRT_2))
            .collect();
        self.sets
            .iter()
            .zip(&self.signs)
            .map(|(set, sign)| sign * set.iter().map(|&j| soft[usize::from(j)]).product::<f64>())
            .sum()
    }
}

/// +1 if a check's offset bits sum to zero, −1 otherwise: the parity of the
/// template's signs in these positions.
pub(crate) fn parity(set: &[u16], target: &Target) -> f64 {
    let ones = set
        .iter()
        .filter(|&&j| super::code::bit(target.offset(), usize::from(j)))
        .count();
    if ones % 2 == 0 { 1.0 } else { -1.0 }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::num;
    use crate::population::tests::synthetic;
    use crate::projection::Fit;

    #[test]
    fn known_secrets_and_photographs_link_and_offsets_do_not() {
        let population = synthetic(&[8; 40], 30, 30, 0.15, 3);
        let world = World::new(Fit::Centre, &population, Seed(1)).unwrap();
        let params = Params::new(256, 64, 8, 8, 4000).unwrap();
        let resampler = Resampler::new(40, 50, Seed(1));
        let outcomes = measure(&world, &params, 5, &resampler, Seed(1)).unwrap();
        assert_eq!(outcomes.len(), 2 * SCORES.len());
        let of = |i: usize| &outcomes[i].linkability;
        assert!(of(5).d_sys > 0.9, "{:?}", of(5));
        assert!(of(6).d_sys > 0.9, "{:?}", of(6));
        assert!(of(0).d_sys < 2.0 * of(0).chance, "{:?}", of(0));
        assert_eq!((of(0).mated, of(0).non_mated), (40, 400));
    }

    #[test]
    fn parities_of_the_owner_stand_out() {
        let params = Params::new(256, 64, 8, 8, 4000).unwrap();
        let mut rng = Seed(2).stream("parities", &[]);
        let face = mien_sketch::simulate::unit_vector(58, &mut rng).unwrap();
        let (sketch, _) = Sketch::enrol(&params, &face, &mut rng).unwrap();
        let target = Target::new(&sketch, 58);
        let checks = Checks::new(&target);
        let other = mien_sketch::simulate::unit_vector(58, &mut rng).unwrap();
        let (own, strange) = (
            checks.soft(&target.rotate(&face)),
            checks.soft(&target.rotate(&other)),
        );
        assert!(own > 20.0 * strange.abs(), "{own} {strange}");
        assert!(num::dot(&face, &other).abs() < 0.5);
    }
}
