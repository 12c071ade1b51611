//! The picture formats of cameras, turned into frames.
//!
//! Written here rather than taken from the camera library so that no copy of
//! the picture is left behind, and no C decoder is linked.

use mien_frame::{Frame, FrameError};
use zeroize::Zeroizing;

/// A format that a camera sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A JPEG picture a frame.
    Mjpeg,
    /// Y0 U Y1 V for two pixels (4:2:2).
    Yuyv,
    /// A plane of Y, then one of U and V by turns at half size (4:2:0).
    Nv12,
    /// Brightness only.
    Grey,
    /// R G B.
    Rgb,
    /// B G R.
    Bgr,
}

/// Makes a frame of what the camera sent.
pub(crate) fn frame(
    format: Format,
    width: u32,
    height: u32,
    bytes: &[u8],
) -> Result<Frame, FrameError> {
    if format == Format::Mjpeg {
        return mjpeg(bytes);
    }
    let (w, h) = (width as usize, height as usize);
    let expected = match format {
        Format::Yuyv => 2 * w * h,
        Format::Nv12 => w * h + 2 * w.div_ceil(2) * h.div_ceil(2),
        Format::Grey => w * h,
        _ => 3 * w * h,
    };
    // Drivers may pad the end of the buffer.
    let bytes = bytes.get(..expected).ok_or(FrameError::WrongLength {
        width,
        height,
        expected,
        found: bytes.len(),
    })?;
    let mut rgb = Vec::with_capacity(3 * w * h);
    match format {
        Format::Yuyv => {
            for [y0, u, y1, v] in bytes.as_chunks::<4>().0 {
                rgb.extend(from_yuv(*y0, *u, *v));
                rgb.extend(from_yuv(*y1, *u, *v));
            }
        }
        Format::Nv12 => {
            let (luma, chroma) = bytes.split_at(w * h);
            for (i, y) in luma.iter().enumerate() {
                let at = 2 * (i / w / 2 * w.div_ceil(2) + i % w / 2);
                rgb.extend(from_yuv(*y, chroma[at], chroma[at + 1]));
            }
        }
        Format::Grey => rgb.extend(bytes.iter().flat_map(|v| [*v; 3])),
        Format::Bgr => rgb.extend(
            bytes
                .as_chunks::<3>()
                .0
                .iter()
                .flat_map(|[b, g, r]| [*r, *g, *b]),
        ),
        Format::Rgb | Format::Mjpeg => rgb.extend_from_slice(bytes),
    }
    Frame::from_rgb(width, height, rgb)
}

/// Marks a JPEG as a film's frame, whose Huffman tables may be left out because
/// they are always the same.
const FILM_MARK: &[u8] = b"\xFF\xE0\x00\x10AVI1\0\0\0\0\0\0\0\0\0\0";

/// Decodes one frame of a JPEG film.
fn mjpeg(bytes: &[u8]) -> Result<Frame, FrameError> {
    const TABLES: [u8; 2] = [0xFF, 0xC4];
    const START: [u8; 2] = [0xFF, 0xD8];
    if !bytes.starts_with(&START) || bytes.windows(2).any(|w| w == TABLES) {
        return Frame::decode(bytes);
    }
    let mut marked = Zeroizing::new(Vec::with_capacity(bytes.len() + FILM_MARK.len()));
    marked.extend_from_slice(&START);
    marked.extend_from_slice(FILM_MARK);
    marked.extend_from_slice(&bytes[2..]);
    Frame::decode(&marked)
}

/// Rec. 601 with limited range, as cameras send it.
fn from_yuv(y: u8, u: u8, v: u8) -> [u8; 3] {
    let (y, u, v) = (
        1.164 * (f32::from(y) - 16.0),
        f32::from(u) - 128.0,
        f32::from(v) - 128.0,
    );
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
    let byte = |v: f32| v.round().clamp(0.0, 255.0) as u8;
    [
        byte(y + 1.596 * v),
        byte(y - 0.392 * u - 0.813 * v),
        byte(y + 2.017 * u),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<[u8; 3]>, wanted: [u8; 3]) -> bool {
        found.is_some_and(|f| f.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) <= 3))
    }

    #[test]
    fn colours_come_out_right() {
        // Red, green and blue in Rec. 601: Y, U, V.
        let red = [81, 90, 240];
        let blue = [41, 240, 110];
        let [ry, ru, rv] = red;
        let yuyv = frame(Format::Yuyv, 2, 1, &[ry, ru, ry, rv]).unwrap();
        assert!(near(yuyv.pixel(0, 0), [255, 0, 0]));
        let [by, bu, bv] = blue;
        let nv12 = frame(Format::Nv12, 2, 2, &[by, by, by, by, bu, bv]).unwrap();
        assert!(near(nv12.pixel(1, 1), [0, 0, 255]));
        let bgr = frame(Format::Bgr, 1, 1, &[10, 20, 30]).unwrap();
        assert_eq!(bgr.pixel(0, 0), Some([30, 20, 10]));
        let rgb = frame(Format::Rgb, 1, 1, &[10, 20, 30]).unwrap();
        assert_eq!(rgb.pixel(0, 0), Some([10, 20, 30]));
        let grey = frame(Format::Grey, 2, 1, &[7, 9]).unwrap();
        assert_eq!(grey.pixel(1, 0), Some([9, 9, 9]));
    }

    #[test]
    fn each_block_of_nv12_has_its_own_colour() {
        // Four by two: the left block grey, the right one red.
        let bytes = [81, 81, 81, 81, 81, 81, 81, 81, 128, 128, 90, 240];
        let f = frame(Format::Nv12, 4, 2, &bytes).unwrap();
        assert!(near(f.pixel(1, 1), [76, 76, 76]));
        assert!(near(f.pixel(2, 0), [255, 0, 0]));
    }

    #[test]
    fn short_buffers_are_refused_and_padding_is_ignored() {
        for format in [
            Format::Yuyv,
            Format::Nv12,
            Format::Grey,
            Format::Rgb,
            Format::Bgr,
        ] {
            assert!(frame(format, 4, 4, &[0; 15]).is_err(), "{format:?}");
            assert!(frame(format, 4, 4, &[0; 60]).is_ok(), "{format:?}");
        }
    }

    #[test]
    fn jpeg_films_with_and_without_tables() {
        let picture = Frame::filled(32, 32, [200, 60, 60]).unwrap();
        let whole = picture.to_jpeg(90).unwrap();
        assert!(near(
            frame(Format::Mjpeg, 32, 32, &whole).unwrap().pixel(9, 9),
            [200, 60, 60]
        ));
        // The encoder uses the usual tables: leaving them out changes nothing.
        let bare = without_tables(&whole);
        assert!(bare.len() < whole.len());
        assert!(near(
            frame(Format::Mjpeg, 32, 32, &bare).unwrap().pixel(9, 9),
            [200, 60, 60]
        ));
        assert!(frame(Format::Mjpeg, 32, 32, &whole[..whole.len() / 2]).is_err());
    }

    fn without_tables(jpeg: &[u8]) -> Vec<u8> {
        let mut out = jpeg[..2].to_vec();
        let mut at = 2;
        loop {
            let length = 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
            if jpeg[at + 1] == 0xDA {
                out.extend(&jpeg[at..]);
                return out;
            }
            if jpeg[at + 1] != 0xC4 {
                out.extend(&jpeg[at..at + length]);
            }
            at += length;
        }
    }
}
