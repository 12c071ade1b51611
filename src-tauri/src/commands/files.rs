//! The system's own dialogs for files. A window gets a path back as text, and
//! no access to any file. Telephones have none: there a path is typed.

use crate::border::{AppError, FileKind};

/// Lets the person choose a file; `label` is what it is called in the window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_file(kind: FileKind, label: String) -> Result<Option<String>, AppError> {
    Ok(open(kind, &label).await)
}

/// Lets the person choose where a new file goes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pick_save(name: String) -> Result<Option<String>, AppError> {
    Ok(save(name).await)
}

#[cfg(desktop)]
async fn open(kind: FileKind, label: &str) -> Option<String> {
    let dialog = dialog();
    let dialog = match kind {
        FileKind::Kit => dialog.add_filter(label, &["mienkit", "png", "jpg", "jpeg", "txt"]),
        FileKind::Signature => dialog.add_filter(label, &["json"]),
        FileKind::Document | FileKind::Any => dialog,
    };
    let file = dialog.pick_file().await?;
    Some(file.path().display().to_string())
}

#[cfg(desktop)]
async fn save(name: String) -> Option<String> {
    let file = dialog().set_file_name(name).save_file().await?;
    Some(file.path().display().to_string())
}

/// Begins at home, not where the program was started: an `AppImage` starts in a
/// folder of its own, which goes away with it.
#[cfg(desktop)]
fn dialog() -> rfd::AsyncFileDialog {
    let dialog = rfd::AsyncFileDialog::new();
    match std::env::home_dir() {
        Some(home) => dialog.set_directory(home),
        None => dialog,
    }
}

#[cfg(mobile)]
async fn open(_: FileKind, _: &str) -> Option<String> {
    None
}

#[cfg(mobile)]
async fn save(_: String) -> Option<String> {
    None
}
