//! Hill climbing on the decoder.
//!
//! A decoding that fails still says something: the words of its list agree in
//! the bits that the parities settle. Their weighted mean, taken back through
//! the rotation, is an estimate of the template that knows both the probe and
//! the parities; mixed with the probe and decoded again it opens sketches that
//! the probe alone does not. Several sketches of one face pull together.

use super::code::Word;
use super::decode::ListDecoder;
use super::target::{Look, Target};
use crate::num;

/// Weight of the first probe in each further one.
const KEEP: f32 = 0.35;
/// Nats of metric by which a path's weight falls by e.
const TEMPERATURE: f32 = 10.0;

/// The codewords with the best fit that some rounds of refinement find, one
/// for each target; `done` is asked after each round and ends it early.
pub fn refine(
    targets: &[Target],
    decoders: &mut [ListDecoder],
    probe: &[f32],
    rounds: usize,
    mut done: impl FnMut(usize, &Look) -> bool,
) -> Vec<(f32, Word)> {
    let mut best = vec![(0.0, Word::default()); targets.len()];
    let mut x = probe.to_vec();
    for _ in 0..rounds {
        let mut pull = vec![0f32; probe.len()];
        for (i, (target, decoder)) in targets.iter().zip(decoders.iter_mut()).enumerate() {
            let look = target.look(decoder, &x);
            if look.fit > best[i].0 {
                best[i] = (look.fit, look.word);
            }
            if done(i, &look) {
                return best;
            }
            let mut estimate = soft_template(target, &look);
            num::normalise(&mut estimate);
            for (p, e) in pull.iter_mut().zip(estimate) {
                *p += e;
            }
        }
        num::normalise(&mut pull);
        x = probe
            .iter()
            .zip(pull)
            .map(|(&a, b)| KEEP * a + (1.0 - KEEP) * b)
            .collect();
        num::normalise(&mut x);
    }
    best
}

/// The linear estimate from the weighted mean of a list's signs.
fn soft_template(target: &Target, look: &Look) -> Vec<f32> {
    let mut mean = vec![0f32; target.code().n()];
    for path in &look.paths {
        let weight = ((look.metric - path.metric) / TEMPERATURE).exp();
        for (m, s) in mean.iter_mut().zip(target.signs(&path.word)) {
            *m += weight * s;
        }
    }
    target.back(&mean)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::seed::Seed;
    use mien_sketch::{Params, Sketch, simulate};

    /// How many of 40 sketches (or sets of them) at `degrees` open.
    fn opened(degrees: f64, sketches: usize, rounds: usize) -> usize {
        let params = Params::new(256, 64, 8, 32, 4000).unwrap();
        (0..40)
            .filter(|&seed| {
                let mut rng = Seed(seed).stream("refine", &[]);
                let face = simulate::unit_vector(58, &mut rng).unwrap();
                let probe = simulate::at_angle(&face, degrees, &mut rng).unwrap();
                let (targets, words): (Vec<Target>, Vec<Word>) = (0..sketches)
                    .map(|_| {
                        let (sketch, secret) = Sketch::enrol(&params, &face, &mut rng).unwrap();
                        let target = Target::new(&sketch, 58);
                        let word = target.code().encode(&secret);
                        (target, word)
                    })
                    .unzip();
                let mut decoders: Vec<_> = targets.iter().map(|t| t.decoder(32)).collect();
                let mut hit = false;
                let best = refine(&targets, &mut decoders, &probe, rounds, |i, look| {
                    hit = look.paths.iter().any(|p| p.word == words[i]);
                    hit
                });
                // An attacker needs no oracle: the right word fits best.
                assert!(!hit || best.iter().zip(&words).any(|(b, w)| b.1 == *w));
                hit
            })
            .count()
    }

    #[test]
    fn refinement_and_further_sketches_open_farther() {
        let (plain, refined, two) = (opened(51.0, 1, 1), opened(51.0, 1, 12), opened(51.0, 2, 12));
        assert!(plain + 6 < refined, "{plain} {refined}");
        assert!(refined < two, "{refined} {two}");
    }
}
