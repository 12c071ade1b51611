//! Frames compared with those before them, as pictures.

use std::time::Duration;

use mien_frame::Frame;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::LivenessFailure;
use super::limits::{LOOP_FRAMES, STILL, STILL_FRAMES, STILL_TIME};

/// Points of a print, across and down.
const POINTS: [u32; 2] = [64, 48];

/// Single points of a frame on a grid, green only. Points, not means: a mean
/// loses the noise by which a camera is known. Wiped when dropped.
pub(super) struct Print(Zeroizing<Vec<u8>>);

impl Print {
    pub(super) fn of(frame: &Frame) -> Self {
        let [across, down] = POINTS;
        let mut points = Zeroizing::new(Vec::with_capacity((across * down) as usize));
        for j in 0..down {
            let y = middle(j, down, frame.height());
            for i in 0..across {
                let x = middle(i, across, frame.width());
                points.extend(frame.pixel(x, y).map(|p| p[1]));
            }
        }
        Self(points)
    }

    #[cfg(test)]
    pub(super) fn of_points(points: &[u8]) -> Self {
        Self(Zeroizing::new(points.to_vec()))
    }

    /// Mean difference of the points, 0 to 255.
    fn difference(&self, other: &Self) -> f64 {
        let sum: u32 = self
            .0
            .iter()
            .zip(other.0.iter())
            .map(|(a, b)| u32::from(a.abs_diff(*b)))
            .sum();
        f64::from(sum) / self.0.len().max(1) as f64
    }

    fn hash(&self) -> u64 {
        let digest = Sha256::digest(&self.0);
        digest.first_chunk().map_or(0, |b| u64::from_le_bytes(*b))
    }
}

/// The middle of cell `i` of `n` in a line of `length` pixels.
fn middle(i: u32, n: u32, length: u32) -> u32 {
    let exact = u64::from(2 * i + 1) * u64::from(length) / u64::from(2 * n);
    u32::try_from(exact).unwrap_or(u32::MAX)
}

/// What is remembered of the pictures of a scan.
#[derive(Default)]
pub(super) struct Pictures {
    last: Option<Print>,
    /// Since when, and for how many frames, the picture has stood still.
    still: Option<(Duration, usize)>,
    /// Hashes of the pictures, those that repeat the one before left out: some
    /// cameras give a frame twice in bad light.
    seen: Vec<u64>,
    /// How many pictures were there before.
    again: usize,
}

impl Pictures {
    /// Takes note of a picture, or finds that it is no camera's.
    pub(super) fn add(&mut self, at: Duration, print: Print) -> Result<(), LivenessFailure> {
        let change = self.last.as_ref().map(|last| last.difference(&print));
        if change.is_some_and(|d| d < STILL) {
            let (since, frames) = self.still.unwrap_or((at, 0));
            self.still = Some((since, frames + 1));
            if frames + 1 >= STILL_FRAMES && at.saturating_sub(since) >= STILL_TIME {
                return Err(LivenessFailure::Frozen);
            }
        } else {
            self.still = None;
        }
        if change != Some(0.0) {
            self.follow(print.hash())?;
        }
        self.last = Some(print);
        Ok(())
    }

    /// Looks for the hash among the earlier ones. In which order they come back
    /// does not matter: a scan looks at the frames it has time for, and a
    /// recording may also run backwards.
    fn follow(&mut self, hash: u64) -> Result<(), LivenessFailure> {
        if self.seen.contains(&hash) {
            self.again += 1;
            if self.again >= LOOP_FRAMES {
                return Err(LivenessFailure::Looping);
            }
        } else {
            self.seen.push(hash);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    use super::*;

    /// A soft scene with the noise of a sensor, of this deviation, compressed as
    /// a camera does.
    fn taken(noise: f64, quality: u8, seed: u64) -> Frame {
        let mut state = seed;
        let mut draw = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z ^= z >> 27;
            let sum: u32 = z.to_le_bytes()[..4].iter().map(|b| u32::from(*b)).sum();
            (f64::from(sum) - 510.0) / 147.8
        };
        let (width, height) = (320_u32, 240_u32);
        let mut rgb = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let scene =
                    110.0 + 40.0 * (f64::from(x) / 23.0).sin() + 30.0 * (f64::from(y) / 17.0).cos();
                for _ in 0..3 {
                    rgb.push((scene + noise * draw()).round() as u8);
                }
            }
        }
        let frame = Frame::from_rgb(width, height, rgb).unwrap();
        Frame::decode(&frame.to_jpeg(quality).unwrap()).unwrap()
    }

    #[test]
    fn a_sensors_noise_is_told_from_a_still_picture() {
        for (noise, quality) in [(2.0, 75), (1.0, 75), (0.7, 85), (0.5, 90)] {
            let [a, b] = [1, 2].map(|seed| Print::of(&taken(noise, quality, seed)));
            let change = a.difference(&b);
            println!("noise {noise}, quality {quality}: {change:.2}");
            assert!(change > 2.0 * STILL, "{noise} {quality}: {change}");
        }
        let [a, b] = [3, 3].map(|seed| Print::of(&taken(1.0, 80, seed)));
        assert!(a.difference(&b) < STILL);
    }

    #[test]
    fn points_are_spread_over_the_whole_picture() {
        let dark = Frame::filled(640, 480, [0; 3]).unwrap();
        assert_eq!(middle(0, 64, 640), 5);
        assert_eq!(middle(63, 64, 640), 635);
        assert_eq!(middle(63, 64, 20), 19);
        assert_eq!(Print::of(&dark).0.len(), 64 * 48);
    }
}
