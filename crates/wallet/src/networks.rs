//! Networks by name: the presets, and what the user changed about them.

use mien_chain::{AnvilSearch, ChainError, Client, Devnet, Network, NetworkKind};
use mien_intent::Scope;
use mien_keeper::PinUse;

use crate::error::WalletError;
use crate::wallet::{Identity, Wallet};

/// The name of the local development network.
pub(crate) const DEVNET: &str = "devnet";

impl Wallet {
    /// The local node of this data directory. `root` is where the program's
    /// tools are, if they are not on PATH.
    #[must_use]
    pub fn devnet(&self, root: Option<&std::path::Path>) -> Devnet {
        Devnet::new(self.home().path(), AnvilSearch::from_environment(root))
    }

    /// A network by name, with the RPC URL that was given or stored for it; the
    /// devnet is wherever it runs.
    ///
    /// # Errors
    /// [`WalletError::UnknownNetwork`], [`WalletError::DevnetStopped`].
    pub async fn network(&self, name: &str, rpc_url: Option<&str>) -> Result<Network, WalletError> {
        let preset = self.known_network(name)?;
        if let Some(url) = rpc_url {
            return Ok(preset.with_rpc_url(url)?);
        }
        if preset.name() == DEVNET {
            return match self.devnet(None).status().await? {
                mien_chain::DevnetStatus::Running { devnet, .. } => Ok(devnet.network()?),
                _ => Err(WalletError::DevnetStopped),
            };
        }
        let stored = self.store().networks().get(preset.name())?;
        match stored.and_then(|record| record.rpc_url) {
            Some(url) => Ok(preset.with_rpc_url(&url)?),
            None => Ok(preset),
        }
    }

    /// A network by name, without looking for its node.
    ///
    /// # Errors
    /// [`WalletError::UnknownNetwork`].
    pub fn known_network(&self, name: &str) -> Result<Network, WalletError> {
        let presets = Network::presets();
        let names: Vec<&str> = presets.iter().map(Network::name).collect();
        let unknown = WalletError::UnknownNetwork(name.to_owned(), names.join(", "));
        presets
            .iter()
            .find(|n| n.name().eq_ignore_ascii_case(name))
            .cloned()
            .ok_or(unknown)
    }

    /// A connection to a network's node.
    ///
    /// # Errors
    /// [`ChainError`] when it is down, slow, or another chain's.
    pub async fn connect(&self, network: &Network) -> Result<Client, ChainError> {
        Client::connect(network).await
    }
}

impl Identity {
    /// What this identity may sign.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self.status.pin {
            PinUse::Required => Scope::Full,
            PinUse::FaceOnly => Scope::Development,
        }
    }

    /// Why this identity should not be used on a network, if so.
    ///
    /// # Errors
    /// [`WalletError::FaceOnly`] for a live network and no PIN.
    pub fn suits(&self, network: &Network) -> Result<(), WalletError> {
        if self.status.pin == PinUse::FaceOnly && network.kind() == NetworkKind::Live {
            return Err(WalletError::FaceOnly(format!(
                "this wallet was made without a PIN, and a photograph of you could open it: it is for development networks only, not for {}. Set a PIN with `mien pin change`",
                network.name()
            )));
        }
        Ok(())
    }
}
