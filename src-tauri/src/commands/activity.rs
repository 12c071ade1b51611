//! The history, and everything that is stored.

use std::path::Path;

use mien_chain::B256;
use mien_wallet::{Readers, WalletError, history_csv, write_new};
use tauri::AppHandle;

use super::State;
use super::accounts::name_of;
use super::kit::full_path;
use crate::border::{ActivityFilter, ActivityItem, AppError, ErrorCode, ExportFormat, Fact};
use crate::explorer;

/// What happened, the newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn activity(
    app: State<'_>,
    filter: ActivityFilter,
) -> Result<Vec<ActivityItem>, AppError> {
    app.with(move |wallet, _| {
        let records = wallet.store().history().list(&filter.filter()?);
        let networks = wallet.networks()?;
        let mut items = Vec::new();
        for record in records.map_err(WalletError::from)? {
            let name = name_of(wallet, record.counterparty)?;
            let network = networks
                .iter()
                .find(|n| record.network.as_deref() == Some(n.name()));
            items.push(ActivityItem::new(&record, network, name));
        }
        Ok(items)
    })
    .await
}

/// Opens a transaction's page at its network's explorer. The window names a
/// transaction of the history; the address is made here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn explorer_open(app: State<'_>, hash: String) -> Result<(), AppError> {
    app.with(move |wallet, _| {
        let unknown = || {
            let hash = hash.clone();
            AppError::because(ErrorCode::WrongInput, Fact::Transaction { hash })
        };
        let parsed: B256 = hash.parse().map_err(|_| unknown())?;
        let record = wallet.store().history().by_tx_hash(parsed);
        let record = record.map_err(WalletError::from)?.ok_or_else(unknown)?;
        let name = record.network.ok_or_else(unknown)?;
        explorer::open(&wallet.known_network(&name)?, &parsed)
    })
    .await
}

/// Writes the whole history to a new file. Gives its path.
#[tauri::command]
#[specta::specta]
pub(crate) async fn activity_export(
    app: State<'_>,
    window: AppHandle,
    format: ExportFormat,
    path: String,
) -> Result<String, AppError> {
    let path = full_path(&window, &path)?;
    app.with(move |wallet, _| {
        let all = mien_store::Filter::default();
        let records = wallet
            .store()
            .history()
            .list(&all)
            .map_err(WalletError::from)?;
        let text = match format {
            ExportFormat::Csv => history_csv(&records),
            ExportFormat::Json => serde_json::to_string_pretty(&records)
                .map_err(|e| AppError::broken(&e.to_string()))?,
        };
        write_text(&path, &text, Readers::Owner)
    })
    .await
}

/// Everything that is stored, as text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn data_shown(app: State<'_>) -> Result<String, AppError> {
    app.with(|wallet, _| everything(wallet)).await
}

/// Writes it to a new file. Gives its path.
#[tauri::command]
#[specta::specta]
pub(crate) async fn data_export(
    app: State<'_>,
    window: AppHandle,
    path: String,
) -> Result<String, AppError> {
    let path = full_path(&window, &path)?;
    app.with(move |wallet, _| write_text(&path, &everything(wallet)?, Readers::Owner))
        .await
}

fn everything(wallet: &mien_wallet::Wallet) -> Result<String, AppError> {
    let data = wallet.everything()?;
    serde_json::to_string_pretty(&data).map_err(|e| AppError::broken(&e.to_string()))
}

/// Writes a text to a new file. Gives its path.
pub(crate) fn write_text(path: &Path, text: &str, readers: Readers) -> Result<String, AppError> {
    write_new(path, text.as_bytes(), readers)?;
    Ok(path.display().to_string())
}
