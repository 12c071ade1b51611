//! The code of `spec/sketch.md` §4 as somebody reads it who wants to break it:
//! an implementation of its own, and the code's lightest parity checks.

use mien_sketch::{Params, Secret};

/// Bits of a word of up to 512, bit *i* in bit *i* mod 64 of element ⌊*i*/64⌋.
pub type Word = [u64; 8];

/// Bit `i`.
#[must_use]
pub fn bit(word: &Word, i: usize) -> bool {
    (word[i / 64] >> (i % 64)) & 1 == 1
}

/// Adds 1 to bit `i`.
pub fn flip(word: &mut Word, i: usize) {
    word[i / 64] ^= 1 << (i % 64);
}

/// A word of packed bytes, least significant bit first.
#[must_use]
pub fn word_of(bytes: &[u8]) -> Word {
    let mut word = Word::default();
    for (i, &byte) in bytes.iter().enumerate() {
        word[i / 8] |= u64::from(byte) << (8 * (i % 8));
    }
    word
}

/// The code of one parameter set.
#[derive(Clone, Debug)]
pub struct Code {
    n: usize,
    k: usize,
    r: usize,
    list: usize,
    kappa: f64,
    /// Unfrozen positions, ascending.
    positions: Vec<usize>,
}

impl Code {
    /// The code of these parameters.
    #[must_use]
    pub fn new(params: &Params) -> Self {
        let n = usize::from(params.n());
        let (k, r) = (usize::from(params.k()), usize::from(params.r()));
        let weight = |i: usize| -> f64 {
            (0..9)
                .filter(|j| (i >> j) & 1 == 1)
                .map(|j| 2f64.powf(f64::from(j) / 4.0))
                .sum()
        };
        let mut positions: Vec<usize> = (0..n).collect();
        positions.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)));
        positions.truncate(k + r);
        positions.sort_unstable();
        let degrees = f64::from(params.design_angle_centideg()) / 100.0;
        Self {
            n,
            k,
            r,
            list: params.list().into(),
            kappa: degrees.to_radians().tan().recip(),
            positions,
        }
    }

    /// Code length in bits.
    #[must_use]
    pub fn n(&self) -> usize {
        self.n
    }

    /// Paths of the decoder as shipped.
    #[must_use]
    pub fn list(&self) -> usize {
        self.list
    }

    /// cot of the design angle.
    #[must_use]
    pub fn kappa(&self) -> f64 {
        self.kappa
    }

    /// Whether a position carries no information.
    #[must_use]
    pub fn frozen(&self) -> Vec<bool> {
        let mut frozen = vec![true; self.n];
        for &p in &self.positions {
            frozen[p] = false;
        }
        frozen
    }

    /// The codeword of a secret.
    #[must_use]
    pub fn encode(&self, secret: &Secret) -> Word {
        let bytes = secret.as_bytes().get(1..).unwrap_or_default();
        let mut message: Vec<bool> = (0..self.k)
            .map(|i| {
                bytes
                    .get(i / 8)
                    .is_some_and(|b| (b >> (7 - i % 8)) & 1 == 1)
            })
            .collect();
        let tail = self.remainder(&message);
        message.extend((0..self.r).rev().map(|i| (tail >> i) & 1 == 1));
        let mut word = Word::default();
        for (&p, one) in self.positions.iter().zip(message) {
            if one {
                flip(&mut word, p);
            }
        }
        transform(&mut word, self.n);
        word
    }

    /// Whether the checksum of a codeword is right.
    #[must_use]
    pub fn passes(&self, codeword: &Word) -> bool {
        let mut word = *codeword;
        transform(&mut word, self.n);
        let bits: Vec<bool> = self.positions.iter().map(|&p| bit(&word, p)).collect();
        let tail = bits[self.k..]
            .iter()
            .fold(0u32, |sum, &b| sum << 1 | u32::from(b));
        self.remainder(&bits[..self.k]) == tail
    }

    fn remainder(&self, message: &[bool]) -> u32 {
        let poly = match self.r {
            4 => 0x3,
            6 => 0x21,
            8 => 0x9B,
            11 => 0x621,
            _ => 0x1021,
        };
        let (top, mask) = (self.r - 1, (1u32 << self.r) - 1);
        message.iter().fold(0u32, |register, &one| {
            let out = (register >> top) & 1 == 1;
            let next = (register << 1) & mask;
            if out == one { next } else { next ^ poly }
        })
    }

    /// The lightest parity checks that every codeword fulfils, the checksum
    /// aside: sets of positions, at most `most` in each, whose bits sum to zero.
    ///
    /// The dual of a polar code is spanned by products of index bits. One of
    /// degree g has weight N/2^g, and so has what arises from it by adding
    /// lower index bits and constants to the factors, which the dual contains
    /// too (Bardet et al. 2016, "Algebraic properties of polar codes from a new
    /// polynomial formalism"). All that arise are listed, each once.
    #[must_use]
    pub fn light_checks(&self, most: usize) -> Vec<Vec<u16>> {
        let frozen = self.frozen();
        let mut checks = Vec::new();
        for i in (0..self.n).filter(|&i| frozen[i] && self.n >> i.count_ones() <= most) {
            self.orbit(i, &mut checks);
        }
        checks
    }

    /// All sets { j : ∏ over bits b of i of (j_b + Σ a_bc·j_c + e_b) = 1 }, c
    /// below b and not in i.
    fn orbit(&self, i: usize, checks: &mut Vec<Vec<u16>>) {
        let stages = self.n.ilog2();
        let inside: Vec<u32> = (0..stages).filter(|b| (i >> b) & 1 == 1).collect();
        let outside: Vec<u32> = (0..stages).filter(|b| (i >> b) & 1 == 0).collect();
        let pairs: Vec<(usize, u32)> = inside
            .iter()
            .enumerate()
            .flat_map(|(x, &b)| {
                outside
                    .iter()
                    .filter(move |&&c| c < b)
                    .map(move |&c| (x, c))
            })
            .collect();
        for choice in 0..1usize << (pairs.len() + inside.len()) {
            // Free bits run over everything; the others follow from them.
            let check = (0..1usize << outside.len()).map(|free| {
                let mut j = 0;
                for (x, &c) in outside.iter().enumerate() {
                    j |= ((free >> x) & 1) << c;
                }
                for (x, &b) in inside.iter().enumerate() {
                    let constant = (choice >> (pairs.len() + x)) & 1;
                    let sum = pairs
                        .iter()
                        .enumerate()
                        .filter(|(p, (of, _))| *of == x && (choice >> p) & 1 == 1)
                        .fold(1 ^ constant, |sum, (_, (_, c))| sum ^ ((j >> c) & 1));
                    j |= sum << b;
                }
                u16::try_from(j).unwrap_or(u16::MAX)
            });
            checks.push(check.collect());
        }
    }
}

/// The polar transform of the first `n` bits; its own inverse.
pub fn transform(word: &mut Word, n: usize) {
    let mut half = 1;
    while half < n {
        combine_all(word, half);
        half *= 2;
    }
}

fn combine_all(word: &mut Word, half: usize) {
    const LOW: [u64; 6] = [
        0x5555_5555_5555_5555,
        0x3333_3333_3333_3333,
        0x0f0f_0f0f_0f0f_0f0f,
        0x00ff_00ff_00ff_00ff,
        0x0000_ffff_0000_ffff,
        0x0000_0000_ffff_ffff,
    ];
    if half < 64 {
        let mask = LOW[half.ilog2() as usize];
        for w in word {
            *w ^= (*w >> half) & mask;
        }
    } else {
        let step = half / 64;
        for w in 0..8 {
            if (w / step).is_multiple_of(2) && w + step < 8 {
                word[w] ^= word[w + step];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::seed::Seed;
    use mien_sketch::{Sketch, simulate};

    fn shipped() -> Params {
        Params::new(256, 64, 8, 32, 4000).unwrap()
    }

    #[test]
    fn the_code_is_that_of_the_sketch() {
        // With the same template and rotation, offsets differ by the
        // codewords alone.
        let code = Code::new(&shipped());
        for seed in 0..5 {
            let mut rng = Seed(seed).stream("code", &[]);
            let template = simulate::unit_vector(58, &mut rng).unwrap();
            let (sketch, secret) = Sketch::enrol(&shipped(), &template, &mut rng).unwrap();
            let word = code.encode(&secret);
            assert!(code.passes(&word));
            let keystream: Vec<u8> = (0..32)
                .map(|i| ((word[i / 8] >> (8 * (i % 8))) & 0xff) as u8)
                .collect();
            // What is left of the offset is the signs, which open with the
            // all-zero secret.
            let zero = sketch.masked(&keystream).unwrap();
            let candidates = zero.open(&template).unwrap();
            assert!(candidates[0].secret.as_bytes()[1..].iter().all(|&b| b == 0));
        }
    }

    #[test]
    fn light_checks_are_distinct_and_hold_for_every_codeword() {
        let code = Code::new(&shipped());
        let mut checks = code.light_checks(8);
        assert_eq!(checks.iter().filter(|c| c.len() == 4).count(), 64);
        let mut rng = Seed(1).stream("checks", &[]);
        for _ in 0..10 {
            let template = simulate::unit_vector(58, &mut rng).unwrap();
            let (_, secret) = Sketch::enrol(&shipped(), &template, &mut rng).unwrap();
            let word = code.encode(&secret);
            for check in &checks {
                let sum = check.iter().filter(|&&j| bit(&word, j.into())).count();
                assert_eq!(sum % 2, 0);
            }
        }
        for check in &mut checks {
            check.sort_unstable();
        }
        let count = checks.len();
        checks.sort_unstable();
        checks.dedup();
        assert_eq!(checks.len(), count);
        println!("{count} checks");
        assert!(count > 1000);
    }
}
