//! The demonstration photographs, when they are there.
//!
//! They come with the PyPI source package `face_recognition` 1.3.0 and lie in
//! `out/demo`, or where `MIEN_DEMO` says.
#![allow(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]

use std::path::{Path, PathBuf};

use mien_face::{Analyzer, Embedder, Embedding, Pack, Profile, Reason, Template, Verdict};
use mien_frame::{Frame, Outside, Patch, Similarity};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn pack() -> Option<Pack> {
    let models = root().join("models");
    if !models.join("node_modules").is_dir() {
        println!("skipped: models not installed (run `npm ci` in models)");
        return None;
    }
    Some(Pack::load(&models).unwrap())
}

fn photo(name: &str) -> Option<Frame> {
    let folder =
        std::env::var_os("MIEN_DEMO").map_or_else(|| root().join("out/demo"), PathBuf::from);
    let path = folder.join(name);
    if !path.exists() {
        println!("skipped: {name} (demonstration photographs not present)");
        return None;
    }
    Some(Frame::open(&path).unwrap())
}

fn verdict(pack: &Pack, frame: &Frame) -> Verdict {
    Analyzer::new(pack).analyze(frame).unwrap().verdict
}

fn embedding(pack: &Pack, frame: &Frame) -> Embedding {
    let analysis = Analyzer::new(pack).analyze(frame).unwrap();
    let face = analysis.face.unwrap();
    Embedder::new(pack).embed(frame, &face).unwrap()
}

/// A canvas with photographs pasted side by side, each scaled.
fn side_by_side(frames: &[(&Frame, f64)]) -> Frame {
    let size = |f: &Frame, s: f64| {
        (
            (f64::from(f.width()) * s) as u32,
            (f64::from(f.height()) * s) as u32,
        )
    };
    let sizes: Vec<(u32, u32)> = frames.iter().map(|(f, s)| size(f, *s)).collect();
    let width: u32 = sizes.iter().map(|s| s.0).sum();
    let height = sizes.iter().map(|s| s.1).max().unwrap();
    let mut canvas = Frame::filled(width, height, [90, 100, 110]).unwrap();
    let mut left = 0;
    for ((frame, scale), (w, h)) in frames.iter().zip(&sizes) {
        let shrink = Similarity::about([0.0, 0.0], [0.0, 0.0], 1.0 / scale, 0.0);
        let small = Patch::turned(frame, &shrink, *w as usize, *h as usize, Outside::Nearest)
            .to_frame()
            .unwrap();
        for y in 0..*h {
            let to = 3 * (y * width + left) as usize;
            let row = small.row(y);
            canvas.rgb_mut()[to..to + row.len()].copy_from_slice(row);
        }
        left += w;
    }
    canvas
}

/// The mean over a square of `2 · radius + 1` pixels.
fn box_filtered(frame: &Frame, radius: i64) -> Frame {
    let (w, h) = (i64::from(frame.width()), i64::from(frame.height()));
    let pass = |from: &[u8], dx: i64, dy: i64| -> Vec<u8> {
        let at = |x: i64, y: i64, c: i64| {
            let (x, y) = (x.clamp(0, w - 1), y.clamp(0, h - 1));
            i64::from(from[(3 * (y * w + x) + c) as usize])
        };
        let mut to = Vec::with_capacity(from.len());
        for i in 0..3 * w * h {
            let (x, y, c) = (i / 3 % w, i / 3 / w, i % 3);
            let sum: i64 = (-radius..=radius)
                .map(|k| at(x + k * dx, y + k * dy, c))
                .sum();
            to.push((sum / (2 * radius + 1)) as u8);
        }
        to
    };
    let rgb = pass(&pass(frame.rgb(), 1, 0), 0, 1);
    Frame::from_rgb(frame.width(), frame.height(), rgb).unwrap()
}

#[test]
fn whole_portraits_are_good() {
    let Some(pack) = pack() else { return };
    for name in ["obama.jpg", "obama2.jpg", "obama3.jpg", "biden.jpg"] {
        let Some(frame) = photo(name) else { continue };
        assert_eq!(verdict(&pack, &frame), Verdict::Good, "{name}");
    }
}

#[test]
fn a_face_that_is_cut_off_is_refused_as_such() {
    let Some(pack) = pack() else { return };
    for name in ["obama_partial_face.jpg", "obama_partial_face2.jpg"] {
        let Some(frame) = photo(name) else { continue };
        assert_eq!(
            verdict(&pack, &frame),
            Verdict::Rejected(Reason::CutOff),
            "{name}"
        );
    }
}

#[test]
fn one_person_is_near_and_another_far() {
    let Some(pack) = pack() else { return };
    let names = ["obama.jpg", "obama2.jpg", "obama3.jpg", "biden.jpg"];
    let Some(frames) = names.iter().map(|n| photo(n)).collect::<Option<Vec<_>>>() else {
        return;
    };
    // Before calibration: that of the pack may change.
    let pack = pack
        .with_calibration(mien_face::Calibration::identity())
        .unwrap();
    let e: Vec<Embedding> = frames.iter().map(|f| embedding(&pack, f)).collect();
    let template = Template::average(&e[..2]).unwrap();
    let cosine = |k: usize| {
        let probe = Template::average(&e[k..=k]).unwrap();
        template.cosine(&probe).unwrap()
    };
    assert!((cosine(2) - 0.87).abs() < 0.02, "{}", cosine(2));
    assert!((cosine(3) + 0.07).abs() < 0.03, "{}", cosine(3));
}

#[test]
fn two_people_are_one_too_many_unless_one_is_far_behind() {
    let Some(pack) = pack() else { return };
    let (Some(one), Some(other)) = (photo("obama.jpg"), photo("biden.jpg")) else {
        return;
    };
    let equal = side_by_side(&[(&one, 0.6), (&other, 0.6)]);
    assert_eq!(verdict(&pack, &equal), Verdict::Rejected(Reason::TwoFaces));
    let behind = side_by_side(&[(&one, 0.6), (&other, 0.18)]);
    assert_eq!(verdict(&pack, &behind), Verdict::Good);
}

#[test]
fn small_dark_bright_flat_and_blurred_pictures_have_their_reasons() {
    let Some(pack) = pack() else { return };
    let Some(frame) = photo("obama.jpg") else {
        return;
    };
    let scaled = |s: f64| side_by_side(&[(&frame, s)]);
    let changed = |gain: f32, offset: f32| {
        let mut f = frame.clone();
        f.adjust(gain, offset);
        f
    };
    // A box filter thrice is nearly a lens out of focus: 7 % of the eye distance.
    let soft = (0..3).fold(frame.clone(), |f, _| box_filtered(&f, 6));
    for (wanted, frame) in [
        (Reason::TooSmall, scaled(0.2)),
        (Reason::ComeCloser, scaled(0.36)),
        (Reason::TooDark, changed(0.15, 0.0)),
        (Reason::TooBright, changed(2.5, 60.0)),
        (Reason::LowContrast, changed(0.15, 110.0)),
        (Reason::Blurred, soft),
    ] {
        assert_eq!(verdict(&pack, &frame), Verdict::Rejected(wanted));
    }
}

#[test]
fn pictures_without_a_face_have_none() {
    let Some(pack) = pack() else { return };
    let rgb = (0..640 * 480 * 3)
        .map(|i: u32| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    for frame in [
        Frame::filled(640, 480, [128; 3]).unwrap(),
        Frame::filled(40, 30, [200, 150, 120]).unwrap(),
        Frame::filled(1, 1, [0; 3]).unwrap(),
        Frame::filled(9_000, 60, [70; 3]).unwrap(),
        Frame::from_rgb(640, 480, rgb).unwrap(),
    ] {
        assert_eq!(
            verdict(&pack, &frame),
            Verdict::Rejected(Reason::NoFace),
            "{frame:?}"
        );
    }
}

#[test]
fn a_face_in_a_large_picture_is_found() {
    let Some(pack) = pack() else { return };
    let Some(frame) = photo("obama.jpg") else {
        return;
    };
    // The face is a fiftieth of the width: invisible to one look at the whole.
    let mut wide = Frame::filled(6000, 3000, [60, 90, 60]).unwrap();
    let small = side_by_side(&[(&frame, 0.6)]);
    for y in 0..small.height() {
        let to = 3 * ((y + 1700) as usize * 6000 + 4100);
        let row = small.row(y).to_vec();
        wide.rgb_mut()[to..to + row.len()].copy_from_slice(&row);
    }
    let found = Analyzer::with_profile(&pack, Profile::Capture)
        .analyze(&wide)
        .unwrap();
    assert_eq!(found.verdict, Verdict::Good);
    let [x, y] = found.face.unwrap().detection().centre;
    assert!((4100.0..4100.0 + 600.0).contains(&x) && (1700.0..2200.0).contains(&y));
}

#[test]
fn a_larger_copy_of_a_photograph_measures_the_same() {
    let Some(pack) = pack() else { return };
    let Some(frame) = photo("obama.jpg") else {
        return;
    };
    let double = side_by_side(&[(&frame, 2.0)]);
    let (a, b) = (embedding(&pack, &frame), embedding(&pack, &double));
    let (a, b) = (
        Template::average(&[a]).unwrap(),
        Template::average(&[b]).unwrap(),
    );
    assert!(a.cosine(&b).unwrap() > 0.98);
}
