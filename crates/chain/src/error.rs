//! What can go wrong between the wallet and a chain.

use std::path::PathBuf;

use alloy::primitives::{Address, B256, U256};

use crate::amount::format_amount;
use crate::fault::{AddressFault, AmountFault, FeeFault, GatewayFault, MediaFault, NetworkFault};

/// An error of this crate. Each message says what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
    /// An amount that is no plain decimal number of a known unit.
    #[error("`{text}` is not an amount: {reason}")]
    BadAmount {
        /// The text as given.
        text: String,
        /// What is wrong.
        reason: AmountFault,
    },
    /// Not an address.
    #[error("`{text}` is not an address: {reason}; copy it again from its owner")]
    BadAddress {
        /// The text as given.
        text: String,
        /// What is wrong.
        reason: AddressFault,
    },
    /// An address whose upper and lower case letters are not its checksum.
    #[error(
        "the address {given} has a wrong checksum, so at least one letter or digit is mistyped \
         (its digits would be written {expected}); copy it again from its owner"
    )]
    BadChecksum {
        /// The address as given.
        given: String,
        /// The same digits with the right case.
        expected: String,
    },
    /// A network's description that cannot be used.
    #[error("the network `{name}` cannot be used: {reason}")]
    BadNetwork {
        /// Its name.
        name: String,
        /// What is wrong.
        reason: NetworkFault,
    },
    /// No node is configured.
    #[error("the network `{network}` has no node yet; set its RPC URL first")]
    NoRpcUrl {
        /// The network's name.
        network: String,
    },
    /// The HTTP client could not be set up.
    #[error("secure connections cannot be set up on this machine ({0}); check its certificates")]
    Tls(String),
    /// Nobody answers at the node's address.
    #[error(
        "the node of `{network}` at {endpoint} cannot be reached ({detail}); \
         check that it runs and that this machine is online"
    )]
    NodeDown {
        /// The network's name.
        network: String,
        /// Scheme, host and port.
        endpoint: String,
        /// The reason as the system gives it.
        detail: String,
    },
    /// The node took longer than the limit.
    #[error(
        "the node of `{network}` at {endpoint} did not answer {method} within {seconds} s; \
         try again, or set another RPC URL"
    )]
    NodeSlow {
        /// The network's name.
        network: String,
        /// Scheme, host and port.
        endpoint: String,
        /// What was asked.
        method: &'static str,
        /// The limit in seconds.
        seconds: u64,
    },
    /// The answer is no JSON-RPC or makes no sense.
    #[error(
        "what answers at {endpoint} is no working node of `{network}` ({method}: {detail}); \
         check the RPC URL"
    )]
    NodeRubbish {
        /// The network's name.
        network: String,
        /// Scheme, host and port.
        endpoint: String,
        /// What was asked.
        method: &'static str,
        /// What is wrong with the answer.
        detail: String,
    },
    /// The node answered with an error of its own.
    #[error("the node of `{network}` refused {method}: {message} (code {code})")]
    NodeRefused {
        /// The network's name.
        network: String,
        /// What was asked.
        method: &'static str,
        /// JSON-RPC error code.
        code: i64,
        /// The node's words.
        message: String,
    },
    /// The node serves another chain.
    #[error(
        "the network `{network}` should have chain id {expected}, but the node at {endpoint} has \
         {found}; set the RPC URL of the right network, or choose another network"
    )]
    WrongChain {
        /// The network's name.
        network: String,
        /// Scheme, host and port.
        endpoint: String,
        /// The network's chain id.
        expected: u64,
        /// The node's.
        found: u64,
    },
    /// Value and fee are more than the account has.
    #[error("{}", insufficient(.balance, .value, .highest_fee, .currency))]
    InsufficientFunds {
        /// What the account has, in wei.
        balance: U256,
        /// What was to be sent, in wei.
        value: U256,
        /// The highest fee, in wei.
        highest_fee: U256,
        /// The currency's symbol.
        currency: String,
    },
    /// A fee that no chain takes.
    #[error("this fee cannot be used: {reason}; choose slow, normal or fast, or other numbers")]
    BadFee {
        /// What is wrong.
        reason: FeeFault,
    },
    /// No token lives at this address.
    #[error("there is no token at {address} on `{network}`; check the address and the network")]
    NotAToken {
        /// The address.
        address: Address,
        /// The network's name.
        network: String,
    },
    /// A transaction that cannot be replaced.
    #[error(
        "transaction {hash} is not waiting any more: it was mined, replaced, or the node has lost \
         it; look at the history"
    )]
    NotWaiting {
        /// The transaction's hash.
        hash: B256,
    },
    /// The recipient's code would refuse the transfer.
    #[error("this transaction would fail: {reason}; nothing was sent")]
    WouldRevert {
        /// The reason that the contract gives.
        reason: String,
    },
    /// A signature that is no valid one.
    #[error("the signature cannot be used ({reason}); nothing was sent, sign again")]
    BadSignature {
        /// What is wrong.
        reason: String,
    },
    /// The signature belongs to another account.
    #[error(
        "the signature belongs to {recovered} and not to {expected}; nothing was sent, \
         and this should be reported"
    )]
    WrongSender {
        /// The account that the transaction is from.
        expected: Address,
        /// The account that the signature gives.
        recovered: Address,
    },
    /// Another transaction of the account has the place in its row by now.
    #[error(
        "another transaction of this account took the place of this one (number {nonce}) while it was \
         being signed; this one was not sent: send it again"
    )]
    PlaceTaken {
        /// The place.
        nonce: u64,
    },
    /// No receipt in time.
    #[error(
        "transaction {hash} was not confirmed within {seconds} s and still waits; send it again at a \
         higher fee with `mien speed-up {hash}`, or take it back with `mien cancel {hash}`"
    )]
    NotConfirmed {
        /// The transaction's hash.
        hash: B256,
        /// How long was waited.
        seconds: u64,
    },
    /// The caller stopped waiting.
    #[error("stopped waiting for transaction {hash}; it was sent and may still be confirmed")]
    Cancelled {
        /// The transaction's hash.
        hash: B256,
    },
    /// No IPFS gateway is chosen.
    #[error(
        "what this token says of itself is on IPFS, and no gateway is chosen; choose one that you \
         trust with `mien nfts gateway https://HOST` (it sees which tokens you look at)"
    )]
    NoGateway,
    /// A gateway on this machine, and a network that is not.
    #[error(
        "the gateway that was chosen is on this machine and serves the devnet only; choose another \
         with `mien nfts gateway https://HOST`"
    )]
    LocalGateway,
    /// Not a gateway's address.
    #[error("`{url}` is no IPFS gateway: {reason}; name one like https://HOST")]
    BadGateway {
        /// The address as given, safe to print.
        url: String,
        /// What is wrong.
        reason: GatewayFault,
    },
    /// Metadata or a picture that is not fetched from where it is said to be.
    #[error("`{uri}` is not fetched: {reason}")]
    MediaRefused {
        /// Where, safe to print.
        uri: String,
        /// Why, and what to do.
        reason: MediaFault,
    },
    /// The server of metadata or a picture does not give it.
    #[error("`{uri}` cannot be had ({detail}); try again later")]
    MediaDown {
        /// Where, safe to print.
        uri: String,
        /// What happened.
        detail: String,
    },
    /// Metadata or a picture that cannot be used.
    #[error("`{uri}` cannot be used: {reason}; the token is at fault, and can still be sent")]
    MediaRubbish {
        /// Where, safe to print.
        uri: String,
        /// What is wrong.
        reason: MediaFault,
    },
    /// Bytes that are no picture.
    #[error(
        "the token's picture is no PNG, JPEG, GIF, WebP or SVG of up to 8 MiB; open its address in \
         a browser if you trust it"
    )]
    NotAPicture,
    /// Something that only a local development network may be asked for.
    #[error(
        "`{network}` is not a development network on this machine, so no test coins can be had \
         there; use the devnet"
    )]
    DevnetOnly {
        /// The network's name.
        network: String,
    },
    /// A test contract that was not compiled.
    #[error(
        "the test contract {} cannot be used ({reason}); run `make setup`, which compiles it",
        path.display()
    )]
    NoArtifact {
        /// The compiled form that was looked for.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A folder of artifacts that cannot be used.
    #[error("{}: {reason}", path.display())]
    AbiFolder {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// No anvil found.
    #[error(
        "anvil, the local node, was not found (looked at: {searched}); run `make setup`, install \
         Foundry, or set MIEN_ANVIL to its path"
    )]
    AnvilMissing {
        /// The places that were looked at.
        searched: String,
    },
    /// The devnet's port is taken.
    #[error(
        "port {port} is in use by another program; stop it, or start the devnet on another port"
    )]
    PortBusy {
        /// The port.
        port: u16,
    },
    /// Anvil ended or never became ready.
    #[error(
        "the devnet did not start: {reason}; its log is {}; if its saved chain is damaged, \
         delete {} to begin a new one",
        log.display(),
        state.display()
    )]
    DevnetFailed {
        /// The end of the log, or what happened.
        reason: String,
        /// The whole log.
        log: PathBuf,
        /// The chain's saved state.
        state: PathBuf,
    },
    /// Another command starts or stops the devnet.
    #[error("another command is starting or stopping the devnet; try again when it is done")]
    DevnetBusy,
    /// The devnet does not end.
    #[error("the devnet (process {pid}) does not stop; end it by hand")]
    DevnetStuck {
        /// Its process id.
        pid: u32,
    },
    /// A file of the devnet cannot be read or written.
    #[error("{}: {source}; check the folder's permissions and free space", path.display())]
    DevnetFile {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

fn insufficient(balance: &U256, value: &U256, highest_fee: &U256, currency: &str) -> String {
    let amount = |wei: U256| format_amount(wei, currency);
    let needed = value.saturating_add(*highest_fee);
    format!(
        "not enough funds: the account has {}, but {} and a fee of up to {} are needed, {} more; \
         send less, or add funds first",
        amount(*balance),
        amount(*value),
        amount(*highest_fee),
        amount(needed.saturating_sub(*balance))
    )
}
