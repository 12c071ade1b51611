//! Why a contract refused.

use alloy::primitives::hex;
use alloy::sol_types::decode_revert_reason;
use mien_intent::printable;

/// Longest text of a contract or a node that is shown.
const MAX_SHOWN: usize = 300;

/// Reads the data that a call reverted with: `Error(string)`, `Panic(uint256)`,
/// or the selector of a custom error.
pub(crate) fn reason(data: &[u8]) -> Option<String> {
    let selector: &[u8; 4] = data.first_chunk()?;
    Some(match decode_revert_reason(data) {
        Some(text) => shown(&text),
        None => format!(
            "custom error 0x{} with {} bytes",
            hex::encode(selector),
            data.len() - 4
        ),
    })
}

/// Foreign text, made safe to print and cut to a sensible length.
pub(crate) fn shown(text: &str) -> String {
    shown_within(text, MAX_SHOWN)
}

/// [`shown`], cut to `most` characters before hidden ones are written out.
pub(crate) fn shown_within(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    printable(&short)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use alloy::sol_types::{Panic, PanicKind, Revert, SolError};

    #[test]
    fn texts_panics_and_custom_errors_are_told() {
        let text = reason(&Revert::from("too late").abi_encode()).unwrap();
        assert!(text.contains("too late"), "{text}");
        let panic = reason(&Panic::from(PanicKind::UnderOverflow).abi_encode()).unwrap();
        assert!(panic.contains("overflow"), "{panic}");
        assert_eq!(
            reason(&[0xde, 0xad, 0xbe, 0xef, 1, 2]).unwrap(),
            "custom error 0xdeadbeef with 2 bytes"
        );
        assert_eq!(reason(&[]), None);
    }

    #[test]
    fn a_contract_cannot_write_to_the_terminal() {
        let text = reason(&Revert::from("\u{1b}[2Jhello\nworld").abi_encode()).unwrap();
        assert!(!text.chars().any(char::is_control), "{text:?}");
        assert!(shown(&"x".repeat(10_000)).chars().count() <= MAX_SHOWN + 1);
    }
}
