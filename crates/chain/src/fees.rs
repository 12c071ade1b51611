//! Fees: of EIP-1559, and of chains with a gas price only.

use alloy::eips::BlockNumberOrTag;
use alloy::providers::Provider;
use alloy::rpc::types::FeeHistory;
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::error::ChainError;
use crate::fault::FeeFault;

/// Blocks that are looked back.
const BLOCKS: u64 = 20;
/// Percentiles of the priority fees paid in them: slow, normal, fast.
const PERCENTILES: [f64; 3] = [10.0, 50.0, 90.0];
/// How often the base fee may rise by its most, an eighth per block, before the
/// transaction has to wait. 1.125³ ≈ 1.5, 1.125⁶ ≈ 2, 1.125¹⁰ ≈ 3.
const BASE_FEE_TENTHS: [u128; 3] = [15, 20, 30];
/// Priority fee where neither blocks nor the node tell one: 1 gwei.
const FALLBACK_TIP: u128 = 1_000_000_000;

/// JSON-RPC's code for a method that a node does not have.
const METHOD_NOT_FOUND: i64 = -32601;

/// What a unit of gas may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// At most this, in wei per unit of gas.
    pub max_fee_per_gas: u128,
    /// Of it at most this for the block's author.
    pub max_priority_fee_per_gas: u128,
}

impl Fee {
    /// The fee, if a chain could take it.
    ///
    /// # Errors
    /// [`ChainError::BadFee`] for a price of zero, or a tip above the price.
    pub fn checked(self) -> Result<Self, ChainError> {
        let bad = |reason| Err(ChainError::BadFee { reason });
        if self.max_fee_per_gas == 0 {
            return bad(FeeFault::Zero);
        }
        if self.max_priority_fee_per_gas > self.max_fee_per_gas {
            return bad(FeeFault::TipAbovePrice);
        }
        Ok(self)
    }

    /// An eighth more of both, rounded up: enough for a replacement.
    pub(crate) fn raised(self) -> Self {
        let more = |x: u128| x.saturating_add(x / 8).saturating_add(1);
        Self {
            max_fee_per_gas: more(self.max_fee_per_gas),
            max_priority_fee_per_gas: more(self.max_priority_fee_per_gas),
        }
    }

    /// The higher of each.
    pub(crate) fn at_least(self, other: Self) -> Self {
        Self {
            max_fee_per_gas: self.max_fee_per_gas.max(other.max_fee_per_gas),
            max_priority_fee_per_gas: self
                .max_priority_fee_per_gas
                .max(other.max_priority_fee_per_gas),
        }
    }
}

/// How a chain sets prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Market {
    /// A base fee and a tip (EIP-1559).
    BaseFee,
    /// One gas price.
    GasPrice,
}

/// How soon a transaction should be included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeLevel {
    /// When there is room.
    Slow,
    /// In the next blocks.
    #[default]
    Normal,
    /// In the next block, even if the base fee jumps.
    Fast,
}

/// The fees of the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeChoices {
    /// How the chain sets prices.
    pub market: Market,
    /// The next block's base fee, in wei per unit of gas; 0 where there is none.
    pub base_fee: u128,
    /// See [`FeeLevel::Slow`].
    pub slow: Fee,
    /// See [`FeeLevel::Normal`].
    pub normal: Fee,
    /// See [`FeeLevel::Fast`].
    pub fast: Fee,
}

impl FeeChoices {
    /// The fee of a level.
    #[must_use]
    pub fn at(&self, level: FeeLevel) -> Fee {
        match level {
            FeeLevel::Slow => self.slow,
            FeeLevel::Normal => self.normal,
            FeeLevel::Fast => self.fast,
        }
    }

    fn from_tips(base_fee: u128, tips: [u128; 3]) -> Self {
        let fee = |i: usize| Fee {
            max_fee_per_gas: (base_fee.saturating_mul(BASE_FEE_TENTHS[i]) / 10)
                .saturating_add(tips[i]),
            max_priority_fee_per_gas: tips[i],
        };
        Self {
            market: Market::BaseFee,
            base_fee,
            slow: fee(0),
            normal: fee(1),
            fast: fee(2),
        }
    }
}

impl Client {
    /// Slow, normal and fast fees from the last 20 blocks (`eth_feeHistory`), or
    /// from the node's gas price where the chain has no base fee.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn fees(&self) -> Result<FeeChoices, ChainError> {
        let asked = self
            .provider()
            .get_fee_history(BLOCKS, BlockNumberOrTag::Latest, &PERCENTILES);
        let history = match asked.await {
            Ok(history) => history,
            // A node that does not know the call serves a chain without.
            Err(e)
                if e.as_error_resp()
                    .is_some_and(|e| e.code == METHOD_NOT_FOUND) =>
            {
                return self.gas_prices().await;
            }
            Err(e) => return Err(self.failed("eth_feeHistory", e)),
        };
        let base_fee = match history.base_fee_per_gas.last().copied() {
            // Before EIP-1559 nodes answer with zeros or nothing; a chain whose
            // base fee is zero takes a gas price as well.
            None | Some(0) => return self.gas_prices().await,
            Some(base_fee) => base_fee,
        };
        let tips = match tips(&history) {
            Some(tips) => tips,
            None => {
                // Not every node knows this call; a usual tip does no harm.
                let asked = self.provider().get_max_priority_fee_per_gas().await;
                [asked.unwrap_or(FALLBACK_TIP); 3]
            }
        };
        Ok(FeeChoices::from_tips(base_fee, tips))
    }

    async fn gas_prices(&self) -> Result<FeeChoices, ChainError> {
        let price = self.provider().get_gas_price().await;
        let price = price.map_err(|e| self.failed("eth_gasPrice", e))?;
        let fee = |tenths: u128| {
            let price = price.saturating_mul(tenths) / 10;
            Fee {
                max_fee_per_gas: price,
                max_priority_fee_per_gas: price,
            }
        };
        Ok(FeeChoices {
            market: Market::GasPrice,
            base_fee: 0,
            slow: fee(10),
            normal: fee(11),
            fast: fee(13),
        })
    }
}

/// For each percentile the median over the blocks that had transactions;
/// `None` if there was none. An empty block's zeros say nothing about prices.
fn tips(history: &FeeHistory) -> Option<[u128; 3]> {
    let rewards = history.reward.as_ref()?;
    let used: Vec<&Vec<u128>> = rewards
        .iter()
        .zip(&history.gas_used_ratio)
        .filter(|(row, ratio)| **ratio > 0.0 && row.len() == PERCENTILES.len())
        .map(|(row, _)| row)
        .collect();
    if used.is_empty() {
        return None;
    }
    let median = |i: usize| {
        let mut column: Vec<u128> = used.iter().filter_map(|row| row.get(i).copied()).collect();
        column.sort_unstable();
        column.get(column.len() / 2).copied().unwrap_or_default()
    };
    let (slow, normal, fast) = (median(0), median(1), median(2));
    let normal = normal.max(slow);
    Some([slow, normal, fast.max(normal)])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn history(rows: &[(f64, [u128; 3])]) -> FeeHistory {
        FeeHistory {
            base_fee_per_gas: vec![100; rows.len() + 1],
            gas_used_ratio: rows.iter().map(|(ratio, _)| *ratio).collect(),
            reward: Some(rows.iter().map(|(_, row)| row.to_vec()).collect()),
            ..Default::default()
        }
    }

    #[test]
    fn medians_over_blocks_with_transactions() {
        let rows = [
            (0.0, [0, 0, 0]),
            (0.5, [1, 5, 9]),
            (0.9, [2, 6, 10]),
            (0.1, [3, 7, 11]),
        ];
        assert_eq!(tips(&history(&rows)), Some([2, 6, 10]));
    }

    #[test]
    fn empty_blocks_tell_nothing() {
        assert_eq!(tips(&history(&[(0.0, [0, 0, 0])])), None);
        assert_eq!(tips(&history(&[])), None);
        assert_eq!(tips(&FeeHistory::default()), None);
    }

    #[test]
    fn levels_are_ordered_even_if_the_node_says_otherwise() {
        let choices = FeeChoices::from_tips(100, tips(&history(&[(0.5, [9, 5, 1])])).unwrap());
        assert!(choices.slow.max_fee_per_gas <= choices.normal.max_fee_per_gas);
        assert!(choices.normal.max_fee_per_gas <= choices.fast.max_fee_per_gas);
        assert_eq!(choices.at(FeeLevel::Normal).max_fee_per_gas, 200 + 9);
    }

    #[test]
    fn absurd_numbers_do_not_overflow() {
        let choices = FeeChoices::from_tips(u128::MAX, [u128::MAX; 3]);
        assert!(choices.fast.max_fee_per_gas >= choices.fast.max_priority_fee_per_gas);
    }
}
