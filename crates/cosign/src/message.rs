//! What a message looks like on the wire.
//!
//! One byte of version, one of kind, 32 of session id, then the body in
//! postcard. A message has exactly one encoding: whatever does not come out the
//! same when it is encoded again is refused.

use serde::{Serialize, de::DeserializeOwned};

use crate::error::CosignError;

/// The only version of the protocol that this crate speaks.
pub const VERSION: u8 = 1;

/// Length of what stands before the body.
const HEADER_LEN: usize = 34;

/// The kinds of message, by the byte that names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[repr(u8)]
pub enum Kind {
    /// Set-up, flight 1 of the face side.
    SetupFace1 = 0x01,
    /// Set-up, flight 1 of the keeper.
    SetupKeeper1 = 0x02,
    /// Set-up, flight 2 of the face side.
    SetupFace2 = 0x03,
    /// Set-up, flight 2 of the keeper.
    SetupKeeper2 = 0x04,
    /// Signature, flight 1 of the face side.
    SignFace1 = 0x11,
    /// Signature, flight 1 of the keeper.
    SignKeeper1 = 0x12,
    /// Signature, flight 2 of the face side: what its share is checked by.
    SignFace2 = 0x13,
    /// Signature, flights 2 and 3 of the keeper.
    SignKeeper2 = 0x14,
    /// Signature, flight 3 of the face side.
    SignFace3 = 0x15,
    /// Key generation, flight 1 of the face side.
    KeygenFace1 = 0x21,
    /// Key generation, flight 1 of the keeper: the commitment.
    KeygenKeeper1 = 0x22,
    /// Key generation, flight 2 of the face side.
    KeygenFace2 = 0x23,
    /// Key generation, flight 2 of the keeper: the opening.
    KeygenKeeper2 = 0x24,
    /// Proof of knowledge of a new share.
    ShareProof = 0x31,
}

impl Kind {
    const ALL: [Self; 14] = [
        Self::SetupFace1,
        Self::SetupKeeper1,
        Self::SetupFace2,
        Self::SetupKeeper2,
        Self::SignFace1,
        Self::SignKeeper1,
        Self::SignFace2,
        Self::SignKeeper2,
        Self::SignFace3,
        Self::KeygenFace1,
        Self::KeygenKeeper1,
        Self::KeygenFace2,
        Self::KeygenKeeper2,
        Self::ShareProof,
    ];

    fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == byte)
    }
}

impl core::fmt::Display for Kind {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (what, number, who) = match self {
            Self::SetupFace1 => ("set-up", 1, "face"),
            Self::SetupKeeper1 => ("set-up", 1, "keeper"),
            Self::SetupFace2 => ("set-up", 2, "face"),
            Self::SetupKeeper2 => ("set-up", 2, "keeper"),
            Self::SignFace1 => ("signing", 1, "face"),
            Self::SignKeeper1 => ("signing", 1, "keeper"),
            Self::SignFace2 => ("signing", 2, "face"),
            Self::SignKeeper2 => ("signing", 2, "keeper"),
            Self::SignFace3 => ("signing", 3, "face"),
            Self::KeygenFace1 => ("enrolment", 1, "face"),
            Self::KeygenKeeper1 => ("enrolment", 1, "keeper"),
            Self::KeygenFace2 => ("enrolment", 2, "face"),
            Self::KeygenKeeper2 => ("enrolment", 2, "keeper"),
            Self::ShareProof => return f.write_str("the proof of the new share"),
        };
        write!(f, "{what} flight {number} of the {who} side")
    }
}

/// What a message carries: fixes its kind and its length.
///
/// Sealed: only this crate has bodies.
pub trait Body: sealed::Sealed + Serialize + DeserializeOwned {
    /// The kind byte.
    const KIND: Kind;
    /// Length of an encoded body, in bytes. Every message of a kind is equally
    /// long, so a length says nothing and needs no bound.
    const LEN: usize;
}

pub(crate) mod sealed {
    pub trait Sealed {}
}

/// Names a body's kind and length.
macro_rules! body {
    ($body:ty, $kind:ident, $len:expr) => {
        impl crate::message::sealed::Sealed for $body {}
        impl crate::message::Body for $body {
            const KIND: crate::message::Kind = crate::message::Kind::$kind;
            const LEN: usize = $len;
        }
    };
}
pub(crate) use body;

/// One message of one kind. What it says is read only by the step that it is
/// meant for; in between it is bytes.
pub struct Message<B: Body> {
    session: [u8; 32],
    body: B,
}

impl<B: Body> Message<B> {
    /// The length of an encoded message of this kind, in bytes.
    pub const LEN: usize = HEADER_LEN + B::LEN;

    pub(crate) fn new(session: [u8; 32], body: B) -> Self {
        Self { session, body }
    }

    /// The bytes to send.
    ///
    /// # Errors
    /// [`CosignError::Internal`]: the body is not as long as its kind demands.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CosignError> {
        let mut bytes = Vec::with_capacity(Self::LEN);
        bytes.push(VERSION);
        bytes.push(B::KIND as u8);
        bytes.extend_from_slice(&self.session);
        let bytes = postcard::to_extend(&self.body, bytes)
            .map_err(|_| CosignError::Internal("a message cannot be encoded"))?;
        if bytes.len() != Self::LEN {
            return Err(CosignError::Internal("a message has an impossible length"));
        }
        Ok(bytes)
    }

    /// Reads a message of this kind. It is not trusted yet: the step that takes
    /// it checks the session and what it says.
    ///
    /// # Errors
    /// [`CosignError::UnsupportedVersion`], [`CosignError::OutOfOrder`] for a
    /// message of another kind, [`CosignError::Malformed`] for everything else
    /// that is not the one encoding of a message of this kind.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CosignError> {
        let malformed = CosignError::Malformed { kind: B::KIND };
        let (header, body) = bytes
            .split_at_checked(HEADER_LEN)
            .ok_or(malformed.clone())?;
        let [version, kind, session @ ..] = header else {
            return Err(malformed);
        };
        if *version != VERSION {
            return Err(CosignError::UnsupportedVersion {
                got: *version,
                supported: VERSION,
            });
        }
        match Kind::from_byte(*kind) {
            Some(kind) if kind == B::KIND => {}
            Some(got) => {
                return Err(CosignError::OutOfOrder {
                    expected: B::KIND,
                    got,
                });
            }
            None => return Err(malformed),
        }
        if body.len() != B::LEN {
            return Err(malformed);
        }
        let session = session.try_into().map_err(|_| malformed.clone())?;
        let message = Self {
            session,
            body: postcard::from_bytes(body).map_err(|_| malformed.clone())?,
        };
        // A number with a padded encoding, for instance, comes out shorter.
        match message.to_bytes() {
            Ok(canonical) if canonical == bytes => Ok(message),
            _ => Err(malformed),
        }
    }

    /// The session that the message claims to belong to.
    pub(crate) fn session(&self) -> &[u8; 32] {
        &self.session
    }

    pub(crate) fn peek(&self) -> &B {
        &self.body
    }

    /// The session that the message claims to belong to, and the body: for the
    /// message that begins a session.
    pub(crate) fn into_parts(self) -> ([u8; 32], B) {
        (self.session, self.body)
    }

    /// The body, if the message belongs to `session`.
    pub(crate) fn body_of(self, session: &[u8; 32]) -> Result<B, CosignError> {
        if self.session == *session {
            Ok(self.body)
        } else {
            Err(CosignError::OtherSession { kind: B::KIND })
        }
    }
}

impl<B: Body> core::fmt::Debug for Message<B> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Message({})", B::KIND)
    }
}

#[cfg(test)]
mod tests;
