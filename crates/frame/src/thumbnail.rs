//! A small picture of a frame, for showing it to the person in front of it.

use std::fmt;
use std::ops::Range;

use zeroize::Zeroizing;

use crate::Frame;

/// Which way round a [`Thumbnail`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mirror {
    /// As in a mirror, which is what people expect of their own picture.
    Yes,
    /// As the camera sees it.
    No,
}

/// A reduced picture: rows from top to bottom, four bytes `R G B A` a pixel, A
/// always 255, as a canvas takes them. Wiped when dropped.
#[derive(Clone)]
pub struct Thumbnail {
    width: u32,
    height: u32,
    rgba: Zeroizing<Vec<u8>>,
}

impl Thumbnail {
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

    /// The bytes, `4 × width × height` of them.
    #[must_use]
    pub fn rgba(&self) -> &[u8] {
        &self.rgba
    }
}

impl fmt::Debug for Thumbnail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Thumbnail({} × {})", self.width, self.height)
    }
}

impl Frame {
    /// The frame at most `max_width` pixels wide, its proportions kept; a frame
    /// that is no wider is copied. Each pixel is the mean of the block of whole
    /// frame pixels that falls to it, in integers, which is exact enough to look
    /// at and reads every frame pixel once (about a millisecond for 640 × 480).
    #[must_use]
    pub fn thumbnail(&self, max_width: u32, mirror: Mirror) -> Thumbnail {
        let width = self.width().min(max_width.max(1));
        let height = scaled(self.height(), width, self.width()).max(1);
        let columns: Vec<Range<usize>> = (0..width)
            .map(|x| {
                let x = match mirror {
                    Mirror::Yes => width - 1 - x,
                    Mirror::No => x,
                };
                3 * block(x, width, self.width())..3 * block(x + 1, width, self.width())
            })
            .collect();
        let mut rgba = Zeroizing::new(Vec::with_capacity(4 * width as usize * height as usize));
        for y in 0..height {
            let rows = block(y, height, self.height())..block(y + 1, height, self.height());
            for column in &columns {
                let [r, g, b] = self.mean(rows.clone(), column.clone());
                rgba.extend([r, g, b, u8::MAX]);
            }
        }
        Thumbnail {
            width,
            height,
            rgba,
        }
    }

    /// The mean colour of some rows and, in bytes of a row, some columns.
    fn mean(&self, rows: Range<usize>, columns: Range<usize>) -> [u8; 3] {
        // A block of MAX_PIXELS bright pixels still fits 64 bits by far.
        let mut sum = [0_u64; 3];
        let mut pixels = 0_u64;
        let length = 3 * self.width() as usize;
        for y in rows {
            let bytes = self
                .rgb()
                .get(y * length + columns.start..y * length + columns.end)
                .unwrap_or_default();
            for pixel in bytes.as_chunks::<3>().0 {
                for (s, v) in sum.iter_mut().zip(pixel) {
                    *s += u64::from(*v);
                }
                pixels += 1;
            }
        }
        sum.map(|s| u8::try_from((s + pixels / 2) / pixels.max(1)).unwrap_or(u8::MAX))
    }
}

/// `v · to / from`, rounded down.
fn scaled(v: u32, to: u32, from: u32) -> u32 {
    let exact = u64::from(v) * u64::from(to) / u64::from(from.max(1));
    u32::try_from(exact).unwrap_or(u32::MAX)
}

/// Where block `i` of `n` begins in a line of `length` pixels.
fn block(i: u32, n: u32, length: u32) -> usize {
    scaled(i, length, n) as usize
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_possible_truncation)]
    use super::*;

    fn ramp(width: u32, height: u32) -> Frame {
        let rgb = (0..height)
            .flat_map(|y| (0..width).flat_map(move |x| [x as u8, y as u8, 7]))
            .collect();
        Frame::from_rgb(width, height, rgb).unwrap()
    }

    #[test]
    fn blocks_are_averaged_and_mirrored() {
        let frame = ramp(8, 4);
        let small = frame.thumbnail(4, Mirror::No);
        assert_eq!((small.width(), small.height()), (4, 2));
        // Columns 0 and 1, rows 0 and 1: means of one half, rounded up.
        assert_eq!(&small.rgba()[..8], &[1, 1, 7, 255, 3, 1, 7, 255]);
        let mirrored = frame.thumbnail(4, Mirror::Yes);
        assert_eq!(&mirrored.rgba()[..4], &[7, 1, 7, 255]);
        assert_eq!(&mirrored.rgba()[28..], &[1, 3, 7, 255]);
    }

    #[test]
    fn a_narrow_frame_is_copied() {
        let frame = ramp(5, 3);
        let same = frame.thumbnail(640, Mirror::No);
        assert_eq!((same.width(), same.height()), (5, 3));
        for (a, b) in frame.rgb().chunks(3).zip(same.rgba().chunks(4)) {
            assert_eq!((a, 255), (&b[..3], b[3]));
        }
    }

    #[test]
    fn every_pixel_falls_into_one_block_whatever_the_sizes() {
        // Uneven blocks: each is 2 or 3 wide, and none is empty or beyond.
        for (width, height, most) in [(7, 5, 3), (640, 480, 321), (9, 2, 0), (1000, 1, 4)] {
            let white = Frame::filled(width, height, [200, 100, 50]).unwrap();
            let small = white.thumbnail(most, Mirror::Yes);
            let pixels = small.width() as usize * small.height() as usize;
            assert_eq!(small.rgba().len(), 4 * pixels);
            assert!(small.rgba().chunks(4).all(|p| p == [200, 100, 50, 255]));
        }
    }

    #[test]
    fn debug_shows_no_pixel() {
        let small = ramp(4, 4).thumbnail(2, Mirror::No);
        assert_eq!(format!("{small:?}"), "Thumbnail(2 × 2)");
    }
}
