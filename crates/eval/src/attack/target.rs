//! A sketch in the hands of a thief: everything in it that can be computed
//! with, written as plain linear algebra.

use std::sync::Arc;

use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use mien_sketch::Sketch;
use statrs::function::erf::erfc;

use super::code::{Code, Word, bit, word_of};
use super::decode::{ListDecoder, Path};
use crate::num;

/// Log-odds are clamped to plus or minus this value (`spec/sketch.md` §5.2).
const CLAMP: f64 = 20.0;

/// A sketch without its mask.
#[derive(Clone)]
pub struct Target {
    code: Arc<Code>,
    offset: Word,
    dimension: usize,
    /// √N · Rot_ρ as *N* rows of `dimension` numbers.
    rows: Arc<Vec<f32>>,
}

impl Target {
    /// Expands the rotation for templates of `dimension` numbers.
    #[must_use]
    pub fn new(sketch: &Sketch, dimension: usize) -> Self {
        let code = Code::new(sketch.params());
        let rows = rotation(sketch.rho(), code.n(), dimension);
        Self {
            offset: word_of(sketch.offset()),
            code: Arc::new(code),
            dimension,
            rows: Arc::new(rows),
        }
    }

    /// The same rotation with another offset: what a wrong PIN leaves.
    #[must_use]
    pub fn with_offset(&self, offset: Word) -> Self {
        Self {
            offset,
            ..self.clone()
        }
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &Code {
        &self.code
    }

    /// Numbers of a template.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// The offset.
    #[must_use]
    pub fn offset(&self) -> &Word {
        &self.offset
    }

    /// Row `i` of √N · Rot_ρ.
    #[must_use]
    pub fn row(&self, i: usize) -> &[f32] {
        &self.rows[i * self.dimension..(i + 1) * self.dimension]
    }

    /// A decoder for this code.
    #[must_use]
    pub fn decoder(&self, list: usize) -> ListDecoder {
        ListDecoder::new(self.code.frozen(), list)
    }

    /// √N · Rot_ρ x.
    #[must_use]
    pub fn rotate(&self, x: &[f32]) -> Vec<f32> {
        self.rows
            .chunks_exact(self.dimension)
            .map(|row| num::dot(row, x))
            .collect()
    }

    /// The LLRs of the codeword's bits, given a unit vector near the template.
    #[must_use]
    pub fn channel(&self, x: &[f32]) -> Vec<f32> {
        self.rotate(x)
            .into_iter()
            .enumerate()
            .map(|(i, y)| {
                let odds = log_odds(self.code.kappa() * f64::from(y));
                num::single(if bit(&self.offset, i) { -odds } else { odds })
            })
            .collect()
    }

    /// The template's signs, ±1, if `word` were the codeword.
    #[must_use]
    pub fn signs(&self, word: &Word) -> Vec<f32> {
        (0..self.code.n())
            .map(|i| {
                if bit(word, i) == bit(&self.offset, i) {
                    1.0
                } else {
                    -1.0
                }
            })
            .collect()
    }

    /// Rotᵀ s / √N of signs s: the linear estimate of the template, not scaled.
    #[must_use]
    pub fn back(&self, signs: &[f32]) -> Vec<f32> {
        let mut out = vec![0f32; self.dimension];
        for (row, &s) in self.rows.chunks_exact(self.dimension).zip(signs) {
            for (o, &x) in out.iter_mut().zip(row) {
                *o += s * x;
            }
        }
        let scale = num::single(1.0 / self.code.n() as f64);
        for o in &mut out {
            *o *= scale;
        }
        out
    }

    /// How well the signs of a codeword fit a template of `dimension` numbers
    /// at all: the squared length of the linear estimate. Signs of a template
    /// give 0.64 + 0.36 · d/N and more, random signs d/N. No face is needed.
    #[must_use]
    pub fn fit(&self, word: &Word) -> f32 {
        let estimate = self.back(&self.signs(word));
        num::dot(&estimate, &estimate)
    }

    /// What a list decoding with a probe shows.
    #[must_use]
    pub fn look(&self, decoder: &mut ListDecoder, x: &[f32]) -> Look {
        let channel = self.channel(x);
        let paths = decoder.decode(&channel);
        let mass: f32 = channel.iter().map(|l| l.abs()).sum();
        let best = paths
            .iter()
            .map(|p| (self.fit(&p.word), p))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        Look {
            metric: paths.first().map_or(f32::INFINITY, |p| p.metric),
            share: paths.first().map_or(f32::INFINITY, |p| p.metric / mass),
            checked: paths
                .iter()
                .find(|p| self.code.passes(&p.word))
                .map_or(f32::INFINITY, |p| p.metric),
            fit: best.map_or(0.0, |b| b.0),
            word: best.map_or(Word::default(), |b| b.1.word),
            paths,
        }
    }
}

/// What a list decoding shows to somebody who looks inside.
pub struct Look {
    /// The smallest path metric.
    pub metric: f32,
    /// The same over the sum of all |LLR|.
    pub share: f32,
    /// The smallest path metric of a path with a valid checksum.
    pub checked: f32,
    /// The best [`Target::fit`] in the list.
    pub fit: f32,
    /// The codeword of the best fit.
    pub word: Word,
    /// All paths.
    pub paths: Vec<Path>,
}

/// ln(Φ(x) / Φ(−x)), clamped.
fn log_odds(x: f64) -> f64 {
    let x = x.clamp(-6.0, 6.0) * std::f64::consts::FRAC_1_SQRT_2;
    (erfc(-x).ln() - erfc(x).ln()).clamp(-CLAMP, CLAMP)
}

/// √N · Rot_ρ of the unit vectors, row by row (`spec/sketch.md` §3).
fn rotation(rho: &[u8; 32], n: usize, dimension: usize) -> Vec<f32> {
    let mut flips = vec![0u8; 3 * n / 8];
    ChaCha20Rng::from_seed(*rho).fill_bytes(&mut flips);
    let mut rows = vec![0f32; n * dimension];
    for column in 0..dimension {
        let mut x = vec![0f64; n];
        x[column] = (n as f64).sqrt();
        for flips in flips.chunks_exact(n / 8) {
            for (i, x) in x.iter_mut().enumerate() {
                if (flips[i / 8] >> (i % 8)) & 1 == 1 {
                    *x = -*x;
                }
            }
            hadamard(&mut x);
        }
        for (i, x) in x.into_iter().enumerate() {
            rows[i * dimension + column] = num::single(x);
        }
    }
    rows
}

fn hadamard(x: &mut [f64]) {
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
    let scale = (x.len() as f64).sqrt().recip();
    for x in x {
        *x *= scale;
    }
}
