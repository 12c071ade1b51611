//! A gateway to IPFS on this machine: for the devnet, and for nothing else.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use mien_chain::{ChainError, Gateway, MediaFetcher, Network};
use support::{answering_node, http, network_at};

const CID: &str = "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";

#[tokio::test]
async fn it_serves_the_devnet_alone_and_only_what_is_on_ipfs() {
    let port = answering_node(http("200 OK", r#"{"name":"Here"}"#)).await;
    let url = format!("http://127.0.0.1:{port}");
    let fetcher = || MediaFetcher::new(Some(Gateway::parse(&url).unwrap())).unwrap();
    let devnet = fetcher().for_network(&network_at(1)).unwrap();
    assert_eq!(devnet.metadata(CID).await.unwrap().name, "Here");
    // A token's own words never lead here.
    for own in [format!("{url}/x"), format!("https://127.0.0.1:{port}/x")] {
        let error = devnet.metadata(&own).await.unwrap_err();
        assert!(matches!(error, ChainError::MediaRefused { .. }), "{error}");
    }
    let live = Network::new("live", 1, "ETH").unwrap();
    let fork = live.clone().with_rpc_url("http://127.0.0.1:1").unwrap();
    let elsewhere = Network::new("far", 31337, "ETH").unwrap();
    let elsewhere = elsewhere.with_rpc_url("https://node.example").unwrap();
    for network in [live, fork, elsewhere] {
        let fetcher = fetcher().for_network(&network).unwrap();
        let error = fetcher.metadata(CID).await.unwrap_err();
        assert!(matches!(error, ChainError::LocalGateway), "{error}");
    }
    let error = fetcher().metadata(CID).await.unwrap_err();
    assert!(matches!(error, ChainError::LocalGateway), "{error}");
}
