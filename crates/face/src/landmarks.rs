//! Four hundred and sixty-eight points on a face.

use std::fmt;
use std::sync::Arc;

use mien_frame::{Frame, Outside, Patch, Similarity};
use rten::ThreadPool;
use zeroize::Zeroizing;

use crate::detect::Detection;
use crate::network::Network;
use crate::points::COUNT;
use crate::stages::Output;
use crate::{FaceError, geometry};

/// Side of the crop over the longer side of the detector's box.
const CROP: f64 = 1.5;

/// Points in frame pixels, wiped when dropped: they are a measure of the face.
#[derive(Clone)]
pub(crate) struct Landmarks {
    /// x, y, and depth in the same unit, away from the camera.
    points: Zeroizing<Vec<[f64; 3]>>,
    /// How sure the network is that it sees a face, 0 to 1.
    pub presence: f64,
}

impl Landmarks {
    /// Fits the mesh to a detected face; also what the network gives beyond
    /// that, for the occlusion head.
    pub(crate) fn fit(
        network: &Network,
        frame: &Frame,
        detection: &Detection,
        threads: &Arc<ThreadPool>,
    ) -> Result<(Self, Option<Output>), FaceError> {
        let [right, left] = detection.eyes;
        let crop = Crop {
            centre: detection.centre,
            side: CROP * detection.side(),
            angle: geometry::direction(right, left),
        };
        let size = network.size();
        let to_frame = crop.to_frame(size);
        let patch = Patch::turned(frame, &to_frame, size, size, Outside::Black);
        let ([presence, mesh], features) =
            network.run_with_extra(&patch, threads, [1, 3 * COUNT])?;
        let points = mesh
            .as_chunks::<3>()
            .0
            .iter()
            .map(|p| {
                let [x, y] = to_frame.apply([f64::from(p[0]), f64::from(p[1])]);
                [x, y, f64::from(p[2]) * to_frame.scale()]
            })
            .collect();
        let landmarks = Self {
            points: Zeroizing::new(points),
            presence: presence.first().copied().map_or(0.0, f64::from),
        };
        Ok((landmarks, features))
    }

    /// Point `index` with its depth. `index` is below [`COUNT`].
    pub(crate) fn deep(&self, index: usize) -> [f64; 3] {
        self.points.get(index).copied().unwrap_or_default()
    }

    /// Point `index` in the picture.
    pub(crate) fn at(&self, index: usize) -> [f64; 2] {
        let [x, y, _] = self.deep(index);
        [x, y]
    }

    /// Whether every number is a number.
    pub(crate) fn is_finite(&self) -> bool {
        self.points.iter().flatten().all(|v| v.is_finite())
    }
}

impl fmt::Debug for Landmarks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Landmarks")
    }
}

/// A turned square in a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Crop {
    pub centre: [f64; 2],
    pub side: f64,
    /// Turn of its upper edge from x towards y, in radians.
    pub angle: f64,
}

impl Crop {
    /// From a patch of `size` a side to the frame.
    pub(crate) fn to_frame(self, size: usize) -> Similarity {
        let middle = size as f64 / 2.0;
        let scale = self.side / size as f64;
        Similarity::about([middle, middle], self.centre, scale, self.angle)
    }
}
