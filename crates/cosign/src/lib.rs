//! Two-party ECDSA over additive shares of one key: key generation, session
//! set-up and signing between the process that saw a face (the *face* side,
//! party 1, the client) and the *keeper* (party 2). It is for the identity layer
//! and the keeper, which call it and carry its messages to and fro; it is not
//! for transport, storage, counting attempts, policy or hashing what is signed,
//! and it knows nothing of faces and chains.
//!
//! The private key f + b is computed nowhere, neither at enrolment nor at
//! signing. Every step takes the state of the step before by value, so that the
//! wrong order cannot be written, and returns a message ([`Message`]) to send.
//! `spec/cosign.md` fixes the bytes.
//!
//! The arithmetic of the signing protocol (Doerner, Kondi, Lee, shelat,
//! *Threshold ECDSA in Three Rounds*, eprint 2023/765) is the crate `dkls23`,
//! which has **not been audited**; [`mod@verify`] checks every signature with an
//! independent implementation before it leaves. That crate, and only it, takes
//! its randomness from the operating system instead of from the caller.
//!
//! # Example
//!
//! An enrolment, a set-up and a signature, with both parties in one place. What
//! `face` and `keeper` hand to each other crosses as [`Message::to_bytes`].
//!
//! ```
//! use mien_cosign::*;
//! # fn main() -> Result<(), CosignError> {
//! # let rng = &mut rand::rng();
//! let parties = Parties {
//!     face: PartyId::from_label("this device"),
//!     keeper: PartyId::from_label("its keeper"),
//! };
//! let share = FaceShare::random(rng); // really derived from a face
//! let (face, flight) = FaceKeygen::start(&parties, rng);
//! let (keeper, flight) = KeeperKeygen::start(&parties, flight, rng);
//! let (face, flight) = face.prove(&share, flight, rng)?;
//! let (helper, key, flight) = keeper.finish(flight)?;
//! assert_eq!(face.finish(flight)?, key);
//!
//! let (face, flight) = FaceSetup::start(&parties, rng);
//! let (keeper, flight) = KeeperSetup::start(&parties, flight, rng);
//! let (keeper, to_face) = keeper.open()?; // may run beside the next line
//! let (face, to_keeper) = face.open(flight)?;
//! let (face, keeper) = (face.finish(to_face)?, keeper.finish(to_keeper)?);
//!
//! let context = SignContext::account(&key, 0, [7; 32], 0)?;
//! let (face, flight) = FaceSigner::start(&face, &share, &context)?;
//! let (keeper, flight) = KeeperSigner::start(&keeper, &helper, &context, flight)?;
//! let (face, flight) = face.reveal(flight)?;
//! let (keeper, flight) = keeper.check(flight)?; // WrongShare for another face
//! let (signature, flight) = face.finish(flight)?;
//! assert_eq!(keeper.finish(flight)?, signature);
//! signature.verify(context.public_key(), &[7; 32])?;
//! # Ok(())
//! # }
//! ```
//!
//! The keeper's phase 2 cannot be had before its check:
//!
//! ```compile_fail,E0616
//! # use mien_cosign::*;
//! fn early(keeper: KeeperSigner) {
//!     let _ = keeper.withheld;
//! }
//! ```
//!
//! and no step runs twice:
//!
//! ```compile_fail,E0382
//! # use mien_cosign::{*, sign::SignFace2};
//! fn twice(keeper: KeeperSigner, one: SignFace2, two: SignFace2) {
//!     let _ = keeper.check(one);
//!     let _ = keeper.check(two);
//! }
//! ```
//!
//! A share shows itself in no way but [`FaceShare::to_bytes`]:
//!
//! ```compile_fail,E0277
//! # use mien_cosign::*;
//! fn send(share: &FaceShare) -> Vec<u8> {
//!     postcard::to_allocvec(share).unwrap()
//! }
//! ```

mod error;
mod extended;
mod key;
pub mod keygen;
mod message;
mod mpc;
mod party;
mod proof;
mod redacted;
mod session;
pub mod setup;
mod share;
pub mod sign;
mod signature;
mod transcript;
pub mod verify;

pub use error::{Attack, CosignError};
pub use extended::{Child, ExtendedKey, HARDENED};
pub use key::PublicKey;
pub use keygen::{FaceKeygen, FaceKeygenProved, KeeperKeygen};
pub use message::{Body, Kind, Message, VERSION};
pub use party::{Parties, PartyId};
pub use proof::{ProofContext, PublicShare, ShareProof, ShareProofBody};
pub use session::SessionId;
pub use setup::{
    FacePrepared, FaceSetup, FaceSetupOpened, KeeperPrepared, KeeperSetup, KeeperSetupOpened,
};
pub use share::hazmat::{self, ShareDelta};
pub use share::{FaceShare, HelperShare};
pub use sign::{FaceRevealed, FaceSigner, KeeperChecked, KeeperSigner, SignContext};
pub use signature::Signature;

#[cfg(test)]
mod vectors;

#[cfg(test)]
extern crate self as mien_cosign;

/// Both parties in one process: shared with the tests outside.
#[cfg(test)]
#[path = "../tests/common/mod.rs"]
mod common;
