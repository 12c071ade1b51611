//! Scans of persons played by the Yale photographs: an actor answers each
//! request with the picture that shows it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mien_camera::{CameraError, FrameSource, Live, Liveness, Pace, Variation};
use mien_face::{Action, Challenge, Embedding, LivenessFailure, Pack, Reason, Template};
use mien_frame::Frame;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::capture::{self, CapturePlan};
use crate::error::IdentityError;
use crate::watch::{Cancel, Step, Unwatched, Watch};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The pack and the folder of the photographs, if both are here.
fn needed() -> Option<(Pack, PathBuf)> {
    let models = root().join("models");
    if !models.join("node_modules").is_dir() {
        println!("skipped: models not installed (run `npm ci` in models)");
        return None;
    }
    let shared =
        std::env::var_os("MIEN_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let yale = shared.join("faces/yale");
    if !yale.is_dir() {
        println!("skipped: labelled photographs of yale (../shared not present)");
        return None;
    }
    Some((Pack::load(&models).unwrap(), yale))
}

/// One picture of the set, which is in GIF.
fn picture(folder: &Path, person: u8, kind: &str) -> Frame {
    let path = folder.join(format!("subject{person:02}.{kind}"));
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options
        .read_info(std::fs::File::open(path).unwrap())
        .unwrap();
    let picture = decoder.read_next_frame().unwrap().unwrap();
    let rgb = picture
        .buffer
        .chunks(4)
        .flat_map(|p| [p[0], p[1], p[2]])
        .collect();
    Frame::from_rgb(picture.width.into(), picture.height.into(), rgb).unwrap()
}

/// A head that is held nearly still before a good camera.
const SITTING: Variation = Variation {
    shift: 0.004,
    turn: 0.6,
    zoom: 0.01,
    gain: 0.02,
    noise: 3.0,
    blur: 0.0,
    jpeg: Some([92, 97]),
};

/// What the watcher heard last, for the actor to hear.
#[derive(Clone, Default)]
struct Prompter(Arc<Mutex<Vec<Step>>>);

impl Prompter {
    fn steps(&self) -> Vec<Step> {
        self.0.lock().unwrap().clone()
    }

    /// What is asked for now, and the actions that were done.
    fn now(&self) -> (Option<Action>, usize) {
        let steps = self.steps();
        let mut asked = None;
        let mut done = 0;
        for step in steps {
            match step {
                Step::Asked { action, .. } => asked = Some(action),
                Step::Done { .. } => {
                    asked = None;
                    done += 1;
                }
                _ => {}
            }
        }
        (asked, done)
    }
}

impl Watch for Prompter {
    fn step(&self, step: Step) {
        self.0.lock().unwrap().push(step);
    }

    fn cancelled(&self) -> Cancel {
        Cancel::No
    }
}

/// How an actor plays.
#[derive(Clone, Copy)]
enum Play {
    /// Does what is asked.
    Well,
    /// Does what was asked so many frames ago.
    Slowly(usize),
    /// Shows this picture whatever is asked.
    Always(&'static str),
    /// Stops moving altogether once asked.
    Frozen,
    /// Plays a recording of so many frames.
    Recorded(usize),
    /// Leaves the rest to this person after the first action.
    Then(u8),
}

struct Actor {
    folder: PathBuf,
    person: u8,
    play: Play,
    prompter: Prompter,
    pictures: BTreeMap<(u8, &'static str), Frame>,
    rng: StdRng,
    last: Option<Frame>,
    recording: Vec<Frame>,
    /// What was asked for at each frame.
    heard: Vec<Option<Action>>,
    shown: usize,
}

impl Actor {
    fn new(folder: &Path, person: u8, play: Play, prompter: &Prompter) -> Self {
        Self {
            folder: folder.to_owned(),
            person,
            play,
            prompter: prompter.clone(),
            pictures: BTreeMap::new(),
            rng: StdRng::seed_from_u64(7),
            last: None,
            recording: Vec::new(),
            heard: Vec::new(),
            shown: 0,
        }
    }

    /// A frame of a person's picture of this kind.
    fn frame(&mut self, person: u8, kind: &'static str) -> Frame {
        let folder = &self.folder;
        let photo = self
            .pictures
            .entry((person, kind))
            .or_insert_with(|| picture(folder, person, kind));
        SITTING.apply(photo, &mut self.rng).unwrap()
    }
}

fn kind_of(asked: Option<Action>) -> &'static str {
    match asked {
        Some(Action::Blink) => "sleepy",
        Some(Action::Smile) => "happy",
        Some(Action::OpenMouth) => "surprised",
        _ => "normal",
    }
}

impl FrameSource for Actor {
    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        let (asked, done) = self.prompter.now();
        let person = self.person;
        self.heard.push(asked);
        let frame = match self.play {
            Play::Slowly(frames) => {
                let then = self.heard.len().checked_sub(frames + 1);
                let then = then.and_then(|k| self.heard[k]);
                self.frame(person, kind_of(then))
            }
            Play::Well => self.frame(person, kind_of(asked)),
            Play::Always(kind) if asked.is_some() => self.frame(person, kind),
            Play::Frozen if asked.is_some() => self
                .last
                .clone()
                .unwrap_or_else(|| self.frame(person, "normal")),
            Play::Always(_) | Play::Frozen => self.frame(person, "normal"),
            Play::Recorded(length) => {
                while self.recording.len() < length {
                    let frame = self.frame(person, "normal");
                    self.recording.push(frame);
                }
                self.recording[self.shown % length].clone()
            }
            Play::Then(other) if done > 0 => self.frame(other, kind_of(asked)),
            Play::Then(_) => self.frame(person, kind_of(asked)),
        };
        self.shown += 1;
        self.last = Some(frame.clone());
        Ok(frame)
    }

    fn description(&self) -> String {
        "actor".to_owned()
    }
}

/// Fifteen frames a second, however busy the computer is.
fn clock() -> impl FnMut() -> Duration {
    let mut frames = 0;
    move || {
        frames += 1;
        Duration::from_millis(67) * frames
    }
}

fn scan(
    pack: &Pack,
    folder: &Path,
    person: u8,
    play: Play,
    challenge: Challenge,
) -> (Result<Vec<Embedding>, IdentityError>, Prompter) {
    let prompter = Prompter::default();
    let mut actor = Actor::new(folder, person, play, &prompter);
    let plan = CapturePlan::SCAN;
    let result = super::capture(pack, &mut actor, plan, challenge, &prompter, clock());
    (result, prompter)
}

fn failure(
    pack: &Pack,
    folder: &Path,
    person: u8,
    play: Play,
    challenge: Challenge,
) -> LivenessFailure {
    match scan(pack, folder, person, play, challenge).0 {
        Err(IdentityError::Liveness(failure)) => failure,
        Err(e) => panic!("{e}"),
        Ok(_) => panic!("accepted"),
    }
}

#[test]
fn who_does_what_is_asked_is_accepted() {
    let Some((pack, folder)) = needed() else {
        return;
    };
    let pairs = [
        (Action::Smile, Action::Blink),
        (Action::Blink, Action::OpenMouth),
        (Action::OpenMouth, Action::Blink),
    ];
    for (person, (first, then)) in [2, 3, 10].into_iter().zip(pairs) {
        let challenge = Challenge::of(first, &[then]);
        let (result, prompter) = scan(&pack, &folder, person, Play::Well, challenge);
        let probe = Template::average(&result.unwrap()).unwrap();
        let told: Vec<Step> = prompter
            .steps()
            .into_iter()
            .filter(|s| matches!(s, Step::Asked { .. } | Step::Done { .. }))
            .collect();
        let asked = |action| Step::Asked { action, seconds: 6 };
        let done = |action| Step::Done { action };
        assert_eq!(told, [asked(first), done(first), asked(then), done(then)]);
        // Shut eyes are what was asked for, nothing to complain of.
        let closed = Step::RejectedFrame(Reason::EyesClosed);
        assert!(!prompter.steps().contains(&closed));
        // The frames that were kept show the person, not what came in between.
        let photo = Play::Always("normal");
        let mut source = Actor::new(&folder, person, photo, &Prompter::default());
        let frame = source.next_frame().unwrap();
        let face = mien_face::Analyzer::new(&pack)
            .analyze(&frame)
            .unwrap()
            .face;
        let single = mien_face::Embedder::new(&pack).embed(&frame, &face.unwrap());
        let single = Template::average(&[single.unwrap()]).unwrap();
        assert!(probe.cosine(&single).unwrap() > 0.9);
    }
}

#[test]
fn good_frames_of_every_pose_are_kept() {
    let Some((pack, folder)) = needed() else {
        return;
    };
    let challenge = Challenge::of(Action::Smile, &[Action::Blink]);
    // A second and a third to begin, and the same to stop.
    let (result, prompter) = scan(&pack, &folder, 2, Play::Slowly(20), challenge);
    // Three at rest, three of the smile, and of the blink those after it.
    let kept = result.unwrap().len();
    assert!((7..=9).contains(&kept), "{kept}");
    let steps = prompter.steps();
    let turns: Vec<&[Step]> = steps
        .split(|s| matches!(s, Step::Asked { .. } | Step::Done { .. }))
        .collect();
    let good = |turn: &&[Step]| {
        let good = |s: &&Step| matches!(s, Step::GoodFrame { wanted: 9, .. });
        turn.iter().filter(good).count()
    };
    let counts: Vec<usize> = turns.iter().map(good).collect();
    let [rest, 0, smile, 0, blink] = counts[..] else {
        panic!("{counts:?}");
    };
    assert_eq!((rest, smile, rest + smile + blink), (3, 3, kept));
}

#[test]
fn another_picture_than_asked_is_refused() {
    let Some((pack, folder)) = needed() else {
        return;
    };
    let asked = Action::Smile;
    let found = failure(
        &pack,
        &folder,
        3,
        Play::Always("surprised"),
        Challenge::of(asked, &[]),
    );
    let done = Action::OpenMouth;
    assert_eq!(found, LivenessFailure::OutOfOrder { asked, done });
}

#[test]
fn a_wink_is_refused_where_a_blink_was_asked() {
    let Some((pack, folder)) = needed() else {
        return;
    };
    let action = Action::Blink;
    let play = Play::Always("wink");
    let found = failure(&pack, &folder, 10, play, Challenge::of(action, &[]));
    assert_eq!(found, LivenessFailure::TimedOut { action });
}

#[test]
fn a_picture_that_stops_is_refused() {
    let Some((pack, folder)) = needed() else {
        return;
    };
    let challenge = Challenge::of(Action::Smile, &[]);
    let found = failure(&pack, &folder, 2, Play::Frozen, challenge);
    assert_eq!(found, LivenessFailure::Frozen);
}

#[test]
fn a_recording_that_comes_round_is_refused() {
    let Some((pack, folder)) = needed() else {
        return;
    };
    let challenge = Challenge::of(Action::Smile, &[]);
    let found = failure(&pack, &folder, 2, Play::Recorded(12), challenge);
    assert_eq!(found, LivenessFailure::Looping);
}

#[test]
fn another_person_after_the_first_action_is_refused() {
    let Some((pack, folder)) = needed() else {
        return;
    };
    let challenge = Challenge::of(Action::Smile, &[Action::Blink]);
    // 9 sits where 3 sat, so that the face does not jump.
    let found = failure(&pack, &folder, 3, Play::Then(9), challenge);
    assert_eq!(found, LivenessFailure::IdentityChanged);
}

#[test]
fn whoever_sits_elsewhere_at_once_is_refused() {
    let Some((pack, folder)) = needed() else {
        return;
    };
    let prompter = Prompter::default();
    let mut actor = Actor::new(&folder, 3, Play::Well, &prompter);
    let normal = actor.frame(3, "normal");
    // The same picture in a wide frame, first on its left, then on its right.
    let wide = |at: usize| {
        let mut frame = Frame::filled(900, normal.height(), [90; 3]).unwrap();
        let length = 3 * normal.width() as usize;
        let rows = frame.rgb_mut().chunks_mut(3 * 900);
        for (y, row) in rows.enumerate() {
            let from = &normal.rgb()[y * length..(y + 1) * length];
            row[3 * at..3 * at + length].copy_from_slice(from);
        }
        frame
    };
    let mut frames = vec![wide(20); 6];
    frames.extend(vec![wide(560); 6]);
    let mut source = Shown {
        frames: frames.into_iter(),
        rng: StdRng::seed_from_u64(3),
        liveness: Liveness::Asked,
    };
    let challenge = Challenge::of(Action::Smile, &[]);
    let plan = CapturePlan::SCAN;
    let found = super::capture(&pack, &mut source, plan, challenge, &Unwatched, clock());
    assert!(matches!(
        found,
        Err(IdentityError::Liveness(LivenessFailure::Jump))
    ));
}

/// Frames with a camera's noise.
struct Shown<I> {
    frames: I,
    rng: StdRng,
    liveness: Liveness,
}

impl<I: Iterator<Item = Frame>> FrameSource for Shown<I> {
    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        let frame = self.frames.next().ok_or(CameraError::Ended)?;
        Ok(SITTING.apply(&frame, &mut self.rng)?)
    }

    fn description(&self) -> String {
        "shown".to_owned()
    }

    fn liveness(&self) -> Liveness {
        self.liveness
    }
}

#[test]
fn photographs_are_not_asked_and_cameras_are() {
    let Some((pack, folder)) = needed() else {
        return;
    };
    let normal = picture(&folder, 2, "normal");
    let run = |liveness| {
        let mut source = Shown {
            frames: std::iter::repeat_n(normal.clone(), 12),
            rng: StdRng::seed_from_u64(4),
            liveness,
        };
        let prompter = Prompter::default();
        let rng = &mut StdRng::seed_from_u64(5);
        let plan = CapturePlan::SCAN;
        let result = capture::capture(&pack, &mut source, plan, &prompter, rng);
        (result, prompter.now().0)
    };
    let (result, asked) = run(Liveness::Photographs);
    assert_eq!(result.unwrap().len(), CapturePlan::SCAN.wanted);
    assert_eq!(asked, None);
    let (result, asked) = run(Liveness::Asked);
    assert!(asked.is_some());
    // Twelve frames and no movement in them.
    assert!(matches!(result, Err(IdentityError::PoorQuality { .. })));
}

#[test]
fn an_empty_chair_ends_the_scan_in_its_time() {
    let Some((pack, _)) = needed() else {
        return;
    };
    let mut source = Shown {
        frames: std::iter::repeat_n(Frame::filled(160, 120, [128; 3]).unwrap(), 1000),
        rng: StdRng::seed_from_u64(4),
        liveness: Liveness::Asked,
    };
    let mut now = clock();
    let mut last = Duration::ZERO;
    let mut clock = || {
        last = now();
        last
    };
    let challenge = Challenge::of(Action::Smile, &[]);
    let plan = CapturePlan::SCAN;
    let prompter = Prompter::default();
    let found = super::capture(&pack, &mut source, plan, challenge, &prompter, &mut clock);
    let Err(IdentityError::PoorQuality {
        good: 0, reason, ..
    }) = found
    else {
        panic!("{found:?}");
    };
    assert_eq!(reason, Some(Reason::NoFace));
    assert!(last > super::SETTLING_TIME && last < 2 * super::SETTLING_TIME);
    // The person was told all the while.
    let hint = Step::RejectedFrame(Reason::NoFace);
    assert!(prompter.steps().iter().filter(|s| **s == hint).count() > 400);
}

#[test]
fn a_scan_beside_a_preview_is_accepted_too() {
    let Some((pack, folder)) = needed() else {
        return;
    };
    let prompter = Prompter::default();
    let actor = Actor::new(&folder, 2, Play::Well, &prompter);
    let shown = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&shown);
    let look = move |_: &Frame| {
        counter.fetch_add(1, Ordering::SeqCst);
    };
    let live = Live::start(|| Ok(Box::new(actor)), Pace::Source, look).unwrap();
    let mut looked = 0;
    let mut now = clock();
    let clock = || {
        looked += 1;
        now()
    };
    let challenge = Challenge::of(Action::Smile, &[Action::Blink]);
    let plan = CapturePlan::SCAN;
    let found = super::capture(&pack, &mut live.frames(), plan, challenge, &prompter, clock);
    assert!(found.unwrap().len() >= plan.wanted);
    assert!(shown.load(Ordering::SeqCst) >= looked);
}

/// Wants no more.
struct Stopped;

impl Watch for Stopped {
    fn step(&self, _: Step) {}
    fn cancelled(&self) -> Cancel {
        Cancel::Yes
    }
}

#[test]
fn a_scan_that_is_stopped_ends_before_the_next_frame() {
    let Some((pack, folder)) = needed() else {
        return;
    };
    let mut actor = Actor::new(&folder, 2, Play::Well, &Prompter::default());
    let challenge = Challenge::of(Action::Smile, &[]);
    let plan = CapturePlan::SCAN;
    let found = super::capture(&pack, &mut actor, plan, challenge, &Stopped, clock());
    assert!(matches!(found, Err(IdentityError::Cancelled)));
    assert_eq!(actor.shown, 0);
}
