//! Opening a stolen sketch without a photograph of its owner: a dictionary of
//! other people's faces, and faces that nobody has.
//!
//! How often a face at a given angle opens is measured once for each way of
//! trying; how near the attacker's faces come is counted for every owner over
//! hundreds of thousands of faces. The two together give the chance of each
//! try, far below what could be tried out one by one.

use std::time::Instant;

use mien_sketch::{Params, Sketch, simulate};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::code::Word;
use super::refine::refine;
use super::target::Target;
use super::world::{Side, World};
use crate::EvalError;
use crate::num;
use crate::seed::Seed;
use crate::stats::{Bounds, Rate, Resampler};

/// Angles at which opening is measured, in degrees: from, step, how many.
const ANGLES: (f64, f64, usize) = (36.0, 2.0, 17);
/// Faces tried, as they are reported.
pub const TRIES: [f64; 4] = [1e2, 1e4, 1e6, 1e8];

/// A way of trying a face.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// Sketches of one template that the attacker holds.
    pub sketches: usize,
    /// Paths of the decoder.
    pub list: usize,
    /// Rounds of refinement, 1 for a plain decoding.
    pub rounds: usize,
}

impl Way {
    /// As the product opens, with a longer list, with refinement, and with two
    /// and five sketches.
    #[must_use]
    pub fn all(list: usize) -> [Self; 5] {
        let way = |sketches, list, rounds| Self {
            sketches,
            list,
            rounds,
        };
        [
            way(1, list, 1),
            way(1, 8 * list, 1),
            way(1, list, 12),
            way(2, list, 12),
            way(5, list, 12),
        ]
    }

    /// A name for tables.
    #[must_use]
    pub fn label(&self) -> String {
        let refined = if self.rounds > 1 { ", refined" } else { "" };
        let sketches = match self.sketches {
            1 => String::new(),
            n => format!(", {n} sketches"),
        };
        format!("list {}{refined}{sketches}", self.list)
    }

    /// Whether `face` opens sketches of `template`, all fresh.
    fn opens(
        &self,
        params: &Params,
        template: &[f32],
        face: &[f32],
        rng: &mut impl rand_core::CryptoRng,
    ) -> Result<bool, EvalError> {
        let mut targets = Vec::new();
        let mut words: Vec<Word> = Vec::new();
        for _ in 0..self.sketches {
            let (sketch, secret) = Sketch::enrol(params, template, rng)?;
            let target = Target::new(&sketch, template.len());
            words.push(target.code().encode(&secret));
            targets.push(target);
        }
        let mut decoders: Vec<_> = targets.iter().map(|t| t.decoder(self.list)).collect();
        let mut hit = false;
        refine(&targets, &mut decoders, face, self.rounds, |i, look| {
            hit = look.paths.iter().any(|p| p.word == words[i]);
            hit
        });
        Ok(hit)
    }
}

/// How often a face at an angle opens.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Curve {
    /// The way of trying.
    pub way: Way,
    /// Angle in degrees, openings, trials.
    pub points: Vec<(f64, usize, usize)>,
    /// Milliseconds of one core for a try that fails.
    pub milliseconds: f64,
}

impl Curve {
    /// Measures with random templates: `trials` at each angle.
    ///
    /// # Errors
    /// [`EvalError::Sketch`] if the parameters do not fit the dimension.
    pub fn measure(
        way: Way,
        params: &Params,
        dimension: usize,
        trials: usize,
        seed: Seed,
    ) -> Result<Self, EvalError> {
        let mut points = Vec::new();
        for step in 0..ANGLES.2 {
            let angle = ANGLES.0 + ANGLES.1 * step as f64;
            let opened: Vec<bool> = (0..trials)
                .into_par_iter()
                .map(|trial| {
                    let mut rng = seed.stream("curve", &[step, trial]);
                    let template = simulate::unit_vector(dimension, &mut rng)?;
                    let face = simulate::at_angle(&template, angle, &mut rng)?;
                    way.opens(params, &template, &face, &mut rng)
                })
                .collect::<Result<_, EvalError>>()?;
            points.push((angle, opened.iter().filter(|o| **o).count(), trials));
        }
        let mut rng = seed.stream("time", &[]);
        let template = simulate::unit_vector(dimension, &mut rng)?;
        let face = simulate::at_angle(&template, 90.0, &mut rng)?;
        let (start, runs) = (Instant::now(), 20);
        for _ in 0..runs {
            way.opens(params, &template, &face, &mut rng)?;
        }
        Ok(Self {
            way,
            points,
            milliseconds: start.elapsed().as_secs_f64() * 1e3 / f64::from(runs),
        })
    }

    /// The share that opens at a cosine, interpolated; 0 beyond the last angle.
    #[must_use]
    pub fn at(&self, cosine: f64) -> f64 {
        let position = (cosine.clamp(-1.0, 1.0).acos().to_degrees() - ANGLES.0) / ANGLES.1;
        let value = |i: usize| {
            self.points
                .get(i)
                .map_or(0.0, |p| p.1 as f64 / p.2.max(1) as f64)
        };
        if position <= 0.0 {
            return value(0);
        }
        let below = num::floor_index(position);
        value(below) + (value(below + 1) - value(below)) * (position - below as f64)
    }

    /// The cosine beyond which nothing opened.
    fn reach(&self) -> f64 {
        let last = ANGLES.0 + ANGLES.1 * (ANGLES.2 as f64 - 1.0);
        last.to_radians().cos()
    }
}

/// Where the attacker's faces come from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Faces {
    /// One photograph of every person of the collection.
    Collection,
    /// Draws from the normal distribution of faces, variances raised to this
    /// power.
    Drawn(f64),
}

/// A check of the curves, which are made with random templates, on owners:
/// drawn faces near their templates, tried in fact.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Check {
    /// The way of trying.
    pub way: Way,
    /// Pairs of owner and drawn face that were tried.
    pub tried: usize,
    /// Openings that the curve expects of them.
    pub expected: f64,
    /// Openings.
    pub opened: usize,
}

/// One pair in so many is tried in a check.
const CHECK_EVERY: usize = 24;

/// Tries drawn faces within the curve's reach on the owners' sketches.
///
/// # Errors
/// [`EvalError::Sketch`] if the parameters do not fit the template.
pub fn check(
    world: &World,
    params: &Params,
    curve: &Curve,
    drawn: usize,
    seed: Seed,
) -> Result<Check, EvalError> {
    let mut check = Check {
        way: curve.way,
        tried: 0,
        expected: 0.0,
        opened: 0,
    };
    for (number, side) in world.sides.iter().enumerate() {
        let pool = pool(side, Faces::Drawn(1.0), drawn, seed, number);
        let near: Vec<(usize, Vec<f32>, usize)> = side
            .owners
            .par_iter()
            .filter_map(|o| Some((o.person, o.template(0, 3)?)))
            .flat_map_iter(|(person, template)| {
                let reached = |face: &Vec<f32>| curve.at(num::dot(&template, face).into()) > 0.0;
                let faces: Vec<usize> = (0..pool.len()).filter(|&i| reached(&pool[i])).collect();
                faces
                    .into_iter()
                    .map(move |i| (person, template.clone(), i))
            })
            .collect();
        let some: Vec<_> = near.into_iter().step_by(CHECK_EVERY).collect();
        let opened: Vec<bool> = some
            .par_iter()
            .map(|(person, template, face)| {
                let mut rng = seed.stream("check", &[*person, *face]);
                curve.way.opens(params, template, &pool[*face], &mut rng)
            })
            .collect::<Result<_, _>>()?;
        check.tried += some.len();
        check.opened += opened.iter().filter(|o| **o).count();
        let chance = |(_, t, i): &(usize, Vec<f32>, usize)| curve.at(num::dot(t, &pool[*i]).into());
        check.expected += some.iter().map(chance).sum::<f64>();
    }
    Ok(check)
}

/// What one way of trying one kind of face comes to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The faces.
    pub faces: Faces,
    /// How many of them were compared with every owner.
    pub compared: usize,
    /// The way of trying.
    pub way: Way,
    /// Chance of one try, over owners.
    pub one: Rate,
    /// Chance that one of [`TRIES`] different faces opens, and its 95 % bounds.
    pub within: Vec<(f64, Bounds)>,
}

/// Counts how near the faces come to templates of three photographs.
#[must_use]
pub fn measure(
    world: &World,
    curves: &[Curve],
    drawn: usize,
    resampler: &Resampler,
    seed: Seed,
) -> Vec<Outcome> {
    let kinds = [Faces::Collection, Faces::Drawn(1.0), Faces::Drawn(2.0)];
    let mut outcomes = Vec::new();
    for faces in kinds {
        let mut chance = vec![vec![None; world.persons]; curves.len()];
        let mut compared = 0;
        for (number, side) in world.sides.iter().enumerate() {
            let pool = pool(side, faces, drawn, seed, number);
            compared = pool.len();
            let of: Vec<(usize, Vec<f64>)> = side
                .owners
                .par_iter()
                .filter_map(|o| Some((o.person, o.template(0, 3)?)))
                .map(|(person, template)| (person, chances(&template, &pool, curves)))
                .collect();
            for (person, values) in of {
                for (list, value) in chance.iter_mut().zip(values) {
                    list[person] = Some(value);
                }
            }
        }
        for (curve, chance) in curves.iter().zip(&chance) {
            outcomes.push(summary(faces, compared, curve.way, chance, resampler));
        }
    }
    outcomes
}

fn pool(side: &Side, faces: Faces, drawn: usize, seed: Seed, number: usize) -> Vec<Vec<f32>> {
    match faces {
        Faces::Collection => side
            .collection
            .iter()
            .filter_map(|o| o.template(0, 1))
            .collect(),
        Faces::Drawn(power) => (0..drawn)
            .into_par_iter()
            .map(|i| {
                let mut rng = seed.stream("drawn", &[number, i]);
                side.prior.draw(power, &mut rng)
            })
            .collect(),
    }
}

/// The mean chance of a face of the pool to open, for each curve.
fn chances(template: &[f32], pool: &[Vec<f32>], curves: &[Curve]) -> Vec<f64> {
    let reach = curves.iter().map(Curve::reach).fold(1.0, f64::min);
    let mut sums = vec![0.0; curves.len()];
    for face in pool {
        let cosine = f64::from(num::dot(template, face));
        if cosine > reach {
            for (sum, curve) in sums.iter_mut().zip(curves) {
                *sum += curve.at(cosine);
            }
        }
    }
    sums.into_iter()
        .map(|s| s / pool.len().max(1) as f64)
        .collect()
}

fn summary(
    faces: Faces,
    compared: usize,
    way: Way,
    chance: &[Option<f64>],
    resampler: &Resampler,
) -> Outcome {
    let mean = |value: &dyn Fn(f64) -> f64, times: &[u16]| {
        let of: Vec<_> = chance.iter().map(|c| c.map(|c| (value(c), 1))).collect();
        crate::stats::mean_share(&of, times)
    };
    let all = vec![1; chance.len()];
    let measured = |value: &dyn Fn(f64) -> f64| {
        let bounds = crate::stats::percentile_interval(resampler.map(|t| mean(value, t)));
        (mean(value, &all).unwrap_or(f64::NAN), bounds)
    };
    let (rate, bounds) = measured(&|c| c);
    let persons = chance.iter().flatten().count();
    Outcome {
        faces,
        compared,
        way,
        one: Rate {
            rate,
            bounds,
            persons,
            comparisons: persons * compared,
        },
        within: TRIES
            .iter()
            .map(|tries| measured(&|c: f64| -(tries * (-c).ln_1p()).exp_m1()))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::population::tests::synthetic;
    use crate::projection::Fit;

    #[test]
    fn curves_fall_and_refinement_reaches_farther() {
        let params = Params::new(128, 24, 8, 8, 4000).unwrap();
        let curve = |rounds| {
            let way = Way {
                sketches: 1,
                list: 8,
                rounds,
            };
            Curve::measure(way, &params, 40, 40, Seed(1)).unwrap()
        };
        let (plain, refined) = (curve(1), curve(12));
        assert!(plain.at(0.95) > 0.7 && plain.at(0.4) < 0.1, "{plain:?}");
        assert_eq!(plain.at(0.0), 0.0);
        let sum = |c: &Curve| c.points.iter().map(|p| p.1).sum::<usize>();
        assert!(sum(&refined) > sum(&plain) + 20, "{plain:?} {refined:?}");
    }

    #[test]
    fn chances_are_those_of_the_curve() {
        // Everything within 50° opens: the chance is the share of such faces.
        let way = Way {
            sketches: 1,
            list: 1,
            rounds: 1,
        };
        let points = (0..ANGLES.2)
            .map(|i| {
                let angle = ANGLES.0 + ANGLES.1 * i as f64;
                (angle, usize::from(angle <= 50.0), 1)
            })
            .collect();
        let curve = Curve {
            way,
            points,
            milliseconds: 1.0,
        };
        let at = |degrees: f32| vec![degrees.to_radians().cos(), degrees.to_radians().sin()];
        let pool: Vec<_> = [10.0, 45.0, 60.0, 120.0].map(at).to_vec();
        assert_eq!(
            chances(&[1.0, 0.0], &pool, std::slice::from_ref(&curve)),
            [0.5]
        );
        let population = synthetic(&[4; 30], 12, 12, 0.2, 3);
        let world = World::new(Fit::Centre, &population, Seed(1)).unwrap();
        let all = measure(
            &world,
            &[curve],
            2000,
            &Resampler::new(30, 50, Seed(1)),
            Seed(1),
        );
        assert_eq!(all.len(), 3);
        let drawn = &all[1];
        // 12 dimensions: about one face of 500 lies within 50°.
        assert!((3e-4..3e-2).contains(&drawn.one.rate), "{drawn:?}");
        assert!(drawn.within[0].0 < drawn.within[1].0 && drawn.within[1].0 > 0.5);
    }

    #[test]
    fn checks_agree_with_the_curve() {
        let population = synthetic(&[4; 30], 12, 12, 0.2, 3);
        let world = World::new(Fit::Centre, &population, Seed(1)).unwrap();
        let params = Params::new(128, 24, 8, 8, 4000).unwrap();
        let way = Way {
            sketches: 1,
            list: 8,
            rounds: 4,
        };
        let curve = Curve::measure(way, &params, 12, 60, Seed(1)).unwrap();
        let check = check(&world, &params, &curve, 1500, Seed(1)).unwrap();
        let opened = check.opened as f64;
        assert!(check.expected > 5.0, "{check:?}");
        assert!((opened / check.expected - 1.0).abs() < 0.6, "{check:?}");
    }
}
