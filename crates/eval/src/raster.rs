//! A picture of pixels to plot into, and its PNG.
//!
//! Text is drawn with the 8 × 8 glyphs of `font8x8`, twice their size, so that
//! a plot looks the same on every machine, whatever fonts are installed.

use std::convert::Infallible;

use font8x8::{BASIC_FONTS, LATIN_FONTS, UnicodeFonts};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

/// Pixels of a glyph's side.
const GLYPH: u32 = 16;
/// Pixels from one character to the next: glyphs leave a column free.
const ADVANCE: u32 = 14;
/// The size of a font for which `plotters` reserves [`ADVANCE`] for a character:
/// without fonts it takes 0.7 em, and a size for 1.24² em.
pub(crate) const FONT: u32 = 31;
/// Pixels that a glyph's dot is wide and high.
const DOT: i32 = 2;

/// An RGB picture, white at first.
pub(crate) struct Raster {
    size: (u32, u32),
    pixels: Vec<u8>,
}

impl Raster {
    /// A white picture of this width and height.
    pub(crate) fn new(size: (u32, u32)) -> Self {
        let bytes = size.0 as usize * size.1 as usize * 3;
        Self {
            size,
            pixels: vec![255; bytes],
        }
    }

    /// The picture as PNG.
    ///
    /// # Errors
    /// Those of the encoder.
    pub(crate) fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.size.0, self.size.1);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(bytes)
    }

    fn pixel(&mut self, (x, y): BackendCoord) -> Option<&mut [u8]> {
        let (x, y) = (u32::try_from(x).ok()?, u32::try_from(y).ok()?);
        let at = (y as usize * self.size.0 as usize + x as usize) * 3;
        (x < self.size.0 && y < self.size.1)
            .then(|| self.pixels.get_mut(at..at + 3))
            .flatten()
    }

    /// Mixes a colour into a pixel; what lies outside is left out.
    fn blend(&mut self, at: BackendCoord, colour: BackendColor) {
        if let Some(pixel) = self.pixel(at) {
            for (old, new) in pixel.iter_mut().zip(<[u8; 3]>::from(colour.rgb)) {
                let mixed = f64::from(*old) * (1.0 - colour.alpha) + f64::from(new) * colour.alpha;
                *old = u8::try_from(crate::num::floor_index(mixed + 0.5)).unwrap_or(u8::MAX);
            }
        }
    }
}

/// The rows of a character, the leftmost dot in the lowest bit.
fn glyph(c: char) -> [u8; 8] {
    BASIC_FONTS
        .get(c)
        .or_else(|| LATIN_FONTS.get(c))
        .unwrap_or([0xff; 8])
}

fn extent(text: &str) -> (u32, u32) {
    let count = u32::try_from(text.chars().count()).unwrap_or(0);
    (count * ADVANCE, GLYPH)
}

fn signed(x: u32) -> i32 {
    i32::try_from(x).unwrap_or(i32::MAX)
}

/// Draws on a picture.
pub(crate) struct Pen<'a>(pub(crate) &'a mut Raster);

impl DrawingBackend for Pen<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.0.size
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(
        &mut self,
        at: BackendCoord,
        colour: BackendColor,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.0.blend(at, colour);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        at: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let (width, height) = extent(text);
        let left = match style.anchor().h_pos {
            HPos::Left => 0,
            HPos::Center => signed(width) / 2,
            HPos::Right => signed(width),
        };
        let top = match style.anchor().v_pos {
            VPos::Top => 0,
            VPos::Center => signed(height) / 2,
            VPos::Bottom => signed(height),
        };
        let turn = style.transform();
        for (c, start) in text.chars().zip((0..).step_by(ADVANCE as usize)) {
            for (bits, row) in glyph(c).into_iter().zip(0..) {
                for column in (0..8).filter(|column| (bits >> column) & 1 == 1) {
                    for (dx, dy) in (0..DOT).flat_map(|x| (0..DOT).map(move |y| (x, y))) {
                        let (x, y) =
                            turn.transform(start + column * DOT + dx - left, row * DOT + dy - top);
                        self.0.blend((at.0 + x, at.1 + y), style.color());
                    }
                }
            }
        }
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let _ = style;
        Ok(extent(text))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use plotters::prelude::*;

    #[test]
    fn text_lands_where_it_is_anchored() {
        let mut raster = Raster::new((60, 40));
        Pen(&mut raster)
            .draw_text("I", &("sans", 10).into_text_style(&(60, 40)), (20, 10))
            .unwrap();
        let dark = |r: &mut Raster, at| r.pixel(at).unwrap()[0] < 255;
        // The glyph's stem, and nothing before or below it.
        assert!(dark(&mut raster, (26, 16)));
        assert!((0..20).all(|x| (0..40).all(|y| !dark(&mut raster, (x, y)))));
        assert!((0..60).all(|x| (26..40).all(|y| !dark(&mut raster, (x, y)))));
    }

    #[test]
    fn the_png_holds_the_pixels() {
        let mut raster = Raster::new((5, 3));
        let red = BackendColor {
            alpha: 0.5,
            rgb: (255, 0, 0),
        };
        Pen(&mut raster).draw_pixel((4, 2), red).unwrap();
        Pen(&mut raster).draw_pixel((5, 2), red).unwrap();
        Pen(&mut raster).draw_pixel((-1, 0), red).unwrap();
        let bytes = raster.png().unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; 5 * 3 * 3];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (5, 3));
        assert_eq!(pixels[42..], [255, 128, 128]);
        assert!(pixels[..42].iter().all(|&b| b == 255));
    }
}
