//! The address book, and what is known of an address.

use alloy::primitives::Address;
use mien_chain::parse_address;
use mien_store::{ContactRecord, Filter, Kind, WatchedRecord};
use serde::Serialize;

use crate::error::WalletError;
use crate::wallet::Wallet;

/// A recipient, and the name it goes by here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recipient {
    /// The address.
    #[serde(serialize_with = "crate::addresses::checksummed")]
    pub address: Address,
    /// Its name in the address book or among the own accounts.
    pub name: Option<String>,
}

/// What an address is called here. As text (and in JSON): the name, the label,
/// or the account's number in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// By its name in the address book.
    Contact(String),
    /// It is an account of this wallet.
    Account {
        /// i of m/0/i.
        index: u32,
        /// Its name; may be empty.
        label: String,
    },
}

impl core::fmt::Display for Called {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Account { index, label } if label.is_empty() => {
                write!(f, "your account {index}")
            }
            Self::Contact(name) | Self::Account { label: name, .. } => f.write_str(name),
        }
    }
}

impl Serialize for Called {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An address that was met before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) address: Address,
    pub(crate) name: Option<Called>,
}

impl Wallet {
    /// Reads a recipient: an address with its checksum, or a contact's name.
    ///
    /// # Errors
    /// What is wrong with the address; [`WalletError::UnknownContact`].
    pub fn recipient(&self, text: &str) -> Result<Recipient, WalletError> {
        let text = text.trim();
        if text.starts_with("0x") || text.starts_with("0X") {
            let address = parse_address(text)?;
            return Ok(Recipient {
                address,
                name: self.name_of(address)?,
            });
        }
        match self.store().contacts().get(text)? {
            Some(contact) => Ok(Recipient {
                address: contact.address,
                name: Some(contact.name),
            }),
            None => Err(WalletError::UnknownContact(text.to_owned())),
        }
    }

    /// What an address is called here, if anything.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub fn name_of(&self, address: Address) -> Result<Option<String>, WalletError> {
        Ok(self.called(address)?.map(|called| called.to_string()))
    }

    /// What an address is called here, and why.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub fn called(&self, address: Address) -> Result<Option<Called>, WalletError> {
        if let Some(contact) = self
            .store()
            .contacts()
            .by_address(address)?
            .into_iter()
            .next()
        {
            return Ok(Some(Called::Contact(contact.name)));
        }
        let own = self.store().accounts().by_address(address)?;
        Ok(own.map(|account| Called::Account {
            index: account.index,
            label: account.label,
        }))
    }

    /// The address book, by name.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub fn contacts(&self) -> Result<Vec<ContactRecord>, WalletError> {
        Ok(self.store().contacts().all()?)
    }

    /// Adds a contact. A name that is taken is never given another address.
    ///
    /// # Errors
    /// A bad address, a name that is taken or looks like an address.
    pub fn add_contact(
        &self,
        name: &str,
        address: &str,
        note: &str,
    ) -> Result<ContactRecord, WalletError> {
        if name.trim().to_ascii_lowercase().starts_with("0x") {
            return Err(WalletError::ContactName(name.to_owned()));
        }
        let record = ContactRecord {
            name: name.trim().to_owned(),
            address: parse_address(address)?,
            note: note.to_owned(),
        };
        self.store().contacts().add(&record)?;
        Ok(record)
    }

    /// Removes a contact.
    ///
    /// # Errors
    /// [`WalletError::Store`], also when there is none of that name.
    pub fn remove_contact(&self, name: &str) -> Result<(), WalletError> {
        Ok(self.store().contacts().remove(name)?)
    }

    /// Addresses that are watched without a key.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub fn watched(&self) -> Result<Vec<WatchedRecord>, WalletError> {
        Ok(self.store().watched().all()?)
    }

    /// Watches an address, or renames it.
    ///
    /// # Errors
    /// A bad address, or [`WalletError::Store`].
    pub fn watch_address(&self, address: &str, label: &str) -> Result<WatchedRecord, WalletError> {
        let record = WatchedRecord {
            address: parse_address(address)?,
            label: label.trim().to_owned(),
        };
        self.store().watched().put(&record)?;
        Ok(record)
    }

    /// Watches an address no longer.
    ///
    /// # Errors
    /// A bad address, or one that is not watched.
    pub fn unwatch_address(&self, address: &str) -> Result<(), WalletError> {
        Ok(self.store().watched().remove(parse_address(address)?)?)
    }

    /// Everybody that was met before: contacts, own accounts, and recipients of
    /// transactions that were sent.
    pub(crate) fn known_addresses(&self) -> Result<Vec<Known>, WalletError> {
        let contacts = self.store().contacts().all()?.into_iter().map(|c| Known {
            address: c.address,
            name: Some(Called::Contact(c.name)),
        });
        let accounts = self.store().accounts().all()?.into_iter().map(|a| Known {
            address: a.address,
            name: Some(Called::Account {
                index: a.index,
                label: a.label,
            }),
        });
        let filter = Filter {
            kind: Some(Kind::Transaction),
            ..Filter::default()
        };
        // Signed or further: what was only begun was perhaps refused.
        let sent = self.store().history().list(&filter)?.into_iter();
        let sent = sent.filter(|record| record.tx_hash.is_some());
        let sent = sent
            .filter_map(|record| record.counterparty)
            .map(|address| Known {
                address,
                name: None,
            });
        Ok(contacts.chain(accounts).chain(sent).collect())
    }
}
