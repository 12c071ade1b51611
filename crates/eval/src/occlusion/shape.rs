//! Shapes in the coordinates of a face.
//!
//! The unit is the distance of the eyes, the origin lies between them, x points
//! to the person's left eye and y to the chin.

use std::f64::consts::TAU;

use mien_face::Face;
use mien_frame::Similarity;

pub(super) type Point = [f64; 2];

/// Where a face is, for painting on it.
#[derive(Clone, Debug)]
pub struct Axes {
    /// From face coordinates to frame pixels.
    pub(super) to_frame: Similarity,
    pub(super) to_face: Similarity,
    pub(super) nose: Point,
    pub(super) mouth: Point,
    /// Half the width of the mouth.
    pub(super) mouth_half: f64,
    /// Once around from the forehead by the person's left.
    pub(super) outline: Vec<Point>,
}

/// The person's right and left eye.
pub(super) const EYES: [Point; 2] = [[-0.5, 0.0], [0.5, 0.0]];

impl Axes {
    /// The axes of a face; nothing when its eyes coincide.
    #[must_use]
    pub fn of(face: &Face) -> Option<Self> {
        let [right, left, nose, a, b] = face.five_points();
        let (dx, dy) = (left[0] - right[0], left[1] - right[1]);
        let middle = [(left[0] + right[0]) / 2.0, (left[1] + right[1]) / 2.0];
        let to_frame = Similarity::about([0.0, 0.0], middle, dx.hypot(dy), dy.atan2(dx));
        let to_face = to_frame.inverse()?;
        let [nose, a, b] = [nose, a, b].map(|p| to_face.apply(p));
        Some(Self {
            nose,
            mouth: [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0],
            mouth_half: (a[0] - b[0]).hypot(a[1] - b[1]) / 2.0,
            outline: face.outline().map(|p| to_face.apply(p)).to_vec(),
            to_frame,
            to_face,
        })
    }
}

/// A shape with a signed distance: negative inside.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Ellipse {
        centre: Point,
        radii: Point,
        angle: f64,
    },
    Rectangle {
        centre: Point,
        half: Point,
        angle: f64,
    },
    /// A thick line.
    Stroke {
        from: Point,
        to: Point,
        radius: f64,
    },
    Polygon(Vec<Point>),
}

impl Shape {
    /// Distance to the edge, roughly for ellipses.
    pub(super) fn distance(&self, p: Point) -> f64 {
        match self {
            Self::Ellipse {
                centre,
                radii,
                angle,
            } => {
                let q = turned(p, *centre, *angle);
                let r = (q[0] / radii[0]).hypot(q[1] / radii[1]);
                (r - 1.0) * radii[0].min(radii[1])
            }
            Self::Rectangle {
                centre,
                half,
                angle,
            } => {
                let q = turned(p, *centre, *angle);
                let d = [q[0].abs() - half[0], q[1].abs() - half[1]];
                d[0].max(0.0).hypot(d[1].max(0.0)) + d[0].max(d[1]).min(0.0)
            }
            Self::Stroke { from, to, radius } => to_segment(p, *from, *to) - radius,
            Self::Polygon(corners) => polygon(p, corners),
        }
    }

    /// A circle that holds the shape.
    pub(super) fn around(&self) -> (Point, f64) {
        match self {
            Self::Ellipse { centre, radii, .. } => (*centre, radii[0].max(radii[1])),
            Self::Rectangle { centre, half, .. } => (*centre, half[0].hypot(half[1])),
            Self::Stroke { from, to, radius } => (
                [(from[0] + to[0]) / 2.0, (from[1] + to[1]) / 2.0],
                length(*from, *to) / 2.0 + radius,
            ),
            Self::Polygon(corners) => {
                let n = corners.len().max(1) as f64;
                let sum = corners
                    .iter()
                    .fold([0.0, 0.0], |s, c| [s[0] + c[0], s[1] + c[1]]);
                let centre = sum.map(|v| v / n);
                let reach = corners.iter().map(|c| length(*c, centre));
                (centre, reach.fold(0.0, f64::max))
            }
        }
    }
}

/// A curved line as strokes: a quadratic Bézier curve in eight pieces.
pub(super) fn curve(a: Point, by: Point, b: Point, radius: f64) -> Vec<Shape> {
    const PIECES: u8 = 8;
    let at = |k: u8| {
        let t = f64::from(k) / f64::from(PIECES);
        let s = 1.0 - t;
        [0, 1].map(|i| s * s * a[i] + 2.0 * s * t * by[i] + t * t * b[i])
    };
    (0..PIECES)
        .map(|k| Shape::Stroke {
            from: at(k),
            to: at(k + 1),
            radius,
        })
        .collect()
}

/// A ring of strokes: the frame of a pair of glasses.
pub(super) fn ring(centre: Point, radii: Point, power: f64, radius: f64) -> Vec<Shape> {
    const PIECES: u8 = 24;
    // A superellipse: round at power 1, nearly a rectangle at 0.4.
    let at = |k: u8| {
        let (s, c) = (TAU * f64::from(k) / f64::from(PIECES)).sin_cos();
        let bent = |v: f64| v.signum() * v.abs().powf(power);
        [
            centre[0] + radii[0] * bent(c),
            centre[1] + radii[1] * bent(s),
        ]
    };
    (0..PIECES)
        .map(|k| Shape::Stroke {
            from: at(k),
            to: at((k + 1) % PIECES),
            radius,
        })
        .collect()
}

pub(super) fn plus(a: Point, b: Point) -> Point {
    [a[0] + b[0], a[1] + b[1]]
}

/// A step of `length` in the direction `angle`.
pub(super) fn step(length: f64, angle: f64) -> Point {
    [length * angle.cos(), length * angle.sin()]
}

fn length(a: Point, b: Point) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn turned(p: Point, centre: Point, angle: f64) -> Point {
    let (s, c) = angle.sin_cos();
    let d = [p[0] - centre[0], p[1] - centre[1]];
    [c * d[0] + s * d[1], c * d[1] - s * d[0]]
}

fn to_segment(p: Point, a: Point, b: Point) -> f64 {
    let (ab, ap) = ([b[0] - a[0], b[1] - a[1]], [p[0] - a[0], p[1] - a[1]]);
    let square = ab[0] * ab[0] + ab[1] * ab[1];
    let t = if square > 0.0 {
        ((ap[0] * ab[0] + ap[1] * ab[1]) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (ap[0] - t * ab[0]).hypot(ap[1] - t * ab[1])
}

/// Distance to the nearest edge, negative inside by the crossing rule.
fn polygon(p: Point, corners: &[Point]) -> f64 {
    let mut inside = false;
    let mut least = f64::INFINITY;
    for (a, b) in corners.iter().zip(corners.iter().cycle().skip(1)) {
        least = least.min(to_segment(p, *a, *b));
        let crosses = (a[1] > p[1]) != (b[1] > p[1]);
        if crosses && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0] {
            inside = !inside;
        }
    }
    if inside { -least } else { least }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_negative_inside_and_grow_outside() {
        let square = vec![[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]];
        let shapes = [
            Shape::Ellipse {
                centre: [0.0, 0.0],
                radii: [1.0, 1.0],
                angle: 0.3,
            },
            Shape::Rectangle {
                centre: [0.0, 0.0],
                half: [1.0, 1.0],
                angle: 0.0,
            },
            Shape::Stroke {
                from: [0.0, -1.0],
                to: [0.0, 1.0],
                radius: 1.0,
            },
            Shape::Polygon(square),
        ];
        for shape in shapes {
            assert!((shape.distance([0.0, 0.0]) + 1.0).abs() < 1e-9, "{shape:?}");
            assert!((shape.distance([3.0, 0.0]) - 2.0).abs() < 1e-9, "{shape:?}");
            let (centre, reach) = shape.around();
            assert!(length(centre, [0.0, 0.0]) < 1e-9 && reach >= 1.0 - 1e-9);
        }
    }
}
