//! What can go wrong between a face and a signature, with what to do next.

use mien_camera::CameraError;
use mien_cosign::CosignError;
use mien_face::{FaceError, LivenessFailure, Reason};
use mien_keeper::{KeeperError, KitError};
use mien_sketch::SketchError;

/// Why words are no paper phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PhraseFault {
    /// Too few or too many.
    #[error("{words} words where 24 belong")]
    Words {
        /// How many there are.
        words: usize,
    },
    /// A word that is not in BIP-39's English list.
    #[error("word {number} is not in the list of words")]
    Unknown {
        /// Which, counted from 1.
        number: usize,
    },
    /// All are words of the list, but not these together: one is another, or two
    /// have changed places.
    #[error("the words do not fit each other: one is wrong, or their order is")]
    Checksum,
}

/// An operation that did not happen. Nothing is lost by any of them.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityError {
    /// The PIN has too few characters.
    #[error("the PIN has {chars} characters; choose at least {least}, a passphrase is better")]
    PinTooShort {
        /// Characters after normalisation.
        chars: usize,
        /// What is asked for.
        least: usize,
    },
    /// Not a PIN but something pasted by mistake.
    #[error("the PIN has {bytes} bytes, more than {most}; type it again")]
    PinTooLong {
        /// Bytes typed.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// The wallet asks for a PIN and none was given.
    #[error("this wallet was made with a PIN; give it on the prompt or with --pin-stdin")]
    PinMissing,
    /// The helper data was made with another model pack.
    #[error(
        "this wallet was made with model pack {wanted}, and {loaded} is loaded; install the pack it names (`mien models check` lists what is here)"
    )]
    OtherPack {
        /// Pack named by the helper data, in hex.
        wanted: String,
        /// Pack in use, in hex.
        loaded: String,
    },
    /// Not enough usable frames.
    #[error("the scan found {good} usable frames of the {wanted} it needs: {}", complaint(.reason))]
    PoorQuality {
        /// Usable frames.
        good: usize,
        /// Frames needed.
        wanted: usize,
        /// What was wrong with most of the others; nothing where none was seen.
        reason: Option<Reason>,
    },
    /// What was asked of the person was not seen, or what was seen is no person
    /// before a camera. Nothing was counted and nothing is tried again by itself.
    #[error(transparent)]
    Liveness(#[from] LivenessFailure),
    /// The face or the PIN did not match.
    #[error("face or PIN did not match; scan again, in better light and straight ahead")]
    NotMatched,
    /// The two captures of an enrolment do not show one person.
    #[error(
        "the captures do not agree with each other well enough to make a wallet; take them again in even light, one person only"
    )]
    CapturesDisagree,
    /// The user stopped it.
    #[error("stopped; nothing was signed")]
    Cancelled,
    /// The words are not a paper phrase.
    #[error("these are not the words of a paper phrase ({0}); check them against the sheet")]
    Phrase(#[from] PhraseFault),
    /// The password hash could not be computed.
    #[error("the password hash could not be computed ({0}); close other programs and try again")]
    PasswordHash(String),
    /// A pack that recommends impossible sketch parameters.
    #[error(
        "the model pack recommends an impossible value for {0} of the sketch; install the pack again"
    )]
    PackParameters(String),
    /// A wallet with a PIN is not published.
    #[error(
        "a wallet with a PIN is not published: the file would let anybody test photographs of you without the PIN; only a face-only wallet can be"
    )]
    PinNotListed,
    /// Not a listing that can be read.
    #[error("this is not a published listing that can be used ({0}); ask its owner for it again")]
    NotAListing(String),
    /// From the keeper.
    #[error(transparent)]
    Keeper(#[from] KeeperError),
    /// From the signing protocol.
    #[error(transparent)]
    Cosign(#[from] CosignError),
    /// From the sketch.
    #[error(transparent)]
    Sketch(#[from] SketchError),
    /// From the camera.
    #[error(transparent)]
    Camera(#[from] CameraError),
    /// From the models.
    #[error(transparent)]
    Face(#[from] FaceError),
}

fn complaint(reason: &Option<Reason>) -> String {
    reason.map_or_else(
        || "no frame showed a face; look into the camera".to_owned(),
        |reason| reason.to_string(),
    )
}

impl From<KitError> for IdentityError {
    fn from(e: KitError) -> Self {
        Self::Keeper(e.into())
    }
}

impl IdentityError {
    /// Whether this points to an attack rather than to an ordinary failure.
    #[must_use]
    pub fn is_scared(&self) -> bool {
        match self {
            Self::Keeper(e) => e.is_scared(),
            Self::Cosign(e) => e.is_scared(),
            Self::Liveness(e) => *e == LivenessFailure::Looping,
            _ => false,
        }
    }

    /// Whether another scan may help: a miss, or frames that were no good.
    #[must_use]
    pub fn may_scan_again(&self) -> bool {
        matches!(
            self,
            Self::PoorQuality { .. }
                | Self::NotMatched
                | Self::Keeper(KeeperError::WrongShare { .. })
        )
    }
}
