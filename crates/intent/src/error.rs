//! Why a request could not be read.

use serde::{Deserialize, Serialize};

/// A request that cannot be read. Nothing was signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum IntentError {
    /// The request is longer than the limit for its kind.
    #[error(
        "the {what} is {len} bytes long, the limit is {limit}; ask the sender for a shorter one"
    )]
    TooLong {
        /// Which kind of request.
        what: String,
        /// Its length in bytes.
        len: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// No bytes at all.
    #[error("the {what} is empty; nothing to sign")]
    Empty {
        /// Which kind of request.
        what: String,
    },
    /// An EIP-2718 type byte that this wallet does not sign.
    #[error(
        "transactions of type 0x{0:02x} are not supported; ask for one of type 0x02 (EIP-1559)"
    )]
    UnknownTransactionType(u8),
    /// EIP-4844.
    #[error("blob transactions (EIP-4844) are not supported; send the data another way")]
    BlobTransaction,
    /// The RLP does not decode.
    #[error("the unsigned transaction cannot be read ({0}); ask the sender to build it again")]
    MalformedTransaction(String),
    /// Decoding and encoding again gives other bytes.
    #[error(
        "the unsigned transaction is not in its canonical encoding; ask the sender to build it again"
    )]
    NotCanonical,
    /// The JSON of typed data does not parse.
    #[error("the typed data is not valid JSON of EIP-712 ({0}); check the file")]
    MalformedTypedData(String),
    /// A type or member name that could be read in two ways.
    #[error("`{name}` in the typed data's types is not a plain identifier; the request is refused")]
    TypeName {
        /// The name as sent.
        name: String,
    },
    /// Types that are missing, circular, or grow beyond reason.
    #[error("the typed data's types cannot be used ({0}); ask the sender to correct them")]
    Types(String),
    /// `EIP712Domain` does not list exactly the fields that `domain` has.
    #[error(
        "the domain has the fields [{present}] but declares [{declared}]; \
         both must agree, in the order of EIP-712: ask the sender to correct them"
    )]
    DomainMismatch {
        /// Fields that `domain` has, in the order of EIP-712.
        present: String,
        /// Fields that `types.EIP712Domain` declares.
        declared: String,
    },
    /// A chain id beyond 64 bits.
    #[error("the chain id {0} is too large for any known network")]
    ChainIdTooLarge(String),
    /// The message's values do not fit its types.
    #[error("the typed data's values do not fit its types ({0}); ask the sender to correct them")]
    Values(String),
}
