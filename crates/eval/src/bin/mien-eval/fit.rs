//! Commands that fit what a pack ships.

use std::num::NonZeroUsize;
use std::path::Path;

use indicatif::ProgressBar;
use mien_eval::choose::Bench;
use mien_eval::embed::Gate;
use mien_eval::occlusion::{self, LeaveOut};
use mien_eval::projection::Projection;
use mien_eval::rates::Effort;
use mien_eval::sweep::{self, Sweeps};
use mien_eval::{calibrate, ship};

use crate::options::{SEED, Sketch, Source};

pub(crate) fn embed_all(source: &Source) -> anyhow::Result<()> {
    let opened = source.open()?;
    let embedded = opened.embedded()?;
    for gate in [Gate::Capture, Gate::Archive, Gate::None] {
        println!("{gate}: {}", embedded.acquisition(gate));
    }
    Ok(())
}

pub(crate) fn calibrate_pack(source: &Source, out: &Path) -> anyhow::Result<()> {
    let opened = source.open()?;
    let population = opened.embedded()?.population(Gate::Archive)?;
    let settings = calibrate::Settings {
        splits: 6,
        replicates: 1000,
        seed: SEED,
    };
    let rank = Projection::rank(&population)?;
    let fits = calibrate::candidates(rank);
    let bar = ProgressBar::new(fits.len() as u64);
    let candidates = calibrate::compare(&population, &fits, settings, || bar.inc(1))?;
    bar.finish_and_clear();
    let decision = calibrate::decide(&candidates, rank);
    print!("{}", calibrate::markdown(&candidates, &decision));
    let record = ship::write(
        out,
        &source.pack,
        &opened.networks,
        &population,
        settings,
        decision,
        candidates,
    )?;
    println!(
        "wrote {}; the manifest of a new pack must name it with SHA-256 {}",
        out.join(&record.file).display(),
        record.sha256
    );
    Ok(())
}

pub(crate) fn occlude(
    source: &Source,
    file: &Path,
    every: NonZeroUsize,
    leave_out: LeaveOut,
) -> anyhow::Result<()> {
    let mut opened = source.open()?;
    opened.folders = opened.folders.into_iter().step_by(every.get()).collect();
    let settings = occlusion::Settings {
        penalty: 3e-3,
        alarms: 0.01,
        seed: SEED,
    };
    let outcome = occlusion::run(&opened.folders, &opened.pack, settings, leave_out)?;
    print!("{}", outcome.results.markdown());
    for line in &outcome.alarmed {
        eprintln!("refused: {line}");
    }
    let record = ship::write_occlusion(file, &opened.networks, settings, &outcome)?;
    println!(
        "wrote {}; the manifest must name it with SHA-256 {}",
        file.with_extension("occ").display(),
        record.sha256
    );
    Ok(())
}

pub(crate) fn choose(source: &Source, out: &Path, sketch: &Sketch) -> anyhow::Result<()> {
    let opened = source.open()?;
    let population = opened.embedded()?.population(Gate::Archive)?;
    let fit = source.fit()?;
    let choice = sketch.point(&opened.pack)?;
    let dimension = opened.pack.dimension();
    let bench = Bench::new(&population, fit, &sweep::DESIGNS, 4, Effort::SWEEP, SEED)?;
    let bar = ProgressBar::new(Sweeps::steps(choice, dimension) as u64);
    let sweeps = Sweeps::make(&bench, dimension, choice, || bar.inc(1))?;
    bar.finish_and_clear();
    ship::save_json(&out.join("choose.json"), &sweeps)?;
    ship::save(&out.join("choose.md"), sweeps.markdown().as_bytes())?;
    print!("{}", sweeps.markdown());
    Ok(())
}
