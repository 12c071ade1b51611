//! What the desktop says that should lock the wallet: the computer is about to
//! sleep, or its screen was locked. Both are signals on the message bus; where
//! there is none, the clocks in [`crate::lock`] still show afterwards that the
//! computer slept.

use std::sync::{Arc, Mutex};

use gio::{BusType, Cancellable, DBusConnection, DBusSignalFlags, bus_get};
use tauri::{AppHandle, Manager};

use crate::app::{App, lock};
use crate::lock::lock_now;

/// Signals with one value that is true when it begins, by bus, interface and
/// name: of systemd's login manager, and of the desktops' screen savers.
const SIGNALS: [(BusType, &str, &str); 7] = [
    (
        BusType::System,
        "org.freedesktop.login1.Manager",
        "PrepareForSleep",
    ),
    (
        BusType::Session,
        "org.freedesktop.ScreenSaver",
        "ActiveChanged",
    ),
    (BusType::Session, "org.gnome.ScreenSaver", "ActiveChanged"),
    (BusType::Session, "org.kde.ScreenSaver", "ActiveChanged"),
    (BusType::Session, "org.mate.ScreenSaver", "ActiveChanged"),
    (BusType::Session, "org.xfce.ScreenSaver", "ActiveChanged"),
    (
        BusType::Session,
        "org.cinnamon.ScreenSaver",
        "ActiveChanged",
    ),
];

/// The connections, which last as long as somebody holds them.
#[derive(Default)]
struct Buses(Mutex<Vec<DBusConnection>>);

/// Listens for as long as the app runs. To be called on the thread that draws.
pub(crate) fn listen(app: &AppHandle) {
    app.manage(Buses::default());
    for bus in [BusType::System, BusType::Session] {
        let app = app.clone();
        bus_get(bus, None::<&Cancellable>, move |connection| {
            // Not every system has one.
            if let Ok(connection) = connection {
                subscribe(&app, bus, connection);
            }
        });
    }
}

fn subscribe(app: &AppHandle, bus: BusType, connection: DBusConnection) {
    for (_, interface, name) in SIGNALS.iter().filter(|(of, ..)| *of == bus) {
        let app = app.clone();
        // Whoever else sends it can lock the wallet, and nothing more.
        connection.signal_subscribe(
            None,
            Some(interface),
            Some(name),
            None,
            None,
            DBusSignalFlags::NONE,
            move |_, _, _, _, _, values| {
                if values.try_child_value(0).and_then(|v| v.get()) == Some(true) {
                    soon(&app);
                }
            },
        );
    }
    lock(&app.state::<Buses>().0).push(connection);
}

/// Locks, on a thread that may wait.
fn soon(window: &AppHandle) {
    let window = window.clone();
    tauri::async_runtime::spawn_blocking(move || {
        let app = Arc::clone(&window.state::<Arc<App>>());
        lock_now(&app, &window);
    });
}
