//! The part of an aligned picture that is face.

use mien_frame::Plane;

/// An ellipse from the brows to below the lower lip, in shares of the side.
const CENTRE: [f64; 2] = [0.5, 0.61];
const RADII: [f64; 2] = [0.33, 0.36];

/// Pixels of the face: column, row, value.
pub(super) fn in_face(luma: &Plane) -> impl Iterator<Item = (usize, usize, f32)> + '_ {
    let (width, height) = (luma.width(), luma.height());
    luma.values().iter().enumerate().filter_map(move |(i, v)| {
        let (x, y) = (i % width, i / width);
        let dx = ((x as f64 + 0.5) / width as f64 - CENTRE[0]) / RADII[0];
        let dy = ((y as f64 + 0.5) / height as f64 - CENTRE[1]) / RADII[1];
        (dx * dx + dy * dy <= 1.0).then_some((x, y, *v))
    })
}
