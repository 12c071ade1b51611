//! The sketch itself: enrolment, parts and bytes (`spec/sketch.md` §4.3, §6).

use core::fmt;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::bits::{self, Row};
use crate::open::{Candidate, Opener};
use crate::polar::PolarCode;
use crate::rotation::Rotation;
use crate::{Params, Secret, SketchError};

/// The format that this version writes and the only one it reads.
const VERSION: u8 = 1;
/// Bytes of the seed ρ.
const RHO_LEN: usize = 32;

/// A secure sketch: parameters, seed ρ and offset *o*.
///
/// Not a key, but sensitive: together with a photograph of the enrolled face
/// it opens, and it tells whether a face at hand is that face. `Debug` prints
/// the parameters only; the offset is wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Sketch {
    params: Params,
    rho: [u8; RHO_LEN],
    /// *N*/8 bytes, bit *i* in bit *i* mod 8 of byte ⌊*i*/8⌋.
    offset: Zeroizing<Vec<u8>>,
}

impl Sketch {
    /// Makes a fresh sketch of `template` over a fresh secret.
    ///
    /// `template` has 2 to *N* coordinates; its length does not matter, only
    /// its direction. Takes 32 bytes for ρ from `rng`, then ⌈*K*/8⌉ for *u*;
    /// both must be uniformly random and never be used again: two sketches
    /// over one ρ can be linked and compared.
    ///
    /// # Errors
    /// [`SketchError::Dimension`], [`SketchError::NotFinite`] or
    /// [`SketchError::ZeroVector`] if the template has no direction in R^N.
    pub fn enrol(
        params: &Params,
        template: &[f32],
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, Secret), SketchError> {
        let mut rho = [0; RHO_LEN];
        rng.fill_bytes(&mut rho);
        let rotated = Rotation::new(&rho, params.len()).apply(template)?;
        let secret = Secret::random(params.k(), rng);
        let codeword = PolarCode::new(params).encode(&secret);
        let mut row = Zeroizing::new(Row::default());
        for (i, &x) in rotated.iter().enumerate() {
            let sign = u64::from(x < 0.0);
            bits::raise(&mut row, i, sign ^ u64::from(bits::get(&codeword, i)));
        }
        let offset = Zeroizing::new(bits::to_bytes(&row, params.len()));
        Ok((
            Self {
                params: *params,
                rho,
                offset,
            },
            secret,
        ))
    }

    /// Joins the parts of a sketch.
    ///
    /// # Errors
    /// [`SketchError::Length`] unless `offset` has *N*/8 bytes.
    pub fn from_parts(
        params: Params,
        rho: [u8; RHO_LEN],
        offset: &[u8],
    ) -> Result<Self, SketchError> {
        expect_len("the offset", offset, params.offset_len())?;
        Ok(Self {
            params,
            rho,
            offset: Zeroizing::new(offset.to_vec()),
        })
    }

    /// The parameters.
    #[must_use]
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// The seed ρ of the rotation.
    #[must_use]
    pub fn rho(&self) -> &[u8; 32] {
        &self.rho
    }

    /// The offset *o*, *N*/8 bytes.
    #[must_use]
    pub fn offset(&self) -> &[u8] {
        &self.offset
    }

    /// The sketch with `keystream` XORed onto its offset. Doing it twice gives
    /// the first sketch back. A masked sketch is well-formed and opens with
    /// nothing; there is no way to see that the wrong keystream was removed.
    ///
    /// # Errors
    /// [`SketchError::Length`] unless the keystream has *N*/8 bytes.
    pub fn masked(&self, keystream: &[u8]) -> Result<Self, SketchError> {
        expect_len("the keystream", keystream, self.params.offset_len())?;
        let offset = self
            .offset
            .iter()
            .zip(keystream)
            .map(|(o, k)| o ^ k)
            .collect();
        Ok(Self {
            offset: Zeroizing::new(offset),
            ..self.clone()
        })
    }

    /// The format of `spec/sketch.md` §6: version, parameters, ρ, offset.
    /// 40 + *N*/8 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(header_len() + self.offset.len()));
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.params.to_bytes());
        bytes.extend_from_slice(&self.rho);
        bytes.extend_from_slice(&self.offset);
        bytes
    }

    /// Reads what [`Sketch::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`SketchError::Version`] for another format, [`SketchError::Length`]
    /// for bytes missing or left over, the errors of [`Params::new`] for
    /// parameters out of range.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SketchError> {
        if let Some(&version) = bytes.first()
            && version != VERSION
        {
            return Err(SketchError::Version { got: version });
        }
        let short = SketchError::Length {
            what: "the sketch",
            got: bytes.len(),
            want: header_len() + Params::MIN_OFFSET_LEN,
        };
        let (params, rest) = bytes
            .get(1..)
            .and_then(|rest| rest.split_first_chunk::<{ Params::LEN }>())
            .ok_or_else(|| short.clone())?;
        let params = Params::from_bytes(params)?;
        expect_len("the sketch", bytes, header_len() + params.offset_len())?;
        let (rho, offset) = rest.split_first_chunk::<RHO_LEN>().ok_or(short)?;
        Self::from_parts(params, *rho, offset)
    }

    /// All candidates for *u* that pass the checksum, best first, each once;
    /// none if the probe is not near the template.
    ///
    /// `probe` has 2 to *N* coordinates, as many as the template had, of any
    /// length. A candidate may be wrong, with probability up to list · 2^−r
    /// for each call; whoever can check the key derived from it must do so,
    /// and count each one submitted as an attempt.
    ///
    /// # Errors
    /// [`SketchError::Dimension`], [`SketchError::NotFinite`] or
    /// [`SketchError::ZeroVector`] if the probe has no direction in R^N.
    pub fn open(&self, probe: &[f32]) -> Result<Vec<Candidate>, SketchError> {
        Opener::new(self).open(probe)
    }

    /// The smallest path metric of the decoder's list, with or without a valid
    /// checksum: an estimate of dissimilarity that orders sketches of the same
    /// parameters when it is not known whose face this is. Never show it or
    /// send it: it would lead a hill climber.
    ///
    /// # Errors
    /// As [`Sketch::open`].
    pub fn best_metric(&self, probe: &[f32]) -> Result<f32, SketchError> {
        Opener::new(self).best_metric(probe)
    }
}

impl fmt::Debug for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sketch")
            .field("params", &self.params)
            .finish_non_exhaustive()
    }
}

/// Bytes before the offset.
const fn header_len() -> usize {
    1 + Params::LEN + RHO_LEN
}

fn expect_len(what: &'static str, bytes: &[u8], want: usize) -> Result<(), SketchError> {
    if bytes.len() == want {
        Ok(())
    } else {
        Err(SketchError::Length {
            what,
            got: bytes.len(),
            want,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate;
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng};

    fn enrolled(seed: u8) -> (Sketch, Secret, Zeroizing<Vec<f32>>) {
        let mut rng = ChaCha20Rng::from_seed([seed; 32]);
        let params = Params::new(128, 32, 8, 32, 4000).unwrap();
        let template = simulate::unit_vector(64, &mut rng).unwrap();
        let (sketch, secret) = Sketch::enrol(&params, &template, &mut rng).unwrap();
        (sketch, secret, template)
    }

    #[test]
    fn opens_with_its_template() {
        let (sketch, secret, template) = enrolled(1);
        let candidates = sketch.open(&template).unwrap();
        assert!(candidates[0].secret == secret);
        assert_eq!(candidates[0].metric, 0.0);
        assert_eq!(sketch.best_metric(&template), Ok(0.0));
        assert!(sketch.best_metric(&enrolled(2).2).unwrap() > 20.0);
    }

    #[test]
    fn bytes_round_trip_and_nothing_else_is_read() {
        let (sketch, ..) = enrolled(3);
        let bytes = sketch.to_bytes();
        assert_eq!(bytes.len(), 56);
        assert!(Sketch::from_bytes(&bytes).unwrap() == sketch);
        for len in 0..bytes.len() {
            assert!(
                matches!(Sketch::from_bytes(&bytes[..len]), Err(SketchError::Length { got, .. }) if got == len)
            );
        }
        let mut long = bytes.to_vec();
        long.push(0);
        assert!(matches!(
            Sketch::from_bytes(&long),
            Err(SketchError::Length {
                got: 57,
                want: 56,
                ..
            })
        ));
        for version in (0..=255).filter(|&v| v != VERSION) {
            let mut other = bytes.to_vec();
            other[0] = version;
            assert_eq!(
                Sketch::from_bytes(&other),
                Err(SketchError::Version { got: version })
            );
        }
    }

    #[test]
    fn a_mask_hides_and_comes_off() {
        let (sketch, secret, template) = enrolled(4);
        let keystream: Vec<u8> = (0..16).map(|i| 37u8.wrapping_mul(i) ^ 0xA5).collect();
        let masked = sketch.masked(&keystream).unwrap();
        assert!(
            masked
                .open(&template)
                .unwrap()
                .iter()
                .all(|c| c.secret != secret)
        );
        assert!(masked.masked(&keystream).unwrap() == sketch);
        assert_eq!(masked.rho(), sketch.rho());
        for len in [0, 15, 17] {
            assert!(matches!(
                sketch.masked(&vec![0; len]),
                Err(SketchError::Length { want: 16, .. })
            ));
            assert!(Sketch::from_parts(*sketch.params(), *sketch.rho(), &vec![0; len]).is_err());
        }
    }

    #[test]
    fn two_enrolments_share_nothing() {
        let mut rng = ChaCha20Rng::from_seed([5; 32]);
        let (first, secret, template) = enrolled(5);
        let (second, other) = Sketch::enrol(first.params(), &template, &mut rng).unwrap();
        assert!(first.rho() != second.rho() && first.offset() != second.offset());
        assert!(secret != other);
    }

    #[test]
    fn debug_prints_the_parameters_only() {
        let text = format!("{:?}", enrolled(6).0);
        assert!(
            text.starts_with("Sketch { params: Params {") && text.ends_with(", .. }"),
            "{text}"
        );
        assert!(!text.contains("rho") && !text.contains("offset: "));
    }
}
