//! Frames that another part of the program hands in, such as a window that has
//! the camera.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use mien_frame::Frame;

use crate::{CameraError, FrameSource};

/// Frames that wait at most. A scan wants fresh ones, not many.
const WAITING: usize = 2;

/// The receiving end: a camera whose frames are pushed in.
#[derive(Debug)]
pub struct Pushed {
    frames: Receiver<Frame>,
    description: String,
}

/// The sending end. When all of them are dropped, the source has ended.
#[derive(Clone, Debug)]
pub struct Pusher {
    frames: SyncSender<Frame>,
}

/// What became of a pushed frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Push {
    /// It waits to be looked at.
    Taken,
    /// Others are still waiting: it was dropped, as a camera would.
    Dropped,
    /// Nobody looks any more: stop pushing.
    Closed,
}

impl Pushed {
    /// A source and the end to push into. `description` names it to the user.
    #[must_use]
    pub fn new(description: &str) -> (Pusher, Self) {
        let (sender, receiver) = sync_channel(WAITING);
        let source = Self {
            frames: receiver,
            description: description.to_owned(),
        };
        (Pusher { frames: sender }, source)
    }
}

impl Pusher {
    /// Hands a frame in without waiting.
    pub fn push(&self, frame: Frame) -> Push {
        match self.frames.try_send(frame) {
            Ok(()) => Push::Taken,
            Err(TrySendError::Full(_)) => Push::Dropped,
            Err(TrySendError::Disconnected(_)) => Push::Closed,
        }
    }
}

impl FrameSource for Pushed {
    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        self.frames.recv().map_err(|_| CameraError::Ended)
    }

    fn description(&self) -> String {
        self.description.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(value: u8) -> Frame {
        Frame::filled(2, 2, [value; 3]).unwrap()
    }

    #[test]
    fn frames_come_in_order_and_surplus_is_dropped() {
        let (pusher, mut source) = Pushed::new("window");
        assert_eq!(pusher.push(frame(1)), Push::Taken);
        assert_eq!(pusher.push(frame(2)), Push::Taken);
        assert_eq!(pusher.push(frame(3)), Push::Dropped);
        assert_eq!(source.next_frame().unwrap().rgb()[0], 1);
        assert_eq!(source.next_frame().unwrap().rgb()[0], 2);
        assert_eq!(pusher.push(frame(4)), Push::Taken);
        drop(pusher);
        assert_eq!(source.next_frame().unwrap().rgb()[0], 4);
        assert!(matches!(source.next_frame(), Err(CameraError::Ended)));
        assert_eq!(source.description(), "window");
        // A window has a camera: whoever is before it is asked to act.
        assert_eq!(source.liveness(), crate::Liveness::Asked);
    }

    #[test]
    fn pushing_to_nobody_is_noticed() {
        let (pusher, source) = Pushed::new("window");
        drop(source);
        assert_eq!(pusher.push(frame(1)), Push::Closed);
    }
}
