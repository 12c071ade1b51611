//! Prints verdict and measures of photographs, never a template.
//!
//! `cargo run -p mien-face --example inspect -- PHOTO…`; the models folder is
//! `models`, or `MIEN_MODELS`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mien_face::{Analyzer, FaceError, Pack};
use mien_frame::Frame;

fn main() -> ExitCode {
    let models = std::env::var_os("MIEN_MODELS").map_or_else(|| "models".into(), PathBuf::from);
    let photos: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if photos.is_empty() {
        eprintln!("usage: inspect PHOTO…");
        return ExitCode::FAILURE;
    }
    match inspect(&models, &photos) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn inspect(models: &Path, photos: &[PathBuf]) -> Result<(), FaceError> {
    let pack = Pack::load(models)?;
    let mut analyzer = Analyzer::new(&pack);
    for photo in photos {
        match Frame::open(photo) {
            Ok(frame) => {
                let analysis = analyzer.analyze(&frame)?;
                println!("{}: {:?}", photo.display(), analysis.verdict);
                println!("{:#?}", analysis.measures);
            }
            Err(error) => println!("{error}"),
        }
    }
    Ok(())
}
