//! Test tokens for the devnet: deployed, and minted to an account.

use std::path::Path;

use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::providers::Provider;
use alloy::sol;
use alloy::sol_types::SolCall;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::client::Client;
use crate::error::ChainError;
use crate::receipt::{Outcome, WaitOptions};

sol! {
    interface TestTokens {
        function mint(address to, uint256 amount) external;
    }
    interface TestPictures {
        function mint(address to) external returns (uint256 id);
    }
    interface TestItems {
        function mint(address to, uint256 id, uint256 amount) external;
    }
}

/// A thousand test dollars of six decimals.
const DOLLARS: u64 = 1_000_000_000;
/// Pictures that are minted.
const PICTURES: usize = 3;
/// The item that is minted, and how many of it.
const ITEM: (u64, u64) = (1, 5);

/// The test contracts of a devnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestContracts {
    /// ERC-20, six decimals.
    pub dollar: Address,
    /// ERC-721.
    pub picture: Address,
    /// ERC-1155.
    pub items: Address,
}

/// What the compiler wrote of one contract.
#[derive(Deserialize)]
struct Artifact {
    bytecode: Bytes,
}

impl Client {
    /// Deploys the test contracts whose compiled form is in `artifacts`
    /// (`TestDollar.json` and so on) and mints some of each to `owner`, from the
    /// node's first unlocked account.
    ///
    /// # Errors
    /// [`ChainError::DevnetOnly`] elsewhere, [`ChainError::NoArtifact`] where
    /// they were not compiled, or what the node does wrong.
    pub async fn seed(
        &self,
        artifacts: &Path,
        owner: Address,
    ) -> Result<TestContracts, ChainError> {
        let funder = self.devnet_funder().await?;
        let contracts = TestContracts {
            dollar: self.deploy(funder, artifacts, "TestDollar").await?,
            picture: self.deploy(funder, artifacts, "TestPicture").await?,
            items: self.deploy(funder, artifacts, "TestItems").await?,
        };
        let amount = U256::from(DOLLARS);
        let dollars = TestTokens::mintCall { to: owner, amount }.abi_encode();
        self.run(funder, Some(contracts.dollar), dollars.into())
            .await?;
        for _ in 0..PICTURES {
            let picture = TestPictures::mintCall { to: owner }.abi_encode();
            self.run(funder, Some(contracts.picture), picture.into())
                .await?;
        }
        let items = TestItems::mintCall {
            to: owner,
            id: U256::from(ITEM.0),
            amount: U256::from(ITEM.1),
        }
        .abi_encode();
        self.run(funder, Some(contracts.items), items.into())
            .await?;
        Ok(contracts)
    }

    async fn deploy(
        &self,
        funder: Address,
        artifacts: &Path,
        name: &str,
    ) -> Result<Address, ChainError> {
        let path = artifacts.join(format!("{name}.json"));
        let missing = |reason: String| ChainError::NoArtifact {
            path: path.clone(),
            reason,
        };
        let text = std::fs::read(&path).map_err(|e| missing(e.to_string()))?;
        let artifact: Artifact =
            serde_json::from_slice(&text).map_err(|e| missing(e.to_string()))?;
        let hash = self.run(funder, None, artifact.bytecode).await?;
        let receipt = self.provider().get_transaction_receipt(hash).await;
        let receipt = receipt.map_err(|e| self.failed("eth_getTransactionReceipt", e))?;
        receipt
            .and_then(|r| r.contract_address)
            .ok_or_else(|| missing("it created no contract".to_owned()))
    }

    /// Sends from an unlocked account and waits until it is mined.
    async fn run(
        &self,
        from: Address,
        to: Option<Address>,
        data: Bytes,
    ) -> Result<B256, ChainError> {
        let transaction = json!({ "from": from, "to": to, "data": data });
        let sent = self
            .provider()
            .raw_request("eth_sendTransaction".into(), [transaction])
            .await;
        let hash = sent.map_err(|e| self.failed("eth_sendTransaction", e))?;
        let go_on = |_| std::ops::ControlFlow::Continue(());
        let receipt = self.wait(hash, WaitOptions::default(), go_on).await?;
        match receipt.outcome {
            Outcome::Success => Ok(hash),
            Outcome::Reverted { reason } => Err(ChainError::WouldRevert {
                reason: reason.unwrap_or_default(),
            }),
        }
    }
}
