//! Painting each kind of covering.

mod body;
mod cloth;
mod glasses;

use mien_frame::Frame;

use super::dice::Dice;
use super::kind::{Kind, Style};
use super::paint::{Canvas, Layer, Texture};
use super::shape::{Axes, EYES, Shape, plus};

/// Share of a region from which it counts as covered, and up to which as free.
const COVERED: f64 = 0.5;
const COVERED_NOSE: f64 = 0.7;
const FREE: f64 = 0.1;

/// A turn, roughly: the pictures of a seed must stay the same.
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

impl Brush<'_> {
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
