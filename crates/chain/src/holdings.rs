//! Which pictures and items an account holds, and which allowances it gave:
//! found in the logs, checked against the contracts' present state.

use std::collections::BTreeSet;

use alloy::primitives::{Address, B256, U256};
use alloy::providers::Provider;
use alloy::rpc::types::{Filter, Log};
use alloy::sol_types::SolEvent;
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::contracts::{Erc20, Erc721, Erc1155};
use crate::error::ChainError;

/// Most tokens that are looked at one by one; an account that was sent more
/// (as advertising, mostly) sees the newest.
const MOST: usize = 500;

/// One ERC-721 token, or some of one ERC-1155 token.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Holding {
    /// The contract.
    #[serde(serialize_with = "crate::address::checksummed")]
    pub contract: Address,
    /// The token.
    pub id: U256,
    /// How many; 1 for ERC-721.
    pub amount: U256,
}

/// An ERC-20 allowance that still stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// The token.
    #[serde(serialize_with = "crate::address::checksummed")]
    pub token: Address,
    /// Who may take.
    #[serde(serialize_with = "crate::address::checksummed")]
    pub spender: Address,
    /// How much, in the smallest unit.
    pub amount: U256,
}

/// A right to everything of an ERC-721 or ERC-1155 contract that still stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorRight {
    /// The contract.
    #[serde(serialize_with = "crate::address::checksummed")]
    pub contract: Address,
    /// Who may take everything.
    #[serde(serialize_with = "crate::address::checksummed")]
    pub operator: Address,
}

impl Client {
    /// ERC-721 and ERC-1155 tokens that `owner` has now, by contract and id.
    ///
    /// They are looked for in the transfer logs since `since`; a node that
    /// limits log queries may refuse too long a stretch.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn holdings(&self, owner: Address, since: u64) -> Result<Vec<Holding>, ChainError> {
        let topic = owner.into_word();
        let unique = Filter::new()
            .from_block(since)
            .event_signature(Erc721::Transfer::SIGNATURE_HASH)
            .topic2(topic);
        let several = Filter::new()
            .from_block(since)
            .event_signature(vec![
                Erc1155::TransferSingle::SIGNATURE_HASH,
                Erc1155::TransferBatch::SIGNATURE_HASH,
            ])
            .topic3(topic);
        let mut found = Vec::new();
        for (contract, id) in newest(self.logs(&unique).await?.iter().filter_map(unique_token)) {
            if self.nft_owner(contract, id).await? == Some(owner) {
                let amount = U256::from(1);
                found.push(Holding {
                    contract,
                    id,
                    amount,
                });
            }
        }
        for (contract, id) in newest(self.logs(&several).await?.iter().flat_map(several_tokens)) {
            let amount = self.item_balance(contract, owner, id).await?;
            if !amount.is_zero() {
                found.push(Holding {
                    contract,
                    id,
                    amount,
                });
            }
        }
        found.sort();
        Ok(found)
    }

    /// ERC-20 tokens of which `owner` was ever sent some since `since`.
    ///
    /// # Errors
    /// As [`Client::holdings`].
    pub async fn received_tokens(
        &self,
        owner: Address,
        since: u64,
    ) -> Result<Vec<Address>, ChainError> {
        let filter = Filter::new()
            .from_block(since)
            .event_signature(Erc20::Transfer::SIGNATURE_HASH)
            .topic2(owner.into_word());
        let logs = self.logs(&filter).await?;
        // ERC-721 has the same signature with a third indexed value.
        let amounts = logs.iter().filter(|log| log.topics().len() == 3);
        let contracts: BTreeSet<Address> = amounts.map(Log::address).collect();
        Ok(contracts.into_iter().take(MOST).collect())
    }

    /// Allowances that `owner` gave since `since` and that still stand.
    ///
    /// # Errors
    /// As [`Client::holdings`].
    pub async fn allowances(
        &self,
        owner: Address,
        since: u64,
    ) -> Result<Vec<Allowance>, ChainError> {
        let filter = Filter::new()
            .from_block(since)
            .event_signature(Erc20::Approval::SIGNATURE_HASH)
            .topic1(owner.into_word());
        let logs = self.logs(&filter).await?;
        let given = logs
            .iter()
            .filter(|log| log.topics().len() == 3)
            .filter_map(|log| Some((log.address(), Address::from_word(*log.topics().get(2)?))));
        let mut standing = Vec::new();
        for (token, spender) in newest(given) {
            match self.allowance(token, owner, spender).await {
                Ok(amount) if !amount.is_zero() => standing.push(Allowance {
                    token,
                    spender,
                    amount,
                }),
                // Zero by now, or a contract that only pretends to be a token.
                Ok(_) | Err(ChainError::NotAToken { .. }) => {}
                Err(e) => return Err(e),
            }
        }
        Ok(standing)
    }

    /// Rights to everything of a contract (`ApprovalForAll`) that `owner` gave since
    /// `since` and that the contract still confirms.
    ///
    /// # Errors
    /// As [`Client::holdings`].
    pub async fn operators(
        &self,
        owner: Address,
        since: u64,
    ) -> Result<Vec<OperatorRight>, ChainError> {
        let filter = Filter::new()
            .from_block(since)
            .event_signature(Erc721::ApprovalForAll::SIGNATURE_HASH)
            .topic1(owner.into_word());
        let logs = self.logs(&filter).await?;
        let given = logs
            .iter()
            .filter_map(|log| Some((log.address(), Address::from_word(*log.topics().get(2)?))));
        let mut standing = Vec::new();
        for (contract, operator) in newest(given) {
            if self.is_operator(contract, owner, operator).await? {
                standing.push(OperatorRight { contract, operator });
            }
        }
        Ok(standing)
    }

    async fn logs(&self, filter: &Filter) -> Result<Vec<Log>, ChainError> {
        let answer = self.provider().get_logs(filter).await;
        answer.map_err(|e| self.failed("eth_getLogs", e))
    }
}

/// The last [`MOST`] different ones.
fn newest<T: Ord + Copy>(all: impl Iterator<Item = T>) -> Vec<T> {
    let all: Vec<T> = all.collect();
    let mut seen = BTreeSet::new();
    let mut kept: Vec<T> = all
        .into_iter()
        .rev()
        .filter(|one| seen.insert(*one))
        .take(MOST)
        .collect();
    kept.reverse();
    kept
}

fn unique_token(log: &Log) -> Option<(Address, U256)> {
    // ERC-20 has the same signature without the third indexed value.
    let id: &B256 = log.topics().get(3)?;
    Some((log.address(), (*id).into()))
}

fn several_tokens(log: &Log) -> Vec<(Address, U256)> {
    let ids = match Erc1155::TransferSingle::decode_log(&log.inner) {
        Ok(single) => vec![single.data.id],
        Err(_) => Erc1155::TransferBatch::decode_log(&log.inner)
            .map(|batch| batch.data.ids)
            .unwrap_or_default(),
    };
    ids.into_iter().map(|id| (log.address(), id)).collect()
}
