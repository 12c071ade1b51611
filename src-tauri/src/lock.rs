//! Locking: by hand, after a time without use, and when the computer slept or its
//! screen was locked.
//! A lock ends every consent that was not given yet and stops a running scan.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use mien_store::SettingKey;
use tauri::{AppHandle, Manager};
use tauri_specta::Event;

use crate::app::App;
use crate::border::{LockChanged, ReviewEnd};

/// Minutes without use after which the app locks, unless chosen otherwise.
pub(crate) const DEFAULT_MINUTES: u32 = 5;
/// How often the clock is looked at.
const TICK: Duration = Duration::from_secs(2);
/// How long the models stay loaded after a scan: often another follows.
const MODELS_STAY: Duration = Duration::from_secs(60);
/// The computer slept when the clock on the wall went on by this much more than
/// the one that stands still in sleep.
const SLEPT: Duration = Duration::from_secs(20);

/// Locks the app, if there is a wallet to lock.
pub(crate) fn lock_now(app: &Arc<App>, window: &AppHandle) {
    let proved = app
        .handle(Arc::new(mien_identity::Unwatched))
        .is_ok_and(|wallet| wallet.proved_identity().is_ok());
    if proved && app.set_locked(true) {
        if let Some(scan) = app.running_scan() {
            scan.cancel();
        }
        app.end_review(window, ReviewEnd::Died);
        let _ = LockChanged { locked: true }.emit(window);
    }
}

/// Unlocks the app.
pub(crate) fn unlock(app: &App, window: &AppHandle) {
    if app.set_locked(false) {
        let _ = LockChanged { locked: false }.emit(window);
    }
}

/// Minutes until the app locks, 0 for never.
pub(crate) fn minutes(wallet: &mien_wallet::Wallet) -> u32 {
    let stored = wallet.store().settings().get(SettingKey::Autolock);
    stored
        .ok()
        .flatten()
        .and_then(|text| text.parse().ok())
        .unwrap_or(DEFAULT_MINUTES)
}

/// Looks after the lock for as long as the app runs.
pub(crate) async fn watch(window: AppHandle) {
    let app = Arc::clone(&window.state::<Arc<App>>());
    let mut clocks = Clocks::now();
    loop {
        tokio::time::sleep(TICK).await;
        app.rest(MODELS_STAY);
        let slept = clocks.slept();
        let idle = app.last_used().elapsed();
        // A scan is use, however long it takes.
        let busy = app.running_scan().is_some();
        if app.locked() || (busy && !slept) {
            continue;
        }
        let limit = app.with_even_locked(|wallet, _| Ok(minutes(wallet))).await;
        let limit = limit.unwrap_or(DEFAULT_MINUTES);
        if slept || is_over(idle, limit) {
            let (app, window) = (Arc::clone(&app), window.clone());
            let _ = tokio::task::spawn_blocking(move || lock_now(&app, &window)).await;
        }
    }
}

fn is_over(idle: Duration, minutes: u32) -> bool {
    minutes > 0 && idle >= Duration::from_secs(60 * u64::from(minutes))
}

/// Two clocks, of which one stands still while the computer sleeps.
struct Clocks {
    awake: Instant,
    wall: SystemTime,
}

impl Clocks {
    fn now() -> Self {
        Self {
            awake: Instant::now(),
            wall: SystemTime::now(),
        }
    }

    /// Whether the computer slept since this was asked last. A wall clock that
    /// is set forward looks the same, and locks as well, which does no harm.
    fn slept(&mut self) -> bool {
        let before = std::mem::replace(self, Self::now());
        let awake = self.awake.duration_since(before.awake);
        let wall = self.wall.duration_since(before.wall).unwrap_or_default();
        wall.saturating_sub(awake) >= SLEPT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_over_after_the_minutes_and_never_without_any() {
        assert!(!is_over(Duration::from_secs(299), 5));
        assert!(is_over(Duration::from_secs(300), 5));
        assert!(!is_over(Duration::from_secs(1_000_000), 0));
    }

    #[test]
    fn sleep_is_seen_by_the_clocks_drifting_apart() {
        let mut clocks = Clocks::now();
        assert!(!clocks.slept());
        clocks.wall -= SLEPT * 2;
        assert!(clocks.slept());
        assert!(!clocks.slept());
    }
}
