//! Signing sessions for development networks: what opens one, and what may be
//! signed in it. One scan opens a session; the keeper holds to these rules for
//! as long as it lasts (`spec/session.md`).

use serde::{Deserialize, Serialize};

use crate::scope::{Refusal, is_development_chain};

/// Longest session, in seconds.
pub const MAX_SESSION_SECONDS: u32 = 3600;
/// Most signatures of one session.
pub const MAX_SESSION_SIGNATURES: u32 = 1000;

/// How every opening text begins. No other message with this beginning is signed.
pub(crate) const SESSION_HEADING: &str = "Mien session";

/// What a session is for and when it ends, whichever comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionTerms {
    /// The one chain that it signs for: a development network's.
    pub chain_id: u64,
    /// How long it lasts, 1 to [`MAX_SESSION_SECONDS`].
    pub seconds: u32,
    /// How often it signs, 1 to [`MAX_SESSION_SIGNATURES`].
    pub signatures: u32,
}

impl SessionTerms {
    /// Whether a session of these terms may be opened.
    ///
    /// # Errors
    /// [`Refusal::SessionElsewhere`], [`Refusal::SessionBounds`].
    pub fn check(&self) -> Result<(), Refusal> {
        if !is_development_chain(self.chain_id) {
            return Err(Refusal::SessionElsewhere {
                chain_id: self.chain_id,
            });
        }
        let in_bounds = (1..=MAX_SESSION_SECONDS).contains(&self.seconds)
            && (1..=MAX_SESSION_SIGNATURES).contains(&self.signatures);
        if in_bounds {
            Ok(())
        } else {
            Err(Refusal::SessionBounds {
                seconds: self.seconds,
                signatures: self.signatures,
            })
        }
    }
}

/// The text that opens a session under EIP-191: what the owner agrees to by the
/// scan is what is signed.
///
/// `identity` is the fingerprint, `nonce` 32 fresh random bytes.
#[must_use]
pub fn session_message(identity: [u8; 4], nonce: [u8; 32], terms: SessionTerms) -> String {
    format!(
        "{SESSION_HEADING}\n\nThe owner of identity {} opens a signing session for development \
         chain {}: {} seconds and {} signatures at most. It authorises nothing on any other \
         chain.\n\nNonce: {}",
        hex::encode(identity),
        terms.chain_id,
        terms.seconds,
        terms.signatures,
        hex::encode(nonce)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: SessionTerms = SessionTerms {
        chain_id: 31337,
        seconds: 600,
        signatures: 20,
    };

    #[test]
    fn the_text_is_fixed() {
        assert_eq!(
            session_message([0xde, 0xad, 0xbe, 0xef], [7; 32], TERMS),
            "Mien session\n\nThe owner of identity deadbeef opens a signing session for \
             development chain 31337: 600 seconds and 20 signatures at most. It authorises \
             nothing on any other chain.\n\nNonce: \
             0707070707070707070707070707070707070707070707070707070707070707"
        );
    }

    #[test]
    fn terms_are_bounded_and_for_development_networks() {
        assert_eq!(TERMS.check(), Ok(()));
        for chain_id in [0, 1, 11_155_111, 31338] {
            let elsewhere = SessionTerms { chain_id, ..TERMS };
            assert_eq!(
                elsewhere.check(),
                Err(Refusal::SessionElsewhere { chain_id })
            );
        }
        for (seconds, signatures) in [
            (0, 1),
            (1, 0),
            (MAX_SESSION_SECONDS + 1, 1),
            (1, MAX_SESSION_SIGNATURES + 1),
        ] {
            let terms = SessionTerms {
                seconds,
                signatures,
                ..TERMS
            };
            let bounds = Refusal::SessionBounds {
                seconds,
                signatures,
            };
            assert_eq!(terms.check(), Err(bounds));
        }
    }
}
