//! The few float-to-integer conversions of the pixel loops, in one place, so
//! that the cast lints stay on everywhere else.

/// Largest integer not above `v`, as an index that may be negative.
///
/// Saturates for values outside the `i64` range; NaN becomes 0. Without a
/// rounding instruction in the target `f64::floor` is a call, which the pixel
/// loops feel.
#[allow(clippy::cast_possible_truncation)] // saturating by definition of `as`
pub(crate) fn floor(v: f64) -> i64 {
    let towards_zero = v as i64;
    towards_zero.saturating_sub(i64::from(towards_zero as f64 > v))
}

/// The nearest byte, clamped to 0..=255.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped first
pub(crate) fn byte(v: f32) -> u8 {
    v.round().clamp(0.0, 255.0) as u8
}

/// A count of at least one and at most `limit`, rounded up.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped first
pub(crate) fn count(v: f64, limit: u32) -> u32 {
    v.ceil().clamp(1.0, f64::from(limit)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_is_not_above() {
        let cases = [
            (-1.5, -2),
            (-1.0, -1),
            (-0.25, -1),
            (-0.0, 0),
            (0.75, 0),
            (1.0, 1),
            (f64::NAN, 0),
            (f64::INFINITY, i64::MAX),
            (f64::NEG_INFINITY, i64::MIN),
        ];
        for (v, expected) in cases {
            assert_eq!(floor(v), expected, "{v}");
        }
    }
}
