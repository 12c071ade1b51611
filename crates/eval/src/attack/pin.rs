//! Guessing the PIN with the kit in hand: what can be told of each guess
//! before the key is checked?
//!
//! A wrong PIN turns the offset into random bits over the right rotation. A
//! guess costs one Argon2id for the mask; whoever must try the key as well
//! pays a second one for each candidate *u*.

use mien_sketch::{Params, Sketch};
use nalgebra::DMatrix;
use rand_core::Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::code::Word;
use super::decode::ListDecoder;
use super::linkage::parity;
use super::target::Target;
use super::world::{Side, World};
use crate::EvalError;
use crate::seed::Seed;
use crate::stats::{Rate, Resampler, quantile};

/// What the thief has of the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Photographs {
    /// One photograph of another day.
    One,
    /// Three photographs of other days.
    Three,
}

/// Guesses with photographs of the owner.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WithPhotograph {
    /// What the thief has.
    pub has: Photographs,
    /// The rule by which a guess survives.
    pub rule: String,
    /// The right PIN survives with the right *u*.
    pub right: Rate,
    /// Wrong PINs survive.
    pub wrong: Rate,
}

/// Guesses without any photograph.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Without {
    /// Persons whose sketches were attacked, in all `sketches` sketches.
    pub persons: usize,
    /// Sketches.
    pub sketches: usize,
    /// Mean of the score of the right offset, where wrong ones have mean 0
    /// and deviation 1; with its 95 % bounds over persons.
    pub shift: (f64, f64, f64),
    /// Share of wrong PINs that come before the right one when they are
    /// ordered by score; ½ without any knowledge.
    pub before: Rate,
}

/// The list decoder's view of an unmasked offset is judged by these rules:
/// any word with a valid checksum; one that fits a template better than this
/// share of the wrong guesses.
const SHARES: [f64; 2] = [1e-2, 1e-3];

/// Measures guesses with photographs: `wrong` wrong PINs for each owner.
///
/// # Errors
/// [`EvalError::Sketch`] if the parameters do not fit the template.
pub fn with_photograph(
    world: &World,
    params: &Params,
    wrong: usize,
    resampler: &Resampler,
    seed: Seed,
) -> Result<Vec<WithPhotograph>, EvalError> {
    let mut outcomes = Vec::new();
    for has in [Photographs::One, Photographs::Three] {
        let mut all = Vec::new();
        for side in &world.sides {
            all.extend(guesses(side, params, has, wrong, seed)?);
        }
        let mut fits: Vec<f64> = all
            .iter()
            .flat_map(|g| g.wrong.iter().map(|w| w.1))
            .collect();
        fits.sort_by(f64::total_cmp);
        let mut rules = vec![("a word with a valid checksum".to_owned(), None)];
        for share in SHARES {
            let limit = quantile(&fits, 1.0 - share);
            rules.push((
                format!("a word fits a template better than {limit:.3}"),
                Some(limit),
            ));
        }
        for (rule, limit) in rules {
            let survives = |checked: bool, fit: f64| limit.map_or(checked, |l| fit > l);
            let mut right = vec![None; world.persons];
            let mut others = vec![None; world.persons];
            for g in &all {
                let hit = g.right.2 && survives(g.right.0, g.right.1);
                right[g.person] = Some((f64::from(u8::from(hit)), 1));
                let n = g.wrong.iter().filter(|w| survives(w.0, w.1)).count();
                others[g.person] = Some((n as f64, g.wrong.len()));
            }
            outcomes.push(WithPhotograph {
                has,
                rule,
                right: resampler.rate(&right),
                wrong: resampler.rate(&others),
            });
        }
    }
    Ok(outcomes)
}

/// Checksum valid, best fit, and (for the right PIN) whether the list holds
/// the right word.
struct Guesses {
    person: usize,
    right: (bool, f64, bool),
    wrong: Vec<(bool, f64)>,
}

fn guesses(
    side: &Side,
    params: &Params,
    has: Photographs,
    wrong: usize,
    seed: Seed,
) -> Result<Vec<Guesses>, EvalError> {
    side.owners
        .par_iter()
        .filter_map(|owner| {
            let probe = match has {
                Photographs::One => owner.template(3, 4)?,
                Photographs::Three => owner.template(3, 6)?,
            };
            Some((owner.person, owner.template(0, 3)?, probe))
        })
        .map(|(person, template, probe)| {
            let mut rng = seed.stream("pin", &[person]);
            let (sketch, secret) = Sketch::enrol(params, &template, &mut rng)?;
            let target = Target::new(&sketch, side.prior.dimension());
            let mut decoder = target.decoder(target.code().list());
            let look = |t: &Target, decoder: &mut ListDecoder| {
                let look = t.look(decoder, &probe);
                (look.checked.is_finite(), f64::from(look.fit), look.paths)
            };
            let (checked, fit, paths) = look(&target, &mut decoder);
            let word = target.code().encode(&secret);
            Ok(Guesses {
                person,
                right: (checked, fit, paths.iter().any(|p| p.word == word)),
                wrong: (0..wrong)
                    .map(|_| {
                        let other = target.with_offset(random(&mut rng));
                        let (checked, fit, _) = look(&other, &mut decoder);
                        (checked, fit)
                    })
                    .collect(),
            })
        })
        .collect()
}

fn random(rng: &mut impl Rng) -> Word {
    std::array::from_fn(|_| rng.next_u64())
}

/// Measures guesses without a photograph: the light checks' parities of the
/// unmasked offset against what faces in general would give.
///
/// # Errors
/// [`EvalError::Sketch`] if the parameters do not fit the template.
pub fn without(
    world: &World,
    params: &Params,
    sketches: usize,
    resampler: &Resampler,
    seed: Seed,
) -> Result<Without, EvalError> {
    let mut before = vec![None; world.persons];
    let mut mean = vec![None; world.persons];
    for side in &world.sides {
        let covariance = side.prior.covariance();
        let scores: Vec<(usize, Vec<f64>)> = side
            .owners
            .par_iter()
            .filter_map(|o| Some((o.person, o.template(0, 3)?)))
            .map(|(person, template)| {
                let mut rng = seed.stream("pin parities", &[person]);
                let scores = (0..sketches)
                    .map(|_| {
                        let (sketch, _) = Sketch::enrol(params, &template, &mut rng)?;
                        let target = Target::new(&sketch, side.prior.dimension());
                        Ok(expected(&target, &covariance))
                    })
                    .collect::<Result<_, EvalError>>()?;
                Ok((person, scores))
            })
            .collect::<Result<_, EvalError>>()?;
        for (person, scores) in scores {
            let n = scores.len();
            // A wrong PIN's score is a sum of many independent signs: normal.
            let above: f64 = scores.iter().map(|&z| above(z)).sum();
            before[person] = Some((above, n));
            mean[person] = Some((scores.iter().sum::<f64>(), n));
        }
    }
    let shift = |times: &[u16]| crate::stats::mean_share(&mean, times);
    let bounds = crate::stats::percentile_interval(resampler.map(shift));
    let before = resampler.rate(&before);
    Ok(Without {
        persons: before.persons,
        sketches: before.comparisons,
        shift: (
            shift(&vec![1; world.persons]).unwrap_or(f64::NAN),
            bounds.low,
            bounds.high,
        ),
        before,
    })
}

/// The share of a standard normal distribution above `z`.
fn above(z: f64) -> f64 {
    0.5 * statrs::function::erf::erfc(z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Σ E[parity]·parity over the light checks, in units of its deviation for a
/// random offset. E is over templates: the leading term in the correlations
/// of the projections, which is a sum over perfect matchings.
fn expected(target: &Target, covariance: &DMatrix<f64>) -> f64 {
    let n = target.code().n();
    let d = target.dimension();
    let rows = DMatrix::from_fn(n, d, |i, j| f64::from(target.row(i)[j]));
    let gram = &rows * covariance * rows.transpose();
    let bias: Vec<f64> = (0..n * n)
        .map(|at| {
            let (i, j) = (at / n, at % n);
            let r = gram[(i, j)] / (gram[(i, i)] * gram[(j, j)]).sqrt();
            r.clamp(-1.0, 1.0).asin() * std::f64::consts::FRAC_2_PI
        })
        .collect();
    let (mut sum, mut square) = (0.0, 0.0);
    for set in target.code().light_checks(8) {
        let set_of: Vec<usize> = set.iter().map(|&j| j.into()).collect();
        let h = matchings(&set_of, &bias, n);
        sum += h * parity(&set, target);
        square += h * h;
    }
    sum / square.sqrt().max(1e-300)
}

/// Σ over perfect matchings of the product of the pairs' values (hafnian).
fn matchings(set: &[usize], value: &[f64], n: usize) -> f64 {
    let Some((&first, rest)) = set.split_first() else {
        return 1.0;
    };
    (0..rest.len())
        .map(|i| {
            let mut left = [0usize; 8];
            let mut count = 0;
            for (j, &x) in rest.iter().enumerate() {
                if j != i {
                    left[count] = x;
                    count += 1;
                }
            }
            value[first * n + rest[i]] * matchings(&left[..count], value, n)
        })
        .sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::attack::prior::Prior;
    use crate::population::tests::synthetic;
    use crate::projection::Fit;
    use crate::seed::normal;

    /// A prior for tests of what it can tell.
    fn narrow(rng: &mut impl Rng) -> Prior {
        let faces: Vec<Vec<f32>> = (0..2000)
            .map(|_| {
                let mut v: Vec<f32> = (0..58)
                    .map(|i| {
                        let scale = if i < 6 { 1.0 } else { 0.1 };
                        crate::num::single(scale * normal(rng))
                    })
                    .collect();
                crate::num::normalise(&mut v);
                v
            })
            .collect();
        Prior::fit(&faces)
    }

    #[test]
    fn matchings_of_four() {
        let value: Vec<f64> = (0..16).map(f64::from).collect();
        let want = value[1] * value[2 * 4 + 3] + value[2] * value[4 + 3] + value[3] * value[4 + 2];
        assert_eq!(matchings(&[0, 1, 2, 3], &value, 4), want);
    }

    #[test]
    fn parities_tell_where_faces_fill_few_dimensions() {
        // Templates of 6 dimensions have far fewer sign patterns than the
        // offset has bits, and the score must see it.
        let mut rng = Seed(5).stream("narrow", &[]);
        let prior = narrow(&mut rng);
        let covariance = prior.covariance();
        let params = Params::new(256, 64, 8, 8, 4000).unwrap();
        let (mut right, mut wrong) = (0.0, 0.0);
        for _ in 0..12 {
            let face = prior.draw(1.0, &mut rng);
            let (sketch, _) = Sketch::enrol(&params, &face, &mut rng).unwrap();
            let target = Target::new(&sketch, 58);
            right += expected(&target, &covariance) / 12.0;
            let other = target.with_offset(random(&mut rng));
            wrong += expected(&other, &covariance) / 12.0;
        }
        assert!(right > 1.5 && wrong.abs() < 1.0, "{right} {wrong}");
    }

    #[test]
    fn a_photograph_tells_the_right_pin() {
        let population = synthetic(&[8; 40], 30, 30, 0.15, 3);
        let world = World::new(Fit::Centre, &population, Seed(1)).unwrap();
        let params = Params::new(256, 64, 8, 32, 4000).unwrap();
        let resampler = Resampler::new(40, 50, Seed(1));
        let all = with_photograph(&world, &params, 50, &resampler, Seed(1)).unwrap();
        assert!(all[3].right.rate > 0.9, "{all:?}");
        // The checksum alone lets list / 2^r of the wrong ones through.
        assert!((0.08..0.18).contains(&all[3].wrong.rate), "{all:?}");
        assert!(
            all[4].wrong.rate < 0.02 && all[4].right.rate > 0.9,
            "{all:?}"
        );
    }
}
