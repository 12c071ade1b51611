//! Pictures of tokens: what kind they are, told from their bytes.

use infer::image::{is_gif, is_jpeg, is_png, is_webp};
use serde::Serialize;

use crate::error::ChainError;

/// Kinds of pictures that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PictureKind {
    /// PNG (ISO/IEC 15948).
    Png,
    /// JPEG (ISO/IEC 10918).
    Jpeg,
    /// GIF.
    Gif,
    /// WebP (RFC 9649).
    Webp,
    /// SVG: a document that may hold scripts and addresses. It is kept as bytes
    /// and never drawn or run.
    Svg,
}

impl PictureKind {
    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Svg => "image/svg+xml",
        }
    }

    /// What these bytes begin like.
    fn of(bytes: &[u8]) -> Option<Self> {
        type Test = fn(&[u8]) -> bool;
        let tests: [(Test, Self); 5] = [
            (is_png, Self::Png),
            (is_jpeg, Self::Jpeg),
            (is_gif, Self::Gif),
            (is_webp, Self::Webp),
            (is_svg, Self::Svg),
        ];
        tests
            .into_iter()
            .find_map(|(test, kind)| test(bytes).then_some(kind))
    }
}

/// A picture's bytes, undecoded, of a known kind.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    kind: PictureKind,
    bytes: Vec<u8>,
}

impl core::fmt::Debug for Picture {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Picture({:?}, {} bytes)", self.kind, self.bytes.len())
    }
}

impl Picture {
    /// Most bytes of a picture.
    pub const MOST: usize = 8 << 20;

    /// Tells the kind from the bytes. They are not decoded: what begins like a
    /// picture may still be a broken one.
    ///
    /// # Errors
    /// [`ChainError::NotAPicture`] for other bytes, or more than
    /// [`Picture::MOST`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, ChainError> {
        match PictureKind::of(&bytes) {
            Some(kind) if bytes.len() <= Self::MOST => Ok(Self { kind, bytes }),
            _ => Err(ChainError::NotAPicture),
        }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> PictureKind {
        self.kind
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Whether the first element of a document is `<svg`, after an XML declaration,
/// comments and a document type.
fn is_svg(bytes: &[u8]) -> bool {
    let Ok(text) = core::str::from_utf8(bytes) else {
        return false;
    };
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    let before = [("<?", "?>"), ("<!--", "-->"), ("<!DOCTYPE", ">")];
    while let Some((open, close)) = before.iter().find(|(open, _)| rest.starts_with(open)) {
        let Some((_, after)) = rest
            .get(open.len()..)
            .and_then(|inner| inner.split_once(close))
        else {
            return false;
        };
        rest = after.trim_start();
    }
    rest.strip_prefix("<svg")
        .is_some_and(|after| after.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_decide_the_kind() {
        let cases: [(&[u8], PictureKind); 8] = [
            (b"\x89PNG\r\n\x1a\n....", PictureKind::Png),
            (b"\xff\xd8\xff\xe0....", PictureKind::Jpeg),
            (b"GIF89a....", PictureKind::Gif),
            (b"RIFF\0\0\0\0WEBPVP8 ", PictureKind::Webp),
            (b"<svg/>", PictureKind::Svg),
            (b"\xef\xbb\xbf\n<svg xmlns='x'></svg>", PictureKind::Svg),
            (
                b"<?xml version='1.0'?><!-- <html> --><svg>",
                PictureKind::Svg,
            ),
            (b"<!DOCTYPE svg PUBLIC 'x'>\n<svg\n>", PictureKind::Svg),
        ];
        for (bytes, kind) in cases {
            let picture = Picture::from_bytes(bytes.to_vec()).unwrap();
            assert_eq!((picture.kind(), picture.bytes()), (kind, bytes));
        }
        let others: [&[u8]; 8] = [
            b"",
            b"{}",
            b"<html><svg></svg></html>",
            b"<svgx>",
            b"<!-- <svg>",
            b"<?xml version='1.0'?><html/>",
            b"%PDF-1.7",
            b"BM......",
        ];
        for bytes in others {
            let error = Picture::from_bytes(bytes.to_vec()).unwrap_err();
            assert!(matches!(error, ChainError::NotAPicture), "{bytes:?}");
        }
        let mut big = b"GIF89a".to_vec();
        big.resize(Picture::MOST, 0);
        assert!(Picture::from_bytes(big.clone()).is_ok());
        big.push(0);
        assert!(Picture::from_bytes(big).is_err());
    }
}
