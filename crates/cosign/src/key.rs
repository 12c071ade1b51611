//! The joint public key.

use k256::elliptic_curve::sec1::{FromSec1Point, ToSec1Point};
use k256::{AffinePoint, ProjectivePoint, Sec1Point};
use sha3::{Digest, Keccak256};

use crate::error::CosignError;

/// A point of secp256k1 that may serve as a public key: not the identity, and
/// neither the generator nor its negative, whose private keys everyone knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(AffinePoint);

impl PublicKey {
    /// Length of the compressed form (SEC 1, §2.3.3), in bytes.
    pub const LEN: usize = 33;

    /// Reads the compressed form.
    ///
    /// # Errors
    /// [`CosignError::InvalidPublicKey`] for what is not a point in this form
    /// and for the three points above.
    pub fn from_bytes(bytes: &[u8; Self::LEN]) -> Result<Self, CosignError> {
        Self::from_point(&point_from_bytes(bytes).ok_or(CosignError::InvalidPublicKey)?)
    }

    pub(crate) fn from_point(point: &ProjectivePoint) -> Result<Self, CosignError> {
        let generator = ProjectivePoint::GENERATOR;
        if [ProjectivePoint::IDENTITY, generator, -generator].contains(point) {
            return Err(CosignError::InvalidPublicKey);
        }
        Ok(Self(point.to_affine()))
    }

    /// The compressed form (SEC 1, §2.3.3).
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::LEN] {
        point_to_bytes(&self.0.into())
    }

    /// The uncompressed form (SEC 1, §2.3.3): 0x04, x, y, big-endian.
    #[must_use]
    pub fn to_uncompressed(&self) -> [u8; 65] {
        let mut bytes = [0; 65];
        bytes.copy_from_slice(self.0.to_sec1_point(false).as_bytes());
        bytes
    }

    /// The Ethereum address: the last 20 bytes of Keccak-256 over x ‖ y
    /// (Yellow Paper, appendix F). No checksum, no prefix.
    #[must_use]
    pub fn ethereum_address(&self) -> [u8; 20] {
        let digest = Keccak256::digest(&self.to_uncompressed()[1..]);
        let mut address = [0; 20];
        address.copy_from_slice(&digest[12..]);
        address
    }

    pub(crate) fn point(&self) -> ProjectivePoint {
        self.0.into()
    }

    pub(crate) fn affine(&self) -> AffinePoint {
        self.0
    }
}

impl core::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PublicKey(")?;
        for byte in self.to_bytes() {
            write!(f, "{byte:02x}")?;
        }
        f.write_str(")")
    }
}

/// A point other than the identity, from its compressed form.
pub(crate) fn point_from_bytes(bytes: &[u8]) -> Option<ProjectivePoint> {
    // The curve crate also reads the tag 5, a form without a sign.
    if bytes.len() != PublicKey::LEN || !matches!(bytes.first(), Some(2 | 3)) {
        return None;
    }
    let encoded = Sec1Point::from_bytes(bytes).ok()?;
    AffinePoint::from_sec1_point(&encoded)
        .into_option()
        .map(ProjectivePoint::from)
}

/// The compressed form of a point other than the identity (which gives zeros).
pub(crate) fn point_to_bytes(point: &ProjectivePoint) -> [u8; PublicKey::LEN] {
    let mut bytes = [0; PublicKey::LEN];
    let encoded = point.to_affine().to_sec1_point(true);
    if encoded.as_bytes().len() == PublicKey::LEN {
        bytes.copy_from_slice(encoded.as_bytes());
    }
    bytes
}
