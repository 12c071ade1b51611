//! Writes the files of a SquashFS image into a folder.

use std::fs::{self, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _, symlink};
use std::path::{Component, Path, PathBuf};

use backhand::{BackhandError, FilesystemReader, InnerNode, SquashfsFileReader};

use crate::image::Image;
use crate::{SPACE, UnpackError};

/// How much a folder holds: what tells a whole one from one of which a part was
/// cleaned away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Files, links and folders.
    pub entries: u64,
    /// Bytes in files.
    pub bytes: u64,
}

/// Unpacks into an empty folder. Files are the caller's own, writable for no one
/// else, without any bit that changes the user. A folder that its owner may not
/// write in the image is closed here too.
///
/// # Errors
/// The image is damaged or holds what no image of ours does, or a file could not
/// be written.
pub fn unpack(image: &Image, folder: &Path) -> Result<(), UnpackError> {
    let damaged = |_: BackhandError| UnpackError::Damaged(image.path().to_path_buf());
    let system = FilesystemReader::from_reader_with_offset(image.reader()?, image.offset())
        .map_err(damaged)?;

    // Links come last, so that no file is ever written through one; then the
    // folders are closed that nobody shall write into.
    let mut links = Vec::new();
    let mut closed = Vec::new();
    for node in system.files() {
        let path = inside(folder, &node.fullpath)?;
        match &node.inner {
            InnerNode::Dir(_) => {
                fs::create_dir_all(&path).map_err(UnpackError::at(&path, SPACE))?;
                if node.header.permissions & 0o200 == 0 {
                    closed.push(path);
                }
            }
            InnerNode::File(file) => write(&system, file, node.header.permissions, &path)?,
            InnerNode::Symlink(link) => links.push((link.link.clone(), path)),
            _ => return Err(UnpackError::Foreign(node.fullpath.clone())),
        }
    }
    for (target, path) in links {
        symlink(target, &path).map_err(UnpackError::at(&path, SPACE))?;
    }
    for path in closed {
        fs::set_permissions(&path, Permissions::from_mode(0o555))
            .map_err(UnpackError::at(&path, SPACE))?;
    }
    Ok(())
}

/// Removes a folder with everything in it, closed folders too.
///
/// # Errors
/// Something could not be removed.
pub fn remove(folder: &Path) -> io::Result<()> {
    open(folder)?;
    fs::remove_dir_all(folder)
}

fn open(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o755))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            open(&entry.path())?;
        }
    }
    Ok(())
}

/// The path below the folder, for a path of the image, which begins with `/`.
fn inside(folder: &Path, path: &Path) -> Result<PathBuf, UnpackError> {
    path.components()
        .filter(|part| *part != Component::RootDir)
        .try_fold(folder.to_path_buf(), |path, part| match part {
            Component::Normal(name) => Some(path.join(name)),
            _ => None,
        })
        .ok_or_else(|| UnpackError::Foreign(path.to_path_buf()))
}

fn write(
    system: &FilesystemReader<'_>,
    file: &SquashfsFileReader,
    permissions: u16,
    path: &Path,
) -> Result<(), UnpackError> {
    let mode = if permissions & 0o100 == 0 {
        0o644
    } else {
        0o755
    };
    let written = || -> io::Result<()> {
        let mut target = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(path)?;
        let mut content = system
            .file(file)
            .reader_checked()
            .map_err(io::Error::other)?;
        io::copy(&mut content, &mut target)?;
        // Whatever the umask is, programs must be started.
        target.set_permissions(Permissions::from_mode(mode))
    };
    written().map_err(UnpackError::at(path, SPACE))
}

/// How much a folder holds, links not followed.
///
/// # Errors
/// A folder cannot be read.
pub fn size(folder: &Path) -> io::Result<Size> {
    let mut sum = Size::default();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        sum.entries += 1;
        if kind.is_dir() {
            let below = size(&entry.path())?;
            sum.entries += below.entries;
            sum.bytes += below.bytes;
        } else if kind.is_file() {
            sum.bytes += entry.metadata()?.len();
        }
    }
    Ok(sum)
}
