//! A trial in the three ways that nodes offer: what they tell must agree.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod support;

use alloy::primitives::I256;
use mien_chain::{
    Address, BalanceChange, Call, Client, FeeLevel, TestContracts, TransferValue, Trial, U256,
    erc20_transfer, erc721_transfer, erc1155_transfer,
};
use support::{Node, artifacts, first_account, network_at, without_methods};

const STRANGER: Address = Address::repeat_byte(0x5a);
const SIMULATE: &str = "eth_simulateV1";
const TRACE: &str = "debug_traceCall";

/// What a trial of a call says at a node.
async fn trial(client: &Client, from: Address, call: &Call) -> Trial {
    let unsigned = client.prepare(from, call, FeeLevel::Normal.into()).await;
    client.simulate(&unsigned.unwrap()).await.unwrap()
}

fn changes(trial: &Trial) -> &[BalanceChange] {
    match trial {
        Trial::Changes { changes, .. } => changes,
        other => panic!("{other:?}"),
    }
}

fn transfers(owner: Address, contracts: &TestContracts) -> Vec<(Call, BalanceChange)> {
    let one = U256::from(1);
    let less = |amount: i64| I256::try_from(-amount).unwrap();
    vec![
        (
            Call::transfer(STRANGER, TransferValue::Exact(U256::from(7))),
            BalanceChange::Coin { change: less(7) },
        ),
        (
            Call::contract(contracts.dollar, erc20_transfer(STRANGER, U256::from(12))),
            BalanceChange::Erc20 {
                token: contracts.dollar,
                change: less(12),
            },
        ),
        (
            Call::contract(contracts.picture, erc721_transfer(owner, STRANGER, one)),
            BalanceChange::Nft {
                token: contracts.picture,
                id: one,
                change: less(1),
            },
        ),
        (
            Call::contract(
                contracts.items,
                erc1155_transfer(owner, STRANGER, one, U256::from(2)),
            ),
            BalanceChange::Nft {
                token: contracts.items,
                id: one,
                change: less(2),
            },
        ),
    ]
}

#[tokio::test]
async fn nodes_without_simulation_are_asked_for_a_trace_and_agree() {
    let Some(artifacts) = artifacts("trials of every kind") else {
        return;
    };
    let Some(node) = Node::start().await else {
        return;
    };
    let full = node.client().await;
    let owner = first_account(&node).await;
    let contracts = full.seed(&artifacts, owner).await.unwrap();
    let at = |port| async move { Client::connect(&network_at(port)).await.unwrap() };
    let tracing = at(without_methods(node.running.port, &[SIMULATE]).await).await;
    let plain = at(without_methods(node.running.port, &[SIMULATE, TRACE]).await).await;
    for (call, expected) in transfers(owner, &contracts) {
        for client in [&full, &tracing] {
            let tried = trial(client, owner, &call).await;
            assert_eq!(changes(&tried), std::slice::from_ref(&expected));
        }
        assert_eq!(trial(&plain, owner, &call).await, Trial::GoesThrough);
    }
}

#[tokio::test]
async fn every_way_tells_a_failure() {
    let Some(artifacts) = artifacts("trials that fail") else {
        return;
    };
    let Some(node) = Node::start().await else {
        return;
    };
    let full = node.client().await;
    let owner = first_account(&node).await;
    let contracts = full.seed(&artifacts, owner).await.unwrap();
    // Prepared while it works; then everything is gone to somebody else.
    let all = U256::from(1_000_000_000_u64);
    let call = Call::contract(contracts.dollar, erc20_transfer(STRANGER, all));
    let level = FeeLevel::Normal.into();
    let unsigned = full.prepare(owner, &call, level).await.unwrap();
    support::send(&full, &full.prepare(owner, &call, level).await.unwrap()).await;
    let methods: [&'static [&'static str]; 3] = [&[], &[SIMULATE], &[SIMULATE, TRACE]];
    for missing in methods {
        let port = without_methods(node.running.port, missing).await;
        let client = Client::connect(&network_at(port)).await.unwrap();
        let tried = client.simulate(&unsigned).await.unwrap();
        assert!(
            matches!(tried, Trial::Fails { .. }),
            "{missing:?}: {tried:?}"
        );
    }
}
