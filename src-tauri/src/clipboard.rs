//! Writing to the clipboard. Nothing here reads it.

use crate::border::{AppError, ErrorCode, Fact};

#[cfg(desktop)]
use std::sync::{Mutex, PoisonError};

/// On some systems what was copied is gone with the handle that copied it.
#[cfg(desktop)]
static CLIPBOARD: Mutex<Option<arboard::Clipboard>> = Mutex::new(None);

/// Puts a text on the clipboard.
#[cfg(desktop)]
pub(crate) fn write(text: &str) -> Result<(), AppError> {
    let mut clipboard = CLIPBOARD.lock().unwrap_or_else(PoisonError::into_inner);
    let open = match clipboard.take() {
        Some(open) => open,
        None => arboard::Clipboard::new().map_err(|_| unusable())?,
    };
    let written = clipboard.insert(open).set_text(text);
    written.map_err(|_| unusable())
}

/// Telephones let people copy what they select.
#[cfg(mobile)]
pub(crate) fn write(_: &str) -> Result<(), AppError> {
    Err(unusable())
}

fn unusable() -> AppError {
    AppError::because(ErrorCode::Failed, Fact::Clipboard)
}
