//! What a window asks first.

use serde::{Deserialize, Serialize};
use specta::Type;

/// How far the wallet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// There is none.
    Welcome,
    /// There is one whose drill was never done: its addresses are not shown.
    Unproved,
    /// There is one.
    Ready,
}

/// The languages that the app speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// Japanese.
    Ja,
}

impl Language {
    /// Its name in the settings.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// From the settings.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::En, Self::Ja]
            .into_iter()
            .find(|l| l.as_str() == text)
    }
}

/// The app's appearance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Its name in the settings.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// From the settings.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark]
            .into_iter()
            .find(|t| t.as_str() == text)
    }
}

/// Whether a copy of the recovery kit has left the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum KitCopy {
    /// Not yet: the set-up is not finished.
    None,
    /// As a file or a picture.
    Exported,
    /// Drawn on a screen.
    Drawn,
    /// Refused in so many words.
    Refused,
}

/// What a window needs to show its first screen.
#[derive(Clone, Debug, Serialize, Type)]
pub struct Boot {
    /// How far the wallet is.
    pub stage: Stage,
    /// Whether the app is locked.
    pub locked: bool,
    /// The language, once chosen.
    pub language: Option<Language>,
    /// The appearance.
    pub theme: Theme,
    /// Whether the present consent text was agreed to.
    pub consent: bool,
    /// The version of that text.
    pub consent_version: String,
    /// Whether the wallet has a PIN.
    pub pin: bool,
    /// Whether a copy of the kit has left the device.
    pub kit_copy: KitCopy,
    /// Whether a paper phrase was written.
    pub phrase: bool,
    /// Whether the wallet is suspended.
    pub suspended: bool,
    /// The camera in use, as in [`CameraView::id`].
    pub camera: String,
    /// Whether that is the demonstration's.
    pub demo: bool,
    /// Minutes without use after which the app locks; 0 is never.
    pub autolock_minutes: u32,
    /// The program's version.
    pub version: String,
    /// The system's limit on locked memory keeps secrets from being locked.
    pub memory_limited: bool,
}

/// A camera to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct CameraView {
    /// Its number, or `window`, `demo`, `demo:stranger`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What kind of camera it is.
    pub kind: CameraKind,
}

/// What kind of camera it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CameraKind {
    /// One of the computer's, read without the window.
    Device,
    /// Photographs in place of one.
    Demo,
    /// The one that the window reads, for where the others cannot be.
    Window,
}

/// One of the pack's models.
#[derive(Clone, Debug, Serialize, Type)]
pub struct ModelView {
    /// What it does: detector, landmarks, iris, embedder.
    pub role: String,
    /// Where it comes from.
    pub origin: String,
    /// Under which licence.
    pub licence: String,
    /// SHA-256 of its first file, in hex.
    pub sha256: String,
}

/// About the program.
#[derive(Clone, Debug, Serialize, Type)]
pub struct About {
    /// Its version.
    pub version: String,
    /// The model pack's id, in hex.
    pub pack: String,
    /// Its models.
    pub models: Vec<ModelView>,
    /// Where everything is stored.
    pub data_dir: String,
}

/// What kind of file is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A recovery kit: a file, a picture, or text.
    Kit,
    /// A document to sign.
    Document,
    /// A signature file.
    Signature,
    /// Any.
    Any,
}
