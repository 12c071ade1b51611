//! Files that are written for the user: whole or not at all, and never in the
//! place of another.

use std::fs::Permissions;
use std::io::Write;
use std::path::Path;

use crate::error::WalletError;

/// Who may read a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone: it says what somebody has or did.
    Owner,
    /// Whom the system lets by default: it is made to be given away.
    Others,
}

/// Writes a new file. It gets its name when all of it is on the disk, so that
/// nobody ever sees half of it.
///
/// # Errors
/// [`WalletError::Exists`] when something of that name is there, which is left
/// as it was, else [`WalletError::File`].
pub fn write_new(path: &Path, bytes: &[u8], readers: Readers) -> Result<(), WalletError> {
    let failed = |e: std::io::Error| {
        let path = path.display().to_string();
        if e.kind() == std::io::ErrorKind::AlreadyExists {
            return WalletError::Exists(path);
        }
        let reason = (&e).into();
        WalletError::File { path, reason }
    };
    // A bare name has an empty folder, which means this one.
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let mut options = tempfile::Builder::new();
    options.prefix(".mien-");
    if let Some(permissions) = permissions(readers) {
        options.permissions(permissions);
    }
    let mut file = options
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .map_err(failed)?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed)?;
    file.persist_noclobber(path)
        .map(drop)
        .map_err(|e| failed(e.error))
}

/// What to ask the system for, where it is not the usual of temporary files,
/// which is the owner alone.
#[cfg(unix)]
fn permissions(readers: Readers) -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    // The process's mask takes away from it what nobody is to have.
    (readers == Readers::Others).then(|| Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn permissions(_: Readers) -> Option<Permissions> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_that_is_there_stays_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.csv");
        write_new(&path, b"one", Readers::Owner).unwrap();
        let error = write_new(&path, b"two", Readers::Others).unwrap_err();
        assert!(matches!(error, WalletError::Exists(_)), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(names(folder.path()), ["x.csv"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error_that_names_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nowhere").join("x.json");
        let error = write_new(&path, b"one", Readers::Owner).unwrap_err();
        assert!(error.to_string().contains("x.json"), "{error}");
        assert!(names(folder.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, aim) = (folder.path().join("x"), folder.path().join("aim"));
        std::os::unix::fs::symlink(&aim, &path).unwrap();
        assert!(write_new(&path, b"one", Readers::Owner).is_err());
        assert!(!aim.exists());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_private_is_the_owners_alone_and_the_rest_as_others_are() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |name: &str| {
            let found = fs::metadata(folder.path().join(name)).unwrap();
            found.permissions().mode() & 0o777
        };
        write_new(&folder.path().join("own"), b"1", Readers::Owner).unwrap();
        write_new(&folder.path().join("shared"), b"2", Readers::Others).unwrap();
        fs::write(folder.path().join("usual"), b"3").unwrap();
        assert_eq!(mode("own"), 0o600);
        assert_eq!(mode("shared"), mode("usual"));
    }
}
