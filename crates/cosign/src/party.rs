//! The two roles and who plays them.

use crate::transcript::tagged_hash;

/// Which of the two parties a message or proof comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Party 1, the client: the process that saw the face.
    Face,
    /// Party 2: the keeper of the helper share.
    Keeper,
}

impl Role {
    /// The byte that stands for the role in every hash, and the party's index
    /// in the paper.
    pub(crate) fn index(self) -> u8 {
        match self {
            Self::Face => 1,
            Self::Keeper => 2,
        }
    }

    pub(crate) fn other(self) -> Self {
        match self {
            Self::Face => Self::Keeper,
            Self::Keeper => Self::Face,
        }
    }
}

/// Who a party is: 32 bytes that both sides know before they talk. Public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartyId([u8; 32]);

impl PartyId {
    /// Takes an identity that is already 32 bytes, such as a key's hash.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The identity of a party that has only a name.
    #[must_use]
    pub fn from_label(label: &str) -> Self {
        Self(tagged_hash("mien/cosign/v1/party", &[label.as_bytes()]))
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Both identities. They go into every session id, so that messages between
/// one pair mean nothing to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parties {
    /// The client's.
    pub face: PartyId,
    /// The keeper's.
    pub keeper: PartyId,
}
