//! What an open session signs and what it does not. Each case fails when the
//! check that it is about is taken out.
#![allow(clippy::unwrap_used, reason = "a test")]

use alloy_consensus::{SignableTransaction, TxEip1559, TxEip2930, TxEip7702, TxLegacy};
use alloy_primitives::Signature;
use mien_intent::{Decoded, Refusal, Request, Scope, SessionTerms};
use serde_json::{Value, json};

const HERE: u64 = 31337;

fn in_session(request: &Request) -> Result<(), Refusal> {
    let decoded = Decoded::from_request(request).unwrap();
    decoded.permitted_in_session(HERE)
}

fn transaction(tx: &dyn SignableTransaction<Signature>) -> Result<(), Refusal> {
    let unsigned = tx.encoded_for_signing();
    in_session(&Request::Transaction { unsigned })
}

fn dynamic(chain_id: u64) -> TxEip1559 {
    TxEip1559 {
        chain_id,
        ..Default::default()
    }
}

fn legacy(chain_id: Option<u64>) -> TxLegacy {
    TxLegacy {
        chain_id,
        ..Default::default()
    }
}

fn typed(domain: &Value) -> Result<(), Refusal> {
    let fields: Vec<Value> = [("name", "string"), ("chainId", "uint256")]
        .iter()
        .filter(|(name, _)| domain.get(name).is_some())
        .map(|(name, kind)| json!({ "name": name, "type": kind }))
        .collect();
    let json = json!({
        "types": { "EIP712Domain": fields, "Mail": [{ "name": "text", "type": "string" }] },
        "primaryType": "Mail",
        "domain": domain,
        "message": { "text": "hello" },
    });
    let json = serde_json::to_vec(&json).unwrap();
    in_session(&Request::TypedData { json })
}

fn not_here(result: &Result<(), Refusal>) -> bool {
    matches!(result, Err(Refusal::NotInSession { .. }))
}

#[test]
fn transactions_for_this_very_chain_are_signed() {
    let access_list = TxEip2930 {
        chain_id: HERE,
        ..Default::default()
    };
    assert_eq!(transaction(&dynamic(HERE)), Ok(()));
    assert_eq!(transaction(&legacy(Some(HERE))), Ok(()));
    assert_eq!(transaction(&access_list), Ok(()));
}

#[test]
fn transactions_for_any_other_chain_are_not() {
    for chain_id in [1, 137, 11_155_111, 31338] {
        let live = Err(Refusal::LiveChain { chain_id });
        assert_eq!(transaction(&dynamic(chain_id)), live);
        assert_eq!(transaction(&legacy(Some(chain_id))), live);
    }
    // Another development network than the session's.
    let other = Err(Refusal::OtherChainThanSession {
        session: HERE,
        found: 1337,
    });
    assert_eq!(transaction(&dynamic(1337)), other);
}

#[test]
fn transactions_without_a_chain_are_not() {
    assert_eq!(transaction(&legacy(None)), Err(Refusal::NoChainId));
    assert_eq!(transaction(&dynamic(0)), Err(Refusal::NoChainId));
}

#[test]
fn delegations_are_not_not_even_an_empty_list_of_them() {
    let delegating = TxEip7702 {
        chain_id: HERE,
        ..Default::default()
    };
    assert!(not_here(&transaction(&delegating)));
}

#[test]
fn typed_data_needs_exactly_this_chain() {
    assert_eq!(typed(&json!({ "name": "T", "chainId": HERE })), Ok(()));
    assert_eq!(
        typed(&json!({ "name": "T", "chainId": 1337 })),
        Err(Refusal::OtherChainThanSession {
            session: HERE,
            found: 1337
        })
    );
    let live = Err(Refusal::LiveChain { chain_id: 1 });
    assert_eq!(typed(&json!({ "name": "T", "chainId": 1 })), live);
    let none = Err(Refusal::TypedDataWithoutChain);
    assert_eq!(typed(&json!({ "name": "T" })), none);
}

#[test]
fn messages_drills_and_further_sessions_are_not() {
    let terms = SessionTerms {
        chain_id: HERE,
        seconds: 60,
        signatures: 1,
    };
    let (identity, nonce) = ([1; 4], [2; 32]);
    let requests = [
        Request::Message {
            bytes: b"gm".to_vec(),
            chain_id: HERE,
        },
        Request::Drill { identity, nonce },
        Request::Session {
            identity,
            nonce,
            terms,
        },
    ];
    for request in requests {
        assert!(not_here(&in_session(&request)), "{request:?}");
    }
}

#[test]
fn the_opening_is_judged_by_its_terms_whatever_the_scope() {
    for scope in [Scope::Development, Scope::Full] {
        let opening = |chain_id, seconds| {
            let terms = SessionTerms {
                chain_id,
                seconds,
                signatures: 5,
            };
            let request = Request::Session {
                identity: [1; 4],
                nonce: [2; 32],
                terms,
            };
            let decoded = Decoded::from_request(&request).unwrap();
            assert_eq!(decoded.chain_id(), Some(chain_id));
            decoded.permitted(scope)
        };
        assert_eq!(opening(HERE, 600), Ok(()));
        assert_eq!(
            opening(1, 600),
            Err(Refusal::SessionElsewhere { chain_id: 1 })
        );
        assert!(matches!(
            opening(HERE, 0),
            Err(Refusal::SessionBounds { .. })
        ));
    }
}

#[test]
fn the_opening_binds_its_terms() {
    let hash = |seconds, signatures, chain_id| {
        let terms = SessionTerms {
            chain_id,
            seconds,
            signatures,
        };
        let request = Request::Session {
            identity: [1; 4],
            nonce: [2; 32],
            terms,
        };
        Decoded::from_request(&request).unwrap().signing_hash()
    };
    let all = [
        hash(60, 5, HERE),
        hash(61, 5, HERE),
        hash(60, 6, HERE),
        hash(60, 5, 1337),
    ];
    for (i, one) in all.iter().enumerate() {
        assert!(all[i + 1..].iter().all(|other| other != one));
    }
}
