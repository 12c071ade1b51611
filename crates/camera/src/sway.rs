//! Photographs as a picture that moves 30 times a second.
//!
//! A camera's driver costs next to nothing, so its stand-in must not take the
//! processor from whoever looks at the frames. Turning a photograph is what costs;
//! so it is turned anew for every few frames only, and those between differ by a
//! shift of whole pixels and by their noise, and the next turn is made in parts
//! meanwhile.

use mien_frame::{Frame, FrameError};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::Variation;
use crate::vary::{Noise, Pose, either, unit};

/// Frames of one position: a sixth of a second at 30 a second.
const FRAMES: u32 = 5;
/// Places in the noise where a row of a frame may begin to read it.
const NOISE: usize = 1 << 16;
/// Largest shift between frames of one position, in pixels.
const SHIFT: u32 = 2;

/// A photograph in one position after the other.
#[derive(Default)]
pub(crate) struct Sway {
    posed: Option<Posed>,
    coming: Option<Turning>,
}

/// A photograph that was moved, and what makes frames of it.
struct Posed {
    photo: Frame,
    left: u32,
    /// Exposure, of which 128 is one.
    gain: u16,
    noise: Vec<i8>,
}

/// The next position while it is made: a part with each frame, so that no frame
/// waits for a whole one.
struct Turning {
    pose: Pose,
    parts: u32,
    rgb: Zeroizing<Vec<u8>>,
}

impl Sway {
    /// Forgets the position: another photograph comes.
    pub(crate) fn clear(&mut self) {
        self.posed = None;
        self.coming = None;
    }

    /// The next frame of `photo`.
    ///
    /// # Errors
    /// As [`Variation::apply`].
    pub(crate) fn frame(
        &mut self,
        photo: &Frame,
        variation: &Variation,
        rng: &mut impl CryptoRng,
    ) -> Result<Frame, FrameError> {
        let mut posed = match self.posed.take() {
            Some(posed) if posed.left > 0 => posed,
            _ => {
                let turning = self.coming.take();
                let turning = turning.unwrap_or_else(|| Turning::new(photo, variation, rng));
                Posed::new(turning.finish(photo)?, variation, rng)
            }
        };
        posed.left -= 1;
        let frame = posed.frame(rng);
        self.posed = Some(posed);
        self.coming
            .get_or_insert_with(|| Turning::new(photo, variation, rng))
            .part(photo)?;
        frame
    }
}

impl Turning {
    fn new(photo: &Frame, variation: &Variation, rng: &mut impl CryptoRng) -> Self {
        Self {
            pose: variation.pose(photo, rng),
            parts: 0,
            rgb: Zeroizing::new(Vec::with_capacity(photo.rgb().len())),
        }
    }

    /// Turns the next part of the photograph.
    fn part(&mut self, photo: &Frame) -> Result<(), FrameError> {
        let row = |part: u32| photo.height() * part / FRAMES;
        let rows = row(self.parts)..row(self.parts + 1);
        self.parts += 1;
        // A photograph of fewer rows than parts has empty ones.
        if !rows.is_empty() {
            let part = self.pose.rows(photo, rows).to_frame()?;
            self.rgb.extend_from_slice(part.rgb());
        }
        Ok(())
    }

    /// The whole, with what is still missing.
    fn finish(mut self, photo: &Frame) -> Result<Frame, FrameError> {
        while self.parts < FRAMES {
            self.part(photo)?;
        }
        let rgb = std::mem::take(&mut *self.rgb);
        Frame::from_rgb(photo.width(), photo.height(), rgb)
    }
}

impl Posed {
    fn new(photo: Frame, variation: &Variation, rng: &mut impl CryptoRng) -> Self {
        let deviation = variation.noise * unit(rng);
        let mut source = Noise::new(rng);
        let row = 3 * photo.width() as usize;
        #[allow(clippy::cast_possible_truncation)] // a few deviations, clamped
        let noise = (0..NOISE + row)
            .map(|_| (deviation * source.next()).round().clamp(-127.0, 127.0) as i8)
            .collect();
        let gain = 1.0 + variation.gain * either(rng);
        Self {
            photo,
            left: FRAMES,
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
            gain: (128.0 * gain).round().clamp(0.0, 255.0) as u16,
            noise,
        }
    }

    /// One frame: shifted by whole pixels, with noise from other places.
    fn frame(&self, rng: &mut impl CryptoRng) -> Result<Frame, FrameError> {
        let (width, height) = (self.photo.width(), self.photo.height());
        let down = rng.next_u32() % (SHIFT + 1);
        let right = 3 * (rng.next_u32() % (SHIFT + 1)).min(width - 1) as usize;
        let mut rgb = Zeroizing::new(Vec::with_capacity(self.photo.rgb().len()));
        for y in 0..height {
            let row = self.photo.row((y + down).min(height - 1));
            let from = rng.next_u32() as usize % NOISE;
            let noise = self.noise.get(from..from + row.len()).unwrap_or_default();
            let (left, shown) = row.split_at_checked(right).unwrap_or((&[], row));
            let (over, edge) = noise.split_at_checked(shown.len()).unwrap_or((noise, &[]));
            self.develop(shown, over, &mut rgb);
            // Two pixels at most come in from the other side.
            self.develop(left, edge, &mut rgb);
        }
        Frame::from_rgb(width, height, std::mem::take(&mut *rgb))
    }

    /// Exposes a row. Bytes in, bytes out, no float: the compiler makes vectors
    /// of it.
    fn develop(&self, row: &[u8], noise: &[i8], to: &mut Vec<u8>) {
        to.extend(row.iter().zip(noise).map(|(v, n)| {
            let lit = (u16::from(*v) * self.gain) >> 7;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
            let byte = (lit.cast_signed() + i16::from(*n)).clamp(0, 255) as u8;
            byte
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    /// Bright on the left, dark on the right, with a bright line at the top.
    fn photo() -> Frame {
        let rgb = (0..60)
            .flat_map(|y| (0..80).flat_map(move |x| [if x < 40 || y < 8 { 200 } else { 40 }; 3]))
            .collect();
        Frame::from_rgb(80, 60, rgb).unwrap()
    }

    fn frames(n: u32, variation: &Variation) -> Vec<Frame> {
        let (mut sway, mut rng) = (Sway::default(), StdRng::seed_from_u64(5));
        (0..n)
            .map(|_| sway.frame(&photo(), variation, &mut rng).unwrap())
            .collect()
    }

    /// Mean difference of two frames, in steps of brightness.
    fn apart(a: &Frame, b: &Frame) -> f64 {
        let sum: u64 = a
            .rgb()
            .iter()
            .zip(b.rgb())
            .map(|(a, b)| u64::from(a.abs_diff(*b)))
            .sum();
        sum as f64 / a.rgb().len() as f64
    }

    #[test]
    fn every_frame_is_another_and_shows_the_photograph() {
        let frames = frames(4 * FRAMES, &Variation::quick());
        for (i, frame) in frames.iter().enumerate() {
            assert_eq!((frame.width(), frame.height()), (80, 60));
            let [bright, dark] = [(20, 30), (60, 40)].map(|(x, y)| frame.pixel(x, y).unwrap()[1]);
            assert!(bright > 150 && dark < 75, "{bright} and {dark}");
            assert!(
                frames[i + 1..]
                    .iter()
                    .all(|other| other.rgb() != frame.rgb())
            );
        }
    }

    #[test]
    fn the_position_changes_after_some_frames() {
        let turned = Variation {
            noise: 0.0,
            gain: 0.0,
            turn: 20.0,
            ..Variation::quick()
        };
        let frames = frames(12 * FRAMES, &turned);
        let largest = |first: usize| {
            let pairs = (first..frames.len() - 1).step_by(FRAMES as usize);
            pairs
                .map(|i| apart(&frames[i], &frames[i + 1]))
                .fold(0.0, f64::max)
        };
        let (within, across) = (largest(0), largest(FRAMES as usize - 1));
        assert!(across > 2.0 * within, "{across} after {within}");
    }

    #[test]
    fn the_parts_of_a_turn_fit_together() {
        let (photo, mut rng) = (photo(), StdRng::seed_from_u64(7));
        let quick = Variation::quick();
        let turning = Turning::new(&photo, &quick, &mut rng);
        let whole = turning.pose.rows(&photo, 0..60).to_frame().unwrap();
        assert!(apart(&whole, &turning.finish(&photo).unwrap()) < 0.01);
        // A part may be empty.
        let flat = Frame::filled(9, 3, [70; 3]).unwrap();
        let turning = Turning::new(&flat, &quick, &mut rng);
        assert_eq!(turning.finish(&flat).unwrap().rgb(), flat.rgb());
    }

    #[test]
    fn without_variation_only_the_shift_is_left() {
        let none = Variation {
            shift: 0.0,
            turn: 0.0,
            zoom: 0.0,
            gain: 0.0,
            noise: 0.0,
            ..Variation::quick()
        };
        for frame in frames(FRAMES, &none) {
            // Row 30, column 10 are further from every edge than the shift.
            assert_eq!(frame.pixel(10, 30), Some([200; 3]));
            assert_eq!(frame.pixel(60, 30), Some([40; 3]));
        }
    }

    #[test]
    fn noise_and_exposure_are_as_large_as_asked_for() {
        let grey = Frame::filled(64, 64, [100; 3]).unwrap();
        let loud = Variation {
            noise: 20.0,
            gain: 0.0,
            ..Variation::quick()
        };
        let lit = Variation {
            noise: 0.0,
            gain: 0.2,
            ..Variation::quick()
        };
        let (mut widest, mut brightest) = (0.0_f64, 0.0_f64);
        let mut rng = StdRng::seed_from_u64(6);
        for _ in 0..20 {
            let frame = Sway::default().frame(&grey, &loud, &mut rng).unwrap();
            let square: f64 = frame
                .rgb()
                .iter()
                .map(|v| (f64::from(*v) - 100.0).powi(2))
                .sum();
            widest = widest.max((square / frame.rgb().len() as f64).sqrt());
            let frame = Sway::default().frame(&grey, &lit, &mut rng).unwrap();
            brightest = brightest.max((f64::from(frame.mean_luma()) - 100.0).abs());
        }
        assert!((12.0..21.0).contains(&widest), "{widest}");
        assert!((10.0..21.0).contains(&brightest), "{brightest}");
    }
}
