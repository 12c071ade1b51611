//! Public derivation against BIP-32's own vectors and the `bip32` crate.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::str::FromStr;

use bip32::{ChildNumber, Prefix};
use mien_cosign::{CosignError, ExtendedKey, PublicKey};
use proptest::prelude::*;

type XPub = bip32::ExtendedPublicKey<k256::PublicKey>;

fn read(xpub: &str) -> (ExtendedKey, XPub) {
    let parsed = XPub::from_str(xpub).unwrap();
    let bytes = parsed.to_bytes();
    let key = PublicKey::from_bytes(&bytes).unwrap();
    (ExtendedKey::new(key, parsed.attrs().chain_code), parsed)
}

/// m/0/i by the crate.
fn by_crate(parent: &XPub, index: u32) -> PublicKey {
    let change = parent.derive_child(ChildNumber(0)).unwrap();
    let account = change.derive_child(ChildNumber(index)).unwrap();
    PublicKey::from_bytes(&account.to_bytes()).unwrap()
}

/// BIP-32, test vector 2, chains m and m/0; and test vector 1, chain m (whose
/// published children are hardened).
const VECTOR_2_M: &str = "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB";
const VECTOR_2_M_0: &str = "xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmXUbC6wb7ERfvrnKZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH";
const VECTOR_1_M: &str = "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8";

#[test]
fn the_standards_own_vectors_agree() {
    let (key, parsed) = read(VECTOR_2_M);
    assert_eq!(key.to_xpub().as_deref(), Some(VECTOR_2_M));
    // The first of our two steps is the vector's only one: what comes after it
    // by the crate is what comes out of both by us.
    let (_, first) = read(VECTOR_2_M_0);
    assert_eq!(parsed.derive_child(ChildNumber(0)).unwrap(), first);
    assert_eq!(first.attrs().parent_fingerprint, key.fingerprint());
    for index in [0, 1, 2_147_483_647] {
        let second = first.derive_child(ChildNumber(index)).unwrap();
        let expected = PublicKey::from_bytes(&second.to_bytes()).unwrap();
        assert_eq!(key.child(index).unwrap().public_key(), &expected);
    }
    let (key, _) = read(VECTOR_1_M);
    assert_eq!(key.to_xpub().as_deref(), Some(VECTOR_1_M));
}

#[test]
fn the_tweak_moves_the_joint_key_to_the_child() {
    use k256::elliptic_curve::PrimeField;
    use k256::elliptic_curve::sec1::ToSec1Point;
    let (key, _) = read(VECTOR_2_M);
    let child = key.child(5).unwrap();
    let tweak = k256::Scalar::from_repr(child.tweak().into()).unwrap();
    let joint = k256::PublicKey::from_sec1_bytes(&key.public_key().to_bytes()).unwrap();
    let moved = joint.to_projective() + k256::ProjectivePoint::GENERATOR * tweak;
    let bytes = moved.to_affine().to_sec1_point(true);
    assert_eq!(bytes.as_bytes(), child.public_key().to_bytes());
}

#[test]
fn hardened_indices_are_refused_and_the_message_says_what_to_do() {
    let (key, _) = read(VECTOR_2_M);
    for index in [1 << 31, (1 << 31) + 7, u32::MAX] {
        let refused = key.child(index).unwrap_err();
        assert_eq!(refused, CosignError::InvalidIndex { index });
        assert!(refused.to_string().contains("use the next one"));
    }
    assert!(key.child((1 << 31) - 1).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn accounts_are_those_of_the_crate(code: [u8; 32], index in 0u32..1 << 31) {
        let (key, parsed) = read(VECTOR_2_M);
        let key = ExtendedKey::new(*key.public_key(), code);
        let attrs = bip32::ExtendedKeyAttrs { chain_code: code, ..parsed.attrs().clone() };
        let parent = XPub::new(*parsed.public_key(), attrs);
        let xpub = parent.to_string(Prefix::XPUB);
        prop_assert_eq!(key.to_xpub(), Some(xpub));
        let child = key.child(index).unwrap();
        prop_assert_eq!(child.public_key(), &by_crate(&parent, index));
    }
}
