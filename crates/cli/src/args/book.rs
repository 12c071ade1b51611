//! The address book, watched addresses, networks.

use clap::Subcommand;

use super::NetworkArgs;

/// The address book.
#[derive(Debug, Subcommand)]
pub enum ContactsCommand {
    /// List it
    List,
    /// Add someone; a name that is taken is never given another address
    Add {
        /// The name
        name: String,
        /// The address, checksum included
        address: String,
        /// Anything you want to remember
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Remove someone
    Remove {
        /// The name
        name: String,
    },
}

/// Watched addresses.
#[derive(Debug, Subcommand)]
pub enum WatchCommand {
    /// List them, with what they hold where the network answers
    List(NetworkArgs),
    /// Watch an address
    Add {
        /// The address
        address: String,
        /// What you call it
        #[arg(long, default_value = "")]
        label: String,
    },
    /// Watch it no longer
    Remove {
        /// The address
        address: String,
    },
}

/// Networks.
#[derive(Debug, Subcommand)]
pub enum NetworkCommand {
    /// List them; the chosen one is marked
    List,
    /// Use this network unless another is named
    Use {
        /// Its name
        name: String,
    },
    /// Add a network, or say which node to ask for one that is known; the
    /// node's chain id is checked
    Add {
        /// Its name
        name: String,
        /// The node's URL
        #[arg(long, value_name = "URL")]
        rpc_url: String,
        /// Its chain id; not needed for a network that is known
        #[arg(long, value_name = "ID")]
        chain_id: Option<u64>,
        /// The coin's symbol
        #[arg(long, value_name = "SYMBOL")]
        currency: Option<String>,
        /// A block explorer's address
        #[arg(long, value_name = "URL")]
        explorer: Option<String>,
    },
    /// Remove a network that was added, or what was changed about a known one
    Remove {
        /// Its name
        name: String,
    },
}
