//! Reading a folder of artifacts: bounded, without following links.

use std::collections::VecDeque;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use alloy::json_abi::JsonAbi;
use serde::{Deserialize, Serialize};

use crate::error::ChainError;

/// Files that are named as skipped.
const NAMED: usize = 5;
/// Folders that hold the compiler's whole output instead of artifacts.
const NOT_ARTIFACTS: [&str; 2] = ["build-info", "cache"];

/// How much of a folder is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbiLimits {
    /// Files at most.
    pub files: usize,
    /// Bytes of one file at most.
    pub file_bytes: u64,
    /// Bytes of all files at most.
    pub bytes: u64,
    /// Folders in folders at most.
    pub depth: usize,
}

impl Default for AbiLimits {
    /// 4 000 files of 8 MiB, 128 MiB in all, 12 folders deep: a large project
    /// with its tests.
    fn default() -> Self {
        Self {
            files: 4_000,
            file_bytes: 8 << 20,
            bytes: 128 << 20,
            depth: 12,
        }
    }
}

/// A file that was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub reason: String,
}

impl core::fmt::Display for Skipped {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.reason)
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Names and ABIs.
    pub(super) contracts: Vec<(String, JsonAbi)>,
    /// The first files that were passed over.
    pub(super) skipped: Vec<Skipped>,
    /// How many were.
    pub(super) skipped_count: usize,
}

/// What both tools write; all else in the file is passed over.
#[derive(Deserialize)]
struct Artifact {
    #[serde(rename = "contractName")]
    name: Option<String>,
    abi: JsonAbi,
}

/// Reads all artifacts below `root`.
pub(super) fn read(root: &Path, limits: AbiLimits) -> Result<Found, ChainError> {
    let failed = |path: &Path, reason: String| ChainError::AbiFolder {
        path: path.to_path_buf(),
        reason,
    };
    let mut found = Found::default();
    let (mut files, mut bytes) = (0, 0);
    let mut folders = VecDeque::from([(root.to_path_buf(), 0)]);
    while let Some((folder, depth)) = folders.pop_front() {
        let entries = fs::read_dir(&folder).map_err(|e| failed(&folder, e.to_string()))?;
        let mut paths: Vec<_> = entries.flatten().collect();
        // One order everywhere, so that the same files are read each time.
        paths.sort_by_key(fs::DirEntry::file_name);
        for entry in paths {
            // Not followed: a link could lead anywhere, or in a circle.
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            let path = entry.path();
            if kind.is_dir() {
                let name = entry.file_name();
                let wanted = NOT_ARTIFACTS.iter().all(|not| name != *not);
                if wanted && depth < limits.depth {
                    folders.push_back((path, depth + 1));
                }
                continue;
            }
            if !kind.is_file() || !is_artifact_name(&path) {
                continue;
            }
            files += 1;
            bytes += entry.metadata().map_or(0, |m| m.len());
            if files > limits.files || bytes > limits.bytes {
                return Err(failed(
                    root,
                    format!(
                        "more than {} files or {} MiB of artifacts; name a folder further down",
                        limits.files,
                        limits.bytes >> 20
                    ),
                ));
            }
            match read_artifact(&path, limits.file_bytes) {
                Ok(contract) => found.contracts.push(contract),
                Err(reason) => found.skip(path, reason),
            }
        }
    }
    Ok(found)
}

impl Found {
    fn skip(&mut self, path: PathBuf, reason: String) {
        self.skipped_count += 1;
        if self.skipped.len() < NAMED {
            self.skipped.push(Skipped { path, reason });
        }
    }
}

/// JSON, and not Hardhat's `X.dbg.json` or forge's `X.metadata.json`.
fn is_artifact_name(path: &Path) -> bool {
    let name = path.file_name().and_then(|n| n.to_str());
    name.is_some_and(|name| {
        name.ends_with(".json") && !name.ends_with(".dbg.json") && !name.ends_with(".metadata.json")
    })
}

fn read_artifact(path: &Path, limit: u64) -> Result<(String, JsonAbi), String> {
    let file = fs::File::open(path).map_err(|e| e.to_string())?;
    let mut text = Vec::new();
    file.take(limit.saturating_add(1))
        .read_to_end(&mut text)
        .map_err(|e| e.to_string())?;
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > limit {
        return Err(format!("larger than {} MiB", limit >> 20));
    }
    let artifact: Artifact =
        serde_json::from_slice(&text).map_err(|e| format!("not an artifact with an ABI ({e})"))?;
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned());
    let name = artifact.name.or(stem).unwrap_or_default();
    Ok((name, artifact.abi))
}
