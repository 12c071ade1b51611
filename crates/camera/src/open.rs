//! Opening what a [`CameraSpec`] names.

use rand_core::CryptoRng;

use crate::{CameraError, CameraSpec, FrameSource, Replay};

/// A camera of the computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceInfo {
    /// Its number, for [`CameraSpec::Device`].
    pub index: u32,
    /// What its maker calls it.
    pub name: String,
}

/// Opens a camera. `frames_each` and `rng` are for photographs: how many frames
/// are made of each, and with what chance.
///
/// # Errors
/// [`CameraError`]: the camera or the photographs cannot be used.
pub fn open<'a>(
    spec: &CameraSpec,
    frames_each: usize,
    rng: impl CryptoRng + 'a,
) -> Result<Box<dyn FrameSource + 'a>, CameraError> {
    match spec {
        CameraSpec::Photo(path) => Ok(Box::new(Replay::open(path, frames_each, rng)?)),
        #[cfg(feature = "device")]
        CameraSpec::Device(index) => Ok(Box::new(crate::Device::open(*index)?)),
        #[cfg(not(feature = "device"))]
        CameraSpec::Device(_) => Err(CameraError::NotBuilt),
        CameraSpec::Window => Err(CameraError::NoWindow),
    }
}

/// The cameras of the computer, by number.
///
/// # Errors
/// [`CameraError::NotBuilt`] without the feature `device`, else
/// [`CameraError::Failed`] when the system does not answer.
pub fn list_devices() -> Result<Vec<DeviceInfo>, CameraError> {
    #[cfg(feature = "device")]
    return crate::device::list();
    #[cfg(not(feature = "device"))]
    Err(CameraError::NotBuilt)
}
