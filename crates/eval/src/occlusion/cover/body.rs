//! Hair, hands and beards.

use super::Brush;
use crate::occlusion::kind::Style;
use crate::occlusion::paint::Texture;
use crate::occlusion::shape::{Axes, Point, Shape, curve, plus, step};

/// Angles, roughly: the pictures of a seed must stay the same.
#[expect(clippy::approx_constant, reason = "roughly is enough")]
const QUARTERS: [f64; 3] = [0.0, 1.57, 3.14];

impl Brush<'_> {
    /// Strands that fall over a point, or end at a height.
    pub(super) fn hair(&mut self, at: Point, end: Option<f64>) {
        let base = self.dice.one_of(&[
            [18.0, 15.0, 15.0],
            [50.0, 35.0, 25.0],
            [90.0, 55.0, 30.0],
            [160.0, 110.0, 60.0],
            [190.0, 140.0, 90.0],
            [125.0, 120.0, 120.0],
            [205.0, 200.0, 200.0],
        ]);
        let strands = match self.style {
            Style::Fit => 18 + self.dice.below(50),
            Style::Test => 6 + self.dice.below(8),
        };
        for _ in 0..strands {
            let d = &mut *self.dice;
            let from = [at[0] + d.between(-0.75, 0.75), at[1] - d.between(0.9, 1.4)];
            let down = end.unwrap_or_else(|| d.between(0.12, 0.7));
            let to = [at[0] + d.between(-0.42, 0.42), at[1] + down];
            let by = [
                (from[0] + to[0]) / 2.0 + d.between(-0.25, 0.25),
                (from[1] + to[1]) / 2.0,
            ];
            let radius = match self.style {
                Style::Fit => d.between(0.008, 0.03),
                Style::Test => d.between(0.04, 0.11),
            };
            let light = d.between(0.6, 1.5);
            let texture = Texture::Plain(base.map(|v: f64| (v * light).min(255.0)));
            self.put(curve(from, by, to, radius), texture, 0.3);
        }
    }

    pub(super) fn hand_near(&mut self, at: Point) {
        let at = self.dice.near(at, 0.11);
        self.hand(at);
    }

    pub(super) fn hand(&mut self, at: Point) {
        let cheeks = [[-0.5, 0.55], [0.5, 0.55]].map(|p| self.canvas.colour_at(p));
        let light = self.dice.between(0.75, 1.2);
        let own = self.dice.chance(0.7);
        let other = self.dice.one_of(&[
            [90.0, 60.0, 45.0],
            [150.0, 105.0, 80.0],
            [210.0, 165.0, 140.0],
            [235.0, 200.0, 180.0],
        ]);
        let skin = [0, 1, 2].map(|c| {
            let v = if own {
                (cheeks[0][c] + cheeks[1][c]) / 2.0
            } else {
                other[c]
            };
            v * light + self.dice.between(-8.0, 8.0)
        });
        let angle = self.dice.between(-0.6, 0.6) + self.dice.one_of(&QUARTERS);
        let radius = self.dice.between(0.11, 0.17);
        let shapes = match self.style {
            Style::Fit => self.fingers(at, angle, radius),
            Style::Test => self.palm(at, angle, radius),
        };
        let relief = self.dice.between(0.2, 0.5);
        self.put(shapes, Texture::Plain(skin), relief);
    }

    /// Parallel fingers across a point.
    fn fingers(&mut self, at: Point, angle: f64, radius: f64) -> Vec<Shape> {
        let n = self.dice.one_of(&[2_u8, 3, 4, 4, 5]);
        let length = self.dice.between(0.9, 1.8);
        (0..n)
            .map(|k| {
                let off = (f64::from(k) - f64::from(n - 1) / 2.0) * 2.05 * radius;
                let base = plus(at, step(off, angle + 1.57));
                Shape::Stroke {
                    from: plus(
                        base,
                        step(-length / 2.0 - self.dice.between(0.0, 0.3), angle),
                    ),
                    to: plus(
                        base,
                        step(length / 2.0 + self.dice.between(-0.3, 0.1), angle),
                    ),
                    radius,
                }
            })
            .collect()
    }

    /// A palm over a point with fingers that spread from it.
    fn palm(&mut self, at: Point, angle: f64, radius: f64) -> Vec<Shape> {
        let mut shapes = vec![Shape::Ellipse {
            centre: at,
            radii: [0.5, 0.42],
            angle,
        }];
        for k in 0..5_u8 {
            let turn = angle + (f64::from(k) - 2.0) * self.dice.between(0.2, 0.3);
            let thumb = if k == 4 { 0.7 } else { 1.0 };
            shapes.push(Shape::Stroke {
                from: plus(at, step(0.3, turn)),
                to: plus(at, step(thumb * self.dice.between(0.9, 1.15), turn)),
                radius: 0.85 * radius,
            });
        }
        shapes
    }

    /// Short strands along the jaw, the lips left free.
    pub(super) fn beard(&mut self, axes: &Axes) {
        let base = self.dice.one_of(&[20.0, 45.0, 80.0, 130.0, 190.0]);
        let length = self.dice.between(0.08, 0.35);
        let lips = [axes.mouth_half + 0.06, 0.17];
        let moustache = self.dice.chance(0.6);
        let mut strands = Vec::new();
        for _ in 0..500 {
            let x = self.dice.between(-1.0, 1.0);
            let y = self.dice.between(axes.nose[1] + 0.15, axes.mouth[1] + 0.75);
            let (dx, dy) = (x - axes.mouth[0], y - axes.mouth[1]);
            let above = dy < 0.0 && dx.abs() < axes.mouth_half + 0.12;
            let cheek = dy < 0.1 && !above && dx.abs() < 0.75 - 0.3 * dy;
            let on_lips = (dx / lips[0]).hypot(dy / lips[1]) < 1.0;
            let outside = (dx / 0.95).hypot(dy / 0.85) > 1.0;
            if cheek || on_lips || outside || (above && !moustache) {
                continue;
            }
            let slant = self.dice.between(-0.1, 0.1) + 0.1 * dx;
            // A moustache must not hang over the mouth.
            let length = if above { 0.06 } else { length };
            strands.push(Shape::Stroke {
                from: [x, y],
                to: [x + slant, y + length],
                radius: self.dice.between(0.012, 0.03),
            });
        }
        self.put(strands, Texture::Plain([base, 0.9 * base, 0.8 * base]), 0.2);
    }
}
