//! The joint key as a BIP-32 extended public key, and its accounts m/0/i.

use bip32::{ChildNumber, ExtendedKeyAttrs, ExtendedPublicKey, Prefix};
use hmac::{Hmac, KeyInit, Mac};
use k256::elliptic_curve::PrimeField;
use k256::{ProjectivePoint, Scalar};
use ripemd::Ripemd160;
use sha2::{Digest, Sha256, Sha512};

use crate::error::CosignError;
use crate::key::PublicKey;

/// First hardened index (BIP-32): there are no accounts from here on.
pub const HARDENED: u32 = 1 << 31;

/// P and its chain code: public, and all that is needed to list addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtendedKey {
    public_key: PublicKey,
    chain_code: [u8; 32],
}

/// An account: the child m/0/i.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Child {
    index: u32,
    public_key: PublicKey,
    tweak: Scalar,
}

impl ExtendedKey {
    /// Joins the two.
    #[must_use]
    pub const fn new(public_key: PublicKey, chain_code: [u8; 32]) -> Self {
        Self {
            public_key,
            chain_code,
        }
    }

    /// The joint key P.
    #[must_use]
    pub const fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// The chain code.
    #[must_use]
    pub const fn chain_code(&self) -> &[u8; 32] {
        &self.chain_code
    }

    /// The key's fingerprint (BIP-32): the first four bytes of RIPEMD-160 over
    /// SHA-256 over P, compressed. Public; tells identities apart, proves nothing.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 4] {
        let digest = Ripemd160::digest(Sha256::digest(self.public_key.to_bytes()));
        let [a, b, c, d, ..] = <[u8; 20]>::from(digest);
        [a, b, c, d]
    }

    /// The account m/0/`index` (BIP-32 public derivation, twice): its key is
    /// P + (t₀ + tᵢ)·G.
    ///
    /// # Errors
    /// [`CosignError::InvalidIndex`] for hardened indices, and for those that
    /// BIP-32 calls invalid (one in 2^127): use the next one.
    pub fn child(&self, index: u32) -> Result<Child, CosignError> {
        let invalid = CosignError::InvalidIndex { index };
        if index >= HARDENED {
            return Err(invalid);
        }
        let change = self.step(0).ok_or(invalid.clone())?;
        let account = ExtendedKey::new(change.key, change.chain_code);
        let account = account.step(index).ok_or(invalid.clone())?;
        // A key that PublicKey accepts also rules the sum zero out.
        Ok(Child {
            index,
            public_key: account.key,
            tweak: change.tweak + account.tweak,
        })
    }

    /// The usual text form (BIP-32, "xpub…"), depth 0: any watch-only wallet
    /// reads it and lists the same addresses at m/0/i.
    #[must_use]
    pub fn to_xpub(&self) -> Option<String> {
        let key = k256::PublicKey::from_affine(self.public_key.affine()).ok()?;
        let attrs = ExtendedKeyAttrs {
            depth: 0,
            parent_fingerprint: [0; 4],
            child_number: ChildNumber(0),
            chain_code: self.chain_code,
        };
        Some(ExtendedPublicKey::new(key, attrs).to_string(Prefix::XPUB))
    }

    /// CKDpub of BIP-32 for a non-hardened index; nothing where it is invalid.
    fn step(&self, index: u32) -> Option<Step> {
        let mut mac = Hmac::<Sha512>::new_from_slice(&self.chain_code).ok()?;
        mac.update(&self.public_key.to_bytes());
        mac.update(&index.to_be_bytes());
        let out: [u8; 64] = mac.finalize().into_bytes().into();
        let (left, right) = out.split_first_chunk::<32>()?;
        let tweak = Scalar::from_repr((*left).into()).into_option()?;
        let point = self.public_key.point() + ProjectivePoint::GENERATOR * tweak;
        let key = PublicKey::from_point(&point).ok()?;
        Some(Step {
            tweak,
            key,
            chain_code: right.try_into().ok()?,
        })
    }
}

struct Step {
    tweak: Scalar,
    key: PublicKey,
    chain_code: [u8; 32],
}

impl Child {
    /// i of m/0/i.
    #[must_use]
    pub const fn index(&self) -> u32 {
        self.index
    }

    /// The account's public key.
    #[must_use]
    pub const fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// t₀ + tᵢ modulo n, 32 bytes, big-endian. Public: whoever has the extended
    /// key computes it.
    #[must_use]
    pub fn tweak(&self) -> [u8; 32] {
        self.tweak.to_bytes().into()
    }

    pub(crate) fn tweak_scalar(&self) -> &Scalar {
        &self.tweak
    }
}
