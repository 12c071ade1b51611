//! One conversation with the keeper: the set-up of the signing protocol, and
//! everything that is said over it.

use std::path::Path;
use std::process::Stdio;

use mien_cosign::{
    ExtendedKey, FaceKeygen, FacePrepared, FaceSetup, FaceShare, FaceSigner, ProofContext,
    PublicKey, SignContext, Signature,
};
use mien_intent::Decoded;
use mien_keeper::protocol::{Flight, KeyPath, Reply, Request, ShareKind, Status};
use mien_keeper::{KeeperClient, KeeperCommand, KeeperError, SketchRecord, parties};
use rand_core::CryptoRng;

use crate::error::IdentityError;

/// A keeper process that answers, before the costly set-up.
#[derive(Debug)]
pub struct Connection(KeeperClient);

impl Connection {
    /// Starts the keeper for the helper data in `folder`.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`].
    pub fn open(command: &KeeperCommand, folder: &Path) -> Result<Self, IdentityError> {
        Ok(Self(command.start(folder)?))
    }

    /// The same, with what the keeper draws going to `drawn`.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`].
    pub fn open_drawing(
        command: &KeeperCommand,
        folder: &Path,
        drawn: Stdio,
    ) -> Result<Self, IdentityError> {
        Ok(Self(command.start_drawing(folder, drawn)?))
    }

    /// What is public about the identity.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`], also when there is none.
    pub fn status(&mut self) -> Result<Status, IdentityError> {
        Ok(self.0.status()?)
    }

    /// Asks for something that needs no set-up.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`].
    pub fn ask(&mut self, request: &Request) -> Result<Reply, IdentityError> {
        Ok(self.0.call(request)?)
    }

    /// The oblivious-transfer set-up: about half a second on two cores, no
    /// secret of the owner's in it, so it runs while the camera captures.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`], [`IdentityError::Cosign`].
    pub fn set_up(mut self, rng: &mut impl CryptoRng) -> Result<Session, IdentityError> {
        let prepared = set_up(&mut self.0, rng)?;
        Ok(Session {
            client: self.0,
            prepared,
            attempt: 0,
        })
    }

    /// Makes a new joint key with the share; the record is on the disk when
    /// this returns.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`], [`IdentityError::Cosign`].
    pub(crate) fn enrol(
        &mut self,
        share: &FaceShare,
        sketch: SketchRecord,
        rng: &mut impl CryptoRng,
    ) -> Result<ExtendedKey, IdentityError> {
        let (state, first) = FaceKeygen::start(&parties(), rng);
        let answer = self.0.flight(&Request::EnrolFirst(Flight::of(&first)?))?;
        let (state, second) = state.prove(share, answer.read()?, rng)?;
        let flight = Flight::of(&second)?;
        let answer = self.0.flight(&Request::EnrolSecond { flight, sketch })?;
        Ok(state.finish(answer.read()?)?)
    }
}

/// A keeper with which signatures can be made.
#[derive(Debug)]
pub struct Session {
    client: KeeperClient,
    prepared: FacePrepared,
    attempt: u32,
}

/// One signature to be made.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// What is to be signed.
    pub what: &'a mien_intent::Request,
    /// With which key.
    pub path: KeyPath,
    /// The joint key.
    pub key: &'a ExtendedKey,
}

/// Both flights of the set-up.
fn set_up(
    client: &mut KeeperClient,
    rng: &mut impl CryptoRng,
) -> Result<FacePrepared, IdentityError> {
    let (state, first) = FaceSetup::start(&parties(), rng);
    let answer = client.flight(&Request::SetupFirst(Flight::of(&first)?))?;
    let (state, second) = state.open(answer.read()?)?;
    let answer = client.flight(&Request::SetupSecond(Flight::of(&second)?))?;
    Ok(state.finish(answer.read()?)?)
}

impl Session {
    /// Puts a fresh set-up in the place of the one that was used.
    ///
    /// # Errors
    /// As [`Connection::set_up`].
    pub(crate) fn set_up_again(&mut self, rng: &mut impl CryptoRng) -> Result<(), IdentityError> {
        self.prepared = set_up(&mut self.client, rng)?;
        Ok(())
    }

    /// Asks the keeper for something.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`].
    pub(crate) fn done(&mut self, request: &Request) -> Result<(), IdentityError> {
        Ok(self.client.done(request)?)
    }

    /// Gets the sketch for one counted attempt.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`], with the wait while the wallet is locked.
    pub(crate) fn open_sketch(&mut self) -> Result<SketchRecord, IdentityError> {
        Ok(self.client.open()?)
    }

    /// Signs with a share. The signature is verified on both sides.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`] with [`KeeperError::WrongShare`] for another
    /// face or PIN, [`IdentityError::Cosign`].
    pub(crate) fn sign(
        &mut self,
        order: Order<'_>,
        kind: ShareKind,
        share: &FaceShare,
    ) -> Result<Signature, IdentityError> {
        let decoded = Decoded::from_request(order.what).map_err(KeeperError::from)?;
        self.attempt = self.attempt.saturating_add(1);
        let (hash, attempt) = (decoded.signing_hash(), self.attempt);
        let context = match order.path {
            KeyPath::Master => SignContext::master(order.key, hash, attempt),
            KeyPath::Account(index) => SignContext::account(order.key, index, hash, attempt)?,
        };
        let (state, first) = FaceSigner::start(&self.prepared, share, &context)?;
        let answer = self.client.flight(&Request::SignFirst {
            what: order.what.clone(),
            key: order.path,
            share: kind,
            flight: Flight::of(&first)?,
        })?;
        let (state, second) = state.reveal(answer.read()?)?;
        let answer = self
            .client
            .flight(&Request::SignSecond(Flight::of(&second)?))?;
        let (signature, third) = state.finish(answer.read()?)?;
        self.client.done(&Request::SignThird(Flight::of(&third)?))?;
        Ok(signature)
    }

    /// Gives the keeper the share for a paper phrase.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`].
    pub(crate) fn set_phrase(
        &mut self,
        key: &PublicKey,
        share: &FaceShare,
        phrase: &FaceShare,
        rng: &mut impl CryptoRng,
    ) -> Result<(), IdentityError> {
        let context = ProofContext::phrase(&self.prepared.session(), key);
        let proof = Flight::of(&context.prove(phrase, rng))?;
        self.done(&Request::SetPhrase {
            delta: share.difference(phrase),
            proof,
        })
    }

    /// Prepares new helper data: `old` is the share that was just proved.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`].
    pub(crate) fn renew(
        &mut self,
        key: &PublicKey,
        old: &FaceShare,
        new: &FaceShare,
        sketch: SketchRecord,
        rng: &mut impl CryptoRng,
    ) -> Result<(), IdentityError> {
        let context = ProofContext::renewal(&self.prepared.session(), key);
        let proof = Flight::of(&context.prove(new, rng))?;
        self.done(&Request::Renew {
            delta: old.difference(new),
            proof,
            sketch,
        })
    }
}

/// The joint key out of a status.
///
/// # Errors
/// [`IdentityError::Cosign`] for bytes that are no key.
pub fn key_of(status: &Status) -> Result<ExtendedKey, IdentityError> {
    Ok(ExtendedKey::new(
        PublicKey::from_bytes(&status.public_key)?,
        status.chain_code,
    ))
}
