//! Looking through the camera, and steering a scan that is under way.

use mien_face::{Analyzer, Verdict};
use mien_frame::Looks;
use mien_identity::IdentityError;
use mien_wallet::WalletError;
use tauri::ipc::Channel;
use zeroize::Zeroizing;

use super::State;
use crate::app::blocking;
use crate::border::{AppError, CameraView, Preview, ScanEvent};
use crate::camera;
use crate::scan::Reply;

/// The cameras to choose from.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cameras() -> Result<Vec<CameraView>, AppError> {
    blocking(|_| Ok(camera::all())).await
}

/// Shows what the camera in use sees, and says what is wrong with it, until
/// [`scan_cancel`]. Nothing is kept of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_start(
    app: State<'_>,
    preview: Channel<Preview>,
    events: Channel<ScanEvent>,
) -> Result<(), AppError> {
    app.look(preview, move |wallet, source, control| {
        let mut analyzer = Analyzer::new(&wallet.pack()?);
        while !control.is_cancelled() {
            let frame = source.next_frame().map_err(WalletError::from)?;
            let analysis = analyzer.analyze(&frame).map_err(WalletError::from)?;
            let event = match analysis.verdict {
                Verdict::Good => ScanEvent::GoodFrame { good: 1, wanted: 1 },
                Verdict::Rejected(reason) => ScanEvent::Hint {
                    hint: reason.into(),
                },
            };
            // A window that is gone needs no news.
            let _ = events.send(event);
        }
        Ok(())
    })
    .await
}

/// Stops looking, and waits until the camera is free.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_stop(app: State<'_>) -> Result<(), AppError> {
    if let Some(scan) = app.running_scan() {
        scan.cancel();
    }
    app.camera_free().await;
    Ok(())
}

/// The text of a QR code that is held to the camera: an address, or a link that
/// asks for a payment.
#[tauri::command]
#[specta::specta]
pub(crate) async fn qr_from_camera(
    app: State<'_>,
    preview: Channel<Preview>,
) -> Result<String, AppError> {
    app.look(preview, |_, source, control| {
        while !control.is_cancelled() {
            let frame = source.next_frame().map_err(WalletError::from)?;
            if let Ok(text) = frame.read_qr(Looks::Once, is_payment) {
                return Ok(text.to_string());
            }
        }
        Err(WalletError::from(IdentityError::Cancelled).into())
    })
    .await
}

/// Whether a code is one of ours; of others nothing is passed on.
fn is_payment(text: &str) -> bool {
    text.starts_with("ethereum:") || text.starts_with("0x")
}

/// The next capture may begin.
#[tauri::command]
#[specta::specta]
pub(crate) fn scan_continue(app: State<'_>) {
    if let Some(scan) = app.running_scan() {
        scan.reply(Reply::GoOn);
    }
}

/// Stops the scan that is under way, where nothing is left half-done.
#[tauri::command]
#[specta::specta]
pub(crate) fn scan_cancel(app: State<'_>) {
    if let Some(scan) = app.running_scan() {
        scan.cancel();
    }
}

/// The words of the paper phrase that were asked for, or none: the person does
/// without a phrase.
#[tauri::command]
#[specta::specta]
pub(crate) fn phrase_answer(app: State<'_>, words: Option<Vec<String>>) {
    if let Some(scan) = app.running_scan() {
        scan.reply(Reply::Words(words.map(Zeroizing::new)));
    }
}
