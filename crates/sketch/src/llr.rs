//! Soft decisions: the log-odds of a sign bit (`spec/sketch.md` §5.2).

use core::f64::consts::{FRAC_1_SQRT_2, LN_2, PI};

/// Log-odds are clamped to plus or minus this value.
pub(crate) const CLAMP: f64 = 20.0;

/// Arguments from here on are clamped without evaluation: the log-odds of 6 is
/// 20.7.
const SATURATION: f64 = 6.0;

/// Where the series gives way to the continued fraction. At 3 both are good
/// to the last few bits of an `f64`.
const SWITCH: f64 = 3.0;

/// ln(Φ(x) / Φ(−x)) clamped to ±20, Φ the normal distribution function.
///
/// Odd in `x`. Neither branch subtracts nearly equal numbers: near zero the
/// value is 2·artanh(erf(x/√2)), in the tail the small Φ(−x) itself comes from
/// a continued fraction.
pub(crate) fn log_odds(x: f64) -> f64 {
    let a = x.abs();
    let value = if a >= SATURATION {
        CLAMP
    } else if a < SWITCH {
        2.0 * central_mass(a).atanh()
    } else {
        let ln_tail = ln_upper_tail(a);
        (-ln_tail.exp()).ln_1p() - ln_tail
    };
    value.min(CLAMP).copysign(x)
}

/// erf(a/√2) = Φ(a) − Φ(−a) by the series of Abramowitz & Stegun 7.1.6, all
/// of whose terms are positive.
fn central_mass(a: f64) -> f64 {
    let mut term = a;
    let mut sum = a;
    let mut odd = 3.0;
    while term > sum * f64::EPSILON {
        term *= a * a / odd;
        sum += term;
        odd += 2.0;
    }
    2.0 * sum * density(a)
}

/// ln Φ(−a) for a ≥ [`SWITCH`], by Laplace's continued fraction of the Mills
/// ratio (Abramowitz & Stegun 26.2.14), 40 levels deep.
fn ln_upper_tail(a: f64) -> f64 {
    let mut fraction = a;
    for level in (1..=40u8).rev() {
        fraction = a + f64::from(level) / fraction;
    }
    -0.5 * (a * a + LN_2 + PI.ln()) - fraction.ln()
}

/// The standard normal density.
fn density(a: f64) -> f64 {
    (-0.5 * a * a).exp() * FRAC_1_SQRT_2 / PI.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with 40 digits by another program (mpmath).
    const REFERENCE: [(f64, f64); 11] = [
        (1e-09, 1.5957691216057308e-9),
        (0.001, 0.0015957691942769354),
        (0.3, 0.48069265658036945),
        (1.0, 1.6682678659858136),
        (1.7, 3.0652070683824125),
        (2.999, 6.603088333094234),
        (3.001, 6.609663406104562),
        (2.5, 5.075_419_251_792_83),
        (3.7, 9.135_127_566_328_59),
        (5.0, 15.064998107337113),
        (5.75, 19.227630087758283),
    ];

    #[test]
    fn matches_reference_values() {
        for (x, want) in REFERENCE {
            let got = log_odds(x);
            assert!(
                (got - want).abs() <= 1e-12 * want,
                "{x}: {got} against {want}"
            );
            assert_eq!(log_odds(-x), -got);
        }
    }

    #[test]
    fn the_two_branches_meet() {
        let (below, above) = (log_odds(SWITCH - 1e-9), log_odds(SWITCH + 1e-9));
        assert!(
            (above - below - 2e-9 * 3.28).abs() < 1e-9,
            "{below} {above}"
        );
    }

    #[test]
    fn clamped_monotone_and_never_nan() {
        assert_eq!(log_odds(0.0), 0.0);
        for x in [5.9, 6.0, 7.0, 40.0, 1e300, f64::MAX] {
            assert_eq!(log_odds(x), CLAMP);
            assert_eq!(log_odds(-x), -CLAMP);
        }
        let mut last = -CLAMP;
        for i in -7000..=7000 {
            let v = log_odds(f64::from(i) / 1000.0);
            assert!(v >= last && v.abs() <= CLAMP);
            last = v;
        }
        assert!(log_odds(f64::MIN_POSITIVE) > 0.0);
    }
}
