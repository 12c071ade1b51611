//! The parts of an AppImage file, and whether it is whole.

use std::fmt;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::UnpackError;

/// Length of the hash at the end of the file, in bytes.
pub const DIGEST: u64 = 32;

/// What a SquashFS image begins with.
const SQUASHFS: &[u8; 4] = b"hsqs";

/// The hash at the end of a file, in hexadecimal when shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hash([u8; 32]);

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// An AppImage file whose parts were found. Its content is checked by
/// [`Image::check`] only.
#[derive(Debug)]
pub struct Image {
    path: PathBuf,
    offset: u64,
    length: u64,
    hash: Hash,
}

impl Image {
    /// Finds the parts of the file.
    ///
    /// # Errors
    /// The file cannot be read, is no ELF program of 64 bits, or no SquashFS
    /// image follows the program.
    pub fn open(path: &Path) -> Result<Self, UnpackError> {
        let damaged = || UnpackError::Damaged(path.to_path_buf());
        let mut file = File::open(path).map_err(unreadable(path))?;
        let length = file.metadata().map_err(unreadable(path))?.len();
        let mut header = [0; 64];
        file.read_exact(&mut header).map_err(|_| damaged())?;
        let offset = end_of_program(&header).ok_or_else(damaged)?;

        let mut magic = [0; SQUASHFS.len()];
        file.seek(SeekFrom::Start(offset))
            .and_then(|_| file.read_exact(&mut magic))
            .map_err(|_| damaged())?;
        if &magic != SQUASHFS {
            return Err(damaged());
        }
        let mut hash = [0; 32];
        file.seek(SeekFrom::Start(length.saturating_sub(DIGEST)))
            .and_then(|_| file.read_exact(&mut hash))
            .map_err(|_| damaged())?;
        Ok(Self {
            path: path.to_path_buf(),
            offset,
            length,
            hash: Hash(hash),
        })
    }

    /// Where the SquashFS image begins, in bytes from the beginning of the file.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// The hash that the file says it has.
    #[must_use]
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Computes the hash of everything before it.
    ///
    /// # Errors
    /// The hash differs, or the file cannot be read.
    pub fn check(&self) -> Result<(), UnpackError> {
        let mut content = self.reader()?.take(self.length.saturating_sub(DIGEST));
        let mut sum = Sha256::new();
        let mut piece = vec![0; 1 << 20];
        loop {
            let n = content.read(&mut piece).map_err(unreadable(&self.path))?;
            let Some(read) = piece.get(..n).filter(|read| !read.is_empty()) else {
                break;
            };
            sum.update(read);
        }
        if Hash(sum.finalize().into()) == self.hash {
            Ok(())
        } else {
            Err(UnpackError::Damaged(self.path.clone()))
        }
    }

    /// The file from its beginning.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn reader(&self) -> Result<BufReader<File>, UnpackError> {
        File::open(&self.path)
            .map(|file| BufReader::with_capacity(1 << 18, file))
            .map_err(unreadable(&self.path))
    }
}

fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> UnpackError {
    UnpackError::at(path, "check that you may read it")
}

/// The end of an ELF program of 64 bits, little-endian: of its table of section
/// headers, which linkers write last (ELF-64, figure 2: `e_shoff` at byte 40,
/// `e_shentsize` at 58, `e_shnum` at 60).
fn end_of_program(header: &[u8; 64]) -> Option<u64> {
    if !header.starts_with(b"\x7fELF\x02\x01") {
        return None;
    }
    let short = |at: usize| -> Option<u64> {
        Some(u64::from(u16::from_le_bytes(
            header.get(at..at + 2)?.try_into().ok()?,
        )))
    };
    let table = u64::from_le_bytes(header.get(40..48)?.try_into().ok()?);
    table.checked_add(short(58)? * short(60)?)
}
