//! Key generation: P = F + B, with neither side able to choose it.
//!
//! ```text
//! face   → keeper   nonce
//! face   ← keeper   nonce, commitment to (B, proof of b, chain code half)
//! face   → keeper   F, proof of f, chain code half
//! face   ← keeper   B, proof of b, chain code half, salt
//! ```
//!
//! The keeper is bound to B before it sees F, and the face side chooses F before
//! it sees B; the proofs rule out an F or B made from the other. Both sides
//! compute P and the chain code. The face side drops B at the end and must never
//! store it: B together with the sketch lets anyone test guesses of u offline.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::error::{Attack, CosignError};
use crate::extended::ExtendedKey;
use crate::key::{PublicKey, point_to_bytes};
use crate::message::{Message, body};
use crate::party::{Parties, Role};
use crate::proof::{Knowledge, Purpose};
use crate::redacted::redacted_debug;
use crate::share::{FaceShare, HelperShare};
use crate::transcript::tagged_hash;

use k256::ProjectivePoint;

const SESSION: &str = "mien/cosign/v1/keygen";
const COMMITMENT: &str = "mien/cosign/v1/keygen-commitment";
const CHAIN_CODE: &str = "mien/cosign/v1/chain-code";

/// Flight 1 of the face side: its nonce, which is the message's session id.
pub type KeygenFace1 = Message<Face1>;
/// Flight 1 of the keeper: its nonce and its commitment.
pub type KeygenKeeper1 = Message<Keeper1>;
/// Flight 2 of the face side: F, its proof, its half of the chain code.
pub type KeygenFace2 = Message<Face2>;
/// Flight 2 of the keeper: what it committed to.
pub type KeygenKeeper2 = Message<Keeper2>;

/// Body of [`KeygenFace1`].
#[derive(Serialize, Deserialize)]
pub struct Face1;
body!(Face1, KeygenFace1, 0);

/// Body of [`KeygenKeeper1`].
#[derive(Serialize, Deserialize)]
pub struct Keeper1 {
    nonce: [u8; 32],
    commitment: [u8; 32],
}
body!(Keeper1, KeygenKeeper1, 64);

/// Body of [`KeygenFace2`].
#[derive(Serialize, Deserialize)]
pub struct Face2 {
    proof: Knowledge,
    chain_half: [u8; 32],
}
body!(Face2, KeygenFace2, Knowledge::LEN + 32);

/// Body of [`KeygenKeeper2`].
#[derive(Clone, Serialize, Deserialize)]
pub struct Keeper2 {
    proof: Knowledge,
    chain_half: [u8; 32],
    salt: [u8; 32],
}
body!(Keeper2, KeygenKeeper2, Knowledge::LEN + 64);

impl Keeper2 {
    fn commitment(&self, session: &[u8; 32]) -> [u8; 32] {
        let parts: [&[u8]; 4] = [
            session,
            &self.salt,
            &self.proof.as_bytes(),
            &self.chain_half,
        ];
        tagged_hash(COMMITMENT, &parts)
    }
}

/// The face side after its first flight.
#[derive(Debug)]
pub struct FaceKeygen {
    parties: Parties,
    nonce: [u8; 32],
}

/// The face side after it showed F.
pub struct FaceKeygenProved {
    session: [u8; 32],
    commitment: [u8; 32],
    face: ProjectivePoint,
    chain_half: [u8; 32],
}

/// The keeper after it drew b and committed to B.
pub struct KeeperKeygen {
    session: [u8; 32],
    share: HelperShare,
    opening: Keeper2,
}

impl FaceKeygen {
    /// Begins an enrolment. The face share is not needed yet.
    pub fn start(parties: &Parties, rng: &mut impl CryptoRng) -> (Self, KeygenFace1) {
        let nonce = random32(rng);
        (
            Self {
                parties: *parties,
                nonce,
            },
            Message::new(nonce, Face1),
        )
    }

    /// Shows F and proves it, now that the keeper is bound to B.
    ///
    /// # Errors
    /// [`CosignError::OtherSession`] for a flight that answers another nonce.
    pub fn prove(
        self,
        share: &FaceShare,
        flight: KeygenKeeper1,
        rng: &mut impl CryptoRng,
    ) -> Result<(FaceKeygenProved, KeygenFace2), CosignError> {
        let session = session_id(&self.parties, &self.nonce, &flight.peek().nonce);
        let Keeper1 { commitment, .. } = flight.body_of(&session)?;
        let chain_half = random32(rng);
        let proof = Knowledge::prove(share.scalar(), Role::Face, Purpose::Keygen, &session, rng);
        let state = FaceKeygenProved {
            session,
            commitment,
            face: share.point(),
            chain_half,
        };
        Ok((state, Message::new(session, Face2 { proof, chain_half })))
    }
}

impl FaceKeygenProved {
    /// Checks what the keeper opened, and computes the joint key. B is dropped
    /// here.
    ///
    /// # Errors
    /// [`CosignError::Attack`] if the opening is not what was committed to, its
    /// proof does not hold, or B was made from F;
    /// [`CosignError::InvalidPublicKey`] if P is trivial;
    /// [`CosignError::OtherSession`].
    pub fn finish(self, flight: KeygenKeeper2) -> Result<ExtendedKey, CosignError> {
        let opening = flight.body_of(&self.session)?;
        if !bool::from(opening.commitment(&self.session).ct_eq(&self.commitment)) {
            return Err(CosignError::Attack(Attack::Commitment));
        }
        let keeper = opening
            .proof
            .verify(Role::Keeper, Purpose::Keygen, &self.session)?;
        joint_key(
            &self.session,
            &self.face,
            &keeper,
            &self.chain_half,
            &opening.chain_half,
        )
    }
}

impl KeeperKeygen {
    /// Draws b and commits to B, to the proof of b and to the keeper's half of
    /// the chain code.
    pub fn start(
        parties: &Parties,
        flight: KeygenFace1,
        rng: &mut impl CryptoRng,
    ) -> (Self, KeygenKeeper1) {
        let nonce = random32(rng);
        let (face_nonce, Face1) = flight.into_parts();
        let session = session_id(parties, &face_nonce, &nonce);
        let share = HelperShare::random(rng);
        let proof = Knowledge::prove(share.scalar(), Role::Keeper, Purpose::Keygen, &session, rng);
        let opening = Keeper2 {
            proof,
            chain_half: random32(rng),
            salt: random32(rng),
        };
        let commitment = opening.commitment(&session);
        let reply = Message::new(session, Keeper1 { nonce, commitment });
        let state = Self {
            session,
            share,
            opening,
        };
        (state, reply)
    }

    /// Checks the face side's proof and computes the joint key. The flight goes
    /// out after the share is stored, or an address could be shown whose key is
    /// lost.
    ///
    /// # Errors
    /// [`CosignError::Attack`] if the proof does not hold or F was made from B;
    /// [`CosignError::InvalidPublicKey`] if P is trivial;
    /// [`CosignError::OtherSession`].
    pub fn finish(
        self,
        flight: KeygenFace2,
    ) -> Result<(HelperShare, ExtendedKey, KeygenKeeper2), CosignError> {
        let Face2 { proof, chain_half } = flight.body_of(&self.session)?;
        let face = proof.verify(Role::Face, Purpose::Keygen, &self.session)?;
        let own = self.share.point();
        let key = joint_key(
            &self.session,
            &face,
            &own,
            &chain_half,
            &self.opening.chain_half,
        )?;
        Ok((self.share, key, Message::new(self.session, self.opening)))
    }
}

redacted_debug!(FaceKeygenProved, KeeperKeygen);

/// P = F + B and the chain code, from what both sides hold at the end.
fn joint_key(
    session: &[u8; 32],
    face: &ProjectivePoint,
    keeper: &ProjectivePoint,
    face_half: &[u8; 32],
    keeper_half: &[u8; 32],
) -> Result<ExtendedKey, CosignError> {
    if *face == *keeper || *face == -*keeper {
        return Err(CosignError::Attack(Attack::RelatedShare));
    }
    let sum = *face + *keeper;
    let key = PublicKey::from_point(&sum)?;
    let parts: [&[u8]; 4] = [session, face_half, keeper_half, &point_to_bytes(&sum)];
    Ok(ExtendedKey::new(key, tagged_hash(CHAIN_CODE, &parts)))
}

fn session_id(parties: &Parties, face_nonce: &[u8; 32], keeper_nonce: &[u8; 32]) -> [u8; 32] {
    let (face, keeper) = (parties.face.as_bytes(), parties.keeper.as_bytes());
    tagged_hash(SESSION, &[face, keeper, face_nonce, keeper_nonce])
}

fn random32(rng: &mut impl CryptoRng) -> [u8; 32] {
    let mut bytes = [0; 32];
    rng.fill_bytes(&mut bytes);
    bytes
}

#[cfg(test)]
pub(crate) mod tests;
