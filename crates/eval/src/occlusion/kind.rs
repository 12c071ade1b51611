//! What is put before a face.

use serde::{Deserialize, Serialize};

/// A kind of covering, or of something harmless that resembles one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Nothing: the photograph as it is.
    Clean,
    /// Grey, tinted or compressed again.
    Changed,
    /// A band over the brow.
    Brow,
    /// A fringe that ends above the eyes.
    Fringe,
    /// Something beside the face.
    Side,
    /// A band, a hand or a collar under the mouth.
    Chin,
    /// Spectacles with clear glass.
    ClearGlasses,
    /// Half the face in shade.
    Shadow,
    /// A beard around the mouth, with or without a moustache.
    Beard,
    /// A bar over both eyes.
    EyeStrip,
    /// A patch over one eye.
    EyePatch,
    /// Dark glasses.
    DarkGlasses,
    /// Strands of hair over one eye or both.
    EyeHair,
    /// A hand before an eye or both.
    EyeHand,
    /// A mask over mouth and nose, or mouth alone.
    Mask,
    /// A bar over the mouth.
    MouthStrip,
    /// A hand before the mouth.
    MouthHand,
    /// A round thing before the mouth.
    MouthObject,
    /// A scarf up to the lips or the nose.
    Scarf,
}

impl Kind {
    /// Painted pictures that must not alarm.
    pub const HARMLESS: [Self; 8] = [
        Self::Changed,
        Self::Brow,
        Self::Fringe,
        Self::Side,
        Self::Chin,
        Self::ClearGlasses,
        Self::Shadow,
        Self::Beard,
    ];
    /// Coverings of the eyes.
    pub const EYES: [Self; 5] = [
        Self::EyeStrip,
        Self::EyePatch,
        Self::DarkGlasses,
        Self::EyeHair,
        Self::EyeHand,
    ];
    /// Coverings of mouth and nose.
    pub const MOUTH: [Self; 5] = [
        Self::Mask,
        Self::MouthStrip,
        Self::MouthHand,
        Self::MouthObject,
        Self::Scarf,
    ];
}

/// Two families of shapes and textures: what is measured is painted otherwise
/// than what was learned from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// For the fit.
    Fit,
    /// For measuring.
    Test,
}
