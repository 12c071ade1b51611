//! Labelled photographs on disk: `DIR/PERSON/*.jpg`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::EvalError;

/// A person's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The folder's name, which names the person.
    pub person: String,
    /// Photographs, sorted by file name.
    pub files: Vec<PathBuf>,
}

/// Endings that count as photographs, without regard to case.
const ENDINGS: [&str; 3] = ["jpg", "jpeg", "png"];

/// Lists the folders, sorted by name. Other files and empty folders are
/// ignored.
///
/// # Errors
/// [`EvalError::Read`] if a folder cannot be read, [`EvalError::NoPhotographs`]
/// if there is no photograph at all.
pub fn list(dir: &Path) -> Result<Vec<Folder>, EvalError> {
    let mut folders = Vec::new();
    for path in sorted(dir)? {
        let Some(person) = path.file_name().and_then(|n| n.to_str()) else {
            continue;
        };
        if !path.is_dir() {
            continue;
        }
        let files: Vec<PathBuf> = sorted(&path)?
            .into_iter()
            .filter(|f| is_photograph(f))
            .collect();
        if !files.is_empty() {
            folders.push(Folder {
                person: person.to_owned(),
                files,
            });
        }
    }
    if folders.is_empty() {
        return Err(EvalError::NoPhotographs { path: dir.into() });
    }
    Ok(folders)
}

/// The `persons` folders with most photographs, and as many photographs of
/// each as `most`: a small part that is the same everywhere.
#[must_use]
pub fn part(mut folders: Vec<Folder>, persons: usize, most: usize) -> Vec<Folder> {
    folders.sort_by(|a, b| {
        b.files
            .len()
            .cmp(&a.files.len())
            .then(a.person.cmp(&b.person))
    });
    folders.truncate(persons);
    folders.sort_by(|a, b| a.person.cmp(&b.person));
    for folder in &mut folders {
        folder.files.truncate(most);
    }
    folders
}

fn is_photograph(path: &Path) -> bool {
    path.extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

fn sorted(dir: &Path) -> Result<Vec<PathBuf>, EvalError> {
    let read = |source| EvalError::Read {
        path: dir.into(),
        source,
    };
    let mut paths = fs::read_dir(dir)
        .map_err(read)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(read)?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn write(dir: &Path, names: &[&str]) {
        for name in names {
            let path = dir.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, b"x").unwrap();
        }
    }

    #[test]
    fn lists_persons_and_photographs_in_order() {
        let dir = tempfile::tempdir().unwrap();
        write(
            dir.path(),
            &[
                "b/2.JPG",
                "b/1.jpeg",
                "b/notes.txt",
                "a/x.png",
                "stray.jpg",
                "c/readme.md",
            ],
        );
        let folders = list(dir.path()).unwrap();
        let names: Vec<_> = folders.iter().map(|f| f.person.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(
            folders[1].files,
            [dir.path().join("b/1.jpeg"), dir.path().join("b/2.JPG")]
        );
        let small = part(folders, 1, 1);
        assert_eq!(small.len(), 1);
        assert_eq!((small[0].person.as_str(), small[0].files.len()), ("b", 1));
    }

    #[test]
    fn an_empty_or_missing_folder_says_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(
            list(dir.path()),
            Err(EvalError::NoPhotographs { .. })
        ));
        assert!(matches!(
            list(&dir.path().join("no")),
            Err(EvalError::Read { .. })
        ));
    }
}
