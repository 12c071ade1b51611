//! What may be signed. This crate turns a request into something that can be
//! shown, judged and hashed: it decodes unsigned transactions, EIP-712 typed
//! data and EIP-191 messages, computes the hash that a signature will cover,
//! and says what is refused and why. It does no I/O, knows no key and makes no
//! signature. The keeper calls it so that it never signs a hash that it was
//! handed; the wallet calls it to show the same request before the scan.
//!
//! The way of a request:
//! 1. [`Request`] – what the caller sends, as bytes;
//! 2. [`Decoded::from_request`] – bounded, decoded, and for transactions
//!    re-encoded and compared, so that one meaning has one encoding;
//! 3. [`Decoded::permitted`] – policy for a [`Scope`], or
//!    [`Decoded::permitted_in_session`] – policy for an open session;
//! 4. [`Decoded::signing_hash`] – what is signed;
//! 5. [`Decoded::summary`] – what is shown.
//!
//! ```
//! use mien_intent::{Decoded, Request, Scope};
//! let request = Request::Message { bytes: b"hello".to_vec(), chain_id: 31337 };
//! let decoded = Decoded::from_request(&request)?;
//! assert!(decoded.permitted(Scope::Development).is_ok());
//! # Ok::<(), mien_intent::IntentError>(())
//! ```

mod decoded;
mod document;
mod drill;
mod error;
mod message;
mod request;
mod scope;
mod session;
mod siwe;
mod summary;
mod text;
mod transaction;
mod typed_data;

pub use decoded::Decoded;
pub use document::{DocumentClaim, document_message, parse_document_message};
pub use drill::drill_message;
pub use error::IntentError;
pub use request::{MAX_MESSAGE_BYTES, MAX_TRANSACTION_BYTES, MAX_TYPED_DATA_BYTES, Request};
pub use scope::{DEVELOPMENT_CHAIN_IDS, Refusal, Scope, is_development_chain};
pub use session::{MAX_SESSION_SECONDS, MAX_SESSION_SIGNATURES, SessionTerms, session_message};
pub use siwe::{SignIn, SignInCaution, SignInContext, SignInRefusal, Stamp};
pub use summary::{
    Delegation, DrillSummary, MessageSummary, SessionSummary, Summary, TransactionKind,
    TransactionSummary, TypedDataSummary, TypedField,
};
pub use text::printable;

/// The Ethereum value types that appear in this crate's API.
pub use alloy_primitives::{Address, B256, U256};
