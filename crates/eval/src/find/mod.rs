//! Whose face is this, among many sketches? Rank-1 rates on photographs and the
//! time of a search (ISO/IEC 19795-1: closed-set identification).

mod crowd;
mod identify;
mod report;

use serde::{Deserialize, Serialize};

use crate::EvalError;
use crate::choose::Point;
use crate::experiment::Design;
use crate::population::Population;
use crate::projection::Fit;
use crate::seed::Seed;
use crate::stats::{Rate, Resampler};
use crate::twofold;

/// The designs that are measured.
pub const DESIGNS: [Design; 3] = [Design::ONE_ONE, Design::THREE_ONE, Design::THREE_THREE];
/// Sketches that are opened after a search, best first: each costs a password
/// hash for every candidate.
pub const OPENED: usize = 8;
/// Enrolled persons at which the time is taken.
pub const CROWDS: [usize; 3] = [1_000, 100_000, 1_000_000];
/// Invented strangers that are added to the photographs' persons.
pub const ADDED: [usize; 2] = [10_000, 100_000];

/// What is measured, and how thoroughly.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// The pack's name.
    pub pack: String,
    /// How the two-fold calibrations are fitted.
    pub fit: Fit,
    /// The sketch parameters.
    pub point: Point,
    /// Splits of each design.
    pub splits: usize,
    /// Replicates of the bootstrap.
    pub replicates: usize,
    /// Persons searched for among invented strangers, at most.
    pub among_strangers: usize,
    /// The seed.
    pub seed: Seed,
}

/// Identification under one design.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Identification {
    /// The design.
    pub design: Design,
    /// Enrolled persons in a search, on average.
    pub enrolled: f64,
    /// Invented strangers among them.
    pub strangers: usize,
    /// Searches in which another one than the right person came first: by the
    /// cosine of stored templates, by the metric with one path alone, and by
    /// the best candidate of the full list after a shortlist.
    pub cosine: Rate,
    /// As above.
    pub one_path: Rate,
    /// As above.
    pub full: Rate,
    /// Searches in which the right key did not come out of the first
    /// [`OPENED`] sketches.
    pub not_identified: Rate,
    /// Keys of the wrong person that came out, in all searches.
    pub wrong_person: usize,
    /// Candidates whose key had to be checked, for each search.
    pub candidates: f64,
    /// Metrics of the right sketch: median and 95 % quantile.
    pub own: (f64, f64),
    /// Metrics of the best candidate of a wrong sketch in a search: 5 % quantile
    /// and median.
    pub other: (f64, f64),
}

/// The time of a search.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Timing {
    /// Enrolled persons.
    pub enrolled: usize,
    /// Sketches a second on one core, with one path first and a shortlist.
    pub sketches: f64,
    /// The same if every sketch is opened.
    pub opened: f64,
    /// Stored templates a second on one core.
    pub cosines: f64,
    /// Seconds of a whole search on one core.
    pub seconds: f64,
}

/// Everything that was measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// What was asked for.
    pub settings: Settings,
    /// Numbers in a template.
    pub dimension: usize,
    /// On the photographs, without and with invented strangers.
    pub identification: Vec<Identification>,
    /// Among invented persons.
    pub timing: Vec<Timing>,
}

/// Steps of [`measure`].
pub const STEPS: usize = DESIGNS.len() + ADDED.len() + CROWDS.len();

/// Measures; `step` is called after each of [`STEPS`].
///
/// # Errors
/// Those of [`twofold::experiments`]; [`EvalError::Sketch`].
pub fn measure(
    settings: Settings,
    population: &Population,
    mut step: impl FnMut(),
) -> Result<Report, EvalError> {
    let experiments = twofold::experiments(
        settings.fit,
        &DESIGNS,
        population,
        settings.splits,
        settings.seed,
    )?;
    let params = settings.point.params()?;
    let persons = population.persons().len();
    let resampler = Resampler::new(persons, settings.replicates, settings.seed);
    let seen = identify::templates(&experiments);
    let mut identification = Vec::new();
    for experiment in &experiments {
        let search = identify::Search {
            experiment,
            params,
            resampler: &resampler,
            seed: settings.seed,
            most: usize::MAX,
        };
        identification.push(search.run(&[])?);
        step();
    }
    for count in ADDED {
        let strangers = crowd::templates(&seen, count, settings.seed);
        let Some(experiment) = experiments.iter().find(|e| e.design == Design::THREE_ONE) else {
            continue;
        };
        let search = identify::Search {
            experiment,
            params,
            resampler: &resampler,
            seed: settings.seed,
            most: settings.among_strangers,
        };
        identification.push(search.run(&strangers)?);
        step();
    }
    let mut timing = Vec::new();
    for count in CROWDS {
        timing.push(crowd::time(&params, &seen, count, settings.seed)?);
        step();
    }
    Ok(Report {
        dimension: seen.first().map_or(0, Vec::len),
        settings,
        identification,
        timing,
    })
}
