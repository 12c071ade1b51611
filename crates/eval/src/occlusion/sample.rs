//! From photographs to samples: painting, and a pass through the pipeline.

use std::fs;
use std::path::PathBuf;

use indicatif::ProgressBar;
use mien_face::{Limits, Pack, Profile, Reason};
use mien_frame::Frame;

use super::cover::{Covered, paint};
use super::dice::Dice;
use super::kind::{Kind, Style};
use super::shape::Axes;
use crate::EvalError;
use crate::dataset::Folder;
use crate::seed::{Seed, shuffle};
use crate::worker::{Worker, in_parallel};

/// Photographs of a person that are painted; all are looked at untouched.
const PAINTED: usize = 2;
/// Paintings of each of the three groups of kinds on one photograph.
const FIT_EACH: usize = 2;
const TEST_EACH: usize = 3;
/// Least persons that can be parted.
const LEAST: usize = 20;

/// What a person is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Weights.
    Fit,
    /// The line.
    Line,
    /// Measuring.
    Test,
}

/// One picture through the pipeline.
pub(super) struct Sample {
    pub part: Part,
    pub kind: Kind,
    pub path: PathBuf,
    pub eyes: Covered,
    pub mouth: Covered,
    /// Why another gate refuses it.
    pub refused: Option<Reason>,
    /// What the head weighs; nothing where no face was found.
    pub features: Option<Vec<f32>>,
}

struct Job<'a> {
    part: Part,
    path: &'a PathBuf,
    /// Lends its pattern.
    cloth: &'a PathBuf,
    /// Paint it, or only look at it.
    brush: bool,
    index: usize,
}

pub(super) fn all(folders: &[Folder], pack: &Pack, seed: Seed) -> Result<Vec<Sample>, EvalError> {
    if folders.len() < LEAST {
        return Err(EvalError::TooFewPersons {
            what: "the occlusion fit",
            need: LEAST,
            have: folders.len(),
        });
    }
    let jobs = jobs(folders, seed);
    let bar = ProgressBar::new(jobs.len() as u64);
    let found = in_parallel(&jobs, pack, |worker, job| {
        bar.inc(1);
        samples(worker, job, seed)
    })?;
    bar.finish_and_clear();
    Ok(found.into_iter().flatten().collect())
}

fn jobs(folders: &[Folder], seed: Seed) -> Vec<Job<'_>> {
    let mut order: Vec<usize> = (0..folders.len()).collect();
    shuffle(&mut order, &mut seed.stream("occlusion-parts", &[]));
    let (fit, line) = (folders.len() * 6 / 10, folders.len() * 75 / 100);
    let mut jobs = Vec::new();
    for (place, &i) in order.iter().enumerate() {
        let part = match place {
            p if p < fit => Part::Fit,
            p if p < line => Part::Line,
            _ => Part::Test,
        };
        // The pattern comes from a person of the same part.
        let next = match part {
            Part::Fit => (place + 1) % fit,
            _ => (place + 1).min(folders.len() - 1),
        };
        let cloth = &folders[order[next]].files[0];
        for (k, path) in folders[i].files.iter().enumerate() {
            let brush = k < PAINTED && part != Part::Line;
            if brush || part != Part::Fit {
                jobs.push(Job {
                    part,
                    path,
                    cloth,
                    brush,
                    index: 1000 * i + k,
                });
            }
        }
    }
    jobs
}

/// The photograph as it is, and painted.
fn samples(worker: &mut Worker, job: &Job, seed: Seed) -> Result<Vec<Sample>, EvalError> {
    let (Some(frame), Some(cloth)) = (open(job.path)?, open(job.cloth)?) else {
        return Ok(Vec::new());
    };
    let mut dice = Dice(seed.stream("occlusion", &[job.index]));
    let free = (Some(false), Some(false));
    let (clean, axes) = look(worker, job, Kind::Clean, &frame, free)?;
    let Some(axes) = axes else {
        return Ok(Vec::new());
    };
    // Two faces, a cut-off one: it would not be clear what is painted on.
    let whole = matches!(
        clean.refused,
        None | Some(Reason::HeadTurned | Reason::EyesClosed)
    );
    let mut out = vec![clean];
    if !job.brush || !whole {
        return Ok(out);
    }
    let (style, each) = match job.part {
        Part::Test => (Style::Test, TEST_EACH),
        _ => (Style::Fit, FIT_EACH),
    };
    for group in [&Kind::HARMLESS[..], &Kind::EYES, &Kind::MOUTH] {
        for _ in 0..each {
            let kind = dice.one_of(group);
            if let Some(p) = paint(&frame, &axes, kind, style, &cloth, &mut dice) {
                out.push(look(worker, job, kind, &p.frame, (p.eyes, p.mouth))?.0);
            }
        }
    }
    Ok(out)
}

fn look(
    worker: &mut Worker,
    job: &Job,
    kind: Kind,
    frame: &Frame,
    (eyes, mouth): (Covered, Covered),
) -> Result<(Sample, Option<Axes>), EvalError> {
    let (analysis, features) = worker.look(frame)?;
    let sample = Sample {
        part: job.part,
        kind,
        path: job.path.clone(),
        eyes,
        mouth,
        refused: analysis.measures.verdict(&others()).reason(),
        features: features.map(|f| f.to_vec()),
    };
    Ok((sample, analysis.face.as_ref().and_then(Axes::of)))
}

/// All gates but the one that is fitted.
fn others() -> Limits {
    Limits {
        eyes_hidden: 1.0,
        mouth_hidden: 1.0,
        ..Profile::Archive.limits()
    }
}

/// A photograph, or nothing where the file is none.
fn open(path: &PathBuf) -> Result<Option<Frame>, EvalError> {
    let bytes = fs::read(path).map_err(|source| EvalError::Read {
        path: path.clone(),
        source,
    })?;
    Ok(Frame::decode(&bytes).ok())
}
