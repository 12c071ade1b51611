//! The two additive shares of the private key.
//!
//! f and b are scalars modulo n, the order of secp256k1, and the private key
//! would be f + b. Nothing in this crate adds them.

pub mod hazmat;

use k256::elliptic_curve::PrimeField;
use k256::{FieldBytes, ProjectivePoint, Scalar};
use rand_core::CryptoRng;
use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::error::CosignError;
use crate::redacted::redacted_debug;
use crate::transcript::wide_reduce;

/// The face side's share f, or the paper phrase's w, which stands in its place.
///
/// Prints nothing, is never serialised by itself, zeroised when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct FaceShare(Scalar);

/// The keeper's share b, or b_w, the one that goes with the paper phrase.
///
/// Prints nothing, is never serialised by itself, zeroised when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct HelperShare(Scalar);

impl FaceShare {
    /// Reads 32 bytes, big-endian.
    ///
    /// # Errors
    /// [`CosignError::InvalidShare`] for values of n and above, for 0 and 1,
    /// and for 2: it enters the signing protocol as f/2 = 1, which that
    /// protocol's own key generation rejects.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, CosignError> {
        Self::from_scalar(parse(bytes)?)
    }

    /// Reads 64 bytes, big-endian, reduced modulo n. Uniform bytes give a
    /// uniform share (bias below 2^−256).
    ///
    /// # Errors
    /// [`CosignError::InvalidShare`] if the remainder is 0, 1 or 2.
    pub fn from_wide(bytes: &[u8; 64]) -> Result<Self, CosignError> {
        Self::from_scalar(wide_reduce(bytes))
    }

    /// Draws one uniformly, for a paper phrase.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        loop {
            if let Ok(share) = Self::from_scalar(random_scalar(rng)) {
                return share;
            }
        }
    }

    /// 32 bytes, big-endian.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes().into())
    }

    pub(crate) fn from_scalar(scalar: Scalar) -> Result<Self, CosignError> {
        let trivial = [Scalar::ZERO, Scalar::ONE, Scalar::ONE + Scalar::ONE];
        guard(&scalar, &trivial)?;
        Ok(Self(scalar))
    }

    pub(crate) fn scalar(&self) -> &Scalar {
        &self.0
    }

    /// F = f·G
    pub(crate) fn point(&self) -> ProjectivePoint {
        ProjectivePoint::GENERATOR * self.0
    }
}

impl HelperShare {
    /// Reads 32 bytes, big-endian.
    ///
    /// # Errors
    /// [`CosignError::InvalidShare`] for values of n and above, for 0 and 1,
    /// and for n − 1: it enters the signing protocol as −b = 1, which that
    /// protocol's own key generation rejects.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, CosignError> {
        Self::from_scalar(parse(bytes)?)
    }

    /// Draws one uniformly.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        loop {
            if let Ok(share) = Self::from_scalar(random_scalar(rng)) {
                return share;
            }
        }
    }

    /// 32 bytes, big-endian.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes().into())
    }

    pub(crate) fn from_scalar(scalar: Scalar) -> Result<Self, CosignError> {
        guard(&scalar, &[Scalar::ZERO, Scalar::ONE, -Scalar::ONE])?;
        Ok(Self(scalar))
    }

    pub(crate) fn scalar(&self) -> &Scalar {
        &self.0
    }

    /// B = b·G
    pub(crate) fn point(&self) -> ProjectivePoint {
        ProjectivePoint::GENERATOR * self.0
    }
}

redacted_debug!(FaceShare, HelperShare);

/// A scalar below n, big-endian.
pub(crate) fn parse(bytes: &[u8; 32]) -> Result<Scalar, CosignError> {
    let repr = Zeroizing::new(FieldBytes::from(*bytes));
    Scalar::from_repr(*repr)
        .into_option()
        .ok_or(CosignError::InvalidShare)
}

/// Uniform modulo n, zero included.
pub(crate) fn random_scalar(rng: &mut impl CryptoRng) -> Scalar {
    let mut wide = Zeroizing::new([0; 64]);
    rng.fill_bytes(wide.as_mut_slice());
    wide_reduce(&wide)
}

fn guard(scalar: &Scalar, trivial: &[Scalar]) -> Result<(), CosignError> {
    let hit = trivial
        .iter()
        .fold(Choice::from(0), |hit, t| hit | scalar.ct_eq(t));
    if bool::from(hit) {
        Err(CosignError::InvalidShare)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::rng;

    const N: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xfe, 0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36,
        0x41, 0x41,
    ];

    fn small(value: u8) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes[31] = value;
        bytes
    }

    fn near_n(below: u8) -> [u8; 32] {
        let mut bytes = N;
        bytes[31] -= below;
        bytes
    }

    #[test]
    fn values_that_key_generation_would_reject_are_no_shares() {
        let face = |b: [u8; 32]| FaceShare::from_bytes(&b).is_ok();
        assert_eq!(
            [0, 1, 2, 3].map(|v| face(small(v))),
            [false, false, false, true]
        );
        assert!(face(near_n(1)) && !face(N) && !face([0xff; 32]));
        let helper = |b: [u8; 32]| HelperShare::from_bytes(&b).is_ok();
        assert_eq!([0, 1, 2].map(|v| helper(small(v))), [false, false, true]);
        assert_eq!([0, 1, 2].map(|v| helper(near_n(v))), [false, false, true]);
        assert!(!helper([0xff; 32]));
    }

    #[test]
    fn wide_bytes_reduce_and_trivial_remainders_are_refused() {
        let mut wide = [0; 64];
        wide[63] = 3;
        assert_eq!(*FaceShare::from_wide(&wide).unwrap().to_bytes(), small(3));
        for trivial in 0..3 {
            wide[32..].copy_from_slice(&N);
            wide[63] += trivial;
            assert_eq!(
                FaceShare::from_wide(&wide).unwrap_err(),
                CosignError::InvalidShare
            );
        }
        wide[63] += 1;
        assert_eq!(*FaceShare::from_wide(&wide).unwrap().to_bytes(), small(3));
    }

    #[test]
    fn bytes_survive_the_round_trip_and_nothing_is_printed() {
        let share = FaceShare::random(&mut rng());
        let back = FaceShare::from_bytes(&share.to_bytes()).unwrap();
        assert_eq!(back.to_bytes(), share.to_bytes());
        assert_eq!(format!("{share:?}"), "FaceShare(..)");
        let share = HelperShare::random(&mut rng());
        let back = HelperShare::from_bytes(&share.to_bytes()).unwrap();
        assert_eq!(back.to_bytes(), share.to_bytes());
        assert_eq!(format!("{share:?}"), "HelperShare(..)");
    }
}
