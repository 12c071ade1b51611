//! Detached signatures: the file that `mien sign --out` writes, and its check.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use alloy::primitives::{Address, Signature};
use mien_intent::{Decoded, Request, parse_document_message};
use mien_keeper::FileFault;
use serde::{Deserialize, Serialize};

use crate::error::{SignatureFault, WalletError};
use crate::messages::document_digest;
use crate::new_file::{Readers, write_new};

const VERSION: u32 = 1;
/// No signature file is longer: typed data of the greatest length, escaped.
const MAX_FILE_LEN: u64 = 4 << 20;

/// What a signature is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureKind {
    /// An EIP-191 text.
    Message,
    /// EIP-712 typed data.
    TypedData,
    /// A document, by its SHA-256 in an EIP-191 text.
    Document,
}

impl SignatureKind {
    /// What the keeper is asked to sign for this content, on the network with
    /// this chain id. A review is made from the same.
    #[must_use]
    pub fn request(self, content: &str, chain_id: u64) -> Request {
        let bytes = content.as_bytes().to_vec();
        match self {
            Self::TypedData => Request::TypedData { json: bytes },
            Self::Message | Self::Document => Request::Message { bytes, chain_id },
        }
    }
}

/// A detached signature as a JSON file.
///
/// Any tool that verifies EIP-191 or EIP-712 signatures can check `content`
/// against `signature` and `signer`. The time is the signer's own word and is
/// not covered by the signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureFile {
    /// 1
    pub version: u32,
    /// What was signed.
    pub kind: SignatureKind,
    /// By whom.
    #[serde(serialize_with = "crate::addresses::checksummed")]
    pub signer: Address,
    /// r ‖ s ‖ v, 65 bytes in hex, v 27 or 28.
    pub signature: String,
    /// The text or the typed data, exactly as signed.
    pub content: String,
    /// When, by the signer's clock, seconds since 1970.
    pub signed_at: u64,
}

/// A signature that holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// By whom.
    #[serde(serialize_with = "crate::addresses::checksummed")]
    pub signer: Address,
    /// What was signed.
    pub kind: SignatureKind,
    /// The document's name as signed, for documents.
    pub document: Option<String>,
    /// Whether the document itself was compared.
    pub document_compared: bool,
    /// When, by the signer's own word.
    pub signed_at: u64,
}

impl SignatureFile {
    pub(crate) fn new(
        kind: SignatureKind,
        signer: Address,
        signature: &Signature,
        content: String,
    ) -> Self {
        let signed_at = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |d| d.as_secs());
        let signature = format!("0x{}", hex::encode(signature.as_bytes()));
        Self {
            version: VERSION,
            kind,
            signer,
            signature,
            content,
            signed_at,
        }
    }

    /// Reads a signature file.
    ///
    /// # Errors
    /// [`WalletError::File`] for one that cannot be read, and what is wrong with
    /// one that is none.
    pub fn read(path: &Path) -> Result<Self, WalletError> {
        let named = || path.display().to_string();
        let bytes = read_bounded(path, MAX_FILE_LEN)?;
        let other = |e: serde_json::Error| WalletError::NotASignatureFile {
            path: named(),
            detail: e.to_string(),
        };
        let file: Self = serde_json::from_slice(&bytes).map_err(other)?;
        if file.version != VERSION {
            return Err(WalletError::NewerSignatureFile {
                path: named(),
                version: file.version,
            });
        }
        Ok(file)
    }

    /// Writes it to a new file.
    ///
    /// # Errors
    /// [`WalletError::File`]; an existing file is not overwritten.
    pub fn write_new(&self, path: &Path) -> Result<(), WalletError> {
        let text = serde_json::to_string_pretty(self).map_err(|e| WalletError::File {
            path: path.display().to_string(),
            reason: FileFault::Other(e.to_string()),
        })?;
        write_new(path, format!("{text}\n").as_bytes(), Readers::Others)
    }

    /// Checks the signature, and the document when one is given.
    ///
    /// # Errors
    /// [`WalletError::BadSignature`] with what does not fit.
    pub fn verify(&self, document: Option<&Path>) -> Result<Verified, WalletError> {
        let bad = |why| Err(WalletError::BadSignature(why));
        let bytes = hex::decode(self.signature.trim_start_matches("0x")).unwrap_or_default();
        let Ok(bytes) = <[u8; 65]>::try_from(bytes.as_slice()) else {
            return bad(SignatureFault::NotHex);
        };
        let Ok(signature) = Signature::from_raw_array(&bytes) else {
            return bad(SignatureFault::Malformed);
        };
        let hash = Decoded::from_request(&self.request())?.signing_hash();
        let recovered = signature.recover_address_from_prehash(&hash.into()).ok();
        if recovered != Some(self.signer) || signature.normalize_s().is_some() {
            return bad(SignatureFault::NotTheirs);
        }
        let name = self.check_document(document)?;
        Ok(Verified {
            signer: self.signer,
            kind: self.kind,
            document: name,
            document_compared: document.is_some(),
            signed_at: self.signed_at,
        })
    }

    fn request(&self) -> Request {
        // The chain id is policy's, not part of what was signed.
        self.kind.request(&self.content, 1)
    }

    fn check_document(&self, document: Option<&Path>) -> Result<Option<String>, WalletError> {
        let bad = |why| Err(WalletError::BadSignature(why));
        if self.kind != SignatureKind::Document {
            return match document {
                Some(_) => bad(SignatureFault::NotOfADocument),
                None => Ok(None),
            };
        }
        let Some(claim) = parse_document_message(&self.content) else {
            return bad(SignatureFault::NoDocumentNamed);
        };
        if let Some(path) = document
            && document_digest(path)? != claim.sha256
        {
            return bad(SignatureFault::OtherDocument);
        }
        Ok(Some(claim.file_name))
    }
}

/// Reads a file of at most `limit` bytes.
pub(crate) fn read_bounded(path: &Path, limit: u64) -> Result<Vec<u8>, WalletError> {
    let named = || path.display().to_string();
    let failed = |e: std::io::Error| WalletError::File {
        path: named(),
        reason: (&e).into(),
    };
    let bytes = std::fs::metadata(path).map_err(failed)?.len();
    if bytes > limit {
        return Err(WalletError::FileTooLong {
            path: named(),
            bytes,
            most: limit,
        });
    }
    std::fs::read(path).map_err(failed)
}
