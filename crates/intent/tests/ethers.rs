//! Hashes and senders by the test cases of ethers: npm package
//! `@ethersproject/testcases` 5.8.0, MIT, files `transactions.json`,
//! `typed-transactions.json` and `eip712.json`. A selection of each is in
//! `tests/data/ethers`, without the keys; `MIEN_ETHERS_TESTCASES` may name a folder
//! with the complete files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

use std::path::{Path, PathBuf};

use alloy_consensus::TxEnvelope;
use alloy_eips::eip2718::Decodable2718;
use alloy_primitives::{Address, U256};
use mien_intent::{Decoded, IntentError, Refusal, Request, Scope, Summary, TransactionSummary};
use serde_json::{Value, json};

fn cases(file: &str) -> Vec<Value> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ethers");
    let folder = std::env::var_os("MIEN_ETHERS_TESTCASES").map_or(own, PathBuf::from);
    let text = std::fs::read(folder.join(file)).unwrap();
    let cases: Vec<Value> = serde_json::from_slice(&text).unwrap();
    assert!(cases.len() >= 30, "{file}");
    cases
}

fn bytes(case: &Value, field: &str) -> Vec<u8> {
    hex::decode(case[field].as_str().unwrap().trim_start_matches("0x")).unwrap()
}

/// The account that this signed transaction's signature and our hash give.
fn sender(signed: &[u8], decoded: &Decoded) -> Address {
    let signed = TxEnvelope::decode_2718_exact(signed).unwrap();
    let hash = decoded.signing_hash().into();
    signed
        .signature()
        .recover_address_from_prehash(&hash)
        .unwrap()
}

fn transaction(unsigned: Vec<u8>) -> Result<Decoded, IntentError> {
    Decoded::from_request(&Request::Transaction { unsigned })
}

fn summary(decoded: &Decoded) -> TransactionSummary {
    match decoded.summary() {
        Summary::Transaction(summary) => summary,
        other => panic!("{other:?}"),
    }
}

/// A number as ethers writes it: hex text, empty for none, or a JSON number.
fn number(value: &Value) -> U256 {
    match value {
        Value::String(text) if matches!(text.as_str(), "" | "0x") => U256::ZERO,
        Value::String(text) => text.parse().unwrap(),
        Value::Number(n) => U256::from(n.as_u64().unwrap()),
        _ => U256::ZERO,
    }
}

/// A number beyond what any chain uses: a limit of gas, a price or a nonce that
/// does not fit the type that nodes have for it.
fn absurd(value: &Value, bits: usize) -> bool {
    number(value).bit_len() > bits
}

#[test]
fn transactions_of_eip_1559_and_2930() {
    let mut seen = 0;
    for case in cases("typed-transactions.json") {
        let (name, tx) = (&case["name"], &case["tx"]);
        let decoded =
            transaction(bytes(&case, "unsigned")).unwrap_or_else(|e| panic!("{name}: {e}"));
        let address: Address = case["address"].as_str().unwrap().parse().unwrap();
        assert_eq!(sender(&bytes(&case, "signed"), &decoded), address, "{name}");
        let shown = summary(&decoded);
        let chain = number(&tx["chainId"]).to::<u64>();
        assert_eq!(shown.chain_id, (chain != 0).then_some(chain), "{name}");
        assert_eq!(U256::from(shown.nonce), number(&tx["nonce"]), "{name}");
        assert_eq!(shown.value, number(&tx["value"]), "{name}");
        assert_eq!(
            U256::from(shown.gas_limit),
            number(&tx["gasLimit"]),
            "{name}"
        );
        let price = match tx["type"].as_u64() {
            Some(1) => "gasPrice",
            _ => "maxFeePerGas",
        };
        assert_eq!(
            U256::from(shown.max_fee_per_gas),
            number(&tx[price]),
            "{name}"
        );
        let to = tx["to"].as_str().map(|to| to.parse::<Address>().unwrap());
        assert_eq!(shown.to, to, "{name}");
        let data = tx["data"].as_str().unwrap_or("0x").trim_start_matches("0x");
        assert_eq!(hex::encode(&shown.input), data, "{name}");
        seen += 1;
    }
    println!("{seen} transactions");
}

#[test]
fn transactions_of_eip_155_and_before() {
    let (mut seen, mut absurdly) = (0, 0);
    for case in cases("transactions.json") {
        let name = &case["name"];
        let fits = [("gasLimit", 64), ("nonce", 64), ("gasPrice", 128)];
        if fits
            .iter()
            .any(|(field, bits)| absurd(&case[*field], *bits))
        {
            transaction(bytes(&case, "unsignedTransactionChainId5")).unwrap_err();
            absurdly += 1;
            continue;
        }
        let address: Address = case["accountAddress"].as_str().unwrap().parse().unwrap();
        let bound = transaction(bytes(&case, "unsignedTransactionChainId5"))
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(bound.chain_id(), Some(5), "{name}");
        let signed = bytes(&case, "signedTransactionChainId5");
        assert_eq!(sender(&signed, &bound), address, "{name}");
        // Without a chain: read, hashed, and never signed.
        let unbound = transaction(bytes(&case, "unsignedTransaction")).unwrap();
        let signed = bytes(&case, "signedTransaction");
        assert_eq!(sender(&signed, &unbound), address, "{name}");
        for scope in [Scope::Full, Scope::Development] {
            assert_eq!(unbound.permitted(scope), Err(Refusal::NoChainId), "{name}");
        }
        assert_eq!(summary(&bound).value, number(&case["value"]), "{name}");
        seen += 1;
    }
    println!("{seen} transactions, {absurdly} with numbers beyond any chain's");
    assert!(seen > absurdly);
}

/// The fields of a domain in the order of EIP-712, with their types.
const DOMAIN: [(&str, &str); 5] = [
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
    ("salt", "bytes32"),
];

#[test]
fn typed_data_of_eip_712() {
    let mut seen = 0;
    for case in cases("eip712.json") {
        let name = &case["name"];
        let mut types = case["types"].clone();
        let domain = &case["domain"];
        let fields: Vec<Value> = DOMAIN
            .iter()
            .filter(|(field, _)| domain.get(field).is_some_and(|v| !v.is_null()))
            .map(|(field, kind)| json!({ "name": field, "type": kind }))
            .collect();
        types["EIP712Domain"] = fields.into();
        let json = serde_json::to_vec(&json!({
            "types": types, "primaryType": case["primaryType"],
            "domain": domain, "message": case["data"],
        }))
        .unwrap();
        let decoded = Decoded::from_request(&Request::TypedData { json });
        let decoded = decoded.unwrap_or_else(|e| panic!("{name}: {e}"));
        let digest = bytes(&case, "digest");
        assert_eq!(
            hex::encode(decoded.signing_hash()),
            hex::encode(digest),
            "{name}"
        );
        seen += 1;
    }
    println!("{seen} of typed data");
}
