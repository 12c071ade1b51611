//! The local test network.

use mien_chain::{Client, DevnetStatus, PortChoice, format_amount, parse_address, parse_amount};
use mien_wallet::{Wallet, install};
use serde_json::json;

use crate::args::DevnetCommand;
use crate::report::Report;

pub(super) async fn devnet(wallet: &Wallet, command: &DevnetCommand) -> anyhow::Result<Report> {
    let devnet = wallet.devnet(install::tools().as_deref());
    match command {
        DevnetCommand::Start { port } => {
            let choice = if *port == 0 {
                PortChoice::AnyFree
            } else {
                PortChoice::Exactly(*port)
            };
            let running = devnet.start(choice).await?;
            let url = running.rpc_url();
            Report::new(
                format!("The devnet answers at {url}, chain id {}", running.chain_id),
                json!({ "rpc_url": url, "chain_id": running.chain_id, "pid": running.pid }),
            )
        }
        DevnetCommand::Stop => {
            let stopped = devnet.stop().await?;
            let words = if stopped {
                "Stopped; its state is kept."
            } else {
                "It was not running."
            };
            Report::new(words, json!({ "stopped": stopped }))
        }
        DevnetCommand::Status => {
            let status = devnet.status().await?;
            let words = match &status {
                DevnetStatus::Running {
                    devnet,
                    version,
                    block,
                } => {
                    format!("Running at {}: {version}, block {block}", devnet.rpc_url())
                }
                DevnetStatus::Silent { devnet } => {
                    format!("Process {} runs but does not answer", devnet.pid)
                }
                DevnetStatus::Stopped => {
                    "Not running; start it with `mien devnet start`".to_owned()
                }
            };
            Report::new(words, &status)
        }
        DevnetCommand::Seed { address } => {
            let to = match address {
                Some(text) => parse_address(text)?,
                None => wallet.account(0)?.address,
            };
            let client = local(wallet).await?;
            let contracts = wallet.seed(&client, to).await?;
            Report::new(
                format!(
                    "{to} got 1000 test dollars ({}), three pictures ({}) and five items ({})",
                    contracts.dollar, contracts.picture, contracts.items
                ),
                contracts,
            )
        }
        DevnetCommand::Mine { blocks } => {
            let client = local(wallet).await?;
            client.mine(*blocks).await?;
            let block = client.block_number().await?;
            Report::new(
                format!("The newest block is {block}"),
                json!({ "block": block }),
            )
        }
        DevnetCommand::Snapshot => {
            let number = local(wallet).await?.snapshot().await?;
            Report::new(
                format!("{number}\nGo back with `mien devnet revert {number}`"),
                json!({ "snapshot": number.to_string() }),
            )
        }
        DevnetCommand::Revert { snapshot } => {
            let client = local(wallet).await?;
            let number = mien_chain::parse_units(snapshot, 0)?;
            anyhow::ensure!(
                client.revert_to(number).await?,
                "the devnet has no snapshot {snapshot}; each serves once, and a restart forgets them"
            );
            let block = client.block_number().await?;
            Report::new(format!("Back at block {block}"), json!({ "block": block }))
        }
        DevnetCommand::Time { forward } => {
            let seconds = forward.as_secs();
            local(wallet).await?.advance_time(seconds).await?;
            Report::new(
                format!("The clock of the devnet is {forward} further"),
                json!({ "seconds": seconds }),
            )
        }
        DevnetCommand::Fund { address, amount } => {
            let to = match address {
                Some(text) => parse_address(text)?,
                None => wallet.account(0)?.address,
            };
            let network = wallet.network("devnet", None).await?;
            let wei = parse_amount(amount, network.currency())?;
            let hash = Client::connect(&network).await?.fund(to, wei).await?;
            Report::new(
                format!("{to} got {}", format_amount(wei, network.currency())),
                json!({ "to": to.to_string(), "wei": wei.to_string(), "hash": hash }),
            )
        }
    }
}

/// The devnet's node.
async fn local(wallet: &Wallet) -> anyhow::Result<Client> {
    let network = wallet.network("devnet", None).await?;
    Ok(wallet.connect(&network).await?)
}
