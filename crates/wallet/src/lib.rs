//! What a person can do with the wallet, one function each, without any screen:
//! enrol, recover, send, sign, verify, drill, renew, forget, and look at
//! accounts, balances and history. The command line, the app and the developers'
//! endpoint call it. It joins the identity (the face), the chain (the node) and
//! the store (the history); it asks the person nothing and prints nothing.
//!
//! [`Wallet`] is the way in.

mod abi;
mod accounts;
mod addresses;
mod assets;
mod calls;
mod cameras;
mod cautions;
mod contacts;
mod documents;
mod drill;
mod enrol;
mod error;
mod export;
mod follow;
mod home;
pub mod install;
mod kit;
mod lookup;
mod messages;
mod networks;
mod new_file;
mod nfts;
mod overview;
mod payment;
mod pictures;
mod plan;
mod purpose;
mod recover;
mod renew;
mod resend;
mod scans;
mod send;
mod session;
mod signer;
mod suspend;
mod wallet;

pub use accounts::Account;
pub use assets::{Amount, Asset, Discovery, TokenBalance};
pub use calls::{CallField, CallReading, CallView};
pub use cameras::{CameraList, Prepare, live_camera};
pub use cautions::Caution;
pub use contacts::{Called, Recipient};
pub use documents::{SignatureFile, SignatureKind, Verified};
pub use drill::Drill;
pub use enrol::{Enrolled, PhraseWish};
pub use error::{SignatureFault, WalletError};
pub use export::{history_csv, utc};
pub use home::Home;
pub use kit::{KIT_REFUSALS, KitInfo};
pub use lookup::{FoundWallet, LookUp, PUBLISH_TEXT, Published};
pub use messages::{SignInReview, SignedMessage};
pub use new_file::{Readers, write_new};
pub use nfts::{NftDetails, Problem};
pub use overview::{AccountBalance, NetworkBalances, OVERVIEW_PATIENCE, WatchedBalance};
pub use payment::{PaymentRequest, payment_link, read_payment};
pub use plan::{CallOrder, Estimate, SendOrder, SendPlan};
pub use purpose::Purpose;
pub use recover::Recovered;
pub use renew::Renewed;
pub use resend::Stuck;
pub use scans::ScanInputs;
pub use send::Sent;
pub use session::{SessionLimits, SessionSigner, SessionState, SigningSession};
pub use signer::FaceSigner;
pub use suspend::LifeCycle;
pub use wallet::{CONSENT_TEXT, CONSENT_VERSION, Identity, Wallet};
