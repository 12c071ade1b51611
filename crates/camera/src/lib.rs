//! Where frames come from: a camera of the computer, photographs that are
//! replayed as a hand-held camera would show them, or frames that a window
//! pushes in.
//!
//! [`Live`] reads any of them on a thread of its own, for a picture on the screen
//! beside a scan.
//!
//! It finds no faces, judges no picture beyond noticing that a camera sends
//! only black, and keeps nothing. `mien-wallet` opens sources for scans, the
//! command line chooses them with a [`CameraSpec`].
//!
//! The real camera needs the feature `device`, and with it libclang to build.

mod error;
mod live;
mod open;
mod pushed;
mod replay;
mod source;
mod spec;
mod sway;
mod vary;

#[cfg(feature = "device")]
mod device;
#[cfg(feature = "device")]
mod pixels;

#[cfg(feature = "device")]
pub use device::Device;
pub use error::CameraError;
pub use live::{Live, LiveFrames, Pace};
pub use open::{DeviceInfo, list_devices, open};
pub use pushed::{Push, Pushed, Pusher, window_frame};
pub use replay::Replay;
pub use source::{FrameSource, Liveness};
pub use spec::{CameraSpec, SpecError};
pub use vary::Variation;
