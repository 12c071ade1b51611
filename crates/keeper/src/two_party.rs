//! The keeper's side of the two-party protocol: bytes in, bytes out.

use mien_cosign::keygen::KeygenKeeper2;
use mien_cosign::setup::SetupKeeper2;
use mien_cosign::{
    CosignError, ExtendedKey, HelperShare, KeeperChecked, KeeperKeygen, KeeperPrepared,
    KeeperSetup, KeeperSetupOpened, KeeperSigner, Message, Parties, PartyId, ProofContext,
    ShareDelta, SignContext,
};
use mien_intent::SessionTerms;
use rand_core::CryptoRng;

use crate::error::KeeperError;
use crate::protocol::{Flight, KeyPath, ShareKind};

/// The two parties of a local keeper, as both processes name them.
#[must_use]
pub fn parties() -> Parties {
    Parties {
        face: PartyId::from_label("mien/face"),
        keeper: PartyId::from_label("mien/local-keeper"),
    }
}

/// Turns a protocol error into what the client is told.
pub(crate) fn refused(e: &CosignError) -> KeeperError {
    match e {
        CosignError::WrongShare => KeeperError::WrongShare { failures: 0 },
        CosignError::InvalidIndex { index } => KeeperError::Account(*index),
        CosignError::Attack(attack) => KeeperError::Attack(attack.to_string()),
        other => KeeperError::Protocol(other.to_string()),
    }
}

impl Flight {
    /// Encodes a message of the protocol.
    ///
    /// # Errors
    /// [`KeeperError::Protocol`].
    pub fn of<B: mien_cosign::Body>(message: &Message<B>) -> Result<Self, KeeperError> {
        message.to_bytes().map(Self).map_err(|e| refused(&e))
    }

    /// Decodes a message of the kind expected.
    ///
    /// # Errors
    /// [`KeeperError::Protocol`].
    pub fn read<B: mien_cosign::Body>(&self) -> Result<Message<B>, KeeperError> {
        Message::from_bytes(&self.0).map_err(|e| refused(&e))
    }
}

/// The oblivious-transfer set-up of this connection, as far as it is.
///
/// The two costly steps are done after an answer went out and before the next
/// question is read ([`Session::work_ahead`]), so that both processes compute at
/// the same time.
#[derive(Debug, Default)]
pub(crate) enum Session {
    /// Nothing yet, or it ended.
    #[default]
    Idle,
    /// Flight 1 answered; the transfer messages are to be made.
    Started(KeeperSetup),
    /// Transfer messages made; flight 2 is awaited.
    Opened(Box<(KeeperSetupOpened, SetupKeeper2)>),
    /// Flight 2 answered; the client's proofs are to be checked.
    Answered(Box<KeeperSetupOpened>, Flight),
    /// Ready to sign.
    Ready(KeeperPrepared),
    /// The client's proofs did not hold.
    Failed(KeeperError),
}

impl Session {
    /// Answers the first flight; a new one ends an older set-up.
    pub(crate) fn first(
        &mut self,
        flight: &Flight,
        rng: &mut impl CryptoRng,
    ) -> Result<Flight, KeeperError> {
        let (setup, reply) = KeeperSetup::start(&parties(), flight.read()?, rng);
        *self = Self::Started(setup);
        Flight::of(&reply)
    }

    /// Answers the second flight; its proofs are checked right after.
    pub(crate) fn second(&mut self, flight: &Flight) -> Result<Flight, KeeperError> {
        self.work_ahead();
        match core::mem::take(self) {
            Self::Opened(state) => {
                let (opened, reply) = *state;
                *self = Self::Answered(Box::new(opened), flight.clone());
                Flight::of(&reply)
            }
            Self::Failed(e) => Err(e),
            _ => Err(out_of_order("the set-up's second flight")),
        }
    }

    /// Does the costly step that the next question will need.
    pub(crate) fn work_ahead(&mut self) {
        *self = match core::mem::take(self) {
            Self::Started(setup) => match setup.open() {
                Ok(state) => Self::Opened(Box::new(state)),
                Err(e) => Self::Failed(refused(&e)),
            },
            Self::Answered(opened, flight) => {
                let finished = flight
                    .read()
                    .and_then(|f| opened.finish(f).map_err(|e| refused(&e)));
                match finished {
                    Ok(prepared) => Self::Ready(prepared),
                    Err(e) => Self::Failed(e),
                }
            }
            other => other,
        };
    }

    fn prepared(&self) -> Result<&KeeperPrepared, KeeperError> {
        match self {
            Self::Ready(prepared) => Ok(prepared),
            Self::Failed(e) => Err(e.clone()),
            _ => Err(out_of_order("a signature before the set-up")),
        }
    }

    /// First flight of a signature. The attempt has been counted.
    pub(crate) fn sign(
        &self,
        order: &Order<'_>,
        flight: &Flight,
    ) -> Result<(KeeperSigner, Flight), KeeperError> {
        let flight = flight.read::<mien_cosign::sign::Face1>()?;
        let attempt = flight.attempt();
        let context = match order.path {
            KeyPath::Master => SignContext::master(order.key, order.hash, attempt),
            KeyPath::Account(index) => SignContext::account(order.key, index, order.hash, attempt)
                .map_err(|e| refused(&e))?,
        };
        let (signer, reply) = KeeperSigner::start(self.prepared()?, order.share, &context, flight)
            .map_err(|e| refused(&e))?;
        Ok((signer, Flight::of(&reply)?))
    }

    /// The share that completes a new face share, if its proof holds here.
    pub(crate) fn renewed(&self, change: &Change<'_>) -> Result<HelperShare, KeeperError> {
        let session = self.prepared()?.session();
        let key = change.key.public_key();
        let context = match change.to {
            NewShare::Renewal => ProofContext::renewal(&session, key),
            NewShare::Phrase => ProofContext::phrase(&session, key),
        };
        change
            .share
            .renewed(change.delta, change.proof.read()?, &context)
            .map_err(|e| match e {
                CosignError::WrongShare => {
                    KeeperError::Attack("the new share does not belong to this key".to_owned())
                }
                other => refused(&other),
            })
    }
}

/// What is to be signed and with what.
pub(crate) struct Order<'a> {
    pub(crate) key: &'a ExtendedKey,
    pub(crate) path: KeyPath,
    pub(crate) share: &'a HelperShare,
    pub(crate) hash: [u8; 32],
}

/// How a share is to change.
pub(crate) struct Change<'a> {
    pub(crate) key: &'a ExtendedKey,
    pub(crate) share: &'a HelperShare,
    pub(crate) delta: &'a ShareDelta,
    pub(crate) proof: &'a Flight,
    pub(crate) to: NewShare,
}

/// What a new share is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NewShare {
    Renewal,
    Phrase,
}

/// A signature under way, and what follows from it.
#[derive(Debug)]
pub(crate) enum Signing {
    /// The client's share is not checked yet.
    Unchecked(Box<KeeperSigner>, Meaning),
    /// The client has everything; its last flight gives the keeper the
    /// signature too.
    Checked(Box<KeeperChecked>),
}

/// Why a signature is made and with which share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) share: ShareKind,
    pub(crate) purpose: Purpose,
}

/// Why a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To show that the face still opens the key.
    Drill,
    /// To open a signing session.
    Session(SessionTerms),
    /// Something of the user's.
    Request,
}

impl Purpose {
    /// What a request is signed for.
    pub(crate) fn of(what: &mien_intent::Request) -> Self {
        match what {
            mien_intent::Request::Drill { .. } => Self::Drill,
            mien_intent::Request::Session { terms, .. } => Self::Session(*terms),
            _ => Self::Request,
        }
    }
}

/// A key generation under way.
#[derive(Debug)]
pub(crate) struct Enrolment(KeeperKeygen);

impl Enrolment {
    /// Draws b and commits to it.
    pub(crate) fn start(
        flight: &Flight,
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, Flight), KeeperError> {
        let (keygen, reply) = KeeperKeygen::start(&parties(), flight.read()?, rng);
        Ok((Self(keygen), Flight::of(&reply)?))
    }

    /// Checks the face side's proof. The flight returned may leave only after
    /// the share is stored.
    pub(crate) fn finish(
        self,
        flight: &Flight,
    ) -> Result<(HelperShare, ExtendedKey, Flight), KeeperError> {
        let (share, key, opening): (_, _, KeygenKeeper2) =
            self.0.finish(flight.read()?).map_err(|e| refused(&e))?;
        Ok((share, key, Flight::of(&opening)?))
    }
}

pub(crate) fn out_of_order(what: &str) -> KeeperError {
    KeeperError::Protocol(format!("{what} came out of order"))
}
