//! One scan at a time: what the window hears of it, what it answers, and how it
//! is stopped.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mien_camera::{CameraSpec, FrameSource};
use mien_identity::{Cancel, Confirmed, IdentityError, PhraseDesk, Pin, ScanOutcome, Step, Watch};
use mien_wallet::{Prepare, ScanInputs, Wallet, WalletError};
use tauri::ipc::Channel;
use tokio::runtime::Handle;
use zeroize::Zeroizing;

use crate::app::{App, blocking, lock};
use crate::border::{AppError, ErrorCode, Preview, ScanEvent};
use crate::camera::{self, Take};

/// Scans of one operation. Each miss costs an attempt, so that another is the
/// person's to ask for.
const TRIES: u8 = 1;
/// How long a wait goes on before it looks whether it was cancelled.
const PATIENCE: Duration = Duration::from_millis(100);
/// How many such waits a scan that was stopped has to end.
const STOPPING: u32 = 50;
/// Which words of the paper phrase are asked back, from 1.
const ASKED: [u32; 3] = [4, 13, 21];

/// What a window answers during a scan.
pub(crate) enum Reply {
    /// The next capture may begin.
    GoOn,
    /// The words that were asked for, or a refusal.
    Words(Option<Zeroizing<Vec<String>>>),
}

/// How long an operation can be stopped.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    /// To its end.
    End,
    /// Until the face matched.
    Match,
}

/// The strings by which a scan is held.
pub(crate) struct ScanControl {
    cancelled: AtomicBool,
    matched: AtomicBool,
    until: Until,
    answer: SyncSender<Reply>,
    answers: Mutex<Receiver<Reply>>,
    events: Channel<ScanEvent>,
}

impl core::fmt::Debug for ScanControl {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ScanControl")
    }
}

impl ScanControl {
    pub(crate) fn new(events: Channel<ScanEvent>) -> Arc<Self> {
        Self::with(events, Until::End)
    }

    /// One that cannot be stopped any more once the face matched: the signature
    /// exists then and leaves, and following it to its block is no scan.
    fn until_match(events: Channel<ScanEvent>) -> Arc<Self> {
        Self::with(events, Until::Match)
    }

    fn with(events: Channel<ScanEvent>, until: Until) -> Arc<Self> {
        let (answer, answers) = sync_channel(1);
        Arc::new(Self {
            cancelled: AtomicBool::new(false),
            matched: AtomicBool::new(false),
            until,
            answer,
            answers: Mutex::new(answers),
            events,
        })
    }

    /// Asks the scan to stop where nothing is left half-done.
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
    }

    /// Passes an answer on; one that nobody waits for is dropped.
    pub(crate) fn reply(&self, reply: Reply) {
        let _ = self.answer.try_send(reply);
    }

    pub(crate) fn tell(&self, event: ScanEvent) {
        // A window that is gone needs no news; the scan itself goes on.
        let _ = self.events.send(event);
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        let too_late = self.until == Until::Match && self.matched.load(Ordering::SeqCst);
        self.cancelled.load(Ordering::SeqCst) && !too_late
    }

    /// Waits for an answer.
    fn wait(&self) -> Result<Reply, IdentityError> {
        let answers = lock(&self.answers);
        loop {
            if self.is_cancelled() {
                return Err(IdentityError::Cancelled);
            }
            match answers.recv_timeout(PATIENCE) {
                Ok(reply) => return Ok(reply),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(IdentityError::Cancelled),
            }
        }
    }
}

impl Watch for ScanControl {
    fn step(&self, step: Step) {
        if let Step::Scanned {
            outcome: ScanOutcome::Match,
            ..
        } = step
        {
            self.matched.store(true, Ordering::SeqCst);
        }
        if let Some(event) = ScanEvent::of(&step) {
            self.tell(event);
        }
    }

    fn cancelled(&self) -> Cancel {
        if self.is_cancelled() {
            Cancel::Yes
        } else {
            Cancel::No
        }
    }
}

/// Shows the words in the window and has some typed back.
pub(crate) struct Paper(pub(crate) Arc<ScanControl>);

impl PhraseDesk for Paper {
    fn confirm(&mut self, words: &[String]) -> Result<Confirmed, IdentityError> {
        self.0.tell(ScanEvent::Phrase {
            words: words.to_vec(),
            ask: ASKED.to_vec(),
        });
        loop {
            if let Reply::Words(typed) = self.0.wait()? {
                return Ok(typed.map_or(Confirmed::No, |typed| compare(words, &typed)));
            }
        }
    }
}

/// Whether the typed words are those that were asked for.
fn compare(words: &[String], typed: &[String]) -> Confirmed {
    let wanted = ASKED
        .iter()
        .map(|number| words.get(usize::try_from(*number).unwrap_or(0).wrapping_sub(1)));
    let right = typed.len() == ASKED.len()
        && wanted
            .zip(typed)
            .all(|(word, typed)| word.is_some_and(|w| typed.trim().eq_ignore_ascii_case(w)));
    if right { Confirmed::Yes } else { Confirmed::No }
}

/// Gives the frames of a capture, and the window its preview.
struct Stage {
    app: Arc<App>,
    control: Arc<ScanControl>,
    preview: Channel<Preview>,
    take: Take,
}

impl Prepare for Stage {
    fn prepare(&self, number: usize, spec: &CameraSpec) -> Result<(), IdentityError> {
        // The first capture begins by itself, and so do scans that are repeated;
        // photographs have other light already.
        if number == 1 || !self.take.has_two() || matches!(spec, CameraSpec::Photo(_)) {
            return Ok(());
        }
        self.control.tell(ScanEvent::Wait {
            number: u32::try_from(number).unwrap_or(u32::MAX),
        });
        loop {
            if let Reply::GoOn = self.control.wait()? {
                return Ok(());
            }
        }
    }

    fn open(&self, spec: &CameraSpec) -> Result<Box<dyn FrameSource>, IdentityError> {
        camera::open(&self.app, spec, self.preview.clone())
    }
}

/// A scan that is about to be made: its wallet, inputs and strings.
pub(crate) struct Scan<'a> {
    pub(crate) wallet: &'a Wallet,
    pub(crate) inputs: ScanInputs,
    pub(crate) control: &'a Arc<ScanControl>,
    pub(crate) runtime: &'a Handle,
}

/// What a scan is made with.
pub(crate) struct ScanWish {
    pin: Option<String>,
    events: Channel<ScanEvent>,
    preview: Channel<Preview>,
    take: Take,
}

impl ScanWish {
    pub(crate) fn new(
        take: Take,
        pin: Option<String>,
        events: Channel<ScanEvent>,
        preview: Channel<Preview>,
    ) -> Self {
        Self {
            pin,
            events,
            preview,
            take,
        }
    }
}

/// Reads a PIN that a window sent; the text is wiped.
pub(crate) fn read_pin(typed: String) -> Result<Arc<Pin>, AppError> {
    let typed = Zeroizing::new(typed);
    let pin = Pin::new(&typed).map_err(WalletError::from)?;
    Ok(Arc::new(pin))
}

impl App {
    /// Does something that needs a scan, on a thread of its own. One at a time,
    /// and refused while locked.
    pub(crate) async fn scan<T: Send + 'static>(
        self: &Arc<Self>,
        wish: ScanWish,
        work: impl FnOnce(Scan<'_>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        if self.locked() {
            return Err(AppError::locked());
        }
        self.scan_even_locked(wish, |scan| {
            // A face is looked at by the text that its owner agreed to, and no other.
            if !scan.wallet.has_consent()? {
                return Err(AppError::of(ErrorCode::NoConsent));
            }
            work(scan)
        })
        .await
    }

    /// The same for the scan that unlocks.
    pub(crate) async fn scan_even_locked<T: Send + 'static>(
        self: &Arc<Self>,
        wish: ScanWish,
        work: impl FnOnce(Scan<'_>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let pin = wish.pin.map(read_pin).transpose()?;
        let control = match wish.take {
            Take::Signature => ScanControl::until_match(wish.events),
            _ => ScanControl::new(wish.events),
        };
        self.begin_scan(&control).await?;
        let (app, preview, take) = (Arc::clone(self), wish.preview, wish.take);
        let held = Arc::clone(&control);
        let result = blocking(move |runtime| {
            let wallet = app.handle(Arc::clone(&held) as Arc<dyn Watch + Send + Sync>)?;
            let inputs = ScanInputs {
                cameras: camera::specs(&wallet, take)?,
                prepare: Arc::new(Stage {
                    app: Arc::clone(&app),
                    control: Arc::clone(&held),
                    preview,
                    take,
                }),
                pin,
                tries: TRIES,
            };
            work(Scan {
                wallet: &wallet,
                inputs,
                control: &held,
                runtime,
            })
        })
        .await;
        self.end_scan(&control);
        result
    }

    /// Looks through the camera without scanning anybody, until `work` ends.
    pub(crate) async fn look<T: Send + 'static>(
        self: &Arc<Self>,
        preview: Channel<Preview>,
        work: impl FnOnce(&Wallet, &mut dyn FrameSource, &ScanControl) -> Result<T, AppError>
        + Send
        + 'static,
    ) -> Result<T, AppError> {
        if self.locked() {
            return Err(AppError::locked());
        }
        let control = ScanControl::new(Channel::new(|_| Ok(())));
        self.begin_scan(&control).await?;
        let (app, held) = (Arc::clone(self), Arc::clone(&control));
        let result = blocking(move |_| {
            let wallet = app.handle(Arc::clone(&held) as Arc<dyn Watch + Send + Sync>)?;
            let specs = camera::specs(&wallet, Take::Scan)?;
            let spec = specs.first().unwrap_or(&CameraSpec::Device(0));
            let mut source = camera::open(&app, spec, preview).map_err(WalletError::from)?;
            work(&wallet, source.as_mut(), &held)
        })
        .await;
        self.end_scan(&control);
        result
    }

    /// Waits until a scan that was stopped has given the camera back.
    pub(crate) async fn camera_free(&self) {
        for _ in 0..STOPPING {
            match self.running_scan() {
                Some(scan) if scan.is_cancelled() => tokio::time::sleep(PATIENCE).await,
                _ => return,
            }
        }
    }

    /// Takes the camera for one scan.
    async fn begin_scan(&self, control: &Arc<ScanControl>) -> Result<(), AppError> {
        self.camera_free().await;
        let mut scan = lock(&self.scan);
        if scan.is_some() {
            return Err(AppError::busy());
        }
        self.touch();
        *scan = Some(Arc::clone(control));
        Ok(())
    }

    /// Gives the camera back.
    fn end_scan(&self, control: &Arc<ScanControl>) {
        self.touch();
        self.scanned();
        let mut scan = lock(&self.scan);
        if scan.as_ref().is_some_and(|now| Arc::ptr_eq(now, control)) {
            *scan = None;
        }
    }

    /// The scan that is under way.
    pub(crate) fn running_scan(&self) -> Option<Arc<ScanControl>> {
        lock(&self.scan).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Vec<String> {
        (1..=24).map(|n| format!("word{n}")).collect()
    }

    fn typed(words: &[&str]) -> Vec<String> {
        words.iter().map(|w| (*w).to_owned()).collect()
    }

    #[test]
    fn only_the_words_that_were_asked_for_confirm_a_phrase() {
        let right = typed(&["word4", " WORD13 ", "word21"]);
        assert_eq!(compare(&words(), &right), Confirmed::Yes);
        for wrong in [
            typed(&["word4", "word13", "word22"]),
            typed(&["word13", "word4", "word21"]),
            typed(&["word4", "word13"]),
            typed(&[]),
        ] {
            assert_eq!(compare(&words(), &wrong), Confirmed::No, "{wrong:?}");
        }
    }

    #[test]
    fn what_was_signed_is_not_cancelled_and_everything_else_is() {
        let matched = Step::Scanned {
            number: 1,
            outcome: ScanOutcome::Match,
        };
        let signing = ScanControl::until_match(Channel::new(|_| Ok(())));
        let enrolling = ScanControl::new(Channel::new(|_| Ok(())));
        for control in [&signing, &enrolling] {
            control.cancel();
            assert_eq!(control.cancelled(), Cancel::Yes);
            control.step(matched.clone());
        }
        assert_eq!(signing.cancelled(), Cancel::No);
        assert_eq!(enrolling.cancelled(), Cancel::Yes);
    }

    #[test]
    fn a_wait_ends_when_it_is_cancelled() {
        let control = ScanControl::new(Channel::new(|_| Ok(())));
        let other = Arc::clone(&control);
        let waiting = std::thread::spawn(move || other.wait().err());
        control.cancel();
        let ended = waiting.join().unwrap();
        assert!(matches!(ended, Some(IdentityError::Cancelled)));
    }
}
