//! The address book.

use alloy_primitives::Address;
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::columns;
use crate::error::StoreError;
use crate::open::Store;

/// A contact as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRecord {
    /// Its name; unique, ASCII case ignored.
    pub name: String,
    /// Its address; several contacts may share one.
    #[serde(serialize_with = "columns::checksummed")]
    pub address: Address,
    /// Anything the user wants to remember.
    pub note: String,
}

/// The contacts of a [`Store`].
#[derive(Debug)]
pub struct Contacts<'a> {
    store: &'a Store,
}

impl Store {
    /// The address book.
    #[must_use]
    pub fn contacts(&self) -> Contacts<'_> {
        Contacts { store: self }
    }
}

impl Contacts<'_> {
    /// Adds a contact.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] if the name is taken: a contact's address is
    /// never replaced silently. [`StoreError::Invalid`] for an empty name, or
    /// if the database cannot be written.
    pub fn add(&self, contact: &ContactRecord) -> Result<(), StoreError> {
        let name = columns::checked_name("the contact's name", &contact.name)?;
        let done = self.store.connection().execute(
            "INSERT INTO contacts (name, address, note, created) VALUES (?1, ?2, ?3, ?4)",
            params![
                name,
                contact.address.into_array(),
                contact.note,
                self.store.now().0
            ],
        );
        match done {
            Err(e) if columns::is_duplicate(&e) => Err(StoreError::Duplicate {
                what: "contact",
                name: name.to_owned(),
            }),
            done => self.store.sorted(done).map(drop),
        }
    }

    /// The contact of this name, ASCII case ignored.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn get(&self, name: &str) -> Result<Option<ContactRecord>, StoreError> {
        let sql = "SELECT * FROM contacts WHERE name = ?1";
        self.store.sorted(
            self.store
                .connection()
                .query_row(sql, [name.trim()], read)
                .optional(),
        )
    }

    /// The contacts with this address, by name.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn by_address(&self, address: Address) -> Result<Vec<ContactRecord>, StoreError> {
        let sql = "SELECT * FROM contacts WHERE address = ?1 ORDER BY name";
        let collect = || {
            let mut statement = self.store.connection().prepare(sql)?;
            statement.query_map([address.into_array()], read)?.collect()
        };
        self.store.sorted(collect())
    }

    /// All, by name.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn all(&self) -> Result<Vec<ContactRecord>, StoreError> {
        let collect = || {
            let mut statement = self
                .store
                .connection()
                .prepare("SELECT * FROM contacts ORDER BY name")?;
            statement.query_map([], read)?.collect()
        };
        self.store.sorted(collect())
    }

    /// Forgets a contact.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], or if the database cannot be written.
    pub fn remove(&self, name: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM contacts WHERE name = ?1";
        match self
            .store
            .sorted(self.store.connection().execute(sql, [name.trim()]))?
        {
            0 => Err(StoreError::NotFound {
                what: "contact",
                name: name.to_owned(),
            }),
            _ => Ok(()),
        }
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<ContactRecord> {
    Ok(ContactRecord {
        name: row.get("name")?,
        address: columns::address(row, "address")?,
        note: row.get("note")?,
    })
}
