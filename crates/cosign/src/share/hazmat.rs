//! Arithmetic on shares: needed for renewal, PIN change and the paper phrase,
//! and able to destroy a key when used for anything else.
//!
//! Every item says what its caller must have made sure of. What is *not* here,
//! on purpose, is any sum of a face share and a helper share.

use k256::Scalar;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{FaceShare, HelperShare, parse};
use crate::error::CosignError;
use crate::key::PublicKey;
use crate::proof::{ProofContext, PublicShare, ShareProof};
use crate::redacted::redacted_debug;

/// The difference of two face shares: f − f′, f − w or w − f′.
///
/// It may be sent to the keeper and to no one else. Alone it says nothing of
/// either share; together with one of them it is the other, so the keeper adds
/// it and forgets it. Prints nothing, zeroised when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct ShareDelta(Scalar);

impl ShareDelta {
    /// Reads 32 bytes, big-endian, below n. Zero is allowed: an unchanged share.
    ///
    /// # Errors
    /// [`CosignError::InvalidShare`] for values of n and above.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, CosignError> {
        parse(bytes).map(Self)
    }

    /// 32 bytes, big-endian.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes().into())
    }
}

redacted_debug!(ShareDelta);

impl Serialize for ShareDelta {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_bytes().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ShareDelta {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = Zeroizing::new(<[u8; 32]>::deserialize(deserializer)?);
        Self::from_bytes(&bytes).map_err(D::Error::custom)
    }
}

impl FaceShare {
    /// `self` − `other`.
    ///
    /// Contract: both shares are this person's, `self` is the one that the
    /// keeper's present share completes (a two-party signature has just shown
    /// it), and `other` is uniformly random to whoever may see the difference.
    #[must_use]
    pub fn difference(&self, other: &Self) -> ShareDelta {
        ShareDelta(self.0 - other.0)
    }
}

impl HelperShare {
    /// b + `delta`, unchecked.
    ///
    /// Contract: the result replaces b only after F′ + b′·G = P was checked
    /// with a proof of knowledge of f′ ([`HelperShare::renewed`] does both) and
    /// after a two-party signature. Otherwise the key is gone.
    ///
    /// # Errors
    /// [`CosignError::InvalidShare`] if the sum is no share.
    pub fn shifted(&self, delta: &ShareDelta) -> Result<Self, CosignError> {
        Self::from_scalar(self.0 + delta.0)
    }

    /// The share that completes the face share behind `proof`: checks the proof
    /// in `context`, adds `delta`, and checks F′ + b′·G = P for the P of the
    /// context. Nothing is changed when it fails.
    ///
    /// # Errors
    /// [`CosignError::Attack`] for a proof that does not hold in this context,
    /// [`CosignError::OtherSession`] for one made for another, and
    /// [`CosignError::WrongShare`] if the new shares do not make P.
    pub fn renewed(
        &self,
        delta: &ShareDelta,
        proof: ShareProof,
        context: &ProofContext,
    ) -> Result<Self, CosignError> {
        let face = context.verify(proof)?;
        let share = self.shifted(delta)?;
        share.completes(&face, context.public_key())?;
        Ok(share)
    }

    /// Whether F + b·G = P.
    ///
    /// Contract: F was proved ([`ProofContext::verify`]). Without the proof a
    /// client can name F = P − b·G for any b it has seen the point of.
    ///
    /// # Errors
    /// [`CosignError::WrongShare`] if not.
    pub fn completes(&self, face: &PublicShare, key: &PublicKey) -> Result<(), CosignError> {
        if *face.point() + self.point() == key.point() {
            Ok(())
        } else {
            Err(CosignError::WrongShare)
        }
    }

    /// b + `tweak`: the share of a child key, used for one signature.
    ///
    /// Contract: the keeper derived the tweak itself from the extended key and
    /// an index. A tweak that a client may choose is a related-key attack.
    pub(crate) fn tweaked(&self, tweak: &Scalar) -> Result<Self, CosignError> {
        Self::from_scalar(self.0 + tweak)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::rng;

    #[test]
    fn a_shifted_helper_share_completes_the_new_face_share() {
        let mut rng = rng();
        let (f, g) = (FaceShare::random(&mut rng), FaceShare::random(&mut rng));
        let b = HelperShare::random(&mut rng);
        let key = PublicKey::from_point(&(f.point() + b.point())).unwrap();
        let shifted = b.shifted(&f.difference(&g)).unwrap();
        assert_eq!(shifted.completes(&PublicShare::of(&g), &key), Ok(()));
        assert_eq!(b.completes(&PublicShare::of(&f), &key), Ok(()));
        // The wrong way round is refused: the sign matters.
        let wrong = b.shifted(&g.difference(&f)).unwrap();
        assert_eq!(
            wrong.completes(&PublicShare::of(&g), &key),
            Err(CosignError::WrongShare)
        );
        assert_eq!(
            b.completes(&PublicShare::of(&g), &key),
            Err(CosignError::WrongShare)
        );
    }

    #[test]
    fn a_shift_to_a_trivial_share_is_refused() {
        let b = HelperShare::random(&mut rng());
        for target in [Scalar::ZERO, Scalar::ONE, -Scalar::ONE] {
            let delta = ShareDelta(target - b.0);
            assert_eq!(b.shifted(&delta).unwrap_err(), CosignError::InvalidShare);
        }
    }

    #[test]
    fn a_difference_crosses_the_wire_and_prints_nothing() {
        let mut rng = rng();
        let delta = FaceShare::random(&mut rng).difference(&FaceShare::random(&mut rng));
        let bytes = postcard::to_allocvec(&delta).unwrap();
        assert_eq!(bytes.len(), 32);
        let back: ShareDelta = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(back.to_bytes(), delta.to_bytes());
        assert!(postcard::from_bytes::<ShareDelta>(&[0xff; 32]).is_err());
        assert!(postcard::from_bytes::<ShareDelta>(&bytes[..31]).is_err());
        assert_eq!(format!("{delta:?}"), "ShareDelta(..)");
    }
}
