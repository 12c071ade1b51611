//! From a raw embedding to a template's coordinates.
//!
//! A calibration is a mean and a matrix, found by the evaluation on labelled
//! photographs: the matrix keeps the directions in which persons differ and
//! scales them so that the differences between photographs of one person are
//! the same in all.

use crate::FaceError;

/// Begins every calibration file.
const MAGIC: &[u8; 8] = b"MIENCAL1";

/// `y = M · (e − m)` for a unit vector `e`; `y` is then scaled to length one.
///
/// File: `MIENCAL1`, inputs and outputs as little-endian `u16`, then as
/// little-endian `f32` the mean (inputs numbers) and the matrix (outputs ×
/// inputs numbers, row by row), and nothing after.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration(Option<Projection>);

#[derive(Clone, Debug, PartialEq)]
struct Projection {
    mean: Vec<f32>,
    /// One row for each output.
    matrix: Vec<f32>,
}

impl Calibration {
    /// Leaves embeddings as they are.
    #[must_use]
    pub fn identity() -> Self {
        Self(None)
    }

    /// Takes a mean (inputs numbers) and a matrix (outputs × inputs, row by
    /// row).
    ///
    /// # Errors
    /// [`FaceError::Calibration`] when sizes do not fit or a number is not
    /// finite.
    pub fn new(mean: Vec<f32>, matrix: Vec<f32>) -> Result<Self, FaceError> {
        let bad = |problem| Err(FaceError::Calibration { problem });
        if mean.is_empty() || matrix.is_empty() || !matrix.len().is_multiple_of(mean.len()) {
            return bad("its sizes do not fit together");
        }
        if !mean.iter().chain(&matrix).all(|v| v.is_finite()) {
            return bad("it holds a number that is not finite");
        }
        let limit = usize::from(u16::MAX);
        if mean.len() > limit || matrix.len() / mean.len() > limit {
            return bad("it has more dimensions than the format holds");
        }
        Ok(Self(Some(Projection { mean, matrix })))
    }

    /// Reads the file format.
    ///
    /// # Errors
    /// [`FaceError::Calibration`].
    pub fn parse(bytes: &[u8]) -> Result<Self, FaceError> {
        let bad = |problem| FaceError::Calibration { problem };
        let rest = bytes
            .strip_prefix(MAGIC)
            .ok_or_else(|| bad("it is not a calibration file"))?;
        let ([inputs, outputs], numbers) = sizes(rest).ok_or_else(|| bad("it is cut short"))?;
        let expected = inputs * (outputs + 1);
        if numbers.len() != 4 * expected {
            return Err(bad("its length does not fit its sizes"));
        }
        let mut values: Vec<f32> = numbers
            .as_chunks::<4>()
            .0
            .iter()
            .map(|b| f32::from_le_bytes(*b))
            .collect();
        let matrix = values.split_off(inputs);
        Self::new(values, matrix)
    }

    /// Writes the file format; nothing for the identity, which has no file.
    #[must_use]
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let Projection { mean, matrix } = self.0.as_ref()?;
        let inputs = u16::try_from(mean.len()).ok()?;
        let outputs = u16::try_from(matrix.len() / mean.len()).ok()?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(inputs.to_le_bytes());
        bytes.extend(outputs.to_le_bytes());
        for v in mean.iter().chain(matrix) {
            bytes.extend(v.to_le_bytes());
        }
        Some(bytes)
    }

    /// Numbers that come out; nothing for the identity.
    #[must_use]
    pub fn outputs(&self) -> Option<usize> {
        self.0.as_ref().map(|p| p.matrix.len() / p.mean.len())
    }

    pub(super) fn check_inputs(&self, inputs: usize) -> Result<(), FaceError> {
        match &self.0 {
            Some(p) if p.mean.len() != inputs => Err(FaceError::Calibration {
                problem: "it was made for a model with another number of outputs",
            }),
            _ => Ok(()),
        }
    }

    /// `M · (e − m)`, added up in double precision. Not yet of length one.
    #[must_use]
    pub fn apply(&self, embedding: &[f32]) -> Vec<f32> {
        let Some(Projection { mean, matrix }) = &self.0 else {
            return embedding.to_vec();
        };
        matrix
            .chunks_exact(mean.len())
            .map(|row| {
                let sum: f64 = row
                    .iter()
                    .zip(embedding.iter().zip(mean))
                    .map(|(w, (e, m))| f64::from(*w) * (f64::from(*e) - f64::from(*m)))
                    .sum();
                #[allow(clippy::cast_possible_truncation)] // rounding is meant
                let y = sum as f32;
                y
            })
            .collect()
    }
}

/// The two sizes and what follows them.
fn sizes(bytes: &[u8]) -> Option<([usize; 2], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<4>()?;
    let [a, b, c, d] = *head;
    let sizes = [[a, b], [c, d]].map(|v| usize::from(u16::from_le_bytes(v)));
    Some((sizes, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Calibration {
        Calibration::new(vec![1.0, 0.0, -1.0], vec![1.0, 2.0, 3.0, 0.0, 0.5, 0.0]).unwrap()
    }

    #[test]
    fn the_mean_goes_first_and_rows_are_outputs() {
        let y = example().apply(&[2.0, 4.0, 1.0]);
        assert_eq!(y, [1.0 + 8.0 + 6.0, 2.0]);
        assert_eq!(Calibration::identity().apply(&[3.0, 4.0]), [3.0, 4.0]);
    }

    #[test]
    fn the_file_comes_back() {
        let bytes = example().to_bytes().unwrap();
        assert_eq!(&bytes[..12], b"MIENCAL1\x03\0\x02\0");
        assert_eq!(bytes.len(), 12 + 4 * (3 + 6));
        assert_eq!(Calibration::parse(&bytes).unwrap(), example());
    }

    #[test]
    fn damaged_files_are_refused() {
        let whole = example().to_bytes().unwrap();
        for length in 0..whole.len() {
            assert!(Calibration::parse(&whole[..length]).is_err(), "{length}");
        }
        let mut long = whole.clone();
        long.push(0);
        assert!(Calibration::parse(&long).is_err());
        let mut other = whole.clone();
        other[7] = b'2';
        assert!(Calibration::parse(&other).is_err());
        let mut empty = whole.clone();
        empty.truncate(12);
        empty[8..12].fill(0);
        assert!(Calibration::parse(&empty).is_err());
        let mut nan = whole;
        nan[12..16].copy_from_slice(&f32::NAN.to_le_bytes());
        assert!(Calibration::parse(&nan).is_err());
    }
}
