//! Everything that is measured in a frame, and the verdict over it.

use mien_frame::Patch;

use super::light::Light;
use super::{Limits, Reason, Verdict, sharpness};
use crate::face::{Face, Pose};
use crate::pack::Hidden;

/// What was measured. Zero where there is no face.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    /// Faces that count: the prominent one and those of at least half its size.
    pub faces: usize,
    /// Confidence of the landmark network that this is a face, 0 to 1.
    pub presence: f64,
    /// Distance of the middles of the eyes, in pixels.
    pub eye_distance: f64,
    /// Least distance of the enlarged outline to the picture's edge, over the
    /// eye distance; negative when it is cut off.
    pub room: f64,
    /// Attitude of the head.
    pub pose: Pose,
    /// Mean brightness of the face, 0 to 255.
    pub brightness: f64,
    /// Share of burnt-out pixels in the face, 0 to 1.
    pub burnt: f64,
    /// 95th less 5th percentile of brightness in the face, 0 to 255.
    pub contrast: f64,
    /// Difference of the brightness of the face's halves over their mean.
    pub side_light: f64,
    /// Sharpness of the aligned face in the direction that has least of it: 0
    /// without any fine detail, 0.16 in a common photograph.
    pub sharpness: f64,
    /// Opening of the person's right and left eye, height over width.
    pub eyes_open: [f64; 2],
    /// Sign of covered eyes, 0 to 1, see [`Hidden`]; 0 if the pack cannot tell.
    pub eyes_hidden: f64,
    /// Sign of covered nose or mouth, the same.
    pub mouth_hidden: f64,
    /// Opening of the mouth, height over width.
    pub mouth_open: f64,
    /// Width of the mouth over the distance of the eyes' outer corners.
    pub mouth_width: f64,
}

/// What the measures are taken from.
pub(crate) struct Scene<'a> {
    /// Frame width and height.
    pub size: [u32; 2],
    /// Faces that count.
    pub faces: usize,
    pub face: &'a Face,
    /// The aligned face.
    pub aligned: &'a Patch,
    pub eyes_open: [f64; 2],
    pub hidden: Hidden,
}

impl Measures {
    pub(crate) fn take(scene: &Scene) -> Self {
        let Scene {
            size: [width, height],
            faces,
            face,
            aligned,
            eyes_open,
            hidden,
        } = *scene;
        let luma = aligned.luma();
        let light = Light::measure(&luma);
        Self {
            faces,
            presence: face.landmarks.presence,
            eye_distance: face.eye_distance(),
            room: face.room(width, height),
            pose: face.pose(),
            brightness: light.mean,
            burnt: light.burnt,
            contrast: light.spread,
            side_light: light.side,
            sharpness: sharpness::measure(&luma),
            eyes_open,
            eyes_hidden: hidden.eyes,
            mouth_hidden: hidden.mouth,
            mouth_open: face.mouth_open(),
            mouth_width: face.mouth_width(),
        }
    }

    /// The first limit that is not kept, in the order of [`Reason::ALL`].
    #[must_use]
    pub fn verdict(&self, limits: &Limits) -> Verdict {
        Reason::ALL
            .into_iter()
            .find(|reason| self.fails(*reason, limits))
            .map_or(Verdict::Good, Verdict::Rejected)
    }

    fn fails(&self, reason: Reason, limits: &Limits) -> bool {
        let [down, up] = limits.pitch;
        match reason {
            Reason::NoFace => self.faces == 0 || self.presence < limits.presence,
            Reason::TwoFaces => self.faces > 1,
            Reason::CutOff => self.room < 0.0,
            Reason::TooSmall => self.eye_distance < limits.refuse_below,
            Reason::ComeCloser => self.eye_distance < limits.closer_below,
            Reason::TooDark => self.brightness < limits.dark,
            Reason::TooBright => self.burnt > limits.burnt,
            Reason::LowContrast => self.contrast < limits.contrast,
            Reason::HeadTurned => {
                self.pose.yaw.abs() > limits.yaw
                    || !(down..=up).contains(&self.pose.pitch)
                    || self.pose.roll.abs() > limits.roll
            }
            Reason::Blurred => self.sharpness < limits.sharpness,
            Reason::EyesHidden => self.eyes_hidden > limits.eyes_hidden,
            Reason::MouthHidden => self.mouth_hidden > limits.mouth_hidden,
            Reason::EyesClosed => self.eyes_open.iter().any(|v| *v < limits.eyes),
        }
    }
}
