//! A signing session on a local development node: one scan, several signatures.
//! The keeper holds to what a session may sign (`spec/session.md`); here it is
//! tied to one node, closed in time, and written down.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use alloy::consensus::SignableTransaction;
use alloy::dyn_abi::TypedData;
use alloy::network::TxSigner;
use alloy::primitives::{Address, B256, ChainId, Signature};
use alloy::signers::{Error, Signer, UnsupportedSignerOperation};
use async_trait::async_trait;
use mien_chain::{Client, Network, NetworkKind};
use mien_identity::SigningSession as Held;
use mien_intent::{Request, SessionTerms};
use mien_keeper::KeeperError;
use mien_keeper::protocol::MemoryLock;
use mien_store::{Change, Entry, HistoryId, Kind, Status};
use serde::Serialize;
use serde_json::json;

use crate::cautions::is_development_node;
use crate::error::{SignatureFault, WalletError};
use crate::scans::ScanInputs;
use crate::wallet::{Wallet, os_rng};

/// How often is looked whether the time is up.
const LOOK: Duration = Duration::from_millis(500);

/// When a session ends, whichever comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// How long it lasts, at most an hour.
    pub seconds: u32,
    /// How often it signs, at most a thousand times.
    pub signatures: u32,
}

/// How a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SessionState {
    /// Signatures that were made.
    pub signed: u32,
    /// Signatures that are left; none when it has ended.
    pub left: u32,
    /// Seconds that are left; none when it has ended.
    pub seconds_left: u64,
}

/// An open session. It ends when it is closed or dropped, at the end of its time
/// even while nothing is asked of it, and with its last signature; the face share
/// is overwritten then.
pub struct SigningSession {
    held: Arc<Mutex<Slot>>,
    network: Network,
    entry: HistoryId,
    memory: MemoryLock,
}

/// The session as long as it is open, and what is known of it afterwards.
struct Slot {
    open: Option<Held>,
    signed: u32,
}

impl core::fmt::Debug for SigningSession {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SigningSession")
            .field("network", &self.network.name())
            .finish_non_exhaustive()
    }
}

impl Slot {
    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.signed = open.signed();
            // A keeper that is gone has closed it as well.
            let _ = open.close();
        }
    }

    fn state(&self) -> SessionState {
        match &self.open {
            Some(open) => SessionState {
                signed: open.signed(),
                left: open.left(),
                seconds_left: open.time_left().as_secs(),
            },
            None => SessionState {
                signed: self.signed,
                left: 0,
                seconds_left: 0,
            },
        }
    }

    fn sign(&mut self, account: u32, what: &Request) -> Result<Signature, WalletError> {
        let over = || KeeperError::SessionOver("it was closed".to_owned());
        let open = self.open.as_mut().ok_or_else(over)?;
        let signed = open.sign(what, account, &mut os_rng());
        let goes_on = match &signed {
            Ok(_) => open.left() > 0,
            // A refusal costs nothing; whatever else went wrong ends it.
            Err(mien_identity::IdentityError::Keeper(KeeperError::Policy(_))) => true,
            Err(_) => false,
        };
        if !goes_on {
            self.close();
        }
        let bytes = signed?.to_bytes65();
        Signature::from_raw_array(&bytes)
            .map_err(|e| WalletError::BadSignature(SignatureFault::Made(e.to_string())))
    }
}

impl Wallet {
    /// Scans once and opens a session on a local development node. Needs a
    /// multi-threaded tokio runtime, because a scan blocks its thread.
    ///
    /// # Errors
    /// [`WalletError::NoSessionHere`] for a network that bears a live chain's id,
    /// a node on another machine, or a node that is not a development node;
    /// those of a scan; limits that are too wide.
    pub async fn open_session(
        &self,
        network: &Network,
        limits: SessionLimits,
        inputs: &ScanInputs,
    ) -> Result<SigningSession, WalletError> {
        self.active()?;
        self.proved_identity()?;
        let terms = SessionTerms {
            chain_id: network.chain_id(),
            seconds: limits.seconds,
            signatures: limits.signatures,
        };
        // Judged here too, so that nobody scans in vain; the keeper decides.
        local_development(network)?;
        terms.check()?;
        development_node(&self.connect(network).await?).await?;
        let entry = self.store().history().begin(
            &Entry::new(Kind::Session)
                .network(network.name(), network.chain_id())
                .detail(json!({
                    "what": format!("{} signatures in {} s", terms.signatures, terms.seconds),
                    "seconds": terms.seconds,
                    "signatures": terms.signatures,
                })),
        )?;
        let opened = tokio::task::block_in_place(|| self.scan_for_session(terms, inputs));
        let held = self.or_refused(entry, opened)?;
        let memory = held.memory();
        let slot = Slot {
            open: Some(held),
            signed: 0,
        };
        let held = Arc::new(Mutex::new(slot));
        let watched = Arc::downgrade(&held);
        std::thread::spawn(move || close_in_time(&watched));
        Ok(SigningSession {
            held,
            network: network.clone(),
            entry,
            memory,
        })
    }

    fn scan_for_session(
        &self,
        terms: SessionTerms,
        inputs: &ScanInputs,
    ) -> Result<Held, WalletError> {
        self.scanned("session", inputs, |desk, cameras| {
            desk.open_session(cameras, inputs.pin.as_deref(), inputs.tries, terms)
        })
    }

    /// Ends a session and writes down how often it signed.
    ///
    /// # Errors
    /// [`WalletError::Store`]; the session has ended all the same.
    pub fn close_session(&self, session: &SigningSession) -> Result<SessionState, WalletError> {
        session.slot(Slot::close);
        let state = session.state();
        let change = Change::from(Status::Done).detail(json!({ "signed": state.signed }));
        self.store().history().update(session.entry, &change)?;
        Ok(state)
    }

    /// Signs a request in a session; the caller has shown it and writes down what
    /// becomes of it. Blocks for about a second.
    ///
    /// # Errors
    /// A wallet that is suspended (the session ends then), a session that has
    /// ended, and what the keeper refuses in one.
    pub fn authorise_in_session(
        &self,
        session: &SigningSession,
        account: u32,
        what: &Request,
    ) -> Result<Signature, WalletError> {
        if let Err(suspended) = self.active() {
            session.slot(Slot::close);
            return Err(suspended);
        }
        session.authorise(account, what)
    }
}

impl SigningSession {
    /// The network that it signs for.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// How it stands at this moment.
    #[must_use]
    pub fn state(&self) -> SessionState {
        self.slot(|slot| slot.state())
    }

    /// Whether the face share is kept out of swap.
    #[must_use]
    pub fn memory(&self) -> MemoryLock {
        self.memory
    }

    /// It as a signer for an account.
    ///
    /// # Errors
    /// An index that BIP-32 has no key for.
    pub fn signer(&self, wallet: &Wallet, account: u32) -> Result<SessionSigner, WalletError> {
        Ok(SessionSigner {
            held: Arc::clone(&self.held),
            account,
            address: wallet.account(account)?.address,
            chain_id: self.network.chain_id(),
        })
    }

    /// Refuses another network or node than its own, and its own when another
    /// program answers there by now.
    pub(crate) async fn suits(&self, client: &Client) -> Result<(), WalletError> {
        same_node(&self.network, client.network())?;
        development_node(client).await
    }

    fn authorise(&self, account: u32, what: &Request) -> Result<Signature, WalletError> {
        self.slot(|slot| slot.sign(account, what))
    }

    fn slot<T>(&self, f: impl FnOnce(&mut Slot) -> T) -> T {
        with(&self.held, f)
    }
}

impl Drop for SigningSession {
    fn drop(&mut self) {
        // A signer may still hold on to it.
        self.slot(Slot::close);
    }
}

fn with<T>(held: &Mutex<Slot>, f: impl FnOnce(&mut Slot) -> T) -> T {
    // After a panic elsewhere it must still be possible to close it.
    f(&mut held.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Closes the session when its time is up, or stops when it is gone. On a thread
/// of its own, so that it does so whatever the caller's runtime does.
fn close_in_time(held: &Weak<Mutex<Slot>>) {
    loop {
        std::thread::sleep(LOOK);
        let Some(held) = held.upgrade() else {
            return;
        };
        // While a signature is being made the lock is taken; it is short.
        let Ok(mut slot) = held.try_lock() else {
            continue;
        };
        match &slot.open {
            Some(open) if !open.time_left().is_zero() => {}
            _ => {
                slot.close();
                return;
            }
        }
    }
}

/// Refuses another chain, or the same at another address, than a session was
/// opened for; its name may have changed.
fn same_node(own: &Network, asked: &Network) -> Result<(), WalletError> {
    if (asked.chain_id(), asked.rpc_url()) == (own.chain_id(), own.rpc_url()) {
        return Ok(());
    }
    Err(WalletError::NoSessionHere(format!(
        "this one was opened for {} at {}, not for {} at {}",
        own.name(),
        own.endpoint(),
        asked.name(),
        asked.endpoint()
    )))
}

/// Refuses what is not a local development network by its description.
fn local_development(network: &Network) -> Result<(), WalletError> {
    let refuse = |why: String| Err(WalletError::NoSessionHere(why));
    if network.kind() == NetworkKind::Live {
        return refuse(format!(
            "{} has the chain id of a live network ({}), where what is signed stays valid",
            network.name(),
            network.chain_id()
        ));
    }
    if !network.is_loopback() {
        return refuse(format!(
            "the node of {} ({}) is not on this machine",
            network.name(),
            network.endpoint()
        ));
    }
    Ok(())
}

/// Refuses a node that does not call itself a development node.
async fn development_node(client: &Client) -> Result<(), WalletError> {
    let version = client.client_version().await?;
    if is_development_node(&version) {
        return Ok(());
    }
    Err(WalletError::NoSessionHere(format!(
        "what answers at {} ({version}) is none",
        client.network().endpoint()
    )))
}

/// A session as alloy's signer: transactions and typed data for its chain.
///
/// `sign_hash` and `sign_message` answer `UnsupportedOperation`: the first could
/// be anything, the second could be meant for any network. Needs a multi-threaded
/// tokio runtime.
pub struct SessionSigner {
    held: Arc<Mutex<Slot>>,
    account: u32,
    address: Address,
    chain_id: ChainId,
}

impl core::fmt::Debug for SessionSigner {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SessionSigner")
            .field("address", &self.address)
            .field("chain_id", &self.chain_id)
            .finish_non_exhaustive()
    }
}

impl SessionSigner {
    fn blocking(&self, what: &Request) -> Result<Signature, Error> {
        let sign = || with(&self.held, |slot| slot.sign(self.account, what));
        tokio::task::block_in_place(sign).map_err(Error::other)
    }
}

#[async_trait]
impl TxSigner<Signature> for SessionSigner {
    fn address(&self) -> Address {
        self.address
    }

    async fn sign_transaction(
        &self,
        tx: &mut dyn SignableTransaction<Signature>,
    ) -> Result<Signature, Error> {
        if !tx.set_chain_id_checked(self.chain_id) {
            return Err(Error::TransactionChainIdMismatch {
                signer: self.chain_id,
                tx: tx.chain_id().unwrap_or_default(),
            });
        }
        self.blocking(&Request::Transaction {
            unsigned: tx.encoded_for_signing(),
        })
    }
}

#[async_trait]
impl Signer for SessionSigner {
    async fn sign_hash(&self, _: &B256) -> Result<Signature, Error> {
        Err(Error::UnsupportedOperation(
            UnsupportedSignerOperation::SignHash,
        ))
    }

    async fn sign_message(&self, _: &[u8]) -> Result<Signature, Error> {
        Err(Error::UnsupportedOperation(
            UnsupportedSignerOperation::SignMessage,
        ))
    }

    async fn sign_dynamic_typed_data(&self, payload: &TypedData) -> Result<Signature, Error> {
        let json = serde_json::to_vec(payload).map_err(Error::other)?;
        self.blocking(&Request::TypedData { json })
    }

    fn address(&self) -> Address {
        self.address
    }

    fn chain_id(&self) -> Option<ChainId> {
        Some(self.chain_id)
    }

    /// Does nothing: a session is for one chain.
    fn set_chain_id(&mut self, _: Option<ChainId>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An app keeps a session beside its screens and signs from any thread.
    #[test]
    fn a_session_may_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<SigningSession>();
        shared::<SessionSigner>();
    }

    #[test]
    fn a_session_suits_the_chain_and_the_node_that_it_was_opened_for() {
        let node = |name: &str, chain_id, url: &str| {
            let network = Network::new(name, chain_id, "ETH").unwrap();
            network.with_rpc_url(url).unwrap()
        };
        let (here, there) = ("http://127.0.0.1:8545", "http://127.0.0.1:9545");
        let own = node("mine", 31337, here);
        assert!(same_node(&own, &node("renamed", 31337, here)).is_ok());
        for other in [node("mine", 31338, here), node("mine", 31337, there)] {
            let refused = same_node(&own, &other).unwrap_err();
            assert!(
                matches!(refused, WalletError::NoSessionHere(_)),
                "{refused}"
            );
        }
    }
}
