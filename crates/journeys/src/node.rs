//! What the node itself says, asked for without the product's own code.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::{Value, json};

/// A JSON-RPC node on the loopback interface.
#[derive(Clone, Debug)]
pub struct Node {
    authority: String,
}

impl Node {
    /// From a URL such as `http://127.0.0.1:8545`.
    #[must_use]
    pub fn new(url: &str) -> Self {
        let authority = url
            .trim_start_matches("http://")
            .trim_end_matches('/')
            .to_owned();
        Self { authority }
    }

    /// The URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.authority)
    }

    /// Calls a method and returns its result.
    ///
    /// # Errors
    /// When the node does not answer, or with an error.
    pub fn call(&self, method: &str, params: &Value) -> anyhow::Result<Value> {
        let body =
            json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
        let mut stream = TcpStream::connect(&self.authority)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        write!(
            stream,
            "POST / HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.authority,
            body.len()
        )?;
        let mut response = String::new();
        stream.read_to_string(&mut response)?;
        let (_, payload) = response.split_once("\r\n\r\n").context("no HTTP body")?;
        let start = payload.find('{').context("no JSON in the answer")?;
        let end = payload.rfind('}').context("no JSON in the answer")?;
        let answer: Value = serde_json::from_str(&payload[start..=end])?;
        match answer.get("error") {
            None => Ok(answer["result"].clone()),
            Some(error) => bail!("{method}: {error}"),
        }
    }

    /// An address's balance in wei.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub fn balance(&self, address: &str) -> anyhow::Result<u128> {
        quantity(&self.call("eth_getBalance", &json!([address, "latest"]))?)
    }

    /// How many transactions an address has sent, those waiting included.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub fn sent_by(&self, address: &str) -> anyhow::Result<u128> {
        quantity(&self.call("eth_getTransactionCount", &json!([address, "pending"]))?)
    }

    /// The number of the newest block.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub fn block_number(&self) -> anyhow::Result<u128> {
        quantity(&self.call("eth_blockNumber", &json!([]))?)
    }
}

fn quantity(value: &Value) -> anyhow::Result<u128> {
    let text = value.as_str().context("not a quantity")?;
    Ok(u128::from_str_radix(text.trim_start_matches("0x"), 16)?)
}
