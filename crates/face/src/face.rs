//! One face in one frame.

use std::fmt;

use crate::detect::Detection;
use crate::geometry::{cross, distance, dot, middle, minus, unit};
use crate::landmarks::Landmarks;
use crate::points::{
    CHIN, FOREHEAD, INNER_LIPS, LEFT_CHEEK, LEFT_EYE, MOUTH_CORNERS, NOSE_TIP, OVAL, RIGHT_CHEEK,
    RIGHT_EYE,
};

/// Where a face is and how it is held. Wiped when dropped.
#[derive(Clone)]
pub struct Face {
    detection: Detection,
    pub(crate) landmarks: Landmarks,
}

/// The attitude of a head in degrees. Zero is straight into the camera; the
/// zeros differ from person to person, so compare with the person's own.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pose {
    /// Turn about the vertical, positive to the person's right.
    pub yaw: f64,
    /// Nod, positive downwards. The mesh gives most people about 5° at rest.
    pub pitch: f64,
    /// Tilt towards a shoulder, positive clockwise in the picture.
    pub roll: f64,
}

impl Face {
    pub(crate) fn new(detection: Detection, landmarks: Landmarks) -> Self {
        Self {
            detection,
            landmarks,
        }
    }

    /// What the detector found.
    #[must_use]
    pub fn detection(&self) -> Detection {
        self.detection
    }

    /// The outline in frame pixels, once around from the forehead: for drawing.
    #[must_use]
    pub fn outline(&self) -> [[f64; 2]; 36] {
        OVAL.map(|k| self.landmarks.at(k))
    }

    /// Distance of the middles of the eyes in frame pixels.
    #[must_use]
    pub fn eye_distance(&self) -> f64 {
        let [right, left, ..] = self.five_points();
        distance(right, left)
    }

    /// Right eye, left eye, tip of the nose, right and left corner of the
    /// mouth, in frame pixels.
    #[must_use]
    pub fn five_points(&self) -> [[f64; 2]; 5] {
        let at = |k| self.landmarks.at(k);
        let eye = |e: [usize; 4]| middle(middle(at(e[0]), at(e[2])), middle(at(e[1]), at(e[3])));
        [
            eye(RIGHT_EYE),
            eye(LEFT_EYE),
            at(NOSE_TIP),
            at(MOUTH_CORNERS[0]),
            at(MOUTH_CORNERS[1]),
        ]
    }

    /// Yaw, pitch and roll from the mesh's depths.
    #[must_use]
    pub fn pose(&self) -> Pose {
        let deep = |k| self.landmarks.deep(k);
        let x = unit(minus(deep(LEFT_CHEEK), deep(RIGHT_CHEEK)));
        let down = minus(deep(CHIN), deep(FOREHEAD));
        let along = dot(x, down);
        let y = unit(minus(down, x.map(|v| v * along)));
        let z = cross(x, y);
        Pose {
            yaw: (-x[2]).atan2(y[2].hypot(z[2])).to_degrees(),
            pitch: y[2].atan2(z[2]).to_degrees(),
            roll: x[1].atan2(x[0]).to_degrees(),
        }
    }

    /// Height over width of the opening between the lips: 0.04 at rest, 0.17
    /// in a smile, 0.44 open, on average.
    #[must_use]
    pub fn mouth_open(&self) -> f64 {
        let [up, down, right, left] = INNER_LIPS.map(|k| self.landmarks.at(k));
        ratio(distance(up, down), distance(right, left))
    }

    /// Width of the mouth over the distance of the outer corners of the eyes:
    /// 0.57 at rest, 0.72 in a smile, on average.
    #[must_use]
    pub fn mouth_width(&self) -> f64 {
        let [right, left] = MOUTH_CORNERS.map(|k| self.landmarks.at(k));
        let eyes = [RIGHT_EYE[0], LEFT_EYE[0]].map(|k| self.landmarks.at(k));
        ratio(distance(right, left), distance(eyes[0], eyes[1]))
    }

    /// How far the outline, a tenth larger, is inside a frame of this size: the
    /// least distance to an edge over the eye distance, negative when outside.
    #[must_use]
    pub fn room(&self, width: u32, height: u32) -> f64 {
        const LARGER: f64 = 1.1;
        let outline = self.outline();
        let n = outline.len() as f64;
        let [sx, sy] = outline
            .iter()
            .fold([0.0, 0.0], |s, p| [s[0] + p[0], s[1] + p[1]]);
        let centre = [sx / n, sy / n];
        let least = outline
            .iter()
            .flat_map(|p| {
                let x = centre[0] + LARGER * (p[0] - centre[0]);
                let y = centre[1] + LARGER * (p[1] - centre[1]);
                [x, y, f64::from(width) - x, f64::from(height) - y]
            })
            .fold(f64::INFINITY, f64::min);
        ratio(least, self.eye_distance())
    }
}

/// A quotient that is zero where it would not be a number.
fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Face")
    }
}
