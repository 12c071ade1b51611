//! Covered faces are refused and free ones are not: coverings painted over the
//! demonstration portraits (`out/demo`, or `MIEN_DEMO`) and over labelled
//! photographs (`../shared/faces/lfw`, or below `MIEN_SHARED`), in the family of
//! shapes that the fit never saw.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::path::{Path, PathBuf};

use mien_eval::occlusion::{Axes, Kind, Style, painted};
use mien_eval::{dataset, seed::Seed};
use mien_face::{Analyzer, Pack, Profile, Reason, Verdict};
use mien_frame::Frame;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn below(variable: &str, otherwise: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| root().join(otherwise), PathBuf::from)
}

fn pack() -> Option<Pack> {
    let models = root().join("models");
    if !models.join("node_modules").is_dir() {
        println!("skipped: models not installed (run `npm ci` in models)");
        return None;
    }
    Some(Pack::load(&models).unwrap())
}

/// Whole portraits, large enough for the limits of real use.
fn portraits() -> Vec<Frame> {
    let folder = below("MIEN_DEMO", "out/demo");
    let names = ["obama.jpg", "obama2.jpg", "obama3.jpg", "biden.jpg"];
    let paths = names.map(|n| folder.join(n));
    if !paths.iter().all(|p| p.exists()) {
        println!("skipped: portraits (demonstration photographs not present)");
        return Vec::new();
    }
    paths.iter().map(|p| Frame::open(p).unwrap()).collect()
}

/// Pictures tried, refused for whatever reason, and named.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    of: usize,
    refused: usize,
    named: usize,
}

/// Paints a kind over each frame, three times.
fn tally(analyzer: &mut Analyzer, frames: &[Frame], kind: Kind) -> Tally {
    let mut out = Tally::default();
    for (i, frame) in frames.iter().enumerate() {
        let face = analyzer.analyze(frame).unwrap().face.unwrap();
        let axes = Axes::of(&face).unwrap();
        for k in 0..3 {
            let draw = (Seed(7), 3 * i + k);
            let p = painted(frame, &axes, kind, Style::Test, frame, draw).unwrap();
            let verdict = analyzer.analyze(&p.frame).unwrap().verdict;
            let [eyes, mouth] = [Reason::EyesHidden, Reason::MouthHidden].map(Verdict::Rejected);
            let wanted = if Kind::EYES.contains(&kind) {
                p.eyes
            } else {
                p.mouth
            };
            let harmless = Kind::HARMLESS.contains(&kind);
            if harmless || wanted == Some(true) {
                out.of += 1;
                out.refused += usize::from(!verdict.is_good());
                out.named += usize::from(verdict == eyes || verdict == mouth);
            }
        }
    }
    println!("{kind:?} {out:?}");
    out
}

#[test]
fn covered_portraits_are_refused_and_free_ones_are_not() {
    let (Some(pack), frames) = (pack(), portraits()) else {
        return;
    };
    let mut analyzer = Analyzer::new(&pack);
    for frame in &frames {
        assert_eq!(analyzer.analyze(frame).unwrap().verdict, Verdict::Good);
    }
    for kind in [Kind::EyeStrip, Kind::EyeHand, Kind::Mask, Kind::MouthStrip] {
        let t = tally(&mut analyzer, &frames, kind);
        assert!(t.refused * 10 >= t.of * 9, "{kind:?} {t:?}");
    }
    for kind in [Kind::Changed, Kind::Brow, Kind::ClearGlasses] {
        let t = tally(&mut analyzer, &frames, kind);
        assert!(t.named <= 1, "{kind:?} {t:?}");
    }
}

#[test]
fn covered_faces_of_many_persons_are_named_and_free_ones_are_not() {
    let faces = below("MIEN_SHARED", "../shared").join("faces/lfw");
    if !faces.is_dir() {
        println!("skipped: labelled photographs (../shared not present)");
        return;
    }
    let Some(pack) = pack() else { return };
    let mut analyzer = Analyzer::with_profile(&pack, Profile::Archive);
    let mut good = Vec::new();
    let mut named = 0;
    // Every fortieth person.
    for folder in dataset::list(&faces).unwrap().iter().step_by(40) {
        let frame = Frame::open(&folder.files[0]).unwrap();
        match analyzer.analyze(&frame).unwrap().verdict {
            Verdict::Good => good.push(frame),
            Verdict::Rejected(Reason::EyesHidden | Reason::MouthHidden) => named += 1,
            Verdict::Rejected(_) => {}
        }
    }
    println!("{} good, {named} called covered", good.len());
    assert!(good.len() > 25 && named <= 2);
    for kind in [Kind::EyeStrip, Kind::EyeHand, Kind::Mask, Kind::MouthStrip] {
        let t = tally(&mut analyzer, &good, kind);
        assert!(t.refused * 100 >= t.of * 85, "{kind:?} {t:?}");
        assert!(t.named * 100 >= t.of * 70, "{kind:?} {t:?}");
    }
    let t = tally(&mut analyzer, &good, Kind::ClearGlasses);
    assert!(t.named * 10 <= t.of, "{t:?}");
}
