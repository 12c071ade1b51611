//! What a head does on the persons that were not in its fit.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use mien_face::{Hidden, Occlusion};
use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::sample::{Part, Sample};
use crate::EvalError;
use crate::stats::{Bounds, clopper_pearson, show};

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// How many are.
    pub hits: usize,
    /// Of how many.
    pub of: usize,
}

impl Count {
    fn add(&mut self, hit: bool) {
        self.hits += usize::from(hit);
        self.of += 1;
    }

    /// 95 % bounds, as if pictures were independent.
    #[must_use]
    pub fn bounds(self) -> Bounds {
        clopper_pearson(self.hits, self.of)
    }

    fn show(self) -> String {
        let Bounds { low, high } = self.bounds();
        let rate = self.hits as f64 / self.of.max(1) as f64;
        format!(
            "{} [{}, {}] of {}",
            show(rate),
            show(low),
            show(high),
            self.of
        )
    }
}

/// What became of one kind of covering.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Detected {
    /// Faces that were found and called covered.
    pub named: Count,
    /// Pictures not used, for this reason or another.
    pub refused: Count,
}

/// What became of pictures on which nothing is covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Alarms {
    /// Called covered at the eyes.
    pub eyes: Count,
    /// Called covered at mouth or nose.
    pub mouth: Count,
    /// Either.
    pub either: Count,
}

/// The tables.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Pictures in the fit, and untouched photographs that the line was drawn on.
    pub fitted_on: [usize; 2],
    /// Untouched photographs that the other gates accept.
    pub clean: Alarms,
    /// Painted harmlessly.
    pub harmless: BTreeMap<Kind, Alarms>,
    /// Painted over, seen in the fit (in another style).
    pub kinds: BTreeMap<Kind, Detected>,
    /// The same with a fit that never saw the kind.
    pub never_seen: BTreeMap<Kind, Detected>,
}

impl Results {
    pub(super) fn measure(head: &Occlusion, samples: &[Sample]) -> Result<Self, EvalError> {
        let mut out = Self::default();
        for s in samples {
            let clean = s.kind == Kind::Clean;
            match s.part {
                Part::Fit => out.fitted_on[0] += usize::from(s.features.is_some()),
                Part::Line => out.fitted_on[1] += usize::from(clean && s.refused.is_none()),
                Part::Test => out.add(head, s)?,
            }
        }
        Ok(out)
    }

    fn add(&mut self, head: &Occlusion, s: &Sample) -> Result<(), EvalError> {
        let hidden = weigh(head, s)?;
        let [eyes, mouth] = hidden.map_or([false; 2], |h| [h.eyes > 0.5, h.mouth > 0.5]);
        let painted = |says: Option<bool>, named: bool, d: &mut Detected| {
            if says == Some(true) {
                if hidden.is_some() {
                    d.named.add(named);
                }
                d.refused.add(s.refused.is_some() || eyes || mouth);
            }
        };
        if Kind::EYES.contains(&s.kind) {
            painted(s.eyes, eyes, self.kinds.entry(s.kind).or_default());
        } else if Kind::MOUTH.contains(&s.kind) {
            painted(s.mouth, mouth, self.kinds.entry(s.kind).or_default());
        } else if s.refused.is_none() && s.eyes == Some(false) && s.mouth == Some(false) {
            let alarms = match s.kind {
                Kind::Clean => &mut self.clean,
                kind => self.harmless.entry(kind).or_default(),
            };
            alarms.eyes.add(eyes);
            alarms.mouth.add(mouth);
            alarms.either.add(eyes || mouth);
        }
        Ok(())
    }

    /// The tables as text.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = String::from(
            "| covered by | named | refused for any reason | named when never in the fit |\n|---|---|---|---|\n",
        );
        for (kind, d) in &self.kinds {
            let never = self.never_seen.get(kind).map(|d| d.named.show());
            let _ = writeln!(
                out,
                "| {kind:?} | {} | {} | {} |",
                d.named.show(),
                d.refused.show(),
                never.unwrap_or_else(|| "–".into())
            );
        }
        out.push_str(
            "\n| nothing covered | eyes alarm | mouth alarms | either |\n|---|---|---|---|\n",
        );
        let clean = std::iter::once((&Kind::Clean, &self.clean));
        for (kind, a) in clean.chain(&self.harmless) {
            let [eyes, mouth, either] = [a.eyes, a.mouth, a.either].map(Count::show);
            let _ = writeln!(out, "| {kind:?} | {eyes} | {mouth} | {either} |");
        }
        out
    }
}

/// Untouched photographs of measured persons that are refused.
pub(super) fn alarmed(head: &Occlusion, samples: &[Sample]) -> Result<Vec<String>, EvalError> {
    let mut out = Vec::new();
    for s in samples {
        if s.part != Part::Test || s.kind != Kind::Clean || s.refused.is_some() {
            continue;
        }
        if let Some(h) = weigh(head, s)?.filter(|h| h.eyes > 0.5 || h.mouth > 0.5) {
            let path = s.path.display();
            out.push(format!("{path} eyes {:.2} mouth {:.2}", h.eyes, h.mouth));
        }
    }
    Ok(out)
}

fn weigh(head: &Occlusion, s: &Sample) -> Result<Option<Hidden>, EvalError> {
    let weighed = s.features.as_deref().map(|f| head.weigh(f));
    Ok(weighed.transpose()?)
}
