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

    /// Whether the person in front of it can be asked to move. A source is
    /// taken for a camera unless it says otherwise.
    fn liveness(&self) -> Liveness {
        Liveness::Asked
    }
}

/// Whether a person is in front of a source who must show that they move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Liveness {
    /// A camera: the person is asked to act, and must.
    Asked,
    /// Photographs, shown openly as such: they cannot act and are not asked.
    Photographs,
}

impl<S: FrameSource + ?Sized> FrameSource for Box<S> {
    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        (**self).next_frame()
    }

    fn description(&self) -> String {
        (**self).description()
    }

    fn liveness(&self) -> Liveness {
        (**self).liveness()
    }
}
