//! The desktop app over `mien-wallet`: it draws nothing itself, holds no key
//! and no template, and decides nothing that the wallet decides. It opens the
//! windows, lets each ask for just what it may, runs scans off the thread that
//! draws, and binds what is shown to what is signed.
//!
//! [`mod@border`] is everything that crosses to the windows (`ui/`), `commands` what
//! they may ask for; [`run`] starts it, on a desktop and on a telephone.

mod app;
pub mod border;
mod camera;
mod clipboard;
mod commands;
#[cfg(target_os = "linux")]
mod desk;
mod drawing;
mod explorer;
mod follow;
mod lock;
mod pictures;
mod review;
mod scan;
#[cfg(desktop)]
mod sheet;
mod window_camera;

pub use app::KEEPER;
#[cfg(desktop)]
pub use sheet::{SHEET, show as show_sheet};

use std::sync::Arc;

use tauri::{Manager, WebviewUrl, WebviewWindowBuilder};
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

/// The variable that lets a driver take a window over; release builds of the
/// runtime honour it too.
pub const AUTOMATION: &str = "TAURI_WEBVIEW_AUTOMATION";
/// The label of the main window.
pub(crate) const MAIN: &str = "main";

/// Commands and events, typed: what the windows are generated from.
#[must_use]
pub fn border() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new()
        .error_handling(ErrorHandlingMode::Throw)
        // Chain ids, blocks and times stay below 2^53 (EIP-2294).
        .dangerously_cast_bigints_to_number()
        // What is read and what is written look the same here.
        .disable_serde_phases()
        .commands(collect_commands![
            commands::boot::boot,
            commands::boot::agree,
            commands::boot::decline,
            commands::scan::cameras,
            window_camera::camera_closed,
            commands::scan::preview_start,
            commands::scan::preview_stop,
            commands::scan::qr_from_camera,
            commands::scan::scan_continue,
            commands::scan::scan_cancel,
            commands::scan::phrase_answer,
            commands::identity::enrol,
            commands::identity::drill,
            commands::identity::renew,
            commands::identity::pin_change,
            commands::identity::suspend,
            commands::identity::resume,
            commands::identity::lock,
            commands::identity::unlock,
            commands::identity::forget,
            commands::kit::kit_folder,
            commands::kit::kit_export,
            commands::kit::kit_refuse,
            commands::kit::kit_print,
            commands::kit::kit_printed,
            commands::kit::kit_inspect,
            commands::kit::kit_from_camera,
            commands::kit::recover,
            commands::kit::recover_with_phrase,
            commands::accounts::accounts,
            commands::accounts::account_add,
            commands::accounts::account_name,
            commands::accounts::account_use,
            commands::accounts::receive,
            commands::accounts::copy_address,
            commands::accounts::recipient,
            commands::accounts::contacts,
            commands::accounts::contact_add,
            commands::accounts::contact_remove,
            commands::accounts::watched,
            commands::accounts::watched_balances,
            commands::accounts::watch,
            commands::accounts::unwatch,
            commands::networks::networks,
            commands::networks::network_use,
            commands::networks::network_put,
            commands::networks::network_remove,
            commands::assets::overview,
            commands::assets::nfts,
            commands::assets::token_add,
            commands::assets::token_remove,
            commands::assets::fees,
            commands::assets::estimate_send,
            commands::assets::allowances,
            commands::assets::prepare_send,
            commands::assets::prepare_speed_up,
            commands::assets::prepare_cancel,
            commands::assets::prepare_revoke,
            commands::review::sign_text,
            commands::review::sign_typed_data,
            commands::review::sign_document,
            commands::review::verify,
            commands::review::review_get,
            commands::review::review_approve,
            commands::review::review_refuse,
            commands::review::review_close,
            commands::review::review_save_signature,
            commands::activity::activity,
            commands::activity::activity_export,
            commands::activity::explorer_open,
            commands::activity::data_shown,
            commands::activity::data_export,
            commands::settings::set_language,
            commands::settings::set_theme,
            commands::settings::set_autolock,
            commands::settings::set_camera,
            commands::settings::touch,
            commands::settings::gateway,
            commands::settings::set_gateway,
            commands::settings::about,
            commands::devnet::devnet_status,
            commands::devnet::devnet_start,
            commands::devnet::devnet_stop,
            commands::devnet::devnet_fund,
            commands::devnet::devnet_seed,
            commands::files::pick_file,
            commands::files::pick_save,
        ])
        .events(collect_events![
            border::Changed,
            border::LockChanged,
            border::ReviewClosed
        ])
}

/// Opens the app and runs it until its last window is closed. What stops it from
/// starting is said on standard error.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() {
    if let Err(e) = start() {
        eprintln!("mien-app: {e}");
        #[cfg(desktop)]
        say(&e);
        std::process::exit(1);
    }
}

/// Tells a person who started the app from a menu, and sees no standard error.
#[cfg(desktop)]
fn say(why: &str) {
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Mien")
        .set_description(format!("Mien could not start: {why}"))
        .show();
}

/// What the build put into the program: pages, icons, and which window may ask
/// for what.
fn context() -> tauri::Context {
    tauri::generate_context!()
}

fn start() -> Result<(), String> {
    let app = Arc::new(app::App::open()?);
    let border = border();
    let typed = border.invoke_handler();
    // Bytes have no type to generate.
    let bytes: Box<dyn Fn(tauri::ipc::Invoke) -> bool + Send + Sync> =
        Box::new(tauri::generate_handler![window_camera::camera_frame]);
    tauri::Builder::default()
        .manage(app)
        .invoke_handler(move |invoke| match invoke.message.command() {
            window_camera::FRAME => bytes(invoke),
            _ => typed(invoke),
        })
        .on_permission_request(|view, kind| window_camera::permission(view.app_handle(), kind))
        .register_asynchronous_uri_scheme_protocol(
            pictures::SCHEME,
            |context, request, responder| {
                pictures::answer(context.app_handle(), request.uri().path(), responder);
            },
        )
        .setup(move |tauri| {
            border.mount_events(tauri);
            let handle = tauri.handle().clone();
            let page = WebviewUrl::App("index.html".into());
            let main = WebviewWindowBuilder::new(&handle, MAIN, page)
                .title("Mien")
                .inner_size(1000.0, 720.0)
                .min_inner_size(360.0, 560.0)
                .build()?;
            window_camera::prepare(&main)?;
            drawing::prepare(&main)?;
            let closing = handle.clone();
            main.on_window_event(move |event| {
                // A review without its wallet is nobody's.
                if let tauri::WindowEvent::Destroyed = event {
                    closing.exit(0);
                }
            });
            #[cfg(target_os = "linux")]
            desk::listen(&handle);
            tauri::async_runtime::spawn(lock::watch(handle.clone()));
            tauri::async_runtime::spawn(follow::watch(handle));
            Ok(())
        })
        .run(context())
        .map_err(|e| e.to_string())
}
