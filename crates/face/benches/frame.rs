//! What a frame costs on one thread: the verdict at two camera sizes, and the
//! embedding with its mirror image.
//!
//! Needs the models and a demonstration photograph (`scripts/demo.sh`). A plain
//! loop of multiplications (`reference/fma_1e5`) runs in the same table, so that
//! results of two machines can be compared as ratios.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::hint::black_box;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use mien_face::{Analyzer, Embedder, Pack};
use mien_frame::{Frame, Outside, Patch, Similarity};

/// Share of the portrait's height that is in view, and where its middle is.
const NEAR: f64 = 0.65;
const MIDDLE: f64 = 0.38;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Pack and portrait, unless something is not there.
fn ready() -> Option<(Pack, Frame)> {
    let demo = std::env::var_os("MIEN_DEMO").map_or_else(|| root().join("out/demo"), PathBuf::from);
    let (models, photo) = (root().join("models"), demo.join("obama.jpg"));
    if !models.join("node_modules").is_dir() || !photo.exists() {
        println!("skipped: frame (models or demonstration photographs not present)");
        return None;
    }
    let pack = Pack::load(&models).unwrap().with_threads(NonZeroUsize::MIN);
    Some((pack, Frame::open(&photo).unwrap()))
}

/// The portrait as a camera of this size would show it: its upper part, filling
/// the height, so that the face is near enough.
fn as_camera(portrait: &Frame, width: u32, height: u32) -> Frame {
    let scale = NEAR * f64::from(portrait.height()) / f64::from(height);
    let middle = [f64::from(width) / 2.0, f64::from(height) / 2.0];
    let there = [
        f64::from(portrait.width()) / 2.0,
        f64::from(portrait.height()) * MIDDLE,
    ];
    let to_portrait = Similarity::about(middle, there, scale, 0.0);
    let (w, h) = (width as usize, height as usize);
    Patch::turned(portrait, &to_portrait, w, h, Outside::Nearest)
        .to_frame()
        .unwrap()
}

fn verdict(c: &mut Criterion) {
    let Some((pack, portrait)) = ready() else {
        return;
    };
    let mut group = c.benchmark_group("verdict");
    group.sample_size(30);
    for (width, height) in [(640, 480), (1280, 720)] {
        let frame = as_camera(&portrait, width, height);
        let mut analyzer = Analyzer::new(&pack);
        let verdict = analyzer.analyze(&frame).unwrap().verdict;
        assert!(verdict.is_good(), "{width}x{height}: {verdict:?}");
        let id = BenchmarkId::from_parameter(format!("{width}x{height}"));
        group.bench_function(id, |b| b.iter(|| analyzer.analyze(black_box(&frame))));
    }
    group.finish();
}

fn embedding(c: &mut Criterion) {
    let Some((pack, portrait)) = ready() else {
        return;
    };
    let frame = as_camera(&portrait, 640, 480);
    let face = Analyzer::new(&pack).analyze(&frame).unwrap().face.unwrap();
    let mut embedder = Embedder::new(&pack);
    let mut group = c.benchmark_group("embedding");
    group.sample_size(30);
    group.bench_function("with_mirror", |b| {
        b.iter(|| embedder.embed(black_box(&frame), &face));
    });
    group.finish();
}

fn reference(c: &mut Criterion) {
    c.bench_function("reference/fma_1e5", |b| {
        b.iter(|| (0..100_000).fold(black_box(1.0_f64), |a, _| a.mul_add(0.999_999, 1e-7)));
    });
}

criterion_group!(benches, verdict, embedding, reference);
criterion_main!(benches);
