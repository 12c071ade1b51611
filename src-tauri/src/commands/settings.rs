//! Settings of the app.

use mien_chain::Gateway;
use mien_face::Pack;
use mien_store::SettingKey;
use mien_wallet::{Wallet, WalletError};
use tauri::AppHandle;

use super::State;
use crate::border::{About, AppError, ErrorCode, Language, ModelView, ReviewEnd, Theme, What};
use crate::camera;

fn put(wallet: &Wallet, key: SettingKey, value: &str) -> Result<(), AppError> {
    let set = wallet.store().settings().set(key, value);
    Ok(set.map_err(WalletError::from)?)
}

/// Speaks this language.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_language(app: State<'_>, language: Language) -> Result<(), AppError> {
    app.with_even_locked(move |wallet, _| put(wallet, SettingKey::Language, language.as_str()))
        .await
}

/// Looks like this.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_theme(app: State<'_>, theme: Theme) -> Result<(), AppError> {
    app.with_even_locked(move |wallet, _| put(wallet, SettingKey::Appearance, theme.as_str()))
        .await
}

/// Locks after so many minutes without use, 0 for never.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_autolock(app: State<'_>, minutes: u32) -> Result<(), AppError> {
    app.with(move |wallet, _| put(wallet, SettingKey::Autolock, &minutes.to_string()))
        .await
}

/// Uses this camera. What waited for consent is void: it said which camera.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_camera(
    app: State<'_>,
    window: AppHandle,
    id: String,
) -> Result<(), AppError> {
    app.with(move |wallet, _| {
        if !camera::all().iter().any(|camera| camera.id == id) {
            return Err(AppError::of(ErrorCode::Camera));
        }
        put(wallet, SettingKey::Camera, &id)
    })
    .await?;
    app.end_review(&window, ReviewEnd::Died);
    What::Settings.tell(&window);
    Ok(())
}

/// Somebody uses the app: it does not lock yet.
#[tauri::command]
#[specta::specta]
pub(crate) fn touch(app: State<'_>) {
    app.touch();
}

/// The gateway to IPFS, if one was chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gateway(app: State<'_>) -> Result<Option<String>, AppError> {
    app.with(|wallet, _| Ok(wallet.ipfs_gateway()?.map(|g| g.as_str().to_owned())))
        .await
}

/// Chooses a gateway to IPFS, or none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_gateway(app: State<'_>, url: Option<String>) -> Result<(), AppError> {
    app.with(move |wallet, _| {
        let url = url.as_deref().map(str::trim).filter(|u| !u.is_empty());
        let gateway = url.map(Gateway::parse).transpose();
        Ok(wallet.set_ipfs_gateway(gateway.map_err(WalletError::from)?.as_ref())?)
    })
    .await
}

/// About the program.
#[tauri::command]
#[specta::specta]
pub(crate) async fn about(app: State<'_>) -> Result<About, AppError> {
    // It loads the models; they are let go as after a scan.
    app.scanned();
    app.with(move |wallet, _| {
        let pack = wallet.pack()?;
        let installed = Pack::installed(wallet.models()).map_err(WalletError::from)?;
        let origins = installed
            .into_iter()
            .find(|one| one.id == pack.id())
            .map(|one| one.models)
            .unwrap_or_default();
        Ok(About {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pack: pack.id().to_string(),
            models: origins
                .into_iter()
                .map(|model| ModelView {
                    role: model.role.to_owned(),
                    origin: model.origin,
                    licence: model.licence,
                    sha256: model.sha256,
                })
                .collect(),
            data_dir: wallet.home().path().display().to_string(),
        })
    })
    .await
}
