//! A connection to one network's node.

use std::sync::OnceLock;
use std::time::Duration;

use alloy::eips::BlockId;
use alloy::primitives::{Address, B256, U256};
use alloy::providers::{Provider, RootProvider};
use alloy::rpc::client::RpcClient;
use alloy::transports::{RpcError, TransportError, TransportErrorKind};

use crate::data_fee::DataFees;
use crate::error::ChainError;
use crate::fault::NetworkFault;
use crate::http::BoundedHttp;
use crate::network::{Network, NetworkKind};
use crate::revert::{self, shown};

/// How long the node may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Until a connection stands.
    pub connect: Duration,
    /// Until an answer is complete, connection included.
    pub request: Duration,
}

impl Default for Timeouts {
    /// 5 s to connect, 15 s for a request.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            request: Duration::from_secs(15),
        }
    }
}

/// A node that answered with the right chain id.
#[derive(Clone, Debug)]
pub struct Client {
    network: Network,
    provider: RootProvider,
    timeouts: Timeouts,
    data_fees: DataFees,
}

impl Client {
    /// Reaches the network's node and compares its chain id.
    ///
    /// # Errors
    /// [`ChainError::NoRpcUrl`], [`ChainError::NodeDown`],
    /// [`ChainError::NodeSlow`], [`ChainError::NodeRubbish`], or
    /// [`ChainError::WrongChain`] with both ids.
    pub async fn connect(network: &Network) -> Result<Self, ChainError> {
        Self::connect_with(network, Timeouts::default()).await
    }

    /// [`Client::connect`] with other limits.
    ///
    /// # Errors
    /// As [`Client::connect`].
    pub async fn connect_with(network: &Network, timeouts: Timeouts) -> Result<Self, ChainError> {
        let client = Self::unchecked(network, timeouts)?;
        let found = client.chain_id().await?;
        if found == network.chain_id() {
            Ok(client)
        } else {
            Err(ChainError::WrongChain {
                network: network.name().to_owned(),
                endpoint: network.endpoint(),
                expected: network.chain_id(),
                found,
            })
        }
    }

    /// A client whose node was not asked for its chain id yet.
    pub(crate) fn unchecked(network: &Network, timeouts: Timeouts) -> Result<Self, ChainError> {
        let url = network.rpc_url().ok_or_else(|| ChainError::NoRpcUrl {
            network: network.name().to_owned(),
        })?;
        let unread = |e: url::ParseError| ChainError::BadNetwork {
            name: network.name().to_owned(),
            reason: NetworkFault::NotAUrl {
                text: network.endpoint(),
                detail: e.to_string(),
            },
        };
        let url = url.parse().map_err(unread)?;
        let http = http_client(network, timeouts)?;
        let rpc = RpcClient::new(BoundedHttp::new(http, url), network.is_loopback());
        Ok(Self {
            network: network.clone(),
            provider: RootProvider::new(rpc),
            timeouts,
            data_fees: DataFees::default(),
        })
    }

    /// The same connection, which shares with others what it learns about
    /// networks that charge for data.
    #[must_use]
    pub fn sharing(self, known: &DataFees) -> Self {
        Self {
            data_fees: known.clone(),
            ..self
        }
    }

    pub(crate) fn data_fees(&self) -> &DataFees {
        &self.data_fees
    }

    /// The network it is connected to.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    pub(crate) fn provider(&self) -> &RootProvider {
        &self.provider
    }

    /// The node's chain id at this moment (`eth_chainId`).
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn chain_id(&self) -> Result<u64, ChainError> {
        let answer = self.provider.get_chain_id().await;
        answer.map_err(|e| self.failed("eth_chainId", e))
    }

    /// The node's program and version (`web3_clientVersion`).
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn client_version(&self) -> Result<String, ChainError> {
        let answer = self.provider.get_client_version().await;
        answer
            .map(|text| shown(&text))
            .map_err(|e| self.failed("web3_clientVersion", e))
    }

    /// The number of the newest block.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn block_number(&self) -> Result<u64, ChainError> {
        let answer = self.provider.get_block_number().await;
        answer.map_err(|e| self.failed("eth_blockNumber", e))
    }

    /// The hash of the block of this number; `None` if the chain is not that
    /// long, or not any more.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn block_hash(&self, number: u64) -> Result<Option<B256>, ChainError> {
        let answer = self.provider.get_block_by_number(number.into()).await;
        let block = answer.map_err(|e| self.failed("eth_getBlockByNumber", e))?;
        Ok(block.map(|block| block.header.hash))
    }

    /// The account's balance at the newest block, in wei.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn balance(&self, account: Address) -> Result<U256, ChainError> {
        let answer = self.provider.get_balance(account).await;
        answer.map_err(|e| self.failed("eth_getBalance", e))
    }

    /// The nonce of the account's next transaction, pending ones counted.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn pending_nonce(&self, account: Address) -> Result<u64, ChainError> {
        let answer = self
            .provider
            .get_transaction_count(account)
            .block_id(BlockId::pending())
            .await;
        answer.map_err(|e| self.failed("eth_getTransactionCount", e))
    }

    /// Whether the account has code.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn has_code(&self, account: Address) -> Result<bool, ChainError> {
        let answer = self.provider.get_code_at(account).await;
        answer
            .map(|code| !code.is_empty())
            .map_err(|e| self.failed("eth_getCode", e))
    }

    /// Sends `amount` wei of test coins from the node's first unlocked account
    /// and returns the transaction's hash.
    ///
    /// # Errors
    /// [`ChainError::DevnetOnly`] unless it is a development network with a
    /// node on this machine.
    pub async fn fund(&self, account: Address, amount: U256) -> Result<B256, ChainError> {
        let from = self.devnet_funder().await?;
        let transaction = serde_json::json!({ "from": from, "to": account, "value": amount });
        let sent = self
            .provider
            .raw_request("eth_sendTransaction".into(), [transaction])
            .await;
        sent.map_err(|e| self.failed("eth_sendTransaction", e))
    }

    /// The first of the accounts that a development node keeps the keys of.
    pub(crate) async fn devnet_funder(&self) -> Result<Address, ChainError> {
        let only = || ChainError::DevnetOnly {
            network: self.network.name().to_owned(),
        };
        if self.network.kind() != NetworkKind::Development || !self.network.is_loopback() {
            return Err(only());
        }
        let accounts = self.provider.get_accounts().await;
        let accounts = accounts.map_err(|e| self.failed("eth_accounts", e))?;
        accounts.first().copied().ok_or_else(only)
    }

    /// Sorts a transport error: unreachable, slow, rubbish, or refused.
    pub(crate) fn failed(&self, method: &'static str, error: TransportError) -> ChainError {
        let (network, endpoint) = (self.network.name().to_owned(), self.network.endpoint());
        let rubbish = |detail: String| ChainError::NodeRubbish {
            network: network.clone(),
            endpoint: endpoint.clone(),
            method,
            detail,
        };
        match error {
            RpcError::ErrorResp(payload) => ChainError::NodeRefused {
                network,
                method,
                code: payload.code,
                message: shown(&payload.message),
            },
            RpcError::DeserError { err, .. } => rubbish(shown(&err.to_string())),
            RpcError::NullResp => rubbish("an empty answer".into()),
            RpcError::Transport(kind) => match http_failure(&kind) {
                HttpFailure::Timeout => ChainError::NodeSlow {
                    network,
                    endpoint,
                    method,
                    seconds: self.timeouts.request.as_secs(),
                },
                HttpFailure::Unreachable(detail) => ChainError::NodeDown {
                    network,
                    endpoint,
                    detail,
                },
                HttpFailure::Other(detail) => rubbish(detail),
            },
            other => rubbish(shown(&other.to_string())),
        }
    }

    /// The reason, if the error is a revert.
    pub(crate) fn revert_reason(error: &TransportError) -> Option<String> {
        let payload = error.as_error_resp()?;
        let data = payload.as_revert_data()?;
        Some(revert::reason(&data).unwrap_or_else(|| "the contract gives no reason".to_owned()))
    }
}

enum HttpFailure {
    Timeout,
    Unreachable(String),
    Other(String),
}

fn http_failure(kind: &TransportErrorKind) -> HttpFailure {
    if let Some(http) = kind.as_http_error() {
        return HttpFailure::Other(format!("HTTP status {}", http.status));
    }
    let custom = kind.as_custom();
    let Some(error) = custom.and_then(|e| e.downcast_ref::<reqwest::Error>()) else {
        return HttpFailure::Other(shown(&kind.to_string()));
    };
    if error.is_connect() {
        HttpFailure::Unreachable(innermost(error))
    } else if error.is_timeout() {
        HttpFailure::Timeout
    } else {
        HttpFailure::Other(innermost(error))
    }
}

/// The last cause of an error: the outer ones repeat the URL, which may hold a
/// key.
pub(crate) fn innermost(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    shown(&last.to_string())
}

/// The HTTP client: ring as the TLS provider, no redirects (a node that sends
/// the wallet elsewhere is not the node that was chosen), and no proxy for this
/// machine's own node.
fn http_client(network: &Network, timeouts: Timeouts) -> Result<reqwest::Client, ChainError> {
    install_tls_provider();
    let builder = reqwest::Client::builder()
        .connect_timeout(timeouts.connect)
        .timeout(timeouts.request)
        .redirect(reqwest::redirect::Policy::none());
    let builder = if network.is_loopback() {
        builder.no_proxy()
    } else {
        builder
    };
    builder.build().map_err(|e| ChainError::Tls(innermost(&e)))
}

pub(crate) fn install_tls_provider() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        // Fails only if another part of the program chose a provider before,
        // which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}
