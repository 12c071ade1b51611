//! What rollups of the OP stack charge for publishing a transaction on Ethereum,
//! besides its gas. The node's gas estimate does not contain it, so an account
//! that is to be emptied must keep it back.

use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, U256, address};
use alloy::providers::Provider;
use alloy::rpc::types::TransactionRequest;
use alloy::sol;
use alloy::sol_types::SolCall;

use crate::client::Client;
use crate::error::ChainError;

/// Chain ids of the OP stack among the networks that a new wallet knows, and
/// their test networks: Optimism, Base.
const OP_STACK: [u64; 4] = [10, 8453, 11_155_420, 84_532];

/// The `GasPriceOracle` predeploy of the OP stack.
const ORACLE: Address = address!("420000000000000000000000000000000000000F");

sol! {
    function getL1Fee(bytes transaction) external view returns (uint256);
}

impl Client {
    /// The highest data fee of a transaction with this signing payload, in wei:
    /// a quarter more than now, because it follows Ethereum's own fees. Zero
    /// where there is none.
    pub(crate) async fn data_fee(&self, payload: &[u8]) -> Result<U256, ChainError> {
        if !OP_STACK.contains(&self.network().chain_id()) {
            return Ok(U256::ZERO);
        }
        let call = getL1FeeCall {
            transaction: payload.to_vec().into(),
        }
        .abi_encode();
        let request = TransactionRequest::default()
            .with_to(ORACLE)
            .with_input(call);
        let answer = self.provider().call(request).await;
        let answer = answer.map_err(|e| self.failed("eth_call", e))?;
        // A development node that only bears the chain id has no oracle, and
        // charges nothing.
        let fee = U256::try_from_be_slice(&answer)
            .filter(|_| answer.len() == 32)
            .unwrap_or_default();
        Ok(fee.saturating_add(fee / U256::from(4)))
    }
}
