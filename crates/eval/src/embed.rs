//! From photographs to a population: decoding, analysis and embedding of every
//! file, with the cache in between.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use mien_face::{Pack, Profile};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::EvalError;
use crate::cache::{Cache, Found, Record};
use crate::dataset::Folder;
use crate::population::{Person, Photograph, Population};
use crate::seed::Seed;
use crate::worker::in_parallel;

/// Which quality limits a photograph must pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// As in real use.
    Capture,
    /// The size limit lowered, for small photographs of archives.
    Archive,
    /// Whatever a face was found in, as published figures of face recognition
    /// count.
    None,
}

impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Capture => "capture",
            Self::Archive => "archive",
            Self::None => "none",
        })
    }
}

impl Gate {
    /// Why a photograph is refused, or nothing.
    #[must_use]
    pub fn refuses(self, record: &Record) -> Option<&str> {
        match &record.found {
            Found::Nothing(reason) => Some(reason),
            Found::Session => None,
            Found::Face(taken) => match self {
                Self::Capture => taken.refused(Profile::Capture),
                Self::Archive => taken.refused(Profile::Archive),
                Self::None => None,
            },
        }
    }
}

/// What became of the photographs under a gate (ISO/IEC 19795-1: failure to
/// acquire, failure to enrol).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Acquisition {
    /// Photographs looked at.
    pub photographs: usize,
    /// Photographs refused, by reason.
    pub refused: BTreeMap<String, usize>,
    /// Persons looked at.
    pub persons: usize,
    /// Persons of whom no photograph was left.
    pub persons_lost: usize,
}

impl Acquisition {
    /// Share of the photographs refused.
    #[must_use]
    pub fn failure_to_acquire(&self) -> f64 {
        self.refused.values().sum::<usize>() as f64 / self.photographs.max(1) as f64
    }
}

impl fmt::Display for Acquisition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refused: usize = self.refused.values().sum();
        write!(f, "{refused} of {} photographs refused", self.photographs)?;
        for (reason, n) in &self.refused {
            write!(f, ", {reason} {n}")?;
        }
        write!(
            f,
            "; {} of {} persons without a photograph left",
            self.persons_lost, self.persons
        )
    }
}

/// The results for every photograph of some folders.
pub struct Embedded {
    folders: Vec<(String, Vec<Record>)>,
}

impl Embedded {
    /// Computes what the cache does not hold, on all cores.
    ///
    /// # Errors
    /// [`EvalError::Read`] for a file that cannot be read, [`EvalError::Write`]
    /// for the cache, [`EvalError::Face`] if a network fails. A file that is
    /// not a picture is a failure to acquire, not an error.
    pub fn compute(folders: &[Folder], pack: &Pack, cache: &Cache) -> Result<Self, EvalError> {
        let jobs: Vec<(usize, &PathBuf)> = folders
            .iter()
            .enumerate()
            .flat_map(|(i, folder)| folder.files.iter().map(move |f| (i, f)))
            .collect();
        let progress = ProgressBar::new(jobs.len() as u64).with_style(style());
        progress.set_message("embedding");
        let records = in_parallel(&jobs, pack, |worker, (i, path)| {
            let record = worker.record(path, cache)?;
            progress.inc(1);
            Ok((*i, record))
        })?;
        progress.finish_and_clear();
        Ok(Self::group(folders, records))
    }

    /// Replays photographs as sessions of `frames` frames: at most `most`
    /// photographs of every person who has that many good ones.
    ///
    /// # Errors
    /// As [`Embedded::compute`].
    pub fn sessions(
        folders: &[Folder],
        photographs: &Self,
        most: usize,
        frames: usize,
        (pack, cache): (&Pack, &Cache),
        seed: Seed,
    ) -> Result<Self, EvalError> {
        let mut jobs = Vec::new();
        for (i, (folder, (_, records))) in folders.iter().zip(&photographs.folders).enumerate() {
            let good: Vec<&PathBuf> = folder
                .files
                .iter()
                .zip(records)
                .filter(|(_, r)| Gate::Archive.refuses(r).is_none())
                .map(|(path, _)| path)
                .take(most)
                .collect();
            if good.len() == most {
                jobs.extend(good.into_iter().map(|path| (i, path)));
            }
        }
        let progress = ProgressBar::new(jobs.len() as u64).with_style(style());
        progress.set_message("sessions");
        let records = in_parallel(&jobs, pack, |worker, (i, path)| {
            let record = worker.session(path, frames, cache, seed)?;
            progress.inc(1);
            Ok((*i, record))
        })?;
        progress.finish_and_clear();
        Ok(Self::group(folders, records))
    }

    fn group(folders: &[Folder], records: Vec<(usize, Record)>) -> Self {
        let mut of: Vec<(String, Vec<Record>)> = folders
            .iter()
            .map(|f| (f.person.clone(), Vec::new()))
            .collect();
        for (i, record) in records {
            of[i].1.push(record);
        }
        Self { folders: of }
    }

    /// Every person with the records of all photographs.
    #[must_use]
    pub fn records(&self) -> &[(String, Vec<Record>)] {
        &self.folders
    }

    #[cfg(test)]
    pub(crate) fn of_records(folders: Vec<(String, Vec<Record>)>) -> Self {
        Self { folders }
    }

    /// The persons and photographs that pass a gate.
    ///
    /// # Errors
    /// Those of [`Population::new`].
    pub fn population(&self, gate: Gate) -> Result<Population, EvalError> {
        let persons = self
            .folders
            .iter()
            .map(|(name, records)| Person {
                name: name.clone(),
                photographs: records
                    .iter()
                    .filter(|r| gate.refuses(r).is_none())
                    .map(|r| Photograph { frames: r.frames() })
                    .collect(),
            })
            .collect();
        Population::new(persons)
    }

    /// What a gate refuses, and why.
    #[must_use]
    pub fn acquisition(&self, gate: Gate) -> Acquisition {
        let mut out = Acquisition {
            persons: self.folders.len(),
            ..Acquisition::default()
        };
        for (_, records) in &self.folders {
            let mut left = records.len();
            out.photographs += records.len();
            for reason in records.iter().filter_map(|r| gate.refuses(r)) {
                *out.refused.entry(reason.to_owned()).or_default() += 1;
                left -= 1;
            }
            out.persons_lost += usize::from(left == 0);
        }
        out
    }
}

/// The manifest of a pack: a released one, or one for comparison whose weights
/// the user brings.
#[must_use]
pub fn manifest(models: &Path, pack: &str) -> PathBuf {
    let file = format!("{pack}.json");
    let external = models.join("external").join(&file);
    let released = models.join("packs").join(file);
    if external.exists() && !released.exists() {
        external
    } else {
        released
    }
}

/// The cache's name for a pack: a hash of what decides raw embeddings and which
/// frames are good (models, their inputs, occlusion, the pipeline's version) and
/// of nothing else in the manifest.
///
/// # Errors
/// [`EvalError::Read`] or [`EvalError::Json`] for the manifest.
pub fn cache_name(models: &Path, pack: &str) -> Result<String, EvalError> {
    let path = manifest(models, pack);
    let bytes = fs::read(&path).map_err(|source| EvalError::Read {
        path: path.clone(),
        source,
    })?;
    let mut manifest: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(&bytes).map_err(|source| EvalError::Json { path, source })?;
    for key in ["name", "about", "calibration", "sketch"] {
        manifest.remove(key);
    }
    let mut hash = Sha256::new();
    for (key, value) in &manifest {
        hash.update(key);
        hash.update(value.to_string());
    }
    Ok(hex::encode(&hash.finalize()[..8]))
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{msg:12} [{bar:40}] {pos}/{len} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::taken::tests::good;
    use crate::worker::unusable;

    #[test]
    fn what_decides_which_frames_are_good_has_a_cache_of_its_own() {
        let dir = tempfile::tempdir().unwrap();
        let packs = dir.path().join("packs");
        fs::create_dir(&packs).unwrap();
        let name = |calibration: &str, occlusion: &str| {
            let manifest = serde_json::json!({
                "name": "p",
                "pipeline": 1,
                "calibration": { "sha256": calibration },
                "occlusion": { "sha256": occlusion },
            });
            fs::write(packs.join("p.json"), manifest.to_string()).unwrap();
            cache_name(dir.path(), "p").unwrap()
        };
        let first = name("a", "b");
        assert_eq!(name("other", "b"), first);
        assert_ne!(name("a", "other"), first);
    }

    fn embedded() -> Embedded {
        let face = |key: &str, eye_distance: f64| {
            let taken = Box::new(good(eye_distance));
            Record::new(key.into(), Found::Face(taken), &[vec![1.0, 0.0]])
        };
        Embedded {
            folders: vec![
                ("a".into(), vec![face("1", 120.0), face("2", 25.0)]),
                (
                    "b".into(),
                    vec![face("3", 25.0), unusable("4".into(), "no-face")],
                ),
                ("c".into(), vec![face("5", 120.0)]),
            ],
        }
    }

    #[test]
    fn a_released_pack_goes_before_an_external_one_of_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let write = |folder: &str| {
            fs::create_dir_all(dir.path().join(folder)).unwrap();
            fs::write(dir.path().join(folder).join("p.json"), b"{}").unwrap();
        };
        let folder = || manifest(dir.path(), "p").parent().unwrap().to_owned();
        assert!(folder().ends_with("packs"));
        write("external");
        assert!(folder().ends_with("external"));
        write("packs");
        assert!(folder().ends_with("packs"));
    }

    #[test]
    fn gates_refuse_with_their_reasons() {
        let e = embedded();
        let capture = e.acquisition(Gate::Capture);
        assert_eq!((capture.photographs, capture.persons), (5, 3));
        assert_eq!(capture.persons_lost, 1);
        assert_eq!(capture.refused["too-small"], 2);
        assert_eq!(capture.refused["no-face"], 1);
        assert!((capture.failure_to_acquire() - 0.6).abs() < 1e-12);
        for gate in [Gate::Archive, Gate::None] {
            let archive = e.acquisition(gate);
            assert_eq!(archive.refused.len(), 1);
            assert_eq!(archive.persons_lost, 0);
            assert_eq!(e.population(gate).unwrap().photographs(), 4);
        }
        assert_eq!(e.population(Gate::Capture).unwrap().persons().len(), 2);
    }
}
