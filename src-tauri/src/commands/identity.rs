//! Making, rehearsing, renewing, locking and forgetting a wallet.

use std::sync::Arc;

use mien_wallet::PhraseWish;
use tauri::AppHandle;
use tauri::ipc::Channel;

use super::State;
use crate::border::{AppError, DrillView, EnrolledView, Preview, RenewedView, ScanEvent, What};
use crate::camera::Take;
use crate::lock;
use crate::scan::{Paper, ScanWish, read_pin};

/// Makes a wallet from a face; without a PIN it is for development networks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn enrol(
    app: State<'_>,
    window: AppHandle,
    pin: Option<String>,
    phrase: bool,
    events: Channel<ScanEvent>,
    preview: Channel<Preview>,
) -> Result<EnrolledView, AppError> {
    let wish = ScanWish::new(Take::Enrolment, pin, events, preview);
    let enrolled = app
        .scan(wish, move |scan| {
            let mut paper = Paper(Arc::clone(scan.control));
            let wish = if phrase {
                PhraseWish::Make(&mut paper)
            } else {
                PhraseWish::Refuse
            };
            Ok(scan.wallet.enrol(&scan.inputs, wish)?)
        })
        .await?;
    What::Identity.tell(&window);
    Ok(enrolled.into())
}

/// Rehearses: scans, signs a drill message, measures the margin.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drill(
    app: State<'_>,
    window: AppHandle,
    pin: Option<String>,
    events: Channel<ScanEvent>,
    preview: Channel<Preview>,
) -> Result<DrillView, AppError> {
    let wish = ScanWish::new(Take::Scan, pin, events, preview);
    let drill = app
        .scan(wish, |scan| Ok(scan.wallet.drill(&scan.inputs)?))
        .await?;
    What::Identity.tell(&window);
    Ok(drill.into())
}

/// New helper data from a new capture; the same addresses.
#[tauri::command]
#[specta::specta]
pub(crate) async fn renew(
    app: State<'_>,
    window: AppHandle,
    pin: Option<String>,
    events: Channel<ScanEvent>,
    preview: Channel<Preview>,
) -> Result<RenewedView, AppError> {
    let wish = ScanWish::new(Take::Renewal, pin, events, preview);
    let renewed = app
        .scan(wish, |scan| Ok(scan.wallet.renew(&scan.inputs)?))
        .await?;
    What::Identity.tell(&window);
    Ok(renewed.into())
}

/// Another PIN; the same addresses.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pin_change(
    app: State<'_>,
    window: AppHandle,
    old: Option<String>,
    new_pin: String,
    events: Channel<ScanEvent>,
    preview: Channel<Preview>,
) -> Result<RenewedView, AppError> {
    let new_pin = read_pin(new_pin)?;
    let wish = ScanWish::new(Take::Renewal, old, events, preview);
    let renewed = app
        .scan(wish, move |scan| {
            Ok(scan.wallet.change_pin(&scan.inputs, &new_pin)?)
        })
        .await?;
    What::Identity.tell(&window);
    Ok(renewed.into())
}

/// Signs nothing from now on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn suspend(app: State<'_>, window: AppHandle) -> Result<(), AppError> {
    app.with(|wallet, _| Ok(wallet.suspend()?)).await?;
    What::Identity.tell(&window);
    Ok(())
}

/// Signs again, after a drill.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resume(
    app: State<'_>,
    window: AppHandle,
    pin: Option<String>,
    events: Channel<ScanEvent>,
    preview: Channel<Preview>,
) -> Result<DrillView, AppError> {
    let wish = ScanWish::new(Take::Scan, pin, events, preview);
    let drill = app
        .scan(wish, |scan| Ok(scan.wallet.resume(&scan.inputs)?))
        .await?;
    What::Identity.tell(&window);
    Ok(drill.into())
}

/// Locks the app.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock(app: State<'_>, window: AppHandle) -> Result<(), AppError> {
    let app = Arc::clone(&app);
    crate::app::blocking(move |_| {
        lock::lock_now(&app, &window);
        Ok(())
    })
    .await
}

/// Unlocks it, after a drill.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock(
    app: State<'_>,
    window: AppHandle,
    pin: Option<String>,
    events: Channel<ScanEvent>,
    preview: Channel<Preview>,
) -> Result<(), AppError> {
    let wish = ScanWish::new(Take::Scan, pin, events, preview);
    app.scan_even_locked(wish, |scan| Ok(scan.wallet.drill(&scan.inputs)?))
        .await?;
    lock::unlock(&app, &window);
    Ok(())
}

/// Removes the wallet from this device, for its address typed out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget(
    app: State<'_>,
    window: AppHandle,
    address: String,
) -> Result<(), AppError> {
    app.with(move |wallet, _| Ok(wallet.forget_by_address(address.trim())?))
        .await?;
    What::Identity.tell(&window);
    Ok(())
}
