//! What opening, the margin and enrolment cost, side by side.
//!
//! A plain loop of multiplications (`reference/fma_1e5`) runs in the same
//! table, so that results of two machines can be compared as ratios.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use mien_sketch::{Params, Secret, Sketch, margin, simulate};

struct Enrolled {
    sketch: Sketch,
    secret: Secret,
    near: Vec<f32>,
    far: Vec<f32>,
}

fn enrol(n: u16, k: u8, list: u8) -> Enrolled {
    let mut rng = ChaCha20Rng::from_seed([n.to_be_bytes()[0] ^ k ^ list; 32]);
    let params = Params::new(n, k, 8, list, 4000).unwrap();
    let template = simulate::unit_vector(usize::from(n) / 2, &mut rng).unwrap();
    let (sketch, secret) = Sketch::enrol(&params, &template, &mut rng).unwrap();
    let near = simulate::at_angle(&template, 30.0, &mut rng)
        .unwrap()
        .to_vec();
    let far = simulate::unit_vector(usize::from(n) / 2, &mut rng)
        .unwrap()
        .to_vec();
    Enrolled {
        sketch,
        secret,
        near,
        far,
    }
}

fn open(c: &mut Criterion) {
    let mut group = c.benchmark_group("open");
    for (n, k, list) in [
        (128, 32, 1),
        (128, 32, 8),
        (128, 32, 32),
        (128, 32, 64),
        (128, 48, 32),
        (256, 32, 32),
        (256, 64, 32),
        (512, 64, 32),
    ] {
        let e = enrol(n, k, list);
        let name = format!("N={n} K={k} list={list}");
        group.bench_function(BenchmarkId::new("near", &name), |b| {
            b.iter(|| black_box(e.sketch.open(black_box(&e.near)).unwrap()));
        });
        group.bench_function(BenchmarkId::new("far", &name), |b| {
            b.iter(|| black_box(e.sketch.open(black_box(&e.far)).unwrap()));
        });
    }
    group.finish();
}

fn others(c: &mut Criterion) {
    let mut group = c.benchmark_group("reference");
    group.bench_function("fma_1e5", |b| {
        b.iter(|| (0..100_000).fold(black_box(1.0f64), |x, _| x * 0.999_999 + 1e-9));
    });
    group.finish();

    let mut group = c.benchmark_group("margin");
    group.sample_size(10);
    for (n, k) in [(128, 32), (256, 64)] {
        let e = enrol(n, k, 32);
        let mut rng = ChaCha20Rng::from_seed([9; 32]);
        group.bench_function(format!("N={n} K={k} list=32"), |b| {
            b.iter(|| margin(&e.sketch, &e.near, &e.secret, &mut rng).unwrap());
        });
    }
    group.finish();

    let mut group = c.benchmark_group("enrol");
    for n in [128, 256, 512] {
        let e = enrol(n, 32, 32);
        let mut rng = ChaCha20Rng::from_seed([8; 32]);
        group.bench_function(format!("N={n}"), |b| {
            b.iter(|| Sketch::enrol(e.sketch.params(), black_box(&e.near), &mut rng).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, open, others);
criterion_main!(benches);
