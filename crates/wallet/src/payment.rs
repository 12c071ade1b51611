//! Links that ask for a payment (EIP-681), as QR codes carry them.

use alloy::primitives::{Address, U256};
use mien_chain::{Network, parse_address, parse_amount};

use crate::error::WalletError;

const SCHEME: &str = "ethereum:";

/// What a link asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRequest {
    /// To whom.
    pub address: Address,
    /// On which chain, if it says so.
    pub chain_id: Option<u64>,
    /// Coins in wei, if it says so.
    pub value: Option<U256>,
}

/// A link to an address; with an amount it names chain and wei as well.
///
/// # Errors
/// An amount that is none.
pub fn payment_link(
    address: Address,
    network: &Network,
    amount: Option<&str>,
) -> Result<String, WalletError> {
    let Some(amount) = amount else {
        return Ok(format!("{SCHEME}{address}"));
    };
    let wei = parse_amount(amount, network.currency())?;
    let chain_id = network.chain_id();
    Ok(format!("{SCHEME}{address}@{chain_id}?value={wei}"))
}

/// Reads a link, or an address alone.
///
/// # Errors
/// A bad address; [`WalletError::PaymentLink`] for a link that asks for
/// something else than a payment of coins, which must not be sent as one.
pub fn read_payment(text: &str) -> Result<PaymentRequest, WalletError> {
    let text = text.trim();
    let Some(rest) = text.strip_prefix(SCHEME) else {
        return Ok(PaymentRequest {
            address: parse_address(text)?,
            chain_id: None,
            value: None,
        });
    };
    let wrong = || WalletError::PaymentLink(text.chars().take(120).collect());
    let rest = rest.strip_prefix("pay-").unwrap_or(rest);
    let (target, query) = rest.split_once('?').unwrap_or((rest, ""));
    // A function's name after the target: a token transfer or anything else.
    if target.contains('/') {
        return Err(wrong());
    }
    let (address, chain) = match target.split_once('@') {
        Some((address, chain)) => (address, Some(chain)),
        None => (target, None),
    };
    let mut request = PaymentRequest {
        address: parse_address(address)?,
        chain_id: chain
            .map(|id| id.parse().map_err(|_| wrong()))
            .transpose()?,
        value: None,
    };
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("value", number)) => request.value = Some(wei(number).ok_or_else(wrong)?),
            // A wallet chooses these itself.
            Some(("gas" | "gasLimit" | "gasPrice", _)) => {}
            _ => return Err(wrong()),
        }
    }
    Ok(request)
}

/// EIP-681's number: decimal digits, perhaps with a point and an exponent.
fn wei(number: &str) -> Option<U256> {
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<u8>().ok()?),
        None => (number, 0),
    };
    mien_chain::parse_units(mantissa, exponent).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";

    #[test]
    fn a_link_is_read_back() {
        let address = parse_address(ADDRESS).unwrap();
        let devnet = Network::devnet();
        let plain = payment_link(address, &devnet, None).unwrap();
        assert_eq!(read_payment(&plain).unwrap().address, address);
        let link = payment_link(address, &devnet, Some("1.5")).unwrap();
        let read = read_payment(&link).unwrap();
        assert_eq!(read.chain_id, Some(devnet.chain_id()));
        assert_eq!(read.value, Some(U256::from(1_500_000_000_000_000_000_u128)));
        assert_eq!(read_payment(ADDRESS).unwrap().chain_id, None);
    }

    // The number's forms are those of the EIP's own example.
    #[test]
    fn numbers_may_have_an_exponent() {
        let link = format!("ethereum:{ADDRESS}?value=2.014e18&gas=10");
        let value = read_payment(&link).unwrap().value;
        assert_eq!(value, Some(U256::from(2_014_000_000_000_000_000_u128)));
    }

    #[test]
    fn what_asks_for_something_else_is_refused() {
        for rest in [
            "/transfer?address=0x1&uint256=1",
            "@one",
            "?value=lots",
            "?value=1e99",
            "?data=0x00",
        ] {
            let link = format!("ethereum:{ADDRESS}{rest}");
            assert!(
                matches!(read_payment(&link), Err(WalletError::PaymentLink(_))),
                "{rest}"
            );
        }
        let wrong_checksum = ADDRESS.replace("fB69", "FB69");
        assert!(read_payment(&format!("ethereum:{wrong_checksum}")).is_err());
    }
}
