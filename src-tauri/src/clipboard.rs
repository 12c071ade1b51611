//! Writing to the clipboard. Nothing here reads it.

use std::sync::{Mutex, PoisonError};

use arboard::Clipboard;

use crate::border::{AppError, ErrorCode};

/// On some systems what was copied is gone with the handle that copied it.
static CLIPBOARD: Mutex<Option<Clipboard>> = Mutex::new(None);

/// Puts a text on the clipboard.
pub(crate) fn write(text: &str) -> Result<(), AppError> {
    let failed = |_| {
        AppError::new(
            ErrorCode::Failed,
            "the clipboard cannot be used here; select the text and copy it yourself",
        )
    };
    let mut clipboard = CLIPBOARD.lock().unwrap_or_else(PoisonError::into_inner);
    let open = match clipboard.take() {
        Some(open) => open,
        None => Clipboard::new().map_err(failed)?,
    };
    clipboard.insert(open).set_text(text).map_err(failed)
}
