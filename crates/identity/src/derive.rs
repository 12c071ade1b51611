//! From u and the PIN to the face share, and the mask over the stored offset.
//!
//! Specified with vectors in `spec/derivation.md`:
//!
//! ```text
//! prk   = Argon2id(PIN or empty, salt_pin)                      64 bytes
//! mask  = HKDF-SHA-512-Expand(prk, "mien/v1/offset-mask")       N/8 bytes
//! k     = HKDF-SHA-512-Expand(prk, "mien/v1/face-share")        64 bytes
//! f     = OS2IP(Argon2id(secret ‖ k, salt_share), 64 bytes) mod n
//! ```
//!
//! `secret` is u, length-prefixed, as the sketch returns it. The mask carries no
//! check of its own: a wrong PIN yields another plausible sketch.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use hkdf::Hkdf;
use mien_cosign::FaceShare;
use mien_keeper::Argon2Cost;
use sha2::Sha512;
use zeroize::{Zeroize, Zeroizing};

use crate::error::IdentityError;
use crate::pin::Pin;

const MASK_LABEL: &[u8] = b"mien/v1/offset-mask";
const SHARE_LABEL: &[u8] = b"mien/v1/face-share";
const PRK_LEN: usize = 64;

/// What a PIN (or none) stretches to; everything else derives from it.
///
/// Costs one Argon2id. Zeroised when dropped; prints nothing.
pub struct PinKey {
    prk: Zeroizing<[u8; PRK_LEN]>,
    cost: Argon2Cost,
}

impl core::fmt::Debug for PinKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PinKey(..)")
    }
}

impl PinKey {
    /// Stretches the PIN, or the empty string where there is none.
    ///
    /// # Errors
    /// [`IdentityError::PasswordHash`] when the cost is out of bounds or the
    /// memory cannot be had.
    pub fn new(
        pin: Option<&Pin>,
        salt: &[u8; 16],
        cost: Argon2Cost,
    ) -> Result<Self, IdentityError> {
        let mut prk = Zeroizing::new([0; PRK_LEN]);
        stretch(
            pin.map_or(&[], Pin::as_bytes),
            salt,
            cost,
            prk.as_mut_slice(),
        )?;
        Ok(Self { prk, cost })
    }

    /// `len` bytes of keystream for the offset, at most 64 (N = 512).
    ///
    /// # Errors
    /// [`IdentityError::PasswordHash`] for more than HKDF can give.
    pub fn offset_mask(&self, len: usize) -> Result<Zeroizing<Vec<u8>>, IdentityError> {
        let mut mask = Zeroizing::new(vec![0; len]);
        self.expand(MASK_LABEL, &mut mask)?;
        Ok(mask)
    }

    /// The face share for a secret out of the sketch (`Secret::as_bytes`).
    ///
    /// Costs one Argon2id.
    ///
    /// # Errors
    /// [`IdentityError::PasswordHash`], and [`IdentityError::Cosign`] for the
    /// scalars that are no share (probability 2^−255).
    pub fn face_share(&self, secret: &[u8], salt: &[u8; 16]) -> Result<FaceShare, IdentityError> {
        let mut input = Zeroizing::new(Vec::with_capacity(secret.len() + PRK_LEN));
        input.extend_from_slice(secret);
        let mut key = Zeroizing::new([0; PRK_LEN]);
        self.expand(SHARE_LABEL, key.as_mut_slice())?;
        input.extend_from_slice(key.as_slice());
        let mut wide = Zeroizing::new([0; 64]);
        stretch(&input, salt, self.cost, wide.as_mut_slice())?;
        Ok(FaceShare::from_wide(&wide)?)
    }

    fn expand(&self, label: &[u8], out: &mut [u8]) -> Result<(), IdentityError> {
        let hkdf = Hkdf::<Sha512>::from_prk(self.prk.as_slice())
            .map_err(|e| IdentityError::PasswordHash(e.to_string()))?;
        hkdf.expand(label, out)
            .map_err(|e| IdentityError::PasswordHash(e.to_string()))
    }
}

/// Argon2id version 0x13 (RFC 9106) into `out`; its memory is zeroised after.
pub(crate) fn stretch(
    input: &[u8],
    salt: &[u8; 16],
    cost: Argon2Cost,
    out: &mut [u8],
) -> Result<(), IdentityError> {
    let failed = |e: argon2::Error| IdentityError::PasswordHash(e.to_string());
    let cost = cost
        .validate()
        .map_err(|e| IdentityError::PasswordHash(e.to_string()))?;
    let params = Params::new(
        cost.memory_kib,
        u32::from(cost.passes),
        u32::from(cost.lanes),
        Some(out.len()),
    )
    .map_err(failed)?;
    let mut blocks = vec![Block::default(); params.block_count()];
    let result = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(input, salt, out, &mut blocks)
        .map_err(failed);
    for block in &mut blocks {
        block.zeroize();
    }
    result
}
