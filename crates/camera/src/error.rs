//! What can go wrong with a camera.

use std::path::PathBuf;

use mien_frame::FrameError;

/// Why there is no frame. Each message is one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CameraError {
    /// No camera has this number.
    #[error("there is no camera {index}: plug one in, or choose another with `mien camera list`")]
    NoCamera {
        /// The number that was asked for.
        index: u32,
    },
    /// The system does not let this user read the camera.
    #[error(
        "you may not use camera {index}: allow it in the system's privacy settings, or on Linux \
         join the group `video` and log in again"
    )]
    NoPermission {
        /// The camera's number.
        index: u32,
    },
    /// Another program has the camera.
    #[error("camera {index} is in use: close the other program that shows its picture")]
    Busy {
        /// The camera's number.
        index: u32,
    },
    /// The camera went away while it was used.
    #[error("camera {index} was unplugged: plug it in again and repeat the scan")]
    Unplugged {
        /// The camera's number.
        index: u32,
    },
    /// The camera sends pictures, but black ones.
    #[error(
        "camera {index} shows only black: open its cover or switch, or light the room, \
         and repeat the scan"
    )]
    Black {
        /// The camera's number.
        index: u32,
    },
    /// The camera offers no format that we can read.
    #[error("camera {index} offers no picture format that is understood: choose another camera")]
    NoFormat {
        /// The camera's number.
        index: u32,
    },
    /// The driver failed in another way.
    #[error("camera {index} failed ({problem}): unplug it, plug it in again and repeat the scan")]
    Failed {
        /// The camera's number.
        index: u32,
        /// The driver's words.
        problem: String,
    },
    /// This build has no support for cameras.
    #[error(
        "this build cannot use cameras: use photographs with `--camera photo:PATH`, or build with \
         the feature `device`"
    )]
    NotBuilt,
    /// A photograph could not be read.
    #[error(transparent)]
    Photo(#[from] FrameError),
    /// The path of the photographs could not be read.
    #[error("cannot read {}: {source}; check the path", path.display())]
    Path {
        /// The path.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A folder without photographs.
    #[error("there is no JPEG or PNG picture in {}: put some in, or choose another folder", path.display())]
    NoPhotos {
        /// The folder.
        path: PathBuf,
    },
    /// A window that has the camera sends no pictures.
    #[error(
        "the window's camera sends no pictures: close other programs that use the camera, \
         or choose it by its name instead"
    )]
    Silent,
    /// A window's camera was asked for where there is no window.
    #[error("only Mien's own window has this camera: choose one of the computer's by its number")]
    NoWindow,
    /// The source has shown all it had, or the window was closed.
    #[error("the camera has no more pictures: repeat the scan")]
    Ended,
}
