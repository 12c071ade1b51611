//! What windows can ask for. Each command parses, calls one or two functions of
//! `mien-wallet`, and gives back a type of [`crate::border`].

#![allow(
    clippy::needless_pass_by_value,
    reason = "the runtime hands a command's arguments over"
)]

pub(crate) mod accounts;
pub(crate) mod activity;
pub(crate) mod assets;
pub(crate) mod boot;
pub(crate) mod devnet;
pub(crate) mod files;
pub(crate) mod identity;
pub(crate) mod kit;
pub(crate) mod networks;
pub(crate) mod review;
pub(crate) mod scan;
pub(crate) mod settings;

use mien_chain::{Client, Network};
use mien_store::SettingKey;
use mien_wallet::{Account, Wallet, WalletError};
use tokio::runtime::Handle;

use crate::border::AppError;

/// The app's state as commands get it.
pub(crate) type State<'a> = tauri::State<'a, std::sync::Arc<crate::app::App>>;

/// The account in use: the first, until another is chosen.
pub(crate) fn current_account(wallet: &Wallet) -> Result<Account, WalletError> {
    wallet.account(current_index(wallet)?)
}

/// Its index. No keeper is asked.
pub(crate) fn current_index(wallet: &Wallet) -> Result<u32, WalletError> {
    let stored = wallet.store().settings().get(SettingKey::CurrentAccount)?;
    Ok(stored.and_then(|text| text.parse().ok()).unwrap_or(0))
}

/// The network in use, wherever its node is.
pub(crate) fn current_network(wallet: &Wallet, runtime: &Handle) -> Result<Network, AppError> {
    let name = wallet.current_network()?;
    Ok(runtime.block_on(wallet.network(&name, None))?)
}

/// A connection to the network in use.
pub(crate) fn connect(wallet: &Wallet, runtime: &Handle) -> Result<Client, AppError> {
    let network = current_network(wallet, runtime)?;
    let client = runtime.block_on(wallet.connect(&network));
    Ok(client.map_err(WalletError::from)?)
}
