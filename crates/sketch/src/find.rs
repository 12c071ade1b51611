//! Whose sketch is this? A bounded search of many sketches with one probe.
//!
//! Without a stored template nothing can be indexed: every sketch has a basis of
//! its own, so the search is linear. It is kept cheap in two steps. First the
//! decoder runs with a short list over every sketch and is stopped as soon as
//! its best path's metric, which only grows, is worse than the worst on the
//! shortlist (branch and bound: what is dropped could not have come back with
//! this list). Then the shortlist alone is decoded with the full list, and those
//! with a candidate that passes the checksum are ordered by its metric. Who
//! searches opens the first few and checks the keys; only that costs a password
//! hash, and only that decides.

use std::collections::BinaryHeap;

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use zeroize::Zeroizing;

use crate::bits::{self, Row};
use crate::decoder::ListDecoder;
use crate::llr::{CLAMP, log_odds};
use crate::polar::PolarCode;
use crate::rotation::{ROUNDS, norm};
use crate::{Params, Sketch, SketchError};

/// Steps of the table of soft decisions for each unit of its argument.
const STEPS: u8 = 128;
/// End of the table; beyond it the soft decisions are clamped.
const END: u8 = 6;
/// Bytes of the sign flips of the longest code.
const MAX_FLIPS: usize = ROUNDS * 512 / 8;

/// How thoroughly to search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Paths of the first step, from 1.
    pub paths: u8,
    /// Sketches that reach the second step at least, from 1.
    pub shortlist: usize,
    /// Of so many sketches one more reaches the second step, from 1. A full
    /// list costs about as much as ten single paths.
    pub one_of: usize,
    /// Metrics above this one are nobody's, in nats; infinity for no limit.
    pub limit: f32,
}

impl Search {
    /// One path, a shortlist of 256 or of every 64th, no limit.
    pub const DEFAULT: Self = Self {
        paths: 1,
        shortlist: 256,
        one_of: 64,
        limit: f32::INFINITY,
    };
}

/// A sketch that may be of the probe's face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Its place in the order in which sketches were given.
    pub index: usize,
    /// Metric of its best candidate, as [`Sketch::open`] gives it up to rounding;
    /// smaller is more alike.
    pub metric: f32,
}

/// The sketches of the shortlist that have a candidate for their secret, most
/// alike first. The order of equal metrics is that in which the sketches were
/// given.
///
/// # Errors
/// [`SketchError::Dimension`], [`SketchError::NotFinite`] or
/// [`SketchError::ZeroVector`] if the probe has no direction in R^N;
/// [`SketchError::MixedParams`] if a sketch has other parameters than the first:
/// their metrics cannot be compared.
pub fn find<'a>(
    sketches: impl IntoIterator<Item = &'a Sketch>,
    probe: &[f32],
    search: Search,
) -> Result<Vec<Found>, SketchError> {
    let sketches: Vec<&'a Sketch> = sketches.into_iter().collect();
    let Some(first) = sketches.first() else {
        return Ok(Vec::new());
    };
    let params = *first.params();
    let mut quick = Finder::new(&params, probe, search.paths)?;
    let room = search
        .shortlist
        .max(sketches.len() / search.one_of.max(1))
        .max(1);
    let mut shortlist: BinaryHeap<Listed<'a>> = BinaryHeap::with_capacity(room + 1);
    for (index, sketch) in sketches.into_iter().enumerate() {
        let worst = shortlist.peek().map_or(f32::INFINITY, |worst| worst.metric);
        let limit = if shortlist.len() < room {
            f32::INFINITY
        } else {
            worst
        };
        if let Some(metric) = quick.metric(sketch, limit)? {
            shortlist.push(Listed {
                metric,
                index,
                sketch,
            });
            if shortlist.len() > room {
                shortlist.pop();
            }
        }
    }
    let mut thorough = Finder::new(&params, probe, params.list())?;
    let mut found = Vec::new();
    for listed in shortlist.into_sorted_vec() {
        match thorough.candidate(listed.sketch)? {
            Some(metric) if metric <= search.limit => found.push(Found {
                index: listed.index,
                metric,
            }),
            _ => {}
        }
    }
    found.sort_by(|a, b| a.metric.total_cmp(&b.metric).then(a.index.cmp(&b.index)));
    Ok(found)
}

/// A sketch on the shortlist, ordered by metric.
struct Listed<'a> {
    metric: f32,
    index: usize,
    sketch: &'a Sketch,
}

impl Ord for Listed<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.metric
            .total_cmp(&other.metric)
            .then(self.index.cmp(&other.index))
    }
}

impl PartialOrd for Listed<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Listed<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Listed<'_> {}

/// A probe made ready to be held against sketches of one parameter set. Where
/// [`Sketch::open`] computes soft decisions afresh, this one looks them up, in
/// single precision: the order needs no more.
struct Finder {
    params: Params,
    /// κ·√N·t′/‖t′‖, zero-padded to *N*.
    probe: Zeroizing<Vec<f32>>,
    rotated: Zeroizing<Vec<f32>>,
    table: Vec<f32>,
    code: PolarCode,
    decoder: ListDecoder,
}

impl Finder {
    fn new(params: &Params, probe: &[f32], paths: u8) -> Result<Self, SketchError> {
        let n = params.len();
        let scale = params.kappa() * (n as f64).sqrt() / norm(probe, n)?;
        let mut padded = Zeroizing::new(vec![0f32; n]);
        for (slot, &x) in padded.iter_mut().zip(probe) {
            *slot = single(f64::from(x) * scale);
        }
        let code = PolarCode::new(params);
        let decoder = ListDecoder::new(n, code.unfrozen(), paths.into());
        Ok(Self {
            params: *params,
            probe: padded,
            rotated: Zeroizing::new(vec![0f32; n]),
            table: (0..=u16::from(STEPS) * u16::from(END))
                .map(|i| single(log_odds(f64::from(i) / f64::from(STEPS))))
                .collect(),
            code,
            decoder,
        })
    }

    /// The metric of the best path, or nothing if it is above `limit`.
    fn metric(&mut self, sketch: &Sketch, limit: f32) -> Result<Option<f32>, SketchError> {
        self.face(sketch)?;
        let offset = bits::from_bytes(sketch.offset());
        let channel = channel(&self.rotated, &self.table, &offset);
        Ok(self.decoder.best_within(channel, limit))
    }

    /// The metric of the best path that passes the checksum.
    fn candidate(&mut self, sketch: &Sketch) -> Result<Option<f32>, SketchError> {
        self.face(sketch)?;
        let offset = bits::from_bytes(sketch.offset());
        let channel = channel(&self.rotated, &self.table, &offset);
        let paths = self.decoder.decode(channel);
        let best = paths
            .iter()
            .find(|path| self.code.decode_word(&path.codeword).is_some());
        Ok(best.map(|path| path.metric))
    }

    /// Turns the probe into the basis of a sketch.
    fn face(&mut self, sketch: &Sketch) -> Result<(), SketchError> {
        if *sketch.params() != self.params {
            return Err(SketchError::MixedParams);
        }
        self.rotate(sketch.rho());
        Ok(())
    }

    /// Rot_ρ of the probe in single precision.
    fn rotate(&mut self, rho: &[u8; 32]) {
        let n = self.params.len();
        let mut flips = [0u8; MAX_FLIPS];
        let flips = &mut flips[..ROUNDS * n / 8];
        ChaCha20::new(&(*rho).into(), &[0; 12].into()).apply_keystream(flips);
        let x = &mut self.rotated[..];
        x.copy_from_slice(&self.probe);
        // Scaling once for all rounds: each transform is short of N^−1/2.
        let scale = single((n as f64).powf(-0.5 * ROUNDS as f64));
        for v in x.iter_mut() {
            *v *= scale;
        }
        for flips in flips.chunks_exact(n / 8) {
            for (eight, &byte) in x.as_chunks_mut::<8>().0.iter_mut().zip(flips) {
                for (bit, v) in eight.iter_mut().enumerate() {
                    let sign = u32::from((byte >> bit) & 1) << 31;
                    *v = f32::from_bits(v.to_bits() ^ sign);
                }
            }
            hadamard(x);
        }
    }
}

/// The soft decisions of the codeword's bits.
fn channel(rotated: &[f32], table: &[f32], offset: &Row) -> impl Iterator<Item = f32> {
    rotated.iter().enumerate().map(|(i, &x)| {
        let size = soft(table, x.abs());
        let negative = (x < 0.0) != bits::get(offset, i);
        if negative { -size } else { size }
    })
}

/// The unscaled Walsh–Hadamard transform in natural order.
fn hadamard(x: &mut [f32]) {
    let mut half = 1;
    while half < x.len() {
        for block in x.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for (a, b) in low.iter_mut().zip(high) {
                (*a, *b) = (*a + *b, *a - *b);
            }
        }
        half *= 2;
    }
}

/// The log-odds of `x` ≥ 0, interpolated.
fn soft(table: &[f32], x: f32) -> f32 {
    let at = x * f32::from(STEPS);
    let below = floor(at);
    match (table.get(below), table.get(below + 1)) {
        (Some(a), Some(b)) => a + (b - a) * (at - floor_value(at)),
        _ => single(CLAMP),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and the cast saturates"
)]
fn floor(x: f32) -> usize {
    x as usize
}

fn floor_value(x: f32) -> f32 {
    x.floor()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding is meant, the range is small"
)]
fn single(x: f64) -> f32 {
    x as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate;
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng};

    fn params() -> Params {
        Params::new(256, 64, 8, 32, 4000).unwrap()
    }

    /// Sketches of random faces, and a probe 35° from that of `whose`.
    fn crowd(count: usize, whose: usize) -> (Vec<Sketch>, Vec<f32>) {
        let mut rng = ChaCha20Rng::from_seed([5; 32]);
        let mut probe = Vec::new();
        let sketches = (0..count)
            .map(|i| {
                let template = simulate::unit_vector(58, &mut rng).unwrap();
                if i == whose {
                    probe = simulate::at_angle(&template, 35.0, &mut rng)
                        .unwrap()
                        .to_vec();
                }
                Sketch::enrol(&params(), &template, &mut rng).unwrap().0
            })
            .collect();
        (sketches, probe)
    }

    #[test]
    fn finds_whose_face_it_is_and_orders_by_the_best_candidate() {
        let (sketches, probe) = crowd(400, 271);
        let found = find(&sketches, &probe, Search::DEFAULT).unwrap();
        assert_eq!(found[0].index, 271);
        assert!(found.windows(2).all(|w| w[0].metric <= w[1].metric));
        // One stranger of nine has a candidate (`spec/sketch.md` §8.2).
        assert!((8..60).contains(&found.len()), "{}", found.len());
        for f in &found {
            let whole = sketches[f.index].open(&probe).unwrap()[0].metric;
            assert!((f.metric - whole).abs() < 0.02, "{} {whole}", f.metric);
        }
    }

    #[test]
    fn stopping_early_loses_nothing() {
        // With the full list in the first step too, the shortlist must hold
        // those with the smallest metrics, as decoding everything finds them.
        let (sketches, probe) = crowd(300, 7);
        let mut all: Vec<(f32, usize)> = sketches
            .iter()
            .enumerate()
            .map(|(i, s)| (s.best_metric(&probe).unwrap(), i))
            .collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let search = Search {
            paths: 32,
            shortlist: 40,
            one_of: usize::MAX,
            ..Search::DEFAULT
        };
        let found = find(&sketches, &probe, search).unwrap();
        let mut listed: Vec<usize> = found.iter().map(|f| f.index).collect();
        let mut wanted: Vec<usize> = all[..40]
            .iter()
            .map(|(_, i)| *i)
            .filter(|&i| !sketches[i].open(&probe).unwrap().is_empty())
            .collect();
        listed.sort_unstable();
        wanted.sort_unstable();
        assert!(wanted.len() > 1);
        assert_eq!(listed, wanted);
    }

    #[test]
    fn a_limit_leaves_strangers_out() {
        let (sketches, probe) = crowd(200, 0);
        let all = find(&sketches, &probe, Search::DEFAULT).unwrap();
        let limit = f32::midpoint(all[0].metric, all[1].metric);
        let search = Search {
            limit,
            ..Search::DEFAULT
        };
        assert_eq!(find(&sketches, &probe, search).unwrap()[..], all[..1]);
        assert!(find(&sketches[1..], &probe, search).unwrap().is_empty());
        assert!(find(&[], &probe, search).unwrap().is_empty());
    }

    #[test]
    fn refuses_what_cannot_be_compared() {
        let (mut sketches, probe) = crowd(3, 0);
        let other = Params::new(256, 48, 8, 32, 4000).unwrap();
        let mut rng = ChaCha20Rng::from_seed([6; 32]);
        sketches.push(Sketch::enrol(&other, &probe, &mut rng).unwrap().0);
        let error = find(&sketches, &probe, Search::DEFAULT).unwrap_err();
        assert_eq!(error, SketchError::MixedParams);
        let error = find(&sketches[..3], &[0.0, 0.0], Search::DEFAULT).unwrap_err();
        assert_eq!(error, SketchError::ZeroVector);
    }

    #[test]
    fn the_table_is_as_good_as_the_function() {
        let table: Vec<f32> = (0..=u16::from(STEPS) * u16::from(END))
            .map(|i| single(log_odds(f64::from(i) / f64::from(STEPS))))
            .collect();
        for i in 0..7000u16 {
            let x = f32::from(i) / 1000.0;
            let want = log_odds(f64::from(x));
            // Only where the clamp cuts in is a step of the table coarse.
            let near = if (5.8..6.0).contains(&x) { 0.03 } else { 2e-4 };
            assert!((f64::from(soft(&table, x)) - want).abs() < near, "{x}");
        }
    }
}
