//! Publishing a listing of this wallet, and finding whose face somebody has.

use std::fs;
use std::path::{Path, PathBuf};

use alloy::primitives::Address;
use mien_camera::CameraSpec;
use mien_identity::{Cameras, Listing, MAX_LISTING_LEN, look, whose};
use mien_store::{Decision, Entry, Kind};
use serde::Serialize;
use serde_json::json;

use crate::cameras::{CameraList, Prepare};
use crate::error::WalletError;
use crate::new_file::{Readers, write_new};
use crate::scans::ScanInputs;
use crate::wallet::{Wallet, os_rng};

/// What a person agrees to before a listing is written.
pub const PUBLISH_TEXT: &str = "\
Publishing writes a file with which a scan of your face finds your address. Whoever gets it can
hold any number of photographs against it, unseen and uncounted, and learn whether one is of
you; who finds a match also learns roughly how this program sees your face. It holds no key,
signs nothing, and cannot be taken back once it was copied. Nothing is sent: you decide who
gets the file.";

/// Version of [`PUBLISH_TEXT`], recorded with the consent.
const PUBLISH_VERSION: &str = "1";
/// What the consent is about, in the store.
const PUBLISH_SUBJECT: &str = "publication";

/// A listing that was written.
#[derive(Clone, Debug, Serialize)]
pub struct Published {
    /// The address that it names.
    #[serde(serialize_with = "crate::addresses::checksummed")]
    pub address: Address,
    /// Its length.
    pub bytes: usize,
}

/// Whose face it was.
#[derive(Clone, Debug, Serialize)]
pub struct FoundWallet {
    /// The first account.
    #[serde(serialize_with = "crate::addresses::checksummed")]
    pub address: Address,
    /// The listing.
    pub file: PathBuf,
    /// How far the scan was from not opening it, in degrees.
    pub margin_degrees: f64,
    /// Uncertainty of that.
    pub margin_plus_minus: f64,
}

/// What a search came to.
#[derive(Clone, Debug, Serialize)]
pub struct LookUp {
    /// Listings that were searched.
    pub searched: usize,
    /// Files that are no listings that can be read, and were passed over.
    pub unreadable: usize,
    /// Whose face it was, or nobody's.
    pub found: Option<FoundWallet>,
}

impl Wallet {
    /// Records what the person decided about [`PUBLISH_TEXT`].
    ///
    /// # Errors
    /// [`WalletError::NotPublished`] unless the decision is yes.
    pub fn consent_to_publish(&self, decision: Decision) -> Result<(), WalletError> {
        let consents = self.store().consents();
        consents.record(PUBLISH_SUBJECT, PUBLISH_VERSION, decision)?;
        if decision == Decision::Given {
            Ok(())
        } else {
            Err(WalletError::NotPublished)
        }
    }

    /// Scans, and writes a listing of the first account to a new file.
    ///
    /// # Errors
    /// [`WalletError::NotPublished`] without a consent that is on record; a
    /// wallet with a PIN; those of a drill; a file that is there already.
    pub fn publish(&self, inputs: &ScanInputs, path: &Path) -> Result<Published, WalletError> {
        let latest = self.store().consents().latest(PUBLISH_SUBJECT)?;
        let agreed = latest
            .is_some_and(|c| c.decision == Decision::Given && c.text_version == PUBLISH_VERSION);
        if !agreed {
            return Err(WalletError::NotPublished);
        }
        let work = || self.make_listing(inputs, path);
        self.recorded(&Entry::new(Kind::Publication), work, |_| json!({}))
    }

    fn make_listing(&self, inputs: &ScanInputs, path: &Path) -> Result<Published, WalletError> {
        let listing = self.scanned("publication", inputs, |desk, cameras| {
            desk.list(cameras, inputs.tries)
        })?;
        let bytes = listing.to_bytes();
        write_new(path, &bytes, Readers::Others)?;
        Ok(Published {
            address: Address::from(listing.address()),
            bytes: bytes.len(),
        })
    }

    /// Captures a face and searches the listings in a folder for it.
    ///
    /// # Errors
    /// Those of the capture and the models; a folder that cannot be read.
    pub fn find(
        &self,
        folder: &Path,
        cameras: &[CameraSpec],
        prepare: &dyn Prepare,
    ) -> Result<LookUp, WalletError> {
        let (listings, unreadable) = read_listings(folder)?;
        let pack = self.pack()?;
        let mut source = CameraList::new(cameras, prepare).open(1)?;
        let probe = look(&pack, source.as_mut(), self.watch(), &mut os_rng())?;
        let (files, listings): (Vec<PathBuf>, Vec<Listing>) = listings.into_iter().unzip();
        let found = whose(&listings, pack.id(), probe.as_slice(), &mut os_rng())?;
        let found = found.and_then(|whose| {
            Some(FoundWallet {
                address: Address::from(listings.get(whose.index)?.address()),
                file: files.get(whose.index)?.clone(),
                margin_degrees: f64::from(whose.margin.degrees),
                margin_plus_minus: f64::from(whose.margin.plus_minus),
            })
        });
        Ok(LookUp {
            searched: listings.len(),
            unreadable,
            found,
        })
    }
}

/// The listings of a folder with their files, by name, and the number of other
/// files.
fn read_listings(folder: &Path) -> Result<(Vec<(PathBuf, Listing)>, usize), WalletError> {
    let mut files = fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|entry| entry.map(|e| e.path()))
                .collect::<Result<Vec<_>, _>>()
        })
        .map_err(|e| file_error(folder, &e))?;
    files.sort();
    let (mut listings, mut unreadable) = (Vec::new(), 0);
    for file in files.into_iter().filter(|f| f.is_file()) {
        match read_listing(&file) {
            Some(listing) => listings.push((file, listing)),
            None => unreadable += 1,
        }
    }
    Ok((listings, unreadable))
}

fn read_listing(file: &Path) -> Option<Listing> {
    let longest = u64::try_from(MAX_LISTING_LEN).unwrap_or(u64::MAX);
    if fs::metadata(file).ok()?.len() > longest {
        return None;
    }
    Listing::from_bytes(&fs::read(file).ok()?).ok()
}

fn file_error(path: &Path, e: &std::io::Error) -> WalletError {
    WalletError::File {
        path: path.display().to_string(),
        reason: e.into(),
    }
}
