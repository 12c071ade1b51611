//! What rollups of the OP stack charge for publishing a transaction on Ethereum,
//! besides its gas. The node's gas estimate does not contain it, so an account
//! that is to be emptied must keep it back.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, U256, address};
use alloy::providers::Provider;
use alloy::rpc::types::TransactionRequest;
use alloy::sol;
use alloy::sol_types::SolCall;

use crate::client::Client;
use crate::network::Network;

/// The `GasPriceOracle` predeploy, in the genesis of every chain of the OP stack.
const ORACLE: Address = address!("420000000000000000000000000000000000000F");

sol! {
    function getL1Fee(bytes transaction) external view returns (uint256);
}

/// Which networks charge for data, as far as their nodes were asked. Connections
/// that share one ask once between them.
#[derive(Clone, Debug, Default)]
pub struct DataFees(Arc<Mutex<BTreeMap<(u64, String), bool>>>);

impl DataFees {
    fn key(network: &Network) -> (u64, String) {
        let url = network.rpc_url().unwrap_or_default();
        (network.chain_id(), url.to_owned())
    }

    fn known(&self, network: &Network) -> Option<bool> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&Self::key(network)).copied()
    }

    fn learn(&self, network: &Network, charges: bool) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(Self::key(network), charges);
    }
}

impl Client {
    /// The highest data fee of a transaction with this signing payload, in wei:
    /// a quarter more than now, because it follows Ethereum's own fees. Zero
    /// where there is none, and where the node does not say.
    pub(crate) async fn data_fee(&self, payload: &[u8]) -> U256 {
        if !self.charges_for_data().await {
            return U256::ZERO;
        }
        let call = getL1FeeCall {
            transaction: payload.to_vec().into(),
        }
        .abi_encode();
        let request = TransactionRequest::default()
            .with_to(ORACLE)
            .with_input(call);
        let answer = self.provider().call(request).await.unwrap_or_default();
        let fee = U256::try_from_be_slice(&answer)
            .filter(|_| answer.len() == 32)
            .unwrap_or_default();
        fee.saturating_add(fee / U256::from(4))
    }

    /// Whether there is an oracle. An unanswered question is asked again.
    async fn charges_for_data(&self) -> bool {
        if let Some(known) = self.data_fees().known(self.network()) {
            return known;
        }
        let Ok(code) = self.provider().get_code_at(ORACLE).await else {
            return false;
        };
        let charges = !code.is_empty();
        self.data_fees().learn(self.network(), charges);
        charges
    }
}
