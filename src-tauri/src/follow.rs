//! Keeps what windows show up to date: follows transactions and the chain of
//! the network in use, and says when something changed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mien_chain::{ChainError, Client, Network, NetworkKind};
use mien_wallet::{Account, Wallet, WalletError};
use tauri::{AppHandle, Manager};
use tauri_specta::Event;

use crate::app::{App, lock};
use crate::border::{Changed, What};

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

/// What stays the same from one look to the next. Each look would otherwise
/// start a keeper for an address, and greet a node that it knows.
#[derive(Default)]
struct Kept {
    /// Another wallet may be here.
    stale: AtomicBool,
    /// The account in use.
    account: Mutex<Option<Account>>,
    /// The live network's node. A development node may be another one each time.
    client: Mutex<Option<Client>>,
}

/// Looks at the chain for as long as the app runs.
pub(crate) async fn watch(window: AppHandle) {
    let app = Arc::clone(&window.state::<Arc<App>>());
    let kept = Arc::new(Kept::default());
    let marked = Arc::clone(&kept);
    Changed::listen_any(&window, move |changed| {
        if changed.payload.what == What::Identity {
            marked.stale.store(true, Ordering::SeqCst);
        }
    });
    let mut before: Option<Seen> = None;
    loop {
        let known = Arc::clone(&kept);
        let looked = app
            .with(move |wallet, runtime| Ok(look(wallet, runtime, &known)))
            .await;
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
                lock(&kept.client).take();
                IDLE
            }
        };
        tokio::time::sleep(pause).await;
    }
}

impl Kept {
    /// The account in use; the keeper is asked for its address when another was
    /// chosen, or another wallet came.
    fn account(&self, wallet: &Wallet) -> Result<Account, WalletError> {
        let index = crate::commands::current_index(wallet)?;
        let mut known = lock(&self.account);
        let same = !self.stale.swap(false, Ordering::SeqCst);
        if let Some(account) = known.as_ref().filter(|a| same && a.index == index) {
            return Ok(account.clone());
        }
        *known = None;
        let account = wallet.account(index)?;
        *known = Some(account.clone());
        Ok(account)
    }

    /// A connection to the network's node.
    async fn client(&self, wallet: &Wallet, network: &Network) -> Result<Client, ChainError> {
        let live = network.kind() == NetworkKind::Live;
        let known = lock(&self.client).clone();
        if let Some(client) = known
            && live
            && client.network() == network
        {
            return Ok(client);
        }
        let client = wallet.connect(network).await?;
        *lock(&self.client) = live.then(|| client.clone());
        Ok(client)
    }
}

/// The chain as it is now, and how many records of the history moved with it.
fn look(
    wallet: &Wallet,
    runtime: &tokio::runtime::Handle,
    kept: &Kept,
) -> Option<(Seen, usize, NetworkKind)> {
    let account = kept.account(wallet).ok()?;
    let name = wallet.current_network().ok()?;
    runtime.block_on(async {
        let network = wallet.network(&name, None).await.ok()?;
        let client = kept.client(wallet, &network).await.ok()?;
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
