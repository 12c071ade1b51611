//! The vectors of `spec/vectors/cosign`, made by an implementation in another
//! language.

use serde_json::Value;

use crate::error::{Attack, CosignError};
use crate::keygen::{KeygenFace2, KeygenKeeper2};
use crate::{
    ExtendedKey, FaceShare, HelperShare, Parties, PartyId, ProofContext, PublicKey, SessionId,
    ShareDelta, ShareProof, Signature,
};

/// Reads one file of vectors.
macro_rules! vectors {
    ($name:literal) => {
        serde_json::from_str::<Value>(include_str!(concat!(
            "../../../spec/vectors/cosign/",
            $name,
            ".json"
        )))
        .unwrap()
    };
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
    bytes(value).try_into().unwrap()
}

fn key(value: &Value) -> PublicKey {
    PublicKey::from_bytes(&array(value)).unwrap()
}

fn parties() -> Parties {
    Parties {
        face: PartyId::from_label("face"),
        keeper: PartyId::from_label("keeper"),
    }
}

/// The word that a vector has for an error.
fn word(error: &CosignError) -> &'static str {
    match error {
        CosignError::Attack(Attack::Commitment) => "commitment",
        CosignError::Attack(Attack::Proof) => "proof",
        CosignError::Attack(Attack::RelatedShare) => "related",
        CosignError::InvalidPublicKey => "key",
        CosignError::InvalidShare => "trivial",
        CosignError::OtherSession { .. } => "session",
        CosignError::OutOfOrder { .. } => "order",
        CosignError::UnsupportedVersion { .. } => "version",
        CosignError::Malformed { .. } => "malformed",
        CosignError::WrongShare => "share",
        _ => "unexpected",
    }
}

fn compare<T>(case: &Value, got: &Result<T, CosignError>) {
    let got = got.as_ref().err().map(word);
    assert_eq!(got, case["error"].as_str(), "{}", case["name"]);
}

#[test]
fn shares() {
    for case in vectors!("shares").as_array().unwrap() {
        let input = &case["bytes"];
        let got = match case["kind"].as_str().unwrap() {
            "face" => FaceShare::from_bytes(&array(input)).map(|share| share.to_bytes()),
            "helper" => HelperShare::from_bytes(&array(input)).map(|share| share.to_bytes()),
            _ => FaceShare::from_wide(&array(input)).map(|share| share.to_bytes()),
        };
        let name = &case["name"];
        assert_eq!(got.is_ok(), case["valid"].as_bool().unwrap(), "{name}");
        match got {
            Ok(scalar) => assert_eq!(*scalar, array(&case["scalar"]), "{name}"),
            Err(error) => assert_eq!(error, CosignError::InvalidShare, "{name}"),
        }
    }
}

#[test]
fn public_keys() {
    for case in vectors!("public_keys").as_array().unwrap() {
        let got = PublicKey::from_bytes(&array(&case["bytes"]));
        assert_eq!(
            got.is_ok(),
            case["valid"].as_bool().unwrap(),
            "{}",
            case["name"]
        );
        if let Ok(key) = got {
            assert_eq!(key.to_bytes(), array(&case["bytes"]), "{}", case["name"]);
        }
    }
}

#[test]
fn accounts() {
    for case in vectors!("accounts").as_array().unwrap() {
        let extended = ExtendedKey::new(key(&case["public_key"]), array(&case["chain_code"]));
        assert_eq!(extended.to_xpub().as_deref(), case["xpub"].as_str());
        let address = extended.public_key().ethereum_address();
        assert_eq!(address, array(&case["master_address"]));
        for child in case["children"].as_array().unwrap() {
            let index = u32::try_from(child["index"].as_u64().unwrap()).unwrap();
            let got = extended.child(index).unwrap();
            assert_eq!(got.index(), index);
            assert_eq!(got.tweak(), array(&child["tweak"]), "tweak of {index}");
            assert_eq!(
                got.public_key(),
                &key(&child["public_key"]),
                "key of {index}"
            );
            let address = got.public_key().ethereum_address();
            assert_eq!(address, array(&child["address"]), "address of {index}");
        }
        for index in case["invalid_indices"].as_array().unwrap() {
            let index = u32::try_from(index.as_u64().unwrap()).unwrap();
            assert_eq!(
                extended.child(index),
                Err(CosignError::InvalidIndex { index })
            );
        }
    }
}

#[test]
fn ids() {
    let file = vectors!("ids");
    let parties = parties();
    assert_eq!(parties.face.as_bytes(), &array(&file["face"]));
    assert_eq!(parties.keeper.as_bytes(), &array(&file["keeper"]));
    let extended = ExtendedKey::new(key(&file["public_key"]), array(&file["chain_code"]));
    crate::setup::tests::check_ids(&parties, &file);
    crate::mpc::check_directions(
        &array(&file["setup_id"]),
        &array(&file["transfer_face_receives"]),
        &array(&file["transfer_keeper_receives"]),
    );
    for case in file["sign_ids"].as_array().unwrap() {
        let index = case["index"].as_u64().map(|i| u32::try_from(i).unwrap());
        let attempt = u32::try_from(case["attempt"].as_u64().unwrap()).unwrap();
        let hash = array(&file["message_hash"]);
        let got = crate::sign::tests::sign_id(&extended, index, hash, attempt, &file["setup_id"]);
        assert_eq!(got, array(&case["sign_id"]), "{case}");
    }
}

#[test]
fn keygen() {
    let file = vectors!("keygen");
    let expected = ExtendedKey::new(key(&file["public_key"]), array(&file["chain_code"]));
    let first = expected.child(0).unwrap().public_key().ethereum_address();
    assert_eq!(first, array(&file["first_address"]));
    crate::keygen::tests::check_first_flights(&parties(), &file);
    for case in file["cases"].as_array().unwrap() {
        let message = bytes(&case["message"]);
        let got = match case["side"].as_str().unwrap() {
            "face" => {
                let state = crate::keygen::tests::face_state(&file, &array(&case["commitment"]));
                KeygenKeeper2::from_bytes(&message).and_then(|message| state.finish(message))
            }
            _ => {
                let state = crate::keygen::tests::keeper_state(&file);
                KeygenFace2::from_bytes(&message)
                    .and_then(|message| state.finish(message))
                    .map(|(_, key, _)| key)
            }
        };
        compare(case, &got);
        if let Ok(got) = got {
            assert_eq!(got, expected, "{}", case["name"]);
        }
    }
}

#[test]
fn share_proofs() {
    let file = vectors!("share_proofs");
    let helper = HelperShare::from_bytes(&array(&file["helper_share"])).unwrap();
    let joint = key(&file["public_key"]);
    let session = SessionId::new(array(&file["session"]));
    for case in file["cases"].as_array().unwrap() {
        let context = match case["purpose"].as_str().unwrap() {
            "renewal" => ProofContext::renewal(&session, &joint),
            _ => ProofContext::phrase(&session, &joint),
        };
        let delta = ShareDelta::from_bytes(&array(&case["delta"])).unwrap();
        let proof = ShareProof::from_bytes(&bytes(&case["message"])).unwrap();
        compare(case, &helper.renewed(&delta, proof, &context));
    }
}

#[test]
fn signatures() {
    for case in vectors!("signatures").as_array().unwrap() {
        let got = Signature::from_bytes65(&array(&case["signature"])).and_then(|signature| {
            signature.verify(&key(&case["public_key"]), &array(&case["message_hash"]))
        });
        let expected = if case["valid"].as_bool().unwrap() {
            Ok(())
        } else {
            Err(CosignError::InvalidSignature)
        };
        assert_eq!(got, expected, "{}", case["name"]);
    }
}
