//! What a search among many sketches costs, for each of them, beside a scan of
//! stored templates.
//!
//! A million sketches take minutes to make; `mien-eval find` times them.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mien_sketch::{Params, Search, Sketch, find, simulate};

fn search(c: &mut Criterion) {
    let params = Params::new(256, 64, 8, 32, 4000).unwrap();
    let mut rng = ChaCha20Rng::from_seed([1; 32]);
    let mut templates = Vec::new();
    let mut sketches = Vec::new();
    let mut group = c.benchmark_group("find");
    group.sample_size(10);
    for count in [1_000usize, 100_000] {
        while sketches.len() < count {
            let template = simulate::unit_vector(58, &mut rng).unwrap();
            sketches.push(Sketch::enrol(&params, &template, &mut rng).unwrap().0);
            templates.push(template.to_vec());
        }
        let probe = simulate::unit_vector(58, &mut rng).unwrap();
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(BenchmarkId::new("sketches", count), |b| {
            b.iter(|| find(black_box(&sketches), black_box(&probe), Search::DEFAULT).unwrap());
        });
        group.bench_function(BenchmarkId::new("cosines", count), |b| {
            b.iter(|| best(black_box(&templates), black_box(&probe)));
        });
    }
    group.finish();
}

/// The largest product of the probe with a stored template.
fn best(templates: &[Vec<f32>], probe: &[f32]) -> f32 {
    let product = |t: &Vec<f32>| t.iter().zip(probe).map(|(a, b)| a * b).sum::<f32>();
    templates.iter().map(product).fold(f32::MIN, f32::max)
}

criterion_group!(benches, search);
criterion_main!(benches);
