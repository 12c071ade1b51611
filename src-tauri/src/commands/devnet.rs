//! The network on this machine, for trying things out.

use mien_chain::{Client, PortChoice, format_amount, parse_amount};
use mien_wallet::{WalletError, install};
use tauri::AppHandle;

use super::{State, current_account};
use crate::border::{AppError, DevnetView, What};

/// The name of the network.
const NAME: &str = "devnet";
/// What one funding gives.
const GIFT: &str = "10";

/// How it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn devnet_status(app: State<'_>) -> Result<DevnetView, AppError> {
    app.with(|wallet, runtime| {
        let devnet = wallet.devnet(install::tools().as_deref());
        let status = runtime.block_on(devnet.status());
        Ok(status.map_err(WalletError::from)?.into())
    })
    .await
}

/// Starts it; its state is the one it was stopped with.
#[tauri::command]
#[specta::specta]
pub(crate) async fn devnet_start(
    app: State<'_>,
    window: AppHandle,
) -> Result<DevnetView, AppError> {
    let view = app
        .with(|wallet, runtime| {
            let devnet = wallet.devnet(install::tools().as_deref());
            runtime.block_on(async {
                devnet
                    .start(PortChoice::AnyFree)
                    .await
                    .map_err(WalletError::from)?;
                Ok(devnet.status().await.map_err(WalletError::from)?.into())
            })
        })
        .await?;
    What::Balance.tell(&window);
    Ok(view)
}

/// Stops it; its state is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn devnet_stop(app: State<'_>, window: AppHandle) -> Result<(), AppError> {
    app.with(|wallet, runtime| {
        let devnet = wallet.devnet(install::tools().as_deref());
        runtime.block_on(devnet.stop()).map_err(WalletError::from)?;
        Ok(())
    })
    .await?;
    What::Balance.tell(&window);
    Ok(())
}

/// Gives the account in use some of its coins. Says how many.
#[tauri::command]
#[specta::specta]
pub(crate) async fn devnet_fund(app: State<'_>, window: AppHandle) -> Result<String, AppError> {
    let given = app
        .with(|wallet, runtime| {
            let to = current_account(wallet)?.address;
            runtime.block_on(async {
                let network = wallet.network(NAME, None).await?;
                let wei = parse_amount(GIFT, network.currency()).map_err(WalletError::from)?;
                let client = Client::connect(&network).await.map_err(WalletError::from)?;
                client.fund(to, wei).await.map_err(WalletError::from)?;
                Ok(format_amount(wei, network.currency()))
            })
        })
        .await?;
    What::Balance.tell(&window);
    Ok(given)
}

/// Puts test tokens and pictures into it, and gives some to the account in use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn devnet_seed(app: State<'_>, window: AppHandle) -> Result<(), AppError> {
    app.with(|wallet, runtime| {
        let to = current_account(wallet)?.address;
        runtime.block_on(async {
            let network = wallet.network(NAME, None).await?;
            let client = Client::connect(&network).await.map_err(WalletError::from)?;
            wallet.seed(&client, to).await?;
            Ok(())
        })
    })
    .await?;
    What::Balance.tell(&window);
    Ok(())
}
