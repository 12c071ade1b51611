//! The PIN or passphrase.

use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, Zeroizing};

use crate::error::IdentityError;

/// Fewest characters of a PIN, counted after normalisation.
pub const MIN_PIN_CHARS: usize = 6;
/// Longest PIN in bytes of UTF-8: more is a mistake, such as a pasted file.
const MAX_PIN_BYTES: usize = 1024;

/// A PIN or passphrase in Unicode normal form KC, as UTF-8, not trimmed.
///
/// Two ways of typing one passphrase (composed or not, full width or half) give
/// the same key. Zeroised when dropped; prints nothing.
pub struct Pin(Zeroizing<String>);

impl Pin {
    /// Normalises and checks the length.
    ///
    /// # Errors
    /// [`IdentityError::PinTooShort`], [`IdentityError::PinTooLong`].
    pub fn new(typed: &str) -> Result<Self, IdentityError> {
        if typed.len() > MAX_PIN_BYTES {
            return Err(IdentityError::PinTooLong {
                bytes: typed.len(),
                most: MAX_PIN_BYTES,
            });
        }
        // NFKC can lengthen a string up to elevenfold; reserve it at once so
        // that growing leaves no copy of the start behind.
        let mut normal = Zeroizing::new(String::with_capacity(typed.len() * 11));
        normal.extend(typed.nfkc());
        let chars = normal.chars().count();
        if chars < MIN_PIN_CHARS {
            return Err(IdentityError::PinTooShort {
                chars,
                least: MIN_PIN_CHARS,
            });
        }
        Ok(Self(normal))
    }

    /// The bytes that are hashed.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl PartialEq for Pin {
    /// For typing it twice at enrolment; both values are the user's own.
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl core::fmt::Debug for Pin {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Pin(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_decomposed_and_full_width_are_one_pin() {
        let composed = Pin::new("caf\u{e9} au lait").unwrap();
        let decomposed = Pin::new("cafe\u{301} au lait").unwrap();
        assert!(composed == decomposed);
        assert!(
            Pin::new("\u{ff11}\u{ff12}\u{ff13}\u{ff14}\u{ff15}\u{ff16}").unwrap()
                == Pin::new("123456").unwrap()
        );
    }

    #[test]
    fn spaces_count_and_are_kept() {
        assert!(Pin::new(" 12345 ").unwrap() != Pin::new("12345  ").unwrap());
        assert_eq!(Pin::new("123456 ").unwrap().as_bytes(), b"123456 ");
    }

    #[test]
    fn short_and_huge_are_refused_with_numbers() {
        assert!(matches!(
            Pin::new("12345"),
            Err(IdentityError::PinTooShort { chars: 5, least: 6 })
        ));
        assert!(matches!(
            Pin::new(""),
            Err(IdentityError::PinTooShort { chars: 0, .. })
        ));
        assert!(matches!(
            Pin::new(&"x".repeat(2000)),
            Err(IdentityError::PinTooLong { bytes: 2000, .. })
        ));
    }

    #[test]
    fn debug_prints_nothing_of_it() {
        assert_eq!(format!("{:?}", Pin::new("hunter22").unwrap()), "Pin(..)");
    }
}
