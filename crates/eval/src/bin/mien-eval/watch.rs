//! The small evaluation, compared with stored figures.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, bail};
use mien_eval::cache::Cache;
use mien_eval::choose::Point;
use mien_eval::embed::{self, Embedded};
use mien_eval::{dataset, small};
use mien_face::Calibration;

use crate::options::{SEED, Source};

/// The figures that the small evaluation is compared with.
const STORED: &str = include_str!("../../../reference/small.json");

pub(crate) fn small_part(source: &Source, accept: bool) -> anyhow::Result<ExitCode> {
    let folders = dataset::part(
        dataset::list(&source.faces)?,
        small::PERSONS,
        small::PHOTOGRAPHS,
    );
    if folders.len() < small::PERSONS {
        bail!(
            "{} holds {} persons, the stored figures are for {}; use the folder that they were made from",
            source.faces.display(),
            folders.len(),
            small::PERSONS
        );
    }
    let pack = source.load()?;
    // Nothing from the cache: what is watched is the pipeline as it is now.
    let embedded = Embedded::compute(&folders, &pack, &Cache::none())?;
    let file = source
        .calibration_folder()
        .join(format!("{}.cal", source.pack));
    let figures = small::measure(
        &embed::cache_name(&source.models, &source.pack)?,
        &embedded.population(small::GATE)?,
        &embedded.acquisition(small::GATE),
        &Calibration::parse(&fs::read(&file).with_context(|| file.display().to_string())?)?,
        Point::of_pack(&pack.sketch())?,
        SEED,
    )?;
    if accept {
        println!("{}", serde_json::to_string_pretty(&figures)?);
        return Ok(ExitCode::SUCCESS);
    }
    for (name, figure) in figures.named() {
        println!("{name}: {:.4}", figure.value);
    }
    let differences = figures.differences(&serde_json::from_str(STORED)?);
    for line in &differences {
        eprintln!("worse or different: {line}");
    }
    Ok(if differences.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
