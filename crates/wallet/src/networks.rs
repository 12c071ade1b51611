//! Networks by name: the presets, and what the user changed about them.

use alloy::primitives::Address;
use mien_chain::{AnvilSearch, ChainError, Client, Devnet, Network, NetworkKind, TestContracts};
use mien_intent::Scope;
use mien_keeper::PinUse;
use mien_store::{NetworkRecord, SettingKey};

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

    /// Puts the test contracts into a development network, gives `to` some of
    /// each, and shows them from now on.
    ///
    /// # Errors
    /// The node's, or contracts that were not compiled.
    pub async fn seed(&self, client: &Client, to: Address) -> Result<TestContracts, WalletError> {
        let contracts = client.seed(&crate::install::contracts(), to).await?;
        for contract in [contracts.dollar, contracts.picture, contracts.items] {
            self.add_token(client, contract).await?;
        }
        Ok(contracts)
    }

    /// A network by name, with the RPC URL that was given or stored for it; the
    /// devnet is wherever it runs.
    ///
    /// # Errors
    /// [`WalletError::UnknownNetwork`], [`WalletError::DevnetStopped`].
    pub async fn network(&self, name: &str, rpc_url: Option<&str>) -> Result<Network, WalletError> {
        let known = self.known_network(name)?;
        if let Some(url) = rpc_url {
            return Ok(known.with_rpc_url(url)?);
        }
        // The devnet of this data directory, unless the user said where it is.
        let stored = self.store().networks().get(known.name())?;
        if known.name() == DEVNET && stored.is_none() {
            return match self.devnet(None).status().await? {
                mien_chain::DevnetStatus::Running { devnet, .. } => Ok(devnet.network()?),
                _ => Err(WalletError::DevnetStopped),
            };
        }
        Ok(known)
    }

    /// A network by name, without looking for its node.
    ///
    /// # Errors
    /// [`WalletError::UnknownNetwork`].
    pub fn known_network(&self, name: &str) -> Result<Network, WalletError> {
        let networks = self.networks()?;
        let names: Vec<&str> = networks.iter().map(Network::name).collect();
        let unknown = WalletError::UnknownNetwork(name.to_owned(), names.join(", "));
        networks
            .iter()
            .find(|n| n.name().eq_ignore_ascii_case(name.trim()))
            .cloned()
            .ok_or(unknown)
    }

    /// All networks: the presets, as the user changed them, then the user's own.
    ///
    /// # Errors
    /// [`WalletError::Store`], or a stored network that cannot be used.
    pub fn networks(&self) -> Result<Vec<Network>, WalletError> {
        let mut networks = Network::presets();
        for record in self.store().networks().all()? {
            let network = from_record(&record)?;
            match networks
                .iter_mut()
                .find(|n| n.name().eq_ignore_ascii_case(&record.name))
            {
                Some(preset) => *preset = network,
                None => networks.push(network),
            }
        }
        Ok(networks)
    }

    /// Adds a network, or changes one, after its node has shown the chain id
    /// that was given.
    ///
    /// # Errors
    /// A description that cannot be used, a preset with another chain id, or a
    /// node that is down or another chain's.
    pub async fn put_network(&self, network: &Network) -> Result<(), WalletError> {
        let presets = Network::presets();
        let preset = presets
            .iter()
            .find(|n| n.name().eq_ignore_ascii_case(network.name()));
        if let Some(preset) = preset.filter(|p| p.chain_id() != network.chain_id()) {
            return Err(WalletError::NetworkFixed {
                name: preset.name().to_owned(),
                chain_id: preset.chain_id(),
                given: network.chain_id(),
            });
        }
        self.connect(network).await?;
        self.store().networks().put(&NetworkRecord {
            name: network.name().to_owned(),
            chain_id: network.chain_id(),
            rpc_url: network.rpc_url().map(str::to_owned),
            explorer: network.explorer().map(str::to_owned),
            currency: network.currency().to_owned(),
        })?;
        Ok(())
    }

    /// Removes a network of the user's, or what the user changed about a preset.
    ///
    /// # Errors
    /// [`WalletError::Store`] when there is nothing to remove.
    pub fn remove_network(&self, name: &str) -> Result<(), WalletError> {
        self.store().networks().remove(name)?;
        if self.current_network()?.eq_ignore_ascii_case(name.trim()) {
            self.store().settings().clear(SettingKey::CurrentNetwork)?;
        }
        Ok(())
    }

    /// The name of the network that is used unless another is named: the devnet,
    /// until the user chooses otherwise.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub fn current_network(&self) -> Result<String, WalletError> {
        let chosen = self.store().settings().get(SettingKey::CurrentNetwork)?;
        Ok(chosen.unwrap_or_else(|| DEVNET.to_owned()))
    }

    /// Uses this network unless another is named.
    ///
    /// # Errors
    /// [`WalletError::UnknownNetwork`].
    pub fn use_network(&self, name: &str) -> Result<Network, WalletError> {
        let network = self.known_network(name)?;
        let settings = self.store().settings();
        settings.set(SettingKey::CurrentNetwork, network.name())?;
        Ok(network)
    }

    /// A connection to a network's node.
    ///
    /// # Errors
    /// [`ChainError`] when it is down, slow, or another chain's.
    pub async fn connect(&self, network: &Network) -> Result<Client, ChainError> {
        Ok(Client::connect(network).await?.sharing(self.data_fees()))
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
            return Err(WalletError::FaceOnly {
                network: network.name().to_owned(),
            });
        }
        Ok(())
    }
}

fn from_record(record: &NetworkRecord) -> Result<Network, WalletError> {
    let mut network = Network::new(&record.name, record.chain_id, &record.currency)?;
    if let Some(url) = &record.rpc_url {
        network = network.with_rpc_url(url)?;
    }
    if let Some(url) = &record.explorer {
        network = network.with_explorer(url)?;
    }
    Ok(network)
}
