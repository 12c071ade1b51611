//! Painting on a photograph.

use mien_frame::Frame;

use super::dice::Dice;
use super::shape::{Axes, Point, Shape};
use crate::num::floor_index;

pub(super) type Colour = [f64; 3];

/// What a shape is filled with.
pub(super) enum Texture<'a> {
    Plain(Colour),
    Stripes {
        colours: [Colour; 2],
        period: f64,
        angle: f64,
    },
    Checks {
        colours: [Colour; 2],
        period: f64,
    },
    Dots {
        colours: [Colour; 2],
        period: f64,
    },
    /// From one colour at the top to another.
    Fade([Colour; 2]),
    /// A piece of another photograph, as cloth with a pattern.
    Photograph {
        frame: &'a Frame,
        from: Point,
        scale: f64,
    },
}

impl Texture<'_> {
    fn at(&self, p: Point) -> Colour {
        let even = |v: f64| v.rem_euclid(2.0) < 1.0;
        let choose = |colours: &[Colour; 2], first: bool| colours[usize::from(!first)];
        match self {
            Self::Plain(colour) => *colour,
            Self::Stripes {
                colours,
                period,
                angle,
            } => {
                let along = p[0] * angle.cos() + p[1] * angle.sin();
                choose(colours, even(along / period))
            }
            Self::Checks { colours, period } => {
                choose(colours, even(p[0] / period) == even(p[1] / period))
            }
            Self::Dots { colours, period } => {
                let off = |v: f64| (v / period).rem_euclid(1.0) - 0.5;
                choose(colours, off(p[0]).hypot(off(p[1])) < 0.3)
            }
            Self::Fade(colours) => {
                let t = (p[1] / 2.0 + 0.5).clamp(0.0, 1.0);
                [0, 1, 2].map(|c| colours[0][c] * (1.0 - t) + colours[1][c] * t)
            }
            Self::Photograph { frame, from, scale } => {
                let wrap = |v: f64, n: u32| {
                    let x = v.rem_euclid(f64::from(n));
                    u32::try_from(floor_index(x)).unwrap_or(0).min(n - 1)
                };
                let x = wrap(from[0] + scale * p[0], frame.width());
                let y = wrap(from[1] + scale * p[1], frame.height());
                frame.pixel(x, y).unwrap_or_default().map(f64::from)
            }
        }
    }
}

/// Shapes of one texture, painted as one.
pub(super) struct Layer<'a> {
    pub shapes: Vec<Shape>,
    pub texture: Texture<'a>,
    /// Width over which the edge fades, in eye distances.
    pub softness: f64,
    /// Rounds the inside of each shape with shade: 0 flat, 1 dark edges.
    pub relief: f64,
    /// 0 to 1.
    pub opacity: f64,
    /// Depth and length of waves of shade, and deviation of the noise.
    pub waves: [f64; 2],
    pub noise: f64,
}

/// A photograph being painted on.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Colour>,
    /// How much of the original is hidden at each pixel, 0 to 1.
    hidden: Vec<f64>,
    axes: Axes,
}

impl Canvas {
    pub(super) fn new(frame: &Frame, axes: &Axes) -> Self {
        let pixels: Vec<Colour> = frame
            .rgb()
            .as_chunks::<3>()
            .0
            .iter()
            .map(|p| p.map(f64::from))
            .collect();
        Self {
            width: frame.width() as usize,
            height: frame.height() as usize,
            hidden: vec![0.0; pixels.len()],
            pixels,
            axes: axes.clone(),
        }
    }

    pub(super) fn layer(&mut self, layer: &Layer, dice: &mut Dice) {
        let phase = dice.between(0.0, 6.0);
        let angle = dice.between(0.0, 6.3);
        for (i, distance) in self.distances(layer) {
            let alpha = layer.opacity * (0.5 - distance / layer.softness).clamp(0.0, 1.0);
            if alpha <= 0.0 {
                continue;
            }
            let p = self.face_point(i);
            let along = p[0] * angle.cos() + p[1] * angle.sin();
            let wave = 1.0 + layer.waves[0] * (along / layer.waves[1] + phase).sin();
            let round = 1.0 - layer.relief * (1.0 + distance / 0.12).clamp(0.0, 1.0);
            let noise = layer.noise * dice.between(-1.7, 1.7);
            let colour = layer.texture.at(p);
            for (pixel, c) in self.pixels[i].iter_mut().zip(colour) {
                let painted = (c * wave * round + noise).clamp(0.0, 255.0);
                *pixel = *pixel * (1.0 - alpha) + painted * alpha;
            }
            self.hidden[i] += alpha * (1.0 - self.hidden[i]);
        }
    }

    /// Multiplies the light; what is seen stays to be seen.
    pub(super) fn shade(&mut self, light: impl Fn(Point) -> f64) {
        for i in 0..self.pixels.len() {
            let gain = light(self.face_point(i));
            self.pixels[i] = self.pixels[i].map(|v| (v * gain).clamp(0.0, 255.0));
        }
    }

    pub(super) fn make_grey(&mut self) {
        for p in &mut self.pixels {
            *p = [0.3 * p[0] + 0.59 * p[1] + 0.11 * p[2]; 3];
        }
    }

    pub(super) fn tint(&mut self, gain: Colour) {
        for p in &mut self.pixels {
            *p = [0, 1, 2].map(|c| (p[c] * gain[c]).clamp(0.0, 255.0));
        }
    }

    /// Mean colour of a small disc.
    pub(super) fn colour_at(&self, at: Point) -> Colour {
        let mut sum = [0.0; 3];
        let mut n = 0.0;
        for k in 0..25_u8 {
            let (dx, dy) = (f64::from(k % 5) - 2.0, f64::from(k / 5) - 2.0);
            if let Some(i) = self.index([at[0] + 0.04 * dx, at[1] + 0.04 * dy]) {
                sum = [0, 1, 2].map(|c| sum[c] + self.pixels[i][c]);
                n += 1.0;
            }
        }
        if n > 0.0 {
            sum.map(|v| v / n)
        } else {
            [180.0, 140.0, 120.0]
        }
    }

    /// How much of an upright rectangle is hidden, 0 to 1.
    pub(super) fn hidden(&self, centre: Point, half: Point) -> f64 {
        let mut sum = 0.0;
        let mut n = 0.0;
        for k in 0..45_u8 {
            let u = f64::from(k % 9) / 4.0 - 1.0;
            let v = f64::from(k / 9) / 2.0 - 1.0;
            let p = [centre[0] + u * half[0], centre[1] + v * half[1]];
            if let Some(i) = self.index(p) {
                sum += self.hidden[i];
                n += 1.0;
            }
        }
        if n > 0.0 { sum / n } else { 0.0 }
    }

    pub(super) fn axes(&self) -> &Axes {
        &self.axes
    }

    pub(super) fn into_frame(self) -> Option<Frame> {
        let rgb = self
            .pixels
            .iter()
            .flatten()
            .map(|v| u8::try_from(floor_index(v.round().min(255.0))).unwrap_or(255))
            .collect();
        let size = [self.width, self.height].map(u32::try_from);
        Frame::from_rgb(size[0].ok()?, size[1].ok()?, rgb).ok()
    }

    fn face_point(&self, i: usize) -> Point {
        let (x, y) = (i % self.width, i / self.width);
        self.axes.to_face.apply([x as f64 + 0.5, y as f64 + 0.5])
    }

    fn index(&self, p: Point) -> Option<usize> {
        let [x, y] = self.axes.to_frame.apply(p);
        let inside = x >= 0.0 && y >= 0.0 && x < self.width as f64 && y < self.height as f64;
        inside.then(|| floor_index(y) * self.width + floor_index(x))
    }

    /// Pixels near the layer with their distance to its nearest shape.
    fn distances(&self, layer: &Layer) -> Vec<(usize, f64)> {
        let mut least = vec![f64::INFINITY; self.pixels.len()];
        let scale = self.axes.to_frame.scale();
        for shape in &layer.shapes {
            let (centre, reach) = shape.around();
            let [x, y] = self.axes.to_frame.apply(centre);
            let reach = scale * (reach + layer.softness) + 1.0;
            let span = |at: f64, n: usize| {
                floor_index(at - reach)..floor_index((at + reach + 1.0).min(n as f64))
            };
            for row in span(y, self.height) {
                for column in span(x, self.width) {
                    let i = row * self.width + column;
                    least[i] = least[i].min(shape.distance(self.face_point(i)));
                }
            }
        }
        let near = least.into_iter().enumerate();
        near.filter(|(_, d)| d.is_finite()).collect()
    }
}
