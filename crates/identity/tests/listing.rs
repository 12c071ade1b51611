//! Listings: the bytes of `spec/listing.md`, and finding whose face it is.
#![allow(missing_docs, clippy::unwrap_used)]

use mien_face::PackId;
use mien_identity::{IdentityError, Listing, MAX_LISTING_LEN, whose};
use mien_sketch::{Params, simulate};
use rand::SeedableRng;
use rand::rngs::StdRng;

fn params() -> Params {
    Params::new(256, 64, 8, 32, 4000).unwrap()
}

fn pack(byte: u8) -> PackId {
    PackId::from_bytes([byte; 32])
}

/// Listings of random faces at addresses 0, 1, …, and their templates.
fn crowd(count: u8, rng: &mut StdRng) -> (Vec<Listing>, Vec<Vec<f32>>) {
    (0..count)
        .map(|i| {
            let template = simulate::unit_vector(58, rng).unwrap().to_vec();
            let listing = Listing::make(pack(1), &template, &params(), [i; 20], rng).unwrap();
            (listing, template)
        })
        .unzip()
}

#[test]
fn a_face_finds_its_own_listing_and_a_stranger_none() {
    let mut rng = StdRng::seed_from_u64(1);
    let (mut listings, templates) = crowd(8, &mut rng);
    // Other models and other parameters are among them.
    let other = Params::new(256, 48, 8, 32, 4000).unwrap();
    for (models, params) in [(pack(2), params()), (pack(1), other)] {
        let face = simulate::unit_vector(58, &mut rng).unwrap();
        listings.push(Listing::make(models, &face, &params, [99; 20], &mut rng).unwrap());
    }
    let probe = simulate::at_angle(&templates[5], 28.0, &mut rng).unwrap();
    let found = whose(&listings, pack(1), &probe, &mut rng)
        .unwrap()
        .unwrap();
    assert_eq!(found.index, 5);
    assert_eq!(listings[found.index].address(), [5; 20]);
    assert!(found.margin.degrees > 0.0);
    let stranger = simulate::unit_vector(58, &mut rng).unwrap();
    assert!(
        whose(&listings, pack(1), &stranger, &mut rng)
            .unwrap()
            .is_none()
    );
    assert!(
        whose(&listings, pack(3), &probe, &mut rng)
            .unwrap()
            .is_none()
    );
}

#[test]
fn the_bytes_are_those_of_the_specification_and_come_back() {
    let mut rng = StdRng::seed_from_u64(2);
    let (listings, _) = crowd(1, &mut rng);
    let bytes = listings[0].to_bytes();
    assert_eq!(bytes.len(), 182);
    assert!(bytes.len() <= MAX_LISTING_LEN);
    assert_eq!(bytes[..5], *b"MFND\x01");
    assert_eq!(bytes[5..37], [1; 32]);
    assert_eq!(bytes[37..44], params().to_bytes());
    assert_eq!(bytes[44..76], *listings[0].sketch().rho());
    assert_eq!(bytes[92..98], [0, 1, 0, 0, 3, 1]);
    assert_eq!(bytes[98..118], [0; 20]);
    assert_eq!(bytes[134..166], *listings[0].sketch().offset());
    assert!(Listing::from_bytes(&bytes).unwrap() == listings[0]);
}

#[test]
fn damage_anywhere_is_refused_and_an_altered_address_confirms_nothing() {
    let mut rng = StdRng::seed_from_u64(3);
    let (listings, templates) = crowd(1, &mut rng);
    let whole = listings[0].to_bytes();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        let error = Listing::from_bytes(&bytes).unwrap_err();
        assert!(matches!(error, IdentityError::NotAListing(_)), "{at}");
        assert!(Listing::from_bytes(&whole[..at]).is_err());
    }
    // Somebody computes the checksum anew after putting in an address.
    let mut bytes = whole[..166].to_vec();
    bytes[100] ^= 1;
    let sum = <sha2::Sha256 as sha2::Digest>::digest(&bytes);
    bytes.extend_from_slice(&sum[..16]);
    let altered = Listing::from_bytes(&bytes).unwrap();
    let found = whose(&[altered], pack(1), &templates[0], &mut rng).unwrap();
    assert!(found.is_none());
}

#[test]
fn two_listings_of_one_face_share_nothing() {
    let mut rng = StdRng::seed_from_u64(4);
    let template = simulate::unit_vector(58, &mut rng).unwrap();
    let mut make = || Listing::make(pack(1), &template, &params(), [7; 20], &mut rng).unwrap();
    let (one, other) = (make().to_bytes(), make().to_bytes());
    assert_ne!(one[44..92], other[44..92]);
    assert_ne!(one[118..166], other[118..166]);
}
