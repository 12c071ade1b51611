//! What the commands share: where everything is, and what they work on.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use mien_eval::cache::Cache;
use mien_eval::choose::Point;
use mien_eval::dataset::{self, Folder};
use mien_eval::embed::{self, Embedded};
use mien_eval::projection::Fit;
use mien_eval::seed::Seed;
use mien_eval::ship::FitRecord;
use mien_face::{DEFAULT_PACK, Pack};

/// The seed of every command: figures repeat.
pub(crate) const SEED: Seed = Seed(1);

/// Where everything is.
#[derive(Args)]
pub(crate) struct Source {
    /// Labelled photographs: one folder a person
    #[arg(long, value_name = "DIR")]
    pub(crate) faces: PathBuf,
    /// The models folder
    #[arg(
        long,
        value_name = "DIR",
        default_value = "models",
        env = "MIEN_MODELS"
    )]
    pub(crate) models: PathBuf,
    /// The pack to measure
    #[arg(long, default_value = DEFAULT_PACK)]
    pub(crate) pack: String,
    /// Where embeddings are kept between runs
    #[arg(long, value_name = "DIR", default_value = "out/eval")]
    pub(crate) cache: PathBuf,
}

/// Sketch parameters other than the pack's.
#[derive(Args)]
pub(crate) struct Sketch {
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
pub(crate) struct Opened {
    pub(crate) folders: Vec<Folder>,
    pub(crate) pack: Pack,
    pub(crate) cache: Cache,
    pub(crate) networks: String,
}

impl Source {
    pub(crate) fn open(&self) -> anyhow::Result<Opened> {
        let networks = embed::cache_name(&self.models, &self.pack)?;
        Ok(Opened {
            folders: dataset::list(&self.faces)?,
            pack: self.load()?,
            cache: Cache::open(&self.cache, &networks)?,
            networks,
        })
    }

    pub(crate) fn load(&self) -> anyhow::Result<Pack> {
        let manifest = embed::manifest(&self.models, &self.pack);
        Pack::load_manifest(&self.models, &manifest).context("loading the pack")
    }

    /// How the pack's calibration was fitted, from its record.
    pub(crate) fn fit(&self) -> anyhow::Result<Fit> {
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

    pub(crate) fn calibration_folder(&self) -> PathBuf {
        self.models.join("calibration")
    }
}

impl Opened {
    pub(crate) fn embedded(&self) -> anyhow::Result<Embedded> {
        Ok(Embedded::compute(&self.folders, &self.pack, &self.cache)?)
    }
}

impl Sketch {
    pub(crate) fn point(&self, pack: &Pack) -> anyhow::Result<Point> {
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
