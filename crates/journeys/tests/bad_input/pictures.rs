//! Files that a person may hold out as a photograph of themselves.

use std::fs;
use std::path::Path;

use mien_frame::{Frame, Outside, Patch, Similarity};
use mien_journeys::Photos;

/// Writes all of them into a new folder.
pub fn write_all(room: &Path, photos: &Photos) {
    fs::create_dir_all(room.join("empty")).unwrap();
    let owner = Frame::open(&photos.path("obama3.jpg")).unwrap();
    let other = Frame::open(&photos.path("biden.jpg")).unwrap();
    let write = |name: &str, frame: &Frame| {
        let jpeg = frame.to_jpeg(90).unwrap();
        fs::write(room.join(name), jpeg.as_slice()).unwrap();
    };
    write(
        "no-face.jpg",
        &Frame::filled(1280, 960, [120, 130, 140]).unwrap(),
    );
    let pair = beside(&scaled(&owner, 800), &scaled(&other, 800));
    write("two-faces.jpg", &pair);
    let height = 40 * owner.height() / owner.width();
    write("tiny.jpg", &scaled(&owner, height));
    image::RgbImage::new(12_000, 64)
        .save(room.join("huge.png"))
        .unwrap();
    let whole = fs::read(photos.path("obama3.jpg")).unwrap();
    fs::write(room.join("cut.jpg"), &whole[..whole.len() / 3]).unwrap();
    fs::write(room.join("text.jpg"), "Dear diary,\nno picture today.\n").unwrap();
}

/// The same picture at this height.
fn scaled(frame: &Frame, height: u32) -> Frame {
    let scale = f64::from(frame.height()) / f64::from(height);
    let width = f64::from(frame.width()) / scale;
    let look = Similarity::about([0.0; 2], [0.0; 2], scale, 0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a width in pixels"
    )]
    let size = (width.round() as usize, height as usize);
    let patch = Patch::turned(frame, &look, size.0, size.1, Outside::Black);
    patch.to_frame().unwrap()
}

/// Two pictures of one height side by side.
fn beside(left: &Frame, right: &Frame) -> Frame {
    let rows = (0..left.height()).flat_map(|y| [left.row(y), right.row(y)].concat());
    Frame::from_rgb(left.width() + right.width(), left.height(), rows.collect()).unwrap()
}
