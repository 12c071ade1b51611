//! Keeps what windows show up to date: follows transactions and the chain of
//! the network in use, and says when something changed.

use std::sync::Arc;
use std::time::Duration;

use mien_chain::NetworkKind;
use tauri::{AppHandle, Manager};

use crate::app::App;
use crate::border::What;

/// How often a development network is looked at.
const DEVELOPMENT: Duration = Duration::from_secs(1);
/// How often a live network is.
const LIVE: Duration = Duration::from_secs(6);
/// How long to wait while there is nothing to look at.
const IDLE: Duration = Duration::from_secs(3);

/// What was seen of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    network: String,
    block: Option<(u64, String)>,
    balance: String,
}

/// Looks at the chain for as long as the app runs.
pub(crate) async fn watch(window: AppHandle) {
    let app = Arc::clone(&window.state::<Arc<App>>());
    let mut before: Option<Seen> = None;
    loop {
        let looked = app.with(|wallet, runtime| Ok(look(wallet, runtime))).await;
        let pause = match looked {
            Ok(Some((seen, moved, kind))) => {
                if moved > 0 {
                    What::History.tell(&window);
                }
                if before.as_ref() != Some(&seen) {
                    What::Balance.tell(&window);
                }
                before = Some(seen);
                match kind {
                    NetworkKind::Development => DEVELOPMENT,
                    NetworkKind::Live => LIVE,
                }
            }
            _ => {
                // Gone is a change too: what is shown is not true any more.
                if before.take().is_some() {
                    What::Balance.tell(&window);
                }
                IDLE
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// The chain as it is now, and how many records of the history moved with it.
fn look(
    wallet: &mien_wallet::Wallet,
    runtime: &tokio::runtime::Handle,
) -> Option<(Seen, usize, NetworkKind)> {
    let account = crate::commands::current_account(wallet).ok()?;
    let name = wallet.current_network().ok()?;
    runtime.block_on(async {
        let network = wallet.network(&name, None).await.ok()?;
        let client = wallet.connect(&network).await.ok()?;
        let moved = wallet.follow_up(&client).await.ok()?;
        let block = client.block_number().await.ok()?;
        let hash = client.block_hash(block).await.ok()?;
        let balance = wallet.balance(&client, account.address).await.ok()?;
        let seen = Seen {
            network: name,
            block: hash.map(|hash| (block, hash.to_string())),
            balance: balance.to_string(),
        };
        Some((seen, moved, network.kind()))
    })
}
