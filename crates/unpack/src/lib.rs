//! The first part of the AppImage. An AppImage is one file: this program, then a
//! SquashFS image of everything else, then the SHA-256 of both.
//!
//! ```text
//! ELF program, bytes 8..11 "AI\x02" | SquashFS image | SHA-256 of all before it
//! ```
//!
//! The layout is that of the AppImage specification, type 2
//! (<https://github.com/AppImage/AppImageSpec>), and the hash is ours. It differs
//! in one point: the image is not mounted but unpacked, once, into a folder of
//! the user's cache that is named by the hash. So no FUSE is needed, which
//! containers and many systems lack, no second process serves the code of a
//! wallet while it runs, and every start but the first costs some milliseconds.
//!
//! The hash tells a damaged or half downloaded file. It does not tell who made
//! it, and the unpacked folder is as safe as the account that owns it, which
//! could as well replace the AppImage.
//!
//! [`image`] finds and checks the parts, [`tree`] unpacks, [`cache`] keeps what
//! was unpacked. The scripts that make the image are `scripts/appimage.sh`
//! and the files beside it.

pub mod cache;
pub mod image;
pub mod tree;

use std::path::{Path, PathBuf};

/// Why the image does not start. Every text says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnpackError {
    /// The file's hash is not the one at its end, or parts of it are missing.
    #[error("{}: the file is damaged or incomplete; get it again", .0.display())]
    Damaged(PathBuf),
    /// A file or folder could not be read or written.
    #[error("{}: {error}; {advice}", .path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
        /// What to do.
        advice: &'static str,
    },
    /// The image asks for a file outside its folder, or for a device.
    #[error("the image contains {}, which no image of ours does; do not use this file", .0.display())]
    Foreign(PathBuf),
    /// Neither `XDG_CACHE_HOME` nor `HOME` names a folder.
    #[error(
        "there is no folder to unpack into: set HOME, or XDG_CACHE_HOME, to the full path of a folder of yours"
    )]
    NoCache,
    /// Somebody else could write into the folder.
    #[error(
        "{} belongs to somebody else; set XDG_CACHE_HOME to the full path of a folder of yours", .0.display()
    )]
    NotOwn(PathBuf),
    /// The target of `--appimage-extract` is there.
    #[error("{} is there already; remove it, or go to another folder", .0.display())]
    InTheWay(PathBuf),
}

/// The advice where the disk or its rights are the likely reason.
const SPACE: &str = "check that the disk has 400 MB free and may be written, or set XDG_CACHE_HOME to the full path of another folder";

impl UnpackError {
    /// Says of an error of the system where it was met.
    fn at(path: &Path, advice: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        move |error| Self::File {
            path: path.to_path_buf(),
            error,
            advice,
        }
    }
}
