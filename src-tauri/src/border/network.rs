//! Networks, and the one on this machine.

use mien_chain::{DevnetStatus, Network, NetworkKind};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What is at stake on a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[serde(rename = "NetworkKind")]
pub enum NetworkKindView {
    /// Signatures stay valid; public test networks included.
    Live,
    /// A development network.
    Development,
}

/// A network.
#[derive(Clone, Debug, Serialize, Type)]
pub struct NetworkView {
    /// Its name.
    pub name: String,
    /// Its chain id.
    pub chain_id: u64,
    /// Its coin.
    pub currency: String,
    /// What is at stake.
    pub kind: NetworkKindView,
    /// Where its node is.
    pub rpc_url: Option<String>,
    /// Its explorer.
    pub explorer: Option<String>,
    /// Whether Mien knows it by itself.
    pub preset: bool,
    /// Whether it is the one in use.
    pub current: bool,
}

impl NetworkView {
    /// With the name of the network in use.
    #[must_use]
    pub fn new(network: &Network, current: &str) -> Self {
        Self {
            name: network.name().to_owned(),
            chain_id: network.chain_id(),
            currency: network.currency().to_owned(),
            kind: match network.kind() {
                NetworkKind::Live => NetworkKindView::Live,
                NetworkKind::Development => NetworkKindView::Development,
            },
            rpc_url: network.rpc_url().map(str::to_owned),
            explorer: network.explorer().map(str::to_owned),
            preset: Network::presets()
                .iter()
                .any(|p| p.name() == network.name()),
            current: network.name().eq_ignore_ascii_case(current),
        }
    }
}

/// A network that a person describes.
#[derive(Clone, Debug, Deserialize, Type)]
pub struct NetworkForm {
    /// Its name.
    pub name: String,
    /// Its chain id; the node is asked for it.
    pub chain_id: u64,
    /// Where its node is.
    pub rpc_url: String,
    /// Its coin.
    pub currency: String,
    /// Its explorer.
    pub explorer: Option<String>,
}

/// How the local network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DevnetState {
    /// Not running.
    Stopped,
    /// Running, without an answer.
    Silent,
    /// Running.
    Running,
}

/// The local network.
#[derive(Clone, Debug, Serialize, Type)]
pub struct DevnetView {
    /// How it is.
    pub state: DevnetState,
    /// Its address.
    pub url: Option<String>,
    /// Its program.
    pub version: Option<String>,
    /// Its newest block.
    pub block: Option<u64>,
}

impl From<DevnetStatus> for DevnetView {
    fn from(status: DevnetStatus) -> Self {
        let none = Self {
            state: DevnetState::Stopped,
            url: None,
            version: None,
            block: None,
        };
        match status {
            DevnetStatus::Stopped => none,
            DevnetStatus::Silent { devnet } => Self {
                state: DevnetState::Silent,
                url: Some(devnet.rpc_url()),
                ..none
            },
            DevnetStatus::Running {
                devnet,
                version,
                block,
            } => Self {
                state: DevnetState::Running,
                url: Some(devnet.rpc_url()),
                version: Some(version),
                block: Some(block),
            },
        }
    }
}
