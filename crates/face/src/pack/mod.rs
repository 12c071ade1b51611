//! Model packs: which networks look at a face, and how.
//!
//! A pack is a manifest (`models/packs/NAME.json`), the model files that it
//! names by SHA-256, and a calibration. Its id stands in the helper data of
//! every key that was enrolled with it. `spec/pack.md` fixes all bytes.

mod calibration;
mod files;
mod id;
mod manifest;
mod occlusion;

use std::fmt;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rten::ThreadPool;

pub use calibration::Calibration;
pub use id::PackId;
pub use manifest::SketchChoice;
pub(crate) use manifest::{Colours, Input};
use manifest::{Kind, Manifest, ModelEntry};
pub use occlusion::{Features, Hidden, Occlusion};

use crate::FaceError;
use crate::network::Network;
use crate::stages::Stages;
use crate::tfjs;

/// The pack that new keys are enrolled with.
pub const DEFAULT_PACK: &str = "mobilefacenet-1";

/// Version of everything between a frame and the raw embedding that is code and
/// not a model file: detection, the five points, resampling, the mirror image.
/// Changing any of it makes a new version, and with it new packs.
pub const PIPELINE: u32 = 1;

/// A loaded pack. Cheap to clone; clones share the networks.
#[derive(Clone)]
pub struct Pack {
    id: PackId,
    name: String,
    sketch: SketchChoice,
    pub(crate) networks: Arc<Networks>,
    pub(crate) calibration: Arc<Calibration>,
    pub(crate) occlusion: Arc<Option<Occlusion>>,
    pub(crate) threads: Arc<ThreadPool>,
}

/// The four networks by role.
pub(crate) struct Networks {
    pub detector: Network,
    pub landmarks: Network,
    pub iris: Network,
    pub embedder: Network,
    /// Numbers that the embedder gives.
    pub raw_dimension: usize,
}

/// A pack that is installed, before its files are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// The manifest's name.
    pub name: String,
    /// What helper data calls it.
    pub id: PackId,
    /// The manifest.
    pub manifest: PathBuf,
    /// Its networks and where they come from.
    pub models: Vec<ModelOrigin>,
}

/// Where a network comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelOrigin {
    /// What it does: detector, landmarks, iris or embedder.
    pub role: &'static str,
    /// Package and version, or an address.
    pub origin: String,
    /// Its licence.
    pub licence: String,
    /// SHA-256 of its first file, in hex.
    pub sha256: String,
}

impl Pack {
    /// Loads the default pack from the models folder.
    ///
    /// # Errors
    /// A missing or changed file, a damaged manifest or calibration, or a model
    /// that does not load: see [`FaceError`].
    pub fn load(models: &Path) -> Result<Self, FaceError> {
        Self::load_named(models, DEFAULT_PACK)
    }

    /// Loads the pack `models/packs/NAME.json`.
    ///
    /// # Errors
    /// As [`Pack::load`].
    pub fn load_named(models: &Path, name: &str) -> Result<Self, FaceError> {
        let path = models.join("packs").join(format!("{name}.json"));
        Self::load_manifest(models, &path)
    }

    /// Loads a pack whose manifest lies anywhere; the files that it names are
    /// still looked for in the models folder.
    ///
    /// # Errors
    /// As [`Pack::load`].
    pub fn load_manifest(models: &Path, manifest: &Path) -> Result<Self, FaceError> {
        let manifest = Manifest::read(manifest)?;
        if manifest.pipeline != PIPELINE {
            return Err(FaceError::Pipeline {
                pack: manifest.name,
                wanted: manifest.pipeline,
                have: PIPELINE,
            });
        }
        Self::build(models, manifest)
    }

    /// Loads the pack with this id.
    ///
    /// # Errors
    /// [`FaceError::UnknownPack`] when no manifest has it, else as
    /// [`Pack::load`].
    pub fn find(models: &Path, wanted: PackId) -> Result<Self, FaceError> {
        let installed = Self::installed(models)?;
        match installed.iter().find(|p| p.id == wanted) {
            Some(pack) => Self::load_manifest(models, &pack.manifest),
            None => Err(FaceError::UnknownPack {
                wanted,
                installed: installed.into_iter().map(|p| (p.name, p.id)).collect(),
            }),
        }
    }

    /// Every manifest in `models/packs`, by name. Model files are not opened.
    ///
    /// # Errors
    /// [`FaceError::Unreadable`] or [`FaceError::Manifest`].
    pub fn installed(models: &Path) -> Result<Vec<Installed>, FaceError> {
        let folder = models.join("packs");
        let mut found = Vec::new();
        for path in files::manifests(&folder)? {
            let manifest = Manifest::read(&path)?;
            found.push(Installed {
                id: manifest.id(),
                models: manifest.origins(),
                name: manifest.name,
                manifest: path,
            });
        }
        Ok(found)
    }

    /// The id that helper data records.
    #[must_use]
    pub fn id(&self) -> PackId {
        self.id
    }

    /// The manifest's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Numbers in a template.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.calibration
            .outputs()
            .unwrap_or(self.networks.raw_dimension)
    }

    /// Numbers in a raw embedding, before calibration.
    #[must_use]
    pub fn raw_dimension(&self) -> usize {
        self.networks.raw_dimension
    }

    /// The sketch parameters that the evaluation recommends for new keys.
    #[must_use]
    pub fn sketch(&self) -> SketchChoice {
        self.sketch
    }

    /// The same pack, computing on `threads` threads of its own.
    #[must_use]
    pub fn with_threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = Arc::new(ThreadPool::with_num_threads(threads.get()));
        self
    }

    /// The same pack with another calibration, for measuring one. Its id is
    /// left alone, so nothing may be enrolled with it.
    ///
    /// # Errors
    /// [`FaceError::Calibration`] when it expects other embeddings.
    pub fn with_calibration(mut self, calibration: Calibration) -> Result<Self, FaceError> {
        calibration.check_inputs(self.networks.raw_dimension)?;
        self.calibration = Arc::new(calibration);
        Ok(self)
    }

    /// The same pack with another occlusion head, for measuring one. Needs a
    /// pack whose manifest names the node that heads weigh.
    #[must_use]
    pub fn with_occlusion(mut self, occlusion: Occlusion) -> Self {
        self.occlusion = Arc::new(Some(occlusion));
        self
    }

    fn build(models: &Path, manifest: Manifest) -> Result<Self, FaceError> {
        let id = manifest.id();
        let loader = Loader {
            models,
            pack: &manifest.name,
        };
        let calibration = match &manifest.calibration {
            Some(entry) => Calibration::parse(&files::read(
                models,
                &manifest.name,
                &entry.origin,
                &entry.file,
            )?)?,
            None => Calibration::identity(),
        };
        let occlusion = match &manifest.occlusion {
            Some(entry) => Some(Occlusion::parse(&files::read(
                models,
                &manifest.name,
                &entry.origin,
                &entry.file,
            )?)?),
            None => None,
        };
        let features = manifest.occlusion.as_ref().map(|o| o.features.as_str());
        let embedder = loader.network("embedder", &manifest.embedder, 1, None)?;
        let threads = Arc::new(ThreadPool::with_num_threads(default_threads()));
        let raw_dimension = embedder.output_length(&threads)?;
        calibration.check_inputs(raw_dimension)?;
        let networks = Networks {
            detector: loader.network("detector", &manifest.detector, 4, None)?,
            landmarks: loader.network("landmark", &manifest.landmarks, 2, features)?,
            iris: loader.network("iris", &manifest.iris, 1, None)?,
            embedder,
            raw_dimension,
        };
        Ok(Self {
            id,
            sketch: manifest.sketch,
            networks: Arc::new(networks),
            calibration: Arc::new(calibration),
            occlusion: Arc::new(occlusion),
            threads,
            name: manifest.name,
        })
    }
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pack({} {})", self.name, self.id)
    }
}

/// Beyond four threads the small networks gain nothing.
fn default_threads() -> usize {
    std::thread::available_parallelism().map_or(1, |n| n.get().min(4))
}

struct Loader<'a> {
    models: &'a Path,
    pack: &'a str,
}

impl Loader<'_> {
    /// Reads, checks and translates one model. `extra` is read after the
    /// outputs that its role needs.
    fn network(
        &self,
        role: &'static str,
        entry: &ModelEntry,
        outputs: usize,
        extra: Option<&str>,
    ) -> Result<Network, FaceError> {
        if entry.outputs.len() != outputs {
            return Err(FaceError::Shape {
                model: role,
                expected: outputs,
                found: entry.outputs.len(),
            });
        }
        let read: Vec<String> = entry
            .outputs
            .iter()
            .map(String::as_str)
            .chain(extra)
            .map(str::to_owned)
            .collect();
        let contents = entry
            .files
            .iter()
            .map(|f| files::read(self.models, self.pack, &entry.origin, f))
            .collect::<Result<Vec<_>, _>>()?;
        match (entry.kind, &contents[..]) {
            (Kind::Tfjs, [topology, weights]) => {
                let program =
                    tfjs::translate(topology, weights, &read, entry.repair).map_err(|problem| {
                        FaceError::Model {
                            model: role,
                            problem,
                        }
                    })?;
                drop(contents);
                let names: Vec<String> = (0..read.len()).map(|k| format!("out{k}")).collect();
                Network::new(role, Stages::translated(program, &names), entry.input)
            }
            (Kind::Onnx, [model]) => {
                Network::new(role, Stages::whole(model.clone(), &read), entry.input)
            }
            _ => Err(FaceError::Model {
                model: role,
                problem: tfjs::Problem::Missing {
                    node: "the manifest".into(),
                    wanted: "a description and a weight file (tfjs) or one file (onnx)".into(),
                },
            }),
        }
    }
}
