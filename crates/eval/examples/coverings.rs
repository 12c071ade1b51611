//! Paints every covering over a photograph, for a look at the painter.
//!
//! `cargo run -p mien-eval --example coverings -- MODELS PHOTO CLOTH OUT`

use std::path::PathBuf;

use anyhow::{Context, bail};
use mien_eval::occlusion::{Axes, Kind, Style, painted};
use mien_eval::seed::Seed;
use mien_face::{Analyzer, Pack};
use mien_frame::Frame;

fn main() -> anyhow::Result<()> {
    let args: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [models, photo, cloth, out] = &args[..] else {
        bail!("usage: coverings MODELS PHOTO CLOTH OUT");
    };
    let mut analyzer = Analyzer::new(&Pack::load(models)?);
    let (frame, cloth) = (Frame::open(photo)?, Frame::open(cloth)?);
    let face = analyzer.analyze(&frame)?.face.context("no face")?;
    let axes = Axes::of(&face).context("no face")?;
    let kinds = [&Kind::HARMLESS[..], &Kind::EYES, &Kind::MOUTH].concat();
    for (k, kind) in kinds.into_iter().enumerate() {
        for style in [Style::Fit, Style::Test] {
            for n in 0..3 {
                let draw = (Seed(1), 10 * k + n);
                let Some(p) = painted(&frame, &axes, kind, style, &cloth, draw) else {
                    continue;
                };
                let found = analyzer.analyze(&p.frame)?;
                let (m, label) = (found.measures, [p.eyes, p.mouth]);
                println!(
                    "{kind:?} {style:?} covered {label:?}: eyes {:.2} mouth {:.2} {:?}",
                    m.eyes_hidden, m.mouth_hidden, found.verdict
                );
                let name = format!("{k:02}-{kind:?}-{style:?}-{n}.jpg");
                std::fs::write(out.join(name), p.frame.to_jpeg(92)?.as_slice())?;
            }
        }
    }
    Ok(())
}
