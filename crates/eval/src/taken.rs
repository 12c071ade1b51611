//! Quality measures as they are kept in the cache, so that a change of limits
//! needs no new pass over the photographs.

use mien_face::{Measures, Pose, Profile};
use serde::{Deserialize, Serialize};

/// A copy of [`Measures`] that can be stored.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    faces: usize,
    presence: f64,
    /// Distance of the eyes in pixels.
    pub eye_distance: f64,
    room: f64,
    /// Turn to a side in degrees.
    pub yaw: f64,
    /// Nod in degrees.
    pub pitch: f64,
    roll: f64,
    /// Mean brightness of the face, 0 to 255.
    pub brightness: f64,
    burnt: f64,
    /// Range of brightness in the face, 0 to 255.
    pub contrast: f64,
    side_light: f64,
    /// Fine detail relative to contrast.
    pub sharpness: f64,
    eyes_open: [f64; 2],
    eyes_hidden: f64,
    mouth_hidden: f64,
    mouth_open: f64,
    mouth_width: f64,
}

impl Taken {
    /// Why a profile refuses a photograph with these measures, or nothing.
    #[must_use]
    pub fn refused(&self, profile: Profile) -> Option<&'static str> {
        let verdict = Measures::from(*self).verdict(&profile.limits());
        verdict.reason().map(mien_face::Reason::name)
    }
}

impl From<&Measures> for Taken {
    fn from(m: &Measures) -> Self {
        Self {
            faces: m.faces,
            presence: m.presence,
            eye_distance: m.eye_distance,
            room: m.room,
            yaw: m.pose.yaw,
            pitch: m.pose.pitch,
            roll: m.pose.roll,
            brightness: m.brightness,
            burnt: m.burnt,
            contrast: m.contrast,
            side_light: m.side_light,
            sharpness: m.sharpness,
            eyes_open: m.eyes_open,
            eyes_hidden: m.eyes_hidden,
            mouth_hidden: m.mouth_hidden,
            mouth_open: m.mouth_open,
            mouth_width: m.mouth_width,
        }
    }
}

impl From<Taken> for Measures {
    fn from(t: Taken) -> Self {
        Self {
            faces: t.faces,
            presence: t.presence,
            eye_distance: t.eye_distance,
            room: t.room,
            pose: Pose {
                yaw: t.yaw,
                pitch: t.pitch,
                roll: t.roll,
            },
            brightness: t.brightness,
            burnt: t.burnt,
            contrast: t.contrast,
            side_light: t.side_light,
            sharpness: t.sharpness,
            eyes_open: t.eyes_open,
            eyes_hidden: t.eyes_hidden,
            mouth_hidden: t.mouth_hidden,
            mouth_open: t.mouth_open,
            mouth_width: t.mouth_width,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A photograph that every profile accepts if the eyes are far enough
    /// apart.
    pub(crate) fn good(eye_distance: f64) -> Taken {
        Taken {
            faces: 1,
            presence: 0.99,
            eye_distance,
            room: 1.0,
            yaw: 0.0,
            pitch: 5.0,
            roll: 0.0,
            brightness: 120.0,
            burnt: 0.0,
            contrast: 120.0,
            side_light: 0.0,
            sharpness: 0.5,
            eyes_open: [0.35; 2],
            eyes_hidden: 0.0,
            mouth_hidden: 0.0,
            mouth_open: 0.05,
            mouth_width: 0.6,
        }
    }

    #[test]
    fn verdicts_are_those_of_the_measures() {
        let taken = good(25.0);
        assert_eq!(Taken::from(&Measures::from(taken)), taken);
        assert_eq!(taken.refused(Profile::Archive), None);
        assert!(taken.refused(Profile::Capture).is_some());
        assert_eq!(good(120.0).refused(Profile::Capture), None);
    }
}
