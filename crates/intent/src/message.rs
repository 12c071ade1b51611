//! EIP-191 messages: bare hashes, and sign-in texts of EIP-4361.

use crate::drill::imitates_own_text;
use crate::scope::{Refusal, is_development_chain};

/// Refusals that hold whatever the identity.
pub(crate) fn always(message: &[u8]) -> Result<(), Refusal> {
    if is_bare_hash(message) {
        return Err(Refusal::BareHash);
    }
    if imitates_own_text(message) {
        return Err(Refusal::ImitatesOwnText);
    }
    Ok(())
}

/// 32 raw bytes, or 64 hex digits and nothing else. The hex form is refused
/// too because to a reader it says just as little.
fn is_bare_hash(message: &[u8]) -> bool {
    if message.len() == 32 {
        // 32 letters of readable text are a sentence, not a hash.
        return !message
            .iter()
            .all(|b| (b' '..=b'~').contains(b) || *b == b'\n');
    }
    let trimmed = message.trim_ascii();
    let digits = trimmed
        .strip_prefix(b"0x")
        .or_else(|| trimmed.strip_prefix(b"0X"))
        .unwrap_or(trimmed);
    digits.len() == 64 && digits.iter().all(u8::is_ascii_hexdigit)
}

/// What a text says about the chain it signs in to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SignIn {
    /// Not a sign-in text.
    No,
    /// EIP-4361 with one readable chain id.
    Chain(u64),
    /// It looks like EIP-4361, but its chain cannot be read with certainty.
    Unclear(String),
}

/// Recognises "Sign-In with Ethereum" (EIP-4361). The reading is generous, so
/// that a text which a service might accept is not missed.
pub(crate) fn sign_in(message: &[u8]) -> SignIn {
    let text = String::from_utf8_lossy(message);
    let lower = text.to_lowercase();
    let chains: Vec<&str> = lower
        .lines()
        .map(str::trim)
        .filter_map(|line| {
            let compact = line
                .strip_prefix("chain")?
                .trim_start_matches([' ', '-', '_']);
            Some(
                compact
                    .strip_prefix("id")?
                    .trim_start()
                    .strip_prefix(':')?
                    .trim(),
            )
        })
        .collect();
    let invites = lower
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .contains("wants you to sign in");
    match (invites, chains.as_slice()) {
        (false, []) => SignIn::No,
        (_, [one]) => match parse_decimal(one) {
            Some(id) => SignIn::Chain(id),
            None => SignIn::Unclear((*one).to_owned()),
        },
        (true, []) => SignIn::Unclear("none named".into()),
        (_, several) => SignIn::Unclear(several.join(", ")),
    }
}

/// A decimal number without sign, as the grammar of EIP-4361 has it.
fn parse_decimal(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// The rules for an identity that is for development networks only.
pub(crate) fn development(message: &[u8], chain_id: u64) -> Result<(), Refusal> {
    if !is_development_chain(chain_id) {
        return Err(Refusal::LiveChain { chain_id });
    }
    match sign_in(message) {
        SignIn::No => Ok(()),
        SignIn::Chain(id) if is_development_chain(id) => Ok(()),
        SignIn::Chain(id) => Err(Refusal::SignInElsewhere {
            found: id.to_string(),
        }),
        SignIn::Unclear(found) => Err(Refusal::SignInElsewhere { found }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn siwe(chain: &str) -> Vec<u8> {
        format!(
            "example.org wants you to sign in with your Ethereum account:\n\
             0x70997970C51812dc3A010C7d01b50e0d17dc79C8\n\nTerms\n\nURI: https://example.org\n\
             Version: 1\nChain ID: {chain}\nNonce: 32891756\nIssued At: 2021-09-30T16:25:24Z"
        )
        .into_bytes()
    }

    #[test]
    fn bare_hashes_are_refused_raw_and_as_hex() {
        let hash: [u8; 32] = std::array::from_fn(|i| u8::try_from(i * 8 % 256).unwrap());
        assert_eq!(always(&hash), Err(Refusal::BareHash));
        let hex = hex::encode(hash);
        assert_eq!(always(hex.as_bytes()), Err(Refusal::BareHash));
        assert_eq!(
            always(format!(" 0x{hex}\n").as_bytes()),
            Err(Refusal::BareHash)
        );
    }

    #[test]
    fn text_around_a_hash_is_not_bare() {
        let hash = "ab".repeat(32);
        assert_eq!(always(format!("I agree to {hash}").as_bytes()), Ok(()));
        assert_eq!(always(b"exactly thirty-two letters here!"), Ok(()));
        assert_eq!(always(&[1; 31]), Ok(()));
        assert_eq!(always(&[1; 33]), Ok(()));
    }

    #[test]
    fn the_chain_of_a_sign_in_text_is_read() {
        assert_eq!(sign_in(&siwe("1")), SignIn::Chain(1));
        assert_eq!(sign_in(&siwe("31337")), SignIn::Chain(31337));
        assert_eq!(sign_in(b"gm"), SignIn::No);
    }

    #[test]
    fn a_development_identity_signs_in_on_development_chains_only() {
        assert_eq!(development(&siwe("31337"), 31337), Ok(()));
        assert_eq!(
            development(&siwe("1"), 31337),
            Err(Refusal::SignInElsewhere { found: "1".into() })
        );
        assert_eq!(
            development(b"gm", 1),
            Err(Refusal::LiveChain { chain_id: 1 })
        );
    }

    #[test]
    fn unclear_sign_in_texts_are_refused() {
        for bad in [
            siwe("0x1"),
            siwe(""),
            siwe("31337\nChain ID: 1"),
            b"example.org wants you to sign in with your Ethereum account:".to_vec(),
            b"chain-id: 1".to_vec(),
            b"CHAIN ID :\t10".to_vec(),
            siwe("99999999999999999999999"),
        ] {
            assert!(
                matches!(
                    development(&bad, 31337),
                    Err(Refusal::SignInElsewhere { .. })
                ),
                "{}",
                String::from_utf8_lossy(&bad)
            );
        }
    }
}
