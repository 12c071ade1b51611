//! From a [`Frame`] to JPEG bytes in memory.
//!
//! Only the replayed camera needs it, to lose what a camera's compression
//! loses; frames are never written to a file.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use zeroize::Zeroizing;

use crate::{Frame, FrameError};

impl Frame {
    /// Compresses as baseline JPEG with `quality` from 1 to 100.
    ///
    /// # Errors
    /// [`FrameError::Encode`].
    pub fn to_jpeg(&self, quality: u8) -> Result<Zeroizing<Vec<u8>>, FrameError> {
        // Room for the worst case in practice, so that growing leaves no copies.
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.rgb().len() + 4096));
        JpegEncoder::new_with_quality(&mut *bytes, quality.clamp(1, 100))
            .write_image(
                self.rgb(),
                self.width(),
                self.height(),
                ExtendedColorType::Rgb8,
            )
            .map_err(|e| FrameError::Encode(e.to_string()))?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    use super::*;

    #[test]
    fn compression_keeps_the_picture_roughly() {
        let frame = Frame::filled(40, 30, [200, 100, 50]).unwrap();
        let back = Frame::decode(&frame.to_jpeg(80).unwrap()).unwrap();
        let [r, g, b] = back.pixel(20, 15).unwrap();
        assert!(r.abs_diff(200) < 6 && g.abs_diff(100) < 6 && b.abs_diff(50) < 6);
    }

    #[test]
    fn lower_quality_is_shorter() {
        let rgb = (0..64 * 64 * 3).map(|i| (i * 7919 % 251) as u8).collect();
        let frame = Frame::from_rgb(64, 64, rgb).unwrap();
        assert!(frame.to_jpeg(40).unwrap().len() < frame.to_jpeg(95).unwrap().len());
    }
}
