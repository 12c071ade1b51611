//! One data directory with its identity, database and models.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use alloy::primitives::Address;
use mien_chain::DataFees;
use mien_cosign::ExtendedKey;
use mien_face::Pack;
use mien_identity::{Connection, Desk, Watch, key_of};
use mien_keeper::KeeperCommand;
use mien_keeper::protocol::Status;
use mien_store::{Decision, Fingerprint, Store};
use rand::rngs::ThreadRng;

use crate::error::WalletError;
use crate::home::Home;

/// Version of [`CONSENT_TEXT`], recorded with the consent.
pub const CONSENT_VERSION: &str = "3";

/// What a person agrees to before the first capture.
pub const CONSENT_TEXT: &str = "\
Mien uses your face to rebuild one share of your wallet's key, for one signature at a time.
It keeps no picture of you and no face template. What it keeps is helper data on this device
(and in your recovery kit). With it a photograph of you can be recognised as yours, and somebody
who steals it can work out a description of your face from it: without a PIN in about an hour on
one ordinary computer, with a PIN only after guessing the PIN too. Nothing of it is sent anywhere.
You can remove it at any time with `mien forget`; agreeing is needed for scans, and a paper
phrase is offered as a way in without your face.";

/// What consent is about, in the store.
pub(crate) const CONSENT_SUBJECT: &str = "face";

/// A wallet: a data directory and the program's own parts.
pub struct Wallet {
    home: Home,
    store: Store,
    keeper: KeeperCommand,
    models: PathBuf,
    packs: Arc<Mutex<Option<Pack>>>,
    data_fees: DataFees,
    watch: Arc<dyn Watch + Send + Sync>,
}

impl core::fmt::Debug for Wallet {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Wallet")
            .field("home", &self.home)
            .finish_non_exhaustive()
    }
}

/// Everything an operation with a face needs.
pub(crate) type FaceDesk<'a> = Desk<'a, ThreadRng>;

/// The public side of the identity here.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Joint key and chain code.
    pub key: ExtendedKey,
    /// What the keeper says.
    pub status: Status,
}

impl Identity {
    /// The address of m/0/`index`.
    ///
    /// # Errors
    /// An index that BIP-32 has no key for.
    pub fn address(&self, index: u32) -> Result<Address, WalletError> {
        Ok(Address::from(
            self.key.child(index)?.public_key().ethereum_address(),
        ))
    }

    pub(crate) fn fingerprint(&self) -> Fingerprint {
        Fingerprint(self.key.fingerprint())
    }
}

/// A random source seeded by the operating system.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the wallet takes randomness from"
)]
pub(crate) fn os_rng() -> ThreadRng {
    rand::rng()
}

impl Wallet {
    /// Opens the data directory, creating the database in it if need be.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub fn open(
        home: Home,
        keeper: KeeperCommand,
        models: PathBuf,
        watch: Arc<dyn Watch + Send + Sync>,
    ) -> Result<Self, WalletError> {
        let store = Store::open(home.path())?;
        Ok(Self {
            home,
            store,
            keeper,
            models,
            packs: Arc::default(),
            data_fees: DataFees::default(),
            watch,
        })
    }

    /// The same wallet again, for another thread: with its own connection to the
    /// database and its own watcher. Loaded models are shared.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub fn another(&self, watch: Arc<dyn Watch + Send + Sync>) -> Result<Self, WalletError> {
        Ok(Self {
            home: self.home.clone(),
            store: Store::open(self.home.path())?,
            keeper: self.keeper.clone(),
            models: self.models.clone(),
            packs: Arc::clone(&self.packs),
            data_fees: self.data_fees.clone(),
            watch,
        })
    }

    /// The data directory.
    #[must_use]
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn data_fees(&self) -> &DataFees {
        &self.data_fees
    }

    pub(crate) fn watch(&self) -> &(dyn Watch + Send + Sync) {
        self.watch.as_ref()
    }

    pub(crate) fn shared_watch(&self) -> Arc<dyn Watch + Send + Sync> {
        Arc::clone(&self.watch)
    }

    pub(crate) fn keeper(&self) -> &KeeperCommand {
        &self.keeper
    }

    /// The identity here, whether it was proved or not.
    ///
    /// # Errors
    /// [`mien_keeper::KeeperError::NoIdentity`] where there is none.
    pub fn identity(&self) -> Result<Identity, WalletError> {
        let status = Connection::open(&self.keeper, &self.home.keeper())?.status()?;
        Ok(Identity {
            key: key_of(&status)?,
            status,
        })
    }

    /// The identity here, if its addresses may be shown.
    ///
    /// # Errors
    /// [`WalletError::NotProved`] before a drill has succeeded.
    pub fn proved_identity(&self) -> Result<Identity, WalletError> {
        let identity = self.identity()?;
        if identity.status.proved() {
            Ok(identity)
        } else {
            Err(WalletError::NotProved)
        }
    }

    /// The models, loaded and checked on first use, and again when another
    /// identity needs another pack: helper data opens with the pack that it was
    /// made with.
    ///
    /// # Errors
    /// [`WalletError::ModelsMissing`], or a file that was changed.
    pub fn pack(&self) -> Result<Pack, WalletError> {
        let wanted = self
            .identity()
            .ok()
            .map(|identity| mien_face::PackId::from_bytes(identity.status.pack_id));
        let mut loaded = self.packs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pack) = loaded.as_ref()
            && wanted.is_none_or(|wanted| wanted == pack.id())
        {
            return Ok(pack.clone());
        }
        let pack = match wanted {
            Some(wanted) => Pack::find(&self.models, wanted)?,
            None => Pack::load(&self.models)?,
        };
        *loaded = Some(pack.clone());
        Ok(pack)
    }

    /// Lets the models go that are loaded: an idle wallet needs none. Whoever scans
    /// at this moment keeps its own until the end, and the next to need them loads
    /// them again.
    pub fn let_models_go(&self) {
        self.packs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }

    /// Whether models are loaded, by this handle or another of the same wallet.
    #[must_use]
    pub fn has_models_loaded(&self) -> bool {
        let loaded = self.packs.lock().unwrap_or_else(PoisonError::into_inner);
        loaded.is_some()
    }

    /// Where the models are.
    #[must_use]
    pub fn models(&self) -> &std::path::Path {
        &self.models
    }

    /// What an operation with a face works at; `watch` follows its scans.
    pub(crate) fn desk<'a>(
        &'a self,
        folder: &'a std::path::Path,
        watch: &'a dyn Watch,
    ) -> Result<FaceDesk<'a>, WalletError> {
        Ok(Desk {
            keeper: &self.keeper,
            folder,
            pack: self.pack()?,
            watch,
            rng: os_rng,
        })
    }

    /// Opens a camera, outside any scan; `frames_each` is for photographs.
    ///
    /// # Errors
    /// The camera's.
    pub fn open_camera(
        &self,
        spec: &mien_camera::CameraSpec,
        frames_each: usize,
    ) -> Result<Box<dyn mien_camera::FrameSource>, WalletError> {
        Ok(mien_camera::open(spec, frames_each, os_rng())?)
    }

    /// A desk for what needs no face: no models are loaded.
    pub(crate) fn connection(&self) -> Result<Connection, WalletError> {
        Ok(Connection::open(&self.keeper, &self.home.keeper())?)
    }

    /// Records that the person agreed, or refuses to go on.
    ///
    /// # Errors
    /// [`WalletError::NoConsent`].
    pub fn consent(&self, decision: Decision) -> Result<(), WalletError> {
        self.store
            .consents()
            .record(CONSENT_SUBJECT, CONSENT_VERSION, decision)?;
        if decision == Decision::Given {
            Ok(())
        } else {
            Err(WalletError::NoConsent)
        }
    }

    /// Whether the person has agreed to the present text.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub fn has_consent(&self) -> Result<bool, WalletError> {
        let latest = self.store.consents().latest(CONSENT_SUBJECT)?;
        Ok(latest
            .is_some_and(|c| c.decision == Decision::Given && c.text_version == CONSENT_VERSION))
    }
}
