//! How a window is drawn where there is no graphics card.

use tauri::WebviewWindow;

/// Where the system shows its graphics cards: one file for each that can draw.
#[cfg(target_os = "linux")]
const CARDS: &str = "/dev/dri";
/// The one of a maker whose driver may have none there.
#[cfg(target_os = "linux")]
const OTHER_CARD: &str = "/dev/nvidiactl";

/// Draws this window without a graphics card where there is none.
///
/// The page's engine would have a program play the card (llvmpipe) and draw the
/// whole window anew for every picture of the camera: 33 ms of processor time
/// each, measured, in place of 6, taken from the scan that the picture
/// belongs to.
pub(crate) fn prepare(window: &WebviewWindow) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    if !has_card(CARDS.as_ref(), OTHER_CARD.as_ref()) {
        window.with_webview(|view| {
            use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};
            if let Some(settings) = view.inner().settings() {
                settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
            }
        })?;
    }
    #[cfg(not(target_os = "linux"))]
    let _ = window;
    Ok(())
}

/// Whether something is there that can draw.
#[cfg(target_os = "linux")]
fn has_card(cards: &std::path::Path, other: &std::path::Path) -> bool {
    let draws = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.is_ok_and(|e| e.file_name().to_string_lossy().starts_with("renderD"))
    };
    other.exists() || std::fs::read_dir(cards).is_ok_and(|mut all| all.any(draws))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_one_that_can_draw() {
        let folder = tempfile::tempdir().unwrap();
        let (cards, other) = (folder.path().join("dri"), folder.path().join("other"));
        assert!(!has_card(&cards, &other));
        std::fs::create_dir(&cards).unwrap();
        // It can show a picture and not draw one.
        std::fs::write(cards.join("card0"), "").unwrap();
        assert!(!has_card(&cards, &other));
        std::fs::write(cards.join("renderD128"), "").unwrap();
        assert!(has_card(&cards, &other));
        std::fs::remove_dir_all(&cards).unwrap();
        std::fs::write(&other, "").unwrap();
        assert!(has_card(&cards, &other));
    }
}
