//! Why a step was refused.

use crate::message::Kind;

/// What went wrong, and what to do next.
///
/// [`CosignError::is_scared`] tells the errors that an honest counterparty does
/// not cause from those that happen in ordinary use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CosignError {
    /// A scalar that is no share: zero, out of range, or one that the key
    /// generation of the signing protocol rejects.
    #[error("these 32 bytes are not a key share; restore the helper data from the recovery kit")]
    InvalidShare,
    /// Bytes that are no usable public key: not a point in compressed form, or
    /// the generator or its negative.
    #[error(
        "these bytes are not a usable public key; restore the helper data from the recovery kit"
    )]
    InvalidPublicKey,
    /// A signature with r or s out of range, with high s, or with an impossible
    /// recovery id.
    #[error(
        "these bytes are not a signature in the form that Ethereum accepts; ask for them again"
    )]
    InvalidSignature,
    /// A hardened index, or one for which BIP-32 has no key.
    #[error("there is no account with index {index}: use the next one")]
    InvalidIndex {
        /// The index asked for.
        index: u32,
    },
    /// A message that cannot be read: cut off, too long, or not in its one
    /// canonical form.
    #[error("the other side's message ({kind}) cannot be read; start the signature again")]
    Malformed {
        /// Which message was expected.
        kind: Kind,
    },
    /// A message of another version of the protocol.
    #[error(
        "the other side speaks version {got} of the signing protocol, this program version {supported}; update the older one"
    )]
    UnsupportedVersion {
        /// The version in the message.
        got: u8,
        /// The only one that this program speaks.
        supported: u8,
    },
    /// A message that does not belong at this place.
    #[error("{got} came where {expected} belongs; start the signature again")]
    OutOfOrder {
        /// What belongs here.
        expected: Kind,
        /// What came.
        got: Kind,
    },
    /// A message of another session, key, account, message hash or attempt.
    #[error(
        "the other side's message ({kind}) belongs to another signature or key; start the signature again"
    )]
    OtherSession {
        /// Which message was expected.
        kind: Kind,
    },
    /// The same attempt a second time over one set-up.
    #[error("this attempt was already made; count up and try again")]
    RepeatedAttempt,
    /// The set-up was ended by an attack.
    #[error("this session was ended because the other side cheated; start a new one")]
    SetupEnded,
    /// The face share does not belong to this key and helper share: another
    /// face, another PIN, or another wallet's helper data. Ordinary.
    #[error("face or PIN did not match; look into the camera and try again")]
    WrongShare,
    /// The other side did what an honest one never does. The set-up is ended.
    #[error(
        "the other side cheated or was tampered with ({0}): nothing was signed; check this device before you try again"
    )]
    Attack(Attack),
    /// The operating system gave no thread, or an inner invariant broke.
    #[error("internal error ({0}); start again and report it if it stays")]
    Internal(&'static str),
}

impl CosignError {
    /// Whether this looks like an attacker rather than like a wrong face, a
    /// wrong PIN or a mistake.
    #[must_use]
    pub fn is_scared(&self) -> bool {
        matches!(self, Self::Attack(_))
    }
}

/// Which check the other side failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Attack {
    /// What was opened is not what was committed to.
    #[error("a commitment was not kept")]
    Commitment,
    /// The proof of knowledge of a share does not hold.
    #[error("a proof does not hold")]
    Proof,
    /// The other side's public share is the copy or the negative of ours, so
    /// that the joint key would be worthless.
    #[error("its share was made from ours")]
    RelatedShare,
    /// A proof of the oblivious-transfer set-up does not hold.
    #[error("a set-up proof does not hold")]
    Setup,
    /// A consistency check of the two-party multiplication failed. The paper
    /// demands that the counterparty be banned from this set-up.
    #[error("a consistency check failed")]
    Multiplication,
    /// All checks passed, yet what came out is no signature.
    #[error("the result is no valid signature")]
    Signature,
}
