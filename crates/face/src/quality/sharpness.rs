//! How much fine detail the aligned face shows.
//!
//! Measured at the size that the embedder sees, so that a large face that is a
//! little soft counts as sharp, which for the embedder it is.

use mien_frame::Plane;

/// The part of the aligned picture that is face: an ellipse from the brows to
/// below the lower lip, in shares of the side.
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

/// The four directions in which detail is measured. A hand that shakes wipes
/// it out in one of them only.
const DIRECTIONS: [[i64; 2]; 4] = [[1, 0], [0, 1], [1, 1], [1, -1]];

/// Root of the energy of second differences over that of the brightness, in
/// the direction where it is least.
pub(super) fn measure(luma: &Plane) -> f64 {
    let (mut n, mut sum, mut square) = (0.0, 0.0, 0.0);
    let mut detail = [0.0; 4];
    for (x, y, v) in in_face(luma) {
        let (Ok(x), Ok(y)) = (i64::try_from(x), i64::try_from(y)) else {
            continue;
        };
        n += 1.0;
        sum += f64::from(v);
        square += f64::from(v).powi(2);
        for (energy, [dx, dy]) in detail.iter_mut().zip(DIRECTIONS) {
            let second = luma.at(x - dx, y - dy) - 2.0 * v + luma.at(x + dx, y + dy);
            // Diagonal neighbours are √2 apart: half the second difference.
            let length = (dx * dx + dy * dy) as f64;
            *energy += (f64::from(second) / length).powi(2);
        }
    }
    let variance = square / n - (sum / n).powi(2);
    let least = detail.into_iter().fold(f64::INFINITY, f64::min) / n;
    if variance > 0.0 {
        (least / variance).sqrt()
    } else {
        0.0
    }
}
