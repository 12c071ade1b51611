//! ABIs of one's own contracts.

use mien_wallet::Wallet;
use serde_json::json;

use crate::args::AbiCommand;
use crate::report::Report;

pub(super) fn abi(wallet: &Wallet, command: &AbiCommand) -> anyhow::Result<Report> {
    match command {
        AbiCommand::Add { folder } => {
            let read = wallet.add_abi_folder(folder)?;
            let mut text = format!(
                "{} contracts with {} different functions explain calls from now on.",
                read.contracts, read.functions
            );
            if read.skipped_count > 0 {
                text.push_str(&format!("\n{} files passed over:", read.skipped_count));
            }
            for skipped in &read.skipped {
                text.push_str(&format!("\n  {skipped}"));
            }
            Report::new(text, &read)
        }
        AbiCommand::List => {
            let folders: Vec<String> = wallet
                .abi_folders()?
                .iter()
                .map(|folder| folder.display().to_string())
                .collect();
            let text = if folders.is_empty() {
                "No folder; add one with `mien abi add DIR`.".to_owned()
            } else {
                folders.join("\n")
            };
            Report::new(text, &folders)
        }
        AbiCommand::Remove { folder } => {
            wallet.remove_abi_folder(folder)?;
            let folder = folder.display().to_string();
            let text = format!("{folder} explains no calls any more.");
            Report::new(text, json!({ "removed": folder }))
        }
    }
}
