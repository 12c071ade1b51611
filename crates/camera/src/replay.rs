//! Photographs, shown as a hand-held camera would.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};

use mien_frame::Frame;
use rand_core::CryptoRng;

use crate::sway::Sway;
use crate::{CameraError, FrameSource, Liveness, Variation};

/// Longest side that a replayed camera shows, in pixels.
const LONGEST: u32 = 1280;

/// The same for one that goes round for ever.
const LONGEST_ENDLESS: u32 = 960;

/// A source that shows each photograph for some frames, each a little
/// different in position, light, noise, focus and compression.
pub struct Replay<R> {
    waiting: VecDeque<PathBuf>,
    /// The photograph that is being shown, and how many frames of it are left.
    current: Option<(Frame, usize)>,
    frames_each: usize,
    round: Round,
    variation: Variation,
    sway: Sway,
    rng: R,
    description: String,
}

/// What comes after the last photograph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Round {
    /// The end.
    Once,
    /// The first one again.
    Endless,
}

impl<R: CryptoRng> Replay<R> {
    /// Replays a photograph, or all JPEG and PNG files of a folder by name.
    ///
    /// # Errors
    /// [`CameraError::Path`] when there is no such file or folder,
    /// [`CameraError::NoPhotos`] when the folder holds no picture. Whether the
    /// files are what their names say comes out when they are shown.
    pub fn open(path: &Path, frames_each: usize, rng: R) -> Result<Self, CameraError> {
        let failed = |source| CameraError::Path {
            path: path.to_owned(),
            source,
        };
        let folder = fs::metadata(path).map_err(failed)?.is_dir();
        let photos = if folder {
            photos_in(path).map_err(failed)?
        } else {
            vec![path.to_owned()]
        };
        if photos.is_empty() {
            return Err(CameraError::NoPhotos {
                path: path.to_owned(),
            });
        }
        Ok(Self {
            waiting: photos.into(),
            current: None,
            frames_each,
            round: Round::Once,
            variation: Variation::hand_held(),
            sway: Sway::default(),
            rng,
            description: format!("photographs of {}", path.display()),
        })
    }

    /// The same source with other variation between frames.
    #[must_use]
    pub fn with_variation(mut self, variation: Variation) -> Self {
        self.variation = variation;
        self
    }

    /// The same source going round for ever: for a picture that is shown for
    /// minutes. It is at most 960 pixels a side and varies as
    /// [`Variation::quick`]: its place, turn, size and light every few frames, its
    /// noise and a small shift with each, which is what can be made 30 times a
    /// second beside a scan without slowing it.
    #[must_use]
    pub fn endless(mut self) -> Self {
        self.round = Round::Endless;
        self.variation = Variation::quick();
        self
    }

    /// Makes sure that a photograph is at hand and uses up one frame of it.
    fn advance(&mut self) -> Result<(), CameraError> {
        if self.frames_each == 0 {
            return Err(CameraError::Ended);
        }
        match &mut self.current {
            Some((_, left)) if *left > 0 => {}
            // The only one, going round: it need not be read again.
            Some((_, left)) if self.round == Round::Endless && self.waiting.len() == 1 => {
                *left = self.frames_each;
            }
            _ => self.turn_over()?,
        }
        if let Some((_, left)) = &mut self.current {
            *left -= 1;
        }
        Ok(())
    }
}

impl<R> Replay<R> {
    /// Reads the next photograph.
    fn turn_over(&mut self) -> Result<(), CameraError> {
        // Dropped before the next is read: one photograph in memory.
        self.current = None;
        self.sway.clear();
        let path = self.waiting.pop_front().ok_or(CameraError::Ended)?;
        let longest = match self.round {
            Round::Once => LONGEST,
            Round::Endless => LONGEST_ENDLESS,
        };
        let photo = crate::vary::fit_camera(Frame::open(&path)?, longest)?;
        self.current = Some((photo, self.frames_each));
        if self.round == Round::Endless {
            self.waiting.push_back(path);
        }
        Ok(())
    }
}

impl<R: CryptoRng> FrameSource for Replay<R> {
    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        self.advance()?;
        let (photo, _) = self.current.as_ref().ok_or(CameraError::Ended)?;
        Ok(match self.round {
            Round::Once => self.variation.apply(photo, &mut self.rng)?,
            Round::Endless => self.sway.frame(photo, &self.variation, &mut self.rng)?,
        })
    }

    fn description(&self) -> String {
        self.description.clone()
    }

    fn liveness(&self) -> Liveness {
        Liveness::Photographs
    }
}

impl<R> std::fmt::Debug for Replay<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Replay({})", self.description)
    }
}

/// Files whose names end like pictures, sorted.
fn photos_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut photos = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().map(|e| e.to_ascii_lowercase());
        let known = ending.is_some_and(|e| e == "jpg" || e == "jpeg" || e == "png");
        if known && path.is_file() {
            photos.push(path);
        }
    }
    photos.sort();
    Ok(photos)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    fn rng(seed: u64) -> StdRng {
        StdRng::seed_from_u64(seed)
    }

    fn folder_of(names: &[(&str, u8)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, grey) in names {
            let picture = Frame::filled(64, 48, [*grey; 3]).unwrap();
            fs::write(folder.path().join(name), &*picture.to_jpeg(90).unwrap()).unwrap();
        }
        folder
    }

    fn all(path: &Path, frames_each: usize, seed: u64) -> Vec<Frame> {
        let mut source = Replay::open(path, frames_each, rng(seed)).unwrap();
        std::iter::from_fn(|| match source.next_frame() {
            Ok(frame) => Some(frame),
            Err(CameraError::Ended) => None,
            Err(e) => panic!("{e}"),
        })
        .collect()
    }

    #[test]
    fn a_folder_is_shown_by_name_each_for_some_frames() {
        let folder = folder_of(&[("b.PNG", 200), ("a.jpg", 60), ("note.txt", 0)]);
        let frames = all(folder.path(), 3, 1);
        assert_eq!(frames.len(), 6);
        assert!(frames[..3].iter().all(|f| f.mean_luma() < 100.0));
        assert!(frames[3..].iter().all(|f| f.mean_luma() > 150.0));
    }

    #[test]
    fn going_round_neither_ends_nor_repeats() {
        let folder = folder_of(&[("a.jpg", 60), ("b.jpg", 200)]);
        let open = |path: &Path| Replay::open(path, 2, rng(3)).unwrap().endless();
        let mut source = open(folder.path());
        let frames: Vec<Frame> = (0..9).map(|_| source.next_frame().unwrap()).collect();
        let bright: Vec<bool> = frames.iter().map(|f| f.mean_luma() > 130.0).collect();
        let want = [false, false, true, true, false, false, true, true, false];
        assert_eq!(bright, want);
        assert_ne!(frames[0].rgb(), frames[4].rgb());
        assert_eq!(source.liveness(), Liveness::Photographs);
        // A single photograph stays although its file is gone.
        let mut single = open(&folder.path().join("a.jpg"));
        single.next_frame().unwrap();
        drop(folder);
        let later = (0..5).map(|_| single.next_frame().unwrap().mean_luma());
        assert!(later.into_iter().all(|v| v < 100.0));
    }

    #[test]
    fn the_same_seed_shows_the_same_frames() {
        let folder = folder_of(&[("a.jpg", 120)]);
        let (one, two, other) = (
            all(folder.path(), 2, 7),
            all(folder.path(), 2, 7),
            all(folder.path(), 2, 8),
        );
        assert_eq!(one[1].rgb(), two[1].rgb());
        assert_ne!(one[0].rgb(), one[1].rgb());
        assert_ne!(one[0].rgb(), other[0].rgb());
    }

    #[test]
    fn empty_folders_and_missing_paths_are_told_apart() {
        let folder = folder_of(&[]);
        let open = |p: &Path| Replay::open(p, 1, rng(1));
        assert!(matches!(
            open(folder.path()),
            Err(CameraError::NoPhotos { .. })
        ));
        let missing = folder.path().join("nowhere");
        assert!(matches!(open(&missing), Err(CameraError::Path { .. })));
    }

    #[test]
    fn a_text_file_named_jpg_is_an_error_that_names_it() {
        let folder = folder_of(&[]);
        fs::write(folder.path().join("letter.jpg"), "Dear wallet").unwrap();
        let mut source = Replay::open(folder.path(), 1, rng(1)).unwrap();
        let error = source.next_frame().unwrap_err().to_string();
        assert!(
            error.contains("letter.jpg") && error.contains("not a JPEG"),
            "{error}"
        );
    }
}
