//! What a transaction would do, tried out by the node before it is signed.

use std::collections::BTreeMap;

use alloy::eips::BlockId;
use alloy::primitives::{Address, I256, Log, U256, address};
use alloy::providers::Provider;
use alloy::rpc::types::simulate::{SimBlock, SimulatePayload};
use alloy::sol_types::SolEvent;
use serde::Serialize;

use crate::client::Client;
use crate::contracts::{Erc20, Erc721, Erc1155};
use crate::error::ChainError;
use crate::prepare::UnsignedTransaction;

/// Where `eth_simulateV1` reports transfers of the network's coin.
const COIN: Address = address!("EeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE");

/// A change of what an account holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "asset", rename_all = "snake_case")]
#[non_exhaustive]
pub enum BalanceChange {
    /// Of the network's coin, without the fee, in wei.
    Coin {
        /// More or less.
        change: I256,
    },
    /// Of an ERC-20 token, in its smallest unit.
    Erc20 {
        /// The contract.
        token: Address,
        /// More or less.
        change: I256,
    },
    /// Of one token of a contract (ERC-721: by one).
    Nft {
        /// The contract.
        token: Address,
        /// Which.
        id: U256,
        /// More or less.
        change: I256,
    },
}

/// How a trial ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Trial {
    /// It went through, and changes these holdings of the sender.
    Changes {
        /// Each asset once.
        changes: Vec<BalanceChange>,
        /// Gas it took.
        gas_used: u64,
    },
    /// It would fail.
    Fails {
        /// The contract's reason.
        reason: String,
    },
    /// The node can only say that it goes through, not what changes.
    GoesThrough,
}

impl Client {
    /// Tries the transaction out on the newest block: by `eth_simulateV1` with
    /// the changes of the sender's holdings, or where the node does not have it by
    /// `debug_traceCall`, or by `eth_call`, which knows of no changes.
    ///
    /// A trial shows what would happen now. What happens then depends on what
    /// others do before.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn simulate(&self, unsigned: &UnsignedTransaction) -> Result<Trial, ChainError> {
        let block = SimBlock::default().call(unsigned.request());
        let payload = SimulatePayload::default()
            .extend(block)
            .with_trace_transfers();
        let answer = self.provider().simulate(&payload).await;
        let call = match answer {
            Ok(blocks) => blocks
                .into_iter()
                .next()
                .and_then(|b| b.calls.into_iter().next()),
            Err(e) if e.as_error_resp().is_some() => return self.try_trace(unsigned).await,
            Err(e) => return Err(self.failed("eth_simulateV1", e)),
        };
        let Some(call) = call else {
            return self.try_trace(unsigned).await;
        };
        if !call.status {
            return self.try_failed(unsigned).await;
        }
        let movements = call.logs.iter().flat_map(|log| movements(&log.inner));
        Ok(Trial::Changes {
            changes: changes(unsigned.from(), movements),
            gas_used: call.gas_used,
        })
    }

    async fn try_trace(&self, unsigned: &UnsignedTransaction) -> Result<Trial, ChainError> {
        match self.trace(unsigned).await? {
            None => self.try_call(unsigned).await,
            Some(trace) if trace.failed() => self.try_failed(unsigned).await,
            Some(trace) => Ok(Trial::Changes {
                changes: changes(unsigned.from(), trace.movements().into_iter()),
                gas_used: trace.gas_used(),
            }),
        }
    }

    /// The reason of a failure: the plain call knows it in the usual form.
    async fn try_failed(&self, unsigned: &UnsignedTransaction) -> Result<Trial, ChainError> {
        Ok(match self.try_call(unsigned).await? {
            Trial::Fails { reason } => Trial::Fails { reason },
            _ => Trial::Fails {
                reason: "the contract gives no reason".to_owned(),
            },
        })
    }

    async fn try_call(&self, unsigned: &UnsignedTransaction) -> Result<Trial, ChainError> {
        let call = self.provider().call(unsigned.request());
        match call.block(BlockId::latest()).await {
            Ok(_) => Ok(Trial::GoesThrough),
            Err(e) => match Self::revert_reason(&e) {
                Some(reason) => Ok(Trial::Fails { reason }),
                None => Err(self.failed("eth_call", e)),
            },
        }
    }
}

/// What one account gains and loses by these movements.
fn changes(account: Address, movements: impl Iterator<Item = Movement>) -> Vec<BalanceChange> {
    let mut sums: BTreeMap<(Address, Option<U256>), I256> = BTreeMap::new();
    for moved in movements {
        // Half of all numbers and more are no real amounts.
        let Ok(amount) = I256::try_from(moved.amount) else {
            continue;
        };
        let sum = sums.entry((moved.token, moved.id)).or_default();
        if moved.to == account {
            *sum = sum.saturating_add(amount);
        }
        if moved.from == account {
            *sum = sum.saturating_sub(amount);
        }
    }
    let named = sums.into_iter().filter(|(_, change)| !change.is_zero());
    named
        .map(|((token, id), change)| match id {
            Some(id) => BalanceChange::Nft { token, id, change },
            None if token == COIN => BalanceChange::Coin { change },
            None => BalanceChange::Erc20 { token, change },
        })
        .collect()
}

/// Something that goes from one account to another.
pub(crate) struct Movement {
    token: Address,
    from: Address,
    to: Address,
    id: Option<U256>,
    amount: U256,
}

impl Movement {
    /// Of the network's coin.
    pub(crate) fn coin(from: Address, to: Address, amount: U256) -> Self {
        Self {
            token: COIN,
            from,
            to,
            id: None,
            amount,
        }
    }
}

/// What a log says to have moved.
pub(crate) fn movements(log: &Log) -> Vec<Movement> {
    let one = |from, to, id, amount| {
        vec![Movement {
            token: log.address,
            from,
            to,
            id,
            amount,
        }]
    };
    match (log.topics().first().copied(), log.topics().len()) {
        (Some(Erc20::Transfer::SIGNATURE_HASH), 3) => {
            Erc20::Transfer::decode_log(log).map(|e| one(e.from, e.to, None, e.amount))
        }
        (Some(Erc721::Transfer::SIGNATURE_HASH), 4) => {
            Erc721::Transfer::decode_log(log).map(|e| one(e.from, e.to, Some(e.id), U256::from(1)))
        }
        (Some(Erc1155::TransferSingle::SIGNATURE_HASH), _) => {
            Erc1155::TransferSingle::decode_log(log)
                .map(|e| one(e.from, e.to, Some(e.id), e.amount))
        }
        (Some(Erc1155::TransferBatch::SIGNATURE_HASH), _) => {
            Erc1155::TransferBatch::decode_log(log).map(|e| {
                let pairs = e.ids.iter().zip(&e.amounts);
                pairs
                    .flat_map(|(id, amount)| one(e.from, e.to, Some(*id), *amount))
                    .collect()
            })
        }
        _ => Ok(Vec::new()),
    }
    .unwrap_or_default()
}
