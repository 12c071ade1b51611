//! What waits for consent: showing it, approving it, refusing it. These are the
//! only commands by which something is signed, and only the review window may
//! call them.

use std::sync::Arc;

use mien_wallet::{Readers, SendPlan, SignatureKind, SignedMessage, Wallet};
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager};

use super::activity::write_text;
use super::kit::full_path;
use super::{State, current_account};
use crate::app::lock;
use crate::border::{
    AppError, Approved, Preview, Review, ReviewEnd, ScanEvent, VerifiedView, What as Of,
};
use crate::camera::Take;
use crate::explorer;
use crate::review::{Pending, WINDOW, What};
use crate::scan::{Scan, ScanWish};

/// What waits for consent.
#[tauri::command]
#[specta::specta]
pub(crate) fn review_get(app: State<'_>) -> Result<Review, AppError> {
    Ok(app.any_waiting()?.review.clone())
}

/// The person agrees: scans, signs, and for a transaction sends and follows it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn review_approve(
    app: State<'_>,
    window: AppHandle,
    id: String,
    pin: Option<String>,
    events: Channel<ScanEvent>,
    preview: Channel<Preview>,
) -> Result<Approved, AppError> {
    let pending = app.waiting(&id)?;
    let wish = ScanWish::new(Take::Signature, pin, events, preview);
    let held = Arc::clone(&app);
    let signed = Arc::clone(&pending);
    let result = app
        .scan(wish, move |scan| {
            // It may have died while this waited for its turn.
            held.waiting(&signed.review.id)?;
            carry_out(&signed, scan)
        })
        .await;
    if let Ok(approved) = &result {
        let file = approved.signature_file.clone();
        *lock(&app.signed) = file.map(|text| (id, text));
        app.end_review(&window, ReviewEnd::Approved);
    }
    for what in [Of::History, Of::Balance] {
        what.tell(&window);
    }
    result
}

fn carry_out(pending: &Pending, scan: Scan<'_>) -> Result<Approved, AppError> {
    match &pending.what {
        What::Transaction(plan) => send(plan, scan),
        What::Text {
            account,
            kind,
            content,
            network,
        } => {
            let signed =
                scan.wallet
                    .sign_content(*account, *kind, content.clone(), network, scan.inputs)?;
            signature(&signed)
        }
    }
}

fn send(plan: &SendPlan, scan: Scan<'_>) -> Result<Approved, AppError> {
    let sent = scan.runtime.block_on(scan.wallet.send(plan, scan.inputs))?;
    Ok(Approved {
        explorer: explorer::host(plan.network(), &sent.hash),
        hash: Some(sent.hash.to_string()),
        block: Some(sent.block),
        signature_file: None,
    })
}

fn signature(signed: &SignedMessage) -> Result<Approved, AppError> {
    let file = serde_json::to_string_pretty(&signed.file);
    Ok(Approved {
        hash: None,
        block: None,
        explorer: None,
        signature_file: Some(file.map_err(|e| AppError::broken(&e.to_string()))?),
    })
}

/// The person does not agree.
#[tauri::command]
#[specta::specta]
pub(crate) fn review_refuse(app: State<'_>, window: AppHandle, id: String) -> Result<(), AppError> {
    app.waiting(&id)?;
    if let Some(scan) = app.running_scan() {
        scan.cancel();
    }
    app.end_review(&window, ReviewEnd::Refused);
    close(&window);
    Ok(())
}

/// Closes the review window, after it has shown how it ended.
#[tauri::command]
#[specta::specta]
pub(crate) fn review_close(window: AppHandle) {
    close(&window);
}

fn close(window: &AppHandle) {
    if let Some(open) = window.get_webview_window(WINDOW) {
        let _ = open.destroy();
    }
}

/// Writes the signature file of the review that was just approved.
#[tauri::command]
#[specta::specta]
pub(crate) async fn review_save_signature(
    app: State<'_>,
    window: AppHandle,
    id: String,
    path: String,
) -> Result<String, AppError> {
    let path = full_path(&window, &path)?;
    let signed = lock(&app.signed).clone();
    let (_, text) = signed
        .filter(|(made, _)| *made == id)
        .ok_or_else(crate::review::stale)?;
    crate::app::blocking(move |_| write_text(&path, &text, Readers::Others)).await
}

/// Makes a review of signing a text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_text(
    app: State<'_>,
    window: AppHandle,
    text: String,
) -> Result<String, AppError> {
    prepare(&app, &window, SignatureKind::Message, move |_| Ok(text)).await
}

/// Makes a review of signing typed data.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_typed_data(
    app: State<'_>,
    window: AppHandle,
    json: String,
) -> Result<String, AppError> {
    prepare(&app, &window, SignatureKind::TypedData, move |_| Ok(json)).await
}

/// Makes a review of signing a document.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_document(
    app: State<'_>,
    window: AppHandle,
    path: String,
) -> Result<String, AppError> {
    let path = full_path(&window, &path)?;
    prepare(&app, &window, SignatureKind::Document, move |wallet| {
        Ok(wallet.document_text(&path)?)
    })
    .await
}

async fn prepare(
    app: &State<'_>,
    window: &AppHandle,
    kind: SignatureKind,
    content: impl FnOnce(&Wallet) -> Result<String, AppError> + Send + 'static,
) -> Result<String, AppError> {
    let pending = app
        .with(move |wallet, _| {
            let content = content(wallet)?;
            let account = current_account(wallet)?.index;
            // Signing needs no node: where the network is does not matter.
            let network = wallet.known_network(&wallet.current_network()?)?;
            Pending::text(wallet, account, kind, content, network)
        })
        .await?;
    app.show(window, pending)
}

/// Checks a signature file, and the document when one is given.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify(
    app: State<'_>,
    window: AppHandle,
    path: String,
    document: Option<String>,
) -> Result<VerifiedView, AppError> {
    let path = full_path(&window, &path)?;
    let document = document
        .filter(|d| !d.trim().is_empty())
        .map(|d| full_path(&window, &d))
        .transpose()?;
    app.with(move |wallet, _| {
        let file = mien_wallet::SignatureFile::read(&path)?;
        let verified = file.verify(document.as_deref())?;
        let name = wallet.called(verified.signer)?;
        Ok(VerifiedView::new(verified, name.map(Into::into)))
    })
    .await
}
