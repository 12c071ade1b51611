//! One signature over a set-up, client first.
//!
//! ```text
//! face   → keeper   phase 1
//! face   ← keeper   phase 1
//! face   → keeper   phase 2      the keeper runs all its checks on it here,
//! face   ← keeper   phases 2, 3  and only then lets its own phase 2 go
//! face   → keeper   phase 3      so that the keeper has the signature too
//! ```
//!
//! In the paper both sides send phase 2 at the same time. The keeper's holds
//! B + ζ·G, with a ζ that both know: a client with a wrong share could then test
//! guesses of f offline. In this order it learns one bit, that its share was
//! wrong, and the keeper's owner has counted the attempt before.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Attack, CosignError};
use crate::extended::ExtendedKey;
use crate::key::PublicKey;
use crate::message::{Body, Kind, Message, body};
use crate::mpc::{Combine, Job, Nonces, Parts, Phase1, Phase2, Phase3, Reveal};
use crate::party::Role;
use crate::redacted::redacted_debug;
use crate::setup::{FacePrepared, KeeperPrepared, Prepared};
use crate::share::{FaceShare, HelperShare};
use crate::signature::Signature;
use crate::transcript::tagged_hash;

const SIGN_ID: &str = "mien/cosign/v1/sign";

/// Flight 1 of the face side: phase 1.
pub type SignFace1 = Message<Face1>;
/// Flight 1 of the keeper: phase 1.
pub type SignKeeper1 = Message<Keeper1>;
/// Flight 2 of the face side: phase 2.
pub type SignFace2 = Message<Face2>;
/// Flight 2 of the keeper: phases 2 and 3.
pub type SignKeeper2 = Message<Keeper2>;
/// Flight 3 of the face side: phase 3.
pub type SignFace3 = Message<Face3>;

/// Body of [`SignFace1`].
#[derive(Serialize, Deserialize)]
pub struct Face1 {
    /// Big-endian, of fixed length.
    attempt: [u8; 4],
    phase: Phase1,
}
body!(Face1, SignFace1, 4 + Phase1::LEN);

/// Body of [`SignKeeper1`].
#[derive(Serialize, Deserialize)]
pub struct Keeper1(Phase1);
body!(Keeper1, SignKeeper1, Phase1::LEN);

/// Body of [`SignFace2`].
#[derive(Serialize, Deserialize)]
pub struct Face2(Phase2);
body!(Face2, SignFace2, Phase2::LEN);

/// Body of [`SignKeeper2`].
#[derive(Serialize, Deserialize)]
pub struct Keeper2(Phase2, Phase3);
body!(Keeper2, SignKeeper2, Phase2::LEN + Phase3::LEN);

/// Body of [`SignFace3`].
#[derive(Serialize, Deserialize)]
pub struct Face3(Phase3);
body!(Face3, SignFace3, Phase3::LEN);

impl SignFace1 {
    /// Which attempt over this set-up the client says it is, so that the keeper
    /// can build the same [`SignContext`]. A repeated number is refused later.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        u32::from_be_bytes(self.peek().attempt)
    }
}

/// What is signed with which key. Each side builds its own, from what it knows
/// itself: two that differ in anything give [`CosignError::OtherSession`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignContext {
    public_key: PublicKey,
    /// The account and its tweak; none for the master key.
    account: Option<(u32, k256::Scalar)>,
    message_hash: [u8; 32],
    attempt: u32,
}

impl SignContext {
    /// A signature by the account m/0/`index`. The tweak is derived here, from
    /// the index: nothing that the other side sends can choose it.
    ///
    /// `message_hash` is what ECDSA signs, not hashed again; `attempt` counts up
    /// within one set-up.
    ///
    /// # Errors
    /// [`CosignError::InvalidIndex`].
    pub fn account(
        key: &ExtendedKey,
        index: u32,
        message_hash: [u8; 32],
        attempt: u32,
    ) -> Result<Self, CosignError> {
        let child = key.child(index)?;
        let account = Some((index, *child.tweak_scalar()));
        Ok(Self {
            public_key: *child.public_key(),
            account,
            message_hash,
            attempt,
        })
    }

    /// A signature by the joint key P itself: for drills.
    #[must_use]
    pub fn master(key: &ExtendedKey, message_hash: [u8; 32], attempt: u32) -> Self {
        Self {
            public_key: *key.public_key(),
            account: None,
            message_hash,
            attempt,
        }
    }

    /// The key that the signature will verify under.
    #[must_use]
    pub const fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// The account, or nothing for the master key.
    #[must_use]
    pub fn account_index(&self) -> Option<u32> {
        self.account.map(|(index, _)| index)
    }

    /// What is signed.
    #[must_use]
    pub const fn message_hash(&self) -> &[u8; 32] {
        &self.message_hash
    }

    fn sign_id(&self, session: &[u8; 32]) -> [u8; 32] {
        let mut account = [0; 5];
        let account = match self.account {
            None => &account[..1],
            Some((index, _)) => {
                account[0] = 1;
                account[1..].copy_from_slice(&index.to_be_bytes());
                &account[..]
            }
        };
        let attempt = self.attempt.to_be_bytes();
        let key = self.public_key.to_bytes();
        tagged_hash(
            SIGN_ID,
            &[session, &key, account, &self.message_hash, &attempt],
        )
    }

    fn keeper_share(&self, share: &HelperShare) -> Result<HelperShare, CosignError> {
        match &self.account {
            None => Ok(share.clone()),
            Some((_, tweak)) => share.tweaked(tweak),
        }
    }
}

/// What every state of an attempt knows.
struct Attempt {
    prepared: Arc<Prepared>,
    context: SignContext,
    sign_id: [u8; 32],
}

impl Attempt {
    fn claim(prepared: &Arc<Prepared>, context: &SignContext) -> Result<Self, CosignError> {
        let sign_id = context.sign_id(&prepared.session);
        prepared.claim(sign_id)?;
        Ok(Self {
            prepared: Arc::clone(prepared),
            context: context.clone(),
            sign_id,
        })
    }

    fn nonces(&self, role: Role, share: &k256::Scalar) -> Result<(Nonces, Phase1), CosignError> {
        let job = Job {
            role,
            session: &self.prepared.session,
            sign_id: &self.sign_id,
            public_key: self.context.public_key.affine(),
            share,
            message_hash: &self.context.message_hash,
        };
        Nonces::start(&self.prepared.material, &job)
    }

    /// The body of a message of this attempt, unless the set-up was ended.
    fn receive<B: Body>(&self, message: Message<B>) -> Result<B, CosignError> {
        self.prepared.still_open()?;
        message.body_of(&self.sign_id)
    }

    fn send<B: Body>(&self, body: B) -> Message<B> {
        Message::new(self.sign_id, body)
    }

    fn signature(&self, combine: Combine, theirs: Phase3) -> Result<Signature, CosignError> {
        release(combine.finish(theirs)?, &self.context)
    }
}

/// Lets nothing out that does not verify, whatever the signing crate says.
fn release((r, s, recovery_id): Parts, context: &SignContext) -> Result<Signature, CosignError> {
    let refused = |_| CosignError::Attack(Attack::Signature);
    let signature = Signature::new(r, s, recovery_id).map_err(refused)?;
    signature
        .verify(&context.public_key, &context.message_hash)
        .map_err(refused)?;
    Ok(signature)
}

/// The face side after its first flight.
pub struct FaceSigner {
    attempt: Attempt,
    nonces: Nonces,
}

/// The face side after it showed its phase 2.
pub struct FaceRevealed {
    attempt: Attempt,
    reveal: Reveal,
}

/// The keeper after its first flight; it holds its phase 2 back.
pub struct KeeperSigner {
    attempt: Attempt,
    reveal: Reveal,
    withheld: Phase2,
}

/// The keeper after the client's share was found right.
pub struct KeeperChecked {
    attempt: Attempt,
    combine: Combine,
}

impl FaceSigner {
    /// Phase 1: about 2 ms.
    ///
    /// # Errors
    /// [`CosignError::RepeatedAttempt`] if this context was used over this
    /// set-up before, [`CosignError::SetupEnded`].
    pub fn start(
        prepared: &FacePrepared,
        share: &FaceShare,
        context: &SignContext,
    ) -> Result<(Self, SignFace1), CosignError> {
        let attempt = Attempt::claim(&prepared.0, context)?;
        let (nonces, phase) = attempt.nonces(Role::Face, share.scalar())?;
        let flight = attempt.send(Face1 {
            attempt: context.attempt.to_be_bytes(),
            phase,
        });
        Ok((Self { attempt, nonces }, flight))
    }

    /// Phase 2: shows the keeper what it checks our share by.
    ///
    /// # Errors
    /// [`CosignError::OtherSession`] if the keeper signs something else,
    /// [`CosignError::Attack`], [`CosignError::SetupEnded`].
    pub fn reveal(self, flight: SignKeeper1) -> Result<(FaceRevealed, SignFace2), CosignError> {
        let Self { attempt, nonces } = self;
        let Keeper1(phase) = attempt.receive(flight)?;
        let (reveal, phase) = nonces
            .answer(phase, Kind::SignKeeper1)
            .map_err(|error| attempt.prepared.judge(error))?;
        let flight = attempt.send(Face2(phase));
        Ok((FaceRevealed { attempt, reveal }, flight))
    }
}

impl FaceRevealed {
    /// Phases 3 and 4: the signature, verified, and the flight that gives it to
    /// the keeper as well.
    ///
    /// # Errors
    /// [`CosignError::OtherSession`], [`CosignError::Attack`],
    /// [`CosignError::SetupEnded`].
    pub fn finish(self, flight: SignKeeper2) -> Result<(Signature, SignFace3), CosignError> {
        let Self { attempt, reveal } = self;
        let Keeper2(phase2, phase3) = attempt.receive(flight)?;
        let judge = |error| attempt.prepared.judge(error);
        let (combine, own) = reveal.check(phase2, Kind::SignKeeper2).map_err(judge)?;
        let signature = attempt.signature(combine, phase3).map_err(judge)?;
        Ok((signature, attempt.send(Face3(own))))
    }
}

impl KeeperSigner {
    /// Phase 1, and phase 2 as far as it can be done without showing it: about
    /// 4 ms. The attempt must have been counted before this is called.
    ///
    /// # Errors
    /// [`CosignError::OtherSession`] if the client signs something else,
    /// [`CosignError::RepeatedAttempt`], [`CosignError::Attack`],
    /// [`CosignError::SetupEnded`], [`CosignError::InvalidShare`] for an account
    /// whose share would be trivial.
    pub fn start(
        prepared: &KeeperPrepared,
        share: &HelperShare,
        context: &SignContext,
        flight: SignFace1,
    ) -> Result<(Self, SignKeeper1), CosignError> {
        let prepared = &prepared.0;
        // Checked before the id is claimed: a stray message must not use up the
        // attempt that it does not belong to.
        if *flight.session() != context.sign_id(&prepared.session)
            || flight.attempt() != context.attempt
        {
            return Err(CosignError::OtherSession {
                kind: Kind::SignFace1,
            });
        }
        let attempt = Attempt::claim(prepared, context)?;
        let Face1 { phase: theirs, .. } = attempt.receive(flight)?;
        let share = context.keeper_share(share)?;
        let (nonces, phase) = attempt.nonces(Role::Keeper, share.scalar())?;
        let (reveal, withheld) = nonces
            .answer(theirs, Kind::SignFace1)
            .map_err(|error| prepared.judge(error))?;
        let reply = attempt.send(Keeper1(phase));
        Ok((
            Self {
                attempt,
                reveal,
                withheld,
            },
            reply,
        ))
    }

    /// Phase 3: checks the client's share and multiplication. Only if all holds
    /// is there a message to send back.
    ///
    /// # Errors
    /// [`CosignError::WrongShare`]: another face or PIN; the set-up still
    /// serves. [`CosignError::Attack`], [`CosignError::OtherSession`],
    /// [`CosignError::SetupEnded`].
    pub fn check(self, flight: SignFace2) -> Result<(KeeperChecked, SignKeeper2), CosignError> {
        let Self {
            attempt,
            reveal,
            withheld,
        } = self;
        let Face2(theirs) = attempt.receive(flight)?;
        let (combine, own) = reveal
            .check(theirs, Kind::SignFace2)
            .map_err(|error| attempt.prepared.judge(error))?;
        let reply = attempt.send(Keeper2(withheld, own));
        Ok((KeeperChecked { attempt, combine }, reply))
    }
}

impl KeeperChecked {
    /// Phase 4: the signature on the keeper's side too, verified. A client that
    /// never sends this flight has the signature and keeps it from the keeper;
    /// nothing that the keeper decides may depend on it.
    ///
    /// # Errors
    /// [`CosignError::Attack`], [`CosignError::OtherSession`],
    /// [`CosignError::SetupEnded`].
    pub fn finish(self, flight: SignFace3) -> Result<Signature, CosignError> {
        let Self { attempt, combine } = self;
        let Face3(theirs) = attempt.receive(flight)?;
        attempt
            .signature(combine, theirs)
            .map_err(|error| attempt.prepared.judge(error))
    }
}

redacted_debug!(FaceSigner, FaceRevealed, KeeperSigner, KeeperChecked);

#[cfg(test)]
pub(crate) mod tests;
