//! Networks that the wallet knows.

use mien_intent::is_development_chain;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::error::ChainError;
use crate::fault::NetworkFault;

/// Whether value on a network is play money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkKind {
    /// A development network: chain id 31337 or 1337.
    Development,
    /// Everything else, public test networks included: what is signed there
    /// stays valid.
    Live,
}

/// A network: what the wallet needs to reach it and to name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Network {
    fields: Fields,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Fields {
    name: String,
    chain_id: u64,
    rpc_url: Option<String>,
    explorer: Option<String>,
    currency: String,
}

impl Network {
    /// A network without node and explorer.
    ///
    /// `currency` is the symbol of the coin that pays for gas.
    ///
    /// # Errors
    /// [`ChainError::BadNetwork`] if the name or the currency is empty or too
    /// long, or the chain id is zero.
    pub fn new(name: &str, chain_id: u64, currency: &str) -> Result<Self, ChainError> {
        let fields = Fields {
            name: name.trim().to_owned(),
            chain_id,
            rpc_url: None,
            explorer: None,
            currency: currency.trim().to_owned(),
        };
        Self::checked(fields)
    }

    /// The same network, reached through this node.
    ///
    /// # Errors
    /// [`ChainError::BadNetwork`] if it is no `http` or `https` URL.
    pub fn with_rpc_url(self, url: &str) -> Result<Self, ChainError> {
        Self::checked(Fields {
            rpc_url: Some(url.trim().to_owned()),
            ..self.fields
        })
    }

    /// The same network with a block explorer's address, to which `/tx/…` and
    /// `/address/…` are appended.
    ///
    /// # Errors
    /// [`ChainError::BadNetwork`] if it is no `http` or `https` URL.
    pub fn with_explorer(self, url: &str) -> Result<Self, ChainError> {
        let url = url.trim().trim_end_matches('/').to_owned();
        Self::checked(Fields {
            explorer: Some(url),
            ..self.fields
        })
    }

    fn checked(fields: Fields) -> Result<Self, ChainError> {
        let bad = |reason| ChainError::BadNetwork {
            name: fields.name.clone(),
            reason,
        };
        if fields.name.is_empty() || fields.name.chars().count() > 64 {
            return Err(bad(NetworkFault::Name));
        }
        if fields.currency.is_empty() || fields.currency.chars().count() > 16 {
            return Err(bad(NetworkFault::Currency));
        }
        if fields.chain_id == 0 {
            return Err(bad(NetworkFault::ChainId));
        }
        for url in [&fields.rpc_url, &fields.explorer].into_iter().flatten() {
            http_url(url).map_err(bad)?;
        }
        Ok(Self { fields })
    }

    /// The network's name, unique in a wallet.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.fields.name
    }

    /// The chain id (EIP-155).
    #[must_use]
    pub fn chain_id(&self) -> u64 {
        self.fields.chain_id
    }

    /// The node's URL, if one is set. It may hold an access key: show
    /// [`Network::endpoint`] instead.
    #[must_use]
    pub fn rpc_url(&self) -> Option<&str> {
        self.fields.rpc_url.as_deref()
    }

    /// The block explorer's address.
    #[must_use]
    pub fn explorer(&self) -> Option<&str> {
        self.fields.explorer.as_deref()
    }

    /// The symbol of the coin that pays for gas.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.fields.currency
    }

    /// Development or live; the chain id alone decides, because it alone is in
    /// what is signed.
    #[must_use]
    pub fn kind(&self) -> NetworkKind {
        if is_development_chain(self.chain_id()) {
            NetworkKind::Development
        } else {
            NetworkKind::Live
        }
    }

    /// Scheme, host and port of the node, without path and credentials, which
    /// may be secret; `-` if no node is set.
    #[must_use]
    pub fn endpoint(&self) -> String {
        match self.rpc_url().map(Url::parse) {
            Some(Ok(url)) => {
                let host = url.host_str().unwrap_or("-").to_owned();
                let port = url.port().map(|p| format!(":{p}")).unwrap_or_default();
                format!("{}://{host}{port}", url.scheme())
            }
            _ => "-".to_owned(),
        }
    }

    /// Whether the node is on this machine: `localhost`, 127.0.0.0/8 or ::1.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let Some(Ok(url)) = self.rpc_url().map(Url::parse) else {
            return false;
        };
        match url.host() {
            Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
    }

    /// Where the explorer shows a transaction.
    #[must_use]
    pub fn transaction_url(&self, hash: &alloy::primitives::B256) -> Option<String> {
        self.explorer()
            .map(|explorer| format!("{explorer}/tx/{hash}"))
    }

    /// The local development network, the default.
    #[must_use]
    pub fn devnet() -> Self {
        Self::preset("devnet", 31337, Some("http://127.0.0.1:8545"), None, "ETH")
    }

    /// The networks that a new wallet knows, the devnet first. Live networks
    /// come without a node: which one to trust with one's addresses is the
    /// user's choice.
    #[must_use]
    pub fn presets() -> Vec<Self> {
        let live = |name, chain_id, explorer, currency| {
            Self::preset(name, chain_id, None, Some(explorer), currency)
        };
        vec![
            Self::devnet(),
            live("ethereum", 1, "https://etherscan.io", "ETH"),
            live("sepolia", 11_155_111, "https://sepolia.etherscan.io", "ETH"),
            live("base", 8453, "https://basescan.org", "ETH"),
            live("optimism", 10, "https://optimistic.etherscan.io", "ETH"),
            live("arbitrum", 42161, "https://arbiscan.io", "ETH"),
            live("polygon", 137, "https://polygonscan.com", "POL"),
        ]
    }

    fn preset(
        name: &str,
        chain_id: u64,
        rpc_url: Option<&str>,
        explorer: Option<&str>,
        currency: &str,
    ) -> Self {
        Self {
            fields: Fields {
                name: name.to_owned(),
                chain_id,
                rpc_url: rpc_url.map(str::to_owned),
                explorer: explorer.map(str::to_owned),
                currency: currency.to_owned(),
            },
        }
    }
}

impl TryFrom<Fields> for Network {
    type Error = ChainError;

    fn try_from(fields: Fields) -> Result<Self, ChainError> {
        Self::checked(fields)
    }
}

impl From<Network> for Fields {
    fn from(network: Network) -> Self {
        network.fields
    }
}

fn http_url(text: &str) -> Result<Url, NetworkFault> {
    let given = || text.to_owned();
    let url = Url::parse(text).map_err(|e| NetworkFault::NotAUrl {
        text: given(),
        detail: e.to_string(),
    })?;
    if matches!(url.scheme(), "http" | "https") && url.has_host() {
        Ok(url)
    } else {
        Err(NetworkFault::NotHttp { text: given() })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn presets_pass_their_own_checks_and_start_with_the_devnet() {
        let presets = Network::presets();
        for network in &presets {
            assert_eq!(Network::checked(network.fields.clone()).unwrap(), *network);
        }
        assert_eq!(presets[0].kind(), NetworkKind::Development);
        assert!(
            presets[1..]
                .iter()
                .all(|n| n.kind() == NetworkKind::Live && n.rpc_url().is_none())
        );
    }

    #[test]
    fn loopback_is_decided_by_the_host_alone() {
        let at = |url: &str| {
            Network::new("n", 31337, "ETH")
                .unwrap()
                .with_rpc_url(url)
                .unwrap()
        };
        for url in [
            "http://127.0.0.1:8545",
            "http://127.9.9.9",
            "http://localhost:1",
            "http://[::1]:8545",
        ] {
            assert!(at(url).is_loopback(), "{url}");
        }
        for url in [
            "http://10.0.0.1:8545",
            "https://localhost.example.org",
            "http://example.org/127.0.0.1",
            "http://127.0.0.1@example.org",
            "http://[::2]",
        ] {
            assert!(!at(url).is_loopback(), "{url}");
        }
        assert!(!Network::new("n", 31337, "ETH").unwrap().is_loopback());
    }

    #[test]
    fn a_key_in_the_url_is_not_shown() {
        let network = Network::new("n", 1, "ETH")
            .unwrap()
            .with_rpc_url("https://user:hunter2@node.example.org:8443/v2/s3cret?k=s3cret")
            .unwrap();
        assert_eq!(network.endpoint(), "https://node.example.org:8443");
    }

    #[test]
    fn wrong_networks_are_refused() {
        assert!(Network::new("", 1, "ETH").is_err());
        assert!(Network::new("n", 0, "ETH").is_err());
        assert!(Network::new("n", 1, " ").is_err());
        for url in [
            "",
            "node",
            "file:///etc/passwd",
            "ws://127.0.0.1",
            "javascript:alert(1)",
        ] {
            assert!(
                Network::new("n", 1, "ETH")
                    .unwrap()
                    .with_rpc_url(url)
                    .is_err(),
                "{url}"
            );
        }
    }

    #[test]
    fn reading_from_json_checks_too() {
        let json = serde_json::to_string(&Network::devnet()).unwrap();
        assert_eq!(
            serde_json::from_str::<Network>(&json).unwrap(),
            Network::devnet()
        );
        assert!(serde_json::from_str::<Network>(&json.replace("http:", "ftp:")).is_err());
    }
}
