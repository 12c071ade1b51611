//! One camera picture in memory that is wiped when it goes: the type that
//! cameras produce and the face pipeline reads.
//!
//! It decodes JPEG and PNG with limits, turns pictures upright by their EXIF
//! orientation, cuts resampled patches out of them, and reads QR codes. It knows nothing of
//! faces, opens no camera and never writes a file. `mien-camera` makes frames,
//! `mien-face` reads them.
//!
//! Coordinates are continuous: pixel `(i, j)` covers `[i, i+1) × [j, j+1)` and
//! its centre is `(i + ½, j + ½)`; x grows to the right, y downwards.

mod decode;
mod encode;
mod error;
mod frame;
mod jpeg;
mod num;
mod patch;
mod plane;
mod qr;
mod similarity;
mod thumbnail;

pub use error::FrameError;
pub use frame::{Frame, MAX_PIXELS, MAX_SIDE};
pub use patch::{Outside, Patch, Square};
pub use plane::Plane;
pub use qr::Looks;
pub use similarity::Similarity;
pub use thumbnail::{Mirror, Thumbnail};
