//! The secret *u* and its bytes (`spec/sketch.md` §4.2).

use core::fmt;

use rand_core::CryptoRng;
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::SketchError;
use crate::params::MIN_SECRET_BITS;

/// The secret *u* of a sketch, *K* bits. Wiped when dropped; `Debug` prints
/// only the number of bits; comparison takes constant time.
#[derive(Clone)]
pub struct Secret {
    /// *K*, then the bits, most significant first, zero-padded at the end.
    bytes: Zeroizing<Vec<u8>>,
}

impl Secret {
    /// Draws `k` uniformly random bits.
    pub(crate) fn random(k: u8, rng: &mut impl CryptoRng) -> Self {
        let mut raw = Zeroizing::new(vec![0u8; usize::from(k).div_ceil(8)]);
        rng.fill_bytes(&mut raw);
        let bits = raw
            .iter()
            .flat_map(|&b| (0..8).rev().map(move |i| (b >> i) & 1 == 1));
        Self::from_bits(k, bits)
    }

    /// Packs the first `k` bits given, the first one most significant.
    pub(crate) fn from_bits(k: u8, bits: impl Iterator<Item = bool>) -> Self {
        let mut bytes = Zeroizing::new(vec![0u8; 1 + usize::from(k).div_ceil(8)]);
        bytes[0] = k;
        for (i, bit) in bits.take(usize::from(k)).enumerate() {
            bytes[1 + i / 8] |= u8::from(bit) << (7 - i % 8);
        }
        Self { bytes }
    }

    /// Reads what [`Secret::as_bytes`] gives.
    ///
    /// # Errors
    /// [`SketchError::MalformedSecret`] if there are no bytes, fewer than 16
    /// bits or padding bits that are not zero; [`SketchError::Length`] if the
    /// number of bytes is not 1 + ⌈*K*/8⌉.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SketchError> {
        let (&k, packed) = bytes.split_first().ok_or(SketchError::MalformedSecret)?;
        if k < MIN_SECRET_BITS {
            return Err(SketchError::MalformedSecret);
        }
        let want = usize::from(k).div_ceil(8);
        if packed.len() != want {
            return Err(SketchError::Length {
                what: "the secret",
                got: bytes.len(),
                want: want + 1,
            });
        }
        let padding = packed.len() * 8 - usize::from(k);
        if packed
            .last()
            .is_some_and(|&last| u16::from(last) & ((1 << padding) - 1) != 0)
        {
            return Err(SketchError::MalformedSecret);
        }
        Ok(Self {
            bytes: Zeroizing::new(bytes.to_vec()),
        })
    }

    /// One byte *K*, then ⌈*K*/8⌉ bytes with the bits of *u*, most significant
    /// first, the rest of the last byte zero. This is what key derivation
    /// takes; the prefix keeps secrets of different lengths apart.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Number of bits *K*.
    #[must_use]
    pub fn bit_len(&self) -> u8 {
        self.bytes[0]
    }

    /// The bits of *u* in order.
    pub(crate) fn bits(&self) -> impl Iterator<Item = bool> + '_ {
        (0..usize::from(self.bit_len())).map(|i| (self.bytes[1 + i / 8] >> (7 - i % 8)) & 1 == 1)
    }
}

impl ConstantTimeEq for Secret {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.bytes.ct_eq(&other.bytes)
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} bits)", self.bit_len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_most_significant_first_after_the_length() {
        let bits = [true, false, false, false, false, false, false, true, true];
        let secret = Secret::from_bits(20, bits.into_iter().chain(core::iter::repeat(true)));
        assert_eq!(secret.as_bytes(), [20, 0x81, 0xFF, 0xF0]);
        assert_eq!(secret.bits().count(), 20);
        assert!(secret.bits().take(9).eq(bits));
        assert!(Secret::from_bytes(secret.as_bytes()).unwrap() == secret);
    }

    #[test]
    fn refuses_malformed_bytes() {
        assert_eq!(Secret::from_bytes(&[]), Err(SketchError::MalformedSecret));
        assert_eq!(
            Secret::from_bytes(&[15, 0, 0]),
            Err(SketchError::MalformedSecret)
        );
        assert_eq!(
            Secret::from_bytes(&[20, 0, 0, 0x08]),
            Err(SketchError::MalformedSecret)
        );
        assert_eq!(
            Secret::from_bytes(&[20, 0, 0, 0x01]),
            Err(SketchError::MalformedSecret)
        );
        for bytes in [&[32][..], &[32, 1, 2, 3], &[32, 1, 2, 3, 4, 5]] {
            let (got, want) = (bytes.len(), 5);
            assert_eq!(
                Secret::from_bytes(bytes),
                Err(SketchError::Length {
                    what: "the secret",
                    got,
                    want
                })
            );
        }
    }

    #[test]
    fn equality_sees_every_bit_and_the_length() {
        let a = Secret::from_bytes(&[24, 1, 2, 3]).unwrap();
        for i in 0..24 {
            let mut other = a.as_bytes().to_vec();
            other[1 + i / 8] ^= 1 << (i % 8);
            assert!(Secret::from_bytes(&other).unwrap() != a);
        }
        assert!(
            Secret::from_bytes(&[23, 1, 2, 2]).unwrap()
                != Secret::from_bytes(&[24, 1, 2, 2]).unwrap()
        );
    }

    #[test]
    fn debug_prints_no_bit_of_it() {
        let text = format!("{:?}", Secret::from_bytes(&[16, 0xAB, 0xCD]).unwrap());
        assert_eq!(text, "Secret(16 bits)");
    }
}
