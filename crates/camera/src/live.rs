//! A source that is read on a thread of its own, so that a picture can be shown
//! at the camera's rate while a scan looks at the frames it has time for.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use mien_frame::Frame;
use rand_core::CryptoRng;

use crate::{CameraError, CameraSpec, FrameSource, Liveness, Replay};

/// How long dropping a [`Live`] waits for its source to give the frame that it
/// is about to give. A camera takes a thirtieth of a second.
const CLOSING: Duration = Duration::from_secs(1);

/// Frames a second of replayed photographs: what most cameras give.
const PHOTOGRAPHS_PER_SECOND: NonZeroU32 = NonZeroU32::new(30).unwrap();

/// How fast a source is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As fast as it gives frames: right for a camera, whose driver would keep
    /// old pictures waiting otherwise.
    Source,
    /// At most so many frames a second: for a source without a rate of its own.
    PerSecond(NonZeroU32),
}

/// A source that runs by itself.
///
/// Each frame is shown to the function given at the start, then kept as the
/// newest one, in place of the one before, which is wiped. As a [`FrameSource`]
/// it gives the newest frame that was not given yet, and waits when there is
/// none. Dropping it stops the thread and closes the camera.
pub struct Live {
    shared: Arc<Shared>,
    description: String,
    liveness: Liveness,
}

/// The frames of a [`Live`], for whoever wants to own a source. It does not keep
/// the camera open: when the [`Live`] is dropped, it has ended.
pub struct LiveFrames {
    shared: Arc<Shared>,
    description: String,
    liveness: Liveness,
}

impl Live {
    /// Opens a source with `open` and reads it, both on the thread of its own,
    /// because the driver's handle of a camera must stay on one thread. `look`
    /// is called there with every frame, so it should be quick: while it runs,
    /// nothing is read.
    ///
    /// # Errors
    /// What `open` says, or [`CameraError::Ended`] if it panics.
    pub fn start<O, F>(open: O, pace: Pace, look: F) -> Result<Self, CameraError>
    where
        O: FnOnce() -> Result<Box<dyn FrameSource>, CameraError> + Send + 'static,
        F: FnMut(&Frame) + Send + 'static,
    {
        let shared = Arc::new(Shared::default());
        let reader = Arc::clone(&shared);
        let (opened, answer) = sync_channel(1);
        thread::spawn(move || {
            // Whatever happens in here, also a panic of `look`, ends the source
            // for those who wait.
            let closing = Closing(reader);
            let source = match open() {
                Ok(source) => source,
                Err(e) => {
                    let _ = opened.send(Err(e));
                    return;
                }
            };
            let _ = opened.send(Ok((source.description(), source.liveness())));
            closing.0.read(source, pace, look);
        });
        let (description, liveness) = answer.recv().map_err(|_| CameraError::Ended)??;
        Ok(Self {
            shared,
            description,
            liveness,
        })
    }

    /// Opens what `spec` names and starts: a camera at its own rate, photographs
    /// endlessly at 30 frames a second, each for `frames_each` frames. `rng`
    /// makes the chance of the photographs.
    ///
    /// # Errors
    /// [`CameraError`]: the camera or the photographs cannot be used.
    pub fn open<R, F>(
        spec: &CameraSpec,
        frames_each: usize,
        rng: impl FnOnce() -> R + Send + 'static,
        look: F,
    ) -> Result<Self, CameraError>
    where
        R: CryptoRng + 'static,
        F: FnMut(&Frame) + Send + 'static,
    {
        let spec = spec.clone();
        let pace = match spec {
            CameraSpec::Photo(_) => Pace::PerSecond(PHOTOGRAPHS_PER_SECOND),
            CameraSpec::Device(_) | CameraSpec::Window => Pace::Source,
        };
        let open = move || match &spec {
            CameraSpec::Photo(path) => {
                let photos = Replay::open(path, frames_each, rng())?.endless();
                Ok(Box::new(photos) as Box<dyn FrameSource>)
            }
            CameraSpec::Device(_) | CameraSpec::Window => crate::open(&spec, frames_each, rng()),
        };
        Self::start(open, pace, look)
    }

    /// The frames from now on, as a source of its own.
    #[must_use]
    pub fn frames(&self) -> LiveFrames {
        self.shared.state().newest = None;
        LiveFrames {
            shared: Arc::clone(&self.shared),
            description: self.description.clone(),
            liveness: self.liveness,
        }
    }
}

impl FrameSource for Live {
    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        self.shared.next()
    }

    fn description(&self) -> String {
        self.description.clone()
    }

    fn liveness(&self) -> Liveness {
        self.liveness
    }
}

impl FrameSource for LiveFrames {
    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        self.shared.next()
    }

    fn description(&self) -> String {
        self.description.clone()
    }

    fn liveness(&self) -> Liveness {
        self.liveness
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        state.stop = true;
        state.newest = None;
        self.shared.news.notify_all();
        // Not a join: a source that gives nothing more, such as a window that
        // stopped pushing, must not hold its owner up for ever.
        drop(
            self.shared
                .news
                .wait_timeout_while(state, CLOSING, |s| !s.closed)
                .unwrap_or_else(PoisonError::into_inner),
        );
    }
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Live({})", self.description)
    }
}

impl fmt::Debug for LiveFrames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LiveFrames({})", self.description)
    }
}

/// What the reading thread and the readers share.
#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    news: Condvar,
}

#[derive(Default)]
struct State {
    newest: Option<Frame>,
    /// Why the source gave up; told once.
    problem: Option<CameraError>,
    /// The owner wants no more.
    stop: bool,
    /// The source is closed.
    closed: bool,
}

impl Shared {
    /// Nothing is ever left half-done in the state, so a panic elsewhere does
    /// not spoil it.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> Result<Frame, CameraError> {
        let mut state = self.state();
        loop {
            if let Some(frame) = state.newest.take() {
                return Ok(frame);
            }
            if let Some(problem) = state.problem.take() {
                return Err(problem);
            }
            if state.stop || state.closed {
                return Err(CameraError::Ended);
            }
            state = self
                .news
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn read(&self, mut source: Box<dyn FrameSource>, pace: Pace, mut look: impl FnMut(&Frame)) {
        let every = match pace {
            Pace::Source => Duration::ZERO,
            Pace::PerSecond(most) => Duration::from_secs(1) / most.get(),
        };
        let mut next = Instant::now();
        loop {
            // A camera's clock does not wait for whoever reads it: a frame that
            // came late takes nothing from the next one's time. What is missed
            // for longer than a frame is not made up for.
            next = (next + every).max(Instant::now());
            let frame = source.next_frame();
            if self.state().stop {
                return;
            }
            match frame {
                Ok(frame) => {
                    look(&frame);
                    self.state().newest = Some(frame);
                    self.news.notify_all();
                }
                Err(problem) => {
                    self.state().problem = Some(problem);
                    return;
                }
            }
            if self.rest(next) {
                return;
            }
        }
    }

    /// Waits until `next` and tells whether the owner wants no more.
    fn rest(&self, next: Instant) -> bool {
        let left = next.saturating_duration_since(Instant::now());
        let state = self.state();
        let (state, _) = self
            .news
            .wait_timeout_while(state, left, |s| !s.stop)
            .unwrap_or_else(PoisonError::into_inner);
        state.stop
    }
}

/// Says that the source is closed when the reading thread ends, in whatever way.
struct Closing(Arc<Shared>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.news.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::{Receiver, Sender, channel};

    /// Gives a frame for every number that is sent, and tells when it is closed.
    struct Steered {
        numbers: Receiver<u8>,
        closed: Arc<AtomicUsize>,
    }

    impl FrameSource for Steered {
        fn next_frame(&mut self) -> Result<Frame, CameraError> {
            match self.numbers.recv() {
                Ok(0) => Err(CameraError::Unplugged { index: 4 }),
                Ok(v) => Ok(Frame::filled(2, 2, [v; 3])?),
                Err(_) => Err(CameraError::Ended),
            }
        }

        fn description(&self) -> String {
            "steered".to_owned()
        }
    }

    impl Drop for Steered {
        fn drop(&mut self) {
            self.closed.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// A live source, what steers it, what it shows, and how often it was closed.
    fn steered() -> (Live, Sender<u8>, Receiver<u8>, Arc<AtomicUsize>) {
        let (steer, numbers) = channel();
        let (show, shown) = channel();
        let closed = Arc::new(AtomicUsize::new(0));
        let source = Steered {
            numbers,
            closed: Arc::clone(&closed),
        };
        let look = move |frame: &Frame| {
            let _ = show.send(frame.rgb()[0]);
        };
        let live = Live::start(|| Ok(Box::new(source)), Pace::Source, look).unwrap();
        (live, steer, shown, closed)
    }

    #[test]
    fn every_frame_is_shown_and_the_newest_is_given() {
        let (mut live, steer, shown, _) = steered();
        for v in [1, 2, 3, 4] {
            steer.send(v).unwrap();
        }
        let seen: Vec<u8> = (0..4).map(|_| shown.recv().unwrap()).collect();
        assert_eq!(seen, [1, 2, 3, 4]);
        // 3 is in place; 4 follows at once.
        let mut last = 0;
        while last != 4 {
            let v = live.next_frame().unwrap().rgb()[0];
            assert!(v >= 3 && v > last, "{v} after {last}");
            last = v;
        }
        assert_eq!(live.description(), "steered");
        assert_eq!(live.liveness(), Liveness::Asked);
    }

    #[test]
    fn an_error_comes_through_once_and_then_the_end() {
        let (mut live, steer, _shown, closed) = steered();
        steer.send(0).unwrap();
        let mut frames = live.frames();
        assert!(matches!(
            frames.next_frame(),
            Err(CameraError::Unplugged { index: 4 })
        ));
        assert!(matches!(frames.next_frame(), Err(CameraError::Ended)));
        assert!(matches!(live.next_frame(), Err(CameraError::Ended)));
        drop(live);
        assert_eq!(closed.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn dropping_closes_the_camera_and_ends_those_who_wait() {
        let (live, steer, shown, closed) = steered();
        let mut frames = live.frames();
        steer.send(9).unwrap();
        shown.recv().unwrap();
        let (taken, first) = channel();
        let waiting = thread::spawn(move || {
            taken.send(frames.next_frame().unwrap().rgb()[0]).unwrap();
            frames.next_frame()
        });
        assert_eq!(first.recv().unwrap(), 9);
        let end = thread::spawn(move || drop(live));
        assert!(matches!(waiting.join().unwrap(), Err(CameraError::Ended)));
        // The source gives one more frame, and sees then that its owner has gone.
        steer.send(10).unwrap();
        end.join().unwrap();
        assert_eq!(closed.load(Ordering::SeqCst), 1);
        assert!(shown.recv().is_err(), "a frame was shown after the end");
    }

    #[test]
    fn a_new_reader_sees_nothing_old() {
        let (mut live, steer, shown, _) = steered();
        steer.send(1).unwrap();
        shown.recv().unwrap();
        assert_eq!(live.next_frame().unwrap().rgb()[0], 1);
        steer.send(2).unwrap();
        steer.send(3).unwrap();
        shown.recv().unwrap();
        shown.recv().unwrap();
        // 2 has been put in place before 3 was shown.
        let mut frames = live.frames();
        steer.send(4).unwrap();
        assert!(frames.next_frame().unwrap().rgb()[0] >= 3);
    }

    #[test]
    fn a_look_that_panics_ends_the_source() {
        let (pusher, source) = crate::Pushed::new("window");
        let look = |_: &Frame| panic!("on purpose");
        let mut live = Live::start(|| Ok(Box::new(source)), Pace::Source, look).unwrap();
        pusher.push(Frame::filled(2, 2, [1; 3]).unwrap());
        assert!(matches!(live.next_frame(), Err(CameraError::Ended)));
    }

    #[test]
    fn a_source_that_gives_nothing_does_not_hold_its_owner_up() {
        let (pusher, source) = crate::Pushed::new("window");
        let live = Live::start(|| Ok(Box::new(source)), Pace::Source, |_: &Frame| ()).unwrap();
        // Would wait for ever if it waited for the next frame.
        drop(live);
        // The source is closed when that comes.
        let frame = || Frame::filled(2, 2, [1; 3]).unwrap();
        pusher.push(frame());
        while pusher.push(frame()) != crate::Push::Closed {
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Gives frames without end and without waiting.
    struct Fast;

    impl FrameSource for Fast {
        fn next_frame(&mut self) -> Result<Frame, CameraError> {
            Ok(Frame::filled(1, 1, [5; 3])?)
        }

        fn description(&self) -> String {
            "fast".to_owned()
        }

        fn liveness(&self) -> Liveness {
            Liveness::Photographs
        }
    }

    #[test]
    fn what_cannot_be_opened_is_said_at_once() {
        let spec = CameraSpec::Photo("/nowhere/at/all".into());
        let rng = || rand::rngs::StdRng::from_seed([1; 32]);
        let found = Live::open(&spec, 1, rng, |_: &Frame| ());
        assert!(matches!(found, Err(CameraError::Path { .. })));
    }

    #[test]
    fn photographs_go_round() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        let photo = Frame::filled(32, 24, [90; 3]).unwrap();
        std::fs::write(&path, &*photo.to_jpeg(90).unwrap()).unwrap();
        let rng = || rand::rngs::StdRng::from_seed([1; 32]);
        let mut live = Live::open(&CameraSpec::Photo(path), 2, rng, |_: &Frame| ()).unwrap();
        assert_eq!(live.liveness(), Liveness::Photographs);
        for _ in 0..5 {
            assert_eq!(live.next_frame().unwrap().width(), 32);
        }
    }

    #[test]
    fn the_pace_is_kept() {
        let count = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&count);
        let pace = Pace::PerSecond(NonZeroU32::new(2).unwrap());
        let look = move |_: &Frame| {
            counter.fetch_add(1, Ordering::SeqCst);
        };
        let live = Live::start(|| Ok(Box::new(Fast)), pace, look).unwrap();
        assert_eq!(live.frames().liveness(), Liveness::Photographs);
        thread::sleep(Duration::from_millis(120));
        // One at once and one half a second later; without a pace, thousands.
        assert!(count.load(Ordering::SeqCst) <= 2);
        let begin = Instant::now();
        drop(live);
        // It was resting, and was woken.
        assert!(begin.elapsed() < CLOSING);
    }
}
