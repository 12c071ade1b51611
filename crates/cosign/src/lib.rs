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
pub use proof::{Knowledge, ProofContext, PublicShare, ShareProof, ShareProofBody};
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
