//! The request as it travels from the wallet to the keeper.

use serde::{Deserialize, Serialize};

use crate::session::SessionTerms;

/// Longest unsigned transaction that is accepted, in bytes. Nodes refuse
/// anything above 128 KiB in their pool, so a longer one could not be mined.
pub const MAX_TRANSACTION_BYTES: usize = 128 * 1024;

/// Longest EIP-712 JSON text that is accepted, in bytes.
pub const MAX_TYPED_DATA_BYTES: usize = 256 * 1024;

/// Longest EIP-191 message that is accepted, in bytes.
pub const MAX_MESSAGE_BYTES: usize = 64 * 1024;

/// Something that a caller wants signed, before anything has been checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Request {
    /// An unsigned transaction.
    Transaction {
        /// The bytes whose Keccak-256 is signed: `0x02 ‖ rlp(…)` (EIP-1559),
        /// `0x01 ‖ rlp(…)` (EIP-2930), `0x04 ‖ rlp(…)` (EIP-7702), or the nine
        /// field list of EIP-155.
        unsigned: Vec<u8>,
    },
    /// EIP-712 typed data, version 4 of `eth_signTypedData`.
    TypedData {
        /// The JSON object with `types`, `primaryType`, `domain`, `message`.
        json: Vec<u8>,
    },
    /// An EIP-191 "personal" message (version byte `0x45`).
    Message {
        /// The message without the EIP-191 prefix.
        bytes: Vec<u8>,
        /// The network that the user is on. It is not part of what is signed;
        /// policy looks at it.
        chain_id: u64,
    },
    /// A drill: proof that a face still opens its key. The text is fixed by
    /// this crate, see [`crate::drill_message`].
    Drill {
        /// The fingerprint of the identity.
        identity: [u8; 4],
        /// Fresh random bytes, so that an old drill cannot be shown again.
        nonce: [u8; 32],
    },
    /// The opening of a signing session. The text is fixed by this crate, see
    /// [`crate::session_message`].
    Session {
        /// The fingerprint of the identity.
        identity: [u8; 4],
        /// Fresh random bytes.
        nonce: [u8; 32],
        /// What the session is for and when it ends.
        terms: SessionTerms,
    },
}
