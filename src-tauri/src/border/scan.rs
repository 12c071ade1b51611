//! What a scan tells its window, and what the app tells all windows.

use mien_face::{Action, Reason};
use mien_identity::{ENROL_CAPTURES, ScanOutcome, Step};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::ipc::{InvokeResponseBody, IpcResponse};
use tauri_specta::Event;

/// What is wrong with what the camera sees, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are those of mien_face::Reason")]
pub enum Hint {
    NoFace,
    TwoFaces,
    CutOff,
    TooSmall,
    ComeCloser,
    TooDark,
    TooBright,
    LowContrast,
    Blurred,
    HeadTurned,
    EyesHidden,
    MouthHidden,
    EyesClosed,
    Other,
}

impl From<Reason> for Hint {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::NoFace => Self::NoFace,
            Reason::TwoFaces => Self::TwoFaces,
            Reason::CutOff => Self::CutOff,
            Reason::TooSmall => Self::TooSmall,
            Reason::ComeCloser => Self::ComeCloser,
            Reason::TooDark => Self::TooDark,
            Reason::TooBright => Self::TooBright,
            Reason::LowContrast => Self::LowContrast,
            Reason::Blurred => Self::Blurred,
            Reason::HeadTurned => Self::HeadTurned,
            Reason::EyesHidden => Self::EyesHidden,
            Reason::MouthHidden => Self::MouthHidden,
            Reason::EyesClosed => Self::EyesClosed,
            _ => Self::Other,
        }
    }
}

/// A movement that a scan asks for; left and right are the person's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are those of mien_face::Action")]
#[serde(rename = "Action")]
pub enum ActionView {
    TurnLeft,
    TurnRight,
    LookUp,
    Blink,
    Smile,
    OpenMouth,
}

impl From<Action> for ActionView {
    fn from(action: Action) -> Self {
        match action {
            Action::TurnLeft => Self::TurnLeft,
            Action::TurnRight => Self::TurnRight,
            Action::LookUp => Self::LookUp,
            Action::Blink => Self::Blink,
            Action::Smile => Self::Smile,
            Action::OpenMouth => Self::OpenMouth,
        }
    }
}

/// How a scan ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[serde(rename = "ScanOutcome")]
pub enum ScanOutcomeView {
    /// Face and PIN matched.
    Match,
    /// The pictures were no good; nothing was tried.
    PoorQuality,
    /// Face or PIN did not match; counted.
    NotMatched,
    /// A movement was not made as asked, or the picture was not alive.
    LivenessFailed,
    /// The person stopped it.
    Cancelled,
}

impl From<ScanOutcome> for ScanOutcomeView {
    fn from(outcome: ScanOutcome) -> Self {
        match outcome {
            ScanOutcome::Match => Self::Match,
            ScanOutcome::PoorQuality => Self::PoorQuality,
            ScanOutcome::NotMatched => Self::NotMatched,
            ScanOutcome::LivenessFailed => Self::LivenessFailed,
            ScanOutcome::Cancelled => Self::Cancelled,
        }
    }
}

/// What happens during a scan.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ScanEvent {
    /// A capture begins.
    Capture {
        /// Which, from 1.
        number: u32,
        /// So many are needed.
        wanted: u32,
    },
    /// Before this capture the person is to change light or place; the window
    /// says when it may begin.
    Wait {
        /// Which capture.
        number: u32,
    },
    /// A frame was usable.
    GoodFrame {
        /// So many so far.
        good: u32,
        /// So many are needed.
        wanted: u32,
    },
    /// A frame was not.
    Hint {
        /// Why.
        hint: Hint,
    },
    /// A movement is asked for.
    Action {
        /// Which.
        action: ActionView,
        /// Seconds in which it is to be made.
        seconds: u32,
    },
    /// It was seen.
    ActionDone {
        /// Which.
        action: ActionView,
    },
    /// The words of the paper phrase, to be written down; some are asked back.
    Phrase {
        /// 24 words.
        words: Vec<String>,
        /// The numbers of those that are asked, from 1.
        ask: Vec<u32>,
    },
    /// An attempt was counted; the sketch is being opened.
    Opening,
    /// The two parties sign.
    Signing,
    /// The margin is measured.
    Measuring,
    /// Helper data is written.
    Writing,
    /// A scan ended.
    Scanned {
        /// Which, from 1.
        number: u32,
        /// How.
        outcome: ScanOutcomeView,
    },
}

impl ScanEvent {
    /// What a window is told of a step; of some, nothing.
    #[must_use]
    pub fn of(step: &Step) -> Option<Self> {
        let n = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Some(match *step {
            Step::Capture { number, .. } => Self::Capture {
                number: n(number),
                wanted: n(ENROL_CAPTURES),
            },
            Step::GoodFrame { good, wanted } => Self::GoodFrame {
                good: n(good),
                wanted: n(wanted),
            },
            Step::RejectedFrame(reason) => Self::Hint {
                hint: reason.into(),
            },
            Step::Asked { action, seconds } => Self::Action {
                action: action.into(),
                seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
            },
            Step::Done { action } => Self::ActionDone {
                action: action.into(),
            },
            Step::Opening => Self::Opening,
            Step::Signing => Self::Signing,
            Step::Measuring => Self::Measuring,
            Step::Writing => Self::Writing,
            Step::Scanned { number, outcome } => Self::Scanned {
                number: number.into(),
                outcome: outcome.into(),
            },
            _ => return None,
        })
    }
}

/// A small mirrored picture of what the camera sees: width and height as two
/// little-endian bytes each, then RGBA. It crosses as bytes, never as JSON.
#[derive(Clone)]
pub struct Preview(pub Vec<u8>);

impl IpcResponse for Preview {
    fn body(self) -> tauri::Result<InvokeResponseBody> {
        Ok(InvokeResponseBody::Raw(self.0))
    }
}

impl Type for Preview {
    fn definition(_: &mut specta::Types) -> specta::datatype::DataType {
        specta_typescript::define("ArrayBuffer").into()
    }
}

/// Something that windows show may have changed.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, Type, Event)]
pub struct Changed {
    /// What.
    pub what: What,
}

/// What may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Balances, tokens, NFTs.
    Balance,
    /// The history.
    History,
    /// The wallet itself.
    Identity,
    /// Account or network.
    Network,
    /// Other settings.
    Settings,
}

impl What {
    /// Tells all windows. One that is gone needs no news.
    pub fn tell(self, app: &tauri::AppHandle) {
        let _ = Changed { what: self }.emit(app);
    }
}

/// The app was locked or unlocked.
#[derive(Clone, Copy, Debug, Serialize, Type, Event)]
pub struct LockChanged {
    /// Whether it is locked now.
    pub locked: bool,
}

/// A review has ended.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub struct ReviewClosed {
    /// Which.
    pub id: String,
    /// How.
    pub outcome: super::ReviewEnd,
}
