//! What an owner publishes so that a face finds an address (`spec/listing.md`).
//!
//! A listing is a sketch of its own over a secret of its own: it shares nothing
//! with the wallet's helper data, so that opening it shows an address and no
//! share of a key. It has no mask, because the searching side knows no PIN.

use mien_face::PackId;
use mien_keeper::Argon2Cost;
use mien_sketch::{Params, Secret, Sketch};
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::derive::stretch;
use crate::error::IdentityError;

const MAGIC: &[u8; 4] = b"MFND";
const VERSION: u8 = 1;
const LABEL: &[u8] = b"mien/v1/listing";
const CHECK_LEN: usize = 16;

/// The longest listing, in bytes (N = 512).
pub const MAX_LISTING_LEN: usize = 256;

/// A published listing.
///
/// Whoever holds it can test faces against it, without being counted.
#[derive(Clone, PartialEq, Eq)]
pub struct Listing {
    pack: PackId,
    sketch: Sketch,
    salt: [u8; 16],
    argon2: Argon2Cost,
    address: [u8; 20],
    check: [u8; CHECK_LEN],
}

impl core::fmt::Debug for Listing {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Listing").finish_non_exhaustive()
    }
}

impl Listing {
    /// A listing of `address` under a template of these models, over fresh
    /// randomness.
    ///
    /// # Errors
    /// [`IdentityError::Sketch`], [`IdentityError::PasswordHash`].
    pub fn make(
        pack: PackId,
        template: &[f32],
        params: &Params,
        address: [u8; 20],
        rng: &mut impl CryptoRng,
    ) -> Result<Self, IdentityError> {
        let (sketch, secret) = Sketch::enrol(params, template, rng)?;
        let mut salt = [0; 16];
        rng.fill_bytes(&mut salt);
        let mut listing = Self {
            pack,
            sketch,
            salt,
            argon2: Argon2Cost::DEFAULT,
            address,
            check: [0; CHECK_LEN],
        };
        listing.check = listing.check_of(&secret)?;
        Ok(listing)
    }

    /// Whether a candidate is the secret; costs one Argon2id.
    ///
    /// # Errors
    /// [`IdentityError::PasswordHash`].
    pub fn confirms(&self, candidate: &Secret) -> Result<bool, IdentityError> {
        Ok(self.check_of(candidate)? == self.check)
    }

    /// The first account's address.
    #[must_use]
    pub fn address(&self) -> [u8; 20] {
        self.address
    }

    /// The models it needs.
    #[must_use]
    pub fn pack(&self) -> PackId {
        self.pack
    }

    /// Its sketch.
    #[must_use]
    pub fn sketch(&self) -> &Sketch {
        &self.sketch
    }

    /// The bytes of `spec/listing.md`.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(MAX_LISTING_LEN);
        bytes.extend_from_slice(MAGIC);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.pack.to_bytes());
        bytes.extend_from_slice(&self.sketch.params().to_bytes());
        bytes.extend_from_slice(self.sketch.rho());
        bytes.extend_from_slice(&self.salt);
        bytes.extend_from_slice(&self.argon2.memory_kib.to_be_bytes());
        bytes.extend_from_slice(&[self.argon2.passes, self.argon2.lanes]);
        bytes.extend_from_slice(&self.address);
        bytes.extend_from_slice(&self.check);
        bytes.extend_from_slice(self.sketch.offset());
        let sum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&sum[..CHECK_LEN]);
        bytes
    }

    /// Reads what [`Listing::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`IdentityError::NotAListing`] with what is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, IdentityError> {
        let wrong = |what: &str| IdentityError::NotAListing(what.to_owned());
        let body = bytes
            .strip_prefix(MAGIC)
            .ok_or_else(|| wrong("it is something else"))?;
        if body.first() != Some(&VERSION) {
            return Err(wrong("it was written by another version of Mien"));
        }
        let (content, sum) = bytes
            .split_last_chunk::<CHECK_LEN>()
            .ok_or_else(|| wrong("it is cut short"))?;
        if Sha256::digest(content)[..CHECK_LEN] != *sum {
            return Err(wrong("it is damaged"));
        }
        let mut rest = content
            .get(MAGIC.len() + 1..)
            .ok_or_else(|| wrong("it is cut short"))?;
        let pack = take::<32>(&mut rest)?;
        let params = Params::from_bytes(&take::<{ Params::LEN }>(&mut rest)?)?;
        let rho = take::<32>(&mut rest)?;
        let salt = take::<16>(&mut rest)?;
        let memory_kib = u32::from_be_bytes(take(&mut rest)?);
        let [passes, lanes] = take(&mut rest)?;
        let argon2 = Argon2Cost {
            memory_kib,
            passes,
            lanes,
        }
        .validate()?;
        Ok(Self {
            pack: PackId::from_bytes(pack),
            salt,
            argon2,
            address: take(&mut rest)?,
            check: take(&mut rest)?,
            sketch: Sketch::from_parts(params, rho, rest)?,
        })
    }

    /// What stands in the listing for a secret: it is bound to the address, so
    /// that an altered address confirms nothing.
    fn check_of(&self, secret: &Secret) -> Result<[u8; CHECK_LEN], IdentityError> {
        let mut input = Zeroizing::new(LABEL.to_vec());
        input.reserve_exact(secret.as_bytes().len() + self.address.len());
        input.extend_from_slice(secret.as_bytes());
        input.extend_from_slice(&self.address);
        let mut check = [0; CHECK_LEN];
        stretch(&input, &self.salt, self.argon2, &mut check)?;
        Ok(check)
    }
}

fn take<const LEN: usize>(rest: &mut &[u8]) -> Result<[u8; LEN], IdentityError> {
    let (head, tail) = rest
        .split_first_chunk::<LEN>()
        .ok_or_else(|| IdentityError::NotAListing("it is cut short".to_owned()))?;
    *rest = tail;
    Ok(*head)
}
