//! Fits and measures the head that tells covered eyes and mouths.
//!
//! Nobody has labelled photographs of covered faces for us, so coverings are
//! painted over photographs of free ones. Persons are parted in three: the
//! weights are fitted on the first part, the line is drawn on untouched
//! photographs of the second, and the third is measured, painted with shapes
//! and textures of another family ([`Style`]).

mod cover;
mod dice;
mod kind;
mod logistic;
mod paint;
mod report;
mod sample;
mod shape;

use mien_face::{Occlusion, Pack};
use serde::{Deserialize, Serialize};

pub use cover::Painted;
pub use kind::{Kind, Style};
pub use report::{Alarms, Detected, Results};
pub use shape::Axes;

use crate::EvalError;
use crate::dataset::Folder;
use crate::num::single;
use crate::seed::Seed;
use dice::Dice;
use logistic::Fitted;
use mien_frame::Frame;
use sample::{Part, Sample};

/// How the head is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Penalty on the squares of standardised weights.
    pub penalty: f64,
    /// Share of untouched photographs that each head may refuse.
    pub alarms: f64,
    /// Seed of the parting and of all painting.
    pub seed: Seed,
}

/// The head and what it does.
#[derive(Debug)]
pub struct Outcome {
    /// What the pack ships.
    pub head: Occlusion,
    /// How well it works on persons that were not in the fit.
    pub results: Results,
    /// Untouched photographs of the measured persons that it refuses, for a
    /// look at them.
    pub alarmed: Vec<String>,
}

/// Paints a kind over the face in a frame, for tests of the product. `cloth`
/// lends its pattern to some coverings; `index` tells many draws apart.
#[must_use]
pub fn painted(
    frame: &Frame,
    axes: &Axes,
    kind: Kind,
    style: Style,
    cloth: &Frame,
    (seed, index): (Seed, usize),
) -> Option<Painted> {
    let mut dice = Dice(seed.stream("occlusion-picture", &[index]));
    cover::paint(frame, axes, kind, style, cloth, &mut dice)
}

/// Paints, fits, draws the line and measures. `left_out` names kinds that are
/// kept out of the fit, to see what is made of coverings never seen.
///
/// # Errors
/// [`EvalError::TooFewPersons`]; those of reading photographs and of the
/// networks.
pub fn run(
    folders: &[Folder],
    pack: &Pack,
    settings: Settings,
    leave_out: LeaveOut,
) -> Result<Outcome, EvalError> {
    let samples = sample::all(folders, pack, settings.seed)?;
    let head = head(&samples, settings, |_| true)?;
    let mut results = Results::measure(&head, &samples)?;
    if leave_out == LeaveOut::EachKind {
        for kind in Kind::EYES.into_iter().chain(Kind::MOUTH) {
            let without = self::head(&samples, settings, |k| k != kind)?;
            let found = Results::measure(&without, &samples)?;
            results
                .never_seen
                .extend(found.kinds.get(&kind).map(|d| (kind, *d)));
        }
    }
    let alarmed = report::alarmed(&head, &samples)?;
    Ok(Outcome {
        head,
        results,
        alarmed,
    })
}

/// Whether to repeat the fit without each kind of covering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveOut {
    /// One fit on all kinds.
    Nothing,
    /// And one without each kind.
    EachKind,
}

fn head(
    samples: &[Sample],
    settings: Settings,
    seen: impl Fn(Kind) -> bool,
) -> Result<Occlusion, EvalError> {
    let one = |says: fn(&Sample) -> Option<bool>| {
        let learned: Vec<(&[f32], bool)> = samples
            .iter()
            .filter(|s| s.part == Part::Fit && seen(s.kind))
            .filter_map(|s| Some((s.features.as_deref()?, says(s)?)))
            .collect();
        let fitted = logistic::fit(&learned, settings.penalty);
        let line = line(&fitted, samples, settings.alarms);
        let weights = fitted.weights.iter().map(|w| single(*w)).collect();
        (single(fitted.bias - line), weights)
    };
    Ok(Occlusion::new(one(|s| s.eyes), one(|s| s.mouth))?)
}

/// The score that the wanted share of untouched photographs exceeds.
fn line(fitted: &Fitted, samples: &[Sample], alarms: f64) -> f64 {
    let mut scores: Vec<f64> = samples
        .iter()
        .filter(|s| s.part == Part::Line && s.kind == Kind::Clean && s.refused.is_none())
        .filter_map(|s| Some(fitted.score(s.features.as_deref()?)))
        .collect();
    scores.sort_by(|a, b| b.total_cmp(a));
    let above = crate::num::floor_index(alarms * scores.len() as f64);
    scores.get(above).copied().unwrap_or(0.0)
}
