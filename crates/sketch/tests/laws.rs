//! Laws that every sketch keeps, over random templates and probes.
//!
//! Statistical tests draw from fixed seeds, so they give the same verdict on
//! every run; their bounds lie five standard deviations of the binomial
//! distribution away from the rate claimed (one-sided error about 3 · 10⁻⁷),
//! and each says which rate it would detect.

#![allow(missing_docs, clippy::unwrap_used)]

use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
use mien_sketch::{Candidate, Params, Secret, Sketch, simulate};
use proptest::prelude::*;
use zeroize::Zeroizing;

type Vector = Zeroizing<Vec<f32>>;

fn rng(seed: u64) -> ChaCha20Rng {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    ChaCha20Rng::from_seed(bytes)
}

fn enrol(params: &Params, d: usize, rng: &mut ChaCha20Rng) -> (Sketch, Secret, Vector) {
    let template = simulate::unit_vector(d, rng).unwrap();
    let (sketch, secret) = Sketch::enrol(params, &template, rng).unwrap();
    (sketch, secret, template)
}

/// The candidates in a form that compares bit by bit.
fn exact(candidates: &[Candidate]) -> Vec<(Vec<u8>, u32)> {
    candidates
        .iter()
        .map(|c| (c.secret.as_bytes().to_vec(), c.metric.to_bits()))
        .collect()
}

/// A row of the table in `spec/sketch.md` §8.1.
struct Row {
    params: Params,
    d: usize,
    tolerance: f64,
}

/// The table of the specification, so that the text cannot drift from the code.
fn stated_tolerances() -> Vec<Row> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/sketch.md");
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text
        .lines()
        .skip_while(|l| !l.starts_with("| N | K |"))
        .skip(2);
    let rows: Vec<Row> = rows
        .take_while(|l| l.starts_with('|'))
        .map(parse_row)
        .collect();
    assert!(rows.len() >= 10, "the table of §8.1 was not found");
    rows
}

fn parse_row(line: &str) -> Row {
    let cells: Vec<&str> = line
        .split('|')
        .map(|c| c.trim().trim_end_matches('°'))
        .collect();
    let number = |i: usize| cells[i].parse::<u16>().unwrap();
    let byte = |i: usize| cells[i].parse::<u8>().unwrap();
    Row {
        params: Params::new(number(1), byte(2), byte(3), byte(4), number(5) * 100).unwrap(),
        d: number(6).into(),
        tolerance: cells[7].parse().unwrap(),
    }
}

/// Five standard deviations above the mean of a binomial distribution.
fn upper_bound(draws: u32, rate: f64) -> f64 {
    let mean = f64::from(draws) * rate;
    mean + 5.0 * (mean * (1.0 - rate)).sqrt()
}

/// How many of `draws` probes at `degrees` fail to open, and for how many the
/// first candidate is wrong.
fn misses(row: &Row, degrees: f64, draws: u32, rng: &mut ChaCha20Rng) -> (u32, u32) {
    let (mut missed, mut wrong) = (0, 0);
    for _ in 0..draws {
        let (sketch, secret, template) = enrol(&row.params, row.d, rng);
        let probe = simulate::at_angle(&template, degrees, rng).unwrap();
        let found = sketch.open(&probe).unwrap();
        missed += u32::from(found.iter().all(|c| c.secret != secret));
        wrong += u32::from(found.first().is_some_and(|c| c.secret != secret));
    }
    (missed, wrong)
}

fn chance(params: &Params) -> f64 {
    f64::from(params.list()) / 2f64.powi(params.r().into())
}

#[test]
fn opens_within_the_stated_tolerance() {
    // 2000 draws, at most 42 misses where 1 % makes 20: a true rate of 4 %
    // would be seen with probability above 99.9 %, and six degrees further out
    // more than 4 % must indeed be missed.
    let draws = 2000;
    let bound = upper_bound(draws, 0.01);
    for (i, row) in (0u64..).zip(stated_tolerances()) {
        let mut rng = rng(1000 + i);
        let (missed, wrong) = misses(&row, row.tolerance, draws, &mut rng);
        let what = format!("{:?}, d = {}, {}°", row.params, row.d, row.tolerance);
        assert!(
            f64::from(missed) <= bound,
            "{missed} of {draws} missed: {what}"
        );
        assert!(
            f64::from(wrong) <= upper_bound(draws, chance(&row.params)),
            "{wrong}: {what}"
        );
        let (further, _) = misses(&row, row.tolerance + 6.0, draws / 4, &mut rng);
        assert!(
            f64::from(further) > 0.04 * f64::from(draws / 4),
            "tolerance understated: {what}"
        );
    }
}

#[test]
fn a_wrong_secret_is_no_more_frequent_than_the_checksum_allows() {
    // Strangers are the worst case: no right path competes. At r = 4 the bound
    // list · 2^−r is met closely by list 1, so a checksum that looked at one
    // bit less would fail.
    let draws = 4000;
    for (i, (n, k, r, list)) in (0u64..).zip([
        (128, 32, 8, 32),
        (128, 40, 11, 32),
        (256, 48, 8, 16),
        (128, 32, 4, 1),
        (128, 32, 6, 4),
    ]) {
        let params = Params::new(n, k, r, list, 4000).unwrap();
        let mut rng = rng(2000 + i);
        let (mut wrong, mut right) = (0u32, 0u32);
        for _ in 0..draws {
            let (sketch, secret, _) = enrol(&params, 64, &mut rng);
            let stranger = simulate::unit_vector(64, &mut rng).unwrap();
            let found = sketch.open(&stranger).unwrap();
            wrong += u32::from(!found.is_empty());
            right += u32::from(found.iter().any(|c| c.secret == secret));
        }
        let bound = upper_bound(draws, chance(&params));
        assert!(
            f64::from(wrong) <= bound,
            "{wrong} of {draws}, bound {bound}: {params:?}"
        );
        assert!(wrong > 0, "the bound was not put to the test: {params:?}");
        assert_eq!(right, 0, "a stranger opened a sketch: {params:?}");
    }
}

#[test]
fn secrets_are_uniform_and_independent_of_the_template() {
    // Every bit of u is one in half of 4000 enrolments of one template, within
    // five standard deviations, and every bit of the offset too.
    let mut rng = rng(3000);
    let params = Params::new(128, 32, 8, 1, 4000).unwrap();
    let template = simulate::unit_vector(64, &mut rng).unwrap();
    let draws = 4000u32;
    let mut ones = [0u32; 32 + 128];
    for _ in 0..draws {
        let (sketch, secret) = Sketch::enrol(&params, &template, &mut rng).unwrap();
        let bytes = [&secret.as_bytes()[1..], sketch.offset()].concat();
        for (i, one) in ones.iter_mut().enumerate() {
            *one += u32::from((bytes[i / 8] >> (i % 8)) & 1);
        }
    }
    let slack = 5.0 * (f64::from(draws) / 4.0).sqrt();
    for (i, &one) in ones.iter().enumerate() {
        assert!(
            (f64::from(one) - f64::from(draws) / 2.0).abs() < slack,
            "bit {i}: {one}"
        );
    }
}

fn any_params() -> impl Strategy<Value = Params> {
    let ranges = (
        prop::sample::select(vec![128u16, 256, 512]),
        prop::sample::select(vec![4u8, 6, 8, 11, 16]),
        prop::sample::select(vec![1u8, 2, 4, 8, 16, 32, 64]),
        2000u16..=8000,
        any::<prop::sample::Index>(),
    );
    ranges.prop_map(|(n, r, list, angle, k)| {
        let most = (n / 2 - u16::from(r)).min(255);
        let k = 16 + k.index(usize::from(most) - 15);
        Params::new(n, u8::try_from(k).unwrap(), r, list, angle).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_template_opens_its_sketch(params in any_params(), seed: u64, d in 2usize..=128) {
        let (sketch, secret, template) = enrol(&params, d, &mut rng(seed));
        let found = sketch.open(&template).unwrap();
        prop_assert!(found[0].secret == secret);
        prop_assert_eq!(found[0].metric, 0.0);
        prop_assert_eq!(secret.bit_len(), params.k());
    }

    #[test]
    fn bytes_and_parts_round_trip(params in any_params(), seed: u64) {
        let (sketch, secret, _) = enrol(&params, 100, &mut rng(seed));
        let bytes = sketch.to_bytes();
        prop_assert_eq!(bytes.len(), 40 + usize::from(params.n()) / 8);
        prop_assert!(Sketch::from_bytes(&bytes).unwrap() == sketch);
        let parts = Sketch::from_parts(params, *sketch.rho(), sketch.offset()).unwrap();
        prop_assert!(parts == sketch);
        prop_assert!(Secret::from_bytes(secret.as_bytes()).unwrap() == secret);
    }

    #[test]
    fn any_bytes_are_read_or_refused_but_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        if let Ok(sketch) = Sketch::from_bytes(&bytes) {
            prop_assert_eq!(&sketch.to_bytes()[..], &bytes[..]);
        }
        if let Ok(secret) = Secret::from_bytes(&bytes) {
            prop_assert_eq!(secret.as_bytes(), &bytes[..]);
        }
        let _ = Params::from_bytes(&bytes);
    }

    #[test]
    fn any_probe_opens_or_is_refused_but_never_panics(
        seed: u64,
        bits in prop::collection::vec(any::<u32>(), 0..140),
    ) {
        let params = Params::new(128, 32, 8, 4, 4000).unwrap();
        let (sketch, ..) = enrol(&params, 64, &mut rng(seed));
        let probe: Vec<f32> = bits.into_iter().map(f32::from_bits).collect();
        let admissible = (2..=128).contains(&probe.len())
            && probe.iter().all(|c| c.is_finite())
            && probe.iter().any(|&c| c != 0.0);
        let found = sketch.open(&probe);
        prop_assert_eq!(found.is_ok(), admissible);
        for candidate in found.into_iter().flatten() {
            prop_assert!(candidate.metric.is_finite() && candidate.metric >= 0.0);
        }
    }

    /// The negated template has the opposite signs, so with the same seed and
    /// secret every bit of the offset is inverted (no coordinate is zero for a
    /// random template); and the negated probe opens that sketch to the bit.
    #[test]
    fn sign_law(params in any_params(), seed: u64, degrees in 0f64..60.0) {
        let mut random = rng(seed);
        let template = simulate::unit_vector(96, &mut random).unwrap();
        let negate = |v: &[f32]| v.iter().map(|c| -c).collect::<Vec<_>>();
        let (one, _) = Sketch::enrol(&params, &template, &mut rng(!seed)).unwrap();
        let (other, _) = Sketch::enrol(&params, &negate(&template), &mut rng(!seed)).unwrap();
        prop_assert_eq!(one.rho(), other.rho());
        for (a, b) in one.offset().iter().zip(other.offset()) {
            prop_assert_eq!(*a, !*b);
        }
        let probe = simulate::at_angle(&template, degrees, &mut random).unwrap();
        let found = (one.open(&probe).unwrap(), other.open(&negate(&probe)).unwrap());
        prop_assert_eq!(exact(&found.0), exact(&found.1));
    }

    /// A power of two changes no rounding, so the answer is the same to the
    /// bit; any other factor changes the probe itself by its rounding, and the
    /// right candidate stays first.
    #[test]
    fn scale_law(params in any_params(), seed: u64, exponent in -80i32..80, factor in 1e-20f32..1e20) {
        let mut random = rng(seed);
        let (sketch, secret, template) = enrol(&params, 128, &mut random);
        let scaled = |v: &[f32], by: f32| v.iter().map(|c| c * by).collect::<Vec<_>>();

        let probe = simulate::at_angle(&template, 45.0, &mut random).unwrap();
        let found = sketch.open(&probe).unwrap();
        let same = sketch.open(&scaled(&probe, 2f32.powi(exponent))).unwrap();
        prop_assert_eq!(exact(&found), exact(&same));

        let found = sketch.open(&scaled(&template, factor)).unwrap();
        prop_assert!(found[0].secret == secret);
        let (enrolled, _) = Sketch::enrol(&params, &template, &mut rng(!seed)).unwrap();
        let (again, _) = Sketch::enrol(&params, &scaled(&template, 2f32.powi(exponent)), &mut rng(!seed)).unwrap();
        prop_assert!(enrolled == again);
    }

    #[test]
    fn opening_is_a_function(params in any_params(), seed: u64, degrees in 0f64..90.0, padding in 0usize..64) {
        let mut random = rng(seed);
        let (sketch, _, template) = enrol(&params, 64, &mut random);
        let mut probe = simulate::at_angle(&template, degrees, &mut random).unwrap();
        let found = sketch.open(&probe).unwrap();
        prop_assert_eq!(exact(&found), exact(&sketch.clone().open(&probe).unwrap()));
        probe.extend(std::iter::repeat_n(0.0, padding));
        prop_assert_eq!(exact(&found), exact(&sketch.open(&probe).unwrap()));
    }

    #[test]
    fn candidates_are_distinct_and_ordered(seed: u64, degrees in 30f64..90.0) {
        // A four-bit checksum lets many paths through.
        let params = Params::new(128, 40, 4, 64, 4000).unwrap();
        let mut random = rng(seed);
        let (sketch, _, template) = enrol(&params, 64, &mut random);
        let probe = simulate::at_angle(&template, degrees, &mut random).unwrap();
        let found = sketch.open(&probe).unwrap();
        let least = sketch.best_metric(&probe).unwrap();
        prop_assert!(found.len() <= 64);
        for (i, a) in found.iter().enumerate() {
            prop_assert!(a.metric >= least);
            for b in &found[..i] {
                prop_assert!(b.metric <= a.metric && b.secret != a.secret);
            }
        }
    }
}
