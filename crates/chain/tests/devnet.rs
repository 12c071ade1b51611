//! The devnet's life: started once, found again, stopped, its state kept.
#![allow(clippy::unwrap_used)]

mod support;

use mien_chain::{
    ChainError, Client, Devnet, DevnetStatus, PortChoice, U256, WaitOptions, parse_address,
};
use std::ops::ControlFlow;
use support::{Node, search, silent_node};

#[tokio::test]
async fn start_is_idempotent_and_state_survives_a_restart() {
    let Some(node) = Node::start().await else {
        return;
    };
    let again = node.devnet.start(PortChoice::AnyFree).await.unwrap();
    assert_eq!(again, node.running);

    let account = parse_address("0xde709f2102306220921060314715629080e2fb77").unwrap();
    let client = node.client().await;
    let hash = client.fund(account, U256::from(77)).await.unwrap();
    client
        .wait(hash, WaitOptions::default(), |_| ControlFlow::Continue(()))
        .await
        .unwrap();
    let block = client.block_number().await.unwrap();
    assert!(client.client_version().await.unwrap().starts_with("anvil/"));

    assert!(node.devnet.stop().await.unwrap());
    assert!(!node.devnet.stop().await.unwrap());
    assert_eq!(node.devnet.status().await.unwrap(), DevnetStatus::Stopped);
    let error = Client::connect(&node.running.network().unwrap())
        .await
        .unwrap_err();
    assert!(matches!(error, ChainError::NodeDown { .. }), "{error:?}");

    let second = node.devnet.start(PortChoice::AnyFree).await.unwrap();
    let client = Client::connect(&second.network().unwrap()).await.unwrap();
    assert_eq!(client.balance(account).await.unwrap(), U256::from(77));
    assert_eq!(client.block_number().await.unwrap(), block);
    let DevnetStatus::Running { devnet, .. } = node.devnet.status().await.unwrap() else {
        unreachable!("it runs");
    };
    assert_eq!(devnet, second);

    node.devnet.reset().await.unwrap();
    let third = node.devnet.start(PortChoice::AnyFree).await.unwrap();
    let client = Client::connect(&third.network().unwrap()).await.unwrap();
    assert_eq!(client.balance(account).await.unwrap(), U256::ZERO);
    node.devnet.stop().await.unwrap();
}

#[tokio::test]
async fn a_stranger_with_the_recorded_process_id_is_left_alone() {
    let Some(node) = Node::start().await else {
        return;
    };
    let record = node.data_dir().join("devnet/anvil.json");
    let kept = std::fs::read_to_string(&record).unwrap();
    node.devnet.stop().await.unwrap();

    let mut stranger = std::process::Command::new("sleep")
        .arg("60")
        .spawn()
        .unwrap();
    let old = format!("\"pid\": {}", node.running.pid);
    assert!(kept.contains(&old));
    let forged = kept.replace(&old, &format!("\"pid\": {}", stranger.id()));
    std::fs::write(&record, forged).unwrap();

    assert_eq!(node.devnet.status().await.unwrap(), DevnetStatus::Stopped);
    assert!(!node.devnet.stop().await.unwrap());
    assert!(stranger.try_wait().unwrap().is_none(), "the stranger lives");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[tokio::test]
async fn a_damaged_record_counts_as_none() {
    let Some(node) = Node::start().await else {
        return;
    };
    let record = node.data_dir().join("devnet/anvil.json");
    node.devnet.stop().await.unwrap();
    std::fs::write(&record, "{\"running\":").unwrap();
    assert_eq!(node.devnet.status().await.unwrap(), DevnetStatus::Stopped);
    assert!(!node.devnet.stop().await.unwrap());
    assert!(!record.exists());
}

#[tokio::test]
async fn a_busy_port_is_told() {
    let Some(search) = search() else { return };
    let port = silent_node().await;
    let dir = tempfile::tempdir().unwrap();
    let devnet = Devnet::new(dir.path(), search);
    let error = devnet.start(PortChoice::Exactly(port)).await.unwrap_err();
    assert!(
        matches!(error, ChainError::PortBusy { port: p } if p == port),
        "{error:?}"
    );
    assert_eq!(devnet.status().await.unwrap(), DevnetStatus::Stopped);
}

#[tokio::test]
async fn two_starts_at_once_give_one_node() {
    let Some(search) = search() else { return };
    let dir = tempfile::tempdir().unwrap();
    let devnet = Devnet::new(dir.path(), search);
    let (one, two) = tokio::join!(
        devnet.start(PortChoice::AnyFree),
        devnet.start(PortChoice::AnyFree)
    );
    assert_eq!(one.unwrap(), two.unwrap());
    devnet.stop().await.unwrap();
}

#[tokio::test]
async fn a_damaged_state_is_told_with_the_log() {
    let Some(search) = search() else { return };
    let dir = tempfile::tempdir().unwrap();
    let devnet = Devnet::new(dir.path(), search);
    devnet.start(PortChoice::AnyFree).await.unwrap();
    devnet.stop().await.unwrap();
    std::fs::write(dir.path().join("devnet/state.json"), "not json").unwrap();
    let error = devnet.start(PortChoice::AnyFree).await.unwrap_err();
    assert!(error.to_string().contains("state.json"), "{error}");
    let ChainError::DevnetFailed { reason, log, .. } = &error else {
        unreachable!("{error:?}")
    };
    assert!(!reason.is_empty());
    assert_eq!(*log, devnet.log_path());
    assert_eq!(devnet.status().await.unwrap(), DevnetStatus::Stopped);
    devnet.reset().await.unwrap();
    devnet.start(PortChoice::AnyFree).await.unwrap();
    devnet.stop().await.unwrap();
}

#[tokio::test]
async fn without_anvil_the_message_says_how_to_get_it() {
    let dir = tempfile::tempdir().unwrap();
    let devnet = Devnet::new(dir.path(), mien_chain::AnvilSearch::default());
    let error = devnet.start(PortChoice::AnyFree).await.unwrap_err();
    assert!(
        matches!(error, ChainError::AnvilMissing { .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains("make setup"));
}

#[cfg(unix)]
#[tokio::test]
async fn it_is_in_a_process_group_of_its_own() {
    let Some(node) = Node::start().await else {
        return;
    };
    let pid = i32::try_from(node.running.pid).unwrap();
    let group = rustix::process::getpgid(rustix::process::Pid::from_raw(pid)).unwrap();
    assert_eq!(group.as_raw_nonzero().get(), pid);
    assert_ne!(group, rustix::process::getpgrp());
}

const DIR: &str = "MIEN_CHAIN_TEST_DIR";

/// Not a test of its own: starts a devnet and ends, when another test asks.
#[tokio::test]
async fn the_other_process() {
    let Ok(dir) = std::env::var(DIR) else { return };
    let devnet = Devnet::new(std::path::Path::new(&dir), search().unwrap());
    devnet.start(PortChoice::AnyFree).await.unwrap();
}

#[tokio::test]
async fn it_outlives_the_process_that_started_it_and_another_can_stop_it() {
    let Some(search) = search() else { return };
    let dir = tempfile::tempdir().unwrap();
    let other = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_other_process"])
        .env(DIR, dir.path())
        .output()
        .unwrap();
    assert!(other.status.success(), "{other:?}");
    let devnet = Devnet::new(dir.path(), search);
    let status = devnet.status().await.unwrap();
    assert!(matches!(status, DevnetStatus::Running { .. }), "{status:?}");
    assert!(devnet.stop().await.unwrap());
    assert_eq!(devnet.status().await.unwrap(), DevnetStatus::Stopped);
}
