//! How the face is lit.

use mien_frame::Plane;

use super::region::in_face;

/// Brightness from which a pixel is burnt out.
const BURNT: f32 = 250.0;

/// Light on an aligned face.
pub(super) struct Light {
    /// Mean brightness, 0 to 255.
    pub mean: f64,
    /// 95th less 5th percentile.
    pub spread: f64,
    /// Share of burnt-out pixels.
    pub burnt: f64,
    /// Difference of the halves' means over their mean.
    pub side: f64,
}

impl Light {
    pub(super) fn measure(luma: &Plane) -> Self {
        let width = luma.width();
        let mut values = Vec::new();
        let mut halves = [(0.0, 0.0); 2];
        for (x, _, v) in in_face(luma) {
            values.push(v);
            let half = &mut halves[usize::from(2 * x >= width)];
            half.0 += f64::from(v);
            half.1 += 1.0;
        }
        values.sort_by(f32::total_cmp);
        let n = values.len().max(1);
        let at = |percent: usize| values.get(n * percent / 100).copied().unwrap_or(0.0);
        let burnt = values.iter().filter(|v| **v >= BURNT).count();
        let mean = values.iter().map(|v| f64::from(*v)).sum::<f64>() / n as f64;
        let [left, right] = halves.map(|(sum, n): (f64, f64)| sum / n.max(1.0));
        Self {
            mean,
            spread: f64::from(at(95) - at(5)),
            burnt: burnt as f64 / n as f64,
            side: (left - right).abs() / mean.max(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mien_frame::{Frame, Patch, Square};

    fn halves(left: u8, right: u8) -> Light {
        let mut frame = Frame::filled(112, 112, [left; 3]).unwrap();
        for (i, pixel) in frame.rgb_mut().chunks_exact_mut(3).enumerate() {
            if i % 112 >= 56 {
                pixel.fill(right);
            }
        }
        let whole = Square {
            x: 0.0,
            y: 0.0,
            side: 112.0,
        };
        Light::measure(&Patch::upright(&frame, whole, 112).luma())
    }

    #[test]
    fn each_number_means_what_it_says() {
        let even = halves(120, 120);
        assert!((even.mean - 120.0).abs() < 0.1 && even.spread < 0.1);
        assert!(even.side < 0.001 && even.burnt == 0.0);
        let uneven = halves(50, 255);
        assert!((uneven.mean - 152.5).abs() < 0.5);
        assert!((uneven.spread - 205.0).abs() < 0.1);
        assert!((uneven.burnt - 0.5).abs() < 0.01);
        assert!((uneven.side - 205.0 / 152.5).abs() < 0.01);
    }
}
