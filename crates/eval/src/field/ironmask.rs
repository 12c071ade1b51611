//! IronMask: a real-valued code of sparse words, reached by a random rotation
//! (Kim, Jeong, Kim, Kim, Lee & Seo, "IronMask: modular architecture for
//! protecting deep face template", CVPR 2021).
//!
//! A codeword has α entries of ±1/√α and zeros elsewhere. The helper data is an
//! orthogonal matrix P that takes the template to a random codeword, and a hash
//! of the codeword. A probe is rotated by P, and its α largest entries give the
//! codeword's places and signs.

use chacha20::ChaCha20Rng;
use mien_sketch::simulate;
use statrs::function::gamma::ln_gamma;

use super::orthogonal::Orthogonal;
use super::scheme::{Record, Scheme, without_wrong};
use crate::scan::Outcome;
use crate::seed::{below, shuffle};
use crate::{EvalError, num};

/// Bytes of the codeword's hash.
const HASH_BYTES: usize = 32;

/// The code of one dimension and weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IronMask {
    dimension: usize,
    weight: usize,
}

/// A codeword: places, ascending, each with its sign.
type Word = Vec<(usize, bool)>;

impl IronMask {
    /// Words of `weight` entries α, from 1 to `dimension`.
    #[must_use]
    pub fn new(dimension: usize, weight: usize) -> Self {
        Self {
            dimension,
            weight: weight.clamp(1, dimension.max(1)),
        }
    }

    /// The smallest α with at least this many bits, or the richest code there
    /// is.
    #[must_use]
    pub fn with_bits(dimension: usize, bits: f64) -> Self {
        (1..=dimension)
            .map(|weight| Self::new(dimension, weight))
            .find(|code| code.key_bits() >= bits)
            .unwrap_or_else(|| Self::new(dimension, dimension.div_ceil(2)))
    }

    fn word(self, rng: &mut ChaCha20Rng) -> Word {
        let mut places: Vec<usize> = (0..self.dimension).collect();
        shuffle(&mut places, rng);
        places.truncate(self.weight);
        places.sort_unstable();
        places
            .into_iter()
            .map(|p| (p, below(2, rng) == 1))
            .collect()
    }

    fn vector(self, word: &Word) -> Vec<f64> {
        let size = (self.weight as f64).sqrt().recip();
        let mut v = vec![0.0; self.dimension];
        for &(place, negative) in word {
            v[place] = if negative { -size } else { size };
        }
        v
    }

    /// The nearest codeword.
    fn decode(self, y: &[f64]) -> Word {
        let mut order: Vec<usize> = (0..y.len()).collect();
        if self.weight < order.len() {
            order.select_nth_unstable_by(self.weight, |&a, &b| {
                y[b].abs().total_cmp(&y[a].abs()).then(a.cmp(&b))
            });
        }
        order.truncate(self.weight);
        order.sort_unstable();
        order.into_iter().map(|i| (i, y[i] < 0.0)).collect()
    }
}

impl Scheme for IronMask {
    fn name(&self) -> String {
        "IronMask".into()
    }

    fn setting(&self) -> String {
        format!("α = {}", self.weight)
    }

    /// log2 of the number of words, C(d, α)·2^α.
    fn key_bits(&self) -> f64 {
        let ln_factorial = |n: usize| ln_gamma(n as f64 + 1.0);
        let ln_choices = ln_factorial(self.dimension)
            - ln_factorial(self.weight)
            - ln_factorial(self.dimension - self.weight);
        ln_choices / std::f64::consts::LN_2 + self.weight as f64
    }

    fn helper_bytes(&self) -> usize {
        4 * self.dimension * self.dimension + HASH_BYTES
    }

    fn enrol(&self, template: &[f32], rng: &mut ChaCha20Rng) -> Result<Box<dyn Record>, EvalError> {
        let word = self.word(rng);
        let matrix = Orthogonal::random(self.dimension, rng).sending(template, &self.vector(&word));
        Ok(Box::new(Enrolled {
            code: *self,
            word,
            matrix,
        }))
    }

    /// Without the matrix: it takes the template to the codeword, and a probe at
    /// some angle to a vector at that angle from the codeword, every one of
    /// those equally likely.
    fn opens(
        &self,
        template: &[f32],
        probe: &[f32],
        rng: &mut ChaCha20Rng,
    ) -> Result<Outcome, EvalError> {
        let word = self.word(rng);
        let codeword: Vec<f32> = self.vector(&word).into_iter().map(num::single).collect();
        let cosine = f64::from(num::dot(template, probe)).clamp(-1.0, 1.0);
        let seen = simulate::at_angle(&codeword, cosine.acos().to_degrees(), rng)?;
        let seen: Vec<f64> = seen.iter().map(|&x| f64::from(x)).collect();
        Ok(without_wrong(self.decode(&seen) == word))
    }
}

struct Enrolled {
    code: IronMask,
    word: Word,
    matrix: Orthogonal,
}

impl Record for Enrolled {
    fn open(&self, probe: &[f32]) -> Result<bool, EvalError> {
        Ok(self.code.decode(&self.matrix.apply(probe)) == self.word)
    }

    /// A guess of the codeword: nothing in P prefers one.
    fn guess_template(&self, rng: &mut ChaCha20Rng) -> Result<Vec<f32>, EvalError> {
        let guess = self.code.vector(&self.code.word(rng));
        Ok(self.matrix.transposed(&guess))
    }

    fn solve_template(&self) -> Result<Vec<f32>, EvalError> {
        Ok(self.matrix.transposed(&self.code.vector(&self.word)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::seed::Seed;

    #[test]
    fn bits_are_those_of_the_paper() {
        // d = 512, α = 16: the 115 bits that the authors state.
        let bits = IronMask::new(512, 16).key_bits();
        assert!((115.0..116.0).contains(&bits), "{bits}");
        // C(4, 2)·4 = 24.
        assert!((IronMask::new(4, 2).key_bits() - 24f64.log2()).abs() < 1e-9);
        assert!(IronMask::with_bits(58, 64.0).key_bits() >= 64.0);
    }

    #[test]
    fn decodes_within_half_the_angle_between_codewords() {
        // Two nearest words share all places but one: cosine 1 − 1/α. Within
        // half that angle every probe opens, whatever its direction.
        let mut rng = Seed(1).stream("ironmask", &[]);
        for (d, weight) in [(16, 1), (16, 3), (58, 8), (58, 16)] {
            let code = IronMask::new(d, weight);
            let between = (1.0 - 1.0 / weight as f64).acos().to_degrees();
            for _ in 0..50 {
                let template = simulate::unit_vector(d, &mut rng).unwrap();
                let record = code.enrol(&template, &mut rng).unwrap();
                let near = simulate::at_angle(&template, 0.499 * between, &mut rng).unwrap();
                assert!(record.open(&near).unwrap(), "{d} {weight}");
                let stranger = simulate::unit_vector(d, &mut rng).unwrap();
                assert!(weight < 3 || !record.open(&stranger).unwrap());
            }
        }
    }

    #[test]
    fn drawing_the_rotated_probe_is_the_same_as_rotating_it() {
        let code = IronMask::new(24, 4);
        let mut rng = Seed(2).stream("ironmask", &[]);
        let template = simulate::unit_vector(24, &mut rng).unwrap();
        let mut opened = [0usize; 2];
        for _ in 0..3000 {
            let probe = simulate::at_angle(&template, 32.0, &mut rng).unwrap();
            let record = code.enrol(&template, &mut rng).unwrap();
            opened[0] += usize::from(record.open(&probe).unwrap());
            let outcome = code.opens(&template, &probe, &mut rng).unwrap();
            opened[1] += usize::from(outcome.opened);
        }
        // Five standard deviations of a difference of two counts of 3 000.
        assert!(opened[0].abs_diff(opened[1]) < 190, "{opened:?}");
        assert!((300..2700).contains(&opened[0]), "{opened:?}");
    }

    #[test]
    fn an_opening_shows_the_template_and_the_matrix_alone_does_not() {
        let code = IronMask::new(58, 16);
        let mut rng = Seed(3).stream("ironmask", &[]);
        let template = simulate::unit_vector(58, &mut rng).unwrap();
        let record = code.enrol(&template, &mut rng).unwrap();
        assert!(num::cosine(&record.solve_template().unwrap(), &template) > 0.9999);
        let guess = record.guess_template(&mut rng).unwrap();
        assert!(num::cosine(&guess, &template).abs() < 0.7);
    }
}
