//! QR codes in a picture.

use zeroize::Zeroizing;

use crate::{Frame, Outside, Patch, Similarity};

/// How hard a picture is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// Once, as it is: for a camera, whose next frame is another look.
    Once,
    /// Several times, smaller and turned: for a photograph, which is all there
    /// is.
    Several,
}

/// The looks, one after the other until a code is read: made smaller by the
/// first number, turned by the second (degrees). A soft edge can hide a code's
/// corner from the reader: of 103 slightly unsharp photographs of different kits
/// the first look read 102, the second 100, the third 94, and all together every
/// one.
const LOOKS: [(f64, f64); 5] = [
    (1.0, 0.0),
    (0.75, 0.0),
    (1.0, 7.0),
    (0.8, -13.0),
    (0.6, 23.0),
];

impl Frame {
    /// Reads the first QR code whose text is `wanted`.
    ///
    /// # Errors
    /// The reader's words.
    pub fn read_qr(
        &self,
        looks: Looks,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Zeroizing<String>, String> {
        let looks = match looks {
            Looks::Once => &LOOKS[..1],
            Looks::Several => &LOOKS[..],
        };
        let mut reason = None;
        for look in looks {
            match read_once(self, *look, &wanted) {
                Ok(text) => return Ok(text),
                // The first words that say more than that nothing was found.
                Err(words) => reason = reason.or(words),
            }
        }
        Err(reason.unwrap_or_else(|| "none found".to_owned()))
    }
}

fn read_once(
    frame: &Frame,
    (smaller, degrees): (f64, f64),
    wanted: &impl Fn(&str) -> bool,
) -> Result<Zeroizing<String>, Option<String>> {
    let side = |length: u32| (f64::from(length) * smaller).round().max(1.0);
    let (width, height) = (side(frame.width()), side(frame.height()));
    let middle = [
        f64::from(frame.width()) / 2.0,
        f64::from(frame.height()) / 2.0,
    ];
    let turn = Similarity::about(
        [width / 2.0, height / 2.0],
        middle,
        smaller.recip(),
        degrees.to_radians(),
    );
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most the frame's own size, and at least 1"
    )]
    let (width, height) = (width as usize, height as usize);
    let seen = Patch::turned(frame, &turn, width, height, Outside::Nearest);
    let seen = seen.to_frame().map_err(|e| Some(e.to_string()))?;
    // The green channel is brightness enough for black squares on white.
    let green = |x: usize, y: usize| {
        let at = (y * width + x) * 3 + 1;
        seen.rgb().get(at).copied().unwrap_or(0)
    };
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, green);
    let mut reason = None;
    for grid in prepared.detect_grids() {
        match grid.decode() {
            Ok((_, text)) if wanted(&text) => return Ok(Zeroizing::new(text)),
            Ok(_) => reason = Some("a QR code of something else".to_owned()),
            Err(e) => reason = Some(e.to_string()),
        }
    }
    Err(reason)
}
