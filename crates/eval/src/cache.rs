//! Embeddings that were computed before, so that a run can be interrupted and
//! continued, and many evaluations share one pass over the photographs.
//!
//! One file for each pack without its calibration: a JSON record a line,
//! appended as results come. A last line that was cut off is ignored. Limits of
//! quality are applied when records are read, so changing them needs no new
//! pass; after a change of how pictures are measured, delete `out/eval`. The
//! embeddings of public photographs are not secret; for photographs of your
//! own, delete it afterwards.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::EvalError;
use crate::taken::Taken;

/// What a photograph gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// SHA-256 of the file, and what was done with it.
    pub key: String,
    /// What was measured of the picture, or why nothing could be.
    pub found: Found,
    /// Raw embeddings, one a frame: little-endian `f32` in hexadecimal.
    raw: Vec<String>,
}

/// What was found in a photograph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// A face.
    Face(Box<Taken>),
    /// Good frames of a session in front of it.
    Session,
    /// Nothing that can be embedded: the reason.
    Nothing(String),
}

impl Record {
    /// A record with the raw embeddings of its frames.
    #[must_use]
    pub fn new(key: String, found: Found, frames: &[Vec<f32>]) -> Self {
        Self {
            key,
            found,
            raw: frames.iter().map(|f| to_hex(f)).collect(),
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
    known: Mutex<HashMap<String, Record>>,
    /// Where records go, unless they are forgotten.
    file: Option<(Mutex<File>, PathBuf)>,
}

impl Cache {
    /// A cache that knows nothing and keeps nothing, for measuring what the
    /// pipeline does now.
    #[must_use]
    pub fn none() -> Self {
        Self {
            known: Mutex::default(),
            file: None,
        }
    }

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
            known: Mutex::new(known),
            file: Some((Mutex::new(file), path)),
        })
    }

    /// A record of this run or an earlier one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Record> {
        locked(&self.known).get(key).cloned()
    }

    /// Keeps a record.
    ///
    /// # Errors
    /// [`EvalError::Write`].
    pub fn append(&self, record: &Record) -> Result<(), EvalError> {
        locked(&self.known).insert(record.key.clone(), record.clone());
        let Some((file, path)) = &self.file else {
            return Ok(());
        };
        let failed = |source| EvalError::Write {
            path: path.clone(),
            source,
        };
        let mut line = serde_json::to_string(record).map_err(|e| failed(e.into()))?;
        line.push('\n');
        locked(file).write_all(line.as_bytes()).map_err(failed)
    }
}

/// Locks. A thread that panicked while it held the lock left at worst a line
/// that was cut off, which is ignored when read.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
        let found = Found::Face(Box::new(crate::taken::tests::good(0.1)));
        Record::new(key.into(), found, &[vec![0.1, -2.5e-8]])
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
        assert_eq!(cache.get("a"), Some(record("a")));
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
