//! Measures Mien's biometrics on a folder of labelled photographs.

mod fit;
mod measure;
mod options;
mod watch;

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};
use mien_eval::embed::Gate;
use mien_eval::occlusion::LeaveOut;

use options::{Sketch, Source};

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

fn main() -> anyhow::Result<ExitCode> {
    match Cli::parse().command {
        Command::Embed(source) => fit::embed_all(&source)?,
        Command::Calibrate { source, out } => fit::calibrate_pack(&source, &out)?,
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
            fit::occlude(&source, &out.join(name), every, leave_out)?;
        }
        Command::Choose {
            source,
            out,
            sketch,
        } => fit::choose(&source, &out, &sketch)?,
        Command::Run {
            source,
            out,
            profile,
            sketch,
        } => measure::report(&source, &out, profile, &sketch)?,
        Command::Attack {
            source,
            out,
            sketch,
        } => measure::attack_sketch(&source, &out, &sketch)?,
        Command::Groups {
            source,
            out,
            sketch,
        } => measure::group_failures(&source, &out, &sketch)?,
        Command::Plot { report } => {
            let text = fs::read_to_string(&report)
                .with_context(|| format!("reading {}", report.display()))?;
            measure::draw(
                &serde_json::from_str(&text)?,
                report.parent().unwrap_or(Path::new(".")),
            )?;
        }
        Command::Field {
            source,
            out,
            sketch,
        } => measure::field_comparison(&source, &out, &sketch)?,
        Command::Find {
            source,
            out,
            sketch,
        } => measure::look_up(&source, &out, &sketch)?,
        Command::Small { source, accept } => return watch::small_part(&source, accept),
    }
    Ok(ExitCode::SUCCESS)
}
