//! Amounts: decimal text to wei and back, exactly.

use alloy::primitives::U256;

use crate::error::ChainError;
use crate::fault::AmountFault;

/// Decimals of ether: 10¹⁸ wei.
const ETHER: u8 = 18;
/// Decimals of gwei: 10⁹ wei.
const GWEI: u8 = 9;
/// 10⁷⁷ is the largest power of ten below 2²⁵⁶.
const MAX_DECIMALS: u8 = 77;

/// Reads an amount of a network's currency: `1.5`, `1.5 ETH`, `20 gwei`,
/// `1000 wei`. Without a unit it is the currency's own (18 decimals), named by
/// `symbol`; `ether` is understood as well. Units ignore case.
///
/// # Errors
/// [`ChainError::BadAmount`] for anything that is not a plain decimal number
/// with a known unit, for more decimals than the unit has, and beyond 2²⁵⁶ − 1.
pub fn parse_amount(text: &str, symbol: &str) -> Result<U256, ChainError> {
    let trimmed = text.trim();
    let split = trimmed
        .find(|c: char| c.is_alphabetic())
        .unwrap_or(trimmed.len());
    let (number, unit) = trimmed.split_at(split);
    let unit = unit.trim();
    let decimals = if unit.is_empty()
        || unit.eq_ignore_ascii_case(symbol)
        || unit.eq_ignore_ascii_case("ether")
        || unit.eq_ignore_ascii_case("eth")
    {
        ETHER
    } else if unit.eq_ignore_ascii_case("gwei") {
        GWEI
    } else if unit.eq_ignore_ascii_case("wei") {
        0
    } else {
        let (unit, own) = (unit.to_owned(), symbol.to_owned());
        return Err(bad(text, AmountFault::Unit { unit, own }));
    };
    parse_units(number.trim(), decimals)
}

/// Reads a decimal number with at most `decimals` digits after the point as an
/// integer of the smallest unit.
///
/// # Errors
/// [`ChainError::BadAmount`] for signs, exponents, separators, more digits than
/// `decimals` (nothing is rounded), and values beyond 2²⁵⁶ − 1.
pub fn parse_units(text: &str, decimals: u8) -> Result<U256, ChainError> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
        return Err(bad(text, AmountFault::NotDecimal));
    }
    if text.ends_with('.') {
        return Err(bad(text, AmountFault::EndsInPoint));
    }
    let places = usize::from(decimals);
    if decimals > MAX_DECIMALS || fraction.len() > places {
        return Err(bad(text, AmountFault::Decimals { most: decimals }));
    }
    let digits = format!("{whole}{fraction:0<places$}");
    U256::from_str_radix(&digits, 10).map_err(|_| bad(text, AmountFault::TooLarge))
}

/// Writes an amount of the smallest unit as a decimal number, without trailing
/// zeros. [`parse_units`] reads it back to the same value.
#[must_use]
pub fn format_units(value: U256, decimals: u8) -> String {
    let places = usize::from(decimals);
    let digits = format!(
        "{value:0>width$}",
        value = value.to_string(),
        width = places + 1
    );
    let (whole, fraction) = digits.split_at(digits.len() - places);
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    }
}

/// Writes an amount in wei with the currency's symbol: `0.5 ETH`.
#[must_use]
pub fn format_amount(value: U256, symbol: &str) -> String {
    format!("{} {symbol}", format_units(value, ETHER))
}

fn bad(text: &str, reason: AmountFault) -> ChainError {
    ChainError::BadAmount {
        text: text.to_owned(),
        reason,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wei(text: &str) -> Option<U256> {
        parse_amount(text, "ETH").ok()
    }

    #[test]
    fn units_are_read() {
        let ether = U256::from(10).pow(U256::from(18));
        assert_eq!(wei("1"), Some(ether));
        assert_eq!(wei("1.5 ETH"), Some(ether * U256::from(3) / U256::from(2)));
        assert_eq!(wei("0.000000000000000001"), Some(U256::from(1)));
        assert_eq!(wei("20gwei"), Some(U256::from(20_000_000_000_u64)));
        assert_eq!(wei(" 7 wei "), Some(U256::from(7)));
        assert_eq!(wei(".5"), Some(ether / U256::from(2)));
        assert_eq!(parse_amount("2 POL", "POL").unwrap(), ether * U256::from(2));
    }

    #[test]
    fn nothing_is_rounded_or_guessed() {
        for text in [
            "",
            ".",
            "1.",
            "-1",
            "+1",
            "1e18",
            "1,5",
            "1_000",
            "0x10",
            "1.5 wei",
            "1 2",
            "1 USD",
            "0.0000000000000000001",
            "١",
            "1..2",
            "NaN",
            "ETH",
            "1 ETH ETH",
            "∞",
        ] {
            assert!(wei(text).is_none(), "{text}");
        }
    }

    #[test]
    fn the_largest_value_fits_and_one_more_does_not() {
        let max = U256::MAX.to_string();
        assert_eq!(parse_units(&max, 0).unwrap(), U256::MAX);
        let more = "115792089237316195423570985008687907853269984665640564039457584007913129639936";
        assert!(parse_units(more, 0).is_err());
        assert!(parse_units(&max, 1).is_err());
        assert!(parse_units("1", 78).is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(bytes: [u8; 32], decimals in 0..=77_u8) {
            let value = U256::from_be_bytes(bytes);
            let text = format_units(value, decimals);
            prop_assert_eq!(parse_units(&text, decimals).unwrap(), value);
        }
    }

    #[test]
    fn trailing_zeros_are_not_written() {
        assert_eq!(format_units(U256::from(1_500), 3), "1.5");
        assert_eq!(format_units(U256::from(1_000), 3), "1");
        assert_eq!(format_units(U256::from(1), 3), "0.001");
        assert_eq!(format_units(U256::ZERO, 18), "0");
        assert_eq!(
            format_amount(U256::from(10).pow(U256::from(17)), "ETH"),
            "0.1 ETH"
        );
    }
}
