//! `spec/kit.md`: the kit and the record as bytes. Anything but the very bytes
//! that were written is an error.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod client;

use client::{rng, sketch};
use mien_cosign::{ExtendedKey, HelperShare, PublicKey};
use mien_keeper::{HelperData, KitError, MAX_KIT_LEN, PinUse, Proof, Record};
use sha2::{Digest, Sha256};

fn helper(phrase: bool) -> HelperData {
    // 2·G: any valid point will do, the format does not know the shares' key.
    let mut point = [0; 33];
    point[0] = 2;
    let x = "c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
    for (i, byte) in point[1..].iter_mut().enumerate() {
        *byte = u8::from_str_radix(&x[2 * i..2 * i + 2], 16).unwrap();
    }
    HelperData {
        sketch: sketch(PinUse::Required),
        key: ExtendedKey::new(PublicKey::from_bytes(&point).unwrap(), [3; 32]),
        generation: 7,
        created: 1_800_000_000,
        share: HelperShare::random(&mut rng()),
        phrase_share: phrase.then(|| HelperShare::random(&mut rng())),
    }
}

/// The bytes with another value at `at` and a checksum that fits again.
fn forged(kit: &[u8], at: usize, value: u8) -> Vec<u8> {
    let mut bytes = kit.to_vec();
    bytes[at] = value;
    let body = bytes.len() - 16;
    let check = Sha256::digest(&bytes[..body]);
    bytes[body..].copy_from_slice(&check[..16]);
    bytes
}

fn error(bytes: &[u8]) -> KitError {
    HelperData::from_kit_bytes(bytes).unwrap_err()
}

#[test]
fn a_kit_reads_back_as_it_was_and_fits_its_limit() {
    for phrase in [false, true] {
        let data = helper(phrase);
        let kit = data.to_kit_bytes();
        assert_eq!(
            kit.len(),
            256 + 16 + 16,
            "the layout of spec/kit.md at N = 128"
        );
        assert!(kit.len() <= MAX_KIT_LEN);
        let back = HelperData::from_kit_bytes(&kit).unwrap();
        assert_eq!(back.to_kit_bytes(), kit);
        assert_eq!(back.sketch, data.sketch);
        assert_eq!((back.generation, back.created), (7, 1_800_000_000));
        assert_eq!(back.phrase_share.is_some(), phrase);
    }
}

#[test]
fn fields_are_where_the_specification_says() {
    let data = helper(true);
    let kit = data.to_kit_bytes();
    assert_eq!(&kit[..6], b"MIEN\x01\x03");
    assert_eq!(kit[6..38], data.sketch.pack_id);
    assert_eq!(kit[38..45], data.sketch.params);
    assert_eq!(kit[45..77], data.sketch.rho);
    assert_eq!(kit[77..93], data.sketch.salt_pin);
    assert_eq!(kit[93..109], data.sketch.salt_share);
    assert_eq!(kit[109..115], [0, 1, 0, 0, 3, 1]);
    assert_eq!(kit[115..148], data.key.public_key().to_bytes());
    assert_eq!(kit[148..180], *data.key.chain_code());
    assert_eq!(kit[180..184], 7u32.to_be_bytes());
    assert_eq!(kit[192..224], *data.share.to_bytes());
    assert_eq!(kit[224..256], *data.phrase_share.unwrap().to_bytes());
    assert_eq!(kit[256..272], data.sketch.masked_offset);
}

#[test]
fn every_flipped_bit_of_a_kit_is_an_error() {
    let kit = helper(true).to_kit_bytes();
    for at in 0..kit.len() {
        for bit in 0..8 {
            let mut bytes = kit.to_vec();
            bytes[at] ^= 1 << bit;
            assert!(
                HelperData::from_kit_bytes(&bytes).is_err(),
                "byte {at}, bit {bit}"
            );
        }
    }
}

#[test]
fn every_flipped_byte_of_a_record_is_an_error() {
    let record = Record {
        proof: Proof::Drilled,
        failures: 2,
        ..Record::new(helper(false))
    };
    let bytes = record.to_bytes();
    assert_eq!(Record::from_bytes(&bytes).unwrap().failures, 2);
    for at in 0..bytes.len() {
        let mut flipped = bytes.to_vec();
        flipped[at] ^= 0xff;
        assert!(Record::from_bytes(&flipped).is_err(), "byte {at}");
    }
}

#[test]
fn a_kit_cut_anywhere_or_lengthened_is_an_error() {
    let kit = helper(false).to_kit_bytes();
    for len in 0..kit.len() {
        assert!(
            HelperData::from_kit_bytes(&kit[..len]).is_err(),
            "{len} bytes"
        );
    }
    let longer = [kit.as_slice(), &[0]].concat();
    assert_eq!(error(&longer), KitError::Checksum);
    assert_eq!(
        error(&[b"MIEN\x01".as_slice(), &[0; 400]].concat()),
        KitError::NotAKit
    );
}

#[test]
fn another_version_is_named() {
    let kit = helper(false).to_kit_bytes();
    assert_eq!(
        error(&forged(&kit, 4, 2)),
        KitError::Version { found: 2, known: 1 }
    );
}

#[test]
fn unknown_flags_a_phrase_share_without_its_flag_and_bad_fields_are_refused() {
    let kit = helper(false).to_kit_bytes();
    assert_eq!(error(&forged(&kit, 5, 0x80)), KitError::Flags(0x80));
    assert!(matches!(error(&forged(&kit, 255, 1)), KitError::Flags(_)));
    assert!(matches!(error(&forged(&kit, 115, 5)), KitError::Key(_)));
    assert!(matches!(
        error(&forged(&kit, 113, 11)),
        KitError::Argon2Cost { passes: 11, .. }
    ));
    assert!(matches!(
        error(&forged(&kit, 109, 0xff)),
        KitError::Argon2Cost { .. }
    ));
    assert!(matches!(
        error(&forged(&kit, 38, 0xff)),
        KitError::Sketch(_)
    ));
}
