//! The recovery kit outside this device: a file, a QR code, a line of text.
//!
//! The file holds the kit's bytes as they are. The QR code and the text hold
//! `MIEN:` and the same bytes in base 32 (RFC 4648, no padding): only characters
//! of the QR alphanumeric mode, so that every reader returns them unchanged.

use std::path::Path;

use data_encoding::BASE32_NOPAD;
use image::{ImageFormat, Luma};
use mien_frame::{Frame, Looks};
use qrcode::{Color, EcLevel, QrCode};
use zeroize::Zeroizing;

use crate::error::{KeeperError, KitError};
use crate::folder::{Existing, storage, write_private};
use crate::record::{HelperData, MAX_KIT_LEN};

const PREFIX: &str = "MIEN:";
/// Larger files are not opened: no kit and no sensible picture of one is.
const MAX_INPUT_LEN: u64 = 64 << 20;

/// In which form a kit leaves the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum KitForm {
    /// The bytes, in a file.
    File,
    /// A QR code as a PNG picture.
    QrPicture,
}

/// Writes the kit to a new file of mode 0600.
///
/// # Errors
/// [`KeeperError::Exists`], [`KeeperError::Storage`].
pub(crate) fn export(helper: &HelperData, form: KitForm, path: &Path) -> Result<(), KeeperError> {
    let kit = helper.to_kit_bytes();
    match form {
        KitForm::File => write_private(path, &kit, Existing::Refuse),
        KitForm::QrPicture => write_private(path, &qr_png(&kit)?, Existing::Refuse),
    }
}

/// The kit as a QR code of Unicode half blocks, for a terminal.
///
/// # Errors
/// [`KeeperError::Protocol`] if it does not fit, which no kit of a valid length does.
pub(crate) fn qr_terminal(helper: &HelperData) -> Result<Zeroizing<String>, KeeperError> {
    let code = qr_code(&helper.to_kit_bytes())?;
    Ok(Zeroizing::new(
        code.render::<qrcode::render::unicode::Dense1x2>()
            .quiet_zone(true)
            .build(),
    ))
}

/// The kit as a QR code for a page: its side in modules, without the quiet zone,
/// and the `d` of an SVG path over the dark ones, a line each.
///
/// # Errors
/// As [`qr_terminal`].
pub(crate) fn qr_sheet(helper: &HelperData) -> Result<Zeroizing<String>, KeeperError> {
    Ok(sheet(&qr_code(&helper.to_kit_bytes())?))
}

fn sheet(code: &QrCode) -> Zeroizing<String> {
    let side = code.width();
    // All of it at once: a string that grew would leave copies behind.
    let mut sheet = Zeroizing::new(String::with_capacity(16 * side * side));
    sheet.push_str(&side.to_string());
    sheet.push('\n');
    for (place, module) in code.to_colors().into_iter().enumerate() {
        if module == Color::Dark {
            sheet.push_str(&format!("M{} {}h1v1h-1z", place % side, place / side));
        }
    }
    sheet
}

/// Reads a kit from a file: its bytes, its text, or a picture of its QR code.
///
/// # Errors
/// [`KeeperError::Kit`] with what is wrong, [`KeeperError::Storage`].
pub(crate) fn import(path: &Path) -> Result<HelperData, KeeperError> {
    let metadata = std::fs::metadata(path).map_err(|e| storage(path, &e))?;
    if metadata.len() > MAX_INPUT_LEN {
        return Err(KitError::NotAKit.into());
    }
    let bytes = Zeroizing::new(std::fs::read(path).map_err(|e| storage(path, &e))?);
    let kit = if image::guess_format(&bytes).is_ok() {
        kit_from_picture(path, &bytes)?
    } else if let Some(text) = kit_text(&bytes) {
        decode_text(text)?
    } else {
        bytes
    };
    Ok(HelperData::from_kit_bytes(&kit)?)
}

/// The text form, if these bytes are one (surrounding white space is allowed).
fn kit_text(bytes: &[u8]) -> Option<&str> {
    let text = core::str::from_utf8(bytes).ok()?.trim();
    text.starts_with(PREFIX).then_some(text)
}

fn decode_text(text: &str) -> Result<Zeroizing<Vec<u8>>, KitError> {
    let body = text.strip_prefix(PREFIX).ok_or(KitError::NotAKit)?;
    if body.len() > MAX_KIT_LEN * 2 {
        return Err(KitError::NotAKit);
    }
    BASE32_NOPAD
        .decode(body.as_bytes())
        .map(Zeroizing::new)
        .map_err(|_| KitError::Checksum)
}

/// Finds the QR code of a kit in a picture.
fn kit_from_picture(path: &Path, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, KitError> {
    let no_qr = |reason: String| KitError::NoQr {
        path: path.display().to_string(),
        reason,
    };
    let frame = Frame::decode(bytes).map_err(|e| no_qr(e.to_string()))?;
    let text = frame.read_qr(Looks::Several, is_kit).map_err(no_qr)?;
    decode_text(&text)
}

/// Reads a kit whose QR code a camera sees now.
///
/// # Errors
/// [`KitError::NoQr`] where no code is to be seen, else what is wrong with it.
pub(crate) fn seen(frame: &Frame) -> Result<HelperData, KeeperError> {
    let no_qr = |reason: String| KitError::NoQr {
        path: "the camera".to_owned(),
        reason,
    };
    // The next frame is another look.
    let text = frame.read_qr(Looks::Once, is_kit).map_err(no_qr)?;
    Ok(HelperData::from_kit_bytes(&decode_text(&text)?)?)
}

/// Whether a QR code says that it carries a kit.
fn is_kit(text: &str) -> bool {
    text.starts_with(PREFIX)
}

fn qr_code(kit: &[u8]) -> Result<QrCode, KeeperError> {
    let text = Zeroizing::new(format!("{PREFIX}{}", BASE32_NOPAD.encode(kit)));
    QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M)
        .map_err(|e| KeeperError::Protocol(format!("the kit does not fit a QR code: {e}")))
}

fn qr_png(kit: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeeperError> {
    let picture = qr_code(kit)?
        .render::<Luma<u8>>()
        .module_dimensions(8, 8)
        .build();
    let mut png = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut png, ImageFormat::Png)
        .map_err(|e| KeeperError::Protocol(format!("the picture could not be made: {e}")))?;
    Ok(Zeroizing::new(png.into_inner()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use mien_frame::{Outside, Patch, Similarity};
    use rand::rngs::StdRng;
    use rand::{Rng, SeedableRng};

    use super::*;

    /// The code on a dark table, `share` of the picture's height, turned and dim.
    fn photograph(code: &Frame, share: f64, degrees: f64) -> Frame {
        let (width, height) = (1280_u32, 960_u32);
        let scale = f64::from(code.height()) / (f64::from(height) * share);
        let middle = |w: u32, h: u32| [f64::from(w) / 2.0, f64::from(h) / 2.0];
        let look = Similarity::about(
            middle(width, height),
            middle(code.width(), code.height()),
            scale,
            degrees.to_radians(),
        );
        let seen = Patch::turned(code, &look, 1280, 960, Outside::Black);
        let mut taken = seen.to_frame().unwrap();
        taken.adjust(0.6, 30.0);
        softened(&taken)
    }

    /// Out of focus: the mean over 3 × 3 pixels.
    fn softened(frame: &Frame) -> Frame {
        let (w, h) = (frame.width() as usize, frame.height() as usize);
        let rgb = frame.rgb();
        let mut out = rgb.to_vec();
        for y in 1..h - 1 {
            for x in 1..w - 1 {
                for c in 0..3 {
                    let near = |i: usize| {
                        let at = (y + i / 3 - 1) * w + x + i % 3 - 1;
                        u32::from(rgb[at * 3 + c])
                    };
                    let mean = (0..9).map(near).sum::<u32>() / 9;
                    out[(y * w + x) * 3 + c] = u8::try_from(mean).unwrap();
                }
            }
        }
        Frame::from_rgb(frame.width(), frame.height(), out).unwrap()
    }

    #[test]
    fn the_sheet_s_code_is_the_kit_s() {
        let mut kit = [0; 304];
        StdRng::seed_from_u64(2).fill_bytes(&mut kit);
        let sheet = sheet(&qr_code(&kit).unwrap());
        let (side, path) = sheet.split_once('\n').unwrap();
        let whole = (side.parse::<u32>().unwrap() + 8) * 4;
        let mut page = Frame::filled(whole, whole, [255; 3]).unwrap();
        for module in path.split_terminator("h1v1h-1z") {
            let (x, y) = module[1..].split_once(' ').unwrap();
            let at = |n: &str| (n.parse::<usize>().unwrap() + 4) * 4;
            for row in at(y)..at(y) + 4 {
                let start = 3 * (row * whole as usize + at(x));
                page.rgb_mut()[start..start + 12].fill(0);
            }
        }
        let text = page.read_qr(Looks::Several, is_kit).unwrap();
        assert_eq!(decode_text(&text).unwrap().as_slice(), kit);
    }

    /// Whether a code can be read must not depend on what happens to be in the kit.
    #[test]
    fn photographs_of_any_kit_are_read() {
        let mut rng = StdRng::seed_from_u64(1);
        for number in 0..6 {
            let mut kit = [0; 304];
            rng.fill_bytes(&mut kit);
            let code = Frame::decode(&qr_png(&kit).unwrap()).unwrap();
            for (share, degrees) in [(0.9, 4.0), (0.7, -11.0), (0.8, 183.0)] {
                let taken = photograph(&code, share, degrees);
                let text = taken.read_qr(Looks::Several, is_kit);
                let text = text.unwrap_or_else(|e| panic!("{number} {share} {degrees}: {e}"));
                assert_eq!(decode_text(&text).unwrap().as_slice(), kit);
            }
        }
    }
}
