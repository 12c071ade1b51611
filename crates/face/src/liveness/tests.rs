//! The monitor before measures that are made up, one test for each failure.

use std::time::Duration;

use super::baseline::{Baseline, Degree};
use super::monitor::{Monitor, Seen, SeenFace, Stage};
use super::place::Place;
use super::print::Print;
use super::{ACTION_TIME, Action, Challenge, LivenessFailure, RETURN_TIME};
use crate::quality::Measures;

/// Time between frames: 15 a second.
const STEP: Duration = Duration::from_millis(67);

const OWNER: [f32; 2] = [1.0, 0.0];
const STRANGER: [f32; 2] = [0.0, 1.0];

fn at_rest() -> Measures {
    Measures {
        faces: 1,
        presence: 1.0,
        eyes_open: [0.38, 0.4],
        mouth_open: 0.04,
        mouth_width: 0.57,
        pose: crate::Pose {
            yaw: 2.0,
            pitch: 5.0,
            roll: 0.0,
        },
        ..Measures::default()
    }
}

fn doing(action: Action) -> Measures {
    let mut m = at_rest();
    match action {
        Action::TurnLeft => m.pose.yaw -= 21.0,
        Action::TurnRight => m.pose.yaw += 21.0,
        Action::LookUp => m.pose.pitch -= 20.0,
        Action::Blink => m.eyes_open = [0.15, 0.17],
        Action::Smile => m.mouth_width *= 1.25,
        Action::OpenMouth => m.mouth_open += 0.4,
    }
    m
}

/// A scan that goes frame by frame.
struct Scan {
    monitor: Monitor,
    now: Duration,
    frame: u32,
    place: Place,
    embedding: [f32; 2],
}

impl Scan {
    fn new(challenge: Challenge) -> Self {
        Self {
            monitor: Monitor::new(challenge),
            now: Duration::ZERO,
            frame: 0,
            place: Place {
                centre: [320.0, 240.0],
                side: 150.0,
            },
            embedding: OWNER,
        }
    }

    /// Points that no frame before had, as a camera's noise makes them.
    fn noise(&mut self) -> Print {
        self.frame += 1;
        let mut state = self.frame;
        let points: Vec<u8> = (0..200)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                100 + (state >> 30).to_le_bytes()[0]
            })
            .collect();
        Print::of_points(&points)
    }

    fn show_print(&mut self, print: Print, face: &Measures) -> Result<Stage, LivenessFailure> {
        self.now += STEP;
        self.monitor.follow(Seen {
            at: self.now,
            print,
            face: Some(SeenFace {
                measures: *face,
                place: self.place,
                good: true,
            }),
            embedding: Some(&self.embedding),
        })
    }

    fn show(&mut self, face: &Measures) -> Result<Stage, LivenessFailure> {
        let print = self.noise();
        self.show_print(print, face)
    }

    fn show_for(&mut self, face: &Measures, frames: usize) -> Result<Stage, LivenessFailure> {
        let mut stage = self.monitor.stage();
        for _ in 0..frames {
            stage = self.show(face)?;
        }
        Ok(stage)
    }

    /// Shows a face until the scan fails, for a time that suffices.
    fn until_failure(&mut self, face: &Measures) -> LivenessFailure {
        for _ in 0..200 {
            if let Err(failure) = self.show(face) {
                return failure;
            }
        }
        panic!("accepted for {:?}", self.now);
    }

    /// A scan at the point where its first action is asked for.
    fn asked(challenge: Challenge) -> Self {
        let first = challenge.actions()[0];
        let mut scan = Self::new(challenge);
        let stage = scan.show_for(&at_rest(), 5).unwrap();
        assert_eq!(stage, Stage::Asked(first));
        scan
    }
}

#[test]
fn every_action_is_seen_and_the_next_is_asked_after_rest() {
    for action in Action::ALL {
        let mut scan = Scan::asked(Challenge::of(action, &[]));
        scan.show_for(&at_rest(), 10).unwrap();
        assert_eq!(scan.show(&doing(action)), Ok(Stage::Asked(action)));
        assert_eq!(scan.show(&doing(action)), Ok(Stage::Returning(action)));
        scan.show_for(&doing(action), 5).unwrap();
        assert_eq!(scan.show(&at_rest()), Ok(Stage::Returning(action)));
        assert_eq!(scan.show(&at_rest()), Ok(Stage::Finished));
    }
    let (first, then) = (Action::TurnLeft, Action::Smile);
    let mut scan = Scan::asked(Challenge::of(first, &[then]));
    scan.show_for(&doing(first), 2).unwrap();
    assert_eq!(scan.show_for(&at_rest(), 2), Ok(Stage::Asked(then)));
    scan.show_for(&doing(then), 2).unwrap();
    assert_eq!(scan.show_for(&at_rest(), 2), Ok(Stage::Finished));
}

#[test]
fn a_tour_goes_through_every_pose() {
    let tour = Challenge::tour();
    let mut scan = Scan::asked(tour.clone());
    let mut after = tour.actions().iter().skip(1).map(|a| Stage::Asked(*a));
    for action in tour.actions() {
        scan.show_for(&doing(*action), 4).unwrap();
        let next = after.next().unwrap_or(Stage::Finished);
        assert_eq!(scan.show_for(&at_rest(), 2), Ok(next));
    }
}

#[test]
fn the_next_action_is_not_asked_without_rest() {
    let mut scan = Scan::asked(Challenge::of(Action::Smile, &[Action::TurnLeft]));
    scan.show_for(&doing(Action::Smile), 2).unwrap();
    let found = scan.until_failure(&doing(Action::Smile));
    let action = Action::Smile;
    assert_eq!(found, LivenessFailure::NoReturn { action });
    assert!(scan.now > RETURN_TIME);
}

#[test]
fn an_action_that_does_not_come_times_out() {
    let action = Action::LookUp;
    let mut scan = Scan::asked(Challenge::of(action, &[]));
    let begin = scan.now;
    let found = scan.until_failure(&at_rest());
    assert_eq!(found, LivenessFailure::TimedOut { action });
    let took = scan.now - begin;
    assert!(took > ACTION_TIME && took <= ACTION_TIME + STEP);
}

#[test]
fn the_second_action_has_a_time_of_its_own() {
    let mut scan = Scan::asked(Challenge::of(Action::Smile, &[Action::Blink]));
    scan.show_for(&at_rest(), 80).unwrap();
    scan.show_for(&doing(Action::Smile), 2).unwrap();
    scan.show_for(&at_rest(), 2).unwrap();
    scan.show_for(&at_rest(), 80).unwrap();
    scan.show_for(&doing(Action::Blink), 2).unwrap();
    assert_eq!(scan.show_for(&at_rest(), 2), Ok(Stage::Finished));
}

#[test]
fn another_action_than_the_asked_one_ends_the_scan() {
    for asked in Action::ALL {
        for done in Action::ALL.into_iter().filter(|a| *a != asked) {
            let mut scan = Scan::asked(Challenge::of(asked, &[]));
            let found = scan.until_failure(&doing(done));
            assert_eq!(found, LivenessFailure::OutOfOrder { asked, done });
        }
    }
}

#[test]
fn a_blink_or_a_short_smile_in_between_is_nothing() {
    let mut scan = Scan::asked(Challenge::of(Action::TurnLeft, &[]));
    for action in [Action::Blink, Action::Smile, Action::Blink] {
        scan.show_for(&doing(action), 6).unwrap();
        scan.show_for(&at_rest(), 2).unwrap();
    }
    scan.show_for(&doing(Action::TurnLeft), 2).unwrap();
    assert_eq!(scan.show_for(&at_rest(), 2), Ok(Stage::Finished));
}

#[test]
fn a_wink_is_no_blink() {
    let action = Action::Blink;
    let mut scan = Scan::asked(Challenge::of(action, &[]));
    let mut wink = at_rest();
    wink.eyes_open[0] = 0.12;
    let found = scan.until_failure(&wink);
    assert_eq!(found, LivenessFailure::TimedOut { action });
}

#[test]
fn one_frame_is_no_action() {
    let action = Action::OpenMouth;
    let mut scan = Scan::asked(Challenge::of(action, &[]));
    for _ in 0..10 {
        scan.show(&doing(action)).unwrap();
        assert_eq!(scan.show(&at_rest()), Ok(Stage::Asked(action)));
    }
}

#[test]
fn left_is_not_right() {
    let rest = Baseline::of(&[at_rest()]).unwrap();
    let mut left = at_rest();
    left.pose.yaw = -20.0;
    assert!(rest.shows(&left, Action::TurnLeft, Degree::Enough));
    assert!(!rest.shows(&left, Action::TurnRight, Degree::Enough));
}

#[test]
fn actions_are_measured_against_the_persons_own_rest() {
    // Narrow eyes and a wide mouth at rest are neither a blink nor a smile.
    let mut own = at_rest();
    own.eyes_open = [0.24, 0.23];
    own.mouth_width = 0.68;
    own.pose.yaw = -9.0;
    // One of five frames caught a blink: the median does not mind.
    let mut blink = own;
    blink.eyes_open = [0.05, 0.05];
    let rest = Baseline::of(&[own, own, blink, own, own]).unwrap();
    for action in Action::ALL {
        assert!(!rest.shows(&own, action, Degree::Enough), "{action}");
    }
    assert!(rest.is_rest(&own));
    assert!(rest.shows(&blink, Action::Blink, Degree::Enough));
    assert_eq!(Baseline::of(&[]), None);
    assert_eq!(Baseline::of(&[Measures::default()]), None);
}

#[test]
fn another_face_ends_the_scan() {
    let mut scan = Scan::asked(Challenge::of(Action::Smile, &[Action::Blink]));
    scan.show_for(&doing(Action::Smile), 2).unwrap();
    scan.embedding = STRANGER;
    assert!(scan.show(&at_rest()).is_ok(), "one frame may be poor");
    assert_eq!(scan.show(&at_rest()), Err(LivenessFailure::IdentityChanged));
    // Also while the first measures are taken.
    let mut scan = Scan::new(Challenge::of(Action::Smile, &[]));
    scan.show_for(&at_rest(), 2).unwrap();
    scan.embedding = STRANGER;
    let found = scan.until_failure(&at_rest());
    assert_eq!(found, LivenessFailure::IdentityChanged);
}

#[test]
fn without_a_look_at_the_face_an_action_does_not_count() {
    let action = Action::Smile;
    let mut scan = Scan::asked(Challenge::of(action, &[]));
    scan.show_for(&doing(action), 2).unwrap();
    // One strange frame, then none that is measured.
    scan.embedding = STRANGER;
    scan.show(&at_rest()).unwrap();
    let failure = (0..200).find_map(|_| {
        scan.now += STEP;
        let seen = Seen {
            at: scan.now,
            print: scan.noise(),
            face: Some(SeenFace {
                measures: at_rest(),
                place: scan.place,
                good: false,
            }),
            embedding: None,
        };
        scan.monitor.follow(seen).err()
    });
    assert_eq!(failure, Some(LivenessFailure::NoReturn { action }));
}

#[test]
fn a_picture_that_stands_still_ends_the_scan() {
    let mut scan = Scan::asked(Challenge::of(Action::Smile, &[]));
    let mut shown = 0;
    let failure = (0..100).find_map(|k| {
        // Nearly still: one of two hundred points flickers by one step.
        let mut points = [120; 200];
        points[k] += 1;
        shown += 1;
        scan.show_print(Print::of_points(&points), &at_rest()).err()
    });
    assert_eq!(failure, Some(LivenessFailure::Frozen));
    assert!(shown > 15, "a second has to pass");
    // A lens that is covered shows nothing else, and is no forgery.
    let mut scan = Scan::new(Challenge::of(Action::Smile, &[]));
    for _ in 0..100 {
        scan.now += STEP;
        let seen = Seen {
            at: scan.now,
            print: Print::of_points(&[20; 200]),
            face: None,
            embedding: None,
        };
        assert_eq!(scan.monitor.follow(seen), Ok(Stage::Settling));
    }
    // A camera that gives each frame four times is slow, neither frozen nor a loop.
    let mut scan = Scan::new(Challenge::of(Action::Smile, &[]));
    for k in 0..20_u8 {
        for _ in 0..4 {
            let points = [100 + k; 200];
            scan.show_print(Print::of_points(&points), &at_rest())
                .unwrap();
        }
    }
}

#[test]
fn pictures_that_come_round_end_the_scan() {
    let mut scan = Scan::new(Challenge::of(Action::Smile, &[]));
    let mut shown = 0;
    let failure = (0..30).find_map(|k: usize| {
        shown += 1;
        scan.frame = u32::try_from(k % 9).unwrap();
        scan.show(&at_rest()).err()
    });
    assert_eq!(failure, Some(LivenessFailure::Looping));
    assert_eq!(shown, 12, "nine frames, and three of them again");
    // Also when the scan sees every second or third of them, and backwards.
    for order in [[0, 2, 5, 7, 1, 2, 4, 7, 0], [0, 1, 2, 3, 4, 3, 2, 1, 0]] {
        let mut scan = Scan::new(Challenge::of(Action::Smile, &[]));
        let failure = order.into_iter().find_map(|k| {
            scan.frame = k;
            scan.show(&at_rest()).err()
        });
        assert_eq!(failure, Some(LivenessFailure::Looping));
    }
    // An old buffer, once.
    let mut scan = Scan::new(Challenge::of(Action::Smile, &[]));
    for k in [0, 1, 2, 1, 3, 4, 5, 6] {
        scan.frame = k;
        scan.show(&at_rest()).unwrap();
    }
}

#[test]
fn a_face_that_jumps_ends_the_scan() {
    let mut scan = Scan::asked(Challenge::of(Action::Smile, &[]));
    // A quick dodge: half a face in a fifteenth of a second.
    scan.place.centre[0] += 75.0;
    assert!(scan.show(&at_rest()).is_ok());
    scan.place.centre[1] += 150.0;
    assert_eq!(scan.show(&at_rest()), Err(LivenessFailure::Jump));

    let mut scan = Scan::asked(Challenge::of(Action::Smile, &[]));
    scan.place.side *= 1.2;
    assert!(scan.show(&at_rest()).is_ok());
    scan.place.side *= 1.6;
    assert_eq!(scan.show(&at_rest()), Err(LivenessFailure::Jump));
}

#[test]
fn sentences_name_the_action_and_what_to_do() {
    let failures = [
        LivenessFailure::OutOfOrder {
            asked: Action::Smile,
            done: Action::Blink,
        },
        LivenessFailure::TimedOut {
            action: Action::TurnLeft,
        },
        LivenessFailure::NoReturn {
            action: Action::LookUp,
        },
        LivenessFailure::IdentityChanged,
        LivenessFailure::Frozen,
        LivenessFailure::Looping,
        LivenessFailure::Jump,
    ];
    let names: std::collections::HashSet<_> = failures.iter().map(|f| f.name()).collect();
    assert_eq!(names.len(), failures.len());
    for failure in failures {
        let sentence = failure.to_string();
        assert!(sentence.contains("scan again"), "{sentence}");
    }
    assert!(failures[0].to_string().contains("smile"));
    for action in [Action::TurnLeft, Action::TurnRight] {
        assert!(action.prompt().contains("your own"));
    }
}
