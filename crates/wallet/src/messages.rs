//! Signing texts, typed data and documents.

use std::path::Path;

use alloy::primitives::Address;
use mien_chain::Network;
use mien_identity::ScanOutcome;
use mien_intent::{
    Decoded, Request, SignIn, SignInCaution, SignInContext, Summary, document_message,
};
use mien_store::{Change, Entry, HistoryId, Kind, Status};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::documents::{SignatureFile, SignatureKind, read_bounded};
use crate::error::WalletError;
use crate::scans::ScanInputs;
use crate::send::ScanReport;
use crate::session::SigningSession;
use crate::wallet::Wallet;

/// Something that was signed, with the file that proves it.
#[derive(Clone, Debug, Serialize)]
pub struct SignedMessage {
    /// What `mien verify` and other tools check.
    #[serde(flatten)]
    pub file: SignatureFile,
    /// How the scans ended.
    pub scans: Vec<ScanReport>,
}

/// A sign-in text, read and compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignInReview {
    /// What it says.
    pub sign_in: SignIn,
    /// What to know before signing.
    pub cautions: Vec<SignInCaution>,
}

impl Wallet {
    /// What a typed data file says, for looking at before it is signed.
    ///
    /// # Errors
    /// A file that is not typed data.
    pub fn read_typed_data(&self, file: &Path) -> Result<Summary, WalletError> {
        let json = read_bounded(file, mien_intent::MAX_TYPED_DATA_BYTES as u64)?;
        Ok(Decoded::from_request(&Request::TypedData { json })?.summary())
    }

    /// Reads a text that signs in to a site (EIP-4361) and compares it with where
    /// the user is; nothing for every other text. `site` is the domain or the
    /// address that the user is on, where the caller knows it.
    ///
    /// # Errors
    /// [`WalletError::SignIn`] for a text that only resembles a sign-in, and for
    /// another site, account or chain, or one that has expired.
    pub fn review_sign_in(
        &self,
        account: u32,
        text: &str,
        network: &Network,
        site: Option<&str>,
    ) -> Result<Option<SignInReview>, WalletError> {
        if !SignIn::is_claimed_by(text) {
            return Ok(None);
        }
        let sign_in = SignIn::parse(text)?;
        let now = i64::try_from(mien_keeper::unix_time()).unwrap_or(i64::MAX);
        let cautions = sign_in.check(&SignInContext {
            account: self.proved_identity()?.address(account)?,
            chain_id: network.chain_id(),
            site,
            now,
        })?;
        Ok(Some(SignInReview { sign_in, cautions }))
    }

    /// Signs a text (EIP-191).
    ///
    /// # Errors
    /// A sign-in that [`Wallet::review_sign_in`] refuses, a bare 32-byte hash, a text that this wallet may not sign for that
    /// network, and those of a scan.
    pub fn sign_message(
        &self,
        account: u32,
        text: &str,
        network: &Network,
        inputs: ScanInputs,
    ) -> Result<SignedMessage, WalletError> {
        let text = text.to_owned();
        self.sign_content(account, SignatureKind::Message, text, network, inputs)
    }

    /// Signs typed data (EIP-712 v4) from a JSON file.
    ///
    /// # Errors
    /// A file that is not typed data, a domain for another chain than a
    /// face-only wallet may sign for, and those of a scan.
    pub fn sign_typed_data(
        &self,
        account: u32,
        file: &Path,
        network: &Network,
        inputs: ScanInputs,
    ) -> Result<SignedMessage, WalletError> {
        let (_, content) = typed_data(file)?;
        self.sign_content(account, SignatureKind::TypedData, content, network, inputs)
    }

    /// The same without a scan, in an open session whose chain the domain names.
    ///
    /// # Errors
    /// A file that is not typed data, a domain that does not name the session's
    /// chain, a session that has ended.
    pub fn sign_typed_data_in_session(
        &self,
        account: u32,
        file: &Path,
        session: &SigningSession,
    ) -> Result<SignedMessage, WalletError> {
        let (what, content) = typed_data(file)?;
        let address = self.proved_identity()?.address(account)?;
        let kind = SignatureKind::TypedData;
        let entry = self.begin_signature(kind, address, &what, session.network())?;
        let result = self.authorise_in_session(session, account, &what);
        let signature = self.or_refused(entry, result)?;
        self.store()
            .history()
            .update(entry, &Change::from(Status::Done))?;
        Ok(SignedMessage {
            file: SignatureFile::new(kind, address, &signature, content),
            scans: Vec::new(),
        })
    }

    /// Signs a document by its SHA-256, in an EIP-191 text that names the file.
    ///
    /// # Errors
    /// A file that cannot be read, and those of a scan.
    pub fn sign_document(
        &self,
        account: u32,
        file: &Path,
        network: &Network,
        inputs: ScanInputs,
    ) -> Result<SignedMessage, WalletError> {
        let text = self.document_text(file)?;
        self.sign_content(account, SignatureKind::Document, text, network, inputs)
    }

    /// The text that is signed for a document.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn document_text(&self, file: &Path) -> Result<String, WalletError> {
        let digest = document_digest(file)?;
        let name = file
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        Ok(document_message(&name, &digest))
    }

    /// Signs exactly this content: a text, a document's text
    /// ([`Wallet::document_text`]), or typed data as JSON.
    ///
    /// # Errors
    /// Content that may not be signed, and those of a scan.
    pub fn sign_content(
        &self,
        account: u32,
        kind: SignatureKind,
        content: String,
        network: &Network,
        inputs: ScanInputs,
    ) -> Result<SignedMessage, WalletError> {
        if kind == SignatureKind::Message {
            self.review_sign_in(account, &content, network, None)?;
        }
        let what = kind.request(&content, network.chain_id());
        self.sign_request(account, kind, content, &what, network, inputs)
    }

    /// Writes down what is about to be signed.
    fn begin_signature(
        &self,
        kind: SignatureKind,
        account: Address,
        what: &Request,
        network: &Network,
    ) -> Result<HistoryId, WalletError> {
        let hash = Decoded::from_request(what)?.signing_hash();
        let entry = Entry::new(Kind::Signature)
            .network(network.name(), network.chain_id())
            .account(account)
            .detail(json!({ "what": kind, "hash": hex::encode(hash) }));
        Ok(self.store().history().begin(&entry)?)
    }

    fn sign_request(
        &self,
        account: u32,
        kind: SignatureKind,
        content: String,
        what: &Request,
        network: &Network,
        inputs: ScanInputs,
    ) -> Result<SignedMessage, WalletError> {
        // Judged here too, so that nobody scans in vain; the keeper decides.
        let decoded = Decoded::from_request(what)?;
        let identity = self.proved_identity()?;
        decoded.permitted(identity.scope())?;
        let signer = self.signer(account, Some(network.chain_id()), inputs)?;
        let entry = self.begin_signature(kind, identity.address(account)?, what, network)?;
        let result = signer.authorise(what);
        let outcomes: Vec<ScanOutcome> = signer.outcomes();
        self.record_scans("signature", &outcomes)?;
        let signature = self.or_refused(entry, result)?;
        self.store()
            .history()
            .update(entry, &Change::from(Status::Done))?;
        let file = SignatureFile::new(kind, identity.address(account)?, &signature, content);
        Ok(SignedMessage {
            file,
            scans: outcomes.iter().map(ScanReport::from).collect(),
        })
    }
}

/// A file of typed data as a request, and as text.
fn typed_data(file: &Path) -> Result<(Request, String), WalletError> {
    let json = read_bounded(file, mien_intent::MAX_TYPED_DATA_BYTES as u64)?;
    let content = String::from_utf8(json.clone())
        .map_err(|_| WalletError::NotText(file.display().to_string()))?;
    Ok((Request::TypedData { json }, content))
}

/// SHA-256 of a file of any size.
pub(crate) fn document_digest(file: &Path) -> Result<[u8; 32], WalletError> {
    let failed = |e: std::io::Error| WalletError::File {
        path: file.display().to_string(),
        reason: (&e).into(),
    };
    let mut hasher = Sha256::new();
    let mut reader = std::fs::File::open(file).map_err(failed)?;
    std::io::copy(&mut reader, &mut HashWriter(&mut hasher)).map_err(failed)?;
    Ok(hasher.finalize().into())
}

struct HashWriter<'a>(&'a mut Sha256);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
