//! What is shown of a request before it is signed.

use alloy_primitives::{Address, U256};
use serde::{Deserialize, Serialize};

use crate::session::SessionTerms;

/// A request in a form for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Summary {
    /// An unsigned transaction.
    Transaction(TransactionSummary),
    /// EIP-712 typed data.
    TypedData(TypedDataSummary),
    /// An EIP-191 message.
    Message(MessageSummary),
    /// A drill.
    Drill(DrillSummary),
    /// The opening of a session.
    Session(SessionSummary),
}

/// The kinds of transaction that may be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionKind {
    /// Before EIP-2718, with or without EIP-155.
    Legacy,
    /// EIP-2930, type 0x01.
    AccessList,
    /// EIP-1559, type 0x02.
    DynamicFee,
    /// EIP-7702, type 0x04.
    SetCode,
}

/// A delegation of EIP-7702 that a transaction carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// The chain it is valid on.
    pub chain_id: U256,
    /// The contract whose code the account takes.
    pub address: Address,
    /// The account's nonce at which it is valid.
    pub nonce: u64,
}

/// A transaction, decoded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransactionSummary {
    /// Which kind.
    pub kind: TransactionKind,
    /// The chain, if one is named.
    pub chain_id: Option<u64>,
    /// The sender's transaction count.
    pub nonce: u64,
    /// The recipient; `None` creates a contract.
    pub to: Option<Address>,
    /// Wei sent along.
    pub value: U256,
    /// Gas limit.
    pub gas_limit: u64,
    /// Wei per unit of gas at most (the gas price of older kinds).
    pub max_fee_per_gas: u128,
    /// Wei per unit of gas for the block's author, where the kind has it.
    pub max_priority_fee_per_gas: Option<u128>,
    /// The first four bytes of the call data, if it is a call and has them.
    pub selector: Option<[u8; 4]>,
    /// Call data, or the code that creates a contract.
    pub input: Vec<u8>,
    /// Entries of the access list.
    pub access_list_entries: usize,
    /// Delegations carried along.
    pub delegations: Vec<Delegation>,
}

impl TransactionSummary {
    /// The most that leaves the account, in wei: value plus the highest fee.
    /// Saturates at 2²⁵⁶ − 1.
    #[must_use]
    pub fn highest_cost(&self) -> U256 {
        self.value.saturating_add(self.highest_fee())
    }

    /// The highest fee, in wei: gas limit times the highest price.
    #[must_use]
    pub fn highest_fee(&self) -> U256 {
        U256::from(self.gas_limit) * U256::from(self.max_fee_per_gas)
    }
}

/// One value of typed data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedField {
    /// How deep it is nested; 0 for members of the primary type.
    pub depth: usize,
    /// The member's name, or its index in an array.
    pub name: String,
    /// The type's name; a struct's own name for structs.
    pub type_name: String,
    /// The value as decoded; empty for structs and arrays, whose members follow.
    pub value: String,
}

/// Typed data, decoded. Only values that the signature covers are listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedDataSummary {
    /// The domain's name.
    pub domain_name: Option<String>,
    /// The domain's version.
    pub domain_version: Option<String>,
    /// The domain's chain.
    pub chain_id: Option<u64>,
    /// The contract that will verify the signature.
    pub verifying_contract: Option<Address>,
    /// The type of the message.
    pub primary_type: String,
    /// The message as a tree in depth-first order.
    pub fields: Vec<TypedField>,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSummary {
    /// The network that the user is on; not part of what is signed.
    pub chain_id: u64,
    /// The text, if the message is UTF-8; not yet made safe to print, see
    /// [`crate::printable`].
    pub text: Option<String>,
    /// Length in bytes.
    pub len: usize,
    /// `0x` and hex digits, if the message is not UTF-8.
    pub hex: Option<String>,
    /// The chain that a sign-in text (EIP-4361) names.
    pub sign_in_chain: Option<u64>,
}

/// A drill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillSummary {
    /// The identity's fingerprint as hex.
    pub identity: String,
    /// The nonce as hex.
    pub nonce: String,
}

/// The opening of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionSummary {
    /// The identity's fingerprint as hex.
    pub identity: String,
    /// The nonce as hex.
    pub nonce: String,
    /// What the session is for and when it ends.
    pub terms: SessionTerms,
}
