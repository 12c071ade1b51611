//! Whose wallet is this? Publishing a listing, and searching many with a face.

use std::collections::BTreeMap;

use mien_camera::FrameSource;
use mien_cosign::ExtendedKey;
use mien_face::{Pack, PackId, Template};
use mien_keeper::PinUse;
use mien_sketch::{Margin, Params, Search, find};
use rand_core::CryptoRng;

use crate::capture::{CapturePlan, capture};
use crate::error::IdentityError;
use crate::helper::sketch_params;
use crate::listing::Listing;
use crate::scan::{Cameras, Desk};
use crate::watch::Watch;

/// Listings that are opened after a search, best first; each costs a password
/// hash.
const OPENED: usize = 8;
/// Candidates of one listing whose password hash is computed.
const CANDIDATES: usize = 1;

/// Whose face it was.
#[derive(Clone, Copy, Debug)]
pub struct Whose {
    /// Place of the listing in the order in which they were given.
    pub index: usize,
    /// How much further the probe could have been from the template.
    pub margin: Margin,
}

impl<R: CryptoRng> Desk<'_, R> {
    /// Scans, proves the wallet by a drill and makes a listing of its first
    /// account from the frames of that scan.
    ///
    /// # Errors
    /// [`IdentityError::PinNotListed`] for a wallet with a PIN, before any
    /// capture; as [`Desk::drill`] otherwise.
    pub fn list(&self, cameras: &mut dyn Cameras, tries: u8) -> Result<Listing, IdentityError> {
        if self.status()?.pin == PinUse::Required {
            return Err(IdentityError::PinNotListed);
        }
        let matched = self.drill(cameras, None, tries)?.matched;
        let template = Template::average(&matched.embeddings)?;
        let address = first_address(&matched.key)?;
        let params = sketch_params(&self.pack)?;
        Listing::make(
            self.pack.id(),
            template.as_slice(),
            &params,
            address,
            &mut (self.rng)(),
        )
    }
}

/// Captures a probe for a search: no wallet takes part.
///
/// # Errors
/// [`IdentityError::PoorQuality`], [`IdentityError::Liveness`],
/// [`IdentityError::Cancelled`], or the camera's and the models' own errors.
pub fn look(
    pack: &Pack,
    source: &mut dyn FrameSource,
    watch: &dyn Watch,
    rng: &mut impl CryptoRng,
) -> Result<Template, IdentityError> {
    let embeddings = capture(pack, source, CapturePlan::SCAN, watch, rng)?;
    Ok(Template::average(&embeddings)?)
}

/// The listing that a template of these models opens, or nobody's. Listings of
/// other models are passed over.
///
/// # Errors
/// [`IdentityError::Sketch`], [`IdentityError::PasswordHash`].
pub fn whose(
    listings: &[Listing],
    pack: PackId,
    probe: &[f32],
    rng: &mut impl CryptoRng,
) -> Result<Option<Whose>, IdentityError> {
    for places in comparable(listings, pack).values() {
        let sketches = places.iter().filter_map(|&i| listings.get(i));
        let found = find(sketches.map(Listing::sketch), probe, Search::DEFAULT)?;
        for place in found.iter().take(OPENED) {
            let Some(&index) = places.get(place.index) else {
                continue;
            };
            let Some(listing) = listings.get(index) else {
                continue;
            };
            for candidate in listing.sketch().open(probe)?.iter().take(CANDIDATES) {
                if listing.confirms(&candidate.secret)? {
                    let margin =
                        mien_sketch::margin(listing.sketch(), probe, &candidate.secret, rng)?;
                    return Ok(Some(Whose { index, margin }));
                }
            }
        }
    }
    Ok(None)
}

/// The listings of a pack by parameters: only those of one kind can be ordered.
fn comparable(listings: &[Listing], pack: PackId) -> BTreeMap<[u8; Params::LEN], Vec<usize>> {
    let mut kinds: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, listing) in listings.iter().enumerate() {
        if listing.pack() == pack {
            let kind = listing.sketch().params().to_bytes();
            kinds.entry(kind).or_default().push(index);
        }
    }
    kinds
}

fn first_address(key: &ExtendedKey) -> Result<[u8; 20], IdentityError> {
    Ok(key.child(0)?.public_key().ethereum_address())
}
