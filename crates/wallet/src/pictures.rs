//! Pictures of tokens that were looked at, kept so that they are not fetched
//! again and no server learns that somebody looks again.

use std::fs::{self, DirBuilder, DirEntry};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use mien_chain::Picture;
use sha2::{Digest, Sha256};

/// Most bytes of all pictures together.
const MOST: u64 = 64 << 20;

/// The folder `cache/nft`: one file for each picture, named by the SHA-256 of
/// the address that it came from.
#[derive(Debug)]
pub(crate) struct PictureCache {
    folder: PathBuf,
    most: u64,
}

impl PictureCache {
    pub(crate) fn new(home: &Path) -> Self {
        Self {
            folder: home.join("cache").join("nft"),
            most: MOST,
        }
    }

    /// The picture from this address, if it is kept.
    pub(crate) fn get(&self, uri: &str) -> Option<Picture> {
        let path = self.path(uri);
        let kept = fs::metadata(&path).ok()?.len();
        if kept > u64::try_from(Picture::MOST).ok()? {
            return None;
        }
        Picture::from_bytes(fs::read(path).ok()?).ok()
    }

    /// Keeps a picture, and removes the oldest ones when there are too many.
    pub(crate) fn put(&self, uri: &str, picture: &Picture) -> io::Result<()> {
        let mut folder = DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&self.folder)?;
        // Files of this crate are readable by their owner alone.
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        io::Write::write_all(&mut file, picture.bytes())?;
        file.persist(self.path(uri))?;
        self.trim()
    }

    /// How many pictures there are, and their bytes together.
    pub(crate) fn size(&self) -> io::Result<(usize, u64)> {
        let files = self.files()?;
        Ok((files.len(), files.iter().map(|file| file.len).sum()))
    }

    /// Removes all of them.
    pub(crate) fn clear(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.folder) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }

    fn path(&self, uri: &str) -> PathBuf {
        self.folder.join(hex::encode(Sha256::digest(uri)))
    }

    fn trim(&self) -> io::Result<()> {
        let mut files = self.files()?;
        files.sort_by_key(|file| file.written);
        let mut total: u64 = files.iter().map(|file| file.len).sum();
        for file in files {
            if total <= self.most {
                break;
            }
            fs::remove_file(file.path)?;
            total -= file.len;
        }
        Ok(())
    }

    fn files(&self) -> io::Result<Vec<Kept>> {
        match fs::read_dir(&self.folder) {
            Ok(entries) => entries.map(|entry| Kept::new(&entry?)).collect(),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(e) => Err(e),
        }
    }
}

struct Kept {
    path: PathBuf,
    len: u64,
    written: SystemTime,
}

impl Kept {
    fn new(entry: &DirEntry) -> io::Result<Self> {
        let metadata = entry.metadata()?;
        Ok(Self {
            path: entry.path(),
            len: metadata.len(),
            written: metadata.modified()?,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use std::time::Duration;

    use super::*;

    fn picture(len: usize) -> Picture {
        let mut bytes = b"GIF89a".to_vec();
        bytes.resize(len, 7);
        Picture::from_bytes(bytes).unwrap()
    }

    #[test]
    fn pictures_are_found_again_privately_and_the_oldest_go_first() {
        let home = tempfile::tempdir().unwrap();
        let mut cache = PictureCache::new(home.path());
        cache.most = 250;
        assert_eq!((cache.get("a"), cache.size().unwrap()), (None, (0, 0)));
        for (age, uri) in [(20, "a"), (30, "b"), (10, "c")] {
            // Aged before the next one comes, so that the order is certain.
            cache.put(uri, &picture(100)).unwrap();
            if let Ok(file) = fs::File::options().write(true).open(cache.path(uri)) {
                let then = SystemTime::now() - Duration::from_secs(age);
                file.set_modified(then).unwrap();
            }
        }
        // The third was the newest when it came; of the two before, b was older.
        assert_eq!(cache.size().unwrap(), (2, 200));
        assert_eq!(cache.get("b"), None);
        for uri in ["a", "c"] {
            assert_eq!(cache.get(uri), Some(picture(100)), "{uri}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&cache.path("a")), 0o600);
            assert_eq!(mode(&cache.folder), 0o700);
            assert_eq!(mode(&home.path().join("cache")), 0o700);
        }
        // What somebody else wrote there is no picture.
        fs::write(cache.path("a"), "<html>").unwrap();
        assert_eq!(cache.get("a"), None);
        cache.clear().unwrap();
        cache.clear().unwrap();
        assert_eq!(cache.size().unwrap(), (0, 0));
    }
}
