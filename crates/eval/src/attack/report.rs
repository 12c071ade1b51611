//! All attacks in one report, each part kept as soon as it is measured.

use std::fs;
use std::path::Path;

use mien_sketch::Params;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::guess::{self, Curve, Way};
use super::world::World;
use super::{known, linkage, oracle, pin};
use crate::choose::Point;
use crate::experiment::Design;
use crate::population::Population;
use crate::projection::Fit;
use crate::seed::Seed;
use crate::stats::Resampler;
use crate::{EvalError, ship, twofold};

/// How thoroughly is attacked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The pack's name.
    pub pack: String,
    /// How the two-fold calibrations are fitted.
    pub fit: Fit,
    /// The sketch parameters.
    pub point: Point,
    /// Faces of the collection for linkage.
    pub faces: usize,
    /// Impostor comparisons of the oracle, per design.
    pub strangers: usize,
    /// Wrong PINs for each owner.
    pub wrong_pins: usize,
    /// Sketches of each owner for PINs without a photograph, and for known
    /// secrets.
    pub repeats: usize,
    /// Trials at each angle of a curve.
    pub trials: usize,
    /// Faces drawn, for each half.
    pub drawn: usize,
    /// Replicates of the bootstrap.
    pub replicates: usize,
    /// The seed.
    pub seed: Seed,
}

/// Everything that was attacked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Protection {
    /// What was asked for.
    pub settings: Settings,
    /// Two sketches of one face.
    pub linkage: Vec<linkage::Outcome>,
    /// Whose sketch is it?
    pub oracle: Vec<oracle::Outcome>,
    /// What one success gives away.
    pub known: Vec<known::Outcome>,
    /// PINs, with photographs of the owner.
    pub pin: Vec<pin::WithPhotograph>,
    /// PINs, without.
    pub pin_alone: pin::Without,
    /// How often a face at an angle opens.
    pub curves: Vec<Curve>,
    /// Opening without a photograph of the owner.
    pub guess: Vec<guess::Outcome>,
    /// The curves of the plain and the refined decoding, checked on owners.
    pub checks: Vec<guess::Check>,
}

/// Number of parts, for a progress bar.
pub const PARTS: usize = 3 + 5 + 1 + 2 + 1 + 3;

/// Runs every attack. A part that an earlier run with the same settings left
/// in `folder` is not measured again.
///
/// # Errors
/// [`EvalError::Sketch`], those of [`World::new`], [`EvalError::Write`].
pub fn run(
    settings: Settings,
    population: &Population,
    folder: &Path,
    mut step: impl FnMut(&str),
) -> Result<Protection, EvalError> {
    let params = settings.point.params()?;
    let s = settings.clone();
    let world = World::new(s.fit, population, s.seed)?;
    let resampler = Resampler::new(world.persons, s.replicates, s.seed);
    let kept = Kept {
        settings: &settings,
        folder,
    };
    let known = kept.part("known", || {
        known::measure(&world, &params, s.repeats, &resampler, s.seed)
    })?;
    step("known");
    let pin = kept.part("pin", || {
        pin::with_photograph(&world, &params, s.wrong_pins, &resampler, s.seed)
    })?;
    step("pin");
    let pin_alone = kept.part("pin-alone", || {
        pin::without(&world, &params, s.repeats, &resampler, s.seed)
    })?;
    step("pin-alone");
    let mut curves = Vec::new();
    for (i, way) in Way::all(s.point.list.into()).into_iter().enumerate() {
        curves.push(kept.part(&format!("curve-{i}"), || {
            Curve::measure(way, &params, world.dimension, s.trials, s.seed)
        })?);
        step("curve");
    }
    let guess = kept.part("guess", || {
        Ok(guess::measure(&world, &curves, s.drawn, &resampler, s.seed))
    })?;
    step("guess");
    let mut checks = Vec::new();
    for i in [0, 2] {
        checks.push(kept.part(&format!("check-{i}"), || {
            guess::check(&world, &params, &curves[i], s.drawn, s.seed)
        })?);
        step("check");
    }
    let linkage = kept.part("linkage", || {
        linkage::measure(&world, &params, s.faces, &resampler, s.seed)
    })?;
    step("linkage");
    let mut oracle = Vec::new();
    for (design, sketches) in [
        (Design::ONE_ONE, 1),
        (Design::ONE_ONE, 2),
        (Design::THREE_ONE, 1),
    ] {
        oracle.extend(kept.part(&format!("oracle-{design}-{sketches}"), || {
            look_up(&s, population, &params, (design, sketches), &resampler)
        })?);
        step("oracle");
    }
    Ok(Protection {
        settings,
        linkage,
        oracle,
        known,
        pin,
        pin_alone,
        curves,
        guess,
        checks,
    })
}

fn look_up(
    s: &Settings,
    population: &Population,
    params: &Params,
    (design, sketches): (Design, usize),
    resampler: &Resampler,
) -> Result<Vec<oracle::Outcome>, EvalError> {
    let experiments = twofold::experiments(s.fit, &[design], population, 1, s.seed)?;
    let mut outcomes = Vec::new();
    for experiment in &experiments {
        outcomes.extend(oracle::measure(
            experiment,
            params,
            sketches,
            s.strangers,
            resampler,
            s.seed,
        )?);
    }
    Ok(outcomes)
}

/// Parts of earlier runs.
struct Kept<'a> {
    settings: &'a Settings,
    folder: &'a Path,
}

/// A part with the settings that it was measured under.
#[derive(Serialize, Deserialize)]
struct Part<T> {
    settings: Settings,
    result: T,
}

impl Kept<'_> {
    fn part<T: Serialize + DeserializeOwned>(
        &self,
        name: &str,
        measure: impl FnOnce() -> Result<T, EvalError>,
    ) -> Result<T, EvalError> {
        let path = self.folder.join(format!("{name}.json"));
        let earlier = fs::read_to_string(&path)
            .ok()
            .and_then(|text| serde_json::from_str::<Part<T>>(&text).ok())
            .filter(|part| part.settings == *self.settings);
        if let Some(part) = earlier {
            return Ok(part.result);
        }
        let part = Part {
            settings: self.settings.clone(),
            result: measure()?,
        };
        ship::save_json(&path, &part)?;
        Ok(part.result)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::population::tests::synthetic;

    #[test]
    fn every_part_is_reported_and_kept() {
        let population = synthetic(&[7; 12], 16, 16, 0.15, 1);
        let dir = tempfile::tempdir().unwrap();
        let settings = Settings {
            pack: "test".into(),
            fit: Fit::Centre,
            point: Point {
                n: 128,
                k: 24,
                r: 8,
                list: 4,
                angle_centideg: 4000,
            },
            faces: 4,
            strangers: 60,
            wrong_pins: 4,
            repeats: 1,
            trials: 2,
            drawn: 100,
            replicates: 10,
            seed: Seed(1),
        };
        let mut steps = 0;
        let once = run(settings.clone(), &population, dir.path(), |_| steps += 1).unwrap();
        assert_eq!(steps, PARTS);
        let text = once.markdown();
        assert!(text.contains("D_sys") && text.contains("refined, 5 sketches"));
        // Six other people cannot be tried a hundred times.
        let mut lines = text.lines();
        let others = lines.find(|l| l.starts_with("| other people's")).unwrap();
        assert_eq!(others.matches("| – ").count(), guess::TRIES.len());
        // A part that is there is read, not measured: change it and see.
        let path = dir.path().join("pin-alone.json");
        let mut part: Part<pin::Without> =
            serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        part.result.persons = 4711;
        ship::save_json(&path, &part).unwrap();
        let again = run(settings.clone(), &population, dir.path(), |_| ()).unwrap();
        assert!(again.markdown().contains("4711 persons"));
        // Other settings measure anew.
        let other = Settings {
            seed: Seed(2),
            ..settings
        };
        let fresh = run(other, &population, dir.path(), |_| ()).unwrap();
        assert!(!fresh.markdown().contains("4711 persons"));
    }
}
