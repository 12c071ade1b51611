//! What helper data calls a pack.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::manifest::{Colours, Kind, Manifest, ModelEntry};
use crate::tfjs::Repair;

/// Separates this hash from every other use of SHA-256.
const DOMAIN: &[u8] = b"mien pack id v1\0";

/// SHA-256 over everything that decides what numbers a face becomes, byte for
/// byte as in `spec/pack.md`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PackId([u8; 32]);

impl PackId {
    /// Takes an id that was stored.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for storing.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 32] {
        self.0
    }
}

/// The first eight bytes: enough to tell packs apart in a message.
impl fmt::Display for PackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0[..8]))
    }
}

impl fmt::Debug for PackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PackId({})", hex::encode(self.0))
    }
}

/// All 64 hexadecimal digits.
impl FromStr for PackId {
    type Err = hex::FromHexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes)?;
        Ok(Self(bytes))
    }
}

impl Manifest {
    /// The id, from the hashes that the manifest promises. A pack is loaded
    /// only if its files keep the promise.
    pub(super) fn id(&self) -> PackId {
        let mut hash = Sha256::new();
        hash.update(DOMAIN);
        hash.update(self.pipeline.to_be_bytes());
        for entry in self.models() {
            add_model(&mut hash, entry);
        }
        match &self.calibration {
            None => hash.update([0]),
            Some(entry) => {
                hash.update([1]);
                hash.update(entry.file.sha256.0);
            }
        }
        PackId(hash.finalize().into())
    }
}

fn add_model(hash: &mut Sha256, entry: &ModelEntry) {
    hash.update([
        match entry.kind {
            Kind::Tfjs => 1,
            Kind::Onnx => 2,
        },
        match entry.repair {
            Repair::None => 0,
            Repair::PreluOfMobilefacenet => 1,
        },
        match entry.input.colours {
            Colours::Rgb => 0,
            Colours::Bgr => 1,
        },
    ]);
    hash.update(entry.input.size.to_be_bytes());
    for v in entry.input.mean.iter().chain(&entry.input.deviation) {
        hash.update(v.to_be_bytes());
    }
    hash.update((entry.outputs.len() as u64).to_be_bytes());
    for output in &entry.outputs {
        hash.update((output.len() as u64).to_be_bytes());
        hash.update(output);
    }
    hash.update((entry.files.len() as u64).to_be_bytes());
    for file in &entry.files {
        hash.update(file.sha256.0);
    }
}
