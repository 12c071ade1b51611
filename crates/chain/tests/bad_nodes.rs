//! Nodes that are down, slow, wrong, or no nodes at all.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use mien_chain::{
    Address, Call, ChainError, Client, FeeLevel, Network, Timeouts, TransferValue, U256,
};
use support::{answering_node, endless_node, http, network_at, scripted_node, silent_node};

const SHORT: Timeouts = Timeouts {
    connect: Duration::from_millis(300),
    request: Duration::from_millis(300),
};

async fn refused(network: &Network) -> ChainError {
    Client::connect(network).await.unwrap_err()
}

async fn refused_soon(network: &Network) -> ChainError {
    Client::connect_with(network, SHORT).await.unwrap_err()
}

#[tokio::test]
async fn a_node_that_is_down() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let error = refused(&network_at(port)).await;
    assert!(matches!(error, ChainError::NodeDown { .. }), "{error:?}");
    let text = error.to_string();
    assert!(
        text.contains(&port.to_string()) && text.contains("check"),
        "{text}"
    );
}

#[tokio::test]
async fn a_node_that_never_answers() {
    let error = refused_soon(&network_at(silent_node().await)).await;
    assert!(
        matches!(
            error,
            ChainError::NodeSlow {
                method: "eth_chainId",
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_network_without_a_node() {
    let error = refused(&Network::new("lonely", 1, "ETH").unwrap()).await;
    assert!(
        matches!(&error, ChainError::NoRpcUrl { network } if network == "lonely"),
        "{error:?}"
    );
}

#[tokio::test]
async fn answers_that_are_rubbish() {
    let rpc = |result: &str| {
        http(
            "200 OK",
            &format!(r#"{{"jsonrpc":"2.0","id":0,"result":{result}}}"#),
        )
    };
    for answer in [
        http("200 OK", "<html>hello</html>"),
        http("200 OK", ""),
        http("200 OK", "{}"),
        http("200 OK", "null"),
        http("404 Not Found", "no such page"),
        http("502 Bad Gateway", ""),
        http("302 Found\r\nLocation: http://127.0.0.1:1/", ""),
        rpc("\"moon\""),
        rpc("[]"),
        rpc("\"0x1ffffffffffffffffffff\""),
        b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(),
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"jsonrpc\"".to_vec(),
        vec![0; 64],
    ] {
        let shown = String::from_utf8_lossy(&answer).into_owned();
        let error = refused(&network_at(answering_node(answer).await)).await;
        assert!(
            matches!(error, ChainError::NodeRubbish { .. }),
            "{shown}: {error:?}"
        );
    }
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let error = refused(&network_at(endless_node().await)).await;
    assert!(
        matches!(&error, ChainError::NodeRubbish { detail, .. } if detail.contains("more than")),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_node_that_answers_with_an_error_of_its_own() {
    let body =
        r#"{"jsonrpc":"2.0","id":0,"error":{"code":-32005,"message":"limit \u001b[2J exceeded"}}"#;
    let error = refused(&network_at(answering_node(http("200 OK", body)).await)).await;
    assert!(
        matches!(error, ChainError::NodeRefused { code: -32005, .. }),
        "{error:?}"
    );
    assert!(
        !error.to_string().chars().any(char::is_control),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_node_of_another_chain_is_told_with_both_ids() {
    let body = r#"{"jsonrpc":"2.0","id":0,"result":"0x1"}"#;
    let error = refused(&network_at(answering_node(http("200 OK", body)).await)).await;
    assert!(
        matches!(
            error,
            ChainError::WrongChain {
                expected: 31337,
                found: 1,
                ..
            }
        ),
        "{error:?}"
    );
    let text = error.to_string();
    assert!(text.contains("31337") && text.contains("has 1;"), "{text}");
}

#[tokio::test]
async fn the_nodes_secret_path_is_in_no_message() {
    let port = silent_node().await;
    let url = format!("http://127.0.0.1:{port}/v2/s3cret");
    let network = network_at(port).with_rpc_url(&url).unwrap();
    let slow = refused_soon(&network).await;
    let down = refused(&network.with_rpc_url("http://127.0.0.1:9/s3cret").unwrap()).await;
    for error in [slow, down] {
        assert!(!error.to_string().contains("s3cret"), "{error}");
    }
}

/// geth, unlike anvil, refuses to estimate what the account cannot pay, in
/// words of its own; ours name the numbers.
#[tokio::test]
async fn a_node_that_refuses_to_estimate_is_not_asked_in_vain() {
    let port = scripted_node(|method| {
        match method {
            "eth_chainId" => r#""result":"0x7a69""#,
            "eth_feeHistory" => {
                r#""result":{"oldestBlock":"0x1","baseFeePerGas":["0x64","0x64"],
                   "gasUsedRatio":[0.5],"reward":[["0x1","0x2","0x3"]]}"#
            }
            "eth_getBalance" => r#""result":"0x10""#,
            _ => r#""error":{"code":-32000,"message":"insufficient funds for transfer"}"#,
        }
        .to_owned()
    })
    .await;
    let client = Client::connect(&network_at(port)).await.unwrap();
    let (from, to) = (Address::repeat_byte(1), Address::repeat_byte(2));
    for value in [TransferValue::All, TransferValue::Exact(U256::from(17))] {
        let error = client
            .prepare(from, &Call::transfer(to, value), FeeLevel::Slow.into())
            .await
            .unwrap_err();
        assert!(
            matches!(error, ChainError::InsufficientFunds { balance, .. } if balance == U256::from(16)),
            "{error:?}"
        );
    }
}
