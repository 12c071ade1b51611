//! Proofs of knowledge of a share: Schnorr's identification protocol made
//! non-interactive over the statement and the whole context (strong
//! Fiat–Shamir; Bernhard, Pereira, Warinschi, *How not to prove yourself*,
//! Asiacrypt 2012).

use k256::{ProjectivePoint, Scalar};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::{Attack, CosignError};
use crate::key::{PublicKey, point_from_bytes, point_to_bytes};
use crate::message::{Message, body};
use crate::party::Role;
use crate::redacted::redacted_debug;
use crate::session::SessionId;
use crate::share::{FaceShare, parse};
use crate::transcript::{tagged_hash, tagged_scalar, tagged_wide_scalar};

const CHALLENGE: &str = "mien/cosign/v1/share-proof";
const NONCE: &str = "mien/cosign/v1/share-proof-nonce";
const CONTEXT: &str = "mien/cosign/v1/share-proof-context";

/// What a proof is for. A proof for one purpose holds for no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Keygen,
    Renewal,
    Phrase,
}

impl Purpose {
    fn byte(self) -> u8 {
        match self {
            Self::Keygen => 0,
            Self::Renewal => 1,
            Self::Phrase => 2,
        }
    }
}

/// F = f·G of a face share that was proved to be known.
///
/// F given away together with a sketch lets anyone test guesses of u offline:
/// like B it is used at once and never stored.
#[derive(Clone, Copy)]
pub struct PublicShare(ProjectivePoint);

impl PublicShare {
    pub(crate) fn new(point: ProjectivePoint) -> Self {
        Self(point)
    }

    pub(crate) fn point(&self) -> &ProjectivePoint {
        &self.0
    }

    #[cfg(test)]
    pub(crate) fn of(share: &FaceShare) -> Self {
        Self(share.point())
    }
}

redacted_debug!(PublicShare);

/// Where and what for a new face share is proved: the session (fresh nonces of
/// both sides), the purpose and the joint key that must stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProofContext {
    session: [u8; 32],
    purpose: Purpose,
    key: PublicKey,
}

impl ProofContext {
    /// For f′ of a renewal or PIN change.
    #[must_use]
    pub fn renewal(session: &SessionId, key: &PublicKey) -> Self {
        Self {
            session: *session.as_bytes(),
            purpose: Purpose::Renewal,
            key: *key,
        }
    }

    /// For w of a paper phrase.
    #[must_use]
    pub fn phrase(session: &SessionId, key: &PublicKey) -> Self {
        Self {
            session: *session.as_bytes(),
            purpose: Purpose::Phrase,
            key: *key,
        }
    }

    /// The joint key P.
    #[must_use]
    pub fn public_key(&self) -> &PublicKey {
        &self.key
    }

    /// Proves knowledge of `share` in this context.
    pub fn prove(&self, share: &FaceShare, rng: &mut impl CryptoRng) -> ShareProof {
        let id = self.id();
        let proof = Knowledge::prove(share.scalar(), Role::Face, self.purpose, &id, rng);
        ShareProof::new(id, ShareProofBody(proof))
    }

    /// Checks a proof and gives the public share that it is about.
    ///
    /// # Errors
    /// [`CosignError::OtherSession`] for a proof made in another context,
    /// [`CosignError::Attack`] for one that does not hold.
    pub fn verify(&self, proof: ShareProof) -> Result<PublicShare, CosignError> {
        let id = self.id();
        let ShareProofBody(proof) = proof.body_of(&id)?;
        proof
            .verify(Role::Face, self.purpose, &id)
            .map(PublicShare::new)
    }

    fn id(&self) -> [u8; 32] {
        let purpose = [self.purpose.byte()];
        tagged_hash(CONTEXT, &[&self.session, &purpose, &self.key.to_bytes()])
    }
}

/// Proof of knowledge of a face share, as it is sent.
pub type ShareProof = Message<ShareProofBody>;

/// What a [`ShareProof`] carries.
#[derive(Serialize, Deserialize)]
pub struct ShareProofBody(Knowledge);
body!(ShareProofBody, ShareProof, Knowledge::LEN);

/// (X, R, z) with z·G = R + e·X, e the challenge over everything.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Knowledge {
    point: Point,
    commitment: Point,
    response: [u8; 32],
}

impl Knowledge {
    pub(crate) const LEN: usize = 33 + 33 + 32;

    /// Proves knowledge of x with X = x·G, for one role and one context.
    pub(crate) fn prove(
        x: &Scalar,
        role: Role,
        purpose: Purpose,
        context: &[u8; 32],
        rng: &mut impl CryptoRng,
    ) -> Self {
        // The secret goes into the nonce beside fresh randomness: a random
        // source that repeats itself must not give the share away.
        let mut fresh = Zeroizing::new([0; 32]);
        rng.fill_bytes(fresh.as_mut_slice());
        let secret: Zeroizing<[u8; 32]> = Zeroizing::new(x.to_bytes().into());
        let labels = [role.index(), purpose.byte()];
        let k = Zeroizing::new(tagged_wide_scalar(
            NONCE,
            &[&labels, context, secret.as_slice(), fresh.as_slice()],
        ));
        let point = Point::new(&(ProjectivePoint::GENERATOR * x));
        let commitment = Point::new(&(ProjectivePoint::GENERATOR * *k));
        let e = challenge(role, purpose, context, &point, &commitment);
        let response = (*k + e * x).to_bytes().into();
        Self {
            point,
            commitment,
            response,
        }
    }

    /// Checks the proof for one role and one context, and gives X.
    pub(crate) fn verify(
        &self,
        role: Role,
        purpose: Purpose,
        context: &[u8; 32],
    ) -> Result<ProjectivePoint, CosignError> {
        let refused = || CosignError::Attack(Attack::Proof);
        let x = self.point.read().ok_or_else(refused)?;
        let r = self.commitment.read().ok_or_else(refused)?;
        let z = parse(&self.response).map_err(|_| refused())?;
        let e = challenge(role, purpose, context, &self.point, &self.commitment);
        if ProjectivePoint::GENERATOR * z == r + x * e {
            Ok(x)
        } else {
            Err(refused())
        }
    }

    /// The bytes that a commitment to this proof is made over.
    pub(crate) fn as_bytes(&self) -> [u8; Self::LEN] {
        let mut bytes = [0; Self::LEN];
        bytes[..33].copy_from_slice(&self.point.bytes());
        bytes[33..66].copy_from_slice(&self.commitment.bytes());
        bytes[66..].copy_from_slice(&self.response);
        bytes
    }
}

/// A compressed point as it stands in a message: 33 bytes, read when used.
#[derive(Clone, Serialize, Deserialize)]
struct Point(u8, [u8; 32]);

impl Point {
    fn new(point: &ProjectivePoint) -> Self {
        let [parity, x @ ..] = point_to_bytes(point);
        Self(parity, x)
    }

    fn bytes(&self) -> [u8; 33] {
        let mut bytes = [self.0; 33];
        bytes[1..].copy_from_slice(&self.1);
        bytes
    }

    fn read(&self) -> Option<ProjectivePoint> {
        point_from_bytes(&self.bytes())
    }
}

fn challenge(
    role: Role,
    purpose: Purpose,
    context: &[u8; 32],
    point: &Point,
    commitment: &Point,
) -> Scalar {
    let labels = [role.index(), purpose.byte()];
    tagged_scalar(
        CHALLENGE,
        &[&labels, context, &point.bytes(), &commitment.bytes()],
    )
}

#[cfg(test)]
mod tests;
