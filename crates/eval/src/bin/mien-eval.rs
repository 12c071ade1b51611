//! Measures Mien's biometrics on a folder of labelled photographs.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use indicatif::ProgressBar;
use mien_eval::cache::Cache;
use mien_eval::dataset;
use mien_eval::embed::{self, Embedded, Gate};
use mien_eval::projection::Projection;
use mien_eval::seed::Seed;
use mien_eval::{calibrate, ship};
use mien_face::{DEFAULT_PACK, Pack};

/// Error rates of face and sketch, from labelled photographs (DIR/PERSON/*.jpg).
#[derive(Parser)]
#[command(name = "mien-eval", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compute and keep the embeddings of all photographs.
    Embed(Source),
    /// Compare calibrations.
    Calibrate(Source),
    /// try
    Try(Source),
}

/// Where everything is.
#[derive(Args)]
struct Source {
    /// Labelled photographs: one folder a person.
    #[arg(long, value_name = "DIR")]
    faces: PathBuf,
    /// The models folder.
    #[arg(
        long,
        value_name = "DIR",
        default_value = "models",
        env = "MIEN_MODELS"
    )]
    models: PathBuf,
    /// The pack to measure.
    #[arg(long, default_value = DEFAULT_PACK)]
    pack: String,
    /// Where embeddings are kept between runs.
    #[arg(long, value_name = "DIR", default_value = "out/eval")]
    cache: PathBuf,
}

impl Source {
    fn embedded(&self) -> anyhow::Result<Embedded> {
        let (folders, pack, cache) = self.open()?;
        Ok(Embedded::compute(&folders, &pack, &cache)?)
    }

    fn open(&self) -> anyhow::Result<(Vec<dataset::Folder>, Pack, Cache)> {
        let folders = dataset::list(&self.faces)?;
        let pack = Pack::load_named(&self.models, &self.pack).context("loading the pack")?;
        let name = embed::cache_name(&self.models, &self.pack)?;
        let cache = Cache::open(&self.cache, &name)?;
        Ok((folders, pack, cache))
    }
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    match cli.command {
        Command::Embed(source) => {
            let (folders, pack, cache) = source.open()?;
            let embedded = Embedded::compute(&folders, &pack, &cache)?;
            let s = Embedded::sessions(
                &folders,
                &embedded,
                3,
                3,
                (&pack, &cache),
                mien_eval::seed::Seed(1),
            )?;
            println!("sessions {:?}", s.acquisition(Gate::Archive));
            for (name, gate) in [
                ("capture", Gate::Capture),
                ("archive", Gate::Archive),
                ("none", Gate::None),
            ] {
                println!("{name}: {:?}", embedded.acquisition(gate));
            }
        }
        Command::Calibrate(source) => {
            let population = source.embedded()?.population(Gate::Archive)?;
            let settings = calibrate::Settings {
                splits: 6,
                replicates: 1000,
                seed: Seed(1),
            };
            let rank = Projection::rank(&population)?;
            let fits = calibrate::candidates(rank);
            let bar = ProgressBar::new(fits.len() as u64);
            let candidates = calibrate::compare(&population, &fits, settings, || bar.inc(1))?;
            bar.finish_and_clear();
            let decision = calibrate::decide(&candidates, rank);
            let networks = embed::cache_name(&source.models, &source.pack)?;
            let folder = source.models.join("calibration");
            let record = ship::write(
                &folder,
                &source.pack,
                &networks,
                &population,
                settings,
                decision,
                candidates,
            )?;
            println!("{:?} {}", record.decision, record.sha256);
        }
        Command::Try(source) => {
            use mien_eval::{
                choose::*, experiment::Design, projection::Fit, rates::Effort, scan::Plan,
                seed::Seed,
            };
            let population = source.embedded()?.population(Gate::Archive)?;
            let ds = [Design::THREE_ONE, Design::THREE_THREE];
            use mien_eval::scan::Step::*;
            let plans = [
                Plan::whole(),
                Plan(vec![Whole, LeaveOneOut]),
                Plan(vec![Whole, Singles]),
                Plan(vec![Whole, LeaveOneOut, Singles]),
            ];
            for fit in [
                Fit::Principal { dimension: 57 },
                Fit::Discriminant {
                    dimension: 56,
                    shrinkage: 0.5,
                },
                Fit::Discriminant {
                    dimension: 40,
                    shrinkage: 0.5,
                },
            ] {
                let bench = Bench::new(
                    &population,
                    fit,
                    &ds,
                    4,
                    Effort {
                        far_sample: 0,
                        genuine_repeats: 4,
                        close_share: 0.01,
                        close_repeats: 2,
                        ..Effort::SWEEP
                    },
                    Seed(1),
                )?;
                for (n, list, plan, k) in [
                    (256, 32, 0, 56),
                    (256, 32, 0, 64),
                    (256, 32, 0, 72),
                    (256, 32, 0, 80),
                    (512, 32, 0, 64),
                    (512, 32, 0, 80),
                    (512, 32, 0, 96),
                    (512, 32, 0, 112),
                ] {
                    let point = Point {
                        n,
                        k,
                        r: 8,
                        list,
                        angle_centideg: 4000,
                    };
                    print!(
                        "{} n{n} list{list} {} K={k}",
                        fit.label(),
                        plans[plan].label()
                    );
                    for d in ds {
                        if plan > 0 && d.probe == 1 {
                            continue;
                        }
                        let t = std::time::Instant::now();
                        let o = bench
                            .measure(d, point, &plans[plan], Strangers::Always)?
                            .unwrap();
                        let f = o.false_matches.unwrap();
                        print!(
                            " | {d} FNMR {} 3scans {:.4} w {:.3} FMR {} w {:.3} {:?}",
                            o.misses.fnmr.show(),
                            o.misses.fnmr_three_scans,
                            o.misses.wrong,
                            f.fmr.show(),
                            f.wrong,
                            t.elapsed()
                        );
                    }
                    println!();
                }
            }
        }
    }
    Ok(())
}
