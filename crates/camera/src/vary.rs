//! What a hand-held camera changes from frame to frame.

use std::ops::Range;

use mien_frame::{Frame, FrameError, Outside, Patch, Similarity};
use rand_core::CryptoRng;

/// How much frames of one photograph differ. Each amount is the largest, except
/// where a deviation is named.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variation {
    /// Shift in each direction, in shares of the shorter side.
    pub shift: f64,
    /// Turn in degrees.
    pub turn: f64,
    /// Enlargement: 0.04 shows up to 4 % larger.
    pub zoom: f64,
    /// Change of exposure, relative.
    pub gain: f64,
    /// Standard deviation of the noise of each value, 0 to 255.
    pub noise: f64,
    /// Standard deviation of the blur, in shares of the shorter side.
    pub blur: f64,
    /// Lowest and highest JPEG quality, or no compression.
    pub jpeg: Option<[u8; 2]>,
}

impl Variation {
    /// A telephone or a laptop's lid in someone's hands, in ordinary light.
    #[must_use]
    pub fn hand_held() -> Self {
        Self {
            shift: 0.015,
            turn: 3.0,
            zoom: 0.05,
            gain: 0.10,
            noise: 3.0,
            blur: 0.001,
            jpeg: Some([80, 95]),
        }
    }

    /// The same without blur and compression, which take two thirds of the time
    /// that a frame costs: for a picture that moves 30 times a second.
    #[must_use]
    pub fn quick() -> Self {
        Self {
            blur: 0.0,
            jpeg: None,
            ..Self::hand_held()
        }
    }

    /// One frame of a photograph.
    ///
    /// # Errors
    /// [`FrameError`], if a picture of this size cannot be compressed.
    pub fn apply(&self, photo: &Frame, rng: &mut impl CryptoRng) -> Result<Frame, FrameError> {
        let shorter = f64::from(photo.width().min(photo.height()));
        let moved = self.pose(photo, rng).rows(photo, 0..photo.height());
        let mut frame = blurred(&moved, self.blur * shorter * unit(rng))?;
        self.expose(&mut frame, rng);
        let Some([low, high]) = self.jpeg else {
            return Ok(frame);
        };
        let quality = f64::from(low) + unit(rng) * (f64::from(high) - f64::from(low));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within 0..=255
        Frame::decode(&frame.to_jpeg(quality.round() as u8)?)
    }

    /// Where the hand is for a frame of this photograph.
    pub(crate) fn pose(&self, photo: &Frame, rng: &mut impl CryptoRng) -> Pose {
        let [width, height] = [photo.width(), photo.height()].map(f64::from);
        let middle = [width / 2.0, height / 2.0];
        let shift = self.shift * width.min(height);
        Pose {
            middle,
            shows: middle.map(|v| v + shift * either(rng)),
            turn: (self.turn * either(rng)).to_radians(),
            scale: 1.0 / (1.0 + self.zoom * unit(rng)),
        }
    }

    /// Gain and noise, together because both are cheap.
    fn expose(&self, frame: &mut Frame, rng: &mut impl CryptoRng) {
        let gain = 1.0 + self.gain * either(rng);
        let deviation = self.noise * unit(rng);
        let mut noise = Noise::new(rng);
        for v in frame.rgb_mut() {
            let changed = f64::from(*v) * gain + deviation * noise.next();
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
            let byte = changed.round().clamp(0.0, 255.0) as u8;
            *v = byte;
        }
    }
}

/// Which part of a photograph a frame shows: shifted, turned and enlarged.
#[derive(Clone, Copy)]
pub(crate) struct Pose {
    /// The middle of the frame, and what of the photograph it shows, in pixels.
    middle: [f64; 2],
    shows: [f64; 2],
    /// In radians.
    turn: f64,
    scale: f64,
}

impl Pose {
    /// These rows of the frame, which is as large as the photograph.
    pub(crate) fn rows(&self, photo: &Frame, rows: Range<u32>) -> Patch {
        let middle = [self.middle[0], self.middle[1] - f64::from(rows.start)];
        let to_photo = Similarity::about(middle, self.shows, self.scale, self.turn);
        let (width, height) = (photo.width() as usize, rows.len());
        Patch::turned(photo, &to_photo, width, height, Outside::Nearest)
    }
}

/// Makes a photograph no larger than a camera's picture: `limit` pixels for its
/// longest side.
pub(crate) fn fit_camera(photo: Frame, limit: u32) -> Result<Frame, FrameError> {
    let longest = photo.width().max(photo.height());
    if longest <= limit {
        return Ok(photo);
    }
    let scale = f64::from(longest) / f64::from(limit);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at most the limit
    let side = |v: u32| (f64::from(v) / scale).round().max(1.0) as usize;
    let to_photo = Similarity::about([0.0, 0.0], [0.0, 0.0], scale, 0.0);
    let (width, height) = (side(photo.width()), side(photo.height()));
    Patch::turned(&photo, &to_photo, width, height, Outside::Nearest).to_frame()
}

/// Gaussian blur, as three passes of a three-pixel kernel in each direction.
fn blurred(patch: &Patch, sigma: f64) -> Result<Frame, FrameError> {
    let frame = patch.to_frame()?;
    // A kernel (w, 1 − 2w, w) has variance 2w; w up to ¼ keeps it a blur.
    #[allow(clippy::cast_possible_truncation)] // a weight between 0 and ¼
    let w = (sigma * sigma / 6.0).min(0.25) as f32;
    if w < 0.001 {
        return Ok(frame);
    }
    let mut frame = frame;
    let row = 3 * frame.width() as usize;
    for _ in 0..3 {
        smooth(frame.rgb_mut(), 3, row, w);
        smooth(frame.rgb_mut(), row, usize::MAX, w);
    }
    Ok(frame)
}

/// One pass along the step `step` within runs of `run` bytes.
fn smooth(bytes: &mut [u8], step: usize, run: usize, w: f32) {
    let run = run.min(bytes.len());
    for line in bytes.chunks_mut(run) {
        // The values before the last `step` changes, still unsmoothed.
        let mut before = zeroize::Zeroizing::new(line[..step.min(line.len())].to_vec());
        for i in 0..line.len() {
            let here = line[i];
            let next = line.get(i + step).copied().unwrap_or(here);
            let slot = i % step;
            let mixed =
                f32::from(here) * (1.0 - 2.0 * w) + w * (f32::from(before[slot]) + f32::from(next));
            before[slot] = here;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a mean of bytes
            let byte = mixed.round() as u8;
            line[i] = byte;
        }
    }
}

/// Uniform in [0, 1).
pub(crate) fn unit(rng: &mut impl CryptoRng) -> f64 {
    f64::from(rng.next_u32()) / (f64::from(u32::MAX) + 1.0)
}

/// Uniform in [−1, 1).
pub(crate) fn either(rng: &mut impl CryptoRng) -> f64 {
    2.0 * unit(rng) - 1.0
}

/// A camera's noise: mean 0, deviation 1, near enough to normal (four uniform
/// bytes added up). Nothing depends on its being unpredictable, and millions of
/// values are needed for each frame, so it is SplitMix64 (Steele, Lea and Flood
/// 2014) and not the cryptographic source that seeds it.
pub(crate) struct Noise(u64);

impl Noise {
    pub(crate) fn new(rng: &mut impl CryptoRng) -> Self {
        Self(u64::from(rng.next_u32()))
    }

    pub(crate) fn next(&mut self) -> f64 {
        const DEVIATION: f64 = 147.8;
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let [a, b, c, d, ..] = z.to_le_bytes();
        let sum = u32::from(a) + u32::from(b) + u32::from(c) + u32::from(d);
        (f64::from(sum) - 510.0) / DEVIATION
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    #[test]
    fn without_variation_little_changes() {
        let none = Variation {
            shift: 0.0,
            turn: 0.0,
            zoom: 0.0,
            gain: 0.0,
            noise: 0.0,
            blur: 0.0,
            jpeg: Some([100, 100]),
        };
        let rgb = (0..90 * 60)
            .flat_map(|i| [(i % 90) as u8, (i / 90) as u8, 99])
            .collect();
        let photo = Frame::from_rgb(90, 60, rgb).unwrap();
        let shown = none.apply(&photo, &mut StdRng::seed_from_u64(1)).unwrap();
        let worst = photo
            .rgb()
            .iter()
            .zip(shown.rgb())
            .map(|(a, b)| a.abs_diff(*b))
            .max();
        assert!(worst.unwrap() <= 4);
    }

    #[test]
    fn blur_spreads_a_point_and_keeps_the_sum() {
        let mut photo = Frame::filled(21, 21, [0; 3]).unwrap();
        let at = 3 * (10 * 21 + 10);
        photo.rgb_mut()[at..at + 3].fill(250);
        let same = Similarity::about([0.0, 0.0], [0.0, 0.0], 1.0, 0.0);
        let patch = Patch::turned(&photo, &same, 21, 21, Outside::Nearest);
        let frame = blurred(&patch, 1.0).unwrap();
        let value = |x, y| i32::from(frame.pixel(x, y).unwrap()[0]);
        assert!(value(10, 10) < 120 && value(10, 10) > 20);
        assert!((value(9, 10) - value(11, 10)).abs() <= 2);
        assert!((value(10, 9) - value(10, 11)).abs() <= 2);
        let sum: i32 = frame.rgb().iter().step_by(3).map(|v| i32::from(*v)).sum();
        assert!((sum - 250).abs() < 60, "{sum}");
    }

    #[test]
    fn noise_has_the_deviation_that_is_asked_for() {
        let mut noise = Noise(3);
        let n = 100_000;
        let (mut sum, mut square) = (0.0, 0.0);
        for _ in 0..n {
            let v = noise.next();
            sum += v;
            square += v * v;
        }
        assert!((sum / f64::from(n)).abs() < 0.02);
        assert!((square / f64::from(n) - 1.0).abs() < 0.02);
    }

    #[test]
    fn large_photographs_are_brought_to_camera_size() {
        let photo = Frame::filled(4000, 1000, [80; 3]).unwrap();
        let small = fit_camera(photo, 1280).unwrap();
        assert_eq!((small.width(), small.height()), (1280, 320));
        let photo = Frame::filled(800, 1200, [80; 3]).unwrap();
        assert_eq!(fit_camera(photo, 1280).unwrap().width(), 800);
    }
}
