//! Reading files that a manifest names, and nothing else.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::manifest::FileEntry;
use crate::FaceError;

/// Reads a file under the models folder and compares its SHA-256.
pub(super) fn read(
    models: &Path,
    pack: &str,
    origin: &str,
    file: &FileEntry,
) -> Result<Vec<u8>, FaceError> {
    let path = models.join(&file.path);
    let bytes = fs::read(&path).map_err(|source| match source.kind() {
        ErrorKind::NotFound => FaceError::MissingFile {
            pack: pack.to_owned(),
            path: path.clone(),
            origin: origin.to_owned(),
        },
        _ => FaceError::Unreadable {
            path: path.clone(),
            source,
        },
    })?;
    let found: [u8; 32] = Sha256::digest(&bytes).into();
    if found != file.sha256.0 {
        return Err(FaceError::ChangedFile {
            path,
            expected: hex::encode(file.sha256.0),
            found: hex::encode(found),
        });
    }
    Ok(bytes)
}

/// The `.json` files of a folder, sorted; none when there is no such folder.
pub(super) fn manifests(folder: &Path) -> Result<Vec<PathBuf>, FaceError> {
    let unreadable = |source| FaceError::Unreadable {
        path: folder.to_owned(),
        source,
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(unreadable(e)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|e| e == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
