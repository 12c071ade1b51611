//! From the bytes of a JPEG or PNG file to a [`Frame`].

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use zeroize::{Zeroize, Zeroizing};

use crate::frame::byte_length;
use crate::{Frame, FrameError, MAX_SIDE, jpeg};

/// Larger than any picture within the pixel limit compresses to in practice;
/// guards against reading a film into memory.
const MAX_FILE: u64 = 256 << 20;

impl Frame {
    /// Reads a JPEG or PNG file, whatever its name ends in.
    ///
    /// # Errors
    /// [`FrameError::Unreadable`] when the system refuses, else
    /// [`FrameError::InFile`] around what [`Frame::decode`] found.
    pub fn open(path: &Path) -> Result<Self, FrameError> {
        let bytes = read(path).map_err(|source| FrameError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        Self::decode(&bytes).map_err(|problem| FrameError::InFile {
            path: path.to_owned(),
            problem: Box::new(problem),
        })
    }

    /// Decodes JPEG or PNG bytes and turns the picture upright by its EXIF
    /// orientation. Transparency is dropped, sixteen bits become eight.
    ///
    /// # Errors
    /// [`FrameError::NotAPicture`], [`FrameError::Truncated`],
    /// [`FrameError::Damaged`], [`FrameError::TooLarge`] (found out from the
    /// header, before any pixel is decoded) or [`FrameError::Empty`].
    pub fn decode(bytes: &[u8]) -> Result<Self, FrameError> {
        let format = image::guess_format(bytes).map_err(|_| FrameError::NotAPicture)?;
        if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png) {
            return Err(FrameError::NotAPicture);
        }
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        // The size is judged below, with our own message.
        reader.no_limits();
        let mut decoder = reader.into_decoder().map_err(|e| damaged(&e))?;
        let (width, height) = decoder.dimensions();
        byte_length(width, height)?;
        decoder.set_limits(limits()).map_err(|e| damaged(&e))?;
        if format == ImageFormat::Jpeg && !jpeg::is_complete(bytes) {
            return Err(FrameError::Truncated);
        }
        let orientation = decoder.orientation().map_err(|e| damaged(&e))?;
        let mut picture = DynamicImage::from_decoder(decoder).map_err(|e| damaged(&e))?;
        picture.apply_orientation(orientation);
        let (width, height) = (picture.width(), picture.height());
        Self::from_rgb(width, height, into_rgb(picture))
    }
}

/// The decoder's own guard: what eight channels of sixteen bits would need.
fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(crate::MAX_PIXELS * 8);
    limits
}

/// The file's bytes, in memory that is wiped: they are the picture too.
fn read(path: &Path) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let file = fs::File::open(path)?;
    // One allocation of the right size, so that growing leaves no copies.
    let known = file.metadata()?.len().min(MAX_FILE);
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(known).unwrap_or(0) + 1));
    file.take(MAX_FILE).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Eight-bit RGB, wiping the decoder's buffer when it had another layout.
fn into_rgb(picture: DynamicImage) -> Vec<u8> {
    if let DynamicImage::ImageRgb8(rgb) = picture {
        return rgb.into_raw();
    }
    let rgb = picture.to_rgb8().into_raw();
    match picture {
        DynamicImage::ImageLuma8(p) => p.into_raw().zeroize(),
        DynamicImage::ImageLumaA8(p) => p.into_raw().zeroize(),
        DynamicImage::ImageRgba8(p) => p.into_raw().zeroize(),
        DynamicImage::ImageLuma16(p) => p.into_raw().zeroize(),
        DynamicImage::ImageLumaA16(p) => p.into_raw().zeroize(),
        DynamicImage::ImageRgb16(p) => p.into_raw().zeroize(),
        DynamicImage::ImageRgba16(p) => p.into_raw().zeroize(),
        // No other layout comes out of JPEG or PNG.
        _ => {}
    }
    rgb
}

fn damaged(error: &ImageError) -> FrameError {
    match error {
        ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            FrameError::Truncated
        }
        _ => FrameError::Damaged(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    use super::*;
    use image::{ImageEncoder, codecs::png::PngEncoder};

    fn gradient(width: u32, height: u32) -> Frame {
        let rgb = (0..height)
            .flat_map(|y| (0..width).flat_map(move |x| [x as u8, y as u8, 128]))
            .collect();
        Frame::from_rgb(width, height, rgb).unwrap()
    }

    fn png(frame: &Frame) -> Vec<u8> {
        let mut out = Vec::new();
        PngEncoder::new(&mut out)
            .write_image(
                frame.rgb(),
                frame.width(),
                frame.height(),
                image::ExtendedColorType::Rgb8,
            )
            .unwrap();
        out
    }

    #[test]
    fn png_comes_back_unchanged() {
        let frame = gradient(31, 17);
        let back = Frame::decode(&png(&frame)).unwrap();
        assert_eq!((back.width(), back.height()), (31, 17));
        assert_eq!(back.rgb(), frame.rgb());
    }

    #[test]
    fn text_is_not_a_picture() {
        for bytes in [&b"hello, this is text\n"[..], b"", b"\xFF", b"GIF89a"] {
            assert!(matches!(Frame::decode(bytes), Err(FrameError::NotAPicture)));
        }
    }

    #[test]
    fn a_file_named_jpg_is_judged_by_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.jpg");
        fs::write(&path, "not a picture").unwrap();
        let message = Frame::open(&path).unwrap_err().to_string();
        assert!(message.contains("note.jpg") && message.contains("not a JPEG or PNG"));
        fs::write(&path, png(&gradient(8, 8))).unwrap();
        assert!(Frame::open(&path).is_ok());
    }

    #[test]
    fn a_missing_file_is_named() {
        let message = Frame::open(Path::new("/nonexistent/face.jpg"))
            .unwrap_err()
            .to_string();
        assert!(message.contains("/nonexistent/face.jpg") && message.contains("check the path"));
    }

    #[test]
    fn truncated_pictures_are_refused_at_every_length() {
        let frame = gradient(48, 40);
        let whole = frame.to_jpeg(90).unwrap();
        assert!(Frame::decode(&whole).is_ok());
        for length in (4..whole.len()).step_by(7) {
            assert!(Frame::decode(&whole[..length]).is_err(), "{length} bytes");
        }
        let whole = png(&frame);
        for length in (16..whole.len() - 12).step_by(11) {
            assert!(Frame::decode(&whole[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn large_sizes_are_refused_from_the_header() {
        // Only the header is changed: the pixels for this size do not exist.
        let mut bytes = png(&gradient(8, 8));
        bytes[16..20].copy_from_slice(&12_000_u32.to_be_bytes());
        let crc = crc32(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&crc.to_be_bytes());
        let found = Frame::decode(&bytes).unwrap_err();
        assert!(
            matches!(
                found,
                FrameError::TooLarge {
                    width: 12_000,
                    height: 8
                }
            ),
            "{found:?}"
        );
        assert!(found.to_string().contains("12000 × 8"));
    }

    fn crc32(bytes: &[u8]) -> u32 {
        let mut crc = !0_u32;
        for b in bytes {
            crc ^= u32::from(*b);
            for _ in 0..8 {
                crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
            }
        }
        !crc
    }

    #[test]
    fn exif_orientation_is_applied() {
        // 6: the camera was turned, the picture must be turned clockwise.
        let mut frame = Frame::filled(16, 8, [0, 0, 0]).unwrap();
        for y in 0..8 {
            for x in 0..8 {
                let at = 3 * (y * 16 + x);
                frame.rgb_mut()[at] = 255; // left half red
            }
        }
        let plain = frame.to_jpeg(95).unwrap();
        let mut exif = vec![0xFF, 0xE1, 0, 34];
        exif.extend(b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01");
        exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
        exif.extend([0, 0, 0, 0]);
        let mut turned = plain[..2].to_vec();
        turned.extend(&exif);
        turned.extend(&plain[2..]);
        let picture = Frame::decode(&turned).unwrap();
        assert_eq!((picture.width(), picture.height()), (8, 16));
        assert!(picture.pixel(4, 2).unwrap()[0] > 200, "red half on top");
        assert!(picture.pixel(4, 13).unwrap()[0] < 50);
    }

    #[test]
    fn grey_and_transparent_pictures_become_rgb() {
        let mut out = Vec::new();
        PngEncoder::new(&mut out)
            .write_image(&[9; 20], 5, 4, image::ExtendedColorType::L8)
            .unwrap();
        assert_eq!(Frame::decode(&out).unwrap().pixel(1, 1), Some([9, 9, 9]));
        let mut out = Vec::new();
        PngEncoder::new(&mut out)
            .write_image(&[7; 80], 5, 4, image::ExtendedColorType::Rgba8)
            .unwrap();
        assert_eq!(Frame::decode(&out).unwrap().pixel(1, 1), Some([7, 7, 7]));
    }
}
