//! Why a scan ended without being believed.

use super::Action;

/// What was seen that a person before a camera, asked to act, would not show.
/// `Display` says it and what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LivenessFailure {
    /// Another action was clearly done instead of the one asked for.
    #[error(
        "the scan asked to {asked} and saw another movement ({done}): scan again and do only what is asked"
    )]
    OutOfOrder {
        /// What was asked.
        asked: Action,
        /// What was seen.
        done: Action,
    },
    /// The action did not come in its time.
    #[error(
        "the scan asked to {action} and did not see it in time: scan again and make the movement larger"
    )]
    TimedOut {
        /// What was asked.
        action: Action,
    },
    /// The action was done, and the face did not come back to rest.
    #[error(
        "the scan did not see your face come back to rest after it asked to {action}: scan again and look straight ahead after each movement"
    )]
    NoReturn {
        /// What was done.
        action: Action,
    },
    /// The face after some frames is another than the one before.
    #[error(
        "the face changed during the scan: scan again with only the owner in front of the camera"
    )]
    IdentityChanged,
    /// The picture stands still as no camera's does.
    #[error("the camera's picture stands still: restart the camera and scan again")]
    Frozen,
    /// The same frames come round again.
    #[error(
        "the camera repeats the same pictures: choose a real camera, not a recording, and scan again"
    )]
    Looping,
    /// The face was elsewhere at once, or of another size.
    #[error("the face jumped in the picture: hold the camera still and scan again")]
    Jump,
}

impl LivenessFailure {
    /// A stable name for `--json` and for translations.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OutOfOrder { .. } => "out-of-order",
            Self::TimedOut { .. } => "timed-out",
            Self::NoReturn { .. } => "no-return",
            Self::IdentityChanged => "identity-changed",
            Self::Frozen => "frozen",
            Self::Looping => "looping",
            Self::Jump => "jump",
        }
    }
}
