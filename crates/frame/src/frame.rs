//! The picture itself.

use std::fmt;

use zeroize::Zeroizing;

use crate::{FrameError, num};

/// Longest side that is accepted, in pixels.
pub const MAX_SIDE: u32 = 10_000;

/// Most pixels that are accepted: three bytes each, so 192 MB at the limit.
/// Large enough for the 50-megapixel pictures of telephones.
pub const MAX_PIXELS: u64 = 64_000_000;

/// An RGB picture, eight bits a channel, whose memory is wiped when dropped.
///
/// Rows from top to bottom, pixels from left to right, three bytes `R G B`
/// each, no padding. `Debug` prints the size and no pixel.
#[derive(Clone)]
pub struct Frame {
    width: u32,
    height: u32,
    rgb: Zeroizing<Vec<u8>>,
}

impl Frame {
    /// Takes `3 × width × height` bytes.
    ///
    /// # Errors
    /// [`FrameError::Empty`], [`FrameError::TooLarge`] or
    /// [`FrameError::WrongLength`]. The buffer is wiped in these cases too.
    pub fn from_rgb(width: u32, height: u32, rgb: Vec<u8>) -> Result<Self, FrameError> {
        let rgb = Zeroizing::new(rgb);
        let expected = byte_length(width, height)?;
        if rgb.len() != expected {
            return Err(FrameError::WrongLength {
                width,
                height,
                expected,
                found: rgb.len(),
            });
        }
        Ok(Self { width, height, rgb })
    }

    /// A picture of one colour.
    ///
    /// # Errors
    /// [`FrameError::Empty`] or [`FrameError::TooLarge`].
    pub fn filled(width: u32, height: u32, colour: [u8; 3]) -> Result<Self, FrameError> {
        let length = byte_length(width, height)?;
        let rgb = colour.iter().copied().cycle().take(length).collect();
        Self::from_rgb(width, height, rgb)
    }

    /// Width in pixels, at least 1.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels, at least 1.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The bytes, `3 × width × height` of them.
    #[must_use]
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// The bytes, for changing them in place.
    pub fn rgb_mut(&mut self) -> &mut [u8] {
        &mut self.rgb
    }

    /// The colour at column `x` and row `y`, or nothing outside the picture.
    #[must_use]
    pub fn pixel(&self, x: u32, y: u32) -> Option<[u8; 3]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        let start = 3 * (y as usize * self.width as usize + x as usize);
        self.rgb
            .get(start..start + 3)
            .and_then(|p| <[u8; 3]>::try_from(p).ok())
    }

    /// One row of bytes, empty below the picture.
    #[must_use]
    pub fn row(&self, y: u32) -> &[u8] {
        let length = 3 * self.width as usize;
        let start = y as usize * length;
        self.rgb.get(start..start + length).unwrap_or_default()
    }

    /// Mean brightness of the whole picture (Rec. 601 luma), 0 to 255.
    #[must_use]
    pub fn mean_luma(&self) -> f32 {
        let sum: u64 = self
            .rgb
            .chunks_exact(3)
            .map(|p| 299 * u64::from(p[0]) + 587 * u64::from(p[1]) + 114 * u64::from(p[2]))
            .sum();
        let pixels = self.rgb.len() / 3;
        sum as f32 / (1000 * pixels) as f32
    }

    /// Adds `offset` to every channel of every pixel after scaling by `gain`.
    pub fn adjust(&mut self, gain: f32, offset: f32) {
        for v in self.rgb.iter_mut() {
            *v = num::byte(f32::from(*v) * gain + offset);
        }
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({} × {})", self.width, self.height)
    }
}

/// Bytes of a picture of this size, once the size itself is accepted.
pub(crate) fn byte_length(width: u32, height: u32) -> Result<usize, FrameError> {
    if width == 0 || height == 0 {
        return Err(FrameError::Empty { width, height });
    }
    let pixels = u64::from(width) * u64::from(height);
    if width > MAX_SIDE || height > MAX_SIDE || pixels > MAX_PIXELS {
        return Err(FrameError::TooLarge { width, height });
    }
    usize::try_from(3 * pixels).map_err(|_| FrameError::TooLarge { width, height })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    use super::*;

    #[test]
    fn the_length_must_fit_the_size() {
        let found = Frame::from_rgb(2, 2, vec![0; 11]).unwrap_err();
        assert!(matches!(
            found,
            FrameError::WrongLength {
                expected: 12,
                found: 11,
                ..
            }
        ));
        assert!(Frame::from_rgb(2, 2, vec![0; 12]).is_ok());
    }

    #[test]
    fn sizes_out_of_range_are_refused() {
        assert!(matches!(
            Frame::filled(0, 5, [0; 3]),
            Err(FrameError::Empty { .. })
        ));
        assert!(matches!(
            Frame::filled(MAX_SIDE + 1, 1, [0; 3]),
            Err(FrameError::TooLarge { .. })
        ));
        assert!(matches!(
            Frame::filled(9_000, 9_000, [0; 3]),
            Err(FrameError::TooLarge { .. })
        ));
        assert!(Frame::filled(MAX_SIDE, 1, [0; 3]).is_ok());
    }

    #[test]
    fn debug_shows_no_pixel() {
        let frame = Frame::filled(3, 2, [77, 88, 99]).unwrap();
        assert_eq!(format!("{frame:?}"), "Frame(3 × 2)");
    }

    #[test]
    fn pixels_are_found_by_column_and_row() {
        let bytes = (0..18).collect();
        let frame = Frame::from_rgb(3, 2, bytes).unwrap();
        assert_eq!(frame.pixel(2, 1), Some([15, 16, 17]));
        assert_eq!(frame.pixel(3, 0), None);
        assert_eq!(frame.pixel(0, 2), None);
        assert_eq!(frame.row(1), &[9, 10, 11, 12, 13, 14, 15, 16, 17]);
    }

    #[test]
    fn luma_weighs_green_most() {
        let mean = |c| Frame::filled(4, 4, c).unwrap().mean_luma();
        assert!((mean([255, 255, 255]) - 255.0).abs() < 0.01);
        assert!(mean([0, 200, 0]) > mean([200, 0, 0]));
        assert!(mean([200, 0, 0]) > mean([0, 0, 200]));
    }
}
