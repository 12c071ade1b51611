//! Accounts: children of the joint key, derived without a scan.

use alloy::primitives::Address;
use mien_chain::{ChainError, Client};
use mien_store::AccountRecord;
use serde::Serialize;

use crate::error::WalletError;
use crate::wallet::{Identity, Wallet};

/// An account of this wallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// i of m/0/i.
    pub index: u32,
    /// Its address.
    #[serde(serialize_with = "crate::addresses::checksummed")]
    pub address: Address,
    /// Its name; may be empty.
    pub label: String,
}

impl From<AccountRecord> for Account {
    fn from(record: AccountRecord) -> Self {
        Self {
            index: record.index,
            address: record.address,
            label: record.label,
        }
    }
}

impl Wallet {
    /// An account, whether it was listed before or not.
    ///
    /// # Errors
    /// [`WalletError::NotProved`], or an index without a key.
    pub fn account(&self, index: u32) -> Result<Account, WalletError> {
        let identity = self.proved_identity()?;
        let stored = self.store().accounts().get(identity.fingerprint(), index)?;
        let label = stored.map(|record| record.label).unwrap_or_default();
        Ok(Account {
            index,
            address: identity.address(index)?,
            label,
        })
    }

    /// The accounts that are in use, the first always.
    ///
    /// # Errors
    /// [`WalletError::NotProved`], [`WalletError::Store`].
    pub fn accounts(&self) -> Result<Vec<Account>, WalletError> {
        let identity = self.proved_identity()?;
        self.ensure_first_account(&identity)?;
        let all = self.store().accounts().all()?;
        let own = all
            .into_iter()
            .filter(|record| record.identity == identity.fingerprint());
        Ok(own.map(Account::from).collect())
    }

    /// Adds the next account.
    ///
    /// # Errors
    /// As [`Wallet::accounts`].
    pub fn add_account(&self, label: &str) -> Result<Account, WalletError> {
        let next = self
            .accounts()?
            .iter()
            .map(|a| a.index)
            .max()
            .map_or(0, |i| i.saturating_add(1));
        self.name_account(next, label)
    }

    /// Names an account, adding it if need be.
    ///
    /// # Errors
    /// As [`Wallet::accounts`].
    pub fn name_account(&self, index: u32, label: &str) -> Result<Account, WalletError> {
        let identity = self.proved_identity()?;
        self.put_account(&identity, index, label)
    }

    /// What an address holds of a network's coin, in its smallest unit.
    ///
    /// # Errors
    /// [`ChainError`].
    pub async fn balance(
        &self,
        client: &Client,
        address: Address,
    ) -> Result<alloy::primitives::U256, ChainError> {
        client.balance(address).await
    }

    /// Lists the first account if none is listed yet.
    pub(crate) fn ensure_first_account(&self, identity: &Identity) -> Result<(), WalletError> {
        if self
            .store()
            .accounts()
            .get(identity.fingerprint(), 0)?
            .is_none()
        {
            self.put_account(identity, 0, "")?;
        }
        Ok(())
    }

    fn put_account(
        &self,
        identity: &Identity,
        index: u32,
        label: &str,
    ) -> Result<Account, WalletError> {
        let record = AccountRecord {
            identity: identity.fingerprint(),
            index,
            address: identity.address(index)?,
            label: label.to_owned(),
        };
        self.store().accounts().put(&record)?;
        Ok(record.into())
    }
}
