//! The hashes of the protocol: every one under its own tag, every input with
//! its length.

use k256::elliptic_curve::ops::Reduce;
use k256::{FieldBytes, Scalar, WideBytes};
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

/// SHA-256 over `tag` and `parts`, each preceded by its length in bytes as a
/// 64-bit big-endian number.
pub(crate) fn tagged_hash(tag: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    absorb(&mut hash, tag, parts);
    hash.finalize().into()
}

/// [`tagged_hash`] as a big-endian number, reduced modulo n.
///
/// n is within 2^−127 of 2^256, so the bias cannot be noticed.
pub(crate) fn tagged_scalar(tag: &str, parts: &[&[u8]]) -> Scalar {
    <Scalar as Reduce<FieldBytes>>::reduce(&tagged_hash(tag, parts).into())
}

/// The same with SHA-512 and a wide reduction, for values that must be uniform.
pub(crate) fn tagged_wide_scalar(tag: &str, parts: &[&[u8]]) -> Scalar {
    let mut hash = Sha512::new();
    absorb(&mut hash, tag, parts);
    let wide: Zeroizing<[u8; 64]> = Zeroizing::new(hash.finalize().into());
    wide_reduce(&wide)
}

/// 64 bytes, big-endian, modulo n.
pub(crate) fn wide_reduce(wide: &[u8; 64]) -> Scalar {
    let bytes = Zeroizing::new(WideBytes::from(*wide));
    <Scalar as Reduce<WideBytes>>::reduce(&bytes)
}

fn absorb(hash: &mut impl Digest, tag: &str, parts: &[&[u8]]) {
    for part in core::iter::once(&tag.as_bytes()).chain(parts) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_keep_neighbouring_parts_apart() {
        assert_ne!(
            tagged_hash("t", &[b"ab", b"c"]),
            tagged_hash("t", &[b"a", b"bc"])
        );
        assert_ne!(tagged_hash("ta", &[b"b"]), tagged_hash("t", &[b"ab"]));
        assert_ne!(tagged_hash("t", &[b"a"]), tagged_hash("t", &[b"a", b""]));
    }

    #[test]
    fn a_wide_reduction_is_big_endian_modulo_n() {
        let mut one = [0; 64];
        one[63] = 1;
        assert_eq!(wide_reduce(&one), Scalar::ONE);
        // 2^256 mod n = 2^256 − n
        let mut carry = [0; 64];
        carry[31] = 1;
        let top = wide_reduce(&carry);
        let mut all = [0; 64];
        all[32..].fill(0xff);
        assert_eq!(top, wide_reduce(&all) + Scalar::ONE);
        assert_ne!(top, Scalar::ONE);
    }
}
