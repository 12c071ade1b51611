//! What the owner waits for: key generation, set-up, signing, verification.
//!
//! A "side" is one party's own work; messages go through their bytes, because
//! reading them is part of it.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::hint::black_box;
use std::time::{Duration, Instant};

use common::{HASH, enrol, fresh_attempt, parties, rng, set_up, sign, wire};
use criterion::{Criterion, criterion_group, criterion_main};
use mien_cosign::{FaceSetup, FaceSigner, KeeperSetup, KeeperSigner, SignContext};

/// Adds up only what runs inside.
struct Watch(Duration);

impl Watch {
    fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let out = black_box(work());
        self.0 += start.elapsed();
        out
    }
}

fn setup_sides(c: &mut Criterion) {
    let mut group = c.benchmark_group("setup");
    group.sample_size(10);
    for (name, is_face) in [("face", true), ("keeper", false)] {
        group.bench_function(name, |b| {
            b.iter_custom(|iterations| {
                let (mut face_watch, mut keeper_watch) =
                    (Watch(Duration::ZERO), Watch(Duration::ZERO));
                for _ in 0..iterations {
                    let mut rng = rng();
                    let (face, f1) = FaceSetup::start(&parties(), &mut rng);
                    let (keeper, k1) = KeeperSetup::start(&parties(), f1, &mut rng);
                    let (face, f2) = face_watch.time(|| face.open(wire(&k1)).unwrap());
                    let (keeper, k2) = keeper_watch.time(|| keeper.open().unwrap());
                    let _ = face_watch.time(|| face.finish(wire(&k2)).unwrap());
                    let _ = keeper_watch.time(|| keeper.finish(wire(&f2)).unwrap());
                }
                if is_face {
                    face_watch.0
                } else {
                    keeper_watch.0
                }
            });
        });
    }
    group.bench_function("both, one process", |b| b.iter(set_up));
    group.finish();
}

fn sign_sides(c: &mut Criterion) {
    let (share, helper, key) = enrol();
    let setup = set_up();
    let mut group = c.benchmark_group("sign");
    for (name, is_face) in [("face", true), ("keeper", false)] {
        group.bench_function(name, |b| {
            b.iter_custom(|iterations| {
                let (mut ours, mut theirs) = (Watch(Duration::ZERO), Watch(Duration::ZERO));
                for _ in 0..iterations {
                    let context = SignContext::account(&key, 0, HASH, fresh_attempt()).unwrap();
                    let (face, f1) =
                        ours.time(|| FaceSigner::start(&setup.0, &share, &context).unwrap());
                    let (keeper, k1) = theirs.time(|| {
                        KeeperSigner::start(&setup.1, &helper, &context, wire(&f1)).unwrap()
                    });
                    let (face, f2) = ours.time(|| face.reveal(wire(&k1)).unwrap());
                    let (keeper, k2) = theirs.time(|| keeper.check(wire(&f2)).unwrap());
                    let (_, f3) = ours.time(|| face.finish(wire(&k2)).unwrap());
                    let _ = theirs.time(|| keeper.finish(wire(&f3)).unwrap());
                }
                if is_face { ours.0 } else { theirs.0 }
            });
        });
    }
    group.finish();
}

fn small(c: &mut Criterion) {
    c.bench_function("keygen, both sides", |b| b.iter(enrol));
    let (share, helper, key) = enrol();
    c.bench_function("account", |b| b.iter(|| key.child(black_box(7)).unwrap()));
    let context = SignContext::account(&key, 0, HASH, fresh_attempt()).unwrap();
    let signature = sign(&set_up(), &share, &helper, &context).unwrap();
    c.bench_function("verify", |b| {
        b.iter(|| {
            signature
                .verify(black_box(context.public_key()), &HASH)
                .unwrap();
        });
    });
}

criterion_group!(benches, small, sign_sides, setup_sides);
criterion_main!(benches);
