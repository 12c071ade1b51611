//! Sign-in texts: "Sign-In with Ethereum", EIP-4361.
//!
//! A text that invites to sign in must follow the standard to the letter: one
//! that nearly does is how people are made to sign in elsewhere. The keeper's own
//! rule is more generous on purpose (`message.rs`): there it must not miss a text
//! that some service might accept.

mod check;
mod parse;
mod stamp;

use alloy_primitives::Address;
use serde::{Deserialize, Serialize};

pub use check::{SignInCaution, SignInContext};
pub use stamp::Stamp;

/// What the first line says after the domain.
const INVITATION: &str = " wants you to sign in with your Ethereum account:";

/// A sign-in text, read completely.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// The scheme of the site's address, if it is named.
    pub scheme: Option<String>,
    /// The site that asks: an authority of RFC 3986, host and maybe port.
    pub domain: String,
    /// The account that signs in.
    pub address: Address,
    /// What the user is told, in one line.
    pub statement: Option<String>,
    /// What the sign-in is about, as the service sees it.
    pub uri: String,
    /// The chain that the session is bound to.
    pub chain_id: u64,
    /// The service's random text, at least eight letters or digits.
    pub nonce: String,
    /// When the text was made.
    pub issued_at: Stamp,
    /// When it ends.
    pub expiration_time: Option<Stamp>,
    /// When it begins.
    pub not_before: Option<Stamp>,
    /// The service's own name for the request.
    pub request_id: Option<String>,
    /// Addresses of what the user wants to have resolved by the service.
    pub resources: Vec<String>,
}

/// A sign-in text that is refused. Nothing was signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SignInRefusal {
    /// It invites to sign in and does not follow EIP-4361.
    #[error(
        "this text asks you to sign in but does not follow the standard for that (EIP-4361), line {line}: \
         {reason}; such texts are used to sign you in elsewhere, do not sign it"
    )]
    Malformed {
        /// Counted from 1.
        line: usize,
        /// What is wrong there.
        reason: String,
    },
    /// For another site than the user is on.
    #[error("this text signs in to {found}, and you are on {expected}: do not sign it")]
    OtherDomain {
        /// Where the user is.
        expected: String,
        /// What the text says.
        found: String,
    },
    /// For another account.
    #[error("this text signs in with {found}, not with {own}; choose that account or ask again")]
    OtherAccount {
        /// What the text says.
        found: Address,
        /// The account that would sign.
        own: Address,
    },
    /// For another chain than the network in use.
    #[error(
        "this text signs in on chain {found}, and the network in use has chain id {chain_id}; name the network that you mean"
    )]
    OtherChain {
        /// What the text says.
        found: u64,
        /// The network's.
        chain_id: u64,
    },
    /// Too late.
    #[error("this sign-in expired at {at}; ask the site for a new one")]
    Expired {
        /// When.
        at: String,
    },
}

impl SignIn {
    /// Whether a text invites to sign in, well formed or not.
    #[must_use]
    pub fn is_claimed_by(text: &str) -> bool {
        let words: Vec<&str> = text.split_whitespace().collect();
        words
            .join(" ")
            .to_lowercase()
            .contains("wants you to sign in with your ethereum account")
    }
}

/// The same text again, byte for byte.
impl core::fmt::Display for SignIn {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        if let Some(scheme) = &self.scheme {
            write!(f, "{scheme}://")?;
        }
        write!(f, "{}{INVITATION}\n{}\n\n", self.domain, self.address)?;
        if let Some(statement) = &self.statement {
            writeln!(f, "{statement}")?;
        }
        write!(
            f,
            "\nURI: {}\nVersion: 1\nChain ID: {}\nNonce: {}\nIssued At: {}",
            self.uri, self.chain_id, self.nonce, self.issued_at
        )?;
        if let Some(time) = &self.expiration_time {
            write!(f, "\nExpiration Time: {time}")?;
        }
        if let Some(time) = &self.not_before {
            write!(f, "\nNot Before: {time}")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, "\nRequest ID: {id}")?;
        }
        if !self.resources.is_empty() {
            write!(f, "\nResources:")?;
        }
        for resource in &self.resources {
            write!(f, "\n- {resource}")?;
        }
        Ok(())
    }
}
