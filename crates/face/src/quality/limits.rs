//! Where the lines are drawn.
//!
//! Size, light, contrast and sharpness are set where degraded copies of labelled
//! photographs (LFW, Yale) keep a cosine of about 0.95 with the original in
//! embedding space; pose where photographs of one person begin to lose; the eyes
//! below the narrowest habitual opening of 3 800 photographs. For covered eyes
//! and mouths the line is drawn with the pack's occlusion file, which puts it at
//! one half. `docs/quality.md` has the figures.

/// What a frame is meant for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Enrolment and signing: frames of a camera held by the owner.
    #[default]
    Capture,
    /// Measuring on archives of small photographs (150 × 150, eyes 25 pixels
    /// apart): the same gates with the limit on size lowered.
    Archive,
}

/// The limits of a profile. A frame is good when every measure keeps its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Below this confidence of the landmark network there is no face, 0 to 1.
    pub presence: f64,
    /// A second face counts from this size, relative to the first.
    pub second_face: f64,
    /// Below this eye distance the face is refused, in pixels.
    pub refuse_below: f64,
    /// Below this eye distance the user is asked to come closer, in pixels.
    pub closer_below: f64,
    /// Least mean brightness of the face, 0 to 255.
    pub dark: f64,
    /// Greatest share of burnt-out pixels in the face, 0 to 1.
    pub burnt: f64,
    /// Least spread of brightness in the face (95th less 5th percentile), 0 to 255.
    pub contrast: f64,
    /// Greatest turn to a side in degrees.
    pub yaw: f64,
    /// Least and greatest pitch in degrees, negative upwards. The mesh's zero
    /// lies some degrees above that of most people.
    pub pitch: [f64; 2],
    /// Greatest tilt in degrees.
    pub roll: f64,
    /// Least sharpness, see [`Measures`](crate::Measures).
    pub sharpness: f64,
    /// Least opening of each eye.
    pub eyes: f64,
    /// Greatest sign of covered eyes, 0 to 1.
    pub eyes_hidden: f64,
    /// Greatest sign of covered nose or mouth, 0 to 1.
    pub mouth_hidden: f64,
}

impl Profile {
    /// The limits of this profile.
    #[must_use]
    pub fn limits(self) -> Limits {
        let capture = Limits {
            presence: 0.5,
            second_face: 0.5,
            refuse_below: 30.0,
            closer_below: 45.0,
            dark: 32.0,
            burnt: 0.2,
            contrast: 36.0,
            yaw: 32.0,
            pitch: [-20.0, 28.0],
            roll: 30.0,
            sharpness: 0.085,
            eyes: 0.19,
            eyes_hidden: 0.5,
            mouth_hidden: 0.5,
        };
        match self {
            Self::Capture => capture,
            Self::Archive => Limits {
                refuse_below: 16.0,
                closer_below: 16.0,
                ..capture
            },
        }
    }
}
