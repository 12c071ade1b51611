//! The shipped pack, calibration and sketch parameters on the demonstration
//! photographs, whose persons no calibration was fitted on.

#![allow(missing_docs, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use mien_camera::{FrameSource, Replay};
use mien_eval::choose::Point;
use mien_eval::scan::enrol_and_scan;
use mien_eval::seed::Seed;
use mien_face::{Analyzer, Embedder, Pack, Template, TemplateBuilder};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn photographs() -> Option<PathBuf> {
    let folder =
        std::env::var_os("MIEN_DEMO").map_or_else(|| root().join("out/demo"), PathBuf::from);
    folder.join("obama3.jpg").exists().then_some(folder)
}

/// The template of some photographs, each replayed as three frames.
fn template(pack: &Pack, folder: &Path, names: &[&str], seed: u8) -> Template {
    let mut analyzer = Analyzer::new(pack);
    let mut embedder = Embedder::new(pack);
    let mut builder = TemplateBuilder::default();
    for name in names {
        let rng = ChaCha20Rng::from_seed([seed; 32]);
        let mut source = Replay::open(&folder.join(name), 3, rng).unwrap();
        for _ in 0..3 {
            let frame = source.next_frame().unwrap();
            let analysis = analyzer.analyze(&frame).unwrap();
            if let (true, Some(face)) = (analysis.verdict.is_good(), &analysis.face) {
                builder.add(&embedder.embed(&frame, face).unwrap()).unwrap();
            }
        }
    }
    builder.finish().unwrap()
}

#[test]
fn the_owner_opens_and_the_other_person_does_not() {
    let Some(folder) = photographs() else {
        println!("skipped: demonstration photographs (out/demo not present)");
        return;
    };
    let Ok(pack) = Pack::load(&root().join("models")) else {
        println!("skipped: demonstration photographs (models not installed)");
        return;
    };
    let params = Point::of_pack(&pack.sketch()).unwrap().params().unwrap();
    let owner = template(&pack, &folder, &["obama.jpg", "obama2.jpg"], 1);
    let again = template(&pack, &folder, &["obama3.jpg"], 2);
    let other = template(&pack, &folder, &["biden.jpg"], 3);
    println!(
        "cosine: owner {:.3}, other person {:.3}",
        owner.cosine(&again).unwrap(),
        owner.cosine(&other).unwrap()
    );
    let opened = |probe: &Template| {
        let probes = [probe.as_slice().to_vec()];
        let mut rng = Seed(1).stream("demonstration", &[]);
        (0..100)
            .filter(|_| {
                enrol_and_scan(&params, owner.as_slice(), &probes, &mut rng)
                    .unwrap()
                    .opened
            })
            .count()
    };
    let (mine, theirs) = (opened(&again), opened(&other));
    println!("opened of 100 enrolments: owner {mine}, other person {theirs}");
    assert!(mine >= 80, "the owner opened only {mine} of 100 enrolments");
    assert_eq!(theirs, 0);
}
