//! The system's own dialogs for files. A window gets a path back as text, and
//! no access to any file.

use crate::border::{AppError, FileKind};

/// Lets the person choose a file.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_file(kind: FileKind) -> Result<Option<String>, AppError> {
    let dialog = rfd::AsyncFileDialog::new();
    let dialog = match kind {
        FileKind::Kit => {
            dialog.add_filter("Recovery kit", &["mienkit", "png", "jpg", "jpeg", "txt"])
        }
        FileKind::Signature => dialog.add_filter("Signature", &["json"]),
        FileKind::Document | FileKind::Any => dialog,
    };
    Ok(dialog
        .pick_file()
        .await
        .map(|file| file.path().display().to_string()))
}

/// Lets the person choose where a new file goes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_save(name: String) -> Result<Option<String>, AppError> {
    Ok(rfd::AsyncFileDialog::new()
        .set_file_name(name)
        .save_file()
        .await
        .map(|file| file.path().display().to_string()))
}
