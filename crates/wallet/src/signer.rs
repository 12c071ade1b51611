//! The face as an alloy signer: transactions, messages and typed data, never a
//! bare hash.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use alloy::consensus::SignableTransaction;
use alloy::dyn_abi::TypedData;
use alloy::network::TxSigner;
use alloy::primitives::{Address, B256, ChainId, Signature};
use alloy::signers::{Error, Signer, UnsupportedSignerOperation};
use async_trait::async_trait;
use mien_cosign::ExtendedKey;
use mien_face::Pack;
use mien_identity::{Desk, ScanOutcome, Watch};
use mien_intent::Request;
use mien_keeper::KeeperCommand;
use mien_keeper::protocol::KeyPath;

use crate::cameras::CameraList;
use crate::error::{SignatureFault, WalletError};
use crate::scans::{Recorder, ScanInputs};
use crate::wallet::{Wallet, os_rng};

/// Signs with an account of this wallet by scanning the face, once for each
/// signature.
///
/// `sign_hash` answers `UnsupportedOperation`: the keeper computes the hash of
/// what it has decoded and judged. Typed data goes through
/// `sign_dynamic_typed_data`, which has the field names; a Rust struct alone
/// (`sign_typed_data`) would be a bare hash again. Needs a multi-threaded tokio runtime, because
/// a scan blocks its thread.
pub struct FaceSigner {
    keeper: KeeperCommand,
    folder: PathBuf,
    pack: Pack,
    watch: Arc<dyn Watch + Send + Sync>,
    inputs: ScanInputs,
    account: u32,
    address: Address,
    chain_id: Option<ChainId>,
    outcomes: Mutex<Vec<ScanOutcome>>,
}

impl core::fmt::Debug for FaceSigner {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("FaceSigner")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Wallet {
    /// A signer for an account; transactions must be for `chain_id`.
    ///
    /// # Errors
    /// No proved wallet here, one that is suspended, or no models.
    pub fn signer(
        &self,
        account: u32,
        chain_id: Option<ChainId>,
        inputs: ScanInputs,
    ) -> Result<FaceSigner, WalletError> {
        self.active()?;
        Ok(FaceSigner {
            keeper: self.keeper().clone(),
            folder: self.home().keeper(),
            pack: self.pack()?,
            watch: self.shared_watch(),
            inputs,
            account,
            address: self.account(account)?.address,
            chain_id,
            outcomes: Mutex::new(Vec::new()),
        })
    }
}

impl FaceSigner {
    /// Scans and has the request signed. Blocks.
    ///
    /// # Errors
    /// Those of a scan, and what the keeper refuses.
    pub fn authorise(&self, what: &Request) -> Result<Signature, WalletError> {
        let watch = Recorder::new(self.watch.as_ref());
        let mut cameras = CameraList::new(&self.inputs.cameras, self.inputs.prepare.as_ref());
        let desk = Desk {
            keeper: &self.keeper,
            folder: &self.folder,
            pack: self.pack.clone(),
            watch: &watch,
            rng: os_rng,
        };
        let order = |_: &ExtendedKey| what.clone();
        let path = KeyPath::Account(self.account);
        let pin = self.inputs.pin.as_deref();
        let result = desk.scan_with_tries(&mut cameras, pin, self.inputs.tries, &order, path);
        if let Ok(mut outcomes) = self.outcomes.lock() {
            outcomes.extend(watch.outcomes());
        }
        let bytes = result?.signature.to_bytes65();
        Signature::from_raw_array(&bytes)
            .map_err(|e| WalletError::BadSignature(SignatureFault::Made(e.to_string())))
    }

    /// How the scans so far have ended.
    #[must_use]
    pub fn outcomes(&self) -> Vec<ScanOutcome> {
        self.outcomes.lock().map(|o| o.clone()).unwrap_or_default()
    }

    /// A scan from an async context: the runtime moves its other work away.
    fn blocking(&self, what: &Request) -> Result<Signature, Error> {
        tokio::task::block_in_place(|| self.authorise(what)).map_err(Error::other)
    }

    fn unsupported() -> Error {
        Error::UnsupportedOperation(UnsupportedSignerOperation::SignHash)
    }
}

#[async_trait]
impl TxSigner<Signature> for FaceSigner {
    fn address(&self) -> Address {
        self.address
    }

    async fn sign_transaction(
        &self,
        tx: &mut dyn SignableTransaction<Signature>,
    ) -> Result<Signature, Error> {
        if let Some(id) = self.chain_id
            && !tx.set_chain_id_checked(id)
        {
            return Err(Error::TransactionChainIdMismatch {
                signer: id,
                tx: tx.chain_id().unwrap_or_default(),
            });
        }
        self.blocking(&Request::Transaction {
            unsigned: tx.encoded_for_signing(),
        })
    }
}

#[async_trait]
impl Signer for FaceSigner {
    async fn sign_hash(&self, _: &B256) -> Result<Signature, Error> {
        Err(Self::unsupported())
    }

    async fn sign_message(&self, message: &[u8]) -> Result<Signature, Error> {
        // What a face-only wallet may sign depends on the network the user is on.
        let chain_id = self.chain_id.ok_or_else(|| {
            Error::message("set the signer's chain id first: messages are signed for a network")
        })?;
        self.blocking(&Request::Message {
            bytes: message.to_vec(),
            chain_id,
        })
    }

    async fn sign_dynamic_typed_data(&self, payload: &TypedData) -> Result<Signature, Error> {
        let json = serde_json::to_vec(payload).map_err(Error::other)?;
        self.blocking(&Request::TypedData { json })
    }

    fn address(&self) -> Address {
        self.address
    }

    fn chain_id(&self) -> Option<ChainId> {
        self.chain_id
    }

    fn set_chain_id(&mut self, chain_id: Option<ChainId>) {
        self.chain_id = chain_id;
    }
}
