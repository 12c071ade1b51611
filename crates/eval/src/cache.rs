//! Embeddings that were computed before, so that a run can be interrupted and
//! continued, and many evaluations share one pass over the photographs.
//!
//! One file for each pack without its calibration: a JSON record a line,
//! appended as results come. A last line that was cut off is ignored. The
//! embeddings of public photographs are not secret; for photographs of your
//! own, delete `out/eval` afterwards.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::EvalError;

/// What a photograph gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// SHA-256 of the file, and what was done with it.
    pub key: String,
    /// Why the capture profile refuses it, or nothing.
    pub capture: Option<String>,
    /// Why the archive profile refuses it, or nothing.
    pub archive: Option<String>,
    /// What was measured of the picture, by name.
    pub measures: BTreeMap<String, f64>,
    /// Raw embeddings, one a frame: little-endian `f32` in hexadecimal. None
    /// if there was no face.
    raw: Vec<String>,
}

impl Record {
    /// Joins the parts.
    #[must_use]
    pub fn new(
        key: String,
        capture: Option<String>,
        archive: Option<String>,
        measures: BTreeMap<String, f64>,
        frames: &[Vec<f32>],
    ) -> Self {
        let raw = frames.iter().map(|f| to_hex(f)).collect();
        Self {
            key,
            capture,
            archive,
            measures,
            raw,
        }
    }

    /// The raw embeddings.
    #[must_use]
    pub fn frames(&self) -> Vec<Vec<f32>> {
        self.raw.iter().filter_map(|text| from_hex(text)).collect()
    }
}

/// The cache of one pack.
pub struct Cache {
    known: HashMap<String, Record>,
    file: Mutex<File>,
    path: PathBuf,
}

impl Cache {
    /// Opens or creates `dir/embeddings-PACK.jsonl`.
    ///
    /// # Errors
    /// [`EvalError::Read`] or [`EvalError::Write`].
    pub fn open(dir: &Path, pack: &str) -> Result<Self, EvalError> {
        let path = dir.join(format!("embeddings-{pack}.jsonl"));
        let failed = |source| EvalError::Write {
            path: path.clone(),
            source,
        };
        fs::create_dir_all(dir).map_err(failed)?;
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(EvalError::Read { path, source }),
        };
        let known = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Record>(line).ok())
            .map(|record| (record.key.clone(), record))
            .collect();
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(failed)?;
        // The next record must not continue a line that was cut off.
        if !text.is_empty() && !text.ends_with('\n') {
            file.write_all(b"\n").map_err(failed)?;
        }
        Ok(Self {
            known,
            file: Mutex::new(file),
            path,
        })
    }

    /// A record of an earlier run.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Record> {
        self.known.get(key)
    }

    /// Appends a record.
    ///
    /// # Errors
    /// [`EvalError::Write`].
    pub fn append(&self, record: &Record) -> Result<(), EvalError> {
        let failed = |source| EvalError::Write {
            path: self.path.clone(),
            source,
        };
        let mut line = serde_json::to_string(record).map_err(|e| failed(e.into()))?;
        line.push('\n');
        // A thread that panicked while writing left at worst a cut-off line.
        let mut file = self
            .file
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        file.write_all(line.as_bytes()).map_err(failed)
    }
}

fn to_hex(values: &[f32]) -> String {
    let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    hex::encode(bytes)
}

fn from_hex(text: &str) -> Option<Vec<f32>> {
    let bytes = hex::decode(text).ok()?;
    let (chunks, rest) = bytes.as_chunks::<4>();
    rest.is_empty()
        .then(|| chunks.iter().map(|b| f32::from_le_bytes(*b)).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn record(key: &str) -> Record {
        let measures = BTreeMap::from([("yaw".to_owned(), 0.125)]);
        Record::new(
            key.into(),
            Some("blurred".into()),
            None,
            measures,
            &[vec![0.1, -2.5e-8]],
        )
    }

    #[test]
    fn records_survive_a_cut_off_line() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::open(dir.path(), "p").unwrap();
        assert!(cache.get("a").is_none());
        cache.append(&record("a")).unwrap();
        cache.append(&record("b")).unwrap();
        let path = dir.path().join("embeddings-p.jsonl");
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 7]).unwrap();
        let cache = Cache::open(dir.path(), "p").unwrap();
        assert_eq!(cache.get("a"), Some(&record("a")));
        assert!(cache.get("b").is_none());
        cache.append(&record("b")).unwrap();
        let cache = Cache::open(dir.path(), "p").unwrap();
        assert_eq!(cache.get("b").unwrap().frames(), [vec![0.1, -2.5e-8]]);
    }

    #[test]
    fn packs_have_caches_of_their_own() {
        let dir = tempfile::tempdir().unwrap();
        Cache::open(dir.path(), "p")
            .unwrap()
            .append(&record("a"))
            .unwrap();
        assert!(Cache::open(dir.path(), "q").unwrap().get("a").is_none());
    }
}
