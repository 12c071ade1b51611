//! What one success gives away: *u* is known, so all signs are, and the
//! template follows. How near is it, and what does it open?

use mien_sketch::{Params, Sketch};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::linkage::Again;
use super::solve;
use super::target::Target;
use super::world::{Side, World};
use crate::EvalError;
use crate::num;
use crate::seed::Seed;
use crate::stats::{Rate, Resampler, quantile};

/// What a solved template is worth, for one number of sketches.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Sketches of one face whose *u* is known.
    pub sketches: usize,
    /// What they were made from: one template again and again, or one
    /// photograph each.
    pub again: Again,
    /// Cosine of the solved template with the mean of the enrolled ones: mean
    /// and 5 % quantile over persons.
    pub cosine: (f64, f64),
    /// A further sketch of the same face opens with it: of the same template,
    /// or of a photograph that is in none.
    pub opens: Rate,
    /// The same further sketch opens with a photograph that is in no sketch,
    /// for comparison.
    pub photograph_opens: Rate,
}

/// Measures one, two and five sketches, of the same template of three
/// photographs and of one photograph each.
///
/// # Errors
/// [`EvalError::Sketch`] if the parameters do not fit the template.
pub fn measure(
    world: &World,
    params: &Params,
    repeats: usize,
    resampler: &Resampler,
    seed: Seed,
) -> Result<Vec<Outcome>, EvalError> {
    let mut outcomes = Vec::new();
    for again in [Again::SameTemplate, Again::OtherPhotographs] {
        for sketches in [1, 2, 5] {
            let mut cosines = Vec::new();
            let mut opened = vec![None; world.persons];
            let mut by_photograph = vec![None; world.persons];
            for side in &world.sides {
                for one in persons(side, params, again, sketches, repeats, seed)? {
                    cosines.push(one.cosine);
                    opened[one.person] = Some((one.opened, repeats));
                    by_photograph[one.person] = Some((one.by_photograph, repeats));
                }
            }
            cosines.sort_by(f64::total_cmp);
            outcomes.push(Outcome {
                sketches,
                again,
                cosine: (
                    cosines.iter().sum::<f64>() / cosines.len() as f64,
                    quantile(&cosines, 0.05),
                ),
                opens: resampler.rate(&opened),
                photograph_opens: resampler.rate(&by_photograph),
            });
        }
    }
    Ok(outcomes)
}

struct One {
    person: usize,
    cosine: f64,
    opened: f64,
    by_photograph: f64,
}

fn persons(
    side: &Side,
    params: &Params,
    again: Again,
    sketches: usize,
    repeats: usize,
    seed: Seed,
) -> Result<Vec<One>, EvalError> {
    side.owners
        .par_iter()
        .filter_map(|owner| {
            // The same persons for every number of sketches.
            let (enrolled, further) = match again {
                Again::SameTemplate => {
                    (vec![owner.template(0, 3)?; sketches], owner.template(0, 3)?)
                }
                Again::OtherPhotographs => (
                    owner.photographs.get(..5)?[..sketches].to_vec(),
                    owner.template(5, 6)?,
                ),
            };
            let photograph = match again {
                Again::SameTemplate => owner.photographs.get(3)?,
                Again::OtherPhotographs => owner.photographs.get(6)?,
            };
            Some((owner.person, enrolled, further, photograph))
        })
        .map(|(person, enrolled, further, photograph)| {
            let mut rng = seed.stream("known", &[person, sketches]);
            let mut one = One {
                person,
                cosine: 0.0,
                opened: 0.0,
                by_photograph: 0.0,
            };
            for _ in 0..repeats {
                let mut known = Vec::new();
                for template in &enrolled {
                    let (sketch, secret) = Sketch::enrol(params, template, &mut rng)?;
                    let target = Target::new(&sketch, side.prior.dimension());
                    let signs = target.signs(&target.code().encode(&secret));
                    known.push((target, signs));
                }
                let known: Vec<_> = known.iter().map(|(t, s)| (t, s.clone())).collect();
                let solved = solve::template(&known, &side.prior);
                let middle = crate::experiment::mean_direction(&enrolled);
                one.cosine += f64::from(num::dot(&solved, &middle)) / repeats as f64;
                let (sketch, secret) = Sketch::enrol(params, &further, &mut rng)?;
                let opens = |probe: &[f32]| -> Result<f64, EvalError> {
                    let hit = sketch.open(probe)?.iter().any(|c| c.secret == secret);
                    Ok(f64::from(u8::from(hit)))
                };
                one.opened += opens(&solved)?;
                one.by_photograph += opens(photograph)?;
            }
            Ok(one)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::population::tests::synthetic;
    use crate::projection::Fit;

    #[test]
    fn a_known_secret_gives_the_face_away_for_good() {
        let population = synthetic(&[8; 40], 30, 30, 0.3, 3);
        let world = World::new(Fit::Centre, &population, Seed(1)).unwrap();
        let params = Params::new(256, 64, 8, 8, 4000).unwrap();
        let resampler = Resampler::new(40, 50, Seed(1));
        let all = measure(&world, &params, 1, &resampler, Seed(1)).unwrap();
        assert_eq!(all.len(), 6);
        assert!(
            all[0].cosine.0 > 0.95 && all[0].opens.rate > 0.95,
            "{:?}",
            all[0]
        );
        assert!(all[2].cosine.0 > all[0].cosine.0);
        // Five photographs know more of the face than one.
        assert!(all[5].opens.rate >= all[3].opens.rate, "{all:?}");
        assert_eq!(all[3].opens.persons, 40);
    }
}
