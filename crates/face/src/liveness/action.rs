//! What can be asked of a person.

use std::fmt;

/// Something that a face can do when asked. Left and right are the person's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Turn the head to the person's left.
    TurnLeft,
    /// Turn the head to the person's right.
    TurnRight,
    /// Lift the chin.
    LookUp,
    /// Close both eyes and open them again.
    Blink,
    /// Smile.
    Smile,
    /// Open the mouth.
    OpenMouth,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::TurnLeft,
        Self::TurnRight,
        Self::LookUp,
        Self::Blink,
        Self::Smile,
        Self::OpenMouth,
    ];

    /// A stable name for `--json` and for translations.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TurnLeft => "turn-left",
            Self::TurnRight => "turn-right",
            Self::LookUp => "look-up",
            Self::Blink => "blink",
            Self::Smile => "smile",
            Self::OpenMouth => "open-mouth",
        }
    }

    /// One sentence that asks for it.
    #[must_use]
    pub fn prompt(self) -> &'static str {
        match self {
            Self::TurnLeft => "Turn your head a little to your own left, then back.",
            Self::TurnRight => "Turn your head a little to your own right, then back.",
            Self::LookUp => "Lift your chin and look up, then back.",
            Self::Blink => "Close both eyes for a moment, then open them.",
            Self::Smile => "Smile broadly, then stop smiling.",
            Self::OpenMouth => "Open your mouth wide, then close it.",
        }
    }

    /// Whether the two move the same part, so that one hides or undoes the other.
    #[must_use]
    pub fn contradicts(self, other: Self) -> bool {
        self.part() == other.part()
    }

    fn part(self) -> Part {
        match self {
            Self::TurnLeft | Self::TurnRight => Part::Neck,
            Self::LookUp => Part::Chin,
            Self::Blink => Part::Eyes,
            Self::Smile | Self::OpenMouth => Part::Mouth,
        }
    }
}

#[derive(PartialEq, Eq)]
enum Part {
    Neck,
    Chin,
    Eyes,
    Mouth,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TurnLeft => "turn left",
            Self::TurnRight => "turn right",
            Self::LookUp => "look up",
            Self::Blink => "close both eyes",
            Self::Smile => "smile",
            Self::OpenMouth => "open the mouth",
        })
    }
}
