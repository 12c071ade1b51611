//! What the app holds while it runs: no secret, and no wallet that is busy.
//!
//! Each command takes a handle of its own on the data directory, on a thread
//! where it may wait; so a scan never keeps a balance from being read, and
//! nothing runs on the thread that draws.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use mien_camera::Pusher;
use mien_identity::{Unwatched, Watch};
use mien_keeper::KeeperCommand;
use mien_wallet::{Home, Wallet, WalletError, install};
use tokio::runtime::Handle;

use crate::border::AppError;
use crate::review::Pending;
use crate::scan::ScanControl;

/// The name of the argument that makes this program the keeper.
pub const KEEPER: &str = "keeper";

/// The app's state.
#[derive(Debug)]
pub struct App {
    base: Mutex<Wallet>,
    locked: AtomicBool,
    used: Mutex<Instant>,
    /// When a scan ended, while its models are still loaded.
    scanned: Mutex<Option<Instant>>,
    pub(crate) scan: Mutex<Option<Arc<ScanControl>>>,
    /// Where the frames of the window's camera go while a scan wants them.
    pub(crate) window_camera: Mutex<Option<Pusher>>,
    pub(crate) review: Mutex<Option<Arc<Pending>>>,
    /// The review that was signed last, and its signature file.
    pub(crate) signed: Mutex<Option<(String, String)>>,
}

/// The program that keeps the helper share: the command `mien` beside this one,
/// which carries no window, starts in no time and maps none of a browser's code
/// where the share is; without it, this program itself.
fn keeper_program() -> Result<PathBuf, String> {
    let own =
        std::env::current_exe().map_err(|e| format!("the program cannot find itself ({e})"))?;
    let command = own.with_file_name(format!("mien{}", std::env::consts::EXE_SUFFIX));
    Ok(if command.is_file() { command } else { own })
}

/// Takes a lock that no panic can have left inconsistent: what it guards is
/// replaced as a whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl App {
    /// Opens the data directory that `MIEN_HOME` names, else the usual one.
    ///
    /// # Errors
    /// No such directory, or a database that cannot be opened, in a sentence:
    /// there is no window yet that could make one.
    pub fn open() -> Result<Self, String> {
        let said = |e: WalletError| e.to_string();
        let home = Home::find(std::env::var_os("MIEN_HOME").map(PathBuf::from)).map_err(said)?;
        let models = std::env::var_os("MIEN_MODELS").map_or_else(install::models, PathBuf::from);
        let keeper = KeeperCommand::new(&keeper_program()?, &[KEEPER]);
        let base = Wallet::open(home, keeper, models, Arc::new(Unwatched));
        Ok(Self::of(base.map_err(said)?))
    }

    /// The app over this wallet.
    fn of(base: Wallet) -> Self {
        // Whoever opens the app has not shown to be the owner; before there is a
        // wallet there is nothing to hide.
        let locked = base.proved_identity().is_ok();
        Self {
            base: Mutex::new(base),
            locked: AtomicBool::new(locked),
            used: Mutex::new(Instant::now()),
            scanned: Mutex::new(None),
            scan: Mutex::new(None),
            window_camera: Mutex::new(None),
            review: Mutex::new(None),
            signed: Mutex::new(None),
        }
    }

    /// Whether the app is locked.
    pub(crate) fn locked(&self) -> bool {
        self.locked.load(Ordering::SeqCst)
    }

    /// Locks or unlocks. Gives whether that was a change.
    pub(crate) fn set_locked(&self, locked: bool) -> bool {
        self.touch();
        self.locked.swap(locked, Ordering::SeqCst) != locked
    }

    /// Somebody used the app just now.
    pub(crate) fn touch(&self) {
        *lock(&self.used) = Instant::now();
    }

    /// A scan has ended just now, or something else that needed the models.
    pub(crate) fn scanned(&self) {
        *lock(&self.scanned) = Some(Instant::now());
    }

    /// Lets the models go once nobody has scanned for `after`: an idle wallet
    /// needs none. The next scan loads them again.
    pub(crate) fn rest(&self, after: Duration) {
        let mut scanned = lock(&self.scanned);
        if lock(&self.scan).is_none() && scanned.is_some_and(|at| at.elapsed() >= after) {
            lock(&self.base).let_models_go();
            *scanned = None;
        }
    }

    /// When it was used last.
    pub(crate) fn last_used(&self) -> Instant {
        *lock(&self.used)
    }

    /// A wallet handle that `watch` looks on.
    pub(crate) fn handle(&self, watch: Arc<dyn Watch + Send + Sync>) -> Result<Wallet, AppError> {
        Ok(lock(&self.base).another(watch)?)
    }

    /// Does something with the wallet that needs no scan, where waiting is
    /// allowed. Refused while locked.
    pub(crate) async fn with<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Wallet, &Handle) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        if self.locked() {
            return Err(AppError::locked());
        }
        self.with_even_locked(work).await
    }

    /// The same for the little that a locked app still does.
    pub(crate) async fn with_even_locked<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Wallet, &Handle) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let app = Arc::clone(self);
        blocking(move |runtime| work(&app.handle(Arc::new(Unwatched))?, runtime)).await
    }
}

/// Runs something that waits on a thread for that, with the runtime at hand.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce(&Handle) -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || work(&runtime))
        .await
        .map_err(|_| AppError::broken("something inside Mien stopped"))?
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use tauri::ipc::Channel;

    use super::*;

    /// An app without an identity over the real models, or a visible line.
    fn app(folder: &Path) -> Option<App> {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models");
        let models = std::env::var_os("MIEN_MODELS").map_or(beside, PathBuf::from);
        if !models.join("node_modules").is_dir() {
            println!("skipped: models that are let go (run `make setup` first)");
            return None;
        }
        let home = Home::find(Some(folder.to_owned())).unwrap();
        let keeper = KeeperCommand::new(Path::new("never-started"), &[]);
        let base = Wallet::open(home, keeper, models, Arc::new(Unwatched)).unwrap();
        Some(App::of(base))
    }

    /// What a scan does with the models: it takes a handle of its own, has them
    /// loaded, and says when it has ended.
    fn scan(app: &App) {
        let handle = app.handle(Arc::new(Unwatched)).unwrap();
        handle.pack().unwrap();
        app.scanned();
    }

    #[test]
    fn models_are_let_go_after_a_time_and_loaded_again_by_the_next_scan() {
        let folder = tempfile::tempdir().unwrap();
        let Some(app) = app(folder.path()) else {
            return;
        };
        let loaded = || {
            let handle = app.handle(Arc::new(Unwatched)).unwrap();
            handle.has_models_loaded()
        };
        let (at_once, later) = (Duration::ZERO, Duration::from_secs(3600));
        assert!(!loaded(), "opening the app needs none");
        for _ in 0..2 {
            scan(&app);
            assert!(loaded());
            app.rest(later);
            assert!(loaded(), "it was not time yet");
            app.rest(at_once);
            assert!(!loaded());
        }
    }

    #[test]
    fn a_scan_that_runs_keeps_its_models() {
        let folder = tempfile::tempdir().unwrap();
        let Some(app) = app(folder.path()) else {
            return;
        };
        scan(&app);
        *lock(&app.scan) = Some(ScanControl::new(Channel::new(|_| Ok(()))));
        app.rest(Duration::ZERO);
        assert!(lock(&app.base).has_models_loaded());
        *lock(&app.scan) = None;
        app.rest(Duration::ZERO);
        assert!(!lock(&app.base).has_models_loaded());
    }
}
