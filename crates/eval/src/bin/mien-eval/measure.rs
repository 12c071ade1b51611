//! Commands that measure face and sketch and write a report.

use std::path::Path;

use anyhow::Context;
use indicatif::ProgressBar;
use mien_eval::attack::report as attack;
use mien_eval::embed::{Embedded, Gate};
use mien_eval::field::{self, compare};
use mien_eval::rates::Effort;
use mien_eval::scan::{Plan, Step};
use mien_eval::{find, groups, plot, run, ship};

use crate::options::{SEED, Sketch, Source};

/// Photographs of a person that are replayed as sessions, and frames of each.
const SESSIONS: (usize, usize) = (3, 3);

pub(crate) fn report(
    source: &Source,
    out: &Path,
    gate: Gate,
    sketch: &Sketch,
) -> anyhow::Result<()> {
    let opened = source.open()?;
    let embedded = opened.embedded()?;
    let population = embedded.population(gate).with_context(|| {
        format!("the {gate} profile leaves too few photographs (archive has the lowest size limit)")
    })?;
    let (most, frames) = SESSIONS;
    let sessions = Embedded::sessions(
        &opened.folders,
        &embedded,
        most,
        frames,
        (&opened.pack, &opened.cache),
        SEED,
    )?
    .population(gate)
    .ok();
    let settings = run::Settings {
        pack: opened.pack.name().to_owned(),
        fit: source.fit()?,
        point: sketch.point(&opened.pack)?,
        plan: Plan(vec![Step::Whole]),
        splits: 6,
        replicates: 1000,
        effort: Effort::REPORT,
        seed: SEED,
    };
    let acquisition = [Gate::Capture, Gate::Archive, Gate::None]
        .map(|gate| (gate.to_string(), embedded.acquisition(gate)))
        .to_vec();
    let bar = ProgressBar::new((run::DESIGNS.len() + run::SESSION_DESIGNS.len()) as u64);
    let report = run::report(
        settings,
        &population,
        sessions.as_ref(),
        acquisition,
        || {
            bar.inc(1);
        },
    )?;
    bar.finish_and_clear();
    ship::save_json(&out.join("report.json"), &report)?;
    ship::save(&out.join("report.md"), report.markdown().as_bytes())?;
    draw(&report, out)?;
    print!("{}", report.markdown());
    Ok(())
}

pub(crate) fn attack_sketch(source: &Source, out: &Path, sketch: &Sketch) -> anyhow::Result<()> {
    let opened = source.open()?;
    let population = opened.embedded()?.population(Gate::Archive)?;
    let settings = attack::Settings {
        pack: opened.pack.name().to_owned(),
        fit: source.fit()?,
        point: sketch.point(&opened.pack)?,
        faces: 100,
        strangers: 30_000,
        wrong_pins: 100,
        repeats: 2,
        trials: 150,
        drawn: 300_000,
        replicates: 1000,
        seed: SEED,
    };
    let bar = ProgressBar::new(attack::PARTS as u64);
    let protection = attack::run(settings, &population, &out.join("parts"), |part| {
        bar.suspend(|| eprintln!("{part}: done"));
        bar.inc(1);
    })?;
    bar.finish_and_clear();
    ship::save_json(&out.join("protection.json"), &protection)?;
    ship::save(&out.join("protection.md"), protection.markdown().as_bytes())?;
    print!("{}", protection.markdown());
    Ok(())
}

pub(crate) fn group_failures(source: &Source, out: &Path, sketch: &Sketch) -> anyhow::Result<()> {
    let opened = source.open()?;
    let settings = groups::Settings {
        fit: source.fit()?,
        point: sketch.point(&opened.pack)?,
        gate: Gate::Archive,
        templates: 4,
        replicates: 1000,
        seed: SEED,
    };
    let groups = groups::measure(settings, &opened.embedded()?)?;
    ship::save_json(&out.join("groups.json"), &groups)?;
    ship::save(&out.join("groups.md"), groups.markdown().as_bytes())?;
    print!("{}", groups.markdown());
    Ok(())
}

pub(crate) fn draw(report: &run::Report, folder: &Path) -> anyhow::Result<()> {
    ship::save(&folder.join("det.svg"), plot::det(report)?.as_bytes())?;
    ship::save(&folder.join("det.png"), &plot::det_png(report)?)?;
    Ok(())
}

pub(crate) fn field_comparison(source: &Source, out: &Path, sketch: &Sketch) -> anyhow::Result<()> {
    let opened = source.open()?;
    let population = opened.embedded()?.population(Gate::Archive)?;
    let settings = compare::Settings {
        pack: opened.pack.name().to_owned(),
        fit: source.fit()?,
        point: sketch.point(&opened.pack)?,
        fmr: 1e-4,
        bits: 64,
        splits: 6,
        replicates: 1000,
        effort: Effort::FIELD,
        draws: 2000,
        seed: SEED,
    };
    let bar = ProgressBar::new(compare::STEPS as u64);
    let comparison = compare::compare(settings, &population, || bar.inc(1))?;
    bar.finish_and_clear();
    ship::save_json(&out.join("field.json"), &comparison)?;
    ship::save(&out.join("field.md"), comparison.markdown().as_bytes())?;
    ship::save(
        &out.join("field.svg"),
        field::plot::svg(&comparison)?.as_bytes(),
    )?;
    ship::save(&out.join("field.png"), &field::plot::png(&comparison)?)?;
    print!("{}", comparison.markdown());
    Ok(())
}

pub(crate) fn look_up(source: &Source, out: &Path, sketch: &Sketch) -> anyhow::Result<()> {
    let opened = source.open()?;
    let population = opened.embedded()?.population(Gate::Archive)?;
    let settings = find::Settings {
        pack: opened.pack.name().to_owned(),
        fit: source.fit()?,
        point: sketch.point(&opened.pack)?,
        splits: 2,
        replicates: 1000,
        among_strangers: 60,
        seed: SEED,
    };
    let bar = ProgressBar::new(find::STEPS as u64);
    let report = find::measure(settings, &population, || bar.inc(1))?;
    bar.finish_and_clear();
    ship::save_json(&out.join("find.json"), &report)?;
    ship::save(&out.join("find.md"), report.markdown().as_bytes())?;
    print!("{}", report.markdown());
    Ok(())
}
