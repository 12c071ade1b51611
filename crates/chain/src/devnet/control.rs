//! What only a development node can do: mine, go back, go forward in time.

use alloy::primitives::U256;
use alloy::providers::Provider;
use serde_json::{Value, json};

use crate::client::Client;
use crate::error::ChainError;

impl Client {
    /// Mines so many empty blocks.
    ///
    /// # Errors
    /// [`ChainError::DevnetOnly`] elsewhere, or what the node does wrong.
    pub async fn mine(&self, blocks: u64) -> Result<(), ChainError> {
        let count = U256::from(blocks);
        self.control("anvil_mine", json!([count])).await.map(drop)
    }

    /// Remembers the present state and returns its number.
    ///
    /// # Errors
    /// As [`Client::mine`].
    pub async fn snapshot(&self) -> Result<U256, ChainError> {
        let answer = self.control("evm_snapshot", json!([])).await?;
        serde_json::from_value(answer).map_err(|e| ChainError::NodeRubbish {
            network: self.network().name().to_owned(),
            endpoint: self.network().endpoint(),
            method: "evm_snapshot",
            detail: e.to_string(),
        })
    }

    /// Goes back to a remembered state; it and all later ones are used up.
    /// Returns whether there was one of that number.
    ///
    /// # Errors
    /// As [`Client::mine`].
    pub async fn revert_to(&self, snapshot: U256) -> Result<bool, ChainError> {
        let answer = self.control("evm_revert", json!([snapshot])).await?;
        Ok(answer.as_bool().unwrap_or_default())
    }

    /// Moves the clock forward and mines a block at the new time.
    ///
    /// # Errors
    /// As [`Client::mine`].
    pub async fn advance_time(&self, seconds: u64) -> Result<(), ChainError> {
        self.control("evm_increaseTime", json!([seconds])).await?;
        self.mine(1).await
    }

    async fn control(&self, method: &'static str, params: Value) -> Result<Value, ChainError> {
        // Only a local development node has an unlocked account to be asked for.
        self.devnet_funder().await?;
        let answer = self.provider().raw_request(method.into(), params).await;
        answer.map_err(|e| self.failed(method, e))
    }
}
