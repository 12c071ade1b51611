//! What is sent, and what is held.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{NetworkArgs, ScanArgs};

/// Arguments of `balance`.
#[derive(Debug, Args)]
pub struct BalanceArgs {
    /// Which account
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub account: u32,
    /// On which network
    #[command(flatten)]
    pub network: NetworkArgs,
}

/// Arguments of `balance` itself.
#[derive(Debug, Args)]
pub struct BalanceCommand {
    /// All accounts on all networks; one that does not answer keeps nobody waiting
    #[arg(long, conflicts_with_all = ["network", "rpc_url", "account"])]
    pub all_networks: bool,
    /// Whose, where
    #[command(flatten)]
    pub of: BalanceArgs,
}

/// What is sent, to whom, at which fee.
#[derive(Debug, Args)]
pub struct OrderArgs {
    /// The recipient: an address, or a name from the address book
    #[arg(long, value_name = "ADDRESS|NAME")]
    pub to: String,
    /// How much, such as 0.25, in the network's coin or the token; or `all`
    #[arg(long, value_name = "AMOUNT", required_unless_present_any = ["nft", "data"])]
    pub amount: Option<String>,
    /// Call the recipient, a contract, with these bytes; --amount goes along
    #[arg(long, value_name = "HEX", conflicts_with_all = ["token", "nft"])]
    pub data: Option<String>,
    /// Send this ERC-20 token instead of the network's coin
    #[arg(long, value_name = "CONTRACT", conflicts_with = "nft")]
    pub token: Option<String>,
    /// Send this NFT (ERC-721 or ERC-1155; --amount says how many of the latter)
    #[arg(long, value_name = "CONTRACT:ID")]
    pub nft: Option<String>,
    /// From which account
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub account: u32,
    /// How soon it should be mined
    #[arg(long, value_enum, default_value_t = Speed::Normal)]
    pub fee: Speed,
    /// The highest price of gas, in gwei, instead of --fee
    #[arg(long, value_name = "GWEI", conflicts_with = "fee")]
    pub max_fee: Option<String>,
    /// The tip in it, in gwei
    #[arg(long, value_name = "GWEI", requires = "max_fee")]
    pub tip: Option<String>,
}

/// Arguments of `send`.
#[derive(Debug, Args)]
pub struct SendArgs {
    /// What, to whom, at which fee
    #[command(flatten)]
    pub order: OrderArgs,
    /// On which network
    #[command(flatten)]
    pub network: NetworkArgs,
    /// How the scan is made
    #[command(flatten)]
    pub scan: ScanArgs,
    /// Do not ask before the scan
    #[arg(long)]
    pub yes: bool,
}

/// Arguments of `speed-up` and `cancel`.
#[derive(Debug, Args)]
pub struct ReplaceArgs {
    /// The waiting transaction's hash, as in `mien history`
    pub hash: String,
    /// On which network
    #[command(flatten)]
    pub network: NetworkArgs,
    /// How the scan is made
    #[command(flatten)]
    pub scan: ScanArgs,
    /// Do not ask before the scan
    #[arg(long)]
    pub yes: bool,
}

/// Arguments of `resend`.
#[derive(Debug, Args)]
pub struct ResendArgs {
    /// The transaction's hash, as in `mien history`
    pub hash: String,
    /// On which network
    #[command(flatten)]
    pub network: NetworkArgs,
}

/// Tokens.
#[derive(Debug, Subcommand)]
pub enum TokensCommand {
    /// What an account holds of the tokens that were added
    List {
        /// Also those that it was ever sent, which may be advertising
        #[arg(long)]
        all: bool,
        /// Whose, where
        #[command(flatten)]
        of: BalanceArgs,
    },
    /// Show a token from now on
    Add {
        /// Its contract
        contract: String,
        /// On which network
        #[command(flatten)]
        network: NetworkArgs,
    },
    /// Show a token no longer
    Remove {
        /// Its contract
        contract: String,
        /// On which network
        #[command(flatten)]
        network: NetworkArgs,
    },
}

/// Arguments of `nfts`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct NftsArgs {
    /// Something else than the list
    #[command(subcommand)]
    pub command: Option<NftsCommand>,
    /// Fetch what each says of itself; servers that the tokens' authors chose
    /// learn this device's network address
    #[arg(long)]
    pub details: bool,
    /// Whose, where
    #[command(flatten)]
    pub of: BalanceArgs,
}

/// NFTs.
#[derive(Debug, Subcommand)]
pub enum NftsCommand {
    /// Fetch what one says of itself; a server that its author chose learns this
    /// device's network address
    Show {
        /// Which
        #[arg(value_name = "CONTRACT:ID")]
        nft: String,
        /// Fetch its picture too, into a new file
        #[arg(long, value_name = "FILE")]
        picture: Option<PathBuf>,
        /// On which network
        #[command(flatten)]
        network: NetworkArgs,
    },
    /// Say or choose the web server that fetches ipfs:// addresses; it sees
    /// which tokens are looked at
    Gateway {
        /// Its address, such as https://HOST
        url: Option<String>,
        /// Use none any more
        #[arg(long, conflicts_with = "url")]
        none: bool,
    },
}

/// Allowances.
#[derive(Debug, Subcommand)]
pub enum ApprovalsCommand {
    /// Allowances that still stand
    List(BalanceArgs),
    /// End an allowance
    Revoke {
        /// The token's contract
        token: String,
        /// Who may take it
        spender: String,
        /// From which account
        #[arg(long, default_value_t = 0, value_name = "N")]
        account: u32,
        /// On which network
        #[command(flatten)]
        network: NetworkArgs,
        /// How the scan is made
        #[command(flatten)]
        scan: ScanArgs,
        /// Do not ask before the scan
        #[arg(long)]
        yes: bool,
    },
}

/// Fee choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Speed {
    /// Cheap
    Slow,
    /// As most do
    Normal,
    /// In the next blocks
    Fast,
}

/// The local test network.
#[derive(Debug, Subcommand)]
pub enum DevnetCommand {
    /// Start anvil in the background, with state kept between runs
    Start {
        /// Port on the loopback interface; 0 for a free one
        #[arg(long, default_value_t = 8545)]
        port: u16,
    },
    /// Stop it
    Stop,
    /// Say whether it runs
    Status,
    /// Deploy test tokens (ERC-20, ERC-721, ERC-1155) and mint some of each
    Seed {
        /// To whom; this wallet's first account if not said
        address: Option<String>,
    },
    /// Mine empty blocks
    Mine {
        /// How many
        #[arg(default_value_t = 1)]
        blocks: u64,
    },
    /// Remember the present state; prints its number
    Snapshot,
    /// Go back to a remembered state
    Revert {
        /// Its number, as `mien devnet snapshot` printed it
        snapshot: String,
    },
    /// Move the clock forward
    Time {
        /// By how much, such as 90s or 2h
        forward: humantime::Duration,
    },
    /// Give an address test coins
    Fund {
        /// Whom; this wallet's first account if not said
        address: Option<String>,
        /// How much
        #[arg(long, default_value = "10")]
        amount: String,
    },
}
