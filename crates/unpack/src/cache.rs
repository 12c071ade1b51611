//! What was unpacked, one folder for each image, named by its hash.
//!
//! ```text
//! ~/.cache/mien-appimage/        0700, the user's own
//!   lock                         held while a folder is made, taken or removed
//!   HASH/                        the files of one image; held by each program
//!                                that was started from it
//!   HASH.size                    how much HASH holds; written last
//! ```

use std::env;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::image::Image;
use crate::tree::{self, Size};
use crate::{SPACE, UnpackError};

/// The folder's name in the user's cache.
const NAME: &str = "mien-appimage";

/// What the names of folders begin with that are being unpacked.
const FRESH: &str = ".new-";

/// An unpacked image. While it or a duplicate of its file is open, nobody removes
/// the folder.
#[derive(Debug)]
pub struct Unpacked {
    /// Where the files are.
    pub folder: PathBuf,
    /// The folder, opened, with a shared lock.
    pub held: File,
}

/// The folder that `XDG_CACHE_HOME` names, else `.cache` in `HOME` (XDG Base
/// Directory specification: paths that are not absolute do not count).
///
/// # Errors
/// Neither is set.
pub fn place() -> Result<PathBuf, UnpackError> {
    let absolute = |name| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        .map(|cache| cache.join(NAME))
        .ok_or(UnpackError::NoCache)
}

/// The image's folder in `place`, unpacked now if it is not there whole. Folders
/// of other images that no program uses are removed then.
///
/// # Errors
/// The place is not the user's own, the image is damaged, or the disk is full.
pub fn take(image: &Image, place: &Path) -> Result<Unpacked, UnpackError> {
    own(place)?;
    let lock_path = place.join("lock");
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(UnpackError::at(&lock_path, SPACE))?;
    lock.lock().map_err(UnpackError::at(&lock_path, SPACE))?;

    let folder = place.join(image.hash().to_string());
    if !whole(&folder) {
        image.check()?;
        make(image, place, &folder)?;
        remove_others(place, &folder);
    }
    let held = File::open(&folder)
        .and_then(|held| held.lock_shared().map(|()| held))
        .map_err(UnpackError::at(&folder, SPACE))?;
    Ok(Unpacked { folder, held })
}

/// Makes sure that the place is a folder of the user, closed to everybody else.
fn own(place: &Path) -> Result<(), UnpackError> {
    let failed = |error| UnpackError::at(place, SPACE)(error);
    if let Some(above) = place.parent() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(above)
            .map_err(failed)?;
    }
    match DirBuilder::new().mode(0o700).create(place) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(failed(e)),
        _ => {}
    }
    let found = fs::symlink_metadata(place).map_err(failed)?;
    if !found.is_dir() || found.uid() != rustix::process::geteuid().as_raw() {
        return Err(UnpackError::NotOwn(place.to_path_buf()));
    }
    if found.mode() & 0o077 != 0 {
        fs::set_permissions(place, Permissions::from_mode(0o700)).map_err(failed)?;
    }
    Ok(())
}

/// Unpacks beside the folder and gives it its name when everything is written.
/// Nothing waits for the disk: after a loss of power files are short or missing,
/// which [`whole`] sees.
fn make(image: &Image, place: &Path, folder: &Path) -> Result<(), UnpackError> {
    let failed = |error| UnpackError::at(folder, SPACE)(error);
    remove(folder);
    let fresh = tempfile::Builder::new()
        .prefix(FRESH)
        .tempdir_in(place)
        .map_err(failed)?;
    tree::unpack(image, fresh.path())?;
    let size = tree::size(fresh.path()).map_err(failed)?;
    fs::rename(fresh.path(), folder).map_err(failed)?;
    // Renamed, so there is nothing left for it to remove.
    let _ = fresh.keep();
    fs::write(size_file(folder), text(size)).map_err(failed)
}

fn size_file(folder: &Path) -> PathBuf {
    folder.with_added_extension("size")
}

fn text(size: Size) -> String {
    format!("{} {}\n", size.entries, size.bytes)
}

/// Whether the folder holds as much as was unpacked. Programs that tidy up caches
/// take files one by one.
fn whole(folder: &Path) -> bool {
    let (Ok(size), Ok(said)) = (tree::size(folder), fs::read_to_string(size_file(folder))) else {
        return false;
    };
    said == text(size)
}

/// Removes a folder with its size, the size first: half a folder has none.
fn remove(folder: &Path) {
    let _ = fs::remove_file(size_file(folder));
    let _ = tree::remove(folder);
}

/// Removes older images that no program was started from, and what was left of
/// an unpacking that was cut off. What cannot be removed stays: it is in nobody's
/// way.
fn remove_others(place: &Path, folder: &Path) {
    for other in fs::read_dir(place).into_iter().flatten().flatten() {
        let ours = other.file_type().is_ok_and(|kind| kind.is_dir())
            && other.file_name().to_str().is_some_and(named_by_us);
        let other = other.path();
        let unused = || File::open(&other).is_ok_and(|held| held.try_lock().is_ok());
        if ours && other != folder && unused() {
            remove(&other);
        }
    }
}

/// Whether this file gives folders such a name.
fn named_by_us(name: &str) -> bool {
    name.starts_with(FRESH) || name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit())
}
