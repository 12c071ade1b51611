//! What all accounts hold on all networks, asked at once.

use std::time::Duration;

use alloy::primitives::Address;
use futures_util::future::join_all;
use mien_chain::{Client, Network, format_amount};
use serde::Serialize;

use crate::accounts::Account;
use crate::error::WalletError;
use crate::networks::DEVNET;
use crate::wallet::Wallet;

/// How long one network may take, whatever the others do.
pub const OVERVIEW_PATIENCE: Duration = Duration::from_secs(6);

/// One network in the overview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NetworkBalances {
    /// Its name.
    pub network: String,
    /// Its chain id.
    pub chain_id: u64,
    /// What each account holds, in the accounts' order; empty if the network did
    /// not answer.
    pub balances: Vec<AccountBalance>,
    /// Why it did not answer, if so.
    pub problem: Option<String>,
}

/// What an account holds of a network's coin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountBalance {
    /// The account.
    #[serde(flatten)]
    pub account: Account,
    /// In wei, as decimal text.
    pub wei: String,
    /// With its point and currency.
    pub shown: String,
}

/// An address that is watched, and what it holds of a network's coin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WatchedBalance {
    /// The address.
    #[serde(serialize_with = "crate::addresses::checksummed")]
    pub address: Address,
    /// Its name; may be empty.
    pub label: String,
    /// In wei, as decimal text; nothing where the node did not say.
    pub wei: Option<String>,
    /// With its point and currency.
    pub shown: Option<String>,
}

impl Wallet {
    /// The addresses that are watched, each with what it holds on the network of
    /// `client`; all are asked for at the same time. Without a node the list is
    /// there all the same, and so is an address whose balance is not told.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub async fn watched_balances(
        &self,
        client: Option<&Client>,
    ) -> Result<Vec<WatchedBalance>, WalletError> {
        let each = self.watched()?.into_iter().map(|one| async move {
            let wei = match client {
                Some(client) => client.balance(one.address).await.ok(),
                None => None,
            };
            let shown = client.zip(wei);
            WatchedBalance {
                address: one.address,
                label: one.label,
                wei: wei.map(|wei| wei.to_string()),
                shown: shown.map(|(on, wei)| format_amount(wei, on.network().currency())),
            }
        });
        Ok(join_all(each).await)
    }

    /// What all accounts hold on all networks. Every network is asked at the same
    /// time and has `patience` to answer; one that does not is in the result with
    /// the reason, and keeps nobody waiting.
    ///
    /// # Errors
    /// No proved wallet here, or [`WalletError::Store`].
    pub async fn overview(&self, patience: Duration) -> Result<Vec<NetworkBalances>, WalletError> {
        let accounts = self.accounts()?;
        let mut asked = Vec::new();
        for known in self.networks()? {
            // Only the devnet has to be looked for; that is on this machine.
            let found = match known.name() {
                DEVNET => self.network(DEVNET, None).await,
                _ => Ok(known.clone()),
            };
            asked.push((known, found));
        }
        let accounts = &accounts;
        let all = asked.into_iter().map(|(known, found)| async move {
            let outcome = match found {
                Ok(network) => in_time(&network, accounts, patience).await,
                Err(e) => Err(e.to_string()),
            };
            let (balances, problem) = match outcome {
                Ok(balances) => (balances, None),
                Err(problem) => (Vec::new(), Some(problem)),
            };
            NetworkBalances {
                network: known.name().to_owned(),
                chain_id: known.chain_id(),
                balances,
                problem,
            }
        });
        Ok(join_all(all).await)
    }
}

/// The balances, or in words why they are not known.
async fn in_time(
    network: &Network,
    accounts: &[Account],
    patience: Duration,
) -> Result<Vec<AccountBalance>, String> {
    match tokio::time::timeout(patience, balances(network, accounts)).await {
        Ok(outcome) => outcome.map_err(|e| e.to_string()),
        Err(_) => Err(format!(
            "no answer from {} within {} s",
            network.endpoint(),
            patience.as_secs()
        )),
    }
}

async fn balances(
    network: &Network,
    accounts: &[Account],
) -> Result<Vec<AccountBalance>, WalletError> {
    let client = Client::connect(network).await?;
    let client = &client;
    let each = accounts.iter().map(|account| async move {
        let wei = client.balance(account.address).await?;
        Ok(AccountBalance {
            account: account.clone(),
            wei: wei.to_string(),
            shown: format_amount(wei, network.currency()),
        })
    });
    join_all(each).await.into_iter().collect()
}
