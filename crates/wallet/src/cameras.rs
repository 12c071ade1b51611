//! Which camera serves which capture.

use mien_camera::{CameraError, CameraSpec, FrameSource, Live};
use mien_frame::Frame;
use mien_identity::{Cameras, IdentityError};

use crate::wallet::os_rng;

/// Frames made of each replayed photograph: twice what a capture needs.
const FRAMES_EACH: usize = 12;

/// Called before a capture begins, so that a person can be asked to move into
/// another light. Replayed photographs need no asking.
pub trait Prepare: Send + Sync {
    /// Capture `number`, counted from 1, is about to begin.
    ///
    /// # Errors
    /// Whatever stops the operation.
    fn prepare(&self, number: usize, spec: &CameraSpec) -> Result<(), IdentityError>;

    /// Opens the camera. A window that shows what the camera sees puts itself
    /// in between.
    ///
    /// # Errors
    /// [`IdentityError::Camera`].
    fn open(&self, spec: &CameraSpec) -> Result<Box<dyn FrameSource>, IdentityError> {
        Ok(mien_camera::open(spec, FRAMES_EACH, os_rng())?)
    }
}

/// A camera that runs by itself, for a window: `look` is shown every frame.
///
/// # Errors
/// The camera cannot be used.
pub fn live_camera(
    spec: &CameraSpec,
    look: impl FnMut(&Frame) + Send + 'static,
) -> Result<Live, CameraError> {
    Live::open(spec, FRAMES_EACH, os_rng, look)
}

/// Cameras in turn; the last one serves all captures that remain.
pub struct CameraList<'a> {
    specs: &'a [CameraSpec],
    prepare: &'a dyn Prepare,
}

impl core::fmt::Debug for CameraList<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("CameraList")
            .field("specs", &self.specs)
            .finish_non_exhaustive()
    }
}

impl<'a> CameraList<'a> {
    /// The cameras in the order of the captures.
    #[must_use]
    pub fn new(specs: &'a [CameraSpec], prepare: &'a dyn Prepare) -> Self {
        Self { specs, prepare }
    }
}

impl Cameras for CameraList<'_> {
    fn open(&mut self, number: usize) -> Result<Box<dyn FrameSource>, IdentityError> {
        let spec = self
            .specs
            .get(number.saturating_sub(1))
            .or(self.specs.last())
            .unwrap_or(&CameraSpec::Device(0));
        self.prepare.prepare(number, spec)?;
        self.prepare.open(spec)
    }
}
