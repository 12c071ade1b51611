//! Networks.

use mien_chain::Network;
use mien_wallet::WalletError;
use tauri::AppHandle;

use super::State;
use crate::border::{AppError, NetworkForm, NetworkView, ReviewEnd, What};

/// All networks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn networks(app: State<'_>) -> Result<Vec<NetworkView>, AppError> {
    app.with(|wallet, _| {
        let current = wallet.current_network()?;
        let networks = wallet.networks()?;
        Ok(networks
            .iter()
            .map(|n| NetworkView::new(n, &current))
            .collect())
    })
    .await
}

/// Uses this network. What waited for consent on another is void.
#[tauri::command]
#[specta::specta]
pub(crate) async fn network_use(
    app: State<'_>,
    window: AppHandle,
    name: String,
) -> Result<(), AppError> {
    app.with(move |wallet, _| {
        let network = wallet.known_network(&name)?;
        if let Ok(identity) = wallet.proved_identity() {
            identity.suits(&network)?;
        }
        wallet.use_network(&name)?;
        Ok(())
    })
    .await?;
    app.end_review(&window, ReviewEnd::Died);
    What::Network.tell(&window);
    Ok(())
}

/// Adds a network, or changes one; its node is asked for the chain id.
#[tauri::command]
#[specta::specta]
pub(crate) async fn network_put(app: State<'_>, form: NetworkForm) -> Result<(), AppError> {
    app.with(move |wallet, runtime| {
        let network = described(&form).map_err(WalletError::from)?;
        Ok(runtime.block_on(wallet.put_network(&network))?)
    })
    .await
}

fn described(form: &NetworkForm) -> Result<Network, mien_chain::ChainError> {
    let network = Network::new(form.name.trim(), form.chain_id, form.currency.trim())?
        .with_rpc_url(form.rpc_url.trim())?;
    match form
        .explorer
        .as_deref()
        .map(str::trim)
        .filter(|e| !e.is_empty())
    {
        Some(explorer) => network.with_explorer(explorer),
        None => Ok(network),
    }
}

/// Removes a network, or what was changed about a preset.
#[tauri::command]
#[specta::specta]
pub(crate) async fn network_remove(
    app: State<'_>,
    window: AppHandle,
    name: String,
) -> Result<(), AppError> {
    app.with(move |wallet, _| Ok(wallet.remove_network(&name)?))
        .await?;
    app.end_review(&window, ReviewEnd::Died);
    What::Network.tell(&window);
    Ok(())
}
