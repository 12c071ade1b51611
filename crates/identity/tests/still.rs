//! People who sit before a camera and do nothing: how often the monitor sees an
//! action or a forgery all the same. Prints what `docs/liveness.md` says of it.
//!
//! Each sitting is one Yale photograph under the variation of a hand-held camera,
//! drawn afresh for every frame, which trembles more than a hand does.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use mien_camera::Variation;
use mien_face::{Action, Analyzer, Baseline, Challenge, Degree, LivenessFailure, Monitor, Pack};
use mien_frame::Frame;
use rand::SeedableRng;
use rand::rngs::StdRng;

const PERSONS: u8 = 15;
/// Time between frames, and frames of a sitting: a little over six seconds.
const STEP: Duration = Duration::from_millis(67);
const FRAMES: u32 = 100;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn normal(folder: &Path, person: u8) -> Frame {
    let path = folder.join(format!("subject{person:02}.normal"));
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

#[test]
#[ignore = "1 500 frames: a minute or two"]
fn nothing_is_seen_of_people_who_do_nothing() {
    let models = root().join("models");
    let shared =
        std::env::var_os("MIEN_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let yale = shared.join("faces/yale");
    if !models.join("node_modules").is_dir() || !yale.is_dir() {
        println!("skipped: people who do nothing (models or ../shared not present)");
        return;
    }
    let pack = Pack::load(&models).unwrap();
    let mut analyzer = Analyzer::new(&pack);
    let (mut frames, mut good) = (0, 0);
    let mut single = [0; Action::ALL.len()];
    let mut ended = Vec::new();
    for person in 1..=PERSONS {
        let photo = normal(&yale, person);
        let mut rng = StdRng::seed_from_u64(person.into());
        let asked = Action::ALL[usize::from(person) % Action::ALL.len()];
        let mut monitor = Monitor::new(Challenge::of(asked, &[]));
        let mut first = Vec::new();
        let mut end = None;
        for k in 0..FRAMES {
            let frame = Variation::hand_held().apply(&photo, &mut rng).unwrap();
            let seen = analyzer.analyze(&frame).unwrap();
            frames += 1;
            good += u32::from(seen.verdict.is_good());
            if first.len() < 5 {
                first.push(seen.measures);
            } else {
                let rest = Baseline::of(&first).unwrap();
                for (count, action) in single.iter_mut().zip(Action::ALL) {
                    *count += u32::from(rest.shows(&seen.measures, action, Degree::Enough));
                }
            }
            if end.is_none() {
                end = monitor.see(STEP * k, &frame, &seen, None).err();
            }
        }
        println!("person {person}, asked to {asked}: {end:?}");
        // Nothing at the end: the first good frames came late.
        let by_time = Some(LivenessFailure::TimedOut { action: asked });
        ended.push(end.is_none() || end == by_time);
    }
    println!("{frames} frames, {good} good");
    for (action, count) in Action::ALL.into_iter().zip(single) {
        println!("{action}: seen in {count} frames");
    }
    let quiet = ended.iter().filter(|quiet| **quiet).count();
    println!("{quiet} of {PERSONS} sittings saw nothing else than that nothing came");
    assert_eq!(quiet, ended.len());
    assert!(single.iter().sum::<u32>() <= frames / 100);
}
