//! Laws of the decoder.
#![allow(clippy::unwrap_used)]

use alloy_consensus::{SignableTransaction, TxEip1559};
use alloy_primitives::{Address, Bytes, TxKind, U256, keccak256};
use mien_intent::{Decoded, Request, Scope};
use proptest::prelude::*;

prop_compose! {
    fn any_transfer()(
        chain_id in 1..u64::MAX,
        nonce: u64,
        gas_limit: u64,
        fees in (any::<u128>(), any::<u128>()),
        to: Option<[u8; 20]>,
        value: [u8; 32],
        input in proptest::collection::vec(any::<u8>(), 0..200),
    ) -> TxEip1559 {
        TxEip1559 {
            chain_id,
            nonce,
            gas_limit,
            max_fee_per_gas: fees.0,
            max_priority_fee_per_gas: fees.1,
            to: to.map_or(TxKind::Create, |bytes| TxKind::Call(Address::from(bytes))),
            value: U256::from_be_bytes(value),
            input: Bytes::from(input),
            ..Default::default()
        }
    }
}

fn decode(unsigned: Vec<u8>) -> Option<Decoded> {
    Decoded::from_request(&Request::Transaction { unsigned }).ok()
}

proptest! {
    #[test]
    fn every_encoded_transaction_is_read_back(tx in any_transfer()) {
        let bytes = tx.encoded_for_signing();
        let decoded = decode(bytes.clone()).unwrap();
        prop_assert_eq!(decoded.signing_hash(), keccak256(bytes).0);
        prop_assert_eq!(decoded.chain_id(), Some(tx.chain_id));
        prop_assert!(decoded.permitted(Scope::Full).is_ok());
    }

    #[test]
    fn whatever_is_read_hashes_to_the_bytes_that_came(
        tx in any_transfer(),
        at: proptest::sample::Index,
        flip in 1..=255_u8,
    ) {
        let mut bytes = tx.encoded_for_signing();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        if let Some(decoded) = decode(bytes.clone()) {
            prop_assert_eq!(decoded.signing_hash(), keccak256(bytes).0);
        }
    }

    #[test]
    fn noise_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = decode(bytes.clone());
        let _ = Decoded::from_request(&Request::TypedData { json: bytes.clone() });
        let request = Request::Message { bytes, chain_id: 1 };
        if let Ok(decoded) = Decoded::from_request(&request) {
            let _ = decoded.permitted(Scope::Development);
            let _ = decoded.summary();
        }
    }
}
