//! The few float-to-integer conversions of the pixel loops, in one place, so
//! that the cast lints stay on everywhere else.

/// Largest integer not above `v`, as an index that may be negative.
///
/// Saturates for values outside the `i64` range; NaN becomes 0.
#[allow(clippy::cast_possible_truncation)] // saturating by definition of `as`
pub(crate) fn floor(v: f64) -> i64 {
    v.floor() as i64
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
