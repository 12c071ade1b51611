//! The wallet's database in one data directory: settings, networks, accounts,
//! tokens, contacts, history and consent, in SQLite. It never holds a share, a template,
//! a PIN or a picture: the keeper's record is a file of its own that this crate
//! does not know. `mien-wallet` calls it; no SQL leaves it.
//!
//! Several processes may use one directory at once. Every write is on the disk
//! when its call returns, so that what the history says to have begun has begun
//! whatever happens next.
//!
//! ```
//! use mien_store::{Entry, Kind, Status, Store};
//! # let dir = std::env::temp_dir().join(format!("mien-store-doc-{}", std::process::id()));
//! let store = Store::open(&dir)?;
//! let id = store.history().begin(&Entry::new(Kind::Drill))?;
//! store.history().update(id, &Status::Done.into())?;
//! # std::fs::remove_dir_all(&dir).ok();
//! # Ok::<(), mien_store::StoreError>(())
//! ```

mod accounts;
mod columns;
mod consents;
mod contacts;
mod error;
mod export;
mod history;
mod migrations;
mod networks;
mod open;
mod settings;
mod time;
mod tokens;
mod watched;

pub use accounts::{AccountRecord, Accounts, Fingerprint};
pub use consents::{ConsentRecord, Consents, Decision};
pub use contacts::{ContactRecord, Contacts};
pub use error::{StoreError, Unfit};
pub use export::Export;
pub use history::{Change, Entry, Filter, History, HistoryId, Kind, Record, Status};
pub use networks::{NetworkRecord, Networks};
pub use open::Store;
pub use settings::{SettingKey, Settings};
pub use time::{Clock, SystemClock, Timestamp};
pub use tokens::{TokenRecord, Tokens};
pub use watched::{Watched, WatchedRecord};

/// The Ethereum value types that appear in this crate's API.
pub use alloy_primitives::{Address, B256, U256};
