//! Everything that speaks to an Ethereum node, over alloy: networks, balances,
//! fees, transfers, receipts, and a development network that this crate can
//! start. It holds no key and signs nothing: it prepares unsigned transactions
//! for the signer and takes a 65-byte signature back. It stores nothing but the
//! devnet's own folder. [`MediaFetcher`] goes to other servers than the node:
//! those that tokens name for their metadata and pictures. `mien-wallet` calls it.
//!
//! The way of a transaction:
//! 1. [`Client::connect`] – reaches the node and compares its chain id;
//! 2. [`Client::prepare`] – nonce, fees, gas and funds;
//! 3. [`UnsignedTransaction::payload`] – the bytes for `mien_intent::Request`;
//! 4. [`assemble`] – signature in, raw transaction out, sender compared;
//! 5. [`Client::broadcast`], [`Client::wait`] – receipt, or why not.

mod abi;
mod address;
mod amount;
mod broadcast;
mod call;
mod client;
mod contracts;
mod data_fee;
mod devnet;
mod error;
mod fault;
mod fees;
mod holdings;
mod http;
mod metadata;
mod network;
mod prepare;
mod receipt;
mod replace;
mod revert;
mod simulate;
mod token;
mod trace;

pub use abi::{AbiBook, AbiFolder, AbiLimits, Argument, DecodedCall, Skipped};
pub use address::parse_address;
pub use amount::{format_amount, format_units, parse_amount, parse_units};
pub use broadcast::{SignedTransaction, assemble};
pub use call::{
    Approval, KnownCall, UNLIMITED, approve_all, erc20_approve, erc20_transfer, erc721_transfer,
    erc1155_transfer,
};
pub use client::{Client, Timeouts};
pub use data_fee::DataFees;
pub use devnet::{AnvilSearch, Devnet, DevnetStatus, PortChoice, Running, TestContracts};
pub use error::ChainError;
pub use fault::{AddressFault, AmountFault, FeeFault, GatewayFault, MediaFault, NetworkFault};
pub use fees::{Fee, FeeChoices, FeeLevel, Market};
pub use holdings::{Allowance, Holding, OperatorRight};
pub use metadata::{Attribute, Gateway, MediaFetcher, Metadata, Picture, PictureKind};
pub use network::{Network, NetworkKind};
pub use prepare::{Call, FeeWish, TransferValue, UnsignedTransaction};
pub use receipt::{Outcome, Receipt, WaitOptions, WaitProgress};
pub use replace::{Replacement, Standing};
pub use simulate::{BalanceChange, Trial};
pub use token::{Token, TokenKind};

/// The Ethereum value types that appear in this crate's API.
pub use alloy::primitives::{Address, B256, Bytes, U256};
