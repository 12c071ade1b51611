//! Project Wycheproof's vectors for ECDSA over secp256k1 against the verifier
//! that every signature has to pass.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use k256::ecdsa::Signature as Parsed;
use mien_cosign::{PublicKey, Signature};
use sha2::{Digest, Sha256};
use wycheproof::TestResult;
use wycheproof::ecdsa::{TestName, TestSet};

/// Tries all recovery ids: the vectors have none. Accepts what the verifier
/// accepts with any of them.
fn accepts(key: &PublicKey, message: &[u8], parsed: &Parsed) -> bool {
    let hash: [u8; 32] = Sha256::digest(message).into();
    let bytes = parsed.to_bytes();
    let (r, s) = (
        bytes[..32].try_into().unwrap(),
        bytes[32..].try_into().unwrap(),
    );
    (0..4).any(|id| {
        Signature::new(r, s, id).is_ok_and(|signature| signature.verify(key, &hash).is_ok())
    })
}

/// Runs one set; `parse` reads its signature encoding strictly. Returns how many
/// were accepted and how many valid ones were refused for their high s.
fn run(name: TestName, parse: fn(&[u8]) -> Option<Parsed>) -> (usize, usize) {
    let set = TestSet::load(name).unwrap();
    let (mut accepted, mut high) = (0, 0);
    for group in &set.test_groups {
        let point = k256::PublicKey::from_sec1_bytes(&group.key.key).unwrap();
        let compressed = k256::elliptic_curve::sec1::ToSec1Point::to_sec1_point(&point, true);
        let key = PublicKey::from_bytes(compressed.as_bytes().try_into().unwrap());
        for test in &group.tests {
            let parsed = parse(&test.sig);
            // The set has keys that are the generator; nobody's key here.
            let ours = match (&key, &parsed) {
                (Ok(key), Some(parsed)) => accepts(key, &test.msg, parsed),
                _ => false,
            };
            let is_high = parsed.is_some_and(|p| p.normalize_s() != p);
            match test.result {
                TestResult::Invalid => assert!(!ours, "{name:?} {} {}", test.tc_id, test.comment),
                TestResult::Valid | TestResult::Acceptable if is_high => {
                    assert!(!ours, "{name:?} {}: high s", test.tc_id);
                    high += 1;
                }
                TestResult::Valid => {
                    assert_eq!(
                        ours,
                        key.is_ok(),
                        "{name:?} {} {}",
                        test.tc_id,
                        test.comment
                    );
                }
                TestResult::Acceptable => {}
            }
            accepted += usize::from(ours);
        }
    }
    (accepted, high)
}

fn der(bytes: &[u8]) -> Option<Parsed> {
    Parsed::from_der(bytes).ok()
}

fn fixed(bytes: &[u8]) -> Option<Parsed> {
    Parsed::from_slice(bytes).ok()
}

#[test]
fn bitcoin_vectors_where_high_s_is_invalid() {
    let (accepted, high) = run(TestName::EcdsaSecp256k1Sha256Bitcoin, der);
    assert!(accepted > 100, "{accepted} accepted");
    assert_eq!(high, 0);
}

#[test]
fn vectors_in_der() {
    let (accepted, high) = run(TestName::EcdsaSecp256k1Sha256, der);
    assert!(
        accepted > 50 && high > 10,
        "{accepted} accepted, {high} high"
    );
}

#[test]
fn vectors_in_the_fixed_form() {
    let (accepted, high) = run(TestName::EcdsaSecp256k1Sha256P1363, fixed);
    assert!(
        accepted > 50 && high > 10,
        "{accepted} accepted, {high} high"
    );
}
