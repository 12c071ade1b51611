//! One channel of numbers.

use std::fmt;

use zeroize::Zeroizing;

/// Brightness (Rec. 601 luma, 0 to 255) of a patch, rows from top to bottom,
/// in memory that is wiped when dropped.
#[derive(Clone)]
pub struct Plane {
    width: usize,
    height: usize,
    values: Zeroizing<Vec<f32>>,
}

impl Plane {
    pub(crate) fn new(width: usize, height: usize, values: Zeroizing<Vec<f32>>) -> Self {
        debug_assert_eq!(values.len(), width * height);
        Self {
            width,
            height,
            values,
        }
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// All values, row by row.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// The value at column `x` and row `y`; outside, that of the nearest pixel.
    #[must_use]
    pub fn at(&self, x: i64, y: i64) -> f32 {
        let clamp = |v: i64, n: usize| usize::try_from(v.max(0)).unwrap_or(0).min(n - 1);
        let (x, y) = (clamp(x, self.width), clamp(y, self.height));
        self.values
            .get(y * self.width + x)
            .copied()
            .unwrap_or_default()
    }

    /// The plane under a binomial filter of five pixels in each direction, whose
    /// variance is one pixel.
    #[must_use]
    pub fn smoothed(&self) -> Self {
        let along = |plane: &Self, dx: i64, dy: i64| {
            let side = |v: usize| i64::try_from(v).unwrap_or(0);
            let (width, height) = (side(plane.width), side(plane.height));
            let mut values = Zeroizing::new(Vec::with_capacity(plane.values.len()));
            for y in 0..height {
                for x in 0..width {
                    let at = |k: i64| plane.at(x + k * dx, y + k * dy);
                    let sum = at(-2) + 4.0 * at(-1) + 6.0 * at(0) + 4.0 * at(1) + at(2);
                    values.push(sum / 16.0);
                }
            }
            Self::new(plane.width, plane.height, values)
        };
        along(&along(self, 1, 0), 0, 1)
    }
}

impl fmt::Debug for Plane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plane({} × {})", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_is_the_nearest_value() {
        let plane = Plane::new(3, 2, Zeroizing::new(vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]));
        assert_eq!(plane.at(-4, -1), 1.0);
        assert_eq!(plane.at(9, 0), 3.0);
        assert_eq!(plane.at(1, 7), 5.0);
    }

    #[test]
    fn smoothing_spreads_a_point_by_one_pixel() {
        let mut values = vec![0.0; 81];
        values[40] = 1.0;
        let plane = Plane::new(9, 9, Zeroizing::new(values)).smoothed();
        let (mut sum, mut spread) = (0.0, 0.0);
        for (i, v) in plane.values().iter().enumerate() {
            sum += v;
            spread += v * ((i % 9) as f32 - 4.0).powi(2);
        }
        assert!((sum - 1.0).abs() < 1e-6);
        assert!((spread - 1.0).abs() < 1e-6);
    }
}
