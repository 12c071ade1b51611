//! What is about to be signed.

use mien_intent::printable;
use mien_wallet::{Called, SignatureKind};
use serde::Serialize;
use specta::Type;

use super::{AccountView, CautionView, NetworkView, Weight};

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
    /// How much of what, with its sign. A token that does not say what it is
    /// has no unit here.
    pub amount: String,
    /// The token's contract; nothing for the network's coin.
    pub contract: Option<String>,
    /// Whether it grows.
    pub gain: bool,
}

/// What an address is called here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "by", rename_all = "snake_case")]
#[serde(rename = "Called")]
pub enum NameView {
    /// By its name in the address book.
    Contact {
        /// The name.
        name: String,
    },
    /// It is an account of this wallet.
    Account {
        /// i of m/0/i.
        index: u32,
        /// Its name; may be empty.
        label: String,
    },
    /// A token's contract, by its own word.
    Token {
        /// The name.
        name: String,
    },
}

impl From<Called> for NameView {
    fn from(called: Called) -> Self {
        match called {
            Called::Contact(name) => Self::Contact {
                name: printable(&name),
            },
            Called::Account { index, label } => Self::Account {
                index,
                label: printable(&label),
            },
        }
    }
}

/// Somebody, or a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Party {
    /// The address.
    pub address: String,
    /// What it is called here.
    pub name: Option<NameView>,
}

/// What the bytes do that are to be signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Deed {
    /// Coins leave.
    Coins {
        /// How many, with the currency.
        amount: String,
    },
    /// Nothing leaves and nothing is called: it takes another's place.
    Nothing,
    /// A new contract is made.
    Creation {
        /// Length of its code.
        bytes: u32,
    },
    /// Tokens leave.
    Tokens {
        /// How many, with the symbol.
        amount: String,
    },
    /// Tokens move from an account that allowed it.
    Move {
        /// How many, with the symbol.
        amount: String,
        /// Whose.
        from: Party,
    },
    /// An NFT leaves.
    Nft {
        /// Collection and number.
        name: String,
    },
    /// Items leave (ERC-1155).
    Items {
        /// How many.
        amount: String,
        /// Collection and number.
        name: String,
    },
    /// Somebody may take tokens.
    Allow {
        /// Up to so many, with the symbol.
        amount: String,
    },
    /// Somebody may take more tokens than before.
    AllowMore {
        /// So many more, with the symbol.
        amount: String,
    },
    /// Somebody may take all tokens, at any time.
    AllowAll {
        /// What they are called.
        token: String,
    },
    /// Somebody may take one NFT.
    AllowNft {
        /// Collection and number.
        name: String,
    },
    /// Somebody may take everything of a collection, at any time.
    AllowCollection {
        /// What it is called.
        token: String,
    },
    /// Somebody may take tokens, or a whole collection, no longer.
    Disallow {
        /// What they are called.
        token: String,
    },
    /// A function of a contract is called.
    Call {
        /// Its name, if it is known.
        function: Option<String>,
    },
    /// Typed data.
    TypedData {
        /// The name of its type.
        name: String,
    },
}

/// What more is known of a value than its digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Meaning {
    /// An address with a name.
    Named {
        /// What it is called here.
        name: NameView,
    },
    /// An amount of a token.
    Amount {
        /// With its point and symbol.
        amount: String,
    },
    /// So much that it is no limit.
    Unlimited,
}

/// One value of typed data or of a call.
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
    /// What more is known of it.
    pub meaning: Option<Meaning>,
}

/// Where the explanation of a call comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Source {
    /// From the token standards.
    Standard,
    /// From an ABI in the person's own folders.
    Abi {
        /// The contract whose ABI it is.
        contract: String,
    },
}

/// One way to read a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct FunctionView {
    /// The function with its types, such as `deposit(uint256,address)`.
    pub signature: String,
    /// Where that comes from.
    pub source: Source,
    /// What it is called with, depth first.
    pub arguments: Vec<FieldView>,
}

/// What is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct CallPart {
    /// The contract.
    pub contract: Party,
    /// Coins that go to it, with the currency.
    pub coins: Option<String>,
    /// The first four bytes of the data, or fewer if there are no more, as hex.
    pub selector: String,
    /// How it reads: several if several functions share these bytes, none if it
    /// is not understood.
    pub functions: Vec<FunctionView>,
}

/// The highest fee and its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct FeeParts {
    /// All of it, with the currency.
    pub highest: String,
    /// So much gas.
    pub gas: u64,
    /// At such a price at most, in gwei.
    pub max_gwei: String,
    /// Of that for the block's author, in gwei.
    pub tip_gwei: Option<String>,
    /// Of it for the data on a rollup, with the currency.
    pub data: Option<String>,
}

/// A warning and its weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Weighed {
    /// The warning.
    pub caution: CautionView,
    /// How much it weighs.
    pub weight: Weight,
}

impl Weighed {
    /// A warning with the weight that it has.
    #[must_use]
    pub fn new(caution: CautionView) -> Self {
        Self {
            weight: caution.weight(),
            caution,
        }
    }
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
    /// What it does; nothing for texts, which say it themselves.
    pub deed: Option<Deed>,
    /// Who gets something by it, or may take it.
    pub to: Option<Party>,
    /// The highest fee.
    pub fee: Option<FeeParts>,
    /// What a trial changed; nothing if the node could not say.
    pub changes: Option<Vec<ChangeLine>>,
    /// What to know before signing, the gravest first.
    pub cautions: Vec<Weighed>,
    /// What is called, if anything.
    pub call: Option<CallPart>,
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
    /// The host of the network's explorer, where it has one that may be opened.
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
