//! The drill's text.

/// How every drill text begins. No other message with this beginning is signed.
pub(crate) const DRILL_HEADING: &str = "Mien drill";

/// The text that a drill signs under EIP-191: it names the identity and a
/// nonce, and says that it authorises nothing.
///
/// `identity` is the fingerprint, `nonce` 32 fresh random bytes.
#[must_use]
pub fn drill_message(identity: [u8; 4], nonce: [u8; 32]) -> String {
    format!(
        "{DRILL_HEADING}\n\nThis signature shows that the owner of identity {} can still open its key. \
         It authorises nothing else.\n\nNonce: {}",
        hex::encode(identity),
        hex::encode(nonce)
    )
}

/// Whether a message would pass for a drill in a reader's eyes.
pub(crate) fn imitates_drill(message: &[u8]) -> bool {
    let text = String::from_utf8_lossy(message);
    let visible: String = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(9)
        .collect();
    visible == "miendrill"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_fixed() {
        let text = drill_message([0xde, 0xad, 0xbe, 0xef], [7; 32]);
        assert_eq!(
            text,
            "Mien drill\n\nThis signature shows that the owner of identity deadbeef can still open \
             its key. It authorises nothing else.\n\nNonce: \
             0707070707070707070707070707070707070707070707070707070707070707"
        );
    }

    #[test]
    fn imitations_are_recognised() {
        assert!(imitates_drill(drill_message([1; 4], [2; 32]).as_bytes()));
        assert!(imitates_drill(b"  mien DRILL\nanything"));
        assert!(imitates_drill("Mien\u{200b} drill".as_bytes()));
        assert!(!imitates_drill(b"I took part in a drill of Mien"));
    }
}
