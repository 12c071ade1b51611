//! Bars, patches and masks, of cloth, card or plastic.

use super::Brush;
use crate::occlusion::kind::Style;
use crate::occlusion::paint::Texture;
use crate::occlusion::shape::{Axes, Point, Shape, plus, step};

impl<'a> Brush<'a> {
    /// Cloth, card, plastic.
    fn texture(&mut self) -> Texture<'a> {
        let d = &mut *self.dice;
        let grey = d.one_of(&[15.0, 30.0, 90.0, 150.0, 215.0, 240.0]);
        let colours = [d.colour(), d.colour()];
        let period = d.between(0.06, 0.4);
        match (self.style, d.below(10)) {
            (_, 0..=1) => Texture::Plain(colours[0]),
            (_, 2..=3) => Texture::Plain([grey; 3]),
            (Style::Fit, 4..=7) => Texture::Photograph {
                frame: self.cloth,
                from: [d.between(0.0, 200.0), d.between(0.0, 200.0)],
                scale: d.between(10.0, 60.0),
            },
            (Style::Fit, _) => Texture::Stripes {
                colours,
                period,
                angle: d.between(0.0, 3.1),
            },
            (Style::Test, 4..=5) => Texture::Checks { colours, period },
            (Style::Test, 6..=7) => Texture::Dots { colours, period },
            (Style::Test, _) => Texture::Fade(colours),
        }
    }

    pub(super) fn bar_near(&mut self, centre: Point, width: [f64; 2], height: [f64; 2]) {
        let centre = self.dice.near(centre, 0.08);
        self.bar(centre, width, height);
    }

    pub(super) fn bar(&mut self, centre: Point, width: [f64; 2], height: [f64; 2]) {
        let half = [width, height].map(|[low, high]| self.dice.between(low, high) / 2.0);
        let angle = self.dice.between(-0.15, 0.15);
        let texture = self.texture();
        let shape = match self.style {
            Style::Fit => Shape::Rectangle {
                centre,
                half,
                angle,
            },
            // Edges that are not parallel.
            Style::Test => Shape::Polygon(
                [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]
                    .map(|[x, y]| {
                        let corner = [half[0] * x, half[1] * y * self.dice.between(0.85, 1.15)];
                        plus(centre, corner)
                    })
                    .to_vec(),
            ),
        };
        self.put(vec![shape], texture, 0.0);
    }

    pub(super) fn patch(&mut self, at: Point, width: [f64; 2]) {
        let centre = self.dice.near(at, 0.07);
        let half = self.dice.between(width[0], width[1]) / 2.0;
        let angle = self.dice.between(-0.5, 0.5);
        let radii = [half, half * self.dice.between(0.7, 1.1)];
        let texture = self.texture();
        let round = self.dice.chance(0.6);
        let shape = match (self.style, round) {
            (Style::Fit, true) => Shape::Ellipse {
                centre,
                radii,
                angle,
            },
            (Style::Fit, false) => Shape::Rectangle {
                centre,
                half: radii,
                angle,
            },
            (Style::Test, _) => {
                let corners = 5 + self.dice.below(4);
                let corner = |k: usize| {
                    let turn = angle + std::f64::consts::TAU * k as f64 / corners as f64;
                    plus(centre, step(1.1 * half, turn))
                };
                Shape::Polygon((0..corners).map(corner).collect())
            }
        };
        self.put(vec![shape], texture, 0.0);
    }

    /// From the jaw to the nose, with ribbons to the ears.
    pub(super) fn mask(&mut self, axes: &Axes) {
        let up = self.dice.between(0.15, 0.75);
        let top = axes.nose[1] * up;
        let jaw = axes.outline.get(10..=26).unwrap_or_default();
        let grow = self.dice.between(1.0, 1.08);
        let mut corners: Vec<Point> = match self.style {
            Style::Fit => jaw
                .iter()
                .map(|p| plus(axes.mouth, [0, 1].map(|i| grow * (p[i] - axes.mouth[i]))))
                .collect(),
            // Stiff: straight sides and a chin that is cut off.
            Style::Test => {
                let below = axes.mouth[1] + self.dice.between(0.55, 0.8);
                let wide = self.dice.between(0.75, 0.95);
                vec![
                    [wide, axes.nose[1] + 0.15],
                    [0.8 * wide, below],
                    [-0.8 * wide, below],
                    [-wide, axes.nose[1] + 0.15],
                ]
            }
        };
        corners.extend([[-0.55, top + 0.2], [0.0, top], [0.55, top + 0.2]]);
        let medical = self.dice.one_of(&[
            [130.0, 170.0, 200.0],
            [225.0, 225.0, 225.0],
            [32.0, 30.0, 30.0],
            [170.0, 190.0, 160.0],
            [190.0, 190.0, 230.0],
            [40.0, 60.0, 90.0],
        ]);
        let medical = medical.map(|v: f64| v + self.dice.between(-20.0, 20.0));
        let texture = if self.dice.chance(0.6) {
            Texture::Plain(medical)
        } else {
            self.texture()
        };
        self.put(vec![Shape::Polygon(corners)], texture, 0.0);
        let ribbons = [-1.0, 1.0].map(|side| Shape::Stroke {
            from: [0.6 * side, top + 0.25],
            to: [1.2 * side, 0.1],
            radius: 0.025,
        });
        self.put(ribbons.to_vec(), Texture::Plain([220.0; 3]), 0.0);
    }
}
