//! What a scheme with one setting is, apart from photographs: the angle that it
//! tolerates, what it costs and what its helper data gives away.

use std::time::Instant;

use mien_sketch::simulate;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::scheme::Scheme;
use crate::seed::Seed;
use crate::stats::quantile;
use crate::{EvalError, num};

/// The share of random probes that must open within the tolerance.
const OPENING: f64 = 0.99;
/// Steps of an angle, in degrees.
const STEP: f64 = 0.5;
/// Openings that are timed.
const TIMED: usize = 400;

/// A scheme with one setting.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Description {
    /// The scheme's name.
    pub name: String,
    /// Its parameters.
    pub setting: String,
    /// Numbers in a template.
    pub dimension: usize,
    /// log2 of what a thief of the helper data must try without a face.
    pub key_bits: f64,
    /// Bytes stored.
    pub helper_bytes: usize,
    /// The largest angle, in degrees, at which 99 % of random probes open.
    pub tolerance: f64,
    /// Microseconds for an opening on the machine that wrote this, the middle
    /// of many.
    pub micros: f64,
    /// Template against what a cheap attack makes of the helper data alone.
    pub from_helper: Leak,
    /// Template against what follows from helper data and key.
    pub after_opening: Leak,
}

/// Cosines of templates and their reconstructions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Leak {
    /// Their mean.
    pub mean: f64,
    /// Their 95 % quantile.
    pub high: f64,
    /// The share of reconstructions above 0.99: the template itself.
    pub exact: f64,
}

impl Leak {
    fn of(mut cosines: Vec<f64>) -> Self {
        cosines.sort_by(f64::total_cmp);
        let n = cosines.len().max(1) as f64;
        Self {
            mean: cosines.iter().sum::<f64>() / n,
            high: quantile(&cosines, 0.95),
            exact: cosines.iter().filter(|c| **c > 0.99).count() as f64 / n,
        }
    }
}

/// The largest angle, in degrees, at which 99 % of `draws` random probes of
/// random templates of `dimension` numbers open.
///
/// # Errors
/// Those of [`Scheme::opens`].
pub fn tolerance(
    scheme: &dyn Scheme,
    dimension: usize,
    draws: usize,
    seed: Seed,
) -> Result<f64, EvalError> {
    let opening = |steps: usize| -> Result<f64, EvalError> {
        let opened: usize = (0..draws)
            .into_par_iter()
            .map(|draw| {
                let mut rng = seed.stream("tolerance", &[dimension, steps, draw]);
                let template = simulate::unit_vector(dimension, &mut rng)?;
                let probe = simulate::at_angle(&template, STEP * steps as f64, &mut rng)?;
                let outcome = scheme.opens(&template, &probe, &mut rng)?;
                Ok(usize::from(outcome.opened))
            })
            .sum::<Result<usize, EvalError>>()?;
        Ok(opened as f64 / draws.max(1) as f64)
    };
    // Opens at `low`, not at `high`; more of an angle never helps.
    let (mut low, mut high) = (0usize, 180usize);
    while high - low > 1 {
        let middle = low.midpoint(high);
        if opening(middle)? >= OPENING {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(STEP * low as f64)
}

/// Describes a scheme; leaks are measured on these templates.
///
/// # Errors
/// Those of the scheme.
pub fn describe(
    scheme: &dyn Scheme,
    templates: &[Vec<f32>],
    draws: usize,
    seed: Seed,
) -> Result<Description, EvalError> {
    let dimension = templates.first().map_or(2, Vec::len);
    let cosines = templates
        .par_iter()
        .enumerate()
        .map(|(i, template)| {
            let mut rng = seed.stream("leak", &[i]);
            let record = scheme.enrol(template, &mut rng)?;
            let alone = record.guess_template(&mut rng)?;
            let known = record.solve_template()?;
            Ok((num::cosine(&alone, template), num::cosine(&known, template)))
        })
        .collect::<Result<Vec<_>, EvalError>>()?;
    Ok(Description {
        name: scheme.name(),
        setting: scheme.setting(),
        dimension,
        key_bits: scheme.key_bits(),
        helper_bytes: scheme.helper_bytes(),
        tolerance: tolerance(scheme, dimension, draws, seed)?,
        micros: micros(scheme, dimension, seed)?,
        from_helper: Leak::of(cosines.iter().map(|c| c.0).collect()),
        after_opening: Leak::of(cosines.iter().map(|c| c.1).collect()),
    })
}

/// Time of an opening with a probe at 30°.
fn micros(scheme: &dyn Scheme, dimension: usize, seed: Seed) -> Result<f64, EvalError> {
    let mut rng = seed.stream("timing", &[dimension]);
    let template = simulate::unit_vector(dimension, &mut rng)?;
    let record = scheme.enrol(&template, &mut rng)?;
    let mut times = Vec::with_capacity(TIMED);
    for _ in 0..TIMED {
        let probe = simulate::at_angle(&template, 30.0, &mut rng)?;
        let start = Instant::now();
        std::hint::black_box(record.open(&probe)?);
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    Ok(quantile(&times, 0.5))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::field::plain::Plain;

    #[test]
    fn the_tolerance_of_a_threshold_is_its_angle() {
        for degrees in [10.0f64, 40.2, 70.0] {
            let scheme = Plain {
                dimension: 58,
                threshold: degrees.to_radians().cos() - 1e-6,
            };
            let found = tolerance(&scheme, 58, 20, Seed(1)).unwrap();
            assert!((found - (degrees / STEP).floor() * STEP).abs() < 1e-9);
        }
    }

    #[test]
    fn a_stored_template_leaks_whole() {
        let scheme = Plain {
            dimension: 8,
            threshold: 0.5,
        };
        let mut rng = Seed(1).stream("templates", &[]);
        let templates: Vec<Vec<f32>> = (0..5)
            .map(|_| simulate::unit_vector(8, &mut rng).unwrap().to_vec())
            .collect();
        let d = describe(&scheme, &templates, 20, Seed(1)).unwrap();
        assert!(d.from_helper.mean > 0.999 && d.after_opening.exact == 1.0);
        assert_eq!((d.dimension, d.helper_bytes), (8, 32));
        let leak = Leak::of(vec![0.0, 1.0, 0.5, 0.5]);
        assert_eq!((leak.mean, leak.exact), (0.5, 0.25));
    }
}
