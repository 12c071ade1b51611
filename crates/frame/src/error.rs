//! What can be wrong with a picture.

use std::path::PathBuf;

use crate::{MAX_PIXELS, MAX_SIDE};

/// Why a picture could not be read or made. Each message says what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The file could not be read at all.
    #[error(
        "cannot read the picture {}: {source}; check the path and that you may read it",
        path.display()
    )]
    Unreadable {
        /// The file that was asked for.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A problem of one of the other kinds, with the file it came from.
    #[error("{}: {problem}", path.display())]
    InFile {
        /// The file that was asked for.
        path: PathBuf,
        /// What is wrong with its content.
        problem: Box<FrameError>,
    },
    /// The content is neither JPEG nor PNG, whatever the file is called.
    #[error("this is not a JPEG or PNG picture; choose a photograph in one of these formats")]
    NotAPicture,
    /// The data ends before the picture does.
    #[error("the picture is cut short: the file ends before the image does; copy it again")]
    Truncated,
    /// The data contradicts its format.
    #[error("the picture is damaged ({0}); copy it again or choose another")]
    Damaged(String),
    /// More pixels than we are willing to hold.
    #[error(
        "the picture is {width} × {height} pixels, the limit is {MAX_SIDE} a side and \
         {} million in all; make it smaller and try again",
        MAX_PIXELS / 1_000_000
    )]
    TooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// A width or height of zero.
    #[error("the picture is {width} × {height} pixels, so there is nothing in it; choose another")]
    Empty {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// A buffer whose length does not fit its stated size. A defect of the
    /// caller (a camera driver, a window), not of the picture.
    #[error(
        "a picture of {width} × {height} pixels needs {expected} bytes but {found} came; \
         restart the camera"
    )]
    WrongLength {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// 3 × width × height.
        expected: usize,
        /// The length that was given.
        found: usize,
    },
    /// A picture that could not be written as JPEG.
    #[error("cannot compress the picture ({0}); try a smaller one")]
    Encode(String),
}
