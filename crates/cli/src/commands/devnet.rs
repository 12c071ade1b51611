//! The local test network.

use mien_chain::{Client, DevnetStatus, PortChoice, format_amount, parse_address, parse_amount};
use mien_wallet::Wallet;
use serde_json::json;

use crate::args::DevnetCommand;
use crate::context::tools_root;
use crate::report::Report;

pub(super) async fn devnet(wallet: &Wallet, command: &DevnetCommand) -> anyhow::Result<Report> {
    let devnet = wallet.devnet(tools_root().as_deref());
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
