//! All attacks in one report, each part kept as soon as it is measured.

use std::fs;
use std::path::Path;

use mien_sketch::Params;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::guess::{self, Curve, Faces, Way};
use super::world::World;
use super::{known, linkage, oracle, pin};
use crate::choose::Point;
use crate::experiment::Design;
use crate::markdown::{self, Table};
use crate::population::Population;
use crate::projection::Fit;
use crate::seed::Seed;
use crate::stats::{Resampler, show};
use crate::{EvalError, ship, twofold};

/// Seconds of one core for an Argon2id of 64 MiB and three passes, as
/// `SECURITY.md` states it.
const ARGON2_SECONDS: f64 = 0.17;

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

impl Protection {
    /// The report as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let p = self.settings.point;
        format!(
            "# Protection of the sketch, pack {}\n\nN = {}, K = {}, r = {}, list {}; seed {}. \
             Owners are persons whom neither calibration nor attacker has seen. Intervals are \
             95 %, over persons.\n\n## Two sketches of one face (unlinkability)\n\n{}## Does this \
             photograph belong to this sketch?\n\n{}## After one success\n\n{}## Guessing the PIN, \
             with photographs of the owner\n\n{}## Guessing the PIN without a photograph\n\n{}## \
             How far each way of trying reaches\n\n{}## Opening without a photograph of the \
             owner\n\n{}",
            self.settings.pack,
            p.n,
            p.k,
            p.r,
            p.list,
            self.settings.seed.0,
            self.linkage_table(),
            self.oracle_table(),
            self.known_table(),
            self.pin_table(),
            self.pin_alone_text(),
            self.curve_table(),
            self.guess_table() + &self.check_text(),
        )
    }

    fn linkage_table(&self) -> String {
        let mut table = Table::new(&[
            "second sketch",
            "score",
            "D_sys",
            "chance alone (95 %)",
            "AUC",
            "persons; mated, non-mated pairs",
        ]);
        for o in &self.linkage {
            let l = &o.linkability;
            table.row(&[
                again(o.again).into(),
                o.score.clone(),
                format!("{:.3} [{:.3}, {:.3}]", l.d_sys, l.bounds.low, l.bounds.high),
                format!("{:.3}", l.chance),
                format!("{:.3}", l.auc),
                format!("{}; {}, {}", l.persons, l.mated, l.non_mated),
            ]);
        }
        table.finish()
    }

    fn oracle_table(&self) -> String {
        let mut table = Table::new(&[
            "design",
            "sketches",
            "score",
            "missed at FMR 1e-2",
            "missed at FMR 1e-3",
            "FMR where half are recognised",
            "persons; genuine, impostor comparisons",
        ]);
        for o in &self.oracle {
            let mut cells = vec![
                o.design.to_string(),
                o.sketches.to_string(),
                o.score.clone(),
            ];
            cells.extend(o.points.iter().map(markdown::operating_point));
            let (fmr, bounds, pairs) = o.at_half;
            cells.push(format!(
                "{} [{}, {}] ({pairs} pairs)",
                show(fmr),
                show(bounds.low),
                show(bounds.high)
            ));
            cells.push(format!("{}; {}, {}", o.persons, o.genuine, o.impostors));
            table.row(&cells);
        }
        table.finish()
    }

    fn known_table(&self) -> String {
        let mut table = Table::new(&[
            "sketches made from",
            "sketches with known u",
            "cosine to the template (5 %)",
            "opens a further sketch",
            "a photograph opens it",
        ]);
        for o in &self.known {
            table.row(&[
                match o.again {
                    linkage::Again::SameTemplate => "one template of three photographs",
                    linkage::Again::OtherPhotographs => "one photograph each",
                }
                .into(),
                o.sketches.to_string(),
                format!("{:.3} ({:.3})", o.cosine.0, o.cosine.1),
                markdown::rate(&o.opens),
                o.photograph_opens.show(),
            ]);
        }
        table.finish()
    }

    fn pin_table(&self) -> String {
        let mut table = Table::new(&[
            "thief has",
            "a guess survives if the list holds",
            "right PIN survives",
            "wrong PINs survive",
            "all six-digit PINs, one core",
        ]);
        for o in &self.pin {
            let seconds = 1e6 * ARGON2_SECONDS * (1.0 + o.wrong.rate);
            table.row(&[
                match o.has {
                    pin::Photographs::One => "one photograph",
                    pin::Photographs::Three => "three photographs",
                }
                .into(),
                o.rule.clone(),
                markdown::rate(&o.right),
                markdown::rate(&o.wrong),
                format!("{:.1} days", seconds / 86_400.0),
            ]);
        }
        table.finish()
    }

    fn pin_alone_text(&self) -> String {
        let p = &self.pin_alone;
        format!(
            "{} persons, {} sketches. The right offset scores {:.3} [{:.3}, {:.3}] standard \
             deviations above wrong ones. Ordered by score, {} of the wrong PINs come before the \
             right one (50 % without any knowledge).\n\n",
            p.persons,
            p.sketches,
            p.shift.0,
            p.shift.1,
            p.shift.2,
            p.before.show()
        )
    }

    fn curve_table(&self) -> String {
        let mut headings = vec!["angle".to_owned()];
        headings.extend(self.curves.iter().map(|c| c.way.label()));
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut table = Table::new(&headings);
        let angles = self.curves.first().map_or(0, |c| c.points.len());
        for i in 0..angles {
            let mut cells = Vec::new();
            for curve in &self.curves {
                if let Some((angle, opened, trials)) = curve.points.get(i) {
                    if cells.is_empty() {
                        cells.push(format!("{angle:.0}°"));
                    }
                    cells.push(format!("{opened} of {trials}"));
                }
            }
            table.row(&cells);
        }
        let mut cells = vec!["ms a try".to_owned()];
        cells.extend(self.curves.iter().map(|c| format!("{:.1}", c.milliseconds)));
        table.row(&cells);
        table.finish()
    }

    fn check_text(&self) -> String {
        let lines = self.checks.iter().map(|c| {
            format!(
                "Check on owners ({}): of {} drawn faces near a template, {} opened; the curve \
                 expects {:.0}.\n",
                c.way.label(),
                c.tried,
                c.opened,
                c.expected
            )
        });
        lines.collect()
    }

    fn guess_table(&self) -> String {
        let mut headings = vec![
            "faces".to_owned(),
            "way of trying".to_owned(),
            "one try".to_owned(),
        ];
        headings.extend(guess::TRIES.iter().map(|t| format!("within {t:e} tries")));
        headings.push("owners; faces compared with each".to_owned());
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut table = Table::new(&headings);
        for o in &self.guess {
            let mut cells = vec![
                match o.faces {
                    Faces::Collection => "other people's photographs".to_owned(),
                    Faces::Drawn(power) => format!("drawn, variances to the power {power}"),
                },
                o.way.label(),
                format!(
                    "{:.1e} [{:.1e}, {:.1e}]",
                    o.one.rate, o.one.bounds.low, o.one.bounds.high
                ),
            ];
            for (tries, (rate, bounds)) in guess::TRIES.iter().zip(&o.within) {
                // There are only so many other people.
                if o.faces == Faces::Collection && *tries > o.compared as f64 {
                    cells.push("–".into());
                    continue;
                }
                cells.push(format!(
                    "{} [{}, {}]",
                    show(*rate),
                    show(bounds.low),
                    show(bounds.high)
                ));
            }
            cells.push(format!("{}; {}", o.one.persons, o.compared));
            table.row(&cells);
        }
        table.finish()
    }
}

fn again(again: linkage::Again) -> &'static str {
    match again {
        linkage::Again::SameTemplate => "same template",
        linkage::Again::OtherPhotographs => "other photographs",
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
