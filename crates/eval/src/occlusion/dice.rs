//! Chance for the painter.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::Rng;

use super::paint::Colour;
use super::shape::Point;
use crate::seed::below;

/// Draws of one picture.
pub(super) struct Dice(pub ChaCha20Rng);

impl Dice {
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.0.next_u64() >> 11) as f64 * 2f64.powi(-53)
    }

    pub(super) fn chance(&mut self, p: f64) -> bool {
        self.between(0.0, 1.0) < p
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        below(n, &mut self.0)
    }

    pub(super) fn one_of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// A point within `reach` of another, in each direction.
    pub(super) fn near(&mut self, p: Point, reach: f64) -> Point {
        p.map(|v| v + self.between(-reach, reach))
    }

    pub(super) fn colour(&mut self) -> Colour {
        [0.0; 3].map(|_: f64| self.between(0.0, 255.0))
    }
}
