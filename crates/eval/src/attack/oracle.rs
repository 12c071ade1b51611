//! The sketch as an oracle: does this photograph belong to this sketch?
//!
//! A thief who holds an unmasked sketch (no PIN, or a PIN guessed right)
//! decodes photographs and looks at more than the candidates: at the path
//! metric, and at whether a word's signs can be those of any template at all.

use mien_sketch::{Params, Sketch};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::decode::ListDecoder;
use super::refine::refine;
use super::target::{Look, Target};
use crate::EvalError;
use crate::experiment::{Design, Experiment};
use crate::matcher::Scores;
use crate::num;
use crate::seed::{Seed, below};
use crate::stats::{Bounds, FalseMatchCurve, OperatingPoint, Pair, Resampler, clopper_pearson};

/// FMR at which recognition is reported.
pub const FMRS: [f64; 2] = [1e-2, 1e-3];

/// What the thief computes, by name; the first needs the template itself.
const SCORES: [&str; 5] = [
    "plain matcher (cosine), for comparison",
    "smallest path metric",
    "path metric over the sum of |LLR|",
    "path metric of the best word with a valid checksum",
    "best fit of a word to any template, after refinement",
];
/// Rounds of refinement for the last score.
const ROUNDS: usize = 6;
/// One impostor comparison of so many is refined, which costs much more than
/// all other scores.
const REFINE_EVERY: usize = 8;

/// One score under one design.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The design.
    pub design: Design,
    /// Sketches of the same template that the thief holds.
    pub sketches: usize,
    /// The score.
    pub score: String,
    /// Persons with genuine comparisons.
    pub persons: usize,
    /// Genuine comparisons, each with sketches of its own.
    pub genuine: usize,
    /// Impostor comparisons, drawn at random.
    pub impostors: usize,
    /// Share of the owner's photographs that are missed, at [`FMRS`].
    pub points: Vec<OperatingPoint>,
    /// FMR where one of two of the owner's photographs is recognised, with
    /// bounds as if all pairs were independent, and the pairs above.
    pub at_half: (f64, Bounds, usize),
}

/// A comparison: block, index enrolled, index scanned.
type Comparison = (usize, usize, usize);

/// Measures every score with `sketches` sketches of each template and
/// `sample` impostor comparisons.
///
/// # Errors
/// [`EvalError::Sketch`] if the parameters do not fit the template.
pub fn measure(
    experiment: &Experiment,
    params: &Params,
    sketches: usize,
    sample: usize,
    resampler: &Resampler,
    seed: Seed,
) -> Result<Vec<Outcome>, EvalError> {
    let genuine: Vec<Comparison> = experiment
        .blocks
        .iter()
        .enumerate()
        .flat_map(|(b, block)| block.genuine.iter().map(move |&(e, s)| (b, e, s)))
        .collect();
    let impostors = sampled(experiment, sample, seed);
    let own = score_all(experiment, &genuine, params, (sketches, 1), seed)?;
    let strange = score_all(
        experiment,
        &impostors,
        params,
        (sketches, REFINE_EVERY),
        seed,
    )?;
    let person = |c: &Comparison| experiment.blocks[c.0].enrolled[c.1].person;
    let probe = |c: &Comparison| experiment.blocks[c.0].scanned[c.2].person;
    let id = |i: usize| u32::try_from(i).unwrap_or(u32::MAX);
    let outcome = |(which, name): (usize, &&str)| {
        let mut by_person = vec![Vec::new(); experiment.persons];
        for (c, s) in genuine.iter().zip(&own) {
            by_person[person(c)].extend(s[which]);
        }
        let pairs = impostors.iter().zip(&strange).filter_map(|(c, s)| {
            Some(Pair {
                score: s[which]?,
                enrolled: id(person(c)),
                probe: id(probe(c)),
            })
        });
        let scores = Scores {
            genuine: by_person,
            impostor: FalseMatchCurve::new(pairs.collect()),
        };
        Outcome {
            design: experiment.design,
            sketches,
            score: (*name).to_owned(),
            persons: experiment.genuine_persons(),
            genuine: genuine.len(),
            impostors: scores.impostor.comparisons(),
            points: scores.at(&FMRS, resampler),
            at_half: at_half(&scores),
        }
    };
    Ok(SCORES.iter().enumerate().map(outcome).collect())
}

fn at_half(scores: &Scores) -> (f64, Bounds, usize) {
    let mut all: Vec<f64> = scores.genuine.iter().flatten().map(|&s| s.into()).collect();
    all.sort_by(f64::total_cmp);
    let threshold = crate::stats::quantile(&all, 0.5);
    let pairs = scores.impostor.pairs();
    let above = pairs.partition_point(|p| f64::from(p.score) >= threshold);
    let n = pairs.len();
    (
        above as f64 / n.max(1) as f64,
        clopper_pearson(above, n),
        above,
    )
}

fn sampled(experiment: &Experiment, sample: usize, seed: Seed) -> Vec<Comparison> {
    let mut rng = seed.stream("oracle", &[sample]);
    let blocks = &experiment.blocks;
    (0..sample)
        .filter_map(|_| {
            let b = below(blocks.len(), &mut rng);
            let e = below(blocks[b].enrolled.len(), &mut rng);
            let s = below(blocks[b].scanned.len(), &mut rng);
            let other = blocks[b].enrolled[e].person != blocks[b].scanned[s].person;
            other.then_some((b, e, s))
        })
        .collect()
}

fn score_all(
    experiment: &Experiment,
    comparisons: &[Comparison],
    params: &Params,
    (sketches, every): (usize, usize),
    seed: Seed,
) -> Result<Vec<[Option<f32>; 5]>, EvalError> {
    comparisons
        .par_iter()
        .enumerate()
        .map(|(i, &(b, e, s))| {
            let block = &experiment.blocks[b];
            let (enrolled, scanned) = (&block.enrolled[e], &block.scanned[s]);
            let mut rng = seed.stream("oracle sketch", &[enrolled.person, b, i]);
            let targets = (0..sketches)
                .map(|_| {
                    let (sketch, _) = Sketch::enrol(params, &enrolled.template, &mut rng)?;
                    Ok(Target::new(&sketch, enrolled.template.len()))
                })
                .collect::<Result<Vec<_>, EvalError>>()?;
            let mut decoders: Vec<ListDecoder> =
                targets.iter().map(|t| t.decoder(t.code().list())).collect();
            let (mut metric, mut share, mut checked) = (0.0, 0.0, 0.0);
            for (target, decoder) in targets.iter().zip(&mut decoders) {
                let look = target.look(decoder, &scanned.probe);
                metric -= look.metric;
                share -= look.share;
                // Nothing valid in the list is worse than any metric.
                checked -= look.checked.min(1e4);
            }
            let fit = i.is_multiple_of(every).then(|| {
                let found = |_, look: &Look| look.fit > FOUND;
                let best = refine(&targets, &mut decoders, &scanned.probe, ROUNDS, found);
                best.iter().map(|b| b.0).fold(0.0, f32::max)
            });
            let cosine = num::dot(&enrolled.template, &scanned.probe);
            Ok([Some(cosine), Some(metric), Some(share), Some(checked), fit])
        })
        .collect()
}

/// A fit that no wrong word is near: refinement may stop.
const FOUND: f32 = 0.70;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::experiment::tests::experiment;

    #[test]
    fn the_sketch_tells_owners_from_strangers_and_two_tell_better() {
        let experiment = experiment(&[4; 120], Design::ONE_ONE, 0.2);
        let params = Params::new(128, 40, 8, 8, 4000).unwrap();
        let resampler = Resampler::new(120, 20, Seed(1));
        let of =
            |sketches| measure(&experiment, &params, sketches, 500, &resampler, Seed(1)).unwrap();
        let (one, two) = (of(1), of(2));
        assert!(one[0].impostors > 470 && one[0].genuine == 360);
        let fmr = |outcomes: &[Outcome], which: usize| outcomes[which].at_half.0;
        // Strangers above the owner's median: none by the template, some by
        // the sketch, far fewer than the half that chance would give.
        assert!(fmr(&one, 0) <= fmr(&one, 2), "{one:?}");
        assert!(
            fmr(&one, 2) < 0.2 && fmr(&two, 2) <= fmr(&one, 2),
            "{one:?} {two:?}"
        );
    }
}
