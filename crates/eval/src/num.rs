//! Conversions between counts and real numbers, in one place so that each
//! rounding is meant.

/// To single precision.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding to single precision is meant"
)]
#[must_use]
pub(crate) fn single(x: f64) -> f32 {
    x as f32
}

/// The index ⌊x⌋, 0 for what is not a positive number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and takes NaN to 0"
)]
#[must_use]
pub(crate) fn floor_index(x: f64) -> usize {
    x as usize
}

/// Cosine of the angle between two vectors, 0 if one of them is zero.
#[must_use]
pub(crate) fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let (mut dot, mut aa, mut bb) = (0f64, 0f64, 0f64);
    for (&x, &y) in a.iter().zip(b) {
        let (x, y) = (f64::from(x), f64::from(y));
        dot += x * y;
        aa += x * x;
        bb += y * y;
    }
    let norm = (aa * bb).sqrt();
    if norm > 0.0 { dot / norm } else { 0.0 }
}

/// Scales to length 1; the zero vector stays as it is.
pub(crate) fn normalise(v: &mut [f32]) {
    let norm = v.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>().sqrt();
    if norm > 0.0 {
        for x in v {
            *x = single(f64::from(*x) / norm);
        }
    }
}

/// The dot product of two unit vectors, in single precision: eight running
/// sums, so that the compiler can use vector registers.
#[must_use]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0f32; 8];
    let (a8, b8) = (a.chunks_exact(8), b.chunks_exact(8));
    let tail: f32 = a8
        .remainder()
        .iter()
        .zip(b8.remainder())
        .map(|(x, y)| x * y)
        .sum();
    for (x, y) in a8.zip(b8) {
        for (lane, (x, y)) in lanes.iter_mut().zip(x.iter().zip(y)) {
            *lane += x * y;
        }
    }
    lanes.iter().sum::<f32>() + tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_agrees_with_its_definition_at_every_length() {
        for n in [0, 1, 7, 8, 9, 57, 64, 192] {
            let a: Vec<f32> = (0..n).map(|i| (i as f32 * 0.37).sin()).collect();
            let b: Vec<f32> = (0..n).map(|i| (i as f32 * 0.11).cos()).collect();
            let want: f64 = a
                .iter()
                .zip(&b)
                .map(|(&x, &y)| f64::from(x) * f64::from(y))
                .sum();
            assert!((f64::from(dot(&a, &b)) - want).abs() < 1e-4, "{n}");
        }
    }

    #[test]
    fn cosine_and_length() {
        assert!((cosine(&[3.0, 0.0], &[1.0, 1.0]) - 0.5f64.sqrt()).abs() < 1e-12);
        assert_eq!(cosine(&[0.0, 0.0], &[1.0, 1.0]), 0.0);
        let mut v = [3.0, 4.0];
        normalise(&mut v);
        assert_eq!(v, [0.6, 0.8]);
        let mut zero = [0.0; 3];
        normalise(&mut zero);
        assert_eq!(zero, [0.0; 3]);
    }

    #[test]
    fn indices_saturate() {
        assert_eq!(floor_index(2.9), 2);
        assert_eq!(floor_index(-1.0), 0);
        assert_eq!(floor_index(f64::NAN), 0);
    }
}
