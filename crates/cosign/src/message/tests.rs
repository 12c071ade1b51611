//! One encoding for each message, and nothing else is read.

use serde::Deserialize;

use super::*;
use crate::keygen::{KeygenFace1, KeygenFace2, KeygenKeeper1, KeygenKeeper2};
use crate::proof::ShareProof;
use crate::setup::{SetupFace1, SetupFace2, SetupKeeper1, SetupKeeper2};
use crate::sign::{SignFace1, SignFace2, SignFace3, SignKeeper1, SignKeeper2};

/// Three bytes: a length and two.
#[derive(Serialize, Deserialize)]
struct Two(Vec<u8>);
body!(Two, ShareProof, 3);

const SESSION: [u8; 32] = [5; 32];

fn two() -> Vec<u8> {
    Message::new(SESSION, Two(vec![1, 2])).to_bytes().unwrap()
}

fn read(bytes: &[u8]) -> Result<Vec<u8>, CosignError> {
    Message::<Two>::from_bytes(bytes).map(|message| message.body_of(&SESSION).unwrap().0)
}

const MALFORMED: CosignError = CosignError::Malformed {
    kind: Kind::ShareProof,
};

#[test]
fn the_bytes_are_version_kind_session_and_body() {
    let bytes = two();
    assert_eq!(bytes[..2], [1, 0x31]);
    assert_eq!(bytes[2..34], SESSION);
    assert_eq!(bytes[34..], [2, 1, 2]);
    assert_eq!(read(&bytes), Ok(vec![1, 2]));
}

#[test]
fn every_truncation_and_every_addition_is_refused() {
    let bytes = two();
    for len in 0..bytes.len() {
        assert_eq!(read(&bytes[..len]), Err(MALFORMED), "{len} bytes");
    }
    for extra in 1..40 {
        let longer = [&bytes[..], &vec![0; extra]].concat();
        assert_eq!(read(&longer), Err(MALFORMED), "{extra} more");
    }
}

#[test]
fn other_versions_and_kinds_are_named() {
    for version in [0, 2, 0xff] {
        let mut bytes = two();
        bytes[0] = version;
        let refused = CosignError::UnsupportedVersion {
            got: version,
            supported: 1,
        };
        assert_eq!(read(&bytes), Err(refused));
    }
    for kind in 0..=0xff {
        let mut bytes = two();
        bytes[1] = kind;
        let expected = match Kind::from_byte(kind) {
            Some(Kind::ShareProof) => Ok(vec![1, 2]),
            Some(got) => Err(CosignError::OutOfOrder {
                expected: Kind::ShareProof,
                got,
            }),
            None => Err(MALFORMED),
        };
        assert_eq!(read(&bytes), expected, "kind {kind:#04x}");
    }
    assert_eq!(
        Kind::ALL.map(|kind| Kind::from_byte(kind as u8)),
        Kind::ALL.map(Some)
    );
}

/// One as 0x81 0x00 leaves room for one byte less, so the length is right.
#[test]
fn a_second_encoding_of_the_same_message_is_refused() {
    let mut bytes = two();
    bytes.splice(34.., [0x81, 0x00, 1]);
    assert_eq!(bytes.len(), Message::<Two>::LEN);
    assert!(postcard::from_bytes::<Two>(&bytes[34..]).is_ok());
    assert_eq!(read(&bytes), Err(MALFORMED));
}

/// A point, with the length that its encoding is preceded by.
#[derive(Serialize, Deserialize)]
struct Point(k256::AffinePoint);
body!(Point, ShareProof, 34);

/// The curve crate reads the tag 5 too, and writes 2 or 3.
#[test]
fn a_second_encoding_of_equal_length_is_refused() {
    let message = Message::new(SESSION, Point(k256::AffinePoint::GENERATOR));
    let mut bytes = message.to_bytes().unwrap();
    assert!(Message::<Point>::from_bytes(&bytes).is_ok());
    bytes[35] = 5;
    assert!(postcard::from_bytes::<Point>(&bytes[34..]).is_ok());
    let refused = Message::<Point>::from_bytes(&bytes).err();
    assert_eq!(refused, Some(MALFORMED));
}

#[test]
fn a_body_of_another_length_is_not_sent() {
    let message = Message::new(SESSION, Two(vec![1, 2, 3]));
    assert!(matches!(message.to_bytes(), Err(CosignError::Internal(_))));
}

#[test]
fn a_message_is_opened_for_its_own_session_only() {
    let message = Message::<Two>::from_bytes(&two()).unwrap();
    let kind = Kind::ShareProof;
    assert_eq!(
        message.body_of(&[6; 32]).err(),
        Some(CosignError::OtherSession { kind })
    );
}

/// Every length but the right one, for every kind, without decoding anything.
fn only_one_length<B: Body>() {
    let mut bytes = vec![0xff; Message::<B>::LEN + 64];
    bytes[0] = VERSION;
    bytes[1] = B::KIND as u8;
    for len in (0..bytes.len()).filter(|len| *len != Message::<B>::LEN) {
        let refused = Message::<B>::from_bytes(&bytes[..len]).err();
        assert_eq!(
            refused,
            Some(CosignError::Malformed { kind: B::KIND }),
            "{len} bytes"
        );
    }
}

fn kind_of<B: Body>(_: fn(Message<B>)) -> (Kind, usize) {
    only_one_length::<B>();
    (B::KIND, Message::<B>::LEN)
}

#[test]
fn every_kind_has_one_length() {
    let lengths = [
        kind_of(drop::<SetupFace1>),
        kind_of(drop::<SetupKeeper1>),
        kind_of(drop::<SetupFace2>),
        kind_of(drop::<SetupKeeper2>),
        kind_of(drop::<SignFace1>),
        kind_of(drop::<SignKeeper1>),
        kind_of(drop::<SignFace2>),
        kind_of(drop::<SignKeeper2>),
        kind_of(drop::<SignFace3>),
        kind_of(drop::<KeygenFace1>),
        kind_of(drop::<KeygenKeeper1>),
        kind_of(drop::<KeygenFace2>),
        kind_of(drop::<KeygenKeeper2>),
        kind_of(drop::<ShareProof>),
    ];
    assert_eq!(lengths.map(|(kind, _)| kind), Kind::ALL);
    // As the specification's table has them.
    let table = [
        66, 98, 143_049, 143_049, 26_791, 26_787, 55_421, 55_487, 100, 34, 98, 164, 196, 132,
    ];
    assert_eq!(lengths.map(|(_, len)| len), table);
}
