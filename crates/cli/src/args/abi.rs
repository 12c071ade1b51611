//! ABIs of one's own contracts.

use std::path::PathBuf;

use clap::Subcommand;

/// Folders with ABIs.
#[derive(Debug, Subcommand)]
pub enum AbiCommand {
    /// Explain calls by the artifacts in a folder: `out` of forge, `artifacts` of
    /// Hardhat
    Add {
        /// The folder
        folder: PathBuf,
    },
    /// List the folders
    List,
    /// Explain calls by a folder no longer
    Remove {
        /// The folder
        folder: PathBuf,
    },
}
