//! Recomputes the tables of `spec/sketch.md` §8: the angle that each parameter
//! set tolerates, and how often a wrong secret passes the checksum.
//!
//! `cargo run --release -p mien-sketch --example tolerance [DRAWS]`
//!
//! Every draw has a fresh template, seed, secret and probe. The draws come
//! from fixed seeds, so the tables are the same on every run and any number of
//! threads, up to the last decision of a rounding error.

#![allow(missing_docs, clippy::unwrap_used)]

use std::sync::atomic::{AtomicUsize, Ordering};

use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
use mien_sketch::{Params, Sketch, simulate};

/// (N, K, r, list, design angle in degrees, dimension of the template).
type Set = (u16, u8, u8, u8, u16, usize);

const SETS: [Set; 17] = [
    (128, 24, 8, 32, 40, 64),
    (128, 32, 8, 32, 40, 64),
    (128, 32, 8, 32, 40, 128),
    (128, 32, 8, 8, 40, 64),
    (128, 32, 8, 64, 40, 64),
    (128, 32, 11, 32, 40, 64),
    (128, 40, 8, 32, 40, 64),
    (128, 40, 8, 32, 40, 128),
    (256, 32, 8, 32, 45, 64),
    (256, 32, 8, 32, 45, 256),
    (256, 40, 8, 32, 45, 64),
    (256, 40, 8, 32, 45, 256),
    (256, 48, 8, 32, 45, 128),
    (256, 48, 8, 32, 45, 256),
    (256, 64, 8, 32, 45, 128),
    (256, 64, 8, 32, 45, 256),
    (512, 64, 8, 32, 50, 512),
];

/// Draws that share one random stream.
const CHUNK: usize = 500;

/// Where the probe lies.
#[derive(Clone, Copy)]
enum Probe {
    At(f64),
    Stranger,
}

/// Counts over many draws.
#[derive(Clone, Copy, Default)]
struct Tally {
    draws: usize,
    /// The right secret was among the candidates.
    right: usize,
    /// The first candidate was a wrong one.
    wrong_first: usize,
    /// There was a wrong candidate.
    any_wrong: usize,
}

impl Tally {
    fn share(self, count: usize) -> f64 {
        count as f64 / self.draws as f64
    }
}

fn chunk(set: Set, probe: Probe, index: usize) -> Tally {
    let (n, k, r, list, design, d) = set;
    let params = Params::new(n, k, r, list, design * 100).unwrap();
    let mut seed = [0u8; 32];
    seed[..8].copy_from_slice(&(index as u64).to_le_bytes());
    let mut rng = ChaCha20Rng::from_seed(seed);
    let mut tally = Tally {
        draws: CHUNK,
        ..Tally::default()
    };
    for _ in 0..CHUNK {
        let template = simulate::unit_vector(d, &mut rng).unwrap();
        let (sketch, secret) = Sketch::enrol(&params, &template, &mut rng).unwrap();
        let probe = match probe {
            Probe::At(degrees) => simulate::at_angle(&template, degrees, &mut rng).unwrap(),
            Probe::Stranger => simulate::unit_vector(d, &mut rng).unwrap(),
        };
        let found = sketch.open(&probe).unwrap();
        tally.right += usize::from(found.iter().any(|c| c.secret == secret));
        tally.wrong_first += usize::from(found.first().is_some_and(|c| c.secret != secret));
        tally.any_wrong += usize::from(found.iter().any(|c| c.secret != secret));
    }
    tally
}

fn measure(set: Set, probe: Probe, draws: usize) -> Tally {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut sum = Tally::default();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index * CHUNK >= draws {
                return sum;
            }
            let t = chunk(set, probe, index);
            sum.draws += t.draws;
            sum.right += t.right;
            sum.wrong_first += t.wrong_first;
            sum.any_wrong += t.any_wrong;
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        handles
            .into_iter()
            .map(|h| h.join().unwrap())
            .fold(Tally::default(), |a, b| Tally {
                draws: a.draws + b.draws,
                right: a.right + b.right,
                wrong_first: a.wrong_first + b.wrong_first,
                any_wrong: a.any_wrong + b.any_wrong,
            })
    })
}

/// The largest multiple of half a degree at which at least `share` of the
/// probes open.
fn largest_angle(set: Set, share: f64, draws: usize) -> f64 {
    let (mut opens, mut fails) = (20u16, 180u16);
    while fails - opens > 1 {
        let middle = u16::midpoint(opens, fails);
        let tally = measure(set, Probe::At(f64::from(middle) / 2.0), draws);
        if tally.share(tally.right) >= share {
            opens = middle;
        } else {
            fails = middle;
        }
    }
    f64::from(opens) / 2.0
}

fn main() {
    let draws = std::env::args()
        .nth(1)
        .and_then(|a| a.parse().ok())
        .unwrap_or(20_000);
    println!("{draws} draws a point\n");
    println!(
        "| N | K | r | list | design | d | 99 % | 90 % | 50 % | wrong, near | wrong, stranger | list/2^r |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for set in SETS {
        let (n, k, r, list, design, d) = set;
        let [a99, a90, a50] = [0.99, 0.9, 0.5].map(|share| largest_angle(set, share, draws));
        let near = measure(set, Probe::At(a99), draws);
        let far = measure(set, Probe::Stranger, draws);
        println!(
            "| {n} | {k} | {r} | {list} | {design}° | {d} | {a99}° | {a90}° | {a50}° | {:.2} % | {:.1} % | {:.1} % |",
            100.0 * near.share(near.wrong_first),
            100.0 * far.share(far.any_wrong),
            100.0 * f64::from(list) / 2f64.powi(r.into()),
        );
    }
    println!("\nDesign angle (N = 128, K = 32, r = 8, list 32, d = 64):");
    for design in [20, 30, 35, 40, 45, 50, 60, 70, 80] {
        let set = (128, 32, 8, 32, design, 64);
        println!("  {design}°: 99 % at {}°", largest_angle(set, 0.99, draws));
    }
}
