//! From a frame to a verdict.

use mien_frame::Frame;

use crate::detect::{Detection, Detector};
use crate::landmarks::Landmarks;
use crate::quality::{Limits, Measures, Profile, Reason, Scene, Verdict};
use crate::{Face, FaceError, Features, Hidden, Pack, align, iris};

/// Side at which quality is measured: that of the embedder's input.
const SIDE: usize = 112;

/// Finds the face in a frame and judges whether the frame is to be used.
#[derive(Debug)]
pub struct Analyzer {
    pack: Pack,
    detector: Detector,
    limits: Limits,
}

/// What was found in a frame.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Whether the frame is to be used, else the one reason why not.
    pub verdict: Verdict,
    /// What the verdict was made from.
    pub measures: Measures,
    /// The prominent face. There may be one although the verdict is against it.
    pub face: Option<Face>,
}

impl Analyzer {
    /// An analyzer with the limits for real use, [`Profile::Capture`]. The
    /// pack's networks are shared, not copied.
    #[must_use]
    pub fn new(pack: &Pack) -> Self {
        Self::with_profile(pack, Profile::Capture)
    }

    /// An analyzer with the limits of a profile.
    #[must_use]
    pub fn with_profile(pack: &Pack, profile: Profile) -> Self {
        Self::with_limits(pack, profile.limits())
    }

    /// An analyzer with limits of one's own, for evaluation.
    #[must_use]
    pub fn with_limits(pack: &Pack, limits: Limits) -> Self {
        Self {
            pack: pack.clone(),
            detector: Detector::new(),
            limits,
        }
    }

    /// Finds and judges. A frame without a usable face is a verdict, not an
    /// error.
    ///
    /// # Errors
    /// [`FaceError::Inference`] or [`FaceError::Shape`] when a network fails.
    pub fn analyze(&mut self, frame: &Frame) -> Result<Analysis, FaceError> {
        Ok(self.analyze_with_features(frame)?.0)
    }

    /// The same, with the values that the pack's occlusion head weighs, for
    /// fitting one; nothing where there is no face or the pack names none.
    ///
    /// # Errors
    /// As [`Analyzer::analyze`].
    pub fn analyze_with_features(
        &mut self,
        frame: &Frame,
    ) -> Result<(Analysis, Option<Features>), FaceError> {
        let detections = self.detect(frame)?;
        let Some(first) = detections.first() else {
            return Ok((Analysis::nothing(), None));
        };
        let networks = &self.pack.networks;
        let threads = &self.pack.threads;
        let (landmarks, features) = Landmarks::fit(&networks.landmarks, frame, first, threads)?;
        if !landmarks.is_finite() {
            return Ok((Analysis::nothing(), None));
        }
        let hidden = match (self.pack.occlusion.as_ref(), &features) {
            (Some(head), Some(features)) => head.weigh(features)?,
            _ => Hidden::default(),
        };
        let eyes_open = iris::openness(&networks.iris, frame, &landmarks, threads)?;
        let face = Face::new(*first, landmarks);
        let Some(aligned) = align::align(frame, &face, SIDE) else {
            return Ok((Analysis::nothing(), None));
        };
        let measures = Measures::take(&Scene {
            size: [frame.width(), frame.height()],
            faces: self.prominent(&detections),
            face: &face,
            aligned: &aligned,
            eyes_open,
            hidden,
        });
        let analysis = Analysis {
            verdict: measures.verdict(&self.limits),
            measures,
            face: Some(face),
        };
        Ok((analysis, features))
    }

    /// Every face that the detector finds, the largest first. The first step of
    /// [`Analyzer::analyze`] alone.
    ///
    /// # Errors
    /// As [`Analyzer::analyze`].
    pub fn detect(&self, frame: &Frame) -> Result<Vec<Detection>, FaceError> {
        self.detector
            .find(&self.pack.networks.detector, frame, &self.pack.threads)
    }

    /// The number of faces large enough beside the first to count.
    fn prominent(&self, detections: &[Detection]) -> usize {
        let largest = detections.first().map_or(0.0, Detection::side);
        detections
            .iter()
            .filter(|d| d.side() >= self.limits.second_face * largest)
            .count()
    }
}

impl Analysis {
    fn nothing() -> Self {
        Self {
            verdict: Verdict::Rejected(Reason::NoFace),
            measures: Measures::default(),
            face: None,
        }
    }
}
