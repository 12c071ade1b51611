//! Finding faces in a frame.

use std::sync::Arc;

use mien_frame::{Frame, Patch, Square};
use rten::ThreadPool;

use crate::FaceError;
use crate::anchors::{COARSE, FINE, INPUT, centres};
use crate::network::Network;
use crate::stages::Output;

/// Numbers per anchor: centre, size, and six points.
const VALUES: usize = 16;

/// Score below which an anchor is not looked at.
const LEAST_SCORE: f32 = 0.5;

/// Overlap (intersection over union) from which two answers are one face.
const SAME_FACE: f32 = 0.3;

/// How far the whole picture is padded in the second look, for faces that
/// nearly fill it: the detector knows faces up to about half its input.
const WIDER: f64 = 1.7;

/// Tiles smaller than this are not searched: the detector sees faces from about
/// a tenth of its input, and one of 45 pixels is too small to be used.
const LEAST_TILE: f64 = 450.0;

/// Times that the tiles are made half as large; with fewer than 256 tiles the
/// last look takes about a second.
const LEVELS: i32 = 3;

/// One face found, in frame pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// How sure the detector is, 0 to 1.
    pub score: f32,
    /// Middle of the box.
    pub centre: [f64; 2],
    /// Width and height of the box, from brow to chin.
    pub size: [f64; 2],
    /// The person's right and left eye.
    pub eyes: [[f64; 2]; 2],
}

impl Detection {
    /// The longer side of the box.
    #[must_use]
    pub fn side(&self) -> f64 {
        self.size[0].max(self.size[1])
    }

    /// Shared area over united area of the boxes.
    fn overlap(&self, other: &Self) -> f64 {
        let shared = |k: usize| {
            let low =
                (self.centre[k] - self.size[k] / 2.0).max(other.centre[k] - other.size[k] / 2.0);
            let high =
                (self.centre[k] + self.size[k] / 2.0).min(other.centre[k] + other.size[k] / 2.0);
            (high - low).max(0.0)
        };
        let shared = shared(0) * shared(1);
        let area = |d: &Self| d.size[0] * d.size[1];
        shared / (area(self) + area(other) - shared)
    }
}

/// The detector of a pack.
#[derive(Debug)]
pub(crate) struct Detector {
    anchors: Vec<[f32; 2]>,
}

impl Detector {
    pub(crate) fn new() -> Self {
        Self { anchors: centres() }
    }

    /// All faces, the largest first.
    ///
    /// Looks at the whole frame; when there is nothing, at the frame with a
    /// margin around it, then at overlapping tiles of half, a quarter and an
    /// eighth of the frame, until something is found.
    pub(crate) fn find(
        &self,
        network: &Network,
        frame: &Frame,
        threads: &Arc<ThreadPool>,
    ) -> Result<Vec<Detection>, FaceError> {
        let mut found = Vec::new();
        for squares in looks(f64::from(frame.width()), f64::from(frame.height())) {
            for square in squares {
                found.extend(self.look(network, frame, square, threads)?);
            }
            if !found.is_empty() {
                break;
            }
        }
        let mut faces = merge(found);
        faces.sort_by(|a, b| b.side().total_cmp(&a.side()));
        Ok(faces)
    }

    /// One run on a square of the frame.
    fn look(
        &self,
        network: &Network,
        frame: &Frame,
        square: Square,
        threads: &Arc<ThreadPool>,
    ) -> Result<Vec<Detection>, FaceError> {
        let patch = Patch::upright(frame, square, network.size());
        let lengths = [FINE, COARSE, FINE * VALUES, COARSE * VALUES];
        let [fine, coarse, fine_boxes, coarse_boxes] =
            network.run_fixed(&patch, threads, lengths)?;
        let scores = fine.iter().chain(coarse.iter());
        let boxes = rows(&fine_boxes).chain(rows(&coarse_boxes));
        let found = scores
            .zip(boxes)
            .zip(&self.anchors)
            .map(|((score, values), anchor)| (sigmoid(*score), values, anchor))
            .filter(|(score, ..)| *score > LEAST_SCORE)
            .map(|(score, values, anchor)| place(score, values, *anchor, square))
            .collect();
        Ok(found)
    }
}

/// The squares of each successive look.
fn looks(width: f64, height: f64) -> impl Iterator<Item = Vec<Square>> {
    let side = width.max(height);
    let about = |side: f64| Square {
        x: (width - side) / 2.0,
        y: (height - side) / 2.0,
        side,
    };
    let tiles = (1..=LEVELS)
        .map(move |level| (side / f64::from(1 << level)).min(width.min(height)))
        .take_while(|tile| *tile >= LEAST_TILE)
        .map(move |tile| tiles(width, height, tile));
    [vec![about(side)], vec![about(side * WIDER)]]
        .into_iter()
        .chain(tiles)
}

/// Squares of side `tile` that overlap by half and cover the frame.
fn tiles(width: f64, height: f64, tile: f64) -> Vec<Square> {
    let starts = |length: f64| {
        let steps = (2.0 * (length - tile) / tile).ceil().max(1.0);
        (0..)
            .map(f64::from)
            .take_while(move |k| *k <= steps)
            .map(move |k| (length - tile) * k / steps)
    };
    starts(height)
        .flat_map(|y| starts(width).map(move |x| Square { x, y, side: tile }))
        .collect()
}

fn rows(boxes: &Output) -> impl Iterator<Item = &[f32; VALUES]> {
    boxes.as_chunks::<VALUES>().0.iter()
}

fn sigmoid(v: f32) -> f32 {
    1.0 / (1.0 + (-v).exp())
}

/// From offsets in input pixels to frame pixels.
fn place(score: f32, values: &[f32; VALUES], anchor: [f32; 2], square: Square) -> Detection {
    let scale = square.side / INPUT as f64;
    let point = |at: usize| {
        [
            square.x + scale * f64::from(values[at] + anchor[0]),
            square.y + scale * f64::from(values[at + 1] + anchor[1]),
        ]
    };
    Detection {
        score,
        centre: point(0),
        size: [
            scale * f64::from(values[2].abs()),
            scale * f64::from(values[3].abs()),
        ],
        eyes: [point(4), point(6)],
    }
}

/// Non-maximum suppression that averages, weighted by score, what it merges, so
/// that the box is steadier than a single answer (the same paper, section 5).
fn merge(mut found: Vec<Detection>) -> Vec<Detection> {
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut faces = Vec::new();
    while let Some(best) = found.first().copied() {
        let (same, others): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|d| d.overlap(&best) > f64::from(SAME_FACE) || *d == best);
        found = others;
        faces.push(average(&same, best.score));
    }
    faces
}

fn average(same: &[Detection], score: f32) -> Detection {
    let total: f64 = same.iter().map(|d| f64::from(d.score)).sum();
    let mean = |pick: fn(&Detection) -> [f64; 2]| {
        same.iter().fold([0.0, 0.0], |sum, d| {
            let (w, v) = (f64::from(d.score) / total, pick(d));
            [sum[0] + w * v[0], sum[1] + w * v[1]]
        })
    };
    Detection {
        score,
        centre: mean(|d| d.centre),
        size: mean(|d| d.size),
        eyes: [mean(|d| d.eyes[0]), mean(|d| d.eyes[1])],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detection(score: f32, x: f64, side: f64) -> Detection {
        Detection {
            score,
            centre: [x, 50.0],
            size: [side, side],
            eyes: [[x - 5.0, 45.0], [x + 5.0, 45.0]],
        }
    }

    #[test]
    fn overlapping_answers_are_one_face_and_others_stay() {
        let found = vec![
            detection(0.6, 52.0, 20.0),
            detection(0.9, 50.0, 20.0),
            detection(0.8, 150.0, 40.0),
        ];
        let faces = merge(found);
        assert_eq!(faces.len(), 2);
        assert_eq!(faces[0].score, 0.9);
        let x = (0.9 * 50.0 + 0.6 * 52.0) / 1.5;
        assert!((faces[0].centre[0] - x).abs() < 1e-5);
        assert_eq!(faces[1].centre[0], 150.0);
    }

    #[test]
    fn tiles_cover_every_point_of_the_frame() {
        for (w, h) in [(1280.0, 720.0), (460.0, 3000.0), (5000.0, 5000.0)] {
            for squares in looks(w, h).skip(2) {
                for (x, y) in [
                    (0.0, 0.0),
                    (w, h),
                    (w / 2.0, h / 2.0),
                    (w, 0.0),
                    (0.4 * w, 0.9 * h),
                ] {
                    let inside = |s: &Square| {
                        x >= s.x && y >= s.y && x <= s.x + s.side + 1e-9 && y <= s.y + s.side + 1e-9
                    };
                    assert!(squares.iter().any(inside), "{x} {y} of {w} × {h}");
                }
            }
        }
    }

    #[test]
    fn small_frames_have_no_tiles() {
        assert_eq!(looks(640.0, 480.0).count(), 2);
        assert_eq!(looks(1280.0, 720.0).count(), 3);
        assert_eq!(looks(10_000.0, 300.0).count(), 2);
        let most: usize = looks(8000.0, 8000.0).map(|l| l.len()).sum();
        assert!(most < 300, "{most}");
    }

    #[test]
    fn offsets_are_placed_in_the_frame() {
        let mut values = [0.0; VALUES];
        values[2] = 32.0;
        values[3] = 48.0;
        values[4] = -8.0;
        let square = Square {
            x: 100.0,
            y: 200.0,
            side: 256.0,
        };
        let d = place(0.7, &values, [64.0, 32.0], square);
        assert_eq!(d.centre, [228.0, 264.0]);
        assert_eq!(d.size, [64.0, 96.0]);
        assert_eq!(d.eyes[0], [212.0, 264.0]);
        assert_eq!(d.side(), 96.0);
    }
}
