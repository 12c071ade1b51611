//! The `.bin` file: the values of all constants, one after the other.

use std::collections::HashMap;

use super::Problem;
use super::topology::{Weight, WeightGroup};

/// A constant of the graph, in TensorFlow's order (last dimension fastest).
#[derive(Clone)]
pub(super) struct Constant {
    pub shape: Vec<usize>,
    pub values: Values,
}

#[derive(Clone)]
pub(super) enum Values {
    Float(Vec<f32>),
    Int(Vec<i64>),
}

/// Reads every weight.
pub(super) fn read(
    groups: &[WeightGroup],
    bytes: &[u8],
) -> Result<HashMap<String, Constant>, Problem> {
    let mut constants = HashMap::new();
    let mut rest = bytes;
    let mut described = 0_usize;
    for weight in groups.iter().flat_map(|g| &g.weights) {
        let format = Format::of(weight)?;
        let count: usize = weight.shape.iter().product();
        let length = count.saturating_mul(format.bytes());
        described = described.saturating_add(length);
        let Some((raw, after)) = rest.split_at_checked(length) else {
            return Err(Problem::WeightLength {
                expected: described,
                found: bytes.len(),
            });
        };
        rest = after;
        let constant = Constant {
            shape: weight.shape.clone(),
            values: values(weight, format, raw),
        };
        constants.insert(weight.name.clone(), constant);
    }
    if !rest.is_empty() {
        return Err(Problem::WeightLength {
            expected: described,
            found: bytes.len(),
        });
    }
    Ok(constants)
}

/// How numbers lie in the file.
#[derive(Clone, Copy, PartialEq)]
enum Format {
    F32,
    F16,
    I32,
    U16,
    U8,
}

impl Format {
    fn of(weight: &Weight) -> Result<Self, Problem> {
        let stored = weight
            .quantization
            .as_ref()
            .map_or(weight.dtype.as_str(), |q| q.dtype.as_str());
        match stored {
            "float32" => Ok(Self::F32),
            "float16" => Ok(Self::F16),
            "int32" => Ok(Self::I32),
            "uint16" => Ok(Self::U16),
            "uint8" => Ok(Self::U8),
            other => Err(Problem::WeightKind {
                name: weight.name.clone(),
                kind: other.to_owned(),
            }),
        }
    }

    fn bytes(self) -> usize {
        match self {
            Self::F32 | Self::I32 => 4,
            Self::F16 | Self::U16 => 2,
            Self::U8 => 1,
        }
    }
}

fn values(weight: &Weight, format: Format, raw: &[u8]) -> Values {
    if weight.dtype == "int32" && format == Format::I32 {
        return Values::Int(
            words(raw)
                .map(|w| i64::from(i32::from_le_bytes(w)))
                .collect(),
        );
    }
    let (scale, min) = weight.quantization.as_ref().map_or((1.0, 0.0), |q| {
        (q.scale.unwrap_or(1.0), q.min.unwrap_or(0.0))
    });
    #[allow(clippy::cast_possible_truncation)] // rounding to single precision is meant
    let scaled = |v: f64| (v * scale + min) as f32;
    Values::Float(match format {
        Format::F32 => words(raw).map(f32::from_le_bytes).collect(),
        Format::I32 => words(raw)
            .map(|w| scaled(f64::from(i32::from_le_bytes(w))))
            .collect(),
        Format::F16 => pairs(raw).map(|p| half(u16::from_le_bytes(p))).collect(),
        Format::U16 => pairs(raw)
            .map(|p| scaled(f64::from(u16::from_le_bytes(p))))
            .collect(),
        Format::U8 => raw.iter().map(|b| scaled(f64::from(*b))).collect(),
    })
}

fn words(raw: &[u8]) -> impl Iterator<Item = [u8; 4]> {
    raw.as_chunks::<4>().0.iter().copied()
}

fn pairs(raw: &[u8]) -> impl Iterator<Item = [u8; 2]> {
    raw.as_chunks::<2>().0.iter().copied()
}

/// IEEE 754 binary16 to binary32.
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from((bits >> 10) & 0x1F);
    let fraction = f32::from(bits & 0x3FF);
    let magnitude = match exponent {
        0 => fraction * 2_f32.powi(-24),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        e => (1.0 + fraction / 1024.0) * 2_f32.powi(e - 15),
    };
    sign * magnitude
}

impl Constant {
    /// The values as floats.
    pub(super) fn floats(&self) -> Vec<f32> {
        match &self.values {
            Values::Float(v) => v.clone(),
            Values::Int(v) => v.iter().map(|i| *i as f32).collect(),
        }
    }

    /// The values as integers, nothing when they are floats.
    pub(super) fn ints(&self) -> Option<&[i64]> {
        match &self.values {
            Values::Float(_) => None,
            Values::Int(v) => Some(v),
        }
    }

    /// The same values with the dimensions in another order.
    pub(super) fn transposed(&self, order: &[usize]) -> (Vec<f32>, Vec<usize>) {
        let values = self.floats();
        let n = self.shape.len();
        let mut steps = vec![1; n];
        for k in (1..n).rev() {
            steps[k - 1] = steps[k] * self.shape[k];
        }
        let shape: Vec<usize> = order.iter().map(|k| self.shape[*k]).collect();
        let steps: Vec<usize> = order.iter().map(|k| steps[*k]).collect();
        let mut index = vec![0; n];
        let mut out = Vec::with_capacity(values.len());
        for _ in 0..values.len() {
            let at: usize = index.iter().zip(&steps).map(|(i, s)| i * s).sum();
            out.push(values[at]);
            for k in (0..n).rev() {
                index[k] += 1;
                if index[k] < shape[k] {
                    break;
                }
                index[k] = 0;
            }
        }
        (out, shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tfjs::topology::Quantization;

    fn weight(dtype: &str, shape: &[usize], stored: Option<(&str, f64, f64)>) -> WeightGroup {
        WeightGroup {
            weights: vec![Weight {
                name: "w".into(),
                shape: shape.into(),
                dtype: dtype.into(),
                quantization: stored.map(|(dtype, scale, min)| Quantization {
                    dtype: dtype.into(),
                    scale: Some(scale),
                    min: Some(min),
                }),
            }],
        }
    }

    #[test]
    fn half_floats() {
        for (bits, value) in [
            (0x3C00, 1.0),
            (0xC000, -2.0),
            (0x3555, 0.333_251_95),
            (0x7BFF, 65504.0),
            (0x0001, 5.960_464_5e-8),
            (0x03FF, 6.097_555e-5),
            (0x0400, 6.103_515_6e-5),
            (0x7C00, f32::INFINITY),
        ] {
            assert_eq!(half(bits), value, "{bits:#06x}");
        }
        assert!(half(0x7C01).is_nan());
        assert!(half(0x8000).is_sign_negative());
    }

    #[test]
    fn quantised_bytes_are_scaled() {
        let group = weight("float32", &[3], Some(("uint8", 0.5, -1.0)));
        let read = read(&[group], &[0, 2, 255]).unwrap();
        assert_eq!(read["w"].floats(), [-1.0, 0.0, 126.5]);
    }

    #[test]
    fn the_length_must_be_exact() {
        let group = || weight("float32", &[2], None);
        assert!(read(&[group()], &[0; 8]).is_ok());
        for length in [0, 7, 9] {
            let found = read(&[group()], &vec![0; length]).err();
            assert_eq!(
                found,
                Some(Problem::WeightLength {
                    expected: 8,
                    found: length
                })
            );
        }
    }

    #[test]
    fn an_unknown_format_is_named() {
        let found = read(&[weight("string", &[1], None)], &[0]).err();
        assert!(matches!(found, Some(Problem::WeightKind { kind, .. }) if kind == "string"));
    }

    #[test]
    fn transposing_moves_every_value() {
        let c = Constant {
            shape: vec![2, 3, 4],
            values: Values::Int((0..24).collect()),
        };
        let (values, shape) = c.transposed(&[2, 0, 1]);
        assert_eq!(shape, [4, 2, 3]);
        // out[k][i][j] = in[i][j][k]
        assert_eq!(values[(3 * 2 + 1) * 3 + 2], (12 + 8 + 3) as f32);
        assert_eq!(values[1], 4.0);
    }
}
