//! The local keeper: the party that holds the helper share b. It stores the
//! helper data, counts attempts before they start, decides what an identity may
//! sign, and writes and reads the recovery kit. It is a process of its own
//! ([`process::run`]), the only one that ever sees b; the process that sees the
//! face talks to it through [`KeeperClient`] and gets neither b nor a kit. It
//! knows nothing of faces, PINs or networks, and asks the person nothing.
//!
//! Files: `spec/kit.md`. What the two processes say: [`protocol`].

mod attempts;
mod bytes;
mod client;
mod clock;
mod error;
mod folder;
mod kit;
pub mod process;
pub mod protocol;
mod record;
mod server;
mod signing_session;
mod two_party;

pub use attempts::{FREE_ATTEMPTS, delay_after};
pub use client::{KeeperClient, KeeperCommand};
pub use clock::{Clock, Moment, unix_time};
pub use error::{Denial, FileFault, KeeperError, KitError};
pub use kit::KitForm;
pub use record::{Argon2Cost, HelperData, MAX_KIT_LEN, PinUse, Proof, Record, SketchRecord};
pub use server::Keeper;
pub use two_party::parties;
