//! The camera that the window reads by itself (`getUserMedia`): the way on a
//! telephone, and a choice on a computer whose camera Mien cannot read. Its
//! frames cross as bytes and are pushed into the same scan; they were in the
//! page's memory before, which the camera's own driver spares them.

use mien_camera::{CameraError, Pushed, Pusher, window_frame};
use mien_wallet::WalletError;
use tauri::ipc::{InvokeBody, Request};
use tauri::webview::{PermissionKind, PermissionResponse};
use tauri::{AppHandle, Manager, WebviewWindow};

use crate::app::{App, lock};
use crate::border::{AppError, ErrorCode};
use crate::camera;
use crate::commands::State;

/// Its name among the cameras.
pub(crate) const ID: &str = "window";

/// The command that takes its frames. It stands beside the typed ones.
pub(crate) const FRAME: &str = "camera_frame";

/// A source that the window fills, in place of the one before.
pub(crate) fn source(app: &App) -> Pushed {
    let (pusher, source) = Pushed::new("the window's camera");
    *lock(&app.window_camera) = Some(pusher);
    source
}

/// A frame of the window's camera, as [`window_frame`] reads it. One that
/// nobody waits for is dropped.
#[tauri::command]
pub(crate) async fn camera_frame(app: State<'_>, request: Request<'_>) -> Result<(), AppError> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(AppError::of(ErrorCode::Camera));
    };
    let pusher: Option<Pusher> = lock(&app.window_camera).clone();
    let Some(pusher) = pusher else {
        return Ok(());
    };
    let frame = window_frame(bytes)
        .map_err(CameraError::from)
        .map_err(WalletError::from)?;
    pusher.push(frame);
    Ok(())
}

/// The window's camera went away: whoever waits for frames need not.
#[tauri::command]
#[specta::specta]
#[allow(
    clippy::needless_pass_by_value,
    reason = "the runtime hands a command's arguments over"
)]
pub(crate) fn camera_closed(app: State<'_>) {
    lock(&app.window_camera).take();
}

/// Gives a window's page the means to ask for a camera, which this system's
/// engine withholds unless told before the page is there. Whether it gets one
/// is for [`permission`] to say.
pub(crate) fn prepare(window: &WebviewWindow) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    window.with_webview(|view| {
        use webkit2gtk::{SettingsExt, WebViewExt};
        if let Some(settings) = view.inner().settings() {
            settings.set_enable_media_stream(true);
            // A picture of the engine's own, in place of a camera that the
            // machine of a test does not have.
            #[cfg(feature = "e2e")]
            settings.set_enable_mock_capture_devices(true);
        }
    })?;
    #[cfg(not(target_os = "linux"))]
    let _ = window;
    Ok(())
}

/// What a page may use of the machine: the camera, where it was chosen.
pub(crate) fn permission(app: &AppHandle, kind: PermissionKind) -> PermissionResponse {
    match kind {
        PermissionKind::Camera if is_chosen(app) => PermissionResponse::Allow,
        _ => PermissionResponse::Deny,
    }
}

fn is_chosen(app: &AppHandle) -> bool {
    let app = app.state::<std::sync::Arc<App>>();
    let chosen = app
        .handle(std::sync::Arc::new(mien_identity::Unwatched))
        .and_then(|wallet| camera::chosen(&wallet));
    chosen.is_ok_and(|id| id == ID)
}
