//! One signature: protocol 3.6 of DKLs23 with two parties, phase by phase.

use std::collections::BTreeMap;

use dkls23::protocols::derivation::DerivData;
use dkls23::protocols::signing::{
    Broadcast3to4, KeepPhase1to2, KeepPhase2to3, SignData, TransmitPhase1to2, TransmitPhase2to3,
    UniqueKeep1to2, UniqueKeep2to3,
};
use dkls23::protocols::{Parameters, Party, PartyIndex};
use k256::elliptic_curve::PrimeField;
use k256::{AffinePoint, Scalar};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Curve, Material, index, judge};
use crate::error::{Attack, CosignError};
use crate::message::Kind;
use crate::party::Role;

/// Phase 1: commitment to the instance point, and the transfer extension.
#[derive(Serialize, Deserialize)]
pub(crate) struct Phase1(TransmitPhase1to2);

/// Phase 2: the multiplication, the opening, and the public share that the
/// other side checks against P.
#[derive(Serialize, Deserialize)]
pub(crate) struct Phase2(TransmitPhase2to3<Curve>);

/// Phase 3: u and w, from which s = (w₁ + w₂) / (u₁ + u₂).
#[derive(Serialize, Deserialize)]
pub(crate) struct Phase3(Broadcast3to4<Curve>);

impl Phase1 {
    /// Encoded length, in bytes.
    pub(crate) const LEN: usize = 26_753;
}
impl Phase2 {
    /// Encoded length, in bytes.
    pub(crate) const LEN: usize = 55_387;
}
impl Phase3 {
    /// Encoded length, in bytes.
    pub(crate) const LEN: usize = 66;
}

/// What is signed, with what.
pub(crate) struct Job<'a> {
    pub(crate) role: Role,
    pub(crate) session: &'a [u8; 32],
    pub(crate) sign_id: &'a [u8; 32],
    pub(crate) public_key: AffinePoint,
    /// f or b + tweak: the share as it adds up to the private key.
    pub(crate) share: &'a Scalar,
    pub(crate) message_hash: &'a [u8; 32],
}

/// After phase 1.
pub(crate) struct Nonces {
    role: Role,
    party: Party<Curve>,
    data: SignData,
    unique: UniqueKeep1to2<Curve>,
    kept: BTreeMap<PartyIndex, KeepPhase1to2<Curve>>,
}

/// After phase 2.
pub(crate) struct Reveal {
    role: Role,
    party: Party<Curve>,
    data: SignData,
    unique: UniqueKeep2to3<Curve>,
    kept: BTreeMap<PartyIndex, KeepPhase2to3<Curve>>,
}

/// After phase 3: r is known.
pub(crate) struct Combine {
    party: Party<Curve>,
    data: SignData,
    r: String,
    own: Phase3,
}

/// r, s and recovery id, as the signing crate gives them; not trusted yet.
pub(crate) type Parts = ([u8; 32], [u8; 32], u8);

impl Nonces {
    pub(crate) fn start(material: &Material, job: &Job<'_>) -> Result<(Self, Phase1), CosignError> {
        let (us, them) = (index(job.role)?, index(job.role.other())?);
        let party = party(material, job, us, them)?;
        let data = SignData {
            sign_id: job.sign_id.to_vec(),
            counterparties: vec![them],
            message_hash: *job.message_hash,
        };
        let (unique, kept, transmit) = party
            .sign_phase1(&data)
            .map_err(|_| CosignError::Internal("phase 1"))?;
        let message = only(transmit).ok_or(CosignError::Internal("phase 1"))?;
        Ok((
            Self {
                role: job.role,
                party,
                data,
                unique,
                kept,
            },
            Phase1(message),
        ))
    }

    /// Phase 2. The output says something about our share: the keeper holds it
    /// back until [`Reveal::check`] has passed.
    pub(crate) fn answer(
        self,
        Phase1(theirs): Phase1,
        kind: Kind,
    ) -> Result<(Reveal, Phase2), CosignError> {
        let Self {
            role,
            party,
            data,
            unique,
            kept,
        } = self;
        let (unique, kept, transmit) = party
            .sign_phase2(&data, unique, kept, &[theirs])
            .map_err(|abort| judge(&abort, kind, role))?;
        let message = only(transmit).ok_or(CosignError::Internal("phase 2"))?;
        Ok((
            Reveal {
                role,
                party,
                data,
                unique,
                kept,
            },
            Phase2(message),
        ))
    }
}

impl Reveal {
    /// Phase 3: every check on the other side's share and multiplication.
    pub(crate) fn check(
        self,
        Phase2(theirs): Phase2,
        kind: Kind,
    ) -> Result<(Combine, Phase3), CosignError> {
        let Self {
            role,
            party,
            data,
            unique,
            kept,
        } = self;
        let (r, own) = party
            .sign_phase3(&data, unique, kept, &[theirs])
            .map_err(|abort| judge(&abort, kind, role))?;
        let copy = Broadcast3to4 { u: own.u, w: own.w };
        Ok((
            Combine {
                party,
                data,
                r,
                own: Phase3(own),
            },
            Phase3(copy),
        ))
    }
}

impl Combine {
    /// Phase 4: adds both sides' halves up.
    pub(crate) fn finish(self, Phase3(theirs): Phase3) -> Result<Parts, CosignError> {
        let refused = || CosignError::Attack(Attack::Signature);
        let Self {
            party,
            data,
            r,
            own: Phase3(own),
        } = self;
        let (s, recovery_id) = party
            .sign_phase4(&data, &r, &[own, theirs], true)
            .map_err(|_| refused())?;
        Ok((
            from_hex(&r).ok_or_else(refused)?,
            from_hex(&s).ok_or_else(refused)?,
            recovery_id,
        ))
    }
}

/// The party as the signing crate wants it. An additive share x enters as the
/// value of a polynomial of degree 1 at the party's index; the Lagrange
/// coefficients at 0 are 2 for party 1 and −1 for party 2.
fn party(
    material: &Material,
    job: &Job<'_>,
    us: PartyIndex,
    them: PartyIndex,
) -> Result<Party<Curve>, CosignError> {
    let poly_point = Zeroizing::new(match job.role {
        Role::Face => *job.share * Scalar::TWO_INV,
        Role::Keeper => -*job.share,
    });
    if *poly_point == Scalar::ZERO || *poly_point == Scalar::ONE {
        return Err(CosignError::InvalidShare);
    }
    Ok(Party {
        parameters: Parameters::new(2, 2).map_err(|_| CosignError::Internal("parameters"))?,
        party_index: us,
        session_id: job.session.to_vec(),
        poly_point: *poly_point,
        pk: job.public_key,
        zero_share: material.zero_share.clone(),
        mul_senders: BTreeMap::from([(them, material.sender.clone())]),
        mul_receivers: BTreeMap::from([(them, material.receiver.clone())]),
        // Only its chain code is read when signing. The share is not repeated.
        derivation_data: DerivData {
            depth: 0,
            child_number: 0,
            parent_fingerprint: [0; 4],
            poly_point: Scalar::ZERO,
            pk: job.public_key,
            chain_code: [0; 32],
        },
        address: String::new(),
    })
}

fn only<T>(items: Vec<T>) -> Option<T> {
    let mut items = items.into_iter();
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

/// 32 bytes from 64 hexadecimal digits.
fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let pair = core::str::from_utf8(pair).ok()?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::{HASH, rng, shared_set_up};
    use k256::ProjectivePoint;

    impl Phase2 {
        /// What an attacker would do with a phase 2 that was sent too early:
        /// `guess`·G + (its own ζ·G) + (this public share) = P?
        pub(crate) fn confirms(
            &self,
            own: &Self,
            used: &Scalar,
            guess: &Scalar,
            key: &ProjectivePoint,
        ) -> bool {
            let zeta =
                ProjectivePoint::from(own.0.public_share) - ProjectivePoint::GENERATOR * used;
            ProjectivePoint::GENERATOR * guess + zeta + self.0.public_share == *key
        }
    }

    impl Phase3 {
        pub(crate) fn arbitrary() -> Self {
            Self(Broadcast3to4 {
                u: Scalar::from(5u32),
                w: Scalar::from(6u32),
            })
        }
    }

    #[test]
    fn shares_that_enter_as_zero_or_one_are_refused() {
        let (face, _) = shared_set_up();
        let start = |role, share: Scalar| {
            let job = Job {
                role,
                session: &[0; 32],
                sign_id: &[0; 32],
                public_key: AffinePoint::GENERATOR,
                share: &share,
                message_hash: &HASH,
            };
            Nonces::start(&face.0.material, &job).map(drop)
        };
        let invalid = Err(CosignError::InvalidShare);
        assert_eq!(start(Role::Face, Scalar::ZERO), invalid);
        assert_eq!(start(Role::Face, Scalar::from(2u32)), invalid);
        assert_eq!(start(Role::Keeper, Scalar::ZERO), invalid);
        assert_eq!(start(Role::Keeper, -Scalar::ONE), invalid);
        let ordinary = crate::share::random_scalar(&mut rng());
        assert_eq!(start(Role::Face, ordinary), Ok(()));
        assert_eq!(start(Role::Keeper, ordinary), Ok(()));
    }

    #[test]
    fn only_64_hexadecimal_digits_are_a_number() {
        let digits = "00ff".repeat(16);
        assert_eq!(from_hex(&digits).unwrap()[..4], [0, 0xff, 0, 0xff]);
        assert_eq!(from_hex(&digits[2..]), None);
        assert_eq!(from_hex(&format!("{digits}00")), None);
        assert_eq!(from_hex(&digits.replace('f', "g")), None);
    }
}
