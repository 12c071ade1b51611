//! Linear sketch over the triangular lattice, and difference recovery between
//! two parties.
//!
//! Takahashi, Matsuda, Murakami, Hanaoka & Nishigaki, "Signature schemes with a
//! fuzzy private key", Int. J. Inf. Secur. 18, 2019, define the linear sketch;
//! Katsumata, Matsuda, Nakamura, Ohara & Takahashi, "Revisiting fuzzy
//! signatures", ACM CCS 2021, take the triangular lattice. In this form the
//! sketch of a secret s under a template x is the residue x/δ − y of the closest
//! lattice point y, and s masked by a linear hash of y. Two sketches give the
//! difference of their secrets when the templates are near, and nothing of
//! either secret. So the device that scans may draw a fresh secret and send
//! its sketch, and the one that keeps the enrolled sketch finds the difference:
//! fresh secret and difference are additive shares of the enrolled one. The
//! distributed signing schemes of NEC rest on that (US patent application
//! 2026/0147873 describes the exchange).
//!
//! The group of secrets is the integers modulo 2^61 − 1, in place of a curve's
//! order: it decides nothing that is measured here.

use std::sync::Arc;

use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};

use super::lattice::{closest, embed, log2_points, unembed};
use super::orthogonal::Orthogonal;
use super::scheme::{Record, Scheme, without_wrong};
use crate::EvalError;
use crate::scan::Outcome;

/// Order of the group of secrets, a Mersenne prime.
const ORDER: u64 = (1 << 61) - 1;
/// Bytes of a masked secret in a real group.
const SECRET_BYTES: usize = 32;

/// Parameters of the sketch, the same for all: scale, basis and hash.
///
/// The basis is a random rotation that all share, so that nothing hangs on how
/// the directions of the lattice lie to those of the embedding.
#[derive(Clone)]
pub struct Linear {
    dimension: usize,
    basis: Arc<Orthogonal>,
    /// δ: template coordinates for a lattice unit.
    scale: f64,
    /// The linear hash y ↦ Σ a_i·y_i.
    hash: Vec<u64>,
}

/// The sketch of a secret under a template.
#[derive(Clone, Debug)]
pub struct LinearSketch {
    residue: Vec<f64>,
    masked: u64,
}

impl Linear {
    /// Templates of `dimension` numbers, stretched by 1/`scale`.
    #[must_use]
    pub fn new(dimension: usize, scale: f64) -> Self {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        Self {
            dimension,
            basis: Arc::new(Orthogonal::random(dimension, &mut rng)),
            scale,
            hash: (0..=dimension).map(|_| element(&mut rng)).collect(),
        }
    }

    /// The scale at which a thief who knows that templates have length 1 has
    /// 2^`bits` lattice points to try.
    #[must_use]
    pub fn with_bits(dimension: usize, bits: f64) -> Self {
        let at_one = log2_points(dimension, 1.0);
        let radius = ((bits - at_one) / dimension as f64).exp2();
        Self::new(dimension, 1.0 / radius)
    }

    /// Sketch(s, x).
    #[must_use]
    pub fn sketch(&self, secret: u64, template: &[f32]) -> LinearSketch {
        let x = self.stretched(template);
        let y = closest(&x);
        LinearSketch {
            residue: x.iter().zip(&y).map(|(x, &y)| x - y as f64).collect(),
            masked: add(secret, self.hashed(&y)),
        }
    }

    /// DiffRec: s − s′ of two sketches, right if their templates are near.
    #[must_use]
    pub fn difference(&self, one: &LinearSketch, other: &LinearSketch) -> u64 {
        let apart: Vec<f64> = one
            .residue
            .iter()
            .zip(&other.residue)
            .map(|(a, b)| a - b)
            .collect();
        let masks = sub(one.masked, other.masked);
        add(masks, self.hashed(&closest(&apart)))
    }

    /// The same over a lattice of another scale.
    #[must_use]
    pub fn with_scale(&self, scale: f64) -> Self {
        Self {
            scale,
            ..self.clone()
        }
    }

    /// A template in the hyperplane of the lattice, not stretched.
    #[must_use]
    pub fn placed(&self, template: &[f32]) -> Vec<f64> {
        embed(&self.basis.apply(template))
    }

    fn stretched(&self, template: &[f32]) -> Vec<f64> {
        let mut x = self.placed(template);
        for x in &mut x {
            *x /= self.scale;
        }
        x
    }

    fn hashed(&self, y: &[i64]) -> u64 {
        y.iter().zip(&self.hash).fold(0, |sum, (&y, &a)| {
            let term = mul(y.unsigned_abs() % ORDER, a);
            if y < 0 {
                sub(sum, term)
            } else {
                add(sum, term)
            }
        })
    }
}

/// The smallest δ at which the sketch of one template opens with the other, both
/// as [`Linear::placed`]: the matcher that a linear sketch is. Smaller is more
/// alike.
#[must_use]
pub fn needed_scale(template: &[f64], probe: &[f64]) -> f64 {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for (a, b) in template.iter().zip(probe) {
        low = low.min(a - b);
        high = high.max(a - b);
    }
    high - low
}

impl Scheme for Linear {
    fn name(&self) -> String {
        "linear sketch, triangular lattice".into()
    }

    fn setting(&self) -> String {
        format!("δ = {:.3}", self.scale)
    }

    fn key_bits(&self) -> f64 {
        log2_points(self.dimension, 1.0 / self.scale).max(0.0)
    }

    fn helper_bytes(&self) -> usize {
        4 * self.dimension + SECRET_BYTES
    }

    fn enrol(&self, template: &[f32], rng: &mut ChaCha20Rng) -> Result<Box<dyn Record>, EvalError> {
        let secret = element(rng);
        Ok(Box::new(Enrolled {
            scheme: self.clone(),
            sketch: self.sketch(secret, template),
            fresh: element(rng),
            secret,
            template: template.to_vec(),
        }))
    }

    fn opens(
        &self,
        template: &[f32],
        probe: &[f32],
        _: &mut ChaCha20Rng,
    ) -> Result<Outcome, EvalError> {
        let needed = needed_scale(&self.placed(template), &self.placed(probe));
        Ok(without_wrong(needed < self.scale))
    }
}

struct Enrolled {
    scheme: Linear,
    sketch: LinearSketch,
    fresh: u64,
    secret: u64,
    template: Vec<f32>,
}

impl Record for Enrolled {
    fn open(&self, probe: &[f32]) -> Result<bool, EvalError> {
        let other = self.scheme.sketch(self.fresh, probe);
        let difference = self.scheme.difference(&self.sketch, &other);
        Ok(add(self.fresh, difference) == self.secret)
    }

    /// The residue is a coset of the lattice in which the template lies, and the
    /// template's length is known: among the coset's points up to two root
    /// vectors away from the residue, the one whose length is closest to 1.
    fn guess_template(&self, _: &mut ChaCha20Rng) -> Result<Vec<f32>, EvalError> {
        let wanted = self.scheme.scale.recip().powi(2);
        let c = &self.sketch.residue;
        let mut best = c.clone();
        let norm: f64 = c.iter().map(|x| x * x).sum();
        let mut off = (norm - wanted).abs();
        for steps in two_roots(c, norm, wanted, &mut off) {
            best.clone_from(c);
            for (i, sign) in steps {
                best[i] += sign;
            }
        }
        Ok(self.scheme.basis.transposed(&unembed(&best)))
    }

    /// Whoever opens knows y, and with the residue the template itself.
    fn solve_template(&self) -> Result<Vec<f32>, EvalError> {
        Ok(self.template.clone())
    }
}

/// Improvements of |‖c + v‖² − wanted| over `off`, the last the best: v is a
/// root e_i − e_j or the sum of two. With 512 coordinates that is a minute of
/// work for each enrolment.
fn two_roots(c: &[f64], norm: f64, wanted: f64, off: &mut f64) -> Vec<Vec<(usize, f64)>> {
    let mut found = Vec::new();
    let mut consider = |value: f64, steps: &[(usize, f64)]| {
        if (value - wanted).abs() < *off {
            *off = (value - wanted).abs();
            found.push(steps.to_vec());
        }
    };
    let n = c.len();
    let pairs: Vec<(usize, usize)> = (0..n)
        .flat_map(|i| (0..n).map(move |j| (i, j)))
        .filter(|(i, j)| i != j)
        .collect();
    for &(i, j) in &pairs {
        let one = norm + 2.0 * (c[i] - c[j]) + 2.0;
        consider(one, &[(i, 1.0), (j, -1.0)]);
        for &(k, l) in pairs.iter().filter(|(k, l)| *k > i && *l > j) {
            if k != j && l != i {
                let two = one + 2.0 * (c[k] - c[l]) + 2.0;
                consider(two, &[(i, 1.0), (j, -1.0), (k, 1.0), (l, -1.0)]);
            }
        }
    }
    found
}

fn element(rng: &mut impl Rng) -> u64 {
    // The bias of 3 bits too many is 2^−3 of nothing that matters here: the
    // secret is compared, not kept.
    rng.next_u64() % ORDER
}

fn add(a: u64, b: u64) -> u64 {
    (a + b) % ORDER
}

fn sub(a: u64, b: u64) -> u64 {
    (a + ORDER - b) % ORDER
}

fn mul(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b) % u128::from(ORDER);
    u64::try_from(product).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::num;
    use crate::seed::Seed;
    use mien_sketch::simulate;

    fn pair(d: usize, degrees: f64, seed: usize) -> (Vec<f32>, Vec<f32>) {
        let mut rng = Seed(7).stream("linear", &[d, seed]);
        let template = simulate::unit_vector(d, &mut rng).unwrap();
        let probe = simulate::at_angle(&template, degrees, &mut rng).unwrap();
        (template.to_vec(), probe.to_vec())
    }

    #[test]
    fn the_shares_of_two_parties_sum_to_the_key() {
        let scheme = Linear::with_bits(58, 64.0);
        let mut rng = Seed(1).stream("shares", &[]);
        for seed in 0..50 {
            let (template, probe) = pair(58, 10.0, seed);
            let (key, of_client) = (element(&mut rng), element(&mut rng));
            let kept = scheme.sketch(key, &template);
            let sent = scheme.sketch(of_client, &probe);
            let of_server = scheme.difference(&kept, &sent);
            assert_eq!(add(of_client, of_server), key);
            // Neither share alone is the key, nor is the masked secret.
            assert!(of_server != key && of_client != key && kept.masked != key);
            let (stranger, _) = pair(58, 10.0, seed + 1000);
            let wrong = scheme.difference(&kept, &scheme.sketch(of_client, &stranger));
            assert_ne!(add(of_client, wrong), key);
        }
    }

    #[test]
    fn a_sketch_opens_exactly_below_its_needed_scale() {
        let mut rng = Seed(2).stream("needed", &[]);
        for seed in 0..40 {
            let (template, probe) = pair(58, 25.0, seed);
            let any = Linear::new(58, 1.0);
            let needed = needed_scale(&any.placed(&template), &any.placed(&probe));
            for (factor, opens) in [(1.01, true), (0.99, false)] {
                let scheme = any.with_scale(needed * factor);
                let record = scheme.enrol(&template, &mut rng).unwrap();
                assert_eq!(record.open(&probe).unwrap(), opens);
                let outcome = scheme.opens(&template, &probe, &mut rng).unwrap();
                assert_eq!(outcome.opened, opens);
            }
        }
    }

    #[test]
    fn a_wide_scale_gives_the_template_away_and_a_narrow_one_does_not() {
        let mut rng = Seed(3).stream("leak", &[]);
        let (template, _) = pair(58, 10.0, 1);
        let cosine = |scheme: &Linear, rng: &mut ChaCha20Rng| {
            let record = scheme.enrol(&template, rng).unwrap();
            num::cosine(&record.guess_template(rng).unwrap(), &template)
        };
        assert!(cosine(&Linear::new(58, 0.7), &mut rng) > 0.999);
        assert!(cosine(&Linear::with_bits(58, 64.0), &mut rng) < 0.8);
        assert!((Linear::with_bits(58, 64.0).key_bits() - 64.0).abs() < 1e-9);
    }
}
