//! Fees of EIP-1559.

use alloy::eips::BlockNumberOrTag;
use alloy::providers::Provider;
use alloy::rpc::types::FeeHistory;
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::error::ChainError;

/// Blocks that are looked back.
const BLOCKS: u64 = 20;
/// Percentiles of the priority fees paid in them: slow, normal, fast.
const PERCENTILES: [f64; 3] = [10.0, 50.0, 90.0];
/// How often the base fee may rise by its most, an eighth per block, before the
/// transaction has to wait. 1.125³ ≈ 1.5, 1.125⁶ ≈ 2, 1.125¹⁰ ≈ 3.
const BASE_FEE_TENTHS: [u128; 3] = [15, 20, 30];
/// Priority fee where neither blocks nor the node tell one: 1 gwei.
const FALLBACK_TIP: u128 = 1_000_000_000;

/// What a unit of gas may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// At most this, in wei per unit of gas.
    pub max_fee_per_gas: u128,
    /// Of it at most this for the block's author.
    pub max_priority_fee_per_gas: u128,
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
    /// The next block's base fee, in wei per unit of gas.
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
            base_fee,
            slow: fee(0),
            normal: fee(1),
            fast: fee(2),
        }
    }
}

impl Client {
    /// Slow, normal and fast fees from the last 20 blocks (`eth_feeHistory`).
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn fees(&self) -> Result<FeeChoices, ChainError> {
        let asked = self
            .provider()
            .get_fee_history(BLOCKS, BlockNumberOrTag::Latest, &PERCENTILES);
        let history = asked.await.map_err(|e| self.failed("eth_feeHistory", e))?;
        let Some(base_fee) = history.base_fee_per_gas.last().copied() else {
            return Err(ChainError::NodeRubbish {
                network: self.network().name().to_owned(),
                endpoint: self.network().endpoint(),
                method: "eth_feeHistory",
                detail: "no base fee".to_owned(),
            });
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
