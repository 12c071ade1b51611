//! The manifest of a pack.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Deserializer};

use super::ModelOrigin;
use crate::FaceError;
use crate::tfjs::Repair;

/// The only manifest layout so far.
const FORMAT: u32 = 1;

/// `models/packs/NAME.json`, as `spec/pack.md` describes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    format: u32,
    pub name: String,
    #[serde(rename = "about")]
    _about: String,
    pub pipeline: u32,
    pub detector: ModelEntry,
    pub landmarks: ModelEntry,
    pub iris: ModelEntry,
    pub embedder: ModelEntry,
    pub calibration: Option<CalibrationEntry>,
    #[serde(default)]
    pub occlusion: Option<OcclusionEntry>,
    pub sketch: SketchChoice,
}

/// One network.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModelEntry {
    pub kind: Kind,
    /// Package and version, or an address: shown when a file is missing.
    pub origin: String,
    /// For showing.
    pub licence: String,
    pub files: Vec<FileEntry>,
    #[serde(default)]
    pub repair: Repair,
    /// The nodes that are read, in the order that the role fixes.
    pub outputs: Vec<String>,
    pub input: Input,
}

/// The calibration file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CalibrationEntry {
    pub origin: String,
    #[serde(flatten)]
    pub file: FileEntry,
}

/// The head that tells covered eyes and mouths.
#[derive(Deserialize)]
pub(super) struct OcclusionEntry {
    pub origin: String,
    /// The node of the landmark network whose values it weighs.
    pub features: String,
    #[serde(flatten)]
    pub file: FileEntry,
}

/// How a model is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// TensorFlow.js graph model: the description, then the weights.
    Tfjs,
    /// ONNX: one file.
    Onnx,
}

/// A file and the only content that it may have.
#[derive(Deserialize)]
pub(super) struct FileEntry {
    /// Relative to the models folder.
    pub path: String,
    pub sha256: Hash,
}

/// Thirty-two bytes, as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy)]
pub(super) struct Hash(pub [u8; 32]);

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(&text, &mut bytes).map_err(serde::de::Error::custom)?;
        Ok(Self(bytes))
    }
}

/// What a network wants to be shown: a square picture, each channel as
/// `(value − mean) / deviation` with values from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    /// Side in pixels.
    pub size: u16,
    pub colours: Colours,
    pub mean: [f32; 3],
    pub deviation: [f32; 3],
}

/// Order of the channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Colours {
    Rgb,
    Bgr,
}

/// Parameters of the secure sketch that the evaluation recommends for a pack,
/// as plain numbers.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SketchChoice {
    /// Length of the code in bits, a power of two.
    pub n: u32,
    /// Secret bits.
    pub k: u32,
    /// Bits of the cyclic redundancy check.
    pub r: u32,
    /// Length of the decoder's list.
    pub list: u32,
    /// Design angle in degrees.
    pub angle: f64,
}

impl Manifest {
    /// Where the networks come from, for showing.
    pub fn origins(&self) -> Vec<ModelOrigin> {
        let roles = [
            ("detector", &self.detector),
            ("landmarks", &self.landmarks),
            ("iris", &self.iris),
            ("embedder", &self.embedder),
        ];
        let origin = |(role, model): (&'static str, &ModelEntry)| ModelOrigin {
            role,
            origin: model.origin.clone(),
            licence: model.licence.clone(),
            sha256: model
                .files
                .first()
                .map(|file| hex::encode(file.sha256.0))
                .unwrap_or_default(),
        };
        roles.into_iter().map(origin).collect()
    }

    /// Reads and checks a manifest.
    pub(super) fn read(path: &Path) -> Result<Self, FaceError> {
        let bytes = fs::read(path).map_err(|source| FaceError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let bad = |problem: String| FaceError::Manifest {
            path: path.to_owned(),
            problem,
        };
        let manifest: Self = serde_json::from_slice(&bytes).map_err(|e| bad(e.to_string()))?;
        if manifest.format != FORMAT {
            return Err(bad(format!(
                "its format is {}, this program reads {FORMAT}",
                manifest.format
            )));
        }
        for entry in manifest.models() {
            let input = &entry.input;
            let finite = input
                .mean
                .iter()
                .chain(&input.deviation)
                .all(|v| v.is_finite());
            if input.size == 0 || !finite || input.deviation.contains(&0.0) {
                return Err(bad(
                    "an input size or deviation is zero or not finite".into()
                ));
            }
        }
        Ok(manifest)
    }

    /// The networks in the order of `spec/pack.md`.
    pub(super) fn models(&self) -> [&ModelEntry; 4] {
        [&self.detector, &self.landmarks, &self.iris, &self.embedder]
    }
}
