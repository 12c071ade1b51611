//! Key bits against tolerance as a picture.

use plotters::coord::Shift;
use plotters::prelude::*;

use super::compare::Comparison;
use crate::EvalError;
use crate::raster::{FONT, Pen, Raster};

/// Size of the picture.
const SIZE: (u32, u32) = (760, 520);
/// Degrees shown.
const DEGREES: std::ops::Range<f64> = 0.0..75.0;
/// Key bits shown.
const BITS: std::ops::Range<f64> = 0.0..125.0;

/// Key bits over the tolerated angle, a line for each scheme and number of
/// dimensions, and upright the mean angles of a person with themselves.
///
/// # Errors
/// [`EvalError::Plot`] if the picture cannot be drawn.
pub fn svg(comparison: &Comparison) -> Result<String, EvalError> {
    let mut svg = String::new();
    let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
    draw(comparison, &root, (1, 13)).map_err(failed)?;
    drop(root);
    Ok(svg)
}

/// [`svg`] as PNG, twice as large in pixels.
///
/// # Errors
/// [`EvalError::Plot`] if the picture cannot be drawn.
pub fn png(comparison: &Comparison) -> Result<Vec<u8>, EvalError> {
    let mut raster = Raster::new((2 * SIZE.0, 2 * SIZE.1));
    draw(comparison, &Pen(&mut raster).into_drawing_area(), (2, FONT)).map_err(failed)?;
    raster.png().map_err(failed)
}

fn failed(e: impl std::fmt::Display) -> EvalError {
    EvalError::Plot {
        problem: e.to_string(),
    }
}

fn draw<B: DrawingBackend>(
    comparison: &Comparison,
    root: &DrawingArea<B, Shift>,
    (scale, font): (u32, u32),
) -> Result<(), Box<dyn std::error::Error>>
where
    B::ErrorType: 'static,
{
    root.fill(&WHITE)?;
    let length = i32::try_from(18 * scale)?;
    let mut chart = ChartBuilder::on(root)
        .margin(16 * scale)
        .x_label_area_size(44 * scale)
        .y_label_area_size(64 * scale)
        .build_cartesian_2d(DEGREES, BITS)?;
    chart
        .configure_mesh()
        .bold_line_style(BLACK.mix(0.25))
        .light_line_style(BLACK.mix(0.05))
        .x_desc("tolerated angle, degrees")
        .y_desc("key bits")
        .draw()?;
    for (design, angle) in &comparison.angles {
        let upright = [(*angle, BITS.start), (*angle, BITS.end)];
        chart.draw_series(LineSeries::new(upright, BLACK.mix(0.4).stroke_width(scale)))?;
        let label = Text::new(
            design.to_string(),
            (*angle + 0.5, BITS.end - 2.0),
            ("sans-serif", font),
        );
        chart.draw_series([label])?;
    }
    for (index, curve) in comparison.curves.iter().enumerate() {
        let colour = Palette99::pick(index % 3).to_rgba();
        // The wide dimension is drawn thinner.
        let width = if index < 3 { 3 } else { 1 } * scale;
        let name = curve.name.split(',').next().unwrap_or_default();
        chart
            .draw_series(
                LineSeries::new(curve.points.iter().copied(), colour.stroke_width(width))
                    .point_size(3 * scale),
            )?
            .label(format!("{name}, {}", curve.dimension))
            .legend(move |(x, y)| {
                PathElement::new([(x, y), (x + length, y)], colour.stroke_width(width))
            });
    }
    chart
        .configure_series_labels()
        .background_style(WHITE.mix(0.9))
        .border_style(BLACK)
        .legend_area_size(30 * scale)
        .label_font(("sans-serif", font))
        .position(SeriesLabelPosition::UpperRight)
        .draw()?;
    root.present()?;
    Ok(())
}
