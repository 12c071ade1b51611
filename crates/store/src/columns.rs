//! Values to columns and back. What comes back from the file is checked: the
//! file may have been edited.

use alloy_primitives::{Address, B256, U256};
use rusqlite::types::Type;
use rusqlite::{Error, Row};

use crate::error::{StoreError, Unfit};

/// A 20-byte column.
pub(crate) fn address(row: &Row<'_>, column: &str) -> rusqlite::Result<Address> {
    Ok(Address::from(row.get::<_, [u8; 20]>(column)?))
}

/// A 20-byte column that may be empty.
pub(crate) fn optional_address(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Address>> {
    Ok(row.get::<_, Option<[u8; 20]>>(column)?.map(Address::from))
}

/// A 32-byte column that may be empty.
pub(crate) fn optional_hash(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<B256>> {
    Ok(row.get::<_, Option<[u8; 32]>>(column)?.map(B256::from))
}

/// An amount in decimal digits that may be empty.
pub(crate) fn optional_amount(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<U256>> {
    let text: Option<String> = row.get(column)?;
    text.map(|digits| U256::from_str_radix(&digits, 10).map_err(unreadable))
        .transpose()
}

/// A chain id that may be empty.
pub(crate) fn optional_chain_id(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<u64>> {
    let number: Option<i64> = row.get(column)?;
    number
        .map(|id| u64::try_from(id).map_err(unreadable))
        .transpose()
}

/// A column that is one of an enumeration's names.
pub(crate) fn name<T: std::str::FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    row.get::<_, String>(column)?.parse().map_err(unreadable)
}

/// A column with JSON.
pub(crate) fn json(row: &Row<'_>, column: &str) -> rusqlite::Result<serde_json::Value> {
    serde_json::from_str(&row.get::<_, String>(column)?).map_err(unreadable)
}

/// A chain id as SQLite's signed integer.
pub(crate) fn chain_id_to_sql(chain_id: u64) -> Result<i64, StoreError> {
    i64::try_from(chain_id)
        .ok()
        .filter(|id| *id > 0)
        .ok_or(StoreError::Invalid {
            what: "the chain id",
            reason: Unfit::ChainId(chain_id),
        })
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::FromSqlConversionFailure(0, Type::Text, Box::new(error))
}

/// Whether an error is a violated UNIQUE or PRIMARY KEY.
pub(crate) fn is_duplicate(error: &Error) -> bool {
    error.sqlite_error().is_some_and(|e| {
        matches!(
            e.extended_code,
            rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY | rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
        )
    })
}

/// The longest name, in characters.
const MOST: usize = 64;

/// A name of 1 to 64 characters without control characters, trimmed.
pub(crate) fn checked_name<'a>(what: &'static str, name: &'a str) -> Result<&'a str, StoreError> {
    let name = name.trim();
    let reason = if name.is_empty() {
        Unfit::Empty
    } else if name.chars().count() > MOST {
        Unfit::TooLong { most: MOST }
    } else if name.chars().any(char::is_control) {
        Unfit::Control
    } else {
        return Ok(name);
    };
    Err(StoreError::Invalid { what, reason })
}

/// Writes an address with its checksum (ERC-55) for people and other programs;
/// the file has its bytes.
pub(crate) fn checksummed<S: serde::Serializer>(
    address: &Address,
    s: S,
) -> Result<S::Ok, S::Error> {
    s.serialize_str(&address.to_checksum(None))
}

/// The same for an address that may be missing.
pub(crate) fn checksummed_if_any<S: serde::Serializer>(
    address: &Option<Address>,
    s: S,
) -> Result<S::Ok, S::Error> {
    match address {
        Some(address) => checksummed(address, s),
        None => s.serialize_none(),
    }
}
