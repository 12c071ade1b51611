//! Tokens of all three kinds, with real contracts on a real anvil.
#![allow(clippy::unwrap_used)]

mod support;

use alloy::primitives::{I256, bytes};
use mien_chain::{
    Address, Approval, BalanceChange, Call, ChainError, Client, FeeLevel, Holding, KnownCall,
    MediaFetcher, OperatorRight, Outcome, PictureKind, TestContracts, TokenKind, TransferValue,
    Trial, U256, approve_all, erc20_approve, erc20_transfer, erc721_transfer, erc1155_transfer,
};
use support::{Node, artifacts, first_account, send};

const STRANGER: Address = Address::repeat_byte(0x5a);

struct Seeded {
    _node: Node,
    client: Client,
    owner: Address,
    contracts: TestContracts,
}

/// A devnet with the test contracts, everything minted to its first account.
async fn seeded(what: &str) -> Option<Seeded> {
    let artifacts = artifacts(what)?;
    let node = Node::start().await?;
    let client = node.client().await;
    let owner = first_account(&node).await;
    let contracts = client.seed(&artifacts, owner).await.unwrap();
    Some(Seeded {
        _node: node,
        client,
        owner,
        contracts,
    })
}

impl Seeded {
    async fn run(&self, contract: Address, input: alloy::primitives::Bytes) {
        let call = Call::contract(contract, input);
        let unsigned = self
            .client
            .prepare(self.owner, &call, FeeLevel::Normal.into());
        let receipt = send(&self.client, &unsigned.await.unwrap()).await;
        assert_eq!(receipt.outcome, Outcome::Success);
    }

    async fn dollars(&self, of: Address) -> U256 {
        let tokens = [self.contracts.dollar];
        let balances = self.client.token_balances(of, &tokens).await;
        balances.unwrap()[0].unwrap()
    }
}

#[tokio::test]
async fn contracts_say_what_they_are() {
    let Some(chain) = seeded("token metadata").await else {
        return;
    };
    let dollar = chain.client.token(chain.contracts.dollar).await.unwrap();
    assert_eq!(
        (dollar.kind, dollar.symbol.as_str(), dollar.decimals),
        (TokenKind::Erc20, "TUSD", 6)
    );
    let picture = chain.client.token(chain.contracts.picture).await.unwrap();
    assert_eq!(
        (picture.kind, picture.name.as_str()),
        (TokenKind::Erc721, "Test Picture")
    );
    let items = chain.client.token(chain.contracts.items).await.unwrap();
    assert_eq!((items.kind, items.decimals), (TokenKind::Erc1155, 0));
    let uri = |token, id| chain.client.metadata_uri(token, U256::from(id));
    let of_picture = uri(&picture, 2_u64).await.unwrap().unwrap();
    assert!(of_picture.starts_with("data:application/json;base64,"));
    let of_item = uri(&items, 1_u64).await.unwrap().unwrap();
    assert!(of_item.contains(&format!("Item%20{:064x}", 1)), "{of_item}");
    // An account without code, and a contract that is no token.
    for other in [STRANGER, Address::repeat_byte(0)] {
        let error = chain.client.token(other).await.unwrap_err();
        assert!(matches!(error, ChainError::NotAToken { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn metadata_and_pictures_that_the_contracts_hold_are_read() {
    let Some(chain) = seeded("metadata of tokens").await else {
        return;
    };
    let media = MediaFetcher::new(None).unwrap();
    let picture = chain.client.token(chain.contracts.picture).await.unwrap();
    let uri = chain.client.metadata_uri(&picture, U256::from(2)).await;
    let metadata = media.metadata(&uri.unwrap().unwrap()).await.unwrap();
    assert_eq!(metadata.name, "Picture 2");
    assert_eq!(metadata.description, "A test picture of the devnet.");
    assert_eq!(metadata.picture.as_deref(), Some("data:…"));
    let drawn = media
        .picture(metadata.picture_uri().unwrap())
        .await
        .unwrap();
    assert_eq!(drawn.kind(), PictureKind::Svg);
    assert!(drawn.bytes().ends_with(b"</svg>"), "{drawn:?}");

    let items = chain.client.token(chain.contracts.items).await.unwrap();
    let uri = chain.client.metadata_uri(&items, U256::from(1)).await;
    let metadata = media.metadata(&uri.unwrap().unwrap()).await.unwrap();
    assert_eq!(metadata.name, format!("Item {:064x}", 1));
    assert_eq!(
        (metadata.picture_uri(), metadata.attributes.len()),
        (None, 0)
    );
}

#[tokio::test]
async fn every_kind_is_sent_and_the_trial_said_so_before() {
    let Some(chain) = seeded("token sends").await else {
        return;
    };
    let (owner, contracts) = (chain.owner, chain.contracts);
    let (one, two) = (U256::from(1), U256::from(2));
    let cases = [
        (
            contracts.dollar,
            erc20_transfer(STRANGER, U256::from(2_500_000)),
            BalanceChange::Erc20 {
                token: contracts.dollar,
                change: -I256::try_from(2_500_000).unwrap(),
            },
        ),
        (
            contracts.picture,
            erc721_transfer(owner, STRANGER, two),
            BalanceChange::Nft {
                token: contracts.picture,
                id: two,
                change: -I256::ONE,
            },
        ),
        (
            contracts.items,
            erc1155_transfer(owner, STRANGER, one, two),
            BalanceChange::Nft {
                token: contracts.items,
                id: one,
                change: -I256::try_from(2).unwrap(),
            },
        ),
    ];
    for (contract, input, expected) in cases {
        let call = Call::contract(contract, input.clone());
        let prepared = chain.client.prepare(owner, &call, FeeLevel::Slow.into());
        let unsigned = prepared.await.unwrap();
        let trial = chain.client.simulate(&unsigned).await.unwrap();
        let Trial::Changes { changes, .. } = trial else {
            panic!("{trial:?}");
        };
        assert_eq!(changes, [expected]);
        assert_eq!(KnownCall::decode(&input).unwrap().beneficiary(), STRANGER);
        assert_eq!(
            send(&chain.client, &unsigned).await.outcome,
            Outcome::Success
        );
    }
    assert_eq!(chain.dollars(STRANGER).await, U256::from(2_500_000));
    assert_eq!(chain.dollars(owner).await, U256::from(997_500_000));
    let holding = |contract, id, amount| Holding {
        contract,
        id,
        amount,
    };
    let mut expected = vec![
        holding(contracts.picture, two, one),
        holding(contracts.items, one, two),
    ];
    expected.sort();
    assert_eq!(chain.client.holdings(STRANGER, 0).await.unwrap(), expected);
    let left = chain.client.holdings(owner, 0).await.unwrap();
    assert!(!left.contains(&holding(contracts.picture, two, one)));
    assert!(left.contains(&holding(contracts.items, one, U256::from(3))));
    let received = chain.client.received_tokens(STRANGER, 0).await.unwrap();
    assert_eq!(received, [contracts.dollar]);
}

#[tokio::test]
async fn more_than_one_has_is_refused_with_the_contracts_reason() {
    let Some(chain) = seeded("token refusals").await else {
        return;
    };
    let too_much = erc20_transfer(STRANGER, U256::from(2_000_000_000_u64));
    let call = Call::contract(chain.contracts.dollar, too_much);
    let error = chain
        .client
        .prepare(chain.owner, &call, FeeLevel::Slow.into());
    let error = error.await.unwrap_err();
    assert!(matches!(error, ChainError::WouldRevert { .. }), "{error:?}");
    assert_eq!(chain.dollars(STRANGER).await, U256::ZERO);
}

#[tokio::test]
async fn allowances_are_listed_until_they_are_revoked() {
    let Some(chain) = seeded("allowances").await else {
        return;
    };
    let (owner, dollar) = (chain.owner, chain.contracts.dollar);
    let given = || chain.client.allowances(owner, 0);
    assert!(given().await.unwrap().is_empty());
    chain.run(dollar, erc20_approve(STRANGER, U256::MAX)).await;
    let standing = given().await.unwrap();
    assert_eq!(standing.len(), 1);
    assert_eq!(
        (standing[0].token, standing[0].spender, standing[0].amount),
        (dollar, STRANGER, U256::MAX)
    );
    chain.run(dollar, erc20_approve(STRANGER, U256::ZERO)).await;
    assert!(given().await.unwrap().is_empty());
    // The right to everything leaves no ERC-20 allowance behind.
    chain
        .run(
            chain.contracts.picture,
            approve_all(STRANGER, Approval::Given),
        )
        .await;
    assert!(given().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_trial_of_coins_shows_them_leave_and_one_that_fails_says_why() {
    let Some(chain) = seeded("trials").await else {
        return;
    };
    let value = TransferValue::Exact(U256::from(5));
    let call = Call::transfer(STRANGER, value);
    let unsigned = chain
        .client
        .prepare(chain.owner, &call, FeeLevel::Slow.into());
    let trial = chain
        .client
        .simulate(&unsigned.await.unwrap())
        .await
        .unwrap();
    let Trial::Changes { changes, gas_used } = trial else {
        panic!("{trial:?}");
    };
    let change = -I256::try_from(5).unwrap();
    assert_eq!(changes, [BalanceChange::Coin { change }]);
    assert_eq!(gas_used, 21_000);

    let fails = mien_chain::UnsignedTransaction::new(
        chain.owner,
        alloy::consensus::TxEip1559 {
            chain_id: 31337,
            gas_limit: 100_000,
            max_fee_per_gas: 10_000_000_000,
            to: chain.contracts.picture.into(),
            // ownerOf(99), which nobody minted.
            input: bytes!(
                "6352211e0000000000000000000000000000000000000000000000000000000000000063"
            ),
            ..Default::default()
        },
    );
    let trial = chain.client.simulate(&fails).await.unwrap();
    assert!(matches!(trial, Trial::Fails { .. }), "{trial:?}");
}

#[tokio::test]
async fn rights_to_everything_are_listed_until_they_are_taken_back() {
    let Some(chain) = seeded("rights to everything").await else {
        return;
    };
    let (client, owner) = (&chain.client, chain.owner);
    let operators = || client.operators(owner, 0);
    assert_eq!(operators().await.unwrap(), []);
    let (picture, items) = (chain.contracts.picture, chain.contracts.items);
    chain
        .run(picture, approve_all(STRANGER, Approval::Given))
        .await;
    chain
        .run(items, approve_all(STRANGER, Approval::Given))
        .await;
    chain
        .run(picture, approve_all(STRANGER, Approval::Revoked))
        .await;
    let standing = OperatorRight {
        contract: items,
        operator: STRANGER,
    };
    assert_eq!(operators().await.unwrap(), [standing]);
    // In JSON with their checksums.
    let json = serde_json::to_value(operators().await.unwrap()).unwrap();
    assert_eq!(json[0]["contract"], items.to_checksum(None));
}
