//! Logistic regression for thousands of inputs.

use rayon::prelude::*;

use crate::num::single;

/// Steps and differences that the minimiser remembers (Liu & Nocedal 1989).
const STEPS: usize = 120;
const MEMORY: usize = 10;

/// Weights and bias in the units of the inputs.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub bias: f64,
    pub weights: Vec<f64>,
}

impl Fitted {
    pub(super) fn score(&self, x: &[f32]) -> f64 {
        let products = self.weights.iter().zip(x).map(|(w, v)| w * f64::from(*v));
        self.bias + products.sum::<f64>()
    }
}

/// Minimises the mean log loss, both classes counting the same, plus
/// `penalty`/2 times the square of the weights of standardised inputs.
pub(super) fn fit(samples: &[(&[f32], bool)], penalty: f64) -> Fitted {
    let n = samples.len().max(1) as f64;
    let length = samples.first().map_or(0, |(x, _)| x.len());
    let mean = sum(samples, length, |x, out| add(out, x, 1.0));
    let mean: Vec<f64> = mean.iter().map(|v| v / n).collect();
    let squares = sum(samples, length, |x, out| {
        for (o, (v, m)) in out.iter_mut().zip(x.iter().zip(&mean)) {
            *o += (f64::from(*v) - m).powi(2);
        }
    });
    // What hardly ever changes must not be blown up.
    let deviation: Vec<f64> = squares.iter().map(|v| (v / n).sqrt() + 0.05).collect();
    let problem = Problem {
        samples,
        mean,
        deviation,
        penalty,
    };
    let v = problem.minimise(length);
    problem.unscale(&v)
}

struct Problem<'a> {
    samples: &'a [(&'a [f32], bool)],
    mean: Vec<f64>,
    deviation: Vec<f64>,
    penalty: f64,
}

impl Problem<'_> {
    /// From standardised inputs to inputs as they are; the bias is the last.
    fn unscale(&self, v: &[f64]) -> Fitted {
        let weights: Vec<f64> = v.iter().zip(&self.deviation).map(|(w, d)| w / d).collect();
        let shift: f64 = weights.iter().zip(&self.mean).map(|(w, m)| w * m).sum();
        Fitted {
            bias: v.last().copied().unwrap_or(0.0) - shift,
            weights,
        }
    }

    fn loss(&self, v: &[f64]) -> (f64, Vec<f64>) {
        let now = self.unscale(v);
        let weights: Vec<f32> = now.weights.iter().map(|w| single(*w)).collect();
        let yes = self.samples.iter().filter(|s| s.1).count() as f64;
        let no = self.samples.len() as f64 - yes;
        let length = weights.len();
        let zero = || (0.0, 0.0, vec![0.0; length]);
        let (loss, pull, sums) = self
            .samples
            .par_chunks(256)
            .map(|chunk| {
                let (mut loss, mut pull) = (0.0, 0.0);
                let mut sums = vec![0f32; length];
                for (x, hidden) in chunk {
                    let (sign, share) = if *hidden { (1.0, yes) } else { (-1.0, no) };
                    let weight = 0.5 / share.max(1.0);
                    let z = sign * (f64::from(crate::num::dot(&weights, x)) + now.bias);
                    loss += weight * ((-z.abs()).exp().ln_1p() + (-z).max(0.0));
                    let g = -sign * weight / (1.0 + z.clamp(-500.0, 500.0).exp());
                    pull += g;
                    let g = single(g);
                    for (s, v) in sums.iter_mut().zip(*x) {
                        *s += g * v;
                    }
                }
                (loss, pull, sums.into_iter().map(f64::from).collect())
            })
            .reduce(zero, |a, b| {
                let mut sums: Vec<f64> = a.2;
                for (s, v) in sums.iter_mut().zip(b.2) {
                    *s += v;
                }
                (a.0 + b.0, a.1 + b.1, sums)
            });
        let mut gradient: Vec<f64> = (0..length)
            .map(|i| (sums[i] - pull * self.mean[i]) / self.deviation[i] + self.penalty * v[i])
            .collect();
        gradient.push(pull);
        let square: f64 = v.iter().take(length).map(|w| w * w).sum();
        (loss + self.penalty * square / 2.0, gradient)
    }

    /// L-BFGS with steps that are halved until the loss falls enough.
    fn minimise(&self, length: usize) -> Vec<f64> {
        let mut v = vec![0.0; length + 1];
        let (mut loss, mut gradient) = self.loss(&v);
        let mut past: Vec<(Vec<f64>, Vec<f64>)> = Vec::new();
        for _ in 0..STEPS {
            let direction = descent(&gradient, &past);
            let slope = dot(&direction, &gradient);
            let mut size = if past.is_empty() {
                1.0 / dot(&gradient, &gradient).sqrt().max(1.0)
            } else {
                1.0
            };
            let step = loop {
                let next: Vec<f64> = v
                    .iter()
                    .zip(&direction)
                    .map(|(a, d)| a + size * d)
                    .collect();
                let (value, slopes) = self.loss(&next);
                if value <= loss + 1e-4 * size * slope {
                    break Some((next, value, slopes));
                }
                size /= 2.0;
                if size < 1e-8 {
                    break None;
                }
            };
            let Some((next, value, slopes)) = step else {
                break;
            };
            let moved = minus(&next, &v);
            let bent = minus(&slopes, &gradient);
            if dot(&moved, &bent) > 1e-12 {
                past.push((moved, bent));
                if past.len() > MEMORY {
                    past.remove(0);
                }
            }
            let gained = loss - value;
            (v, loss, gradient) = (next, value, slopes);
            if gained < 1e-7 * loss {
                break;
            }
        }
        v
    }
}

/// The two loops of L-BFGS.
fn descent(gradient: &[f64], past: &[(Vec<f64>, Vec<f64>)]) -> Vec<f64> {
    let mut q: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut shares = Vec::new();
    for (moved, bent) in past.iter().rev() {
        let share = dot(moved, &q) / dot(moved, bent);
        shift(&mut q, bent, -share);
        shares.push(share);
    }
    if let Some((moved, bent)) = past.last() {
        let scale = dot(moved, bent) / dot(bent, bent);
        q.iter_mut().for_each(|v| *v *= scale);
    }
    for ((moved, bent), share) in past.iter().zip(shares.iter().rev()) {
        let back = dot(bent, &q) / dot(moved, bent);
        shift(&mut q, moved, share - back);
    }
    q
}

fn sum(samples: &[(&[f32], bool)], length: usize, term: impl Fn(&[f32], &mut [f64])) -> Vec<f64> {
    let mut out = vec![0.0; length];
    for (x, _) in samples {
        term(x, &mut out);
    }
    out
}

fn add(out: &mut [f64], x: &[f32], times: f64) {
    for (o, v) in out.iter_mut().zip(x) {
        *o += times * f64::from(*v);
    }
}

fn shift(a: &mut [f64], by: &[f64], times: f64) {
    for (a, b) in a.iter_mut().zip(by) {
        *a += times * b;
    }
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_direction_that_separates() {
        // The second input decides, the first is noise, the third is constant.
        let inputs: Vec<[f32; 3]> = (0..400_u16)
            .map(|k| {
                let t = f32::from(k);
                [(t * 1.7).sin(), (t * 0.37).cos() * 2.0 + 5.0, 4.0]
            })
            .collect();
        let samples: Vec<(&[f32], bool)> =
            inputs.iter().map(|x| (x.as_slice(), x[1] > 5.5)).collect();
        let fitted = fit(&samples, 1e-3);
        let right = samples
            .iter()
            .filter(|(x, y)| (fitted.score(x) > 0.0) == *y);
        assert!(right.count() > 390);
        assert!(fitted.weights[1] > 5.0 * fitted.weights[0].abs());
        // Sums in single precision leave a little.
        assert!(fitted.weights[2].abs() < 1e-3);
    }

    #[test]
    fn the_gradient_is_that_of_the_loss() {
        let inputs = [[0.3_f32, -1.0], [1.5, 0.2], [-0.4, 0.9], [2.0, 1.0]];
        let samples: Vec<(&[f32], bool)> =
            inputs.iter().map(|x| (x.as_slice(), x[0] > 1.0)).collect();
        let problem = Problem {
            samples: &samples,
            mean: vec![0.5, 0.2],
            deviation: vec![0.7, 1.3],
            penalty: 0.1,
        };
        let v = [0.4, -0.3, 0.2];
        let (_, gradient) = problem.loss(&v);
        for i in 0..3 {
            let at = |d: f64| {
                let mut w = v;
                w[i] += d;
                problem.loss(&w).0
            };
            let slope = (at(1e-3) - at(-1e-3)) / 2e-3;
            assert!(
                (slope - gradient[i]).abs() < 1e-4,
                "{i}: {slope} {gradient:?}"
            );
        }
    }
}
