//! Closed-set identification on photographs.

use mien_sketch::{Found, Params, Secret, Sketch, find};
use rayon::prelude::*;

use super::{Identification, OPENED, crowd};
use crate::experiment::{Block, Experiment};
use crate::seed::Seed;
use crate::stats::{Rate, Resampler, quantile};
use crate::{EvalError, num};

/// A search for everybody of an experiment who was scanned.
pub(super) struct Search<'a> {
    pub(super) experiment: &'a Experiment,
    pub(super) params: Params,
    pub(super) resampler: &'a Resampler,
    pub(super) seed: Seed,
    /// Persons searched for, at most.
    pub(super) most: usize,
}

/// What one search came to; true is a failure.
struct Searched {
    person: usize,
    cosine: bool,
    one_path: bool,
    full: bool,
    not_identified: bool,
    wrong_person: usize,
    candidates: usize,
    own: Option<f32>,
    other: Option<f32>,
}

/// The templates of all experiments, half by half as they were projected.
pub(super) fn templates(experiments: &[Experiment]) -> Vec<Vec<f32>> {
    let first = experiments.first().into_iter().flat_map(|e| &e.blocks);
    let all = first.filter(|b| b.split == 0).flat_map(|b| &b.enrolled);
    all.map(|e| e.template.clone()).collect()
}

impl Search<'_> {
    /// Searches among the enrolled of each half and these strangers.
    pub(super) fn run(&self, strangers: &[Vec<f32>]) -> Result<Identification, EvalError> {
        let crowd = crowd::sketches(&self.params, strangers, "strangers", self.seed)?;
        let mut all = Vec::new();
        let (mut enrolled, mut blocks) = (0, 0);
        for (number, block) in self.experiment.blocks.iter().enumerate() {
            let left = self.most.saturating_sub(all.len());
            let wanted = &block.genuine[..block.genuine.len().min(left)];
            if wanted.is_empty() {
                continue;
            }
            enrolled += block.enrolled.len() + strangers.len();
            blocks += 1;
            all.extend(self.block(number, block, wanted, strangers, &crowd)?);
        }
        let count = all.len().max(1) as f64;
        Ok(Identification {
            design: self.experiment.design,
            enrolled: f64::from(u32::try_from(enrolled).unwrap_or(u32::MAX))
                / f64::from(u32::try_from(blocks).unwrap_or(u32::MAX).max(1)),
            strangers: strangers.len(),
            cosine: self.rate(&all, |s| s.cosine),
            one_path: self.rate(&all, |s| s.one_path),
            full: self.rate(&all, |s| s.full),
            not_identified: self.rate(&all, |s| s.not_identified),
            wrong_person: all.iter().map(|s| s.wrong_person).sum(),
            candidates: all.iter().map(|s| s.candidates).sum::<usize>() as f64 / count,
            own: quantiles(all.iter().filter_map(|s| s.own), 0.5, 0.95),
            other: quantiles(all.iter().filter_map(|s| s.other), 0.05, 0.5),
        })
    }

    fn block(
        &self,
        number: usize,
        block: &Block,
        wanted: &[(usize, usize)],
        strangers: &[Vec<f32>],
        crowd: &[Sketch],
    ) -> Result<Vec<Searched>, EvalError> {
        let kept = block
            .enrolled
            .iter()
            .map(|e| {
                let mut rng = self.seed.stream("gallery", &[number, e.person]);
                Ok(Sketch::enrol(&self.params, &e.template, &mut rng)?)
            })
            .collect::<Result<Vec<(Sketch, Secret)>, EvalError>>()?;
        wanted
            .par_iter()
            .map(|&(own, scanned)| {
                let probe = &block.scanned[scanned].probe;
                let score = |t: &[f32]| num::dot(t, probe);
                let mine = score(&block.enrolled[own].template);
                let others = block.enrolled.iter().enumerate();
                let nearer = others
                    .filter(|(i, _)| *i != own)
                    .map(|(_, e)| score(&e.template))
                    .chain(strangers.iter().map(|t| score(t)))
                    .any(|s| s >= mine);
                let sketches = || kept.iter().map(|(s, _)| s).chain(crowd);
                let quick = mien_sketch::Search {
                    shortlist: 1,
                    one_of: usize::MAX,
                    ..mien_sketch::Search::DEFAULT
                };
                let first = find(sketches(), probe, quick)?;
                let found = find(sketches(), probe, mien_sketch::Search::DEFAULT)?;
                let mut out = Searched {
                    person: block.enrolled[own].person,
                    cosine: nearer,
                    one_path: first.first().is_none_or(|f| f.index != own),
                    full: found.first().is_none_or(|f| f.index != own),
                    not_identified: true,
                    wrong_person: 0,
                    candidates: 0,
                    own: metric(&found, |i| i == own),
                    other: metric(&found, |i| i != own),
                };
                open(&kept, crowd, &found, own, probe, &mut out)?;
                Ok(out)
            })
            .collect()
    }

    /// The share of searches that failed.
    fn rate(&self, all: &[Searched], failed: impl Fn(&Searched) -> bool) -> Rate {
        let mut of = vec![None; self.experiment.persons];
        for searched in all {
            let entry = of[searched.person].get_or_insert((0.0, 0));
            entry.0 += f64::from(u8::from(failed(searched)));
            entry.1 += 1;
        }
        self.resampler.rate(&of)
    }
}

/// Opens the first few sketches in turn, until a key is right for its sketch:
/// a person's address, the right one or a wrong one.
fn open(
    kept: &[(Sketch, Secret)],
    crowd: &[Sketch],
    found: &[Found],
    own: usize,
    probe: &[f32],
    out: &mut Searched,
) -> Result<(), EvalError> {
    for f in found.iter().take(OPENED) {
        let (sketch, secret) = match kept.get(f.index) {
            Some((sketch, secret)) => (sketch, Some(secret)),
            // The secrets of invented strangers are not kept; their keys are
            // not counted as found.
            None => match crowd.get(f.index - kept.len()) {
                Some(sketch) => (sketch, None),
                None => continue,
            },
        };
        for candidate in sketch.open(probe)? {
            out.candidates += 1;
            if secret == Some(&candidate.secret) {
                if f.index == own {
                    out.not_identified = false;
                } else {
                    out.wrong_person += 1;
                }
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The best metric among sketches of some kind.
fn metric(found: &[Found], kind: impl Fn(usize) -> bool) -> Option<f32> {
    found.iter().find(|f| kind(f.index)).map(|f| f.metric)
}

fn quantiles(values: impl Iterator<Item = f32>, low: f64, high: f64) -> (f64, f64) {
    let mut values: Vec<f64> = values.map(f64::from).collect();
    values.sort_by(f64::total_cmp);
    (quantile(&values, low), quantile(&values, high))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::experiment::{Design, tests::experiment};

    #[test]
    fn near_faces_are_found_and_far_ones_are_not() {
        let run = |noise: f64| {
            let e = experiment(&[6; 40], Design::THREE_THREE, noise);
            let search = Search {
                experiment: &e,
                params: Params::new(128, 24, 8, 8, 4000).unwrap(),
                resampler: &Resampler::new(40, 50, Seed(1)),
                seed: Seed(1),
                most: usize::MAX,
            };
            let strangers = crowd::templates(&templates(std::slice::from_ref(&e)), 50, Seed(2));
            search.run(&strangers).unwrap()
        };
        let near = run(0.15);
        assert_eq!((near.enrolled, near.strangers), (70.0, 50));
        assert_eq!(near.full.persons, 40);
        assert!(near.full.rate < 0.05 && near.not_identified.rate < 0.1);
        assert!(near.one_path.rate < 0.1 && near.cosine.rate < 0.05);
        assert!(near.candidates >= 0.9 && near.own.0 < near.other.0);
        let far = run(3.0);
        assert!(
            far.full.rate > 0.5 && far.not_identified.rate > 0.8,
            "{far:?}"
        );
    }
}
