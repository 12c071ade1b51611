//! Spectacles, clear and dark.

use super::Brush;
use crate::occlusion::kind::Style;
use crate::occlusion::paint::{Colour, Layer, Texture};
use crate::occlusion::shape::{Point, Shape, plus, ring};

impl Brush<'_> {
    pub(super) fn glasses(&mut self, dark: f64) {
        let width = self.dice.between(0.32, 0.44);
        let height = width * self.dice.between(0.55, 0.9);
        let round = self.dice.chance(0.6);
        let centres = [[-0.53, 0.05], [0.53, 0.05]];
        let frame = self.dice.colour().map(|v| 0.5 * v);
        if dark > 0.0 {
            let lens = |centre: Point| match (self.style, round) {
                (Style::Fit, true) => Shape::Ellipse {
                    centre,
                    radii: [width, height],
                    angle: 0.0,
                },
                (Style::Fit, false) => Shape::Rectangle {
                    centre,
                    half: [width, height],
                    angle: 0.0,
                },
                // Straight above, hanging outwards: aviators.
                (Style::Test, _) => {
                    let side = centre[0].signum();
                    let corners = [
                        [-0.8, -0.8],
                        [1.0, -0.85],
                        [1.05, 0.2],
                        [0.6, 1.0],
                        [-0.2, 1.0],
                        [-0.85, 0.2],
                    ];
                    let corner = |[x, y]: Point| plus(centre, [side * x * width, y * height]);
                    Shape::Polygon(corners.map(corner).to_vec())
                }
            };
            let shapes = centres.map(lens).to_vec();
            let low = self.dice.between(0.0, 45.0);
            let colour = self.dice.near([low, low], 8.0);
            let top = [colour[0].max(0.0), low, colour[1].max(0.0)];
            let texture = match self.style {
                Style::Fit => Texture::Plain(top),
                Style::Test => Texture::Fade([top, top.map(|v| v + 40.0)]),
            };
            let layer = Layer {
                shapes,
                texture,
                softness: self.dice.between(0.01, 0.04),
                relief: 0.0,
                opacity: self.dice.between(0.86, 1.0),
                waves: [self.dice.between(0.0, 0.6), self.dice.between(0.05, 0.5)],
                noise: self.dice.between(0.0, 4.0),
            };
            self.canvas.layer(&layer, self.dice);
        }
        self.rims(&centres, [width, height], frame, round);
        let glints = if dark > 0.0 { 0.5 } else { 0.7 };
        if self.dice.chance(glints) {
            let eye = self.dice.one_of(&centres);
            let shape = Shape::Ellipse {
                centre: self.dice.near(eye, 0.15),
                radii: [0.11, 0.07],
                angle: self.dice.between(0.0, 3.0),
            };
            let layer = Layer {
                shapes: vec![shape],
                texture: Texture::Plain([self.dice.between(120.0, 240.0); 3]),
                softness: 0.05,
                relief: 0.0,
                opacity: self.dice.between(0.15, 0.4 + 0.3 * dark),
                waves: [0.0, 1.0],
                noise: 0.0,
            };
            self.canvas.layer(&layer, self.dice);
        }
    }

    fn rims(&mut self, centres: &[Point; 2], radii: Point, colour: Colour, round: bool) {
        let power = match (self.style, round) {
            (_, true) => 1.0,
            (Style::Fit, false) => 0.4,
            (Style::Test, false) => 0.65,
        };
        let thick = self.dice.between(0.01, 0.035);
        let mut shapes: Vec<Shape> = centres
            .iter()
            .flat_map(|c| ring(*c, radii, power, thick))
            .collect();
        let bridge = 0.53 - radii[0];
        shapes.push(Shape::Stroke {
            from: [-bridge, 0.0],
            to: [bridge, 0.0],
            radius: thick,
        });
        for side in [-1.0, 1.0] {
            shapes.push(Shape::Stroke {
                from: [side * (0.53 + radii[0]), 0.0],
                to: [side * 1.15, 0.0],
                radius: thick,
            });
        }
        self.put(shapes, Texture::Plain(colour), 0.0);
    }
}
