//! Painting each kind of covering.

use mien_frame::Frame;

use super::dice::Dice;
use super::kind::{Kind, Style};
use super::paint::{Canvas, Colour, Layer, Texture};
use super::shape::{Axes, EYES, Point, Shape, curve, plus, ring, step};

/// Share of a region from which it counts as covered, and up to which as free.
const COVERED: f64 = 0.5;
const COVERED_NOSE: f64 = 0.7;
const FREE: f64 = 0.1;

/// Angles, roughly: the pictures of a seed must stay the same.
#[expect(clippy::approx_constant, reason = "roughly is enough")]
const QUARTERS: [f64; 3] = [0.0, 1.57, 3.14];
#[expect(clippy::approx_constant, reason = "roughly is enough")]
const TURN: f64 = 6.28;

/// Whether a part of the face can be seen; nothing in between.
pub(super) type Covered = Option<bool>;

/// A painted photograph.
pub struct Painted {
    /// The picture.
    pub frame: Frame,
    /// Whether an eye is covered: yes, no, or partly.
    pub eyes: Option<bool>,
    /// Whether mouth or nose is covered, the same.
    pub mouth: Option<bool>,
}

/// Paints one kind over a face. `cloth` lends its pattern. Nothing when the
/// picture cannot be made.
pub(super) fn paint(
    frame: &Frame,
    axes: &Axes,
    kind: Kind,
    style: Style,
    cloth: &Frame,
    dice: &mut Dice,
) -> Option<Painted> {
    if kind == Kind::Clean {
        return Some(Painted {
            frame: frame.clone(),
            eyes: Some(false),
            mouth: Some(false),
        });
    }
    let mut brush = Brush {
        canvas: Canvas::new(frame, axes),
        style,
        cloth,
        dice,
    };
    brush.cover(kind);
    let (eyes, mouth) = brush.covered();
    let frame = brush.finish()?;
    Some(Painted { frame, eyes, mouth })
}

struct Brush<'a> {
    canvas: Canvas,
    style: Style,
    cloth: &'a Frame,
    dice: &'a mut Dice,
}

impl<'a> Brush<'a> {
    fn cover(&mut self, kind: Kind) {
        let axes = self.canvas.axes().clone();
        let eye = self.dice.one_of(&EYES);
        match kind {
            Kind::Clean | Kind::Changed => {}
            Kind::Brow => {
                let y = self.dice.between(-1.3, -0.9);
                self.bar([0.0, y], [1.6, 3.2], [0.45, 0.7]);
            }
            Kind::Fringe => {
                let end = self.dice.between(-0.6, -0.4);
                for x in [-0.6, 0.0, 0.6] {
                    self.hair([x, 0.0], Some(end));
                }
            }
            Kind::Side => {
                let side = self.dice.one_of(&[-1.0, 1.0]);
                let x = side * self.dice.between(1.3, 1.65);
                let y = self.dice.between(-0.2, 1.0);
                self.bar([x, y], [0.5, 0.7], [0.8, 2.2]);
            }
            Kind::Chin => {
                let y = axes.mouth[1] + self.dice.between(0.85, 1.15);
                if self.dice.chance(0.4) {
                    self.hand([0.0, y + 0.3]);
                } else {
                    self.bar([0.0, y], [1.5, 3.0], [0.45, 0.7]);
                }
            }
            Kind::ClearGlasses => self.glasses(0.0),
            Kind::DarkGlasses => self.glasses(1.0),
            Kind::Shadow => self.shadow(),
            Kind::Beard => self.beard(&axes),
            Kind::EyeStrip => self.bar_near([0.0, 0.0], [1.8, 3.0], [0.38, 0.9]),
            Kind::EyePatch => self.patch(eye, [0.55, 1.0]),
            Kind::EyeHair => {
                self.hair(eye, None);
                if self.dice.chance(0.3) {
                    self.hair([-eye[0], 0.0], None);
                }
            }
            Kind::EyeHand => {
                let at = self.dice.one_of(&[EYES[0], EYES[1], [0.0, 0.0]]);
                self.hand_near(at);
            }
            Kind::Mask => self.mask(&axes),
            Kind::MouthStrip => self.bar_near(axes.mouth, [0.9, 2.2], [0.42, 1.0]),
            Kind::MouthHand => self.hand_near(axes.mouth),
            Kind::MouthObject => self.patch(axes.mouth, [0.7, 1.3]),
            Kind::Scarf => {
                let down = self.dice.between(0.4, 0.75);
                self.bar(plus(axes.mouth, [0.0, down]), [2.6, 4.0], [1.5, 2.2]);
            }
        }
    }

    fn covered(&self) -> (Covered, Covered) {
        let axes = self.canvas.axes();
        let eye = |k: usize| self.canvas.hidden(EYES[k], [0.26, 0.13]);
        let mouth = self
            .canvas
            .hidden(axes.mouth, [0.9 * axes.mouth_half, 0.12]);
        let nose = self
            .canvas
            .hidden(plus(axes.nose, [0.0, 0.05]), [0.2, 0.15]);
        let eyes = eye(0).max(eye(1));
        let says = |yes: bool, no: bool| (yes || no).then_some(yes);
        (
            says(eyes >= COVERED, eyes <= FREE),
            says(
                mouth >= COVERED || nose >= COVERED_NOSE,
                mouth <= FREE && nose <= FREE,
            ),
        )
    }

    /// What else happens to pictures.
    fn finish(mut self) -> Option<Frame> {
        if self.dice.chance(0.15) {
            self.canvas.make_grey();
        }
        if self.dice.chance(0.3) {
            let gain = self.dice.between(0.65, 1.2);
            let gains = [0.0; 3].map(|_: f64| gain * self.dice.between(0.88, 1.12));
            self.canvas.tint(gains);
        }
        let frame = self.canvas.into_frame()?;
        if !self.dice.chance(0.35) {
            return Some(frame);
        }
        let quality = self.dice.one_of(&[50_u8, 60, 70, 80, 92]);
        Frame::decode(&frame.to_jpeg(quality).ok()?).ok()
    }

    fn put(&mut self, shapes: Vec<Shape>, texture: Texture, relief: f64) {
        let layer = Layer {
            shapes,
            texture,
            softness: self.dice.between(0.01, 0.08),
            relief,
            opacity: 1.0,
            waves: [self.dice.between(0.0, 0.3), self.dice.between(0.05, 0.6)],
            noise: self.dice.between(0.0, 8.0),
        };
        self.canvas.layer(&layer, self.dice);
    }

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

    fn bar_near(&mut self, centre: Point, width: [f64; 2], height: [f64; 2]) {
        let centre = self.dice.near(centre, 0.08);
        self.bar(centre, width, height);
    }

    fn bar(&mut self, centre: Point, width: [f64; 2], height: [f64; 2]) {
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

    fn patch(&mut self, at: Point, width: [f64; 2]) {
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

    fn glasses(&mut self, dark: f64) {
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

    /// Strands that fall over a point, or end at a height.
    fn hair(&mut self, at: Point, end: Option<f64>) {
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

    fn hand_near(&mut self, at: Point) {
        let at = self.dice.near(at, 0.11);
        self.hand(at);
    }

    fn hand(&mut self, at: Point) {
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

    /// From the jaw to the nose, with ribbons to the ears.
    fn mask(&mut self, axes: &Axes) {
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

    /// Short strands along the jaw, the lips left free.
    fn beard(&mut self, axes: &Axes) {
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

    fn shadow(&mut self) {
        let angle = self.dice.between(0.0, TURN);
        let depth = self.dice.between(0.3, 0.7);
        let edge = self.dice.between(1.5, 8.0);
        self.canvas.shade(|p| {
            let along = p[0] * angle.cos() + (p[1] - 0.4) * angle.sin();
            1.0 - depth / (1.0 + (-along * edge).exp())
        });
    }
}
