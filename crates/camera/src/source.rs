//! What all cameras have in common.

use mien_frame::Frame;

use crate::CameraError;

/// Something that shows frames, one after the other.
pub trait FrameSource {
    /// Waits for the next frame.
    ///
    /// # Errors
    /// [`CameraError::Ended`] when there are no more, else what went wrong.
    fn next_frame(&mut self) -> Result<Frame, CameraError>;

    /// What it is, for the user: the camera's name, or the photographs.
    fn description(&self) -> String;
}

impl<S: FrameSource + ?Sized> FrameSource for Box<S> {
    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        (**self).next_frame()
    }

    fn description(&self) -> String {
        (**self).description()
    }
}
