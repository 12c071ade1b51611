//! Random orthogonal matrices.

use nalgebra::DMatrix;

use crate::num;
use crate::seed::normal;
use chacha20::rand_core::Rng;

/// A d × d orthogonal matrix, by rows.
pub struct Orthogonal(DMatrix<f64>);

impl Orthogonal {
    /// Drawn uniformly (Haar measure): the orthogonal factor of a matrix of
    /// normal numbers, its columns signed by the other factor's diagonal
    /// (Mezzadri, Notices of the AMS 54(5), 2007).
    #[must_use]
    pub fn random(d: usize, rng: &mut impl Rng) -> Self {
        let qr = DMatrix::from_fn(d, d, |_, _| normal(rng)).qr();
        let (mut q, r) = qr.unpack();
        for (i, mut column) in q.column_iter_mut().enumerate() {
            if r[(i, i)] < 0.0 {
                column.neg_mut();
            }
        }
        Self(q)
    }

    /// The matrix times a vector.
    #[must_use]
    pub fn apply(&self, v: &[f32]) -> Vec<f64> {
        let mut out = vec![0.0; v.len()];
        for (column, &x) in self.0.column_iter().zip(v) {
            for (out, &a) in out.iter_mut().zip(column.iter()) {
                *out += a * f64::from(x);
            }
        }
        out
    }

    /// The transposed matrix, which is the inverse, times a vector.
    #[must_use]
    pub fn transposed(&self, v: &[f64]) -> Vec<f32> {
        self.0
            .column_iter()
            .map(|column| num::single(column.iter().zip(v).map(|(a, b)| a * b).sum()))
            .collect()
    }

    /// The matrix followed by the reflection that takes its image of the unit
    /// vector `from` to the unit vector `to`.
    #[must_use]
    pub fn sending(mut self, from: &[f32], to: &[f64]) -> Self {
        let image = self.apply(from);
        let apart: Vec<f64> = image.iter().zip(to).map(|(a, b)| a - b).collect();
        let square: f64 = apart.iter().map(|x| x * x).sum();
        if square > 0.0 {
            for mut column in self.0.column_iter_mut() {
                let along: f64 = column.iter().zip(&apart).map(|(a, b)| a * b).sum();
                for (x, a) in column.iter_mut().zip(&apart) {
                    *x -= 2.0 * along / square * a;
                }
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::seed::Seed;
    use mien_sketch::simulate;

    #[test]
    fn it_keeps_lengths_and_goes_back_and_sends_where_it_is_told() {
        let mut rng = Seed(1).stream("orthogonal", &[]);
        let v = simulate::unit_vector(40, &mut rng).unwrap();
        let matrix = Orthogonal::random(40, &mut rng);
        let image = matrix.apply(&v);
        assert!((image.iter().map(|x| x * x).sum::<f64>() - 1.0).abs() < 1e-6);
        for (a, b) in matrix.transposed(&image).iter().zip(v.iter()) {
            assert!((a - b).abs() < 1e-6);
        }
        let mut to = vec![0.0; 40];
        (to[3], to[17]) = (0.6, -0.8);
        let sending = matrix.sending(&v, &to);
        for (a, b) in sending.apply(&v).iter().zip(&to) {
            assert!((a - b).abs() < 1e-6);
        }
        let back = sending.transposed(&sending.apply(&[0.5; 40]));
        assert!(back.iter().all(|x| (x - 0.5).abs() < 1e-6));
    }
}
