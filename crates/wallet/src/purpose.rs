//! What a transaction of the history was made for.

use serde::{Deserialize, Serialize};

/// What a transaction sends or does, as it was ordered. English words are its
/// `Display`; the history keeps both, so that other languages can say it too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Purpose {
    /// Something is sent.
    Send {
        /// How much of what, with its unit.
        shown: String,
    },
    /// A contract is called.
    Call {
        /// Coins sent along, with the currency.
        coins: String,
        /// Length of the call data.
        bytes: usize,
    },
    /// An ERC-20 allowance ends.
    EndAllowance {
        /// The token's symbol, or its address.
        token: String,
    },
    /// A right to everything of a collection ends.
    EndRight {
        /// The collection's symbol, or its address.
        token: String,
    },
    /// Nothing: it takes the place of another.
    Nothing,
    /// Another is sent again, to be confirmed sooner.
    Again {
        /// What the other was made for.
        of: Box<Purpose>,
    },
    /// Only words are known.
    Words {
        /// In English.
        text: String,
    },
}

impl core::fmt::Display for Purpose {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Send { shown: text } | Self::Words { text } => f.write_str(text),
            Self::Call { coins, bytes } => write!(f, "{coins} and a call of {bytes} bytes"),
            Self::EndAllowance { token } => write!(f, "an end to the allowance for {token}"),
            Self::EndRight { token } => {
                write!(f, "an end to the right to everything of {token}")
            }
            Self::Nothing => f.write_str("nothing (takes the place of the other)"),
            Self::Again { of } => write!(f, "{of} (again, sooner)"),
        }
    }
}

impl Purpose {
    /// What a record of the history says; older ones have words only.
    #[must_use]
    pub fn of_record(detail: &serde_json::Value) -> Option<Self> {
        let typed = serde_json::from_value(detail["purpose"].clone()).ok();
        typed.or_else(|| {
            let text = detail["what"].as_str()?.to_owned();
            Some(Self::Words { text })
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_record_gives_back_what_was_written() {
        let token = "EXD".to_owned();
        let purpose = Purpose::Again {
            of: Box::new(Purpose::EndAllowance { token }),
        };
        let detail = json!({ "what": purpose.to_string(), "purpose": purpose });
        assert_eq!(Purpose::of_record(&detail), Some(purpose));
    }

    #[test]
    fn a_record_from_before_has_its_words() {
        let text = "0.25 ETH".to_owned();
        let read = Purpose::of_record(&json!({ "what": "0.25 ETH" }));
        assert_eq!(read, Some(Purpose::Words { text }));
        assert_eq!(Purpose::of_record(&json!({})), None);
    }
}
