//! Hashes that others have published.
#![allow(clippy::unwrap_used)]

use alloy_primitives::{Signature, address, b256};
use mien_intent::{Decoded, Request, Scope, Summary, TransactionKind, TransactionSummary, U256};

fn transaction(hex_payload: &str) -> Decoded {
    let unsigned = hex::decode(hex_payload).unwrap();
    Decoded::from_request(&Request::Transaction { unsigned }).unwrap()
}

fn transaction_summary(decoded: &Decoded) -> TransactionSummary {
    match decoded.summary() {
        Summary::Transaction(summary) => summary,
        other => unreachable!("not a transaction: {other:?}"),
    }
}

fn typed(json: &str) -> Decoded {
    Decoded::from_request(&Request::TypedData {
        json: json.as_bytes().to_vec(),
    })
    .unwrap()
}

fn hash_of(decoded: &Decoded) -> String {
    hex::encode(decoded.signing_hash())
}

/// The example of EIP-155: signing data and signing hash are in its text.
#[test]
fn eip_155_example() {
    let decoded = transaction(
        "ec098504a817c800825208943535353535353535353535353535353535353535\
         880de0b6b3a764000080018080",
    );
    assert_eq!(
        hash_of(&decoded),
        "daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53"
    );
    let summary = transaction_summary(&decoded);
    assert_eq!(decoded.chain_id(), Some(1));
    assert_eq!(summary.kind, TransactionKind::Legacy);
    assert_eq!(summary.nonce, 9);
    assert_eq!(summary.value, U256::from(10).pow(U256::from(18)));
    assert_eq!(summary.max_fee_per_gas, 20_000_000_000);
    assert_eq!(
        summary.to,
        Some(address!("3535353535353535353535353535353535353535"))
    );
    assert_eq!(summary.selector, None);
}

/// Ethereum mainnet transaction 0x0ec0b6a2df4d87424e5f6ad2a654e27aaeb7dac20ae9e8385cc09087ad532ee0
/// (`setApprovalForAll`): its signature over our hash gives its sender.
#[test]
fn eip_1559_mainnet_transaction() {
    let decoded = transaction(
        "02f86d0142843b9aca008504a817c80082ad62946069a6c32cf691f5982febae4faf8a6f3ab2f0f680b844\
         a22cb4650000000000000000000000005eee75727d804a2b13038928d36f8b188945a57a\
         0000000000000000000000000000000000000000000000000000000000000000c0",
    );
    let signature = Signature::from_scalars_and_parity(
        b256!("840cfc572845f5786e702984c2a582528cad4b49b2a10b9db1be7fca90058565"),
        b256!("25e7109ceb98168d95b09b18bbf6b685130e0562f233877d492b94eee0c5b6d1"),
        false,
    );
    let sender = signature
        .recover_address_from_prehash(&decoded.signing_hash().into())
        .unwrap();
    assert_eq!(sender, address!("dd6b8b3dc6b7ad97db52f08a275ff4483e024cea"));

    let summary = transaction_summary(&decoded);
    assert_eq!(summary.kind, TransactionKind::DynamicFee);
    assert_eq!(summary.selector, Some([0xa2, 0x2c, 0xb4, 0x65]));
    assert_eq!(summary.gas_limit, 44_386);
    assert_eq!(
        summary.highest_fee(),
        U256::from(44_386_u64 * 20_000_000_000)
    );
}

/// The `Mail` example of EIP-712; the hash is in its reference implementation
/// (`Example.js` in the EIP's assets).
#[test]
fn eip_712_mail_example() {
    let decoded = typed(include_str!("data/mail.json"));
    assert_eq!(
        hash_of(&decoded),
        "be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2"
    );
    assert_eq!(decoded.chain_id(), Some(1));
    let Summary::TypedData(summary) = decoded.summary() else {
        unreachable!()
    };
    assert_eq!(summary.primary_type, "Mail");
    let rows: Vec<(usize, &str, &str)> = summary
        .fields
        .iter()
        .map(|f| (f.depth, f.name.as_str(), f.value.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            (0, "from", ""),
            (1, "name", "Cow"),
            (1, "wallet", "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"),
            (0, "to", ""),
            (1, "name", "Bob"),
            (1, "wallet", "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"),
            (0, "contents", "Hello, Bob!"),
        ]
    );
}

/// MetaMask's eth-sig-util, `sign-typed-data.test.ts`: an empty domain and no
/// message.
#[test]
fn eth_sig_util_minimal_message() {
    let decoded = typed(
        r#"{"types":{"EIP712Domain":[]},"primaryType":"EIP712Domain","domain":{},"message":{}}"#,
    );
    assert_eq!(
        hash_of(&decoded),
        "8d4a3f4082945b7879e2b55f181c31a77c8c0a464b70669458abbaaf99de4c38"
    );
}

/// The same file: a domain with all fields, alone and with a message, as its
/// snapshot (`sign-typed-data.test.ts.snap`) has them for V4. Its salt, the bytes
/// 1, 2, 3, is filled up with zeros on the right.
#[test]
fn eth_sig_util_domain_with_all_fields() {
    let salt = format!("0x010203{}", "00".repeat(29));
    let with = |types: &str, primary: &str, message: &str| {
        format!(
            r#"{{"types":{{"EIP712Domain":[{{"name":"name","type":"string"}},
                {{"name":"version","type":"string"}},{{"name":"chainId","type":"uint256"}},
                {{"name":"verifyingContract","type":"address"}},{{"name":"salt","type":"bytes32"}}]{types}}},
              "primaryType":"{primary}","domain":{{"name":"example.metamask.io","version":"1",
                "chainId":1,"verifyingContract":"0x0000000000000000000000000000000000000000",
                "salt":"{salt}"}},"message":{message}}}"#
        )
    };
    let alone = typed(&with("", "EIP712Domain", "{}"));
    assert_eq!(
        hash_of(&alone),
        "54ffed5209a17ac210ef3823740b3852ee9cd518b84ee39f0a3fa7f2f9b4205b"
    );
    let types = r#","Message":[{"name":"data","type":"string"}]"#;
    let message = typed(&with(types, "Message", r#"{"data":"Hello!"}"#));
    assert_eq!(
        hash_of(&message),
        "d2669f23b7849020ad41bcbff5b51372793f91320e0f901641945568ed7322be"
    );
}

/// The same file: arrays of structs.
#[test]
fn eth_sig_util_arrays_of_structs() {
    let decoded = typed(include_str!("data/mail-arrays.json"));
    assert_eq!(
        hash_of(&decoded),
        "80a3aeb51161cfc47884ddf8eac0d2343d6ae640efe78b6a69be65e3045c1321"
    );
}

/// EIP-191 version 0x45: the hash of "hello world" that web3.js and geth's
/// `personal_sign` documentation agree on.
#[test]
fn eip_191_message() {
    let request = Request::Message {
        bytes: b"hello world".to_vec(),
        chain_id: 1,
    };
    let decoded = Decoded::from_request(&request).unwrap();
    assert_eq!(
        hash_of(&decoded),
        "d9eba16ed0ecae432b71fe008c98cc872bb4cc214d3220a36f365326cf807d68"
    );
    assert_eq!(decoded.permitted(Scope::Full), Ok(()));
}
