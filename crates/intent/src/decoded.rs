//! A request that was read.

use alloy_primitives::eip191_hash_message;

use crate::drill::drill_message;
use crate::error::IntentError;
use crate::message::{self, SignIn};
use crate::request::{MAX_MESSAGE_BYTES, Request};
use crate::scope::{Refusal, Scope};
use crate::session::{SessionTerms, session_message};
use crate::summary::{DrillSummary, MessageSummary, SessionSummary, Summary};
use crate::transaction::Unsigned;
use crate::typed_data::Typed;

/// A request that was decoded and can be judged, shown and hashed.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    body: Body,
    signing_hash: [u8; 32],
}

#[derive(Clone, Debug, PartialEq)]
enum Body {
    Transaction(Unsigned),
    TypedData(Box<Typed>),
    Message {
        bytes: Vec<u8>,
        chain_id: u64,
    },
    Drill {
        identity: [u8; 4],
        nonce: [u8; 32],
    },
    Session {
        identity: [u8; 4],
        nonce: [u8; 32],
        terms: SessionTerms,
    },
}

impl Decoded {
    /// Reads a request and computes what its signature would cover.
    ///
    /// # Errors
    /// [`IntentError`] if the request is too long, cannot be decoded, is not in
    /// canonical form, or is of an unsupported kind. Policy is a separate
    /// question: see [`Decoded::permitted`].
    pub fn from_request(request: &Request) -> Result<Self, IntentError> {
        match request {
            Request::Transaction { unsigned } => {
                let tx = Unsigned::decode(unsigned)?;
                Ok(Self {
                    signing_hash: tx.signing_hash().0,
                    body: Body::Transaction(tx),
                })
            }
            Request::TypedData { json } => {
                let typed = Typed::decode(json)?;
                let signing_hash = typed.signing_hash().0;
                Ok(Self {
                    signing_hash,
                    body: Body::TypedData(Box::new(typed)),
                })
            }
            Request::Message { bytes, chain_id } => {
                check_message_length(bytes)?;
                Ok(Self {
                    signing_hash: eip191_hash_message(bytes).0,
                    body: Body::Message {
                        bytes: bytes.clone(),
                        chain_id: *chain_id,
                    },
                })
            }
            Request::Drill { identity, nonce } => Ok(Self {
                signing_hash: eip191_hash_message(drill_message(*identity, *nonce)).0,
                body: Body::Drill {
                    identity: *identity,
                    nonce: *nonce,
                },
            }),
            Request::Session {
                identity,
                nonce,
                terms,
            } => Ok(Self {
                signing_hash: eip191_hash_message(session_message(*identity, *nonce, *terms)).0,
                body: Body::Session {
                    identity: *identity,
                    nonce: *nonce,
                    terms: *terms,
                },
            }),
        }
    }

    /// The 32 bytes that the signature covers: Keccak-256 of the transaction's
    /// signing payload, of the EIP-712 encoding, or of the EIP-191 message.
    #[must_use]
    pub fn signing_hash(&self) -> [u8; 32] {
        self.signing_hash
    }

    /// The chain that the request is for: the transaction's, the typed data
    /// domain's, the session's for its opening, or for a message the network that
    /// the user is on. `None` for drills, and where none is named.
    #[must_use]
    pub fn chain_id(&self) -> Option<u64> {
        match &self.body {
            Body::Transaction(tx) => tx.chain_id(),
            Body::TypedData(typed) => typed.chain_id(),
            Body::Message { chain_id, .. } => Some(*chain_id),
            Body::Drill { .. } => None,
            Body::Session { terms, .. } => Some(terms.chain_id),
        }
    }

    /// Whether an identity of this scope may sign the request.
    ///
    /// # Errors
    /// The first [`Refusal`] that applies; those that hold for every identity
    /// come first.
    pub fn permitted(&self, scope: Scope) -> Result<(), Refusal> {
        match &self.body {
            Body::Transaction(tx) => tx.permitted(scope),
            Body::TypedData(typed) => typed.permitted(scope),
            Body::Message { bytes, chain_id } => {
                message::always(bytes)?;
                match scope {
                    Scope::Full => Ok(()),
                    Scope::Development => message::development(bytes, *chain_id),
                }
            }
            Body::Drill { .. } => Ok(()),
            Body::Session { terms, .. } => terms.check(),
        }
    }

    /// Whether an open session for this chain may sign the request without
    /// another scan: transactions and typed data that name exactly this chain.
    /// Messages could be meant for any network, and delegations (EIP-7702)
    /// outlive the session.
    ///
    /// # Errors
    /// The first [`Refusal`] that applies.
    pub fn permitted_in_session(&self, chain_id: u64) -> Result<(), Refusal> {
        let not_here = |what: &str| {
            Err(Refusal::NotInSession {
                what: what.to_owned(),
            })
        };
        match &self.body {
            Body::Transaction(tx) if tx.delegates() => {
                return not_here("transactions that delegate an account (EIP-7702)");
            }
            Body::Transaction(_) | Body::TypedData(_) => {}
            Body::Message { .. } => return not_here("messages"),
            Body::Drill { .. } => return not_here("drills"),
            Body::Session { .. } => return not_here("the opening of another session"),
        }
        // Whatever the identity's own scope is, a session's is no wider.
        self.permitted(Scope::Development)?;
        match self.chain_id() {
            Some(found) if found == chain_id => Ok(()),
            Some(found) => Err(Refusal::OtherChainThanSession {
                session: chain_id,
                found,
            }),
            None => Err(Refusal::NoChainId),
        }
    }

    /// The request in a form for people.
    #[must_use]
    pub fn summary(&self) -> Summary {
        match &self.body {
            Body::Transaction(tx) => Summary::Transaction(tx.summary()),
            Body::TypedData(typed) => Summary::TypedData(typed.summary()),
            Body::Message { bytes, chain_id } => {
                Summary::Message(message_summary(bytes, *chain_id))
            }
            Body::Drill { identity, nonce } => Summary::Drill(DrillSummary {
                identity: hex::encode(identity),
                nonce: hex::encode(nonce),
            }),
            Body::Session {
                identity,
                nonce,
                terms,
            } => Summary::Session(SessionSummary {
                identity: hex::encode(identity),
                nonce: hex::encode(nonce),
                terms: *terms,
            }),
        }
    }
}

fn check_message_length(bytes: &[u8]) -> Result<(), IntentError> {
    if bytes.is_empty() {
        return Err(IntentError::Empty {
            what: "message".into(),
        });
    }
    if bytes.len() > MAX_MESSAGE_BYTES {
        return Err(IntentError::TooLong {
            what: "message".into(),
            len: bytes.len(),
            limit: MAX_MESSAGE_BYTES,
        });
    }
    Ok(())
}

fn message_summary(bytes: &[u8], chain_id: u64) -> MessageSummary {
    let text = std::str::from_utf8(bytes).ok().map(str::to_owned);
    let hex = text.is_none().then(|| format!("0x{}", hex::encode(bytes)));
    let sign_in_chain = match message::sign_in(bytes) {
        SignIn::Chain(id) => Some(id),
        SignIn::No | SignIn::Unclear(_) => None,
    };
    MessageSummary {
        chain_id,
        text,
        len: bytes.len(),
        hex,
        sign_in_chain,
    }
}
