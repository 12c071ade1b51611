//! What is about to be signed.

use mien_wallet::SignatureKind;
use serde::Serialize;
use specta::Type;

use super::{AccountView, NetworkView, RecipientView};

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReviewKind {
    /// Coins, tokens or an NFT leave.
    Send,
    /// A waiting transaction is sent again at a better price.
    SpeedUp,
    /// A waiting transaction is taken back.
    Cancel,
    /// An allowance ends.
    Revoke,
    /// A text.
    Message,
    /// Typed data.
    TypedData,
    /// A document.
    Document,
}

impl From<SignatureKind> for ReviewKind {
    fn from(kind: SignatureKind) -> Self {
        match kind {
            SignatureKind::Message => Self::Message,
            SignatureKind::TypedData => Self::TypedData,
            SignatureKind::Document => Self::Document,
        }
    }
}

/// One asset that would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ChangeLine {
    /// How much of what, with its sign.
    pub text: String,
    /// Whether it grows.
    pub gain: bool,
}

/// A warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct CautionView {
    /// Which, as `mien_wallet::Caution` names it.
    pub code: String,
    /// In English, with its facts.
    pub text: String,
    /// Whether money is lost as a rule.
    pub grave: bool,
}

/// One value of typed data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct FieldView {
    /// How deep it is nested.
    pub depth: u32,
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_name: String,
    /// Its value; empty for structs and arrays, whose members follow.
    pub value: String,
}

/// Everything that a person sees before agreeing. It is made from the bytes
/// that will be signed, and bound to them by `id`.
#[derive(Clone, Debug, Serialize, Type)]
pub struct Review {
    /// Names these bytes; approval names it back.
    pub id: String,
    /// What kind of thing it is.
    pub kind: ReviewKind,
    /// On which network.
    pub network: NetworkView,
    /// By which account.
    pub from: AccountView,
    /// Who gets something by it.
    pub to: Option<RecipientView>,
    /// What leaves, in words.
    pub what: String,
    /// The highest fee, with the currency.
    pub fee: Option<String>,
    /// Its parts.
    pub fee_detail: Option<String>,
    /// What a trial changed; nothing if the node could not say.
    pub changes: Option<Vec<ChangeLine>>,
    /// What to know before signing, the gravest first.
    pub cautions: Vec<CautionView>,
    /// The text, for messages and documents.
    pub text: Option<String>,
    /// The values, for typed data.
    pub fields: Vec<FieldView>,
    /// The domain, for typed data and sign-in texts.
    pub domain: Option<String>,
    /// The bytes, in hex.
    pub raw: String,
    /// The hash that will be signed, in hex.
    pub digest: String,
    /// Whether the PIN is asked for.
    pub pin: bool,
    /// Whether the demonstration camera is in use.
    pub demo: bool,
}

/// What came of an approval.
#[derive(Clone, Debug, Serialize, Type)]
pub struct Approved {
    /// The transaction.
    pub hash: Option<String>,
    /// The block it is in.
    pub block: Option<u64>,
    /// Its page at the network's explorer.
    pub explorer: Option<String>,
    /// The signature file, as text, to be saved.
    pub signature_file: Option<String>,
}

/// How a review ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReviewEnd {
    /// It was signed.
    Approved,
    /// The person refused it.
    Refused,
    /// Signing or sending failed.
    Failed,
    /// It lost its validity: the app was locked, or the account or network
    /// changed.
    Died,
}
