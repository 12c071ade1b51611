//! The history, and everything that is stored.

use std::io::Write;
use std::path::Path;

use mien_chain::B256;
use mien_wallet::{WalletError, history_csv};
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
        write_new(&path, &text)
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
    app.with(move |wallet, _| write_new(&path, &everything(wallet)?))
        .await
}

fn everything(wallet: &mien_wallet::Wallet) -> Result<String, AppError> {
    let data = wallet.everything()?;
    serde_json::to_string_pretty(&data).map_err(|e| AppError::broken(&e.to_string()))
}

/// Writes a text to a new file of the owner's alone.
pub(crate) fn write_new(path: &Path, text: &str) -> Result<String, AppError> {
    let failed = |e: std::io::Error| {
        let path = path.display().to_string();
        if e.kind() == std::io::ErrorKind::AlreadyExists {
            return AppError::because(ErrorCode::File, Fact::Exists { path });
        }
        let reason = e.to_string();
        WalletError::File { path, reason }.into()
    };
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    Ok(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.csv");
        assert!(write_new(&path, "one").is_ok());
        let error = write_new(&path, "two").unwrap_err();
        assert!(
            matches!(error.fact.as_deref(), Some(Fact::Exists { .. })),
            "{error:?}"
        );
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
    }
}
