//! The devnet's folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::Recorded;
use crate::error::ChainError;
use crate::revert::shown;

/// How much of the log's end is read to explain a failure, in bytes.
const LOG_END: u64 = 2_000;

#[derive(Clone, Debug)]
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub(super) fn exists(&self) -> bool {
        self.path.is_dir()
    }

    pub(super) fn log(&self) -> PathBuf {
        self.path.join("anvil.log")
    }

    pub(super) fn state(&self) -> PathBuf {
        self.path.join("state.json")
    }

    fn record(&self) -> PathBuf {
        self.path.join("anvil.json")
    }

    pub(super) fn create(&self) -> Result<(), ChainError> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&self.path)
            .map_err(|e| file_error(&self.path, e))
    }

    /// Holds off other commands until the file is dropped; `None` if another
    /// command holds it.
    pub(super) fn try_lock(&self) -> Result<Option<File>, ChainError> {
        let path = self.path.join("lock");
        let open = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let file = open.map_err(|e| file_error(&path, e))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(e)) => Err(file_error(&path, e)),
        }
    }

    /// The record; a damaged one counts as none.
    pub(super) fn read_record(&self) -> Result<Option<Recorded>, ChainError> {
        match fs::read(self.record()) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(file_error(&self.record(), e)),
        }
    }

    pub(super) fn write_record(&self, recorded: &Recorded) -> Result<(), ChainError> {
        let path = self.record();
        let new = self.path.join("anvil.json.new");
        let bytes = serde_json::to_vec_pretty(recorded)
            .map_err(|e| file_error(&path, io::Error::other(e)))?;
        fs::write(&new, bytes).map_err(|e| file_error(&new, e))?;
        fs::rename(&new, &path).map_err(|e| file_error(&path, e))
    }

    pub(super) fn remove_record(&self) -> Result<(), ChainError> {
        remove(&self.record())
    }

    pub(super) fn remove_state(&self) -> Result<(), ChainError> {
        remove(&self.state())
    }

    /// Whether the log, as far as it is written, holds this text.
    pub(super) fn log_says(&self, text: &str) -> bool {
        fs::read(self.log()).is_ok_and(|log| String::from_utf8_lossy(&log).contains(text))
    }

    /// The last lines of the log on one line.
    pub(super) fn log_end(&self) -> String {
        let read = || -> io::Result<String> {
            let mut file = File::open(self.log())?;
            let len = file.metadata()?.len();
            file.seek(SeekFrom::Start(len.saturating_sub(LOG_END)))?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        };
        let text = read().unwrap_or_default();
        let lines: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .collect();
        let end = lines
            .iter()
            .rev()
            .take(3)
            .rev()
            .copied()
            .collect::<Vec<_>>()
            .join("; ");
        if end.is_empty() {
            "it ended without a word".to_owned()
        } else {
            shown(&end)
        }
    }
}

fn remove(path: &Path) -> Result<(), ChainError> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(file_error(path, e)),
        _ => Ok(()),
    }
}

pub(super) fn file_error(path: &Path, source: io::Error) -> ChainError {
    ChainError::DevnetFile {
        path: path.to_path_buf(),
        source,
    }
}
