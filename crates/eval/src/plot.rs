//! DET curves (ISO/IEC 19795-1) as SVG and PNG.

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::EvalError;
use crate::raster::{FONT, Pen, Raster};
use crate::run::{self, Report};

/// Size of the picture.
const SIZE: (u32, u32) = (760, 560);
/// Lowest FMR and FNMR drawn: fewer errors than this the photographs cannot
/// show.
const LOWEST: (f64, f64) = (1e-7, 1e-4);

/// FNMR over FMR, both logarithmic: a line for the plain matcher under each
/// design, a circle for the sketch where both its rates were seen.
///
/// # Errors
/// [`EvalError::Plot`] if the picture cannot be drawn.
pub fn det(report: &Report) -> Result<String, EvalError> {
    let mut svg = String::new();
    draw(
        report,
        &SVGBackend::with_string(&mut svg, SIZE).into_drawing_area(),
        (1, 13),
    )?;
    Ok(svg)
}

/// [`det`] as PNG, twice as large in pixels.
///
/// # Errors
/// [`EvalError::Plot`] if the picture cannot be drawn.
pub fn det_png(report: &Report) -> Result<Vec<u8>, EvalError> {
    let mut raster = Raster::new((2 * SIZE.0, 2 * SIZE.1));
    draw(report, &Pen(&mut raster).into_drawing_area(), (2, FONT))?;
    raster.png().map_err(failed)
}

fn failed(e: impl std::fmt::Display) -> EvalError {
    EvalError::Plot {
        problem: e.to_string(),
    }
}

fn draw<B: DrawingBackend>(
    report: &Report,
    root: &DrawingArea<B, Shift>,
    (scale, font): (u32, u32),
) -> Result<(), EvalError>
where
    B::ErrorType: 'static,
{
    chart(report, root, (scale, font)).map_err(failed)
}

fn chart<B: DrawingBackend>(
    report: &Report,
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
        .build_cartesian_2d((LOWEST.0..0.1).log_scale(), (LOWEST.1..0.5).log_scale())?;
    chart
        .configure_mesh()
        .bold_line_style(BLACK.mix(0.25))
        .light_line_style(BLACK.mix(0.08))
        .x_desc("FMR")
        .y_desc("FNMR")
        .x_label_formatter(&|x| format!("{x:.0e}"))
        .y_label_formatter(&|y| crate::stats::show(*y))
        .draw()?;
    for (index, plain) in report.plain.iter().enumerate() {
        let colour = Palette99::pick(index).to_rgba();
        let name = run::label(plain.design, plain.material);
        // A logarithm has no place for zero: the line ends where nobody failed.
        let line = plain.det.iter().copied().filter(|at| at.1 >= LOWEST.1);
        chart
            .draw_series(LineSeries::new(line, colour.stroke_width(2 * scale)))?
            .label(name)
            .legend(move |(x, y)| {
                PathElement::new([(x, y), (x + length, y)], colour.stroke_width(scale))
            });
        let sketch = report
            .sketch
            .iter()
            .filter(|o| o.design == plain.design && o.material == plain.material)
            .filter_map(|o| {
                let fmr = o.false_matches?.fmr.rate;
                let fnmr = o.misses.fnmr.rate;
                (fmr >= LOWEST.0 && fnmr >= LOWEST.1).then_some((fmr, fnmr))
            });
        chart.draw_series(sketch.map(|at| Circle::new(at, 5 * scale, colour.filled())))?;
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
