//! A signing session, and what is typed in it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::{NetworkArgs, OrderArgs, ScanArgs};

/// Arguments of `session`.
#[derive(Debug, Args)]
pub struct SessionArgs {
    /// How long it lasts, such as 90s or 30m; an hour at most
    #[arg(long = "for", value_name = "TIME", default_value = "10m")]
    pub time: humantime::Duration,
    /// How often it signs at most
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub max: u32,
    /// On which network
    #[command(flatten)]
    pub network: NetworkArgs,
    /// How the scan is made
    #[command(flatten)]
    pub scan: ScanArgs,
}

/// One line of a session.
#[derive(Debug, Parser)]
#[command(name = "", no_binary_name = true, disable_version_flag = true)]
pub struct SessionLine {
    /// What to do
    #[command(subcommand)]
    pub command: SessionCommand,
}

/// What can be done in a session without another scan.
#[derive(Debug, Subcommand)]
pub enum SessionCommand {
    /// Send coins, tokens or an NFT
    Send(OrderArgs),
    /// Sign typed data that names the session's chain
    TypedData {
        /// The JSON file
        file: PathBuf,
        /// With which account
        #[arg(long, default_value_t = 0, value_name = "N")]
        account: u32,
    },
    /// Say what is left of the session
    Status,
    /// End the session
    Close,
}
