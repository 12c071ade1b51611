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
}

impl fmt::Debug for Plane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plane({} × {})", self.width, self.height)
    }
}
