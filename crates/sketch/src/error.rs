//! What can go wrong, with the value that was wrong and what to do next.

use crate::params::{LIST_SIZES, MAX_ANGLE_CENTIDEG, MIN_ANGLE_CENTIDEG, MIN_SECRET_BITS};

/// Errors of this crate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SketchError {
    /// *N* is not one of 128, 256, 512.
    #[error("code length {n} is not supported: use 128, 256 or 512")]
    CodeLength {
        /// The length asked for.
        n: u16,
    },
    /// *r* is not one of the checksum lengths of the specification.
    #[error("a checksum of {r} bits is not supported: use 4, 6, 8, 11 or 16")]
    ChecksumBits {
        /// The number of bits asked for.
        r: u8,
    },
    /// *K* is below 16, or *K* + *r* exceeds *N*/2.
    #[error(
        "a secret of {k} bits does not fit: use {MIN_SECRET_BITS} to {max} bits at this code \
         length and checksum"
    )]
    SecretBits {
        /// The number of bits asked for.
        k: u8,
        /// The largest number allowed with the other parameters.
        max: u16,
    },
    /// Sketches of different parameters in one search.
    #[error(
        "these sketches have different parameters and cannot be compared: search each kind apart"
    )]
    MixedParams,
    /// The list size is not a power of two from 1 to 64.
    #[error("list size {list} is not supported: use one of {LIST_SIZES:?}")]
    ListSize {
        /// The list size asked for.
        list: u8,
    },
    /// The design angle lies outside 20° to 80°.
    #[error(
        "design angle {centideg} hundredths of a degree is out of range: use \
         {MIN_ANGLE_CENTIDEG} to {MAX_ANGLE_CENTIDEG}"
    )]
    DesignAngle {
        /// The angle asked for, in hundredths of a degree.
        centideg: u16,
    },
    /// A vector has fewer than 2 or more than *N* coordinates.
    #[error(
        "a vector of {got} coordinates does not fit this sketch (2 to {max}): use the model pack \
         that the sketch was made with"
    )]
    Dimension {
        /// Number of coordinates given.
        got: usize,
        /// *N* of the sketch.
        max: u16,
    },
    /// A coordinate is infinite or not a number.
    #[error("coordinate {index} of the scan is not a finite number: scan again")]
    NotFinite {
        /// Index of the first such coordinate.
        index: usize,
    },
    /// All coordinates are zero, so the vector has no direction.
    #[error("the scan is all zeros and has no direction: scan again")]
    ZeroVector,
    /// The sketch's first byte names a format that this version does not know.
    #[error("sketch format {got} is not known to this version (it reads 1): update and try again")]
    Version {
        /// The version byte found.
        got: u8,
    },
    /// Bytes of the wrong number.
    #[error(
        "{what} has {got} bytes where {want} are needed: the data is damaged or cut short, use \
         another copy"
    )]
    Length {
        /// Which part was measured.
        what: &'static str,
        /// Number of bytes given.
        got: usize,
        /// Number of bytes needed.
        want: usize,
    },
    /// A secret's length prefix or padding bits are not as the format demands.
    #[error("the secret's bytes are malformed: the data is damaged, use another copy")]
    MalformedSecret,
    /// A secret of another length than the sketch's parameters say.
    #[error("a secret of {got} bits does not belong to this sketch of {want} bits: use its own")]
    SecretMismatch {
        /// Bits of the secret given.
        got: u8,
        /// *K* of the sketch.
        want: u8,
    },
    /// An angle outside 0° to 180°, or not a number.
    #[error("an angle must lie between 0 and 180 degrees: give such an angle")]
    Angle,
}
