//! Frames that another part of the program hands in, such as a window that has
//! the camera.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

use mien_frame::{Frame, FrameError};

use crate::{CameraError, FrameSource};

/// Frames that wait at most. A scan wants fresh ones, not many.
const WAITING: usize = 2;
/// How long nothing may come: a window that was closed or has crashed does not
/// say so.
const SILENCE: Duration = Duration::from_secs(5);

/// The receiving end: a camera whose frames are pushed in.
#[derive(Debug)]
pub struct Pushed {
    frames: Receiver<Frame>,
    description: String,
    silence: Duration,
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
            silence: SILENCE,
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

/// A frame as a window sends it: width and height as two little-endian bytes
/// each, then `4 · width · height` bytes RGBA, row by row, of which the fourth
/// is ignored.
///
/// # Errors
/// [`FrameError`] if the bytes are fewer or more than the header says, or the
/// size is not one of a picture.
pub fn window_frame(bytes: &[u8]) -> Result<Frame, FrameError> {
    let [w0, w1, h0, h1, pixels @ ..] = bytes else {
        return Err(FrameError::Truncated);
    };
    let (width, height) = (
        u16::from_le_bytes([*w0, *w1]),
        u16::from_le_bytes([*h0, *h1]),
    );
    let expected = 4 * usize::from(width) * usize::from(height);
    let (width, height) = (width.into(), height.into());
    if pixels.len() != expected {
        return Err(FrameError::WrongLength {
            width,
            height,
            expected,
            found: pixels.len(),
        });
    }
    let mut rgb = Vec::with_capacity(expected / 4 * 3);
    for [r, g, b, _] in pixels.as_chunks::<4>().0 {
        rgb.extend([*r, *g, *b]);
    }
    Frame::from_rgb(width, height, rgb)
}

impl FrameSource for Pushed {
    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        self.frames
            .recv_timeout(self.silence)
            .map_err(|why| match why {
                RecvTimeoutError::Timeout => CameraError::Silent,
                RecvTimeoutError::Disconnected => CameraError::Ended,
            })
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
    fn a_window_that_sends_nothing_is_not_waited_for() {
        let (pusher, mut source) = Pushed::new("window");
        source.silence = Duration::from_millis(1);
        assert!(matches!(source.next_frame(), Err(CameraError::Silent)));
        // It may begin again.
        assert_eq!(pusher.push(frame(1)), Push::Taken);
        assert!(source.next_frame().is_ok());
    }

    #[test]
    fn a_frame_of_a_window_is_read() {
        let bytes = [2, 0, 1, 0, 10, 20, 30, 255, 40, 50, 60, 0];
        let frame = window_frame(&bytes).unwrap();
        assert_eq!((frame.width(), frame.height()), (2, 1));
        assert_eq!(frame.rgb(), [10, 20, 30, 40, 50, 60]);
    }

    #[test]
    fn bytes_of_a_window_that_are_no_frame_are_refused() {
        use FrameError::{Empty, TooLarge, Truncated, WrongLength};
        let found = |bytes: &[u8]| window_frame(bytes).unwrap_err();
        for short in [&[][..], &[1], &[1, 0, 1]] {
            assert!(matches!(found(short), Truncated));
        }
        // One byte too few, one too many, and none at all.
        for pixels in [7, 9, 0] {
            let bytes = [&[2, 0, 1, 0][..], &vec![0; pixels]].concat();
            let problem = found(&bytes);
            assert!(
                matches!(problem, WrongLength { expected: 8, found, .. } if found == pixels),
                "{problem}"
            );
        }
        assert!(matches!(found(&[0, 0, 5, 0]), Empty { .. }));
        let long = [&[0x20, 0x4e, 1, 0][..], &vec![0; 80_000]].concat();
        assert!(matches!(found(&long), TooLarge { width: 20_000, .. }));
    }

    #[test]
    fn pushing_to_nobody_is_noticed() {
        let (pusher, source) = Pushed::new("window");
        drop(source);
        assert_eq!(pusher.push(frame(1)), Push::Closed);
    }
}
