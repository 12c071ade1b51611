//! How far each eye is open.

use std::sync::Arc;

use mien_frame::{Frame, Outside, Patch};
use rten::ThreadPool;

use crate::FaceError;
use crate::geometry::{direction, distance, middle};
use crate::landmarks::{Crop, Landmarks};
use crate::network::Network;
use crate::points::{LEFT_EYE, RIGHT_EYE};

/// Side of the crop over the distance of the eye's corners.
const CROP: f64 = 2.3;

/// Three numbers for each of 71 points of the lids and 5 of the iris.
const VALUES: usize = 3 * 76;

/// Lid points: the corners, and the middles of the lower and the upper lid.
const CORNERS: [usize; 2] = [0, 8];
const LIDS: [usize; 2] = [4, 12];

/// Height over width of the opening of the person's right and left eye: 0.38
/// open, 0.17 closed, on average.
pub(crate) fn openness(
    network: &Network,
    frame: &Frame,
    landmarks: &Landmarks,
    threads: &Arc<ThreadPool>,
) -> Result<[f64; 2], FaceError> {
    let angle = direction(landmarks.at(RIGHT_EYE[0]), landmarks.at(LEFT_EYE[0]));
    let one = |eye: [usize; 4], mirror: Mirror| {
        let (outer, inner) = (landmarks.at(eye[0]), landmarks.at(eye[2]));
        let crop = Crop {
            centre: middle(outer, inner),
            side: CROP * distance(outer, inner),
            angle,
        };
        let size = network.size();
        let mut patch = Patch::turned(frame, &crop.to_frame(size), size, size, Outside::Nearest);
        if mirror == Mirror::Yes {
            patch = patch.mirrored();
        }
        let [points] = network.run_fixed(&patch, threads, [VALUES])?;
        let at = |k: usize| [f64::from(points[3 * k]), f64::from(points[3 * k + 1])];
        let width = distance(at(CORNERS[0]), at(CORNERS[1]));
        let height = distance(at(LIDS[0]), at(LIDS[1]));
        Ok(if width > 0.0 { height / width } else { 0.0 })
    };
    // The network was trained on left eyes.
    Ok([one(RIGHT_EYE, Mirror::Yes)?, one(LEFT_EYE, Mirror::No)?])
}

#[derive(Clone, Copy, PartialEq)]
enum Mirror {
    Yes,
    No,
}
