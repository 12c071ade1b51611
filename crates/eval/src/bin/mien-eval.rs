//! Measures Mien's biometrics on a folder of labelled photographs.

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use indicatif::ProgressBar;
use mien_eval::attack::report as attack;
use mien_eval::cache::Cache;
use mien_eval::choose::{Bench, Point};
use mien_eval::dataset::{self, Folder};
use mien_eval::embed::{self, Embedded, Gate};
use mien_eval::field::{self, compare};
use mien_eval::find;
use mien_eval::occlusion::{self, LeaveOut};
use mien_eval::projection::{Fit, Projection};
use mien_eval::rates::Effort;
use mien_eval::scan::{Plan, Step};
use mien_eval::seed::Seed;
use mien_eval::ship::{self, FitRecord};
use mien_eval::sweep::{self, Sweeps};
use mien_eval::{calibrate, groups, plot, run, small};
use mien_face::{Calibration, DEFAULT_PACK, Pack};

/// The seed of every command: figures repeat.
const SEED: Seed = Seed(1);
/// Photographs of a person that are replayed as sessions, and frames of each.
const SESSIONS: (usize, usize) = (3, 3);
/// The figures that the small evaluation is compared with.
const STORED: &str = include_str!("../../reference/small.json");

/// Error rates of face and sketch, from labelled photographs (DIR/PERSON/*.jpg).
///
/// Embeddings are kept in out/eval, so that commands can be interrupted and
/// repeated.
#[derive(Parser)]
#[command(name = "mien-eval", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compute and keep the embeddings; say which photographs are refused
    Embed(Source),
    /// Fit the pack's calibration, measure it two-fold and write its file
    ///
    /// A released calibration is never changed: the file goes to a folder of its
    /// own, to be added to models/calibration under a new name with a new pack.
    Calibrate {
        #[command(flatten)]
        source: Source,
        /// Folder for the file and its record
        #[arg(long, value_name = "DIR", default_value = "out/calibration")]
        out: PathBuf,
    },
    /// Fit the pack's occlusion file on painted photographs and measure it
    ///
    /// Like calibrate, it writes to a folder of its own.
    Occlusion {
        #[command(flatten)]
        source: Source,
        /// Folder for the file and its record
        #[arg(long, value_name = "DIR", default_value = "out/occlusion")]
        out: PathBuf,
        /// Name of the file, without ending
        #[arg(long, default_value = "facemesh-1")]
        name: String,
        /// Use every so many-th person
        #[arg(long, value_name = "N", default_value_t = NonZeroUsize::MIN)]
        every: NonZeroUsize,
        /// Repeat the fit without each kind of covering
        #[arg(long)]
        leave_out: bool,
    },
    /// Sweep the sketch's parameters and write the tables to choose from
    Choose {
        #[command(flatten)]
        source: Source,
        /// Folder for choose.json and choose.md
        #[arg(long, value_name = "DIR", default_value = "out/choose")]
        out: PathBuf,
        #[command(flatten)]
        sketch: Sketch,
    },
    /// Measure the plain matcher and the sketch as shipped, and write a report
    Run {
        #[command(flatten)]
        source: Source,
        /// Folder for report.json, report.md, det.svg and det.png
        #[arg(long, value_name = "DIR", default_value = "out/report")]
        out: PathBuf,
        /// Which photographs are good enough: capture as in real use, archive
        /// with the size limit lowered
        #[arg(long, value_enum, default_value = "archive")]
        profile: Gate,
        #[command(flatten)]
        sketch: Sketch,
    },
    /// Attack the sketch: linkage, oracle, reconstruction, PINs, dictionaries
    ///
    /// Parts are kept in the folder, so that it can be interrupted and repeated.
    Attack {
        #[command(flatten)]
        source: Source,
        /// Folder for protection.json, protection.md and the parts
        #[arg(long, value_name = "DIR", default_value = "out/attack")]
        out: PathBuf,
        #[command(flatten)]
        sketch: Sketch,
    },
    /// Say which photographs are refused or missed: by pose, sharpness, light
    Groups {
        #[command(flatten)]
        source: Source,
        /// Folder for groups.json and groups.md
        #[arg(long, value_name = "DIR", default_value = "out/groups")]
        out: PathBuf,
        #[command(flatten)]
        sketch: Sketch,
    },
    /// Draw the curves of a report again
    Plot {
        /// The report.json of a run; the pictures go beside it
        #[arg(value_name = "FILE")]
        report: PathBuf,
    },
    /// Compare with published schemes on the same photographs
    Field {
        #[command(flatten)]
        source: Source,
        /// Folder for field.json, field.md, field.svg and field.png
        #[arg(long, value_name = "DIR", default_value = "out/field")]
        out: PathBuf,
        #[command(flatten)]
        sketch: Sketch,
    },
    /// Measure how well a face is found among many sketches, and how quickly
    Find {
        #[command(flatten)]
        source: Source,
        /// Folder for find.json and find.md
        #[arg(long, value_name = "DIR", default_value = "out/find")]
        out: PathBuf,
        #[command(flatten)]
        sketch: Sketch,
    },
    /// Measure a small part and compare it with the stored figures
    Small {
        #[command(flatten)]
        source: Source,
        /// Print figures to store instead of comparing
        #[arg(long)]
        accept: bool,
    },
}

/// Where everything is.
#[derive(Args)]
struct Source {
    /// Labelled photographs: one folder a person
    #[arg(long, value_name = "DIR")]
    faces: PathBuf,
    /// The models folder
    #[arg(
        long,
        value_name = "DIR",
        default_value = "models",
        env = "MIEN_MODELS"
    )]
    models: PathBuf,
    /// The pack to measure
    #[arg(long, default_value = DEFAULT_PACK)]
    pack: String,
    /// Where embeddings are kept between runs
    #[arg(long, value_name = "DIR", default_value = "out/eval")]
    cache: PathBuf,
}

/// Sketch parameters other than the pack's.
#[derive(Args)]
struct Sketch {
    /// Code length
    #[arg(long)]
    n: Option<u16>,
    /// Secret bits
    #[arg(long)]
    k: Option<u8>,
    /// Checksum bits
    #[arg(long)]
    r: Option<u8>,
    /// Paths of the list decoder
    #[arg(long)]
    list: Option<u8>,
}

/// What the commands work on.
struct Opened {
    folders: Vec<Folder>,
    pack: Pack,
    cache: Cache,
    networks: String,
}

impl Source {
    fn open(&self) -> anyhow::Result<Opened> {
        let networks = embed::cache_name(&self.models, &self.pack)?;
        Ok(Opened {
            folders: dataset::list(&self.faces)?,
            pack: self.load()?,
            cache: Cache::open(&self.cache, &networks)?,
            networks,
        })
    }

    fn load(&self) -> anyhow::Result<Pack> {
        let manifest = embed::manifest(&self.models, &self.pack);
        Pack::load_manifest(&self.models, &manifest).context("loading the pack")
    }

    /// How the pack's calibration was fitted, from its record.
    fn fit(&self) -> anyhow::Result<Fit> {
        let path = self
            .calibration_folder()
            .join(format!("{}.json", self.pack));
        let text = fs::read_to_string(&path).with_context(|| {
            format!(
                "reading {}; run `mien-eval calibrate` first",
                path.display()
            )
        })?;
        Ok(serde_json::from_str::<FitRecord>(&text)?.fit)
    }

    fn calibration_folder(&self) -> PathBuf {
        self.models.join("calibration")
    }
}

impl Opened {
    fn embedded(&self) -> anyhow::Result<Embedded> {
        Ok(Embedded::compute(&self.folders, &self.pack, &self.cache)?)
    }
}

impl Sketch {
    fn point(&self, pack: &Pack) -> anyhow::Result<Point> {
        let shipped = Point::of_pack(&pack.sketch())?;
        Ok(Point {
            n: self.n.unwrap_or(shipped.n),
            k: self.k.unwrap_or(shipped.k),
            r: self.r.unwrap_or(shipped.r),
            list: self.list.unwrap_or(shipped.list),
            ..shipped
        })
    }
}

fn main() -> anyhow::Result<ExitCode> {
    match Cli::parse().command {
        Command::Embed(source) => embed_all(&source)?,
        Command::Calibrate { source, out } => calibrate_pack(&source, &out)?,
        Command::Occlusion {
            source,
            out,
            name,
            every,
            leave_out,
        } => {
            let leave_out = if leave_out {
                LeaveOut::EachKind
            } else {
                LeaveOut::Nothing
            };
            occlude(&source, &out.join(name), every, leave_out)?;
        }
        Command::Choose {
            source,
            out,
            sketch,
        } => choose(&source, &out, &sketch)?,
        Command::Run {
            source,
            out,
            profile,
            sketch,
        } => report(&source, &out, profile, &sketch)?,
        Command::Attack {
            source,
            out,
            sketch,
        } => attack_sketch(&source, &out, &sketch)?,
        Command::Groups {
            source,
            out,
            sketch,
        } => group_failures(&source, &out, &sketch)?,
        Command::Plot { report } => {
            let text = fs::read_to_string(&report)
                .with_context(|| format!("reading {}", report.display()))?;
            draw(
                &serde_json::from_str(&text)?,
                report.parent().unwrap_or(Path::new(".")),
            )?;
        }
        Command::Field {
            source,
            out,
            sketch,
        } => field_comparison(&source, &out, &sketch)?,
        Command::Find {
            source,
            out,
            sketch,
        } => look_up(&source, &out, &sketch)?,
        Command::Small { source, accept } => return small_part(&source, accept),
    }
    Ok(ExitCode::SUCCESS)
}

fn embed_all(source: &Source) -> anyhow::Result<()> {
    let opened = source.open()?;
    let embedded = opened.embedded()?;
    for gate in [Gate::Capture, Gate::Archive, Gate::None] {
        println!("{gate}: {}", embedded.acquisition(gate));
    }
    Ok(())
}

fn calibrate_pack(source: &Source, out: &Path) -> anyhow::Result<()> {
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

fn occlude(
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

fn choose(source: &Source, out: &Path, sketch: &Sketch) -> anyhow::Result<()> {
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

fn report(source: &Source, out: &Path, gate: Gate, sketch: &Sketch) -> anyhow::Result<()> {
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

fn attack_sketch(source: &Source, out: &Path, sketch: &Sketch) -> anyhow::Result<()> {
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

fn group_failures(source: &Source, out: &Path, sketch: &Sketch) -> anyhow::Result<()> {
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

fn draw(report: &run::Report, folder: &Path) -> anyhow::Result<()> {
    ship::save(&folder.join("det.svg"), plot::det(report)?.as_bytes())?;
    ship::save(&folder.join("det.png"), &plot::det_png(report)?)?;
    Ok(())
}

fn field_comparison(source: &Source, out: &Path, sketch: &Sketch) -> anyhow::Result<()> {
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

fn look_up(source: &Source, out: &Path, sketch: &Sketch) -> anyhow::Result<()> {
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

fn small_part(source: &Source, accept: bool) -> anyhow::Result<ExitCode> {
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
