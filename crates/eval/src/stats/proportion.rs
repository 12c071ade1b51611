//! Bounds for a proportion.

use serde::{Deserialize, Serialize};
use statrs::distribution::{Beta, ContinuousCDF};

/// The 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// A two-sided 95 % interval of a rate, within 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Bounds {
    /// Nothing is known.
    pub const NONE: Self = Self {
        low: 0.0,
        high: 1.0,
    };

    /// Whether `x` lies within, ends included.
    #[must_use]
    pub fn contains(&self, x: f64) -> bool {
        (self.low..=self.high).contains(&x)
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }
}

/// A measured rate, with what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// The estimate, 0 to 1: the mean over persons (or pairs of persons) of
    /// their own rates.
    pub rate: f64,
    /// 95 % bounds over persons; see the function that made the rate.
    pub bounds: Bounds,
    /// Different persons behind it. Comparisons of one person are not
    /// independent, so this is the number that the bounds rest on.
    pub persons: usize,
    /// Comparisons made.
    pub comparisons: usize,
}

impl Rate {
    /// The rate as text: per cent from 0.1 % on, powers of ten below.
    #[must_use]
    pub fn show(&self) -> String {
        format!(
            "{} [{}, {}]",
            show(self.rate),
            show(self.bounds.low),
            show(self.bounds.high)
        )
    }
}

/// A proportion as text.
#[must_use]
pub fn show(x: f64) -> String {
    if x == 0.0 {
        "0".into()
    } else if x >= 0.000_95 {
        format!("{:.1} %", 100.0 * x)
    } else {
        format!("{x:.1e}")
    }
}

/// Wilson's score interval (JASA 22, 1927) for `errors` of `n`; `errors` need
/// not be whole, because a person who fails one of four times counts a quarter.
#[must_use]
pub fn wilson(errors: f64, n: f64) -> Bounds {
    if n <= 0.0 {
        return Bounds::NONE;
    }
    let p = (errors / n).clamp(0.0, 1.0);
    let z2 = Z * Z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    Bounds {
        low: if p == 0.0 {
            0.0
        } else {
            (centre - half).max(0.0)
        },
        high: if p == 1.0 {
            1.0
        } else {
            (centre + half).min(1.0)
        },
    }
}

/// The interval of Clopper & Pearson (Biometrika 26, 1934) for `errors` of `n`
/// independent trials: never too narrow.
#[must_use]
pub fn clopper_pearson(errors: usize, n: usize) -> Bounds {
    if n == 0 || errors > n {
        return Bounds::NONE;
    }
    let (x, m) = (errors as f64, n as f64);
    let quantile = |a: f64, b: f64, p: f64| Beta::new(a, b).map(|d| d.inverse_cdf(p));
    Bounds {
        low: match errors {
            0 => 0.0,
            _ => quantile(x, m - x + 1.0, 0.025).unwrap_or(0.0),
        },
        high: if errors == n {
            1.0
        } else {
            quantile(x + 1.0, m - x, 0.975).unwrap_or(1.0)
        },
    }
}

/// The 95 % upper bound of a rate of which nothing was seen in `n` independent
/// persons: 3/n (ISO/IEC 19795-1, the rule of three).
#[must_use]
pub fn rule_of_three(n: usize) -> f64 {
    if n == 0 {
        1.0
    } else {
        (3.0 / n as f64).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, tolerance: f64) -> bool {
        (a - b).abs() < tolerance
    }

    #[test]
    fn wilson_known_answers() {
        // 10 of 100: (0.0552, 0.1744); 0 of 20: (0, 0.1611).
        let b = wilson(10.0, 100.0);
        assert!(
            close(b.low, 0.05523, 1e-5) && close(b.high, 0.17437, 1e-5),
            "{b:?}"
        );
        let b = wilson(0.0, 20.0);
        assert!(b.low == 0.0 && close(b.high, 0.16113, 1e-5), "{b:?}");
        let b = wilson(20.0, 20.0);
        assert!(b.high == 1.0 && close(b.low, 1.0 - 0.16113, 1e-5), "{b:?}");
        assert_eq!(wilson(0.0, 0.0), Bounds::NONE);
    }

    #[test]
    fn clopper_pearson_known_answers() {
        // With no error the upper end is 1 − 0.025^(1/n).
        let b = clopper_pearson(0, 142);
        assert!(b.low == 0.0 && close(b.high, 1.0 - 0.025f64.powf(1.0 / 142.0), 1e-9));
        // Tabulated: 10 of 100 → (0.0490, 0.1762); 1 of 10 → (0.0025, 0.4450).
        let b = clopper_pearson(10, 100);
        assert!(
            close(b.low, 0.04900, 1e-5) && close(b.high, 0.17622, 1e-5),
            "{b:?}"
        );
        let b = clopper_pearson(1, 10);
        assert!(
            close(b.low, 0.00253, 1e-5) && close(b.high, 0.44502, 1e-5),
            "{b:?}"
        );
        let b = clopper_pearson(5, 5);
        assert!(b.high == 1.0 && close(b.low, 0.025f64.powf(0.2), 1e-9));
        assert_eq!(clopper_pearson(0, 0), Bounds::NONE);
    }

    #[test]
    fn clopper_pearson_covers() {
        // Exact coverage at n = 30, p = 0.2, from the binomial probabilities.
        let (n, p) = (30usize, 0.2f64);
        let mut probability = (1.0 - p).powi(30);
        let mut covered = 0.0;
        for x in 0..=n {
            if clopper_pearson(x, n).contains(p) {
                covered += probability;
            }
            probability *= (n - x) as f64 / (x + 1) as f64 * p / (1.0 - p);
        }
        assert!((0.95..0.99).contains(&covered), "{covered}");
    }

    #[test]
    fn three_over_n() {
        assert!(close(rule_of_three(300), 0.01, 1e-12));
        assert_eq!(rule_of_three(0), 1.0);
        assert_eq!(rule_of_three(2), 1.0);
    }

    #[test]
    fn text_is_short() {
        assert_eq!(show(0.0), "0");
        assert_eq!(show(0.0123), "1.2 %");
        assert_eq!(show(0.000_1), "1.0e-4");
    }
}
