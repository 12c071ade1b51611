//! How much fine detail the aligned face shows.
//!
//! Measured at the size that the embedder sees, so that a large face that is a
//! little soft counts as sharp, which for the embedder it is. What is measured
//! is how fast detail grows with scale, not how much of it there is: a smooth
//! face and a lined one, in flat light or hard, give the same value when both
//! are equally in focus. Noise, which would pass for detail, is averaged out
//! first.

use mien_frame::Plane;

use super::region::in_face;

/// The four directions. A hand that shakes wipes out detail in one of them.
const DIRECTIONS: [[i64; 2]; 4] = [[1, 0], [0, 1], [1, 1], [1, -1]];

/// Sharpness: four times the root-mean-square second difference between
/// neighbouring pixels over that at double distance, less one, in the direction
/// where it is least.
///
/// Zero for a picture so smooth that second differences grow with the square of
/// the distance; 0.16 for a common photograph of a face, 0.08 where blur begins
/// to cost.
pub(super) fn measure(luma: &Plane) -> f64 {
    let luma = luma.smoothed();
    let mut near = [0.0; 4];
    let mut far = [0.0; 4];
    for (x, y, v) in in_face(&luma) {
        let (Ok(x), Ok(y)) = (i64::try_from(x), i64::try_from(y)) else {
            continue;
        };
        let second = |dx, dy| {
            let sum = luma.at(x - dx, y - dy) + luma.at(x + dx, y + dy);
            f64::from(sum - 2.0 * v).powi(2)
        };
        for (k, [dx, dy]) in DIRECTIONS.into_iter().enumerate() {
            near[k] += second(dx, dy);
            far[k] += second(2 * dx, 2 * dy);
        }
    }
    let growth = near.iter().zip(far).map(|(near, far)| {
        if far > 0.0 {
            4.0 * (near / far).sqrt() - 1.0
        } else {
            0.0
        }
    });
    growth.fold(f64::INFINITY, f64::min).max(0.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    use super::*;
    use mien_frame::{Frame, Patch, Square};

    fn plane(value: impl Fn(f64, f64) -> f64) -> Plane {
        let mut frame = Frame::filled(112, 112, [0; 3]).unwrap();
        for (i, pixel) in frame.rgb_mut().chunks_exact_mut(3).enumerate() {
            let v = value((i % 112) as f64, (i / 112) as f64).round() as u8;
            pixel.fill(v);
        }
        let whole = Square {
            x: 0.0,
            y: 0.0,
            side: 112.0,
        };
        Patch::upright(&frame, whole, 112).luma()
    }

    /// A pattern with detail at several scales, blurred by `sigma` pixels.
    fn pattern(sigma: f64, contrast: f64, noise: f64) -> Plane {
        plane(|x, y| {
            let mut v = 0.0;
            for (k, period) in [4.0_f64, 7.0, 13.0, 29.0].into_iter().enumerate() {
                let w = std::f64::consts::TAU / period;
                let left = (-0.5 * (w * sigma).powi(2)).exp() * period / 29.0;
                let a = 0.4 + 0.7 * k as f64;
                let wave = |t: f64| (w * (x * t.cos() + y * t.sin())).sin();
                v += left * (wave(a) + wave(a + 0.9) + wave(a + 1.8) + wave(a + 2.6));
            }
            let speckle = ((x * 12.9898 + y * 78.233).sin() * 43758.547).fract();
            128.0 + 25.0 * contrast * v + noise * speckle
        })
    }

    #[test]
    fn blur_lowers_it_and_contrast_does_not() {
        let at = |sigma, contrast| measure(&pattern(sigma, contrast, 0.0));
        assert!(at(0.0, 1.0) > at(1.0, 1.0) + 0.01);
        assert!(at(1.0, 1.0) > at(2.0, 1.0) + 0.01);
        assert!((at(0.5, 1.0) - at(0.5, 0.6)).abs() < 0.01);
    }

    #[test]
    fn noise_does_not_pass_for_detail() {
        let sharp = measure(&pattern(0.0, 1.0, 0.0));
        let noisy = measure(&pattern(3.0, 1.0, 12.0));
        assert!(noisy < sharp, "{noisy} {sharp}");
    }

    #[test]
    fn a_picture_without_detail_has_none() {
        assert_eq!(measure(&plane(|_, _| 100.0)), 0.0);
    }
}
