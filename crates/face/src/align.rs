//! Bringing a face into the position that the embedder was trained with.

use mien_frame::{Frame, Outside, Patch, Similarity};

use crate::face::Face;

/// Side of the aligned picture that [`POSITIONS`] refer to.
const SIDE: f64 = 112.0;

/// Where eyes, nose and corners of the mouth belong, as pixel indices (a pixel's
/// centre has whole coordinates); the positions that ArcFace's authors published
/// and that this family of networks was trained with.
const POSITIONS: [[f64; 2]; 5] = [
    [38.29, 51.70],
    [73.53, 51.50],
    [56.03, 71.74],
    [41.55, 92.37],
    [70.73, 92.20],
];

/// The aligned face, `size` a side, in one step from the full frame; nothing
/// when its points do not make a face.
pub(crate) fn align(frame: &Frame, face: &Face, size: usize) -> Option<Patch> {
    let to_frame = to_frame(face, size)?;
    Some(Patch::turned(frame, &to_frame, size, size, Outside::Black))
}

/// From aligned coordinates to the frame.
pub(crate) fn to_frame(face: &Face, size: usize) -> Option<Similarity> {
    let scale = size as f64 / SIDE;
    let positions = POSITIONS.map(|[x, y]| [scale * (x + 0.5), scale * (y + 0.5)]);
    Similarity::fit(&face.five_points(), &positions)?.inverse()
}
