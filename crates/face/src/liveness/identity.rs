//! Whether all frames show one face.

use zeroize::Zeroizing;

use super::limits::{SAME_FACE, STRANGE_FRAMES};

/// The face of the first frames, and how long another one has been seen.
#[derive(Default)]
pub(super) struct Continuity {
    /// Sum of the unit vectors of the first frames.
    first: Zeroizing<Vec<f64>>,
    strange: usize,
}

/// What a frame says about that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// The same face.
    Same,
    /// Not alike, but that may be the frame's fault.
    Doubtful,
    /// Another face.
    Other,
}

impl Continuity {
    /// Compares a frame with the first ones.
    pub(super) fn compare(&mut self, embedding: &[f32]) -> Likeness {
        if self.first.is_empty() {
            return Likeness::Same;
        }
        let dot: f64 = self
            .first
            .iter()
            .zip(embedding)
            .map(|(a, b)| a * f64::from(*b))
            .sum();
        let length = self.first.iter().map(|v| v * v).sum::<f64>().sqrt();
        // A cosine that is no number is not alike.
        if dot / length >= SAME_FACE {
            self.strange = 0;
            return Likeness::Same;
        }
        self.strange += 1;
        if self.strange >= STRANGE_FRAMES {
            Likeness::Other
        } else {
            Likeness::Doubtful
        }
    }

    /// Counts a frame among the first ones.
    pub(super) fn learn(&mut self, embedding: &[f32]) {
        if self.first.is_empty() {
            self.first = Zeroizing::new(vec![0.0; embedding.len()]);
        }
        for (sum, v) in self.first.iter_mut().zip(embedding) {
            *sum += f64::from(*v);
        }
    }
}
