//! What is refused, and what cannot be read. Each case changes one thing in a
//! request that is otherwise fine.
#![allow(clippy::unwrap_used)]

use alloy_consensus::{SignableTransaction, TxEip1559, TxEip2930, TxEip7702, TxLegacy};
use alloy_eips::eip7702::{Authorization, SignedAuthorization};
use alloy_primitives::{Address, Signature, TxKind, U256, keccak256};
use mien_intent::{Decoded, IntentError, Refusal, Request, Scope, drill_message};
use mien_intent::{MAX_MESSAGE_BYTES, MAX_TRANSACTION_BYTES, MAX_TYPED_DATA_BYTES};
use serde_json::{Value, json};

fn decode_transaction(unsigned: Vec<u8>) -> Result<Decoded, IntentError> {
    Decoded::from_request(&Request::Transaction { unsigned })
}

fn payload(tx: &dyn SignableTransaction<Signature>) -> Vec<u8> {
    tx.encoded_for_signing()
}

fn transfer(chain_id: u64) -> TxEip1559 {
    TxEip1559 {
        chain_id,
        nonce: 3,
        gas_limit: 21_000,
        max_fee_per_gas: 2_000_000_000,
        max_priority_fee_per_gas: 1_000_000_000,
        to: TxKind::Call(Address::repeat_byte(0x11)),
        value: U256::from(1_000),
        ..Default::default()
    }
}

fn legacy(chain_id: Option<u64>) -> TxLegacy {
    TxLegacy {
        chain_id,
        nonce: 3,
        gas_price: 1,
        gas_limit: 21_000,
        to: TxKind::Call(Address::repeat_byte(0x11)),
        value: U256::from(1),
        ..Default::default()
    }
}

fn set_code(chain_id: u64, delegation_chain: u64) -> TxEip7702 {
    let authorization = Authorization {
        chain_id: U256::from(delegation_chain),
        address: Address::repeat_byte(0x22),
        nonce: 0,
    };
    TxEip7702 {
        chain_id,
        gas_limit: 60_000,
        max_fee_per_gas: 1,
        to: Address::repeat_byte(0x11),
        authorization_list: vec![SignedAuthorization::new_unchecked(
            authorization,
            1,
            U256::from(5),
            U256::from(6),
        )],
        ..Default::default()
    }
}

fn permitted(unsigned: Vec<u8>, scope: Scope) -> Result<(), Refusal> {
    decode_transaction(unsigned).unwrap().permitted(scope)
}

#[test]
fn the_hash_is_that_of_the_payload_for_every_kind() {
    let access_list = TxEip2930 {
        chain_id: 31337,
        ..Default::default()
    };
    let kinds: [&dyn SignableTransaction<Signature>; 4] = [
        &transfer(31337),
        &legacy(Some(31337)),
        &access_list,
        &set_code(31337, 31337),
    ];
    for tx in kinds {
        let bytes = payload(tx);
        let decoded = decode_transaction(bytes.clone()).unwrap();
        assert_eq!(decoded.signing_hash(), keccak256(&bytes).0);
        assert_eq!(decoded.chain_id(), Some(31337));
        assert_eq!(decoded.permitted(Scope::Development), Ok(()));
    }
}

#[test]
fn a_development_identity_signs_no_transaction_for_a_live_chain() {
    for chain_id in [1, 10, 137, 8453, 42161, 11_155_111, u64::MAX] {
        let refusal = Err(Refusal::LiveChain { chain_id });
        assert_eq!(
            permitted(payload(&transfer(chain_id)), Scope::Development),
            refusal
        );
        assert_eq!(permitted(payload(&transfer(chain_id)), Scope::Full), Ok(()));
    }
    assert_eq!(
        permitted(payload(&legacy(Some(1))), Scope::Development),
        Err(Refusal::LiveChain { chain_id: 1 })
    );
    assert_eq!(
        permitted(payload(&transfer(1337)), Scope::Development),
        Ok(())
    );
}

#[test]
fn a_transaction_without_a_chain_is_always_refused() {
    for scope in [Scope::Development, Scope::Full] {
        for bytes in [
            payload(&legacy(None)),
            payload(&legacy(Some(0))),
            payload(&transfer(0)),
        ] {
            assert_eq!(permitted(bytes, scope), Err(Refusal::NoChainId));
        }
    }
}

#[test]
fn a_delegation_for_every_chain_is_always_refused() {
    for scope in [Scope::Development, Scope::Full] {
        let result = permitted(payload(&set_code(31337, 0)), scope);
        assert!(
            matches!(result, Err(Refusal::DelegationForEveryChain { .. })),
            "{result:?}"
        );
    }
}

#[test]
fn a_development_identity_carries_no_delegation_for_a_live_chain() {
    assert_eq!(
        permitted(payload(&set_code(31337, 1)), Scope::Development),
        Err(Refusal::LiveChain { chain_id: 1 })
    );
}

#[test]
fn blobs_and_unknown_types_are_not_read() {
    let body = payload(&transfer(1));
    let with_type = |ty: u8| [&[ty], &body[1..]].concat();
    assert_eq!(
        decode_transaction(with_type(3)),
        Err(IntentError::BlobTransaction)
    );
    for ty in [0x00, 0x05, 0x06, 0x7f, 0x80, 0xbf] {
        assert_eq!(
            decode_transaction(with_type(ty)),
            Err(IntentError::UnknownTransactionType(ty))
        );
    }
}

#[test]
fn a_signed_transaction_is_not_an_unsigned_one() {
    // Twelve fields instead of nine.
    let signature = Signature::new(U256::from(1), U256::from(2), false);
    let mut signed = Vec::new();
    use alloy_consensus::transaction::RlpEcdsaEncodableTx;
    transfer(1).eip2718_encode(&signature, &mut signed);
    assert!(matches!(
        decode_transaction(signed),
        Err(IntentError::MalformedTransaction(_))
    ));
    let mut signed = Vec::new();
    legacy(Some(1)).eip2718_encode(&signature, &mut signed);
    assert_eq!(decode_transaction(signed), Err(IntentError::NotCanonical));
}

#[test]
fn every_truncation_and_every_appended_byte_is_refused() {
    for bytes in [
        payload(&transfer(1)),
        payload(&legacy(Some(1))),
        payload(&set_code(1, 1)),
    ] {
        for len in 0..bytes.len() {
            assert!(decode_transaction(bytes[..len].to_vec()).is_err(), "{len}");
        }
        for extra in [0x00, 0x80, 0xc0, 0xff] {
            let longer = [bytes.as_slice(), &[extra]].concat();
            assert!(decode_transaction(longer).is_err(), "{extra:#x}");
        }
    }
}

#[test]
fn a_non_minimal_length_is_refused() {
    // The list's length 0x.. written with one byte more than needed.
    let bytes = payload(&transfer(1));
    assert!(bytes[1] < 0xf8, "a short list, or the test proves nothing");
    let stretched = [&[bytes[0], 0xf8, bytes[1] - 0xc0], &bytes[2..]].concat();
    assert!(decode_transaction(stretched).is_err());
}

#[test]
fn limits_hold_for_every_kind() {
    let too_long = |result: Result<Decoded, IntentError>| {
        assert!(
            matches!(result, Err(IntentError::TooLong { .. })),
            "{result:?}"
        );
    };
    too_long(decode_transaction(vec![0x02; MAX_TRANSACTION_BYTES + 1]));
    too_long(typed_bytes(vec![b' '; MAX_TYPED_DATA_BYTES + 1]));
    too_long(message(&vec![b'a'; MAX_MESSAGE_BYTES + 1]));
    assert!(message(&vec![b'a'; MAX_MESSAGE_BYTES]).is_ok());
    assert!(matches!(message(b""), Err(IntentError::Empty { .. })));
    assert!(matches!(
        decode_transaction(vec![]),
        Err(IntentError::Empty { .. })
    ));
}

fn message(bytes: &[u8]) -> Result<Decoded, IntentError> {
    Decoded::from_request(&Request::Message {
        bytes: bytes.to_vec(),
        chain_id: 31337,
    })
}

#[test]
fn a_bare_hash_is_refused_in_every_scope() {
    for scope in [Scope::Development, Scope::Full] {
        let hash = keccak256(b"anything");
        assert_eq!(
            message(hash.as_slice()).unwrap().permitted(scope),
            Err(Refusal::BareHash)
        );
        let text = hash.to_string();
        assert_eq!(
            message(text.as_bytes()).unwrap().permitted(scope),
            Err(Refusal::BareHash)
        );
    }
}

#[test]
fn a_message_cannot_pass_for_a_drill() {
    let (identity, nonce) = ([1; 4], [2; 32]);
    let drill = Decoded::from_request(&Request::Drill { identity, nonce }).unwrap();
    assert_eq!(drill.permitted(Scope::Development), Ok(()));
    assert_eq!(drill.chain_id(), None);

    let same_text = message(drill_message(identity, nonce).as_bytes()).unwrap();
    assert_eq!(same_text.signing_hash(), drill.signing_hash());
    assert_eq!(
        same_text.permitted(Scope::Full),
        Err(Refusal::ImitatesOwnText)
    );
}

fn typed_bytes(json: Vec<u8>) -> Result<Decoded, IntentError> {
    Decoded::from_request(&Request::TypedData { json })
}

fn typed(value: &Value) -> Result<Decoded, IntentError> {
    typed_bytes(value.to_string().into_bytes())
}

fn permit() -> Value {
    json!({
        "types": {
            "EIP712Domain": [
                {"name": "name", "type": "string"},
                {"name": "chainId", "type": "uint256"},
            ],
            "Permit": [{"name": "value", "type": "uint256"}, {"name": "who", "type": "address"}],
        },
        "primaryType": "Permit",
        "domain": {"name": "T", "chainId": 31337},
        "message": {"value": "1", "who": "0x1111111111111111111111111111111111111111"},
    })
}

#[test]
fn typed_data_for_a_live_chain_or_none_is_refused_to_a_development_identity() {
    assert_eq!(
        typed(&permit()).unwrap().permitted(Scope::Development),
        Ok(())
    );

    let mut live = permit();
    live["domain"]["chainId"] = json!(1);
    let live = typed(&live).unwrap();
    assert_eq!(
        live.permitted(Scope::Development),
        Err(Refusal::LiveChain { chain_id: 1 })
    );
    assert_eq!(live.permitted(Scope::Full), Ok(()));

    let mut none = permit();
    none["domain"] = json!({"name": "T"});
    none["types"]["EIP712Domain"] = json!([{"name": "name", "type": "string"}]);
    let none = typed(&none).unwrap();
    assert_eq!(
        none.permitted(Scope::Development),
        Err(Refusal::TypedDataWithoutChain)
    );
}

#[test]
fn a_domain_that_declares_other_fields_than_it_has_is_refused() {
    let mut undeclared = permit();
    undeclared["types"]["EIP712Domain"] = json!([{"name": "name", "type": "string"}]);
    let mut missing = permit();
    missing["domain"] = json!({"chainId": 31337});
    let mut reordered = permit();
    reordered["types"]["EIP712Domain"] =
        json!([{"name": "chainId", "type": "uint256"}, {"name": "name", "type": "string"}]);
    let mut other_type = permit();
    other_type["types"]["EIP712Domain"][1]["type"] = json!("uint64");
    for bad in [undeclared, missing, reordered, other_type] {
        let result = typed(&bad);
        assert!(
            matches!(result, Err(IntentError::DomainMismatch { .. })),
            "{result:?}"
        );
    }
}

#[test]
fn an_unknown_domain_field_is_refused() {
    let mut bad = permit();
    bad["domain"]["chainID"] = json!(1);
    assert_eq!(
        typed(&bad),
        Err(IntentError::TypeName {
            name: "chainID".into()
        })
    );
}

#[test]
fn a_chain_id_beyond_64_bits_is_refused() {
    let mut bad = permit();
    bad["domain"]["chainId"] = json!("0x10000000000007a69");
    assert!(matches!(typed(&bad), Err(IntentError::ChainIdTooLarge(_))));
}

#[test]
fn names_that_read_as_other_members_are_refused() {
    for name in ["value,address to", "value ", "", "1st", "a(b", "ä", "a-b"] {
        let mut bad = permit();
        bad["types"]["Permit"][0]["name"] = json!(name);
        assert_eq!(
            typed(&bad),
            Err(IntentError::TypeName { name: name.into() })
        );
    }
    for ty in [
        "uint256[",
        "uint256[]]",
        "(uint256,bool)",
        "uint256[-1]",
        "uint256[9999999]",
        "[]",
    ] {
        let mut bad = permit();
        bad["types"]["Permit"][0]["type"] = json!(ty);
        assert!(
            matches!(typed(&bad), Err(IntentError::TypeName { .. })),
            "{ty}"
        );
    }
    let mut deep = permit();
    deep["types"]["Permit"][0]["type"] = json!(format!("uint256{}", "[]".repeat(9)));
    assert!(matches!(typed(&deep), Err(IntentError::TypeName { .. })));
    let mut shadow = permit();
    shadow["types"]["address"] = json!([]);
    assert_eq!(
        typed(&shadow),
        Err(IntentError::TypeName {
            name: "address".into()
        })
    );
}

#[test]
fn types_that_cannot_be_resolved_are_refused() {
    let mut missing = permit();
    missing["types"]["Permit"][0]["type"] = json!("Nowhere");
    let mut circular = permit();
    circular["types"]["Permit"][0]["type"] = json!("Permit[]");
    let mut no_primary = permit();
    no_primary["primaryType"] = json!("Other");
    let mut twice = permit();
    twice["types"]["Permit"][1]["name"] = json!("value");
    for bad in [missing, circular, no_primary, twice] {
        let result = typed(&bad);
        assert!(matches!(result, Err(IntentError::Types(_))), "{result:?}");
    }
}

/// Sixty structs, each with two members of the next, would unfold to 2⁶⁰.
#[test]
fn types_that_double_at_every_step_are_refused_at_once() {
    let mut bomb = permit();
    for i in 0..60 {
        let next = if i == 59 {
            "uint8".to_owned()
        } else {
            format!("S{}", i + 1)
        };
        bomb["types"][format!("S{i}")] =
            json!([{"name": "a", "type": next}, {"name": "b", "type": next}]);
    }
    bomb["types"]["Permit"][0]["type"] = json!("S0");
    assert!(matches!(typed(&bomb), Err(IntentError::Types(_))));
}

#[test]
fn values_that_do_not_fit_are_refused() {
    for value in [
        json!("-1"),
        json!(1.5),
        json!(null),
        json!([]),
        json!(format!("0x1{}", "0".repeat(64))),
    ] {
        let mut bad = permit();
        bad["message"]["value"] = value;
        let result = typed(&bad);
        assert!(matches!(result, Err(IntentError::Values(_))), "{result:?}");
    }
    let mut missing = permit();
    missing["message"] = json!({"value": "1"});
    assert!(matches!(typed(&missing), Err(IntentError::Values(_))));
}

#[test]
fn what_is_not_signed_is_not_shown() {
    let mut extra = permit();
    extra["message"]["note"] = json!("only a test, no value");
    let decoded = typed(&extra).unwrap();
    assert_eq!(
        decoded.signing_hash(),
        typed(&permit()).unwrap().signing_hash()
    );
    assert!(!format!("{:?}", decoded.summary()).contains("only a test"));
}

#[test]
fn json_that_is_no_object_is_refused() {
    for text in ["", "[]", "null", "{", "\"{}\"", "{\"types\":{}}"] {
        let result = typed_bytes(text.as_bytes().to_vec());
        assert!(
            matches!(result, Err(IntentError::MalformedTypedData(_))),
            "{text}: {result:?}"
        );
    }
}
