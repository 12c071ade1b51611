//! The drill's text.

use crate::session::SESSION_HEADING;

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

/// Whether a message would pass for a drill, or for the opening of a session, in
/// a reader's eyes.
pub(crate) fn imitates_own_text(message: &[u8]) -> bool {
    let text = String::from_utf8_lossy(message);
    let visible: String = letters(&text).take(SESSION_HEADING.len()).collect();
    [DRILL_HEADING, SESSION_HEADING]
        .iter()
        .any(|own| visible.starts_with(&letters(own).collect::<String>()))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{SessionTerms, session_message};

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
        assert!(imitates_own_text(drill_message([1; 4], [2; 32]).as_bytes()));
        assert!(imitates_own_text(b"  mien DRILL\nanything"));
        assert!(imitates_own_text("Mien\u{200b} drill".as_bytes()));
        assert!(!imitates_own_text(b"I took part in a drill of Mien"));
        let terms = SessionTerms {
            chain_id: 31337,
            seconds: 60,
            signatures: 1,
        };
        let opening = session_message([1; 4], [2; 32], terms);
        assert!(imitates_own_text(opening.as_bytes()));
        assert!(imitates_own_text(b"MIEN sessions"));
        assert!(!imitates_own_text(b"A session with Mien"));
    }
}
