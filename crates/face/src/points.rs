//! Numbers of points in the 468-point face mesh.
//!
//! The numbering is that of MediaPipe Face Mesh (Kartynnik et al.,
//! arXiv:1907.06724): a fixed triangulation, the same for every face.

/// Number of points.
pub(crate) const COUNT: usize = 468;

/// Outer, upper, inner, lower corner of each eye.
pub(crate) const RIGHT_EYE: [usize; 4] = [33, 159, 133, 145];
pub(crate) const LEFT_EYE: [usize; 4] = [263, 386, 362, 374];

/// Tip of the nose.
pub(crate) const NOSE_TIP: usize = 1;

/// Corners of the mouth, right and left.
pub(crate) const MOUTH_CORNERS: [usize; 2] = [61, 291];

/// Inner edge of the lips: upper middle, lower middle, right, left.
pub(crate) const INNER_LIPS: [usize; 4] = [13, 14, 78, 308];

/// The ends of the head's axes: right and left cheek, top of the forehead, chin.
pub(crate) const RIGHT_CHEEK: usize = 234;
pub(crate) const LEFT_CHEEK: usize = 454;
pub(crate) const FOREHEAD: usize = 10;
pub(crate) const CHIN: usize = 152;

/// The outline of the face, once around.
pub(crate) const OVAL: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
