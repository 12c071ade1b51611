//! Invented persons whose templates are distributed like those of the
//! photographs, and how long a search among them takes.

use std::hint::black_box;
use std::time::Instant;

use mien_sketch::{Params, Search, Sketch, find};
use rayon::prelude::*;

use super::Timing;
use crate::seed::{Seed, below, normal};
use crate::{EvalError, num};

/// Templates that are mixed to make one; their directions then vary as theirs.
const MIXED: usize = 24;
/// Sketches that are opened for a timing.
const PART: usize = 1_000;
/// Searches for a timing last about this long, but one is made at least.
const SECONDS: f64 = 1.0;

/// `count` invented templates: sums of some templates seen, each with a normal
/// weight, scaled to length 1. Their mean is 0 and their covariance that of
/// what was seen, as for a normal distribution.
pub(super) fn templates(seen: &[Vec<f32>], count: usize, seed: Seed) -> Vec<Vec<f32>> {
    (0..count)
        .into_par_iter()
        .map(|i| {
            let mut rng = seed.stream("invented", &[i]);
            let mut sum = vec![0f32; seen.first().map_or(0, Vec::len)];
            for _ in 0..MIXED {
                let weight = num::single(normal(&mut rng));
                let Some(one) = seen.get(below(seen.len(), &mut rng)) else {
                    continue;
                };
                for (s, x) in sum.iter_mut().zip(one) {
                    *s += weight * x;
                }
            }
            num::normalise(&mut sum);
            sum
        })
        .collect()
}

/// A sketch for each template.
pub(super) fn sketches(
    params: &Params,
    templates: &[Vec<f32>],
    name: &str,
    seed: Seed,
) -> Result<Vec<Sketch>, EvalError> {
    templates
        .par_iter()
        .enumerate()
        .map(|(i, template)| {
            let mut rng = seed.stream(name, &[i]);
            Ok(Sketch::enrol(params, template, &mut rng)?.0)
        })
        .collect()
}

/// Times searches among `count` invented persons, on one core.
pub(super) fn time(
    params: &Params,
    seen: &[Vec<f32>],
    count: usize,
    seed: Seed,
) -> Result<Timing, EvalError> {
    let crowd = templates(seen, count, seed);
    let sketches = sketches(params, &crowd, "crowd", seed)?;
    let probe = templates(seen, 1, Seed(seed.0.wrapping_add(1)))
        .pop()
        .unwrap_or_default();
    let seconds = each(|| {
        black_box(find(&sketches, black_box(&probe), Search::DEFAULT)?);
        Ok(())
    })?;
    let part = &sketches[..count.min(PART)];
    let opening = each(|| {
        for sketch in part {
            black_box(sketch.open(black_box(&probe))?);
        }
        Ok(())
    })?;
    let scan = each(|| {
        let best = crowd
            .iter()
            .map(|t| num::dot(t, black_box(&probe)))
            .fold(f32::MIN, f32::max);
        black_box(best);
        Ok(())
    })?;
    let n = count as f64;
    Ok(Timing {
        enrolled: count,
        sketches: n / seconds,
        opened: part.len() as f64 / opening,
        cosines: n / scan,
        seconds,
    })
}

/// Seconds of one run, the fastest of as many as fit: other work on the machine
/// only ever adds to it.
fn each(mut run: impl FnMut() -> Result<(), EvalError>) -> Result<f64, EvalError> {
    let start = Instant::now();
    let mut best = f64::INFINITY;
    while best.is_infinite() || start.elapsed().as_secs_f64() < SECONDS {
        let one = Instant::now();
        run()?;
        best = best.min(one.elapsed().as_secs_f64());
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_templates_vary_as_those_seen() {
        // Seen: along the first axis twice as far as along the second.
        let seen = vec![
            vec![0.894, 0.447, 0.0],
            vec![-0.894, 0.447, 0.0],
            vec![0.894, -0.447, 0.0],
            vec![-0.894, -0.447, 0.0],
        ];
        let invented = templates(&seen, 4000, Seed(1));
        let mut square = [0f64; 3];
        for t in &invented {
            assert!((num::dot(t, t) - 1.0).abs() < 1e-5);
            for (s, x) in square.iter_mut().zip(t) {
                *s += f64::from(*x).powi(2) / 4000.0;
            }
        }
        // For normal coordinates of deviations 2 and 1 the mean of x²/(x²+y²)
        // is 2/3.
        assert!((square[0] - 2.0 / 3.0).abs() < 0.03, "{square:?}");
        assert!(square[2] == 0.0);
        assert!(invented[0] != invented[1]);
    }
}
