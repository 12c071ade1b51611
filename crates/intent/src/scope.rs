//! What an identity may sign.

use serde::{Deserialize, Serialize};

use crate::session::{MAX_SESSION_SECONDS, MAX_SESSION_SIGNATURES};

/// Chain ids of development networks: 31337 (anvil, hardhat) and 1337 (geth's
/// developer mode, ganache).
pub const DEVELOPMENT_CHAIN_IDS: [u64; 2] = [31337, 1337];

/// Whether this chain id belongs to a development network.
#[must_use]
pub fn is_development_chain(chain_id: u64) -> bool {
    DEVELOPMENT_CHAIN_IDS.contains(&chain_id)
}

/// How far an identity's signature reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Scope {
    /// An identity without PIN and without vault: development networks only.
    Development,
    /// An identity with a PIN or a vault: every network.
    Full,
}

/// A request that was understood and is refused. Nothing was signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Refusal {
    /// A legacy transaction without EIP-155, or a chain id of zero.
    #[error(
        "this transaction names no chain, so it would be valid on every network; \
         ask for one with a chain id (EIP-155)"
    )]
    NoChainId,
    /// An EIP-7702 authorisation for every chain at once.
    #[error(
        "this delegation to {address} has chain id 0 and would be valid on every network; \
         ask for one that names its chain"
    )]
    DelegationForEveryChain {
        /// The contract delegated to, `0x` and 40 hex digits.
        address: String,
    },
    /// A message that is nothing but 32 bytes, raw or as hex.
    #[error(
        "this message is a bare 32-byte hash: it could stand for a transaction or anything else, \
         and nobody can read what it means; sign the transaction, the typed data or the document itself"
    )]
    BareHash,
    /// A message that imitates a drill or the opening of a session.
    #[error(
        "this message imitates a text that only Mien itself signs (a drill, or the opening of a \
         session); use `mien drill` or `mien session` instead"
    )]
    ImitatesOwnText,
    /// A development identity and another chain.
    #[error(
        "this identity has neither PIN nor vault and signs for development networks only \
         (chain ids 31337 and 1337), not for chain {chain_id}; set a PIN, or use a development network"
    )]
    LiveChain {
        /// The chain that the request is for.
        chain_id: u64,
    },
    /// A development identity and typed data without a chain.
    #[error(
        "this typed data names no chain in its domain, and this identity, without PIN or vault, \
         signs for development networks only; set a PIN, or add chainId 31337 to the domain"
    )]
    TypedDataWithoutChain,
    /// A development identity and a sign-in text for another chain.
    #[error(
        "this text signs in to a service on another chain ({found}), and this identity, without \
         PIN or vault, is for development networks only; set a PIN first"
    )]
    SignInElsewhere {
        /// What the text says about its chain.
        found: String,
    },
    /// A session for a live network.
    #[error(
        "signing sessions are for development networks only (chain ids 31337 and 1337), not for \
         chain {chain_id}; there every signature needs a scan"
    )]
    SessionElsewhere {
        /// The chain asked for.
        chain_id: u64,
    },
    /// A session that would last too long or sign too often, or not at all.
    #[error(
        "a session lasts 1 to {MAX_SESSION_SECONDS} seconds and signs 1 to \
         {MAX_SESSION_SIGNATURES} times, not {seconds} seconds and {signatures} times; ask for less"
    )]
    SessionBounds {
        /// Seconds asked for.
        seconds: u32,
        /// Signatures asked for.
        signatures: u32,
    },
    /// A request of a kind that a session does not sign.
    #[error("a session does not sign {what}; close it and scan for this one")]
    NotInSession {
        /// Which kind, in words.
        what: String,
    },
    /// A request for another chain than the session's.
    #[error(
        "this session signs for chain {session} only, not for chain {found}; scan for this one"
    )]
    OtherChainThanSession {
        /// The session's.
        session: u64,
        /// The request's.
        found: u64,
    },
}
