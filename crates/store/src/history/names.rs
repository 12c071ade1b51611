//! The words for what happened and how it stands.

use serde::{Deserialize, Serialize};

/// A word in the file that this version does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown word `{0}`")]
pub struct UnknownName(pub(crate) String);

/// An enumeration whose values have a fixed name in the file.
macro_rules! named {
    ($(#[$meta:meta])* $type:ident { $($(#[$doc:meta])* $value:ident = $name:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum $type { $($(#[$doc])* $value,)* }

        impl $type {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$value,)*];

            /// Its name in the file and in JSON.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$value => $name,)* }
            }
        }

        impl std::str::FromStr for $type {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, UnknownName> {
                match text {
                    $($name => Ok(Self::$value),)*
                    other => Err(UnknownName(other.to_owned())),
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

named! {
    /// What happened.
    Kind {
        /// A face was scanned to open the key.
        Scan = "scan",
        /// An identity was made.
        Enrolment = "enrolment",
        /// A signing session was open, on a development network.
        Session = "session",
        /// A message, typed data or a document was signed.
        Signature = "signature",
        /// A transaction was signed and sent.
        Transaction = "transaction",
        /// Something was refused: a face, a PIN, a request.
        Refusal = "refusal",
        /// The recovery kit was exported.
        KitExport = "kit_export",
        /// A recovery kit was read in.
        KitImport = "kit_import",
        /// A listing was written, with which a face finds the address.
        Publication = "publication",
        /// An identity was recovered.
        Recovery = "recovery",
        /// A drill.
        Drill = "drill",
        /// The face was captured anew.
        Renewal = "renewal",
        /// The PIN was changed.
        PinChange = "pin_change",
        /// An identity was forgotten.
        Forget = "forget",
        /// A setting was changed.
        SettingChange = "setting_change",
    }
}

named! {
    /// How it stands.
    Status {
        /// It has begun; nothing has left yet. Found after a crash, it means
        /// that what followed is unknown.
        Begun = "begun",
        /// A signature was made.
        Signed = "signed",
        /// A transaction was handed to a node.
        Sent = "sent",
        /// A transaction is in the chain and did what it should.
        Confirmed = "confirmed",
        /// A transaction is in the chain and failed.
        Reverted = "reverted",
        /// Another transaction took its nonce.
        Replaced = "replaced",
        /// It was in the chain, and the chain went back before it or began anew.
        Undone = "undone",
        /// It is done.
        Done = "done",
        /// It was refused.
        Refused = "refused",
        /// It did not work.
        Failed = "failed",
        /// The user stopped it.
        Cancelled = "cancelled",
    }
}

impl Status {
    /// Whether something may still follow without the user.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Begun | Self::Signed | Self::Sent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_agree_with_json() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
            assert_eq!(serde_json::to_value(kind).ok(), Some(kind.as_str().into()));
        }
        for status in Status::ALL {
            assert_eq!(status.as_str().parse(), Ok(*status));
            assert_eq!(
                serde_json::to_value(status).ok(),
                Some(status.as_str().into())
            );
        }
        assert!("other".parse::<Kind>().is_err());
    }
}
