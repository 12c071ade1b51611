//! The node's first account as the signer, and calls that do not go through the
//! crate under test.

use std::ops::ControlFlow;

use alloy::primitives::{Signature, hex};
use mien_chain::{Address, B256, Client, UnsignedTransaction, WaitOptions, WaitProgress, assemble};

use super::Node;

/// Calls the node without going through the crate under test.
pub async fn ask(node: &Node, method: &str, params: serde_json::Value) -> serde_json::Value {
    let body = serde_json::json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client
        .post(node.running.rpc_url())
        .header("content-type", "application/json")
        .body(body.to_string());
    let text = request.send().await.unwrap().text().await.unwrap();
    let mut answer: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(answer.get("error").is_none(), "{method}: {answer}");
    answer["result"].take()
}

pub async fn first_account(node: &Node) -> Address {
    serde_json::from_value(ask(node, "eth_accounts", serde_json::json!([])).await[0].clone())
        .unwrap()
}

/// A signature by the node's first account, as the two-party signer gives it:
/// r, s, v. The key is the first of anvil's well-known test phrase.
pub fn sign(unsigned: &UnsignedTransaction) -> [u8; 65] {
    sign_hash(unsigned.signing_hash())
}

#[allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "anvil's public test key stands in for the two-party signer"
)]
pub fn sign_hash(hash: B256) -> [u8; 65] {
    let key = hex!("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
    let key = alloy::signers::k256::ecdsa::SigningKey::from_slice(&key).unwrap();
    let (signature, recovery) = key.sign_prehash_recoverable(hash.as_slice()).unwrap();
    Signature::from((signature, recovery)).as_bytes()
}

pub fn on(_: WaitProgress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

pub async fn send(client: &Client, unsigned: &UnsignedTransaction) -> mien_chain::Receipt {
    let signed = assemble(unsigned, &sign(unsigned)).unwrap();
    let hash = client.broadcast(&signed).await.unwrap();
    client.wait(hash, WaitOptions::default(), on).await.unwrap()
}
