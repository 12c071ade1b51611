//! The address book, watched addresses and networks.

use mien_chain::Network;
use mien_wallet::Wallet;
use serde_json::json;

use crate::args::{ContactsCommand, NetworkCommand, WatchCommand};
use crate::context::network;
use crate::report::Report;

pub(super) fn contacts(wallet: &Wallet, command: &ContactsCommand) -> anyhow::Result<Report> {
    match command {
        ContactsCommand::List => {
            let all = wallet.contacts()?;
            let lines: Vec<String> = all
                .iter()
                .map(|c| format!("{}  {}  {}", c.address, c.name, c.note))
                .collect();
            let text = if lines.is_empty() {
                "The address book is empty.".to_owned()
            } else {
                lines.join("\n")
            };
            Report::new(text, &all)
        }
        ContactsCommand::Add {
            name,
            address,
            note,
        } => {
            let added = wallet.add_contact(name, address, note)?;
            Report::new(format!("{} is {}", added.name, added.address), &added)
        }
        ContactsCommand::Remove { name } => {
            wallet.remove_contact(name)?;
            Report::new(format!("{name} was removed."), json!({ "removed": name }))
        }
    }
}

pub(super) async fn watch(wallet: &Wallet, command: &WatchCommand) -> anyhow::Result<Report> {
    match command {
        WatchCommand::List(on) => {
            // A network that does not answer must not hide the list.
            let client = match network(wallet, on).await {
                Ok(network) => wallet.connect(&network).await.ok(),
                Err(_) => None,
            };
            let watched = wallet.watched_balances(client.as_ref()).await?;
            let lines: Vec<String> = watched
                .iter()
                .map(|one| {
                    let shown = one.shown.as_deref().unwrap_or("balance not known");
                    format!("{}  {shown}  {}", one.address, one.label)
                })
                .collect();
            let text = if lines.is_empty() {
                "No address is watched.".to_owned()
            } else {
                lines.join("\n")
            };
            Report::new(text, &watched)
        }
        WatchCommand::Add { address, label } => {
            let added = wallet.watch_address(address, label)?;
            let address = added.address.to_string();
            let text = format!("{address} is watched.");
            Report::new(text, json!({ "address": address, "label": added.label }))
        }
        WatchCommand::Remove { address } => {
            wallet.unwatch_address(address)?;
            Report::new("It is not watched any more.", json!({ "removed": address }))
        }
    }
}

pub(super) async fn networks(wallet: &Wallet, command: &NetworkCommand) -> anyhow::Result<Report> {
    match command {
        NetworkCommand::List => {
            let chosen = wallet.current_network()?;
            let all = wallet.networks()?;
            let lines: Vec<String> = all.iter().map(|n| line(n, &chosen)).collect();
            let rows: Vec<_> = all.iter().map(|n| row(n, &chosen)).collect();
            Report::new(lines.join("\n"), rows)
        }
        NetworkCommand::Use { name } => {
            let network = wallet.use_network(name)?;
            let text = format!("{} is used unless another is named.", network.name());
            Report::new(text, row(&network, network.name()))
        }
        NetworkCommand::Add {
            name,
            rpc_url,
            chain_id,
            currency,
            explorer,
        } => {
            let known = wallet.known_network(name).ok();
            let id = chain_id.or(known.as_ref().map(Network::chain_id));
            let id = id.ok_or_else(|| {
                anyhow::anyhow!("{name} is not known here; say its chain id with --chain-id")
            })?;
            let coin = currency.as_deref();
            let coin = coin
                .or(known.as_ref().map(Network::currency))
                .unwrap_or("ETH");
            let name = known.as_ref().map_or(name.as_str(), Network::name);
            let mut network = Network::new(name, id, coin)?.with_rpc_url(rpc_url)?;
            let explorer = explorer.as_deref();
            if let Some(url) = explorer.or(known.as_ref().and_then(Network::explorer)) {
                network = network.with_explorer(url)?;
            }
            wallet.put_network(&network).await?;
            let text = format!(
                "{} answers at {} with chain id {id}; choose it with `mien network use {}`.",
                network.name(),
                network.endpoint(),
                network.name()
            );
            Report::new(text, row(&network, ""))
        }
        NetworkCommand::Remove { name } => {
            wallet.remove_network(name)?;
            Report::new(format!("{name} was removed."), json!({ "removed": name }))
        }
    }
}

fn line(network: &Network, chosen: &str) -> String {
    let mark = if network.name() == chosen { "*" } else { " " };
    format!(
        "{mark} {:<12} {:>10}  {:<5} {}",
        network.name(),
        network.chain_id(),
        network.currency(),
        network.endpoint()
    )
}

/// Without the node's path, which may hold a key.
fn row(network: &Network, chosen: &str) -> serde_json::Value {
    json!({
        "name": network.name(),
        "chain_id": network.chain_id(),
        "currency": network.currency(),
        "endpoint": network.endpoint(),
        "explorer": network.explorer(),
        "kind": network.kind(),
        "chosen": network.name() == chosen,
    })
}
