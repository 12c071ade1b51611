//! The vectors of `spec/derivation.md`: PIN, u and salts to f and to the first
//! account's key, against a second implementation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use mien_cosign::{ExtendedKey, PublicKey};
use mien_identity::{Pin, PinKey};
use mien_keeper::Argon2Cost;
use serde_json::Value;

fn vectors() -> Vec<Value> {
    let text = include_str!("../../../spec/vectors/derivation/vectors.json");
    serde_json::from_str(text).unwrap()
}

fn vector(name: &str) -> Value {
    vectors().into_iter().find(|v| v["name"] == name).unwrap()
}

fn bytes<const N: usize>(v: &Value, field: &str) -> [u8; N] {
    hex::decode(v[field].as_str().unwrap())
        .unwrap()
        .try_into()
        .unwrap()
}

fn run(name: &str) {
    let v = vector(name);
    let number = |field: &str| u32::try_from(v[field].as_u64().unwrap()).unwrap();
    let cost = Argon2Cost {
        memory_kib: number("memory_kib"),
        passes: u8::try_from(number("passes")).unwrap(),
        lanes: 1,
    };
    let typed = v["pin"].as_str().unwrap();
    let pin = (!typed.is_empty()).then(|| Pin::new(typed).unwrap());
    let key = PinKey::new(pin.as_ref(), &bytes(&v, "salt_pin"), cost).unwrap();

    let mask = hex::decode(v["mask"].as_str().unwrap()).unwrap();
    assert_eq!(*key.offset_mask(mask.len()).unwrap(), mask);

    let secret = hex::decode(v["secret"].as_str().unwrap()).unwrap();
    let share = key.face_share(&secret, &bytes(&v, "salt_share")).unwrap();
    assert_eq!(hex::encode(*share.to_bytes()), v["f"].as_str().unwrap());

    let joint = PublicKey::from_bytes(&bytes(&v, "joint_key")).unwrap();
    let extended = ExtendedKey::new(joint, bytes(&v, "chain_code"));
    let account = extended.child(0).unwrap();
    assert_eq!(
        hex::encode(account.public_key().to_bytes()),
        v["account_0"].as_str().unwrap()
    );

    // F + b·G = P, so the vector's b completes this very share.
    let b = mien_cosign::HelperShare::from_bytes(&bytes(&v, "b")).unwrap();
    let parties = mien_keeper::parties();
    assert_joint(&share, &b, &extended, &parties);
}

/// Signs with both shares: only shares that make P can.
fn assert_joint(
    f: &mien_cosign::FaceShare,
    b: &mien_cosign::HelperShare,
    key: &ExtendedKey,
    parties: &mien_cosign::Parties,
) {
    use mien_cosign::{FaceSetup, FaceSigner, KeeperSetup, KeeperSigner, SignContext};
    #[expect(clippy::disallowed_methods, reason = "a test is a start of a program")]
    let mut rng = rand::rng();
    let (face, flight) = FaceSetup::start(parties, &mut rng);
    let (keeper, flight) = KeeperSetup::start(parties, flight, &mut rng);
    let (face, face_flight) = face.open(flight).unwrap();
    let (keeper, keeper_flight) = keeper.open().unwrap();
    let keeper = keeper.finish(face_flight).unwrap();
    let face = face.finish(keeper_flight).unwrap();
    let context = SignContext::master(key, [7; 32], 1);
    let (face, flight) = FaceSigner::start(&face, f, &context).unwrap();
    let (keeper, flight) = KeeperSigner::start(&keeper, b, &context, flight).unwrap();
    let (face, flight) = face.reveal(flight).unwrap();
    let (_, flight) = keeper.check(flight).unwrap();
    let (signature, _) = face.finish(flight).unwrap();
    signature.verify(key.public_key(), &[7; 32]).unwrap();
}

macro_rules! named {
    ($($test:ident = $name:literal,)*) => {
        $(#[test]
        fn $test() {
            run($name);
        })*

        #[test]
        fn no_vector_is_untested() {
            let tested = [$($name),*];
            for v in vectors() {
                assert!(tested.contains(&v["name"].as_str().unwrap()), "{}", v["name"]);
            }
        }
    };
}

named! {
    shipped_cost = "shipped-cost",
    no_pin = "no-pin",
    composed = "composed",
    full_width_digits = "full-width-digits",
    spaces_are_kept = "spaces-are-kept",
}

#[test]
fn another_pin_another_u_and_another_salt_give_another_share() {
    let cost = Argon2Cost {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
    };
    let share = |pin: &str, secret: &[u8], salt: [u8; 16]| {
        let key = PinKey::new(Some(&Pin::new(pin).unwrap()), &[1; 16], cost).unwrap();
        *key.face_share(secret, &salt).unwrap().to_bytes()
    };
    let base = share("123456", &[32, 1, 2, 3, 4], [2; 16]);
    assert_ne!(base, share("123457", &[32, 1, 2, 3, 4], [2; 16]));
    assert_ne!(base, share("123456", &[32, 1, 2, 3, 5], [2; 16]));
    assert_ne!(base, share("123456", &[32, 1, 2, 3, 4], [3; 16]));
    assert_eq!(base, share("123456", &[32, 1, 2, 3, 4], [2; 16]));
}

#[test]
fn a_hostile_cost_is_refused_before_any_memory_is_taken() {
    for cost in [
        Argon2Cost {
            memory_kib: u32::MAX,
            passes: 1,
            lanes: 1,
        },
        Argon2Cost {
            memory_kib: 64,
            passes: 11,
            lanes: 1,
        },
        Argon2Cost {
            memory_kib: 64,
            passes: 0,
            lanes: 1,
        },
        Argon2Cost {
            memory_kib: 64,
            passes: 1,
            lanes: 4,
        },
    ] {
        assert!(PinKey::new(None, &[0; 16], cost).is_err(), "{cost:?}");
    }
}
