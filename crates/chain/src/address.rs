//! Addresses as people write them (ERC-55).

use alloy::primitives::Address;
use serde::Serializer;

use crate::error::ChainError;
use crate::fault::AddressFault;

/// Reads an address: `0x` and 40 hex digits. If the digits mix upper and lower
/// case, the case must be the checksum of ERC-55; digits of one case carry no
/// checksum and are accepted.
///
/// # Errors
/// [`ChainError::BadAddress`] if it is no address, [`ChainError::BadChecksum`]
/// with both spellings if the case is wrong, which means a typing error.
pub fn parse_address(text: &str) -> Result<Address, ChainError> {
    let text = text.trim();
    let bad = |reason| ChainError::BadAddress {
        text: text.to_owned(),
        reason,
    };
    let digits = text
        .strip_prefix("0x")
        .ok_or_else(|| bad(AddressFault::Prefix))?;
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(bad(AddressFault::Digits));
    }
    let length = AddressFault::Length {
        digits: digits.len(),
    };
    if digits.len() != 40 {
        return Err(bad(length));
    }
    let address: Address = text.parse().map_err(|_| bad(length))?;
    let has = |test: fn(&u8) -> bool| digits.as_bytes().iter().any(test);
    let mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    let expected = address.to_checksum(None);
    if mixed && expected != text {
        return Err(ChainError::BadChecksum {
            given: text.to_owned(),
            expected,
        });
    }
    Ok(address)
}

/// Writes an address with its checksum (ERC-55), as people and other programs
/// should see it.
pub(crate) fn checksummed<S: Serializer>(address: &Address, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&address.to_checksum(None))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The test cases of ERC-55.
    const ERC_55: [&str; 8] = [
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        "0xde709f2102306220921060314715629080e2fb77",
        "0x27b1fdb04752bbc536007a920d24acb045561c26",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
    ];

    #[test]
    fn the_examples_of_erc_55_are_read_and_written_alike() {
        for text in ERC_55 {
            assert_eq!(parse_address(text).unwrap().to_checksum(None), text);
            assert!(parse_address(&text.to_lowercase()).is_ok());
            let upper = format!("0x{}", text[2..].to_uppercase());
            assert!(parse_address(&upper).is_ok());
        }
    }

    #[test]
    fn one_letter_in_the_wrong_case_is_an_error_that_shows_both() {
        let good = ERC_55[4];
        for (at, c) in good
            .char_indices()
            .skip(2)
            .filter(|(_, c)| c.is_ascii_alphabetic())
        {
            let flipped = if c.is_ascii_lowercase() {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            };
            let bad = format!("{}{flipped}{}", &good[..at], &good[at + 1..]);
            let error = parse_address(&bad).unwrap_err();
            assert!(
                matches!(&error, ChainError::BadChecksum { given, expected }
                    if *given == bad && expected == good),
                "{error}"
            );
        }
    }

    #[test]
    fn other_texts_are_no_address() {
        let good = ERC_55[2];
        for bad in [
            "",
            "0x",
            "vitalik.eth",
            &good[2..],
            &good[..41],
            &format!("{good}0"),
            &good.replace('0', "g"),
            &good.replace("0x", "0X"),
        ] {
            assert!(
                matches!(parse_address(bad), Err(ChainError::BadAddress { .. })),
                "{bad}"
            );
        }
    }
}
