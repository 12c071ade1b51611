//! Resampled pieces of a picture.
//!
//! Every patch is taken from the full-size frame in one step. Where the patch
//! is coarser than the frame, each of its pixels is the mean over the area that
//! it covers; where it is finer, the value is interpolated between the four
//! nearest pixels. Nothing is rounded to bytes in between.

use std::fmt;

use zeroize::Zeroizing;

use crate::{Frame, FrameError, Plane, Similarity, num};

/// Most samples per patch pixel and axis: beyond this the samples lie further
/// apart than one frame pixel, which a patch sixteen times coarser does not
/// show.
const MAX_SAMPLES: u32 = 16;

/// What a sample outside the frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Black, as the detection and landmark models were trained with.
    Black,
    /// The nearest pixel of the frame.
    Nearest,
}

/// An upright square region of a frame, in frame pixels. May reach outside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Square {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Length of a side.
    pub side: f64,
}

/// A resampled RGB piece of a frame: three numbers from 0 to 255 a pixel, rows
/// from top to bottom, in memory that is wiped when dropped.
#[derive(Clone)]
pub struct Patch {
    width: usize,
    height: usize,
    rgb: Zeroizing<Vec<f32>>,
}

impl Patch {
    /// Cuts a turned piece out: patch point `p` shows frame point
    /// `to_frame.apply(p)`.
    #[must_use]
    pub fn turned(
        frame: &Frame,
        to_frame: &Similarity,
        width: usize,
        height: usize,
        outside: Outside,
    ) -> Self {
        let n = num::count(to_frame.scale() - 1e-6, MAX_SAMPLES);
        let [ux, uy] = to_frame.step();
        let sample = Sampler::new(frame, outside);
        let weight = 1.0 / (n * n) as f32;
        let mut rgb = Zeroizing::new(Vec::with_capacity(3 * width * height));
        for row in 0..height {
            for column in 0..width {
                let mut sum = [0.0_f32; 3];
                for j in 0..n {
                    let y = row as f64 + (f64::from(j) + 0.5) / f64::from(n);
                    let x = column as f64 + 0.5 / f64::from(n);
                    let [mut fx, mut fy] = to_frame.apply([x, y]);
                    for _ in 0..n {
                        sample.add(fx - 0.5, fy - 0.5, &mut sum);
                        fx += ux / f64::from(n);
                        fy += uy / f64::from(n);
                    }
                }
                rgb.extend(sum.map(|v| v * weight));
            }
        }
        Self { width, height, rgb }
    }

    /// Cuts an upright square out and resamples it to `size × size`; what lies
    /// outside the frame is black.
    ///
    /// Reads each frame pixel once, so it is the cheap way to look at a whole
    /// picture.
    #[must_use]
    pub fn upright(frame: &Frame, region: Square, size: usize) -> Self {
        let scale = region.side / size as f64;
        if scale < 1.0 {
            let whole = Similarity::about([0.0, 0.0], [region.x, region.y], scale, 0.0);
            return Self::turned(frame, &whole, size, size, Outside::Black);
        }
        let columns = Coverage::new(region.x, scale, size, frame.width());
        let rows = Coverage::new(region.y, scale, size, frame.height());
        let mut rgb = Zeroizing::new(vec![0.0_f32; 3 * size * size]);
        let mut line = Zeroizing::new(vec![0.0_f32; 3 * size]);
        for (y, shares) in rows.shares() {
            columns.gather(frame.row(y), &mut line);
            for (row, weight) in shares {
                let to = &mut rgb[3 * size * row..3 * size * (row + 1)];
                for (t, v) in to.iter_mut().zip(line.iter()) {
                    *t += v * weight;
                }
            }
        }
        Self {
            width: size,
            height: size,
            rgb,
        }
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// The numbers, `3 × width × height` of them.
    #[must_use]
    pub fn rgb(&self) -> &[f32] {
        &self.rgb
    }

    /// The colour at column `x` and row `y`, or nothing outside the patch.
    #[must_use]
    pub fn pixel(&self, x: usize, y: usize) -> Option<[f32; 3]> {
        if x >= self.width {
            return None;
        }
        let start = 3 * (y * self.width + x);
        self.rgb
            .get(start..start + 3)
            .and_then(|p| <[f32; 3]>::try_from(p).ok())
    }

    /// The mirror image, left and right exchanged.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let mut rgb = Zeroizing::new(Vec::with_capacity(self.rgb.len()));
        for row in self.rgb.chunks_exact(3 * self.width) {
            for pixel in row.rchunks_exact(3) {
                rgb.extend(pixel);
            }
        }
        Self {
            width: self.width,
            height: self.height,
            rgb,
        }
    }

    /// Brightness alone (Rec. 601).
    #[must_use]
    pub fn luma(&self) -> Plane {
        let values = self
            .rgb
            .chunks_exact(3)
            .map(|p| 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2])
            .collect();
        Plane::new(self.width, self.height, Zeroizing::new(values))
    }

    /// Rounds to a frame.
    ///
    /// # Errors
    /// [`FrameError::Empty`] or [`FrameError::TooLarge`] for such sizes.
    pub fn to_frame(&self) -> Result<Frame, FrameError> {
        let rgb = self.rgb.iter().map(|v| num::byte(*v)).collect();
        let side = |v: usize| u32::try_from(v).unwrap_or(u32::MAX);
        Frame::from_rgb(side(self.width), side(self.height), rgb)
    }
}

impl fmt::Debug for Patch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Patch({} × {})", self.width, self.height)
    }
}

/// Bilinear interpolation in a frame.
struct Sampler<'a> {
    rgb: &'a [u8],
    width: i64,
    height: i64,
    outside: Outside,
}

impl<'a> Sampler<'a> {
    fn new(frame: &'a Frame, outside: Outside) -> Self {
        Self {
            rgb: frame.rgb(),
            width: i64::from(frame.width()),
            height: i64::from(frame.height()),
            outside,
        }
    }

    /// Adds the value at `(x, y)`, where pixel centres have whole coordinates.
    fn add(&self, x: f64, y: f64, sum: &mut [f32; 3]) {
        let (x0, y0) = (num::floor(x), num::floor(y));
        #[allow(clippy::cast_possible_truncation)] // both in [0, 1)
        let (fx, fy) = ((x - x0 as f64) as f32, (y - y0 as f64) as f32);
        let weights = [
            (1.0 - fx) * (1.0 - fy),
            fx * (1.0 - fy),
            (1.0 - fx) * fy,
            fx * fy,
        ];
        if let Some(pixels) = self.inside(x0, y0) {
            for (pixel, weight) in pixels.into_iter().zip(weights) {
                for (s, v) in sum.iter_mut().zip(pixel) {
                    *s += weight * f32::from(*v);
                }
            }
        } else {
            self.add_at_edge([x0, y0], weights, sum);
        }
    }

    /// The four pixels whose first is `(x, y)`, if all of them are in the frame.
    fn inside(&self, x: i64, y: i64) -> Option<[&[u8; 3]; 4]> {
        let within = |v: i64, limit: i64| v >= 0 && v < limit - 1;
        if !within(x, self.width) || !within(y, self.height) {
            return None;
        }
        let start = usize::try_from(3 * (y * self.width + x)).ok()?;
        let below = start + usize::try_from(3 * self.width).ok()?;
        let pair = |start| {
            let (pixels, _) = self.rgb.get(start..start + 6)?.as_chunks::<3>();
            Some((pixels.first()?, pixels.get(1)?))
        };
        let ((a, b), (c, d)) = (pair(start)?, pair(below)?);
        Some([a, b, c, d])
    }

    /// The same where some of the four pixels may be outside.
    fn add_at_edge(&self, [x0, y0]: [i64; 2], weights: [f32; 4], sum: &mut [f32; 3]) {
        let places = [(0, 0), (1, 0), (0, 1), (1, 1)];
        for ((dx, dy), weight) in places.into_iter().zip(weights) {
            let (mut px, mut py) = (x0.saturating_add(dx), y0.saturating_add(dy));
            match self.outside {
                Outside::Nearest => {
                    px = px.clamp(0, self.width - 1);
                    py = py.clamp(0, self.height - 1);
                }
                Outside::Black => {
                    if px < 0 || py < 0 || px >= self.width || py >= self.height {
                        continue;
                    }
                }
            }
            let start = usize::try_from(3 * (py * self.width + px)).unwrap_or(usize::MAX);
            if let Some(pixel) = self.rgb.get(start..).and_then(|r| r.first_chunk::<3>()) {
                for (s, v) in sum.iter_mut().zip(pixel) {
                    *s += weight * f32::from(*v);
                }
            }
        }
    }
}

/// Which cells of a coarse axis a frame column (or row) falls into, and with
/// what share of the cell.
struct Coverage {
    start: f64,
    scale: f64,
    cells: usize,
    limit: u32,
}

impl Coverage {
    fn new(start: f64, scale: f64, cells: usize, limit: u32) -> Self {
        Self {
            start,
            scale,
            cells,
            limit,
        }
    }

    /// The columns that matter.
    fn range(&self) -> std::ops::Range<u32> {
        let end = self.start + self.scale * self.cells as f64;
        let clamp = |v: f64| {
            u32::try_from(num::floor(v).clamp(0, i64::from(self.limit))).unwrap_or(self.limit)
        };
        clamp(self.start)..clamp(end.ceil())
    }

    /// The cells that column `i` overlaps: at most two, since a cell is at least
    /// as wide as a column.
    fn cells_of(&self, i: u32) -> impl Iterator<Item = (usize, f32)> + use<> {
        let (a, b) = (
            (f64::from(i) - self.start) / self.scale,
            (f64::from(i) + 1.0 - self.start) / self.scale,
        );
        let cells = self.cells;
        let first = num::floor(a);
        [first, first + 1].into_iter().filter_map(move |cell| {
            let low = a.max(cell as f64);
            let high = b.min(cell as f64 + 1.0);
            let index = usize::try_from(cell).ok().filter(|c| *c < cells)?;
            #[allow(clippy::cast_possible_truncation)] // a share between 0 and 1
            let share = (high - low) as f32;
            (share > 0.0).then_some((index, share))
        })
    }

    fn shares(&self) -> impl Iterator<Item = (u32, impl Iterator<Item = (usize, f32)>)> {
        self.range().map(|i| (i, self.cells_of(i)))
    }

    /// Averages one row of bytes into `line`.
    fn gather(&self, row: &[u8], line: &mut [f32]) {
        line.fill(0.0);
        let range = self.range();
        let first = 3 * range.start as usize;
        let pixels = row.get(first..).unwrap_or_default().chunks_exact(3);
        for (i, pixel) in range.zip(pixels) {
            for (cell, share) in self.cells_of(i) {
                if let Some(to) = line.get_mut(3 * cell..3 * cell + 3) {
                    for (t, v) in to.iter_mut().zip(pixel) {
                        *t += share * f32::from(*v);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    use super::*;

    fn noise(width: u32, height: u32) -> Frame {
        let mut state = 12345_u32;
        let rgb = (0..3 * width * height)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        Frame::from_rgb(width, height, rgb).unwrap()
    }

    fn ramp(width: u32, height: u32) -> Frame {
        let rgb = (0..height)
            .flat_map(|y| (0..width).flat_map(move |x| [(2 * x) as u8, (3 * y) as u8, 50]))
            .collect();
        Frame::from_rgb(width, height, rgb).unwrap()
    }

    #[test]
    fn the_identity_copies() {
        let frame = noise(13, 9);
        let same = Similarity::about([0.0, 0.0], [0.0, 0.0], 1.0, 0.0);
        let patch = Patch::turned(&frame, &same, 13, 9, Outside::Black);
        assert_eq!(patch.to_frame().unwrap().rgb(), frame.rgb());
        let square = Square {
            x: 2.0,
            y: 1.0,
            side: 8.0,
        };
        let patch = Patch::upright(&frame, square, 8);
        assert_eq!(
            patch.pixel(0, 0).unwrap()[1],
            f32::from(frame.pixel(2, 1).unwrap()[1])
        );
        assert_eq!(
            patch.pixel(7, 7).unwrap()[2],
            f32::from(frame.pixel(9, 8).unwrap()[2])
        );
    }

    #[test]
    fn a_ramp_is_interpolated_exactly() {
        let frame = ramp(60, 60);
        let turn = Similarity::about([10.0, 10.0], [30.0, 30.0], 0.7, 0.4);
        let patch = Patch::turned(&frame, &turn, 20, 20, Outside::Black);
        for (x, y) in [(0, 0), (19, 3), (7, 16)] {
            let p = turn.apply([x as f64 + 0.5, y as f64 + 0.5]);
            let [r, g, b] = patch.pixel(x, y).unwrap();
            assert!((f64::from(r) - 2.0 * (p[0] - 0.5)).abs() < 1e-3);
            assert!((f64::from(g) - 3.0 * (p[1] - 0.5)).abs() < 1e-3);
            assert!((b - 50.0).abs() < 1e-3);
        }
    }

    #[test]
    fn shrinking_averages_the_area() {
        let frame = noise(64, 64);
        let whole = Square {
            x: 0.0,
            y: 0.0,
            side: 64.0,
        };
        let exact = |x0: u32, y0: u32, c: usize| -> f32 {
            let sum: f32 = (0..8)
                .flat_map(|j| (0..8).map(move |i| (i, j)))
                .map(|(i, j)| f32::from(frame.pixel(8 * x0 + i, 8 * y0 + j).unwrap()[c]))
                .sum();
            sum / 64.0
        };
        let by_area = Patch::upright(&frame, whole, 8);
        let eighth = Similarity::about([0.0, 0.0], [0.0, 0.0], 8.0, 0.0);
        let by_samples = Patch::turned(&frame, &eighth, 8, 8, Outside::Black);
        for (x, y) in [(0, 0), (3, 5), (7, 7)] {
            for c in 0..3 {
                let want = exact(x, y, c);
                let (x, y) = (x as usize, y as usize);
                assert!((by_area.pixel(x, y).unwrap()[c] - want).abs() < 0.01);
                assert!((by_samples.pixel(x, y).unwrap()[c] - want).abs() < 0.01);
            }
        }
    }

    #[test]
    fn fine_stripes_do_not_alias() {
        // One-pixel stripes seen 3.7 times smaller, turned: grey, not moiré.
        let rgb = (0..200_u32 * 200)
            .flat_map(|i| [if i % 2 == 0 { 255 } else { 0 }; 3])
            .collect();
        let frame = Frame::from_rgb(200, 200, rgb).unwrap();
        let turn = Similarity::about([20.0, 20.0], [100.0, 100.0], 3.7, 0.3);
        let patch = Patch::turned(&frame, &turn, 40, 40, Outside::Nearest);
        let middle = (10..30).flat_map(|y| (10..30).map(move |x| (x, y)));
        for (x, y) in middle {
            let v = patch.pixel(x, y).unwrap()[0];
            assert!((v - 127.5).abs() < 30.0, "{v} at {x} {y}");
        }
    }

    #[test]
    fn outside_is_black_or_the_nearest() {
        let frame = Frame::filled(10, 10, [200, 200, 200]).unwrap();
        let far = Similarity::about([0.0, 0.0], [-20.0, 2.0], 1.0, 0.0);
        let black = Patch::turned(&frame, &far, 5, 5, Outside::Black);
        assert_eq!(black.pixel(2, 2), Some([0.0; 3]));
        let near = Patch::turned(&frame, &far, 5, 5, Outside::Nearest);
        assert_eq!(near.pixel(2, 2), Some([200.0; 3]));
        let half = Square {
            x: -10.0,
            y: 0.0,
            side: 20.0,
        };
        let patch = Patch::upright(&frame, half, 4);
        assert_eq!(patch.pixel(0, 0), Some([0.0; 3]));
        assert!((patch.pixel(3, 1).unwrap()[0] - 200.0).abs() < 0.01);
        assert!(patch.pixel(3, 3).unwrap()[0] < 0.01, "below the frame");
    }

    #[test]
    fn mirroring_twice_is_nothing() {
        let frame = noise(12, 12);
        let patch = Patch::upright(
            &frame,
            Square {
                x: 0.0,
                y: 0.0,
                side: 12.0,
            },
            12,
        );
        let mirror = patch.mirrored();
        assert_eq!(mirror.pixel(0, 4), patch.pixel(11, 4));
        assert_eq!(mirror.mirrored().rgb(), patch.rgb());
    }

    #[test]
    fn a_sample_at_the_edge_sees_the_edge_repeated() {
        let small = noise(9, 7);
        let rgb = (0..9)
            .flat_map(|y: u32| (0..11).map(move |x: u32| (x, y)))
            .flat_map(|(x, y)| {
                let (x, y) = (x.saturating_sub(1).min(8), y.saturating_sub(1).min(6));
                let start = 3 * (9 * y + x) as usize;
                small.rgb()[start..start + 3].to_vec()
            })
            .collect();
        let wide = Frame::from_rgb(11, 9, rgb).unwrap();
        let cut = |frame: &Frame, x, y| {
            let to_frame = Similarity::about([0.0, 0.0], [x, y], 0.5, 0.0);
            Patch::turned(frame, &to_frame, 18, 14, Outside::Nearest)
        };
        assert_eq!(cut(&small, 0.0, 0.0).rgb(), cut(&wide, 1.0, 1.0).rgb());
    }
}
