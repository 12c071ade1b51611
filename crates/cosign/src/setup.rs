//! The set-up of a session: what signatures need that does not depend on a
//! share, so that it can be done while the camera captures.
//!
//! ```text
//! face   → keeper   nonce, commitment to its seed
//! face   ← keeper   nonce, commitment to its seed
//! face   → keeper   seed, transfer messages     } these two do not depend on
//! face   ← keeper   seed, transfer messages     } each other: make both at once
//! ```
//!
//! Each side then checks the other's 256 proofs. A set-up serves any number of
//! attempts, each under its own sign id, until one of them looks like an attack.
//! It is never stored.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::error::{Attack, CosignError};
use crate::message::{Message, body};
use crate::mpc::{Material, Transfer, TransferMessage};
use crate::party::{Parties, Role};
use crate::redacted::redacted_debug;
use crate::session::SessionId;
use crate::transcript::tagged_hash;

const SESSION: &str = "mien/cosign/v1/setup";
const SEED: &str = "mien/cosign/v1/seed-commitment";

/// Flight 1 of the face side: its nonce, which is the message's session id, and
/// the commitment to its seed.
pub type SetupFace1 = Message<Face1>;
/// Flight 1 of the keeper: its nonce and the commitment to its seed.
pub type SetupKeeper1 = Message<Keeper1>;
/// Flight 2 of the face side: its seed and its transfer messages.
pub type SetupFace2 = Message<Face2>;
/// Flight 2 of the keeper: its seed and its transfer messages.
pub type SetupKeeper2 = Message<Keeper2>;

/// Body of [`SetupFace1`].
#[derive(Serialize, Deserialize)]
pub struct Face1 {
    seed_commitment: [u8; 32],
}
body!(Face1, SetupFace1, 32);

/// Body of [`SetupKeeper1`].
#[derive(Serialize, Deserialize)]
pub struct Keeper1 {
    nonce: [u8; 32],
    seed_commitment: [u8; 32],
}
body!(Keeper1, SetupKeeper1, 64);

/// Body of [`SetupFace2`].
#[derive(Serialize, Deserialize)]
pub struct Face2(Second);
body!(Face2, SetupFace2, 64 + TransferMessage::LEN);

/// Body of [`SetupKeeper2`].
#[derive(Serialize, Deserialize)]
pub struct Keeper2(Second);
body!(Keeper2, SetupKeeper2, 64 + TransferMessage::LEN);

#[derive(Serialize, Deserialize)]
struct Second {
    seed: [u8; 32],
    salt: [u8; 32],
    transfer: TransferMessage,
}

/// The face side before it has heard from the keeper.
pub struct FaceSetup {
    parties: Parties,
    nonce: [u8; 32],
    seed: Seed,
}

/// The face side when all its messages are out.
pub struct FaceSetupOpened(Opened);

/// The keeper when both nonces are fixed.
pub struct KeeperSetup {
    session: [u8; 32],
    seed: Seed,
    their_commitment: [u8; 32],
    binding: SeedBinding,
}

/// The keeper when all its messages are out.
pub struct KeeperSetupOpened(Opened);

/// A set-up for the face side: what its signatures start from.
pub struct FacePrepared(pub(crate) Arc<Prepared>);

/// A set-up for the keeper: what its signatures start from.
pub struct KeeperPrepared(pub(crate) Arc<Prepared>);

impl FaceSetup {
    /// Begins. Costs nothing.
    pub fn start(parties: &Parties, rng: &mut impl CryptoRng) -> (Self, SetupFace1) {
        let nonce = random32(rng);
        let seed = Seed::random(rng);
        let binding = SeedBinding::new(Role::Face, parties, &nonce);
        let seed_commitment = seed.commitment(&binding);
        let state = Self {
            parties: *parties,
            nonce,
            seed,
        };
        (state, Message::new(nonce, Face1 { seed_commitment }))
    }

    /// Makes the transfer messages (about 0.2 s of one core) and opens the seed.
    ///
    /// # Errors
    /// [`CosignError::OtherSession`] for a flight that answers another nonce.
    pub fn open(self, flight: SetupKeeper1) -> Result<(FaceSetupOpened, SetupFace2), CosignError> {
        let keeper_nonce = flight.peek().nonce;
        let session = session_id(&self.parties, &self.nonce, &keeper_nonce);
        let theirs = flight.body_of(&session)?.seed_commitment;
        let binding = SeedBinding::new(Role::Keeper, &self.parties, &keeper_nonce);
        let (opened, second) = Opened::new(Role::Face, session, self.seed, theirs, binding)?;
        Ok((
            FaceSetupOpened(opened),
            Message::new(session, Face2(second)),
        ))
    }
}

impl FaceSetupOpened {
    /// Checks the keeper's proofs: about 0.2 s of one core.
    ///
    /// # Errors
    /// [`CosignError::Attack`] if the seed is not the one committed to or a
    /// proof does not hold; [`CosignError::OtherSession`].
    pub fn finish(self, flight: SetupKeeper2) -> Result<FacePrepared, CosignError> {
        let Keeper2(second) = flight.body_of(&self.0.session)?;
        self.0
            .finish(&second)
            .map(|prepared| FacePrepared(Arc::new(prepared)))
    }
}

impl KeeperSetup {
    /// Answers the first flight. Costs nothing.
    pub fn start(
        parties: &Parties,
        flight: SetupFace1,
        rng: &mut impl CryptoRng,
    ) -> (Self, SetupKeeper1) {
        let nonce = random32(rng);
        let (face_nonce, theirs) = flight.into_parts();
        let session = session_id(parties, &face_nonce, &nonce);
        let seed = Seed::random(rng);
        let seed_commitment = seed.commitment(&SeedBinding::new(Role::Keeper, parties, &nonce));
        let state = Self {
            session,
            seed,
            their_commitment: theirs.seed_commitment,
            binding: SeedBinding::new(Role::Face, parties, &face_nonce),
        };
        let reply = Keeper1 {
            nonce,
            seed_commitment,
        };
        (state, Message::new(session, reply))
    }

    /// Makes the transfer messages (about 0.2 s of one core) and opens the seed.
    /// Does not wait for the face side's second flight.
    ///
    /// # Errors
    /// [`CosignError::Internal`].
    pub fn open(self) -> Result<(KeeperSetupOpened, SetupKeeper2), CosignError> {
        let Self {
            session,
            seed,
            their_commitment,
            binding,
        } = self;
        let (opened, second) = Opened::new(Role::Keeper, session, seed, their_commitment, binding)?;
        Ok((
            KeeperSetupOpened(opened),
            Message::new(session, Keeper2(second)),
        ))
    }
}

impl KeeperSetupOpened {
    /// Checks the face side's proofs: about 0.2 s of one core.
    ///
    /// # Errors
    /// [`CosignError::Attack`] if the seed is not the one committed to or a
    /// proof does not hold; [`CosignError::OtherSession`].
    pub fn finish(self, flight: SetupFace2) -> Result<KeeperPrepared, CosignError> {
        let Face2(second) = flight.body_of(&self.0.session)?;
        self.0
            .finish(&second)
            .map(|prepared| KeeperPrepared(Arc::new(prepared)))
    }
}

impl FacePrepared {
    /// The id of the session.
    #[must_use]
    pub fn session(&self) -> SessionId {
        SessionId::new(self.0.session)
    }
}

impl KeeperPrepared {
    /// The id of the session.
    #[must_use]
    pub fn session(&self) -> SessionId {
        SessionId::new(self.0.session)
    }
}

redacted_debug!(
    FaceSetup,
    FaceSetupOpened,
    KeeperSetup,
    KeeperSetupOpened,
    FacePrepared,
    KeeperPrepared
);

/// Either side with its own messages out and the other's awaited.
struct Opened {
    session: [u8; 32],
    seed: Seed,
    their_commitment: [u8; 32],
    binding: SeedBinding,
    transfer: Transfer,
}

impl Opened {
    fn new(
        us: Role,
        session: [u8; 32],
        seed: Seed,
        their_commitment: [u8; 32],
        binding: SeedBinding,
    ) -> Result<(Self, Second), CosignError> {
        let (transfer, message) = Transfer::start(us, &session)?;
        let second = Second {
            seed: *seed.seed,
            salt: *seed.salt,
            transfer: message,
        };
        Ok((
            Self {
                session,
                seed,
                their_commitment,
                binding,
                transfer,
            },
            second,
        ))
    }

    fn finish(self, theirs: &Second) -> Result<Prepared, CosignError> {
        let opened = seed_commitment(&self.binding, &theirs.salt, &theirs.seed);
        if !bool::from(opened.ct_eq(&self.their_commitment)) {
            return Err(CosignError::Attack(Attack::Commitment));
        }
        let seeds = (&*self.seed.seed, &theirs.seed);
        let material = self.transfer.finish(&theirs.transfer, seeds)?;
        let ledger = Mutex::new(Ledger::Open(BTreeSet::new()));
        Ok(Prepared {
            session: self.session,
            material,
            ledger,
        })
    }
}

/// What both sides' [`FacePrepared`] and [`KeeperPrepared`] hold.
pub(crate) struct Prepared {
    pub(crate) session: [u8; 32],
    pub(crate) material: Material,
    ledger: Mutex<Ledger>,
}

/// The sign ids used so far, until an attack ends the set-up.
enum Ledger {
    Open(BTreeSet<[u8; 32]>),
    Ended,
}

impl Prepared {
    /// Takes a sign id that was not used before.
    pub(crate) fn claim(&self, sign_id: [u8; 32]) -> Result<(), CosignError> {
        let mut ledger = self
            .ledger
            .lock()
            .map_err(|_| CosignError::Internal("a thread panicked"))?;
        match &mut *ledger {
            Ledger::Ended => Err(CosignError::SetupEnded),
            Ledger::Open(used) => used
                .insert(sign_id)
                .then_some(())
                .ok_or(CosignError::RepeatedAttempt),
        }
    }

    /// Whether an attack on another attempt has ended the set-up.
    pub(crate) fn still_open(&self) -> Result<(), CosignError> {
        match self.ledger.lock().as_deref() {
            Ok(Ledger::Open(_)) => Ok(()),
            _ => Err(CosignError::SetupEnded),
        }
    }

    /// Ends the set-up if `error` is an attack: what the other side learned from
    /// a failed consistency check adds up over attempts.
    pub(crate) fn judge(&self, error: CosignError) -> CosignError {
        if error.is_scared()
            && let Ok(mut ledger) = self.ledger.lock()
        {
            *ledger = Ledger::Ended;
        }
        error
    }
}

/// A zero-sharing seed and the salt of its commitment.
struct Seed {
    seed: Zeroizing<[u8; 32]>,
    salt: Zeroizing<[u8; 32]>,
}

impl Seed {
    fn random(rng: &mut impl CryptoRng) -> Self {
        Self {
            seed: Zeroizing::new(random32(rng)),
            salt: Zeroizing::new(random32(rng)),
        }
    }

    fn commitment(&self, binding: &SeedBinding) -> [u8; 32] {
        seed_commitment(binding, &self.salt, &self.seed)
    }
}

/// What a seed commitment is bound to: its maker's role and nonce and both
/// identities, so that neither side can copy the other's commitment or one from
/// another session.
struct SeedBinding {
    role: Role,
    parties: Parties,
    nonce: [u8; 32],
}

impl SeedBinding {
    fn new(role: Role, parties: &Parties, nonce: &[u8; 32]) -> Self {
        Self {
            role,
            parties: *parties,
            nonce: *nonce,
        }
    }
}

fn seed_commitment(binding: &SeedBinding, salt: &[u8; 32], seed: &[u8; 32]) -> [u8; 32] {
    let SeedBinding {
        role,
        parties,
        nonce,
    } = binding;
    let (face, keeper) = (parties.face.as_bytes(), parties.keeper.as_bytes());
    tagged_hash(SEED, &[&[role.index()], face, keeper, nonce, salt, seed])
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
