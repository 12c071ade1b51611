//! How much worse a scan could have been (`spec/sketch.md` §7).

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::open::Opener;
use crate::simulate::Plane;
use crate::{Secret, Sketch, SketchError};

/// Random rotations tried.
const COPIES: usize = 64;
/// How many of them may fail: 61 of 64 are 95 %.
const MAY_FAIL: usize = 3;
/// Rank that bounds the margin from above, counted from 0: eight or more of 64
/// thresholds lie below the true 5 % point with probability 1.4 %, none with
/// probability 3.8 %, so ranks 0 and 7 enclose it with 95 % confidence.
const UPPER_RANK: usize = 7;
/// Halvings of 90°: a resolution of 0.18°.
const HALVINGS: u16 = 9;
/// Angles are looked for up to here, in degrees.
const MAX_DEGREES: f64 = 90.0;

/// The margin of a scan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margin {
    /// Largest extra rotation, in degrees, at which at least 95 % of the
    /// randomly rotated copies of the probe still open; 0 if the probe itself
    /// does not, at most 90.
    pub degrees: f32,
    /// Half width of an interval around it, in degrees, that holds the true
    /// 95 % point with 95 % confidence.
    pub plus_minus: f32,
}

/// The margin of `probe`: the largest extra random rotation at which at least
/// 95 % of 64 copies still open `sketch` with `secret` among the candidates.
///
/// Show it only after the key was found to be right: a margin, like any
/// measure of similarity, would lead a hill climber.
///
/// # Errors
/// As [`Sketch::open`], and [`SketchError::SecretMismatch`] if the secret has
/// another length than the sketch's.
pub fn margin(
    sketch: &Sketch,
    probe: &[f32],
    secret: &Secret,
    rng: &mut impl CryptoRng,
) -> Result<Margin, SketchError> {
    let want = sketch.params().k();
    if secret.bit_len() != want {
        return Err(SketchError::SecretMismatch {
            got: secret.bit_len(),
            want,
        });
    }
    let mut opener = Opener::new(sketch);
    if !opener.opens_with(probe, secret)? {
        return Ok(Margin {
            degrees: 0.0,
            plus_minus: 0.0,
        });
    }
    // The smallest thresholds so far, ascending. Only ranks up to the upper
    // one matter, so a copy that opens at the largest of them needs no search.
    let mut smallest = Zeroizing::new(vec![MAX_DEGREES; UPPER_RANK + 1]);
    for _ in 0..COPIES {
        let plane = Plane::through(probe, rng)?;
        let bound = smallest[UPPER_RANK];
        if opener.opens_with(&plane.rotated(bound), secret)? {
            continue;
        }
        smallest[UPPER_RANK] = threshold(&mut opener, &plane, secret)?;
        smallest.sort_by(f64::total_cmp);
    }
    let (low, middle, high) = (smallest[0], smallest[MAY_FAIL], smallest[UPPER_RANK]);
    let resolution = MAX_DEGREES / f64::from(1u16 << HALVINGS);
    Ok(Margin {
        degrees: narrow(middle),
        plus_minus: narrow((middle - low).max(high - middle) + resolution),
    })
}

/// The largest angle in `plane` that still opens, by halving the interval.
fn threshold(opener: &mut Opener, plane: &Plane, secret: &Secret) -> Result<f64, SketchError> {
    let (mut opens, mut fails) = (0.0, MAX_DEGREES);
    for _ in 0..HALVINGS {
        let middle = (opens + fails) / 2.0;
        if opener.opens_with(&plane.rotated(middle), secret)? {
            opens = middle;
        } else {
            fails = middle;
        }
    }
    Ok(opens)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding is meant, the range is 0 to 90"
)]
fn narrow(degrees: f64) -> f32 {
    degrees as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Params, simulate};
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng};

    #[test]
    fn a_worse_probe_has_a_smaller_margin() {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let params = Params::new(128, 32, 8, 32, 4000).unwrap();
        let template = simulate::unit_vector(128, &mut rng).unwrap();
        let (sketch, secret) = Sketch::enrol(&params, &template, &mut rng).unwrap();
        let mut last = f32::INFINITY;
        for degrees in [0.0, 20.0, 33.0] {
            let probe = simulate::at_angle(&template, degrees, &mut rng).unwrap();
            let margin = margin(&sketch, &probe, &secret, &mut rng).unwrap();
            assert!(margin.degrees + 2.0 < last, "{degrees}: {margin:?}");
            assert!(
                margin.plus_minus > 0.0 && margin.plus_minus < 15.0,
                "{margin:?}"
            );
            last = margin.degrees;
        }
        assert!(last > 3.0, "at 33 degrees there is room left: {last}");
    }

    /// The definition, taken step by step: every copy is turned on in steps of
    /// the resolution until it no longer opens, and the thresholds are sorted.
    #[test]
    fn agrees_with_a_plain_scan() {
        let params = Params::new(128, 32, 8, 8, 4000).unwrap();
        let step = MAX_DEGREES / 512.0;
        let directions = |seed: u8| ChaCha20Rng::from_seed([!seed; 32]);
        let mut upper_side_counted = 0;
        for seed in 10..16 {
            let mut rng = ChaCha20Rng::from_seed([seed; 32]);
            let template = simulate::unit_vector(64, &mut rng).unwrap();
            let (sketch, secret) = Sketch::enrol(&params, &template, &mut rng).unwrap();
            let probe = simulate::at_angle(&template, 22.0, &mut rng).unwrap();
            let got = margin(&sketch, &probe, &secret, &mut directions(seed)).unwrap();

            let mut rng = directions(seed);
            let mut opener = Opener::new(&sketch);
            let mut thresholds: Vec<f64> = (0..64)
                .map(|_| {
                    let plane = Plane::through(&probe, &mut rng).unwrap();
                    let opens = |steps: &i32| {
                        let copy = plane.rotated(f64::from(*steps) * step);
                        opener.opens_with(&copy, &secret).unwrap()
                    };
                    f64::from((0..512).take_while(opens).last().unwrap()) * step
                })
                .collect();
            thresholds.sort_by(f64::total_cmp);
            let (low, middle, high) = (thresholds[0], thresholds[3], thresholds[7]);
            let near = |a: f32, b: f64| (f64::from(a) - b).abs() < 0.5 * step;
            assert!(near(got.degrees, middle), "{got:?} {thresholds:?}");
            let spread = (middle - low).max(high - middle) + step;
            assert!(near(got.plus_minus, spread), "{got:?} {thresholds:?}");
            assert!(high - low > 6.0 * step, "the ranks must differ visibly");
            upper_side_counted += u32::from(high - middle > middle - low + 3.0 * step);
        }
        assert!(
            upper_side_counted > 0,
            "no seed put the upper rank to the test"
        );
    }

    #[test]
    fn copies_at_the_margin_open() {
        let mut rng = ChaCha20Rng::from_seed([2; 32]);
        let params = Params::new(128, 32, 8, 16, 4000).unwrap();
        let template = simulate::unit_vector(64, &mut rng).unwrap();
        let (sketch, secret) = Sketch::enrol(&params, &template, &mut rng).unwrap();
        let probe = simulate::at_angle(&template, 20.0, &mut rng).unwrap();
        let Margin {
            degrees,
            plus_minus,
        } = margin(&sketch, &probe, &secret, &mut rng).unwrap();
        let mut opener = Opener::new(&sketch);
        let mut opened = |degrees: f32| {
            let copies = 400;
            let hits = (0..copies).filter(|_| {
                let copy = simulate::at_angle(&probe, degrees.into(), &mut rng).unwrap();
                opener.opens_with(&copy, &secret).unwrap()
            });
            hits.count() * 100 / copies
        };
        assert!(opened(degrees - plus_minus) >= 95);
        assert!(opened(degrees + plus_minus + 4.0) < 95);
    }

    #[test]
    fn nothing_to_give_away_without_a_match() {
        let mut rng = ChaCha20Rng::from_seed([3; 32]);
        let params = Params::new(128, 32, 8, 16, 4000).unwrap();
        let template = simulate::unit_vector(64, &mut rng).unwrap();
        let (sketch, secret) = Sketch::enrol(&params, &template, &mut rng).unwrap();
        let none = Margin {
            degrees: 0.0,
            plus_minus: 0.0,
        };
        let stranger = simulate::unit_vector(64, &mut rng).unwrap();
        assert_eq!(margin(&sketch, &stranger, &secret, &mut rng), Ok(none));
        let other = Secret::random(32, &mut rng);
        assert_eq!(margin(&sketch, &template, &other, &mut rng), Ok(none));
        let longer = Secret::random(40, &mut rng);
        assert_eq!(
            margin(&sketch, &template, &longer, &mut rng),
            Err(SketchError::SecretMismatch { got: 40, want: 32 })
        );
        assert!(margin(&sketch, &[f32::NAN; 64], &secret, &mut rng).is_err());
    }
}
