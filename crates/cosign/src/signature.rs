//! What comes out.

use crate::error::CosignError;
use crate::key::PublicKey;
use crate::verify;

/// An ECDSA signature over secp256k1 with low s (EIP-2) and the recovery id
/// that Ethereum needs. It may be made from any bytes; only
/// [`Signature::verify`] says whether it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    r: [u8; 32],
    s: [u8; 32],
    recovery_id: u8,
}

/// ⌊n/2⌋, the greatest s that EIP-2 allows.
const HALF_ORDER: [u8; 32] = [
    0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
];

/// n, the order of the curve.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
    0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
];

impl Signature {
    /// Checks the ranges: 0 < r < n, 0 < s ≤ n/2, recovery id 0 to 3.
    ///
    /// # Errors
    /// [`CosignError::InvalidSignature`] outside of them.
    pub fn new(r: [u8; 32], s: [u8; 32], recovery_id: u8) -> Result<Self, CosignError> {
        // All public, so plain comparison of big-endian bytes will do.
        let zero = [0; 32];
        if r == zero || r >= ORDER || s == zero || s > HALF_ORDER || recovery_id > 3 {
            return Err(CosignError::InvalidSignature);
        }
        Ok(Self { r, s, recovery_id })
    }

    /// Reads r ‖ s ‖ v, where v is the recovery id itself (0 to 3) or 27 more.
    ///
    /// # Errors
    /// [`CosignError::InvalidSignature`] outside the ranges.
    pub fn from_bytes65(bytes: &[u8; 65]) -> Result<Self, CosignError> {
        let (r, rest) = bytes
            .split_first_chunk()
            .ok_or(CosignError::InvalidSignature)?;
        let (s, v) = rest
            .split_first_chunk()
            .ok_or(CosignError::InvalidSignature)?;
        let v = *v.first().ok_or(CosignError::InvalidSignature)?;
        Self::new(*r, *s, if v >= 27 { v - 27 } else { v })
    }

    /// r ‖ s ‖ v: r and s big-endian, v the recovery id (0 to 3; not 27 more,
    /// no chain id).
    #[must_use]
    pub fn to_bytes65(&self) -> [u8; 65] {
        let mut bytes = [self.recovery_id; 65];
        bytes[..32].copy_from_slice(&self.r);
        bytes[32..64].copy_from_slice(&self.s);
        bytes
    }

    /// r, big-endian.
    #[must_use]
    pub const fn r(&self) -> &[u8; 32] {
        &self.r
    }

    /// s, big-endian, at most n/2.
    #[must_use]
    pub const fn s(&self) -> &[u8; 32] {
        &self.s
    }

    /// Bit 0: whether R's y is odd. Bit 1: whether R's x was n or more.
    #[must_use]
    pub const fn recovery_id(&self) -> u8 {
        self.recovery_id
    }

    /// Checks the signature over `message_hash` under `key` with libsecp256k1,
    /// recovery id included.
    ///
    /// # Errors
    /// [`CosignError::InvalidSignature`] if it does not hold.
    pub fn verify(&self, key: &PublicKey, message_hash: &[u8; 32]) -> Result<(), CosignError> {
        verify::signature(key, message_hash, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One more or less than a big-endian number whose last byte allows it.
    fn off(mut number: [u8; 32], by: i8) -> [u8; 32] {
        number[31] = number[31].checked_add_signed(by).unwrap();
        number
    }

    #[test]
    fn r_s_and_the_recovery_id_must_be_in_range() {
        let one = off([0; 32], 1);
        let ok = |r, s, id| Signature::new(r, s, id).is_ok();
        assert!(ok(one, one, 0) && ok(off(ORDER, -1), HALF_ORDER, 3));
        assert!(!ok([0; 32], one, 0) && !ok(ORDER, one, 0) && !ok([0xff; 32], one, 0));
        assert!(!ok(one, [0; 32], 0) && !ok(one, off(HALF_ORDER, 1), 0));
        assert!(!ok(one, off(ORDER, -1), 0) && !ok(one, one, 4) && !ok(one, one, 27));
    }

    #[test]
    fn the_last_byte_is_the_recovery_id_or_27_more() {
        let signature = Signature::new([1; 32], [2; 32], 1).unwrap();
        let mut bytes = signature.to_bytes65();
        assert_eq!(
            (&bytes[..32], &bytes[32..64], bytes[64]),
            (&[1; 32][..], &[2; 32][..], 1)
        );
        for (last, id) in [(0, Some(0)), (3, Some(3)), (27, Some(0)), (30, Some(3))] {
            bytes[64] = last;
            let got = Signature::from_bytes65(&bytes)
                .ok()
                .map(|s| s.recovery_id());
            assert_eq!(got, id, "{last}");
        }
        for last in [4, 26, 31, 35, 37, 0xff] {
            bytes[64] = last;
            let got = Signature::from_bytes65(&bytes);
            assert_eq!(got, Err(CosignError::InvalidSignature), "{last}");
        }
    }
}
