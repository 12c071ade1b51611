//! Telling covered eyes and mouths.
//!
//! The landmark network was trained on faces of all sorts, hands and masks
//! included, and what it knows of them is in an inner layer. Two weighted sums
//! over that layer, fitted by the evaluation on painted photographs
//! (`mien-eval occlusion`), say whether an eye, and whether mouth or nose, is
//! covered.

use zeroize::Zeroizing;

use crate::FaceError;

/// Begins every occlusion file.
const MAGIC: &[u8; 8] = b"MIENOCC1";

/// Values of the inner layer, wiped when dropped: they tell much of a face.
pub type Features = Zeroizing<Vec<f32>>;

/// How likely it is that parts of a face are covered, 0 to 1. One half is the
/// line that was drawn at the fit, for a stated rate of false alarms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hidden {
    /// At least one eye.
    pub eyes: f64,
    /// Mouth or nose.
    pub mouth: f64,
}

/// `σ(b + w · x)` for eyes and for the mouth, x the values of the layer.
///
/// File: `MIENOCC1`, the number of values as little-endian `u16`, then for the
/// eyes and for the mouth as little-endian `f32` the bias and one weight for
/// each value, and nothing after.
#[derive(Clone, Debug, PartialEq)]
pub struct Occlusion {
    eyes: Sum,
    mouth: Sum,
}

/// One weighted sum.
#[derive(Clone, Debug, PartialEq)]
struct Sum {
    bias: f32,
    weights: Vec<f32>,
}

impl Sum {
    /// Added up in double precision: the order of thousands of small terms
    /// must not matter.
    fn weigh(&self, features: &[f32]) -> f64 {
        let sum: f64 = self
            .weights
            .iter()
            .zip(features)
            .map(|(w, x)| f64::from(*w) * f64::from(*x))
            .sum();
        1.0 / (1.0 + (-sum - f64::from(self.bias)).exp())
    }

    fn numbers(&self) -> impl Iterator<Item = f32> + '_ {
        std::iter::once(self.bias).chain(self.weights.iter().copied())
    }
}

impl Occlusion {
    /// Takes bias and weights for the eyes and for the mouth.
    ///
    /// # Errors
    /// [`FaceError::Occlusion`] when the sizes differ or do not fit the format,
    /// or a number is not finite.
    pub fn new(eyes: (f32, Vec<f32>), mouth: (f32, Vec<f32>)) -> Result<Self, FaceError> {
        let bad = |problem| Err(FaceError::Occlusion { problem });
        let [eyes, mouth] = [eyes, mouth].map(|(bias, weights)| Sum { bias, weights });
        let length = eyes.weights.len();
        if length == 0 || length != mouth.weights.len() || length > usize::from(u16::MAX) {
            return bad("its sizes do not fit together");
        }
        if !eyes.numbers().chain(mouth.numbers()).all(f32::is_finite) {
            return bad("it holds a number that is not finite");
        }
        Ok(Self { eyes, mouth })
    }

    /// Reads the file format.
    ///
    /// # Errors
    /// [`FaceError::Occlusion`].
    pub fn parse(bytes: &[u8]) -> Result<Self, FaceError> {
        let bad = |problem| FaceError::Occlusion { problem };
        let rest = bytes
            .strip_prefix(MAGIC)
            .ok_or_else(|| bad("it is not an occlusion file"))?;
        let (length, numbers) = rest
            .split_first_chunk::<2>()
            .ok_or_else(|| bad("it is cut short"))?;
        let length = usize::from(u16::from_le_bytes(*length));
        if numbers.len() != 8 * (length + 1) {
            return Err(bad("its length does not fit its size"));
        }
        let mut values = numbers
            .as_chunks::<4>()
            .0
            .iter()
            .map(|b| f32::from_le_bytes(*b));
        let mut sum = || {
            let bias = values.next().unwrap_or_default();
            (bias, values.by_ref().take(length).collect())
        };
        Self::new(sum(), sum())
    }

    /// Writes the file format.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let length = u16::try_from(self.eyes.weights.len()).unwrap_or(u16::MAX);
        let mut bytes = MAGIC.to_vec();
        bytes.extend(length.to_le_bytes());
        for v in self.eyes.numbers().chain(self.mouth.numbers()) {
            bytes.extend(v.to_le_bytes());
        }
        bytes
    }

    /// What the layer's values say.
    ///
    /// # Errors
    /// [`FaceError::Occlusion`] when their number is not that of the fit.
    pub fn weigh(&self, features: &[f32]) -> Result<Hidden, FaceError> {
        if features.len() != self.eyes.weights.len() {
            return Err(FaceError::Occlusion {
                problem: "it was made for another layer of the landmark network",
            });
        }
        Ok(Hidden {
            eyes: self.eyes.weigh(features),
            mouth: self.mouth.weigh(features),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Occlusion {
        Occlusion::new((0.0, vec![1.0, -1.0]), (2.0, vec![0.5, 0.0])).unwrap()
    }

    #[test]
    fn sums_are_those_of_the_definition() {
        let hidden = example().weigh(&[3.0, 3.0]).unwrap();
        assert_eq!(hidden.eyes, 0.5);
        assert!((hidden.mouth - 1.0 / (1.0 + (-3.5_f64).exp())).abs() < 1e-12);
        assert!(example().weigh(&[3.0]).is_err());
    }

    #[test]
    fn the_file_comes_back_and_damage_is_refused() {
        let bytes = example().to_bytes();
        assert_eq!(&bytes[..10], b"MIENOCC1\x02\0");
        assert_eq!(Occlusion::parse(&bytes).unwrap(), example());
        for length in 0..bytes.len() {
            assert!(Occlusion::parse(&bytes[..length]).is_err(), "{length}");
        }
        let mut long = bytes.clone();
        long.push(0);
        assert!(Occlusion::parse(&long).is_err());
        let mut other = bytes.clone();
        other[7] = b'2';
        assert!(Occlusion::parse(&other).is_err());
        let mut infinite = bytes;
        infinite[10..14].copy_from_slice(&f32::INFINITY.to_le_bytes());
        assert!(Occlusion::parse(&infinite).is_err());
        assert!(Occlusion::new((0.0, vec![]), (0.0, vec![])).is_err());
        assert!(Occlusion::new((0.0, vec![1.0]), (0.0, vec![1.0, 2.0])).is_err());
    }
}
