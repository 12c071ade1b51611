//! Addresses as people and other programs should see them.

use alloy::primitives::Address;
use serde::Serializer;

/// Writes an address with its checksum (ERC-55).
pub(crate) fn checksummed<S: Serializer>(address: &Address, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&address.to_checksum(None))
}
