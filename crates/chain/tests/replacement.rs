//! Speeding up, cancelling, and finding out where a transaction stands.
#![allow(clippy::unwrap_used)]

mod support;

use mien_chain::{
    Address, Call, ChainError, Client, Fee, FeeLevel, FeeWish, Market, Replacement, Standing,
    TransferValue, U256, UnsignedTransaction, WaitOptions, assemble,
};
use serde_json::json;
use support::{Node, ask, first_account, on, sign};

const STRANGER: Address = Address::repeat_byte(0x5a);

/// A devnet that mines only when told, and a transfer that waits in it.
async fn waiting() -> Option<(Node, Client, UnsignedTransaction)> {
    let node = Node::start().await?;
    let client = node.client().await;
    ask(&node, "evm_setAutomine", json!([false])).await;
    let from = first_account(&node).await;
    let call = Call::transfer(STRANGER, TransferValue::Exact(U256::from(7)));
    let prepared = client.prepare(from, &call, FeeLevel::Slow.into()).await;
    let unsigned = prepared.unwrap();
    let signed = assemble(&unsigned, &sign(&unsigned)).unwrap();
    client.broadcast(&signed).await.unwrap();
    Some((node, client, unsigned))
}

fn hash(unsigned: &UnsignedTransaction) -> mien_chain::B256 {
    assemble(unsigned, &sign(unsigned)).unwrap().hash()
}

#[tokio::test]
async fn the_same_at_a_higher_fee_takes_the_old_ones_place() {
    let Some((node, client, old)) = waiting().await else {
        return;
    };
    let how = Replacement::SpeedUp;
    let new = client.prepare_replacement(hash(&old), how).await.unwrap();
    assert_eq!((new.nonce(), new.to()), (old.nonce(), old.to()));
    assert_eq!((new.value(), new.input()), (old.value(), old.input()));
    assert!(new.fee().max_fee_per_gas * 10 > old.fee().max_fee_per_gas * 11);
    client
        .broadcast(&assemble(&new, &sign(&new)).unwrap())
        .await
        .unwrap();
    ask(&node, "evm_mine", json!([])).await;
    let receipt = client.wait(hash(&new), WaitOptions::default(), on);
    assert_eq!(receipt.await.unwrap().to, Some(STRANGER));
    assert_eq!(client.balance(STRANGER).await.unwrap(), U256::from(7));
    let standing =
        |tx: &UnsignedTransaction| client.standing(hash(tx), tx.from(), Some(tx.nonce()));
    assert_eq!(standing(&old).await.unwrap(), Standing::Displaced);
    assert!(matches!(standing(&new).await.unwrap(), Standing::Mined(_)));
}

#[tokio::test]
async fn a_cancelled_transfer_sends_nothing() {
    let Some((node, client, old)) = waiting().await else {
        return;
    };
    let standing = client.standing(hash(&old), old.from(), Some(old.nonce()));
    assert_eq!(standing.await.unwrap(), Standing::Waiting);
    let how = Replacement::Cancel;
    let new = client.prepare_replacement(hash(&old), how).await.unwrap();
    assert_eq!((new.to(), new.value()), (Some(old.from()), U256::ZERO));
    client
        .broadcast(&assemble(&new, &sign(&new)).unwrap())
        .await
        .unwrap();
    ask(&node, "evm_mine", json!([])).await;
    client
        .wait(hash(&new), WaitOptions::default(), on)
        .await
        .unwrap();
    assert_eq!(client.balance(STRANGER).await.unwrap(), U256::ZERO);
    let again = client.prepare_replacement(hash(&new), how).await;
    assert!(
        matches!(again, Err(ChainError::NotWaiting { .. })),
        "{again:?}"
    );
}

#[tokio::test]
async fn a_transaction_that_the_node_forgot_is_lost_not_displaced() {
    let Some((node, client, old)) = waiting().await else {
        return;
    };
    ask(&node, "anvil_dropTransaction", json!([hash(&old)])).await;
    let standing = client.standing(hash(&old), old.from(), Some(old.nonce()));
    assert_eq!(standing.await.unwrap(), Standing::Lost);
}

#[tokio::test]
async fn a_fee_of_ones_own_is_taken_and_an_impossible_one_refused() {
    let Some(node) = Node::start().await else {
        return;
    };
    let client = node.client().await;
    let from = first_account(&node).await;
    let call = Call::transfer(STRANGER, TransferValue::Exact(U256::from(1)));
    let fee = |max_fee_per_gas, max_priority_fee_per_gas| Fee {
        max_fee_per_gas,
        max_priority_fee_per_gas,
    };
    let own = fee(9_000_000_000, 3);
    let prepared = client.prepare(from, &call, FeeWish::Exact(own)).await;
    assert_eq!(prepared.unwrap().fee(), own);
    for bad in [fee(0, 0), fee(5, 6)] {
        let error = client.prepare(from, &call, FeeWish::Exact(bad)).await;
        assert!(matches!(error, Err(ChainError::BadFee { .. })), "{error:?}");
    }
    assert_eq!(client.fees().await.unwrap().market, Market::BaseFee);
}
