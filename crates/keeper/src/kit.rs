//! The recovery kit outside this device: a file, a QR code, a line of text.
//!
//! The file holds the kit's bytes as they are. The QR code and the text hold
//! `MIEN:` and the same bytes in base 32 (RFC 4648, no padding): only characters
//! of the QR alphanumeric mode, so that every reader returns them unchanged.

use std::path::Path;

use data_encoding::BASE32_NOPAD;
use image::{ImageFormat, Luma};
use qrcode::{EcLevel, QrCode};
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
    let frame = mien_frame::Frame::decode(bytes).map_err(|e| no_qr(e.to_string()))?;
    let text = read_qr(&frame).map_err(no_qr)?;
    decode_text(&text)
}

/// Reads the first QR code in a picture that carries a kit.
///
/// # Errors
/// The decoder's words.
pub(crate) fn read_qr(frame: &mien_frame::Frame) -> Result<Zeroizing<String>, String> {
    let (width, height) = (frame.width() as usize, frame.height() as usize);
    // The green channel is brightness enough for black squares on white.
    let green = |x: usize, y: usize| {
        frame
            .rgb()
            .get((y * width + x) * 3 + 1)
            .copied()
            .unwrap_or(0)
    };
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, green);
    let mut reason = "none found".to_owned();
    for grid in prepared.detect_grids() {
        match grid.decode() {
            Ok((_, text)) if text.starts_with(PREFIX) => return Ok(Zeroizing::new(text)),
            Ok(_) => "a QR code of something else".clone_into(&mut reason),
            Err(e) => reason = e.to_string(),
        }
    }
    Err(reason)
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
