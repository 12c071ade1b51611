//! Transfers on a real anvil, from preparation to receipt.
#![allow(clippy::unwrap_used)]

mod support;

use std::cell::Cell;
use std::ops::ControlFlow;
use std::time::Duration;

use alloy::consensus::{SignableTransaction, Transaction, TxEip1559};
use alloy::primitives::{Bytes, TxKind, hex};
use mien_chain::{
    Address, B256, Call, ChainError, Client, DataFees, FeeLevel, Outcome, TransferValue, U256,
    UnsignedTransaction, WaitOptions, WaitProgress, assemble, parse_address, parse_amount,
};
use mien_intent::{Decoded, Request, Scope};
use support::{Node, ask, first_account, on, send, sign, sign_hash};

const RECIPIENT: &str = "0x52908400098527886E0F7030069857D2E4169EE7";

fn recipient() -> Address {
    parse_address(RECIPIENT).unwrap()
}

fn ether(text: &str) -> U256 {
    parse_amount(text, "ETH").unwrap()
}

#[tokio::test]
async fn a_transfer_arrives_and_the_books_agree() {
    let Some(node) = Node::start().await else {
        return;
    };
    let client = node.client().await;
    let from = first_account(&node).await;
    let before = client.balance(from).await.unwrap();
    let value = ether("1.25");
    let unsigned = client
        .prepare(
            from,
            &Call::transfer(recipient(), TransferValue::Exact(value)),
            FeeLevel::Normal.into(),
        )
        .await
        .unwrap();

    let request = Request::Transaction {
        unsigned: unsigned.payload(),
    };
    let decoded = Decoded::from_request(&request).unwrap();
    assert_eq!(decoded.signing_hash(), unsigned.signing_hash().0);
    assert_eq!(decoded.permitted(Scope::Development), Ok(()));

    let receipt = send(&client, &unsigned).await;
    assert_eq!(receipt.outcome, Outcome::Success);
    assert_eq!((receipt.from, receipt.to), (from, Some(recipient())));
    assert_eq!(receipt.gas_used, 21_000);
    assert!(receipt.fee <= unsigned.highest_fee());
    assert_eq!(client.balance(recipient()).await.unwrap(), value);
    assert_eq!(
        client.balance(from).await.unwrap(),
        before - value - receipt.fee
    );
    assert_eq!(
        client.pending_nonce(from).await.unwrap(),
        unsigned.nonce() + 1
    );
}

#[tokio::test]
async fn sending_all_leaves_exactly_the_fee() {
    let Some(node) = Node::start().await else {
        return;
    };
    let client = node.client().await;
    let from = first_account(&node).await;
    let balance = client.balance(from).await.unwrap();
    for level in [FeeLevel::Slow, FeeLevel::Normal, FeeLevel::Fast] {
        let all = client
            .prepare(
                from,
                &Call::transfer(recipient(), TransferValue::All),
                level.into(),
            )
            .await
            .unwrap();
        assert_eq!(all.value() + all.highest_fee(), balance);
    }
    let all = client
        .prepare(
            from,
            &Call::transfer(recipient(), TransferValue::All),
            FeeLevel::Normal.into(),
        )
        .await
        .unwrap();
    let receipt = send(&client, &all).await;
    let left = client.balance(from).await.unwrap();
    assert_eq!(left, all.highest_fee() - receipt.fee);
}

#[tokio::test]
async fn too_little_is_told_in_numbers_before_anything_is_signed() {
    let Some(node) = Node::start().await else {
        return;
    };
    let client = node.client().await;
    let from = first_account(&node).await;
    let balance = client.balance(from).await.unwrap();
    // Enough for the value, not for the fee; and far too little.
    for value in [balance, balance * U256::from(2), U256::MAX] {
        let error = client
            .prepare(
                from,
                &Call::transfer(recipient(), TransferValue::Exact(value)),
                FeeLevel::Slow.into(),
            )
            .await
            .unwrap_err();
        let ChainError::InsufficientFunds {
            balance: has,
            value: wanted,
            highest_fee,
            ..
        } = &error
        else {
            unreachable!("{error:?}");
        };
        assert_eq!((*has, *wanted), (balance, value));
        assert!(*highest_fee > U256::ZERO);
        assert!(error.to_string().contains("10000 ETH"), "{error}");
    }
    let poor = Address::repeat_byte(0x77);
    for value in [TransferValue::All, TransferValue::Exact(U256::from(1))] {
        let error = client
            .prepare(poor, &Call::transfer(from, value), FeeLevel::Normal.into())
            .await
            .unwrap_err();
        assert!(
            matches!(error, ChainError::InsufficientFunds { .. }),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn funding_works_on_the_devnet_and_nowhere_else() {
    let Some(node) = Node::start().await else {
        return;
    };
    let client = node.client().await;
    let hash = client.fund(recipient(), ether("2")).await.unwrap();
    client.wait(hash, WaitOptions::default(), on).await.unwrap();
    assert_eq!(client.balance(recipient()).await.unwrap(), ether("2"));

    let Some(fork) = Node::start_with_chain_id(1).await else {
        return;
    };
    let error = fork
        .client()
        .await
        .fund(recipient(), ether("2"))
        .await
        .unwrap_err();
    assert!(matches!(error, ChainError::DevnetOnly { .. }), "{error:?}");
}

#[tokio::test]
async fn a_signature_of_another_key_or_text_does_not_leave() {
    let Some(node) = Node::start().await else {
        return;
    };
    let client = node.client().await;
    let from = first_account(&node).await;
    let value = TransferValue::Exact(U256::from(1));
    let unsigned = client
        .prepare(
            from,
            &Call::transfer(recipient(), value),
            FeeLevel::Slow.into(),
        )
        .await
        .unwrap();
    let good = sign(&unsigned);
    assert!(assemble(&unsigned, &good).is_ok());

    let other = sign_hash(B256::repeat_byte(1));
    assert!(matches!(
        assemble(&unsigned, &other),
        Err(ChainError::WrongSender { .. })
    ));

    let stranger = UnsignedTransaction::new(recipient(), unsigned.tx().clone());
    assert!(matches!(
        assemble(&stranger, &good),
        Err(ChainError::WrongSender { expected, recovered }) if expected == recipient() && recovered == from
    ));

    for at in [0, 31, 32, 63, 64] {
        let mut flipped = good;
        flipped[at] ^= 1;
        assert!(assemble(&unsigned, &flipped).is_err(), "byte {at}");
    }
    for v in [2, 26, 29, 37, 255] {
        let mut odd = good;
        odd[64] = v;
        assert!(
            matches!(
                assemble(&unsigned, &odd),
                Err(ChainError::BadSignature { .. })
            ),
            "v = {v}"
        );
    }
    assert!(matches!(
        assemble(&unsigned, &[0; 65]),
        Err(ChainError::BadSignature { .. })
    ));
    assert_eq!(client.pending_nonce(from).await.unwrap(), unsigned.nonce());
}

#[tokio::test]
async fn a_high_s_is_refused_although_it_recovers() {
    let Some(node) = Node::start().await else {
        return;
    };
    let client = node.client().await;
    let from = first_account(&node).await;
    let value = TransferValue::Exact(U256::from(1));
    let unsigned = client
        .prepare(
            from,
            &Call::transfer(recipient(), value),
            FeeLevel::Slow.into(),
        )
        .await
        .unwrap();
    let order = U256::from_be_bytes(hex!(
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
    ));
    let mut high = sign(&unsigned);
    let s = U256::from_be_slice(&high[32..64]);
    high[32..64].copy_from_slice(&(order - s).to_be_bytes::<32>());
    high[64] = if high[64] == 27 { 28 } else { 27 };
    let error = assemble(&unsigned, &high).unwrap_err();
    assert!(
        matches!(&error, ChainError::BadSignature { reason } if reason.contains("EIP-2")),
        "{error:?}"
    );
}

#[tokio::test]
async fn handing_over_twice_is_no_error() {
    let Some(node) = Node::start().await else {
        return;
    };
    let client = node.client().await;
    ask(&node, "evm_setAutomine", serde_json::json!([false])).await;
    let from = first_account(&node).await;
    let value = TransferValue::Exact(U256::from(1));
    let unsigned = client
        .prepare(
            from,
            &Call::transfer(recipient(), value),
            FeeLevel::Slow.into(),
        )
        .await
        .unwrap();
    let signed = assemble(&unsigned, &sign(&unsigned)).unwrap();
    assert_eq!(client.broadcast(&signed).await.unwrap(), signed.hash());
    assert_eq!(client.broadcast(&signed).await.unwrap(), signed.hash());
    assert_eq!(
        client.pending_nonce(from).await.unwrap(),
        unsigned.nonce() + 1
    );
}

#[tokio::test]
async fn waiting_tells_what_happens_and_can_be_stopped() {
    let Some(node) = Node::start().await else {
        return;
    };
    let client = node.client().await;
    ask(&node, "evm_setAutomine", serde_json::json!([false])).await;
    let from = first_account(&node).await;
    let value = TransferValue::Exact(U256::from(1));
    let unsigned = client
        .prepare(
            from,
            &Call::transfer(recipient(), value),
            FeeLevel::Slow.into(),
        )
        .await
        .unwrap();
    let signed = assemble(&unsigned, &sign(&unsigned)).unwrap();
    let hash = client.broadcast(&signed).await.unwrap();

    let stop = client.wait(hash, WaitOptions::default(), |seen| {
        assert_eq!(seen, WaitProgress::Pending);
        ControlFlow::Break(())
    });
    assert!(matches!(stop.await, Err(ChainError::Cancelled { hash: h }) if h == hash));

    let brief = WaitOptions {
        timeout: Duration::from_millis(300),
        ..WaitOptions::default()
    };
    let late = client.wait(hash, brief, on).await;
    assert!(matches!(late, Err(ChainError::NotConfirmed { hash: h, .. }) if h == hash));

    ask(&node, "evm_mine", serde_json::json!([])).await;
    let seen_first = Cell::new(false);
    let three = WaitOptions {
        confirmations: 3,
        timeout: Duration::from_secs(60),
    };
    let more = async {
        // Bounded, so that a wait that ends too early fails the test.
        for _ in 0..1_000 {
            if seen_first.get() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        ask(&node, "anvil_mine", serde_json::json!(["0x2"])).await;
    };
    let wait = client.wait(hash, three, |seen| {
        if matches!(
            seen,
            WaitProgress::Mined {
                confirmations: 1,
                ..
            }
        ) {
            seen_first.set(true);
        }
        ControlFlow::Continue(())
    });
    let (receipt, ()) = tokio::join!(wait, more);
    assert_eq!(receipt.unwrap().confirmations, 3);
}

#[tokio::test]
async fn a_node_that_dies_while_waiting_is_waited_for() {
    let Some(node) = Node::start().await else {
        return;
    };
    let client = node.client().await;
    node.devnet.stop().await.unwrap();
    let mut silent = false;
    let brief = WaitOptions {
        timeout: Duration::from_millis(600),
        ..WaitOptions::default()
    };
    let result = client.wait(B256::repeat_byte(9), brief, |seen| {
        silent |= seen == WaitProgress::NodeSilent;
        ControlFlow::Continue(())
    });
    assert!(matches!(result.await, Err(ChainError::NotConfirmed { .. })));
    assert!(silent);
}

/// Code that reverts with `Error("no entry")`: copies its own tail to memory
/// and reverts with it.
fn reverting_code() -> String {
    let reason = hex!(
        "08c379a0"
        "0000000000000000000000000000000000000000000000000000000000000020"
        "0000000000000000000000000000000000000000000000000000000000000008"
        "6e6f20656e747279000000000000000000000000000000000000000000000000"
    );
    // PUSH1 len, PUSH1 offset, PUSH0, CODECOPY, PUSH1 len, PUSH0, REVERT.
    let len = u8::try_from(reason.len()).unwrap();
    let head = [0x60, len, 0x60, 0x0a, 0x5f, 0x39, 0x60, len, 0x5f, 0xfd];
    format!("0x{}{}", hex::encode(head), hex::encode(reason))
}

#[tokio::test]
async fn a_recipient_that_refuses_is_told_with_its_reason() {
    let Some(node) = Node::start().await else {
        return;
    };
    let client = node.client().await;
    let from = first_account(&node).await;
    let wall = Address::repeat_byte(0x42);
    ask(
        &node,
        "anvil_setCode",
        serde_json::json!([wall, reverting_code()]),
    )
    .await;
    assert!(client.has_code(wall).await.unwrap());

    for value in [TransferValue::Exact(U256::from(1)), TransferValue::All] {
        let error = client
            .prepare(from, &Call::transfer(wall, value), FeeLevel::Normal.into())
            .await
            .unwrap_err();
        assert!(
            matches!(&error, ChainError::WouldRevert { reason } if reason.contains("no entry")),
            "{error:?}"
        );
    }

    // Sent all the same, as if the contract had changed its mind in between.
    let fee = client.fees().await.unwrap().normal;
    let tx = TxEip1559 {
        chain_id: 31337,
        nonce: client.pending_nonce(from).await.unwrap(),
        gas_limit: 100_000,
        max_fee_per_gas: fee.max_fee_per_gas,
        max_priority_fee_per_gas: fee.max_priority_fee_per_gas,
        to: TxKind::Call(wall),
        value: U256::from(1),
        input: Bytes::new(),
        ..Default::default()
    };
    assert_eq!(
        tx.signature_hash(),
        UnsignedTransaction::new(from, tx.clone()).signing_hash()
    );
    let receipt = send(&client, &UnsignedTransaction::new(from, tx)).await;
    let Outcome::Reverted {
        reason: Some(reason),
    } = &receipt.outcome
    else {
        unreachable!("{receipt:?}");
    };
    assert!(reason.contains("no entry"), "{reason}");
    assert_eq!(client.balance(wall).await.unwrap(), U256::ZERO);
}

#[tokio::test]
async fn fees_are_ordered_and_cover_the_base_fee() {
    let Some(node) = Node::start().await else {
        return;
    };
    let client = node.client().await;
    let from = first_account(&node).await;
    for _ in 0..3 {
        let fees = client.fees().await.unwrap();
        assert!(fees.slow.max_fee_per_gas >= fees.base_fee);
        assert!(fees.slow.max_fee_per_gas <= fees.normal.max_fee_per_gas);
        assert!(fees.normal.max_fee_per_gas <= fees.fast.max_fee_per_gas);
        let value = TransferValue::Exact(U256::from(1));
        let unsigned = client
            .prepare(
                from,
                &Call::transfer(recipient(), value),
                FeeLevel::Slow.into(),
            )
            .await
            .unwrap();
        assert_eq!(send(&client, &unsigned).await.outcome, Outcome::Success);
    }
}

/// Code that answers every call with this number.
fn constant_code(number: U256) -> String {
    // PUSH32 number, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN.
    format!(
        "0x7f{}5f5260205ff3",
        hex::encode(number.to_be_bytes::<32>())
    )
}

/// Where rollups of the OP stack have their oracle.
const ORACLE: &str = "0x420000000000000000000000000000000000000F";

/// Prepares sending one wei, and gives what its data costs.
async fn data_fee(client: &Client, from: Address) -> U256 {
    let one = TransferValue::Exact(U256::from(1));
    let call = Call::transfer(recipient(), one);
    let prepared = client.prepare(from, &call, FeeLevel::Normal.into()).await;
    prepared.unwrap().data_fee()
}

#[tokio::test]
async fn a_network_charges_for_data_where_it_has_the_oracle_and_is_asked_once() {
    let Some(node) = Node::start().await else {
        return;
    };
    let from = first_account(&node).await;
    let set = async |code: String| {
        ask(&node, "anvil_setCode", serde_json::json!([ORACLE, code])).await;
    };
    let known = DataFees::default();
    let plain = node.client().await.sharing(&known);
    assert_eq!(data_fee(&plain, from).await, U256::ZERO);
    set(constant_code(ether("0.0004"))).await;
    // Those that share what they know do not ask again; others find it.
    let sharing = node.client().await.sharing(&known);
    assert_eq!(data_fee(&sharing, from).await, U256::ZERO);
    let fresh = node.client().await;
    assert_eq!(data_fee(&fresh, from).await, ether("0.0005"));
    // An oracle that refuses, or answers something else, costs nothing and
    // stops nothing.
    for broken in ["0x5f5ffd", "0x00"] {
        set(broken.to_owned()).await;
        assert_eq!(data_fee(&fresh, from).await, U256::ZERO, "{broken}");
    }
}

#[tokio::test]
async fn the_data_fee_of_a_rollup_is_kept_back() {
    let Some(node) = Node::start().await else {
        return;
    };
    let client = node.client().await;
    let from = first_account(&node).await;
    let balance = client.balance(from).await.unwrap();
    let fee = ether("0.0004");
    ask(
        &node,
        "anvil_setCode",
        serde_json::json!([ORACLE, constant_code(fee)]),
    )
    .await;

    let all = client
        .prepare(
            from,
            &Call::transfer(recipient(), TransferValue::All),
            FeeLevel::Normal.into(),
        )
        .await
        .unwrap();
    let gas = U256::from(all.tx().gas_limit()) * U256::from(all.tx().max_fee_per_gas());
    assert_eq!(
        all.highest_fee(),
        gas + ether("0.0005"),
        "a quarter more than the oracle says"
    );
    assert_eq!(all.value() + all.highest_fee(), balance);

    let almost = TransferValue::Exact(all.value() + U256::from(1));
    let error = client
        .prepare(
            from,
            &Call::transfer(recipient(), almost),
            FeeLevel::Fast.into(),
        )
        .await
        .unwrap_err();
    assert!(
        matches!(error, ChainError::InsufficientFunds { .. }),
        "{error:?}"
    );
}
