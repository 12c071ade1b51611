//! The parameters of a sketch, checked once and for all.

use crate::SketchError;
use crate::crc::Crc;

/// Smallest *K*.
pub(crate) const MIN_SECRET_BITS: u8 = 16;
/// List sizes allowed.
pub(crate) const LIST_SIZES: [u8; 7] = [1, 2, 4, 8, 16, 32, 64];
/// Smallest design angle, in hundredths of a degree.
pub(crate) const MIN_ANGLE_CENTIDEG: u16 = 2000;
/// Largest design angle, in hundredths of a degree.
pub(crate) const MAX_ANGLE_CENTIDEG: u16 = 8000;

/// Parameters (*N*, *K*, *r*, list, design angle) of a sketch
/// (`spec/sketch.md` §2). A value of this type is always valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Params {
    n: u16,
    k: u8,
    r: u8,
    list: u8,
    design_angle_centideg: u16,
}

impl Params {
    /// Number of bytes of the encoding.
    pub const LEN: usize = 7;

    /// Bytes of the offset at the smallest *N*.
    pub(crate) const MIN_OFFSET_LEN: usize = 16;

    /// Checks and joins the parameters.
    ///
    /// * `n`: code length *N*, the number of sign bits: 128, 256 or 512.
    /// * `k`: bits *K* of the secret, from 16, with *K* + *r* ≤ *N*/2.
    /// * `r`: checksum bits: 4, 6, 8, 11 or 16.
    /// * `list`: paths that the decoder keeps, a power of two from 1 to 64.
    /// * `design_angle_centideg`: the angle between template and probe for
    ///   which the soft decisions are weighted, 2000 to 8000 hundredths of a
    ///   degree. It shapes the decision, it is not a limit.
    ///
    /// # Errors
    /// One of [`SketchError::CodeLength`], [`SketchError::ChecksumBits`],
    /// [`SketchError::SecretBits`], [`SketchError::ListSize`],
    /// [`SketchError::DesignAngle`], for the first parameter out of range.
    pub fn new(
        n: u16,
        k: u8,
        r: u8,
        list: u8,
        design_angle_centideg: u16,
    ) -> Result<Self, SketchError> {
        if !matches!(n, 128 | 256 | 512) {
            return Err(SketchError::CodeLength { n });
        }
        if Crc::new(r).is_none() {
            return Err(SketchError::ChecksumBits { r });
        }
        let max = (n / 2 - u16::from(r)).min(u16::from(u8::MAX));
        if k < MIN_SECRET_BITS || u16::from(k) > max {
            return Err(SketchError::SecretBits { k, max });
        }
        if !LIST_SIZES.contains(&list) {
            return Err(SketchError::ListSize { list });
        }
        if !(MIN_ANGLE_CENTIDEG..=MAX_ANGLE_CENTIDEG).contains(&design_angle_centideg) {
            return Err(SketchError::DesignAngle {
                centideg: design_angle_centideg,
            });
        }
        Ok(Self {
            n,
            k,
            r,
            list,
            design_angle_centideg,
        })
    }

    /// Code length *N* in bits, also the largest dimension of a template.
    #[must_use]
    pub fn n(&self) -> u16 {
        self.n
    }

    /// Bits *K* of the secret.
    #[must_use]
    pub fn k(&self) -> u8 {
        self.k
    }

    /// Checksum bits *r*.
    #[must_use]
    pub fn r(&self) -> u8 {
        self.r
    }

    /// Paths that the list decoder keeps, and so the largest number of
    /// candidates.
    #[must_use]
    pub fn list(&self) -> u8 {
        self.list
    }

    /// Design angle in hundredths of a degree.
    #[must_use]
    pub fn design_angle_centideg(&self) -> u16 {
        self.design_angle_centideg
    }

    /// Number of bytes of the offset, *N*/8.
    #[must_use]
    pub fn offset_len(&self) -> usize {
        self.len() / 8
    }

    /// The encoding of `spec/sketch.md` §2.2: *N* (2 bytes, big-endian), *K*,
    /// *r*, list, design angle (2 bytes, big-endian).
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::LEN] {
        let [n0, n1] = self.n.to_be_bytes();
        let [a0, a1] = self.design_angle_centideg.to_be_bytes();
        [n0, n1, self.k, self.r, self.list, a0, a1]
    }

    /// Reads what [`Params::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`SketchError::Length`] unless there are exactly [`Params::LEN`] bytes,
    /// otherwise as [`Params::new`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SketchError> {
        let &[n0, n1, k, r, list, a0, a1] = bytes else {
            return Err(SketchError::Length {
                what: "the parameter block",
                got: bytes.len(),
                want: Self::LEN,
            });
        };
        Self::new(
            u16::from_be_bytes([n0, n1]),
            k,
            r,
            list,
            u16::from_be_bytes([a0, a1]),
        )
    }

    /// *N* as a `usize`.
    pub(crate) fn len(&self) -> usize {
        usize::from(self.n)
    }

    /// κ = cot of the design angle.
    pub(crate) fn kappa(&self) -> f64 {
        let radians = (f64::from(self.design_angle_centideg) / 100.0).to_radians();
        radians.tan().recip()
    }

    /// The checksum of *r* bits.
    pub(crate) fn crc(&self) -> Crc {
        // `new` admits no r without a polynomial.
        Crc::new(self.r).unwrap_or(Crc::FALLBACK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_the_corners() {
        for (n, k, r) in [
            (128, 16, 4),
            (128, 60, 4),
            (128, 48, 16),
            (256, 120, 8),
            (512, 245, 11),
        ] {
            for list in LIST_SIZES {
                for angle in [2000, 8000] {
                    let p = Params::new(n, k, r, list, angle).unwrap();
                    assert_eq!(Params::from_bytes(&p.to_bytes()), Ok(p));
                }
            }
        }
    }

    #[test]
    fn refuses_each_field() {
        let err = |n, k, r, l, a| Params::new(n, k, r, l, a).unwrap_err();
        for n in [0, 64, 127, 129, 384, 1024, u16::MAX] {
            assert_eq!(err(n, 32, 8, 32, 4000), SketchError::CodeLength { n });
        }
        for r in [0, 1, 3, 5, 7, 12, 24, 255] {
            assert_eq!(err(128, 32, r, 32, 4000), SketchError::ChecksumBits { r });
        }
        for k in [0, 15, 57, 255] {
            assert_eq!(
                err(128, k, 8, 32, 4000),
                SketchError::SecretBits { k, max: 56 }
            );
        }
        assert_eq!(
            err(512, 253, 4, 32, 4000),
            SketchError::SecretBits { k: 253, max: 252 }
        );
        for list in [0, 3, 5, 63, 65, 128] {
            assert_eq!(err(128, 32, 8, list, 4000), SketchError::ListSize { list });
        }
        for centideg in [0, 1999, 8001, 9000] {
            assert_eq!(
                err(128, 32, 8, 32, centideg),
                SketchError::DesignAngle { centideg }
            );
        }
    }

    #[test]
    fn bytes_are_big_endian_in_the_order_stated() {
        let p = Params::new(256, 48, 11, 16, 4567).unwrap();
        assert_eq!(p.to_bytes(), [1, 0, 48, 11, 16, 0x11, 0xD7]);
        for len in 0..16 {
            if len != Params::LEN {
                assert!(matches!(
                    Params::from_bytes(&vec![1; len]),
                    Err(SketchError::Length { got, want: 7, .. }) if got == len
                ));
            }
        }
    }

    #[test]
    fn kappa_is_the_cotangent() {
        let at = |a| Params::new(128, 32, 8, 32, a).unwrap().kappa();
        assert!((at(4500) - 1.0).abs() < 1e-12);
        assert!((at(6000) - 1.0 / 3f64.sqrt()).abs() < 1e-12);
    }
}
