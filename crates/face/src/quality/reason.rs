//! Verdicts and what to tell the user.

use std::fmt;

/// Whether a frame is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Good,
    /// It is not, for this reason.
    Rejected(Reason),
}

impl Verdict {
    /// Whether the frame is used.
    #[must_use]
    pub fn is_good(self) -> bool {
        self == Self::Good
    }

    /// The reason against it, if any.
    #[must_use]
    pub fn reason(self) -> Option<Reason> {
        match self {
            Self::Good => None,
            Self::Rejected(reason) => Some(reason),
        }
    }
}

/// Why a frame is not used. `Display` gives one sentence for the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// No face was found.
    NoFace,
    /// A second face of at least half the size is in view.
    TwoFaces,
    /// The outline of the face and a tenth more leaves the picture.
    CutOff,
    /// The face has too few pixels to be told from others at all.
    TooSmall,
    /// The face is usable in need but would be better from nearer.
    ComeCloser,
    /// The face is under-exposed.
    TooDark,
    /// The face is over-exposed.
    TooBright,
    /// The face is flat: fog on the lens, light from behind, or a wash of light.
    LowContrast,
    /// Out of focus or moved.
    Blurred,
    /// Turned, nodded or tilted too far.
    HeadTurned,
    /// Hair, a hand, dark glasses or something else covers an eye.
    EyesHidden,
    /// A mask, a hand or something else covers mouth or nose.
    MouthHidden,
    /// An eye is shut.
    EyesClosed,
}

impl Reason {
    /// All reasons, in the order in which they are tried.
    pub const ALL: [Self; 13] = [
        Self::NoFace,
        Self::TwoFaces,
        Self::CutOff,
        Self::TooSmall,
        Self::ComeCloser,
        Self::TooDark,
        Self::TooBright,
        Self::LowContrast,
        Self::HeadTurned,
        Self::Blurred,
        Self::EyesHidden,
        Self::MouthHidden,
        Self::EyesClosed,
    ];

    /// A stable name for logs of verdicts and for `--json`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoFace => "no-face",
            Self::TwoFaces => "two-faces",
            Self::CutOff => "cut-off",
            Self::TooSmall => "too-small",
            Self::ComeCloser => "come-closer",
            Self::TooDark => "too-dark",
            Self::TooBright => "too-bright",
            Self::LowContrast => "low-contrast",
            Self::Blurred => "blurred",
            Self::HeadTurned => "head-turned",
            Self::EyesHidden => "eyes-hidden",
            Self::MouthHidden => "mouth-hidden",
            Self::EyesClosed => "eyes-closed",
        }
    }

    /// One sentence that says what to do.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::NoFace => "No face is in view: look into the camera.",
            Self::TwoFaces => "Two people are in view: only one may be.",
            Self::CutOff => "Your face is cut off by the edge: move it to the middle.",
            Self::TooSmall => "Your face is too small in the picture: come much closer.",
            Self::ComeCloser => "Come a little closer.",
            Self::TooDark => "Your face is too dark: turn towards a light.",
            Self::TooBright => "Your face is too bright: turn away from the strong light.",
            Self::LowContrast => {
                "Your face shows no contrast: wipe the lens, or keep bright light off your back."
            }
            Self::Blurred => "The picture is blurred: hold still, and wipe the lens.",
            Self::HeadTurned => "Turn your face to the camera.",
            Self::EyesHidden => {
                "An eye is covered: keep hair, hands and dark glasses away from your eyes."
            }
            Self::MouthHidden => {
                "Nose or mouth is covered: take off the mask, or move your hand away."
            }
            Self::EyesClosed => "Keep both eyes open.",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.hint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_reason_has_a_name_and_a_sentence_of_its_own() {
        let names: HashSet<_> = Reason::ALL.iter().map(|r| r.name()).collect();
        let hints: HashSet<_> = Reason::ALL.iter().map(|r| r.hint()).collect();
        assert_eq!(names.len(), Reason::ALL.len());
        assert_eq!(hints.len(), Reason::ALL.len());
        for hint in hints {
            assert!(hint.ends_with('.') && hint.len() < 100, "{hint}");
        }
    }
}
