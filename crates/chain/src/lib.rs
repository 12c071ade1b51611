//! Everything that speaks to an Ethereum node, over alloy: networks, balances,
//! fees, transfers, receipts, and a development network that this crate can
//! start. It holds no key and signs nothing: it prepares unsigned transactions
//! for the signer and takes a 65-byte signature back. It stores nothing but the
//! devnet's own folder. `mien-wallet` calls it.
//!
//! The way of a transfer:
//! 1. [`Client::connect`] – reaches the node and compares its chain id;
//! 2. [`Client::prepare_transfer`] – nonce, fees, gas and funds;
//! 3. [`UnsignedTransfer::payload`] – the bytes for `mien_intent::Request`;
//! 4. [`assemble`] – signature in, raw transaction out, sender compared;
//! 5. [`Client::broadcast`], [`Client::wait`] – receipt, or why not.

mod address;
mod amount;
mod broadcast;
mod client;
mod data_fee;
mod devnet;
mod error;
mod fees;
mod http;
mod network;
mod receipt;
mod revert;
mod transfer;

pub use address::parse_address;
pub use amount::{format_amount, format_units, parse_amount, parse_units};
pub use broadcast::{SignedTransfer, assemble};
pub use client::{Client, Timeouts};
pub use devnet::{AnvilSearch, Devnet, DevnetStatus, PortChoice, Running};
pub use error::ChainError;
pub use fees::{Fee, FeeChoices, FeeLevel};
pub use network::{Network, NetworkKind};
pub use receipt::{Outcome, Receipt, WaitOptions, WaitProgress};
pub use transfer::{TransferValue, UnsignedTransfer};

/// The Ethereum value types that appear in this crate's API.
pub use alloy::primitives::{Address, B256, U256};
