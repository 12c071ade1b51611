//! The recovery kit, and coming back with it.

use std::path::PathBuf;
use std::sync::Arc;

use mien_identity::PaperPhrase;
use mien_wallet::{Wallet, WalletError};
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager};
use zeroize::Zeroizing;

use super::State;
use crate::border::{
    AppError, ErrorCode, Fact, KitFormView, KitView, Language, Preview, RecoveredView, ScanEvent,
    What,
};
use crate::camera::Take;
use crate::scan::ScanWish;

/// A folder where a kit is proposed to be saved.
#[tauri::command]
#[specta::specta]
pub(crate) fn kit_folder(window: AppHandle) -> Result<String, AppError> {
    let paths = window.path();
    let folder = paths.document_dir().or_else(|_| paths.home_dir());
    folder
        .map(|folder| folder.display().to_string())
        .map_err(|_| AppError::because(ErrorCode::File, Fact::FullPath))
}

/// Writes the kit to a new file. Gives its whole path.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kit_export(
    app: State<'_>,
    window: AppHandle,
    form: KitFormView,
    path: String,
) -> Result<String, AppError> {
    let path = full_path(&window, &path)?;
    let written = path.display().to_string();
    app.with(move |wallet, _| Ok(wallet.export_kit(form.into(), &path)?))
        .await?;
    What::Identity.tell(&window);
    Ok(written)
}

/// The person does without a copy, in so many words.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kit_refuse(app: State<'_>, words: String) -> Result<(), AppError> {
    app.with(move |wallet, _| Ok(wallet.refuse_kit_copy(&words)?))
        .await
}

/// Shows the kit's sheet in a process of its own, with the dialog to print it,
/// until that is closed or the app is locked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kit_print(app: State<'_>, language: Language) -> Result<(), AppError> {
    let held = Arc::clone(&app);
    app.with(move |wallet, _| print(&held, wallet, language))
        .await
}

#[cfg(desktop)]
fn print(app: &crate::app::App, wallet: &Wallet, language: Language) -> Result<(), AppError> {
    crate::sheet::print(app, wallet, language)
}

#[cfg(mobile)]
fn print(_: &crate::app::App, _: &Wallet, _: Language) -> Result<(), AppError> {
    Err(AppError::of(ErrorCode::Print))
}

/// The person says that the sheet is on paper.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kit_printed(app: State<'_>, window: AppHandle) -> Result<(), AppError> {
    app.with(|wallet, _| Ok(wallet.kit_printed()?)).await?;
    What::Identity.tell(&window);
    Ok(())
}

/// What a kit says about itself.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kit_inspect(
    app: State<'_>,
    window: AppHandle,
    path: String,
) -> Result<KitView, AppError> {
    let path = full_path(&window, &path)?;
    app.with(move |wallet, _| Ok(wallet.inspect_kit(&path)?.into()))
        .await
}

/// Takes the kit whose QR code is held to the camera. A drill then proves it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kit_from_camera(
    app: State<'_>,
    window: AppHandle,
    preview: Channel<Preview>,
) -> Result<KitView, AppError> {
    let info = app
        .look(preview, |wallet, source, _| {
            Ok(wallet.import_kit_from_camera(source)?)
        })
        .await?;
    What::Identity.tell(&window);
    Ok(info.into())
}

/// Takes a kit and proves by a scan that it is the person's.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recover(
    app: State<'_>,
    window: AppHandle,
    path: String,
    pin: Option<String>,
    events: Channel<ScanEvent>,
    preview: Channel<Preview>,
) -> Result<RecoveredView, AppError> {
    let path = full_path(&window, &path)?;
    let wish = ScanWish::new(Take::Scan, pin, events, preview);
    let recovered = app
        .scan(wish, move |scan| {
            Ok(scan.wallet.recover(&path, &scan.inputs)?)
        })
        .await?;
    What::Identity.tell(&window);
    Ok(recovered.into())
}

/// Takes a kit, opens it with the paper phrase, and captures the face anew.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recover_with_phrase(
    app: State<'_>,
    window: AppHandle,
    path: String,
    words: String,
    pin: Option<String>,
    events: Channel<ScanEvent>,
    preview: Channel<Preview>,
) -> Result<RecoveredView, AppError> {
    let words = Zeroizing::new(words);
    let phrase = PaperPhrase::from_words(&words).map_err(WalletError::from)?;
    let path = full_path(&window, &path)?;
    let wish = ScanWish::new(Take::Enrolment, pin, events, preview);
    let recovered = app
        .scan(wish, move |scan| {
            Ok(scan
                .wallet
                .recover_with_phrase(&path, &phrase, &scan.inputs)?)
        })
        .await?;
    What::Identity.tell(&window);
    Ok(recovered.into())
}

/// A path as typed: whole, or below the home folder when it begins with `~`.
pub(crate) fn full_path(window: &AppHandle, typed: &str) -> Result<PathBuf, AppError> {
    let typed = typed.trim();
    let path = match typed.strip_prefix("~/") {
        Some(rest) => window
            .path()
            .home_dir()
            .map(|home| home.join(rest))
            .unwrap_or_else(|_| PathBuf::from(typed)),
        None => PathBuf::from(typed),
    };
    if path.is_absolute() {
        return Ok(path);
    }
    Err(AppError::because(ErrorCode::File, Fact::FullPath))
}
