//! Helper data as bytes: the recovery kit and the local record.
//!
//! Both layouts are fixed fields in big-endian order, specified byte by byte in
//! `spec/kit.md`; no serialisation library decides about them. Values of these
//! types hold `b`: only the keeper process may own one.

use mien_cosign::{ExtendedKey, HelperShare, PublicKey};
use mien_sketch::Params;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::bytes::{Reader, Writer};
use crate::error::KitError;

const KIT_MAGIC: &[u8; 4] = b"MIEN";
const KIT_VERSION: u8 = 1;
const RECORD_MAGIC: &[u8; 4] = b"MREC";
const RECORD_VERSION: u8 = 1;
const CHECK_LEN: usize = 16;

const FLAG_PIN: u8 = 1;
const FLAG_PHRASE: u8 = 2;

/// The longest kit that any version may have, in bytes (one QR code of version
/// 15 at level M holds it).
pub const MAX_KIT_LEN: usize = 400;

/// Cost of the password hash, stored with the helper data and bounded when read.
///
/// Argon2id version 0x13 (RFC 9106).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Argon2Cost {
    /// Memory in KiB, 8 to 1 048 576 (1 GiB).
    pub memory_kib: u32,
    /// Passes over the memory, 1 to 10.
    pub passes: u8,
    /// Lanes, always 1 in this version.
    pub lanes: u8,
}

impl Argon2Cost {
    /// What new helper data gets: 64 MiB, three passes, one lane.
    pub const DEFAULT: Self = Self {
        memory_kib: 65_536,
        passes: 3,
        lanes: 1,
    };

    /// Checks the bounds that protect a reader from a hostile record.
    ///
    /// # Errors
    /// [`KitError::Argon2Cost`] with the offending values.
    pub fn validate(self) -> Result<Self, KitError> {
        let ok = (8..=1_048_576).contains(&self.memory_kib)
            && (1..=10).contains(&self.passes)
            && self.lanes == 1;
        if ok {
            Ok(self)
        } else {
            Err(KitError::Argon2Cost {
                memory_kib: self.memory_kib,
                passes: self.passes,
                lanes: self.lanes,
            })
        }
    }
}

/// Whether the owner chose a PIN at enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum PinUse {
    /// The face alone opens; for development networks only.
    FaceOnly,
    /// The face and a PIN or passphrase.
    Required,
}

/// What the face process may see of the helper data once an attempt is
/// counted: everything that opens the sketch, nothing of `b`.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SketchRecord {
    /// Which model pack made the template (SHA-256, see `spec/pack.md`).
    pub pack_id: [u8; 32],
    /// Whether a PIN takes part.
    pub pin: PinUse,
    /// Sketch parameters in the encoding of `spec/sketch.md`.
    pub params: [u8; Params::LEN],
    /// Seed of the rotation.
    pub rho: [u8; 32],
    /// Offset of the sketch XORed with the PIN's keystream, N/8 bytes.
    pub masked_offset: Vec<u8>,
    /// Salt of the PIN hash.
    pub salt_pin: [u8; 16],
    /// Salt of the face share's hash.
    pub salt_share: [u8; 16],
    /// Cost of both hashes.
    pub argon2: Argon2Cost,
}

impl core::fmt::Debug for SketchRecord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SketchRecord")
            .field("pin", &self.pin)
            .finish_non_exhaustive()
    }
}

impl SketchRecord {
    /// Checks what the bytes claim: parameters in range, the offset's length
    /// that of N, the cost within its bounds.
    ///
    /// # Errors
    /// [`KitError::Sketch`], [`KitError::Argon2Cost`].
    pub fn validate(&self) -> Result<Params, KitError> {
        let params =
            Params::from_bytes(&self.params).map_err(|e| KitError::Sketch(e.to_string()))?;
        let want = usize::from(params.n()) / 8;
        if self.masked_offset.len() != want {
            return Err(KitError::Sketch(format!(
                "the offset has {} bytes where {want} belong",
                self.masked_offset.len()
            )));
        }
        self.argon2.validate()?;
        Ok(params)
    }
}

/// Helper data with a local keeper: what a kit carries.
///
/// Sensitive: with a photograph of the owner and the PIN it opens.
#[derive(Clone)]
pub struct HelperData {
    /// The part that goes to the face process.
    pub sketch: SketchRecord,
    /// Joint key and chain code.
    pub key: ExtendedKey,
    /// How often the face or PIN was renewed; 0 at enrolment.
    pub generation: u32,
    /// When this generation was made, seconds since 1970-01-01 UTC.
    pub created: u64,
    /// b
    pub share: HelperShare,
    /// b_w, if a paper phrase was confirmed.
    pub phrase_share: Option<HelperShare>,
}

impl core::fmt::Debug for HelperData {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("HelperData")
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

impl HelperData {
    /// The kit's bytes, ending in 16 bytes of SHA-256 over all before them.
    #[must_use]
    pub fn to_kit_bytes(&self) -> Zeroizing<Vec<u8>> {
        let s = &self.sketch;
        let mut flags = 0;
        if s.pin == PinUse::Required {
            flags |= FLAG_PIN;
        }
        if self.phrase_share.is_some() {
            flags |= FLAG_PHRASE;
        }
        let mut w = Writer::with_capacity(MAX_KIT_LEN);
        w.bytes(KIT_MAGIC).u8(KIT_VERSION).u8(flags);
        w.bytes(&s.pack_id).bytes(&s.params).bytes(&s.rho);
        w.bytes(&s.salt_pin).bytes(&s.salt_share);
        w.u32(s.argon2.memory_kib)
            .u8(s.argon2.passes)
            .u8(s.argon2.lanes);
        w.bytes(&self.key.public_key().to_bytes())
            .bytes(self.key.chain_code());
        w.u32(self.generation).u64(self.created);
        w.bytes(&*self.share.to_bytes());
        match &self.phrase_share {
            Some(share) => w.bytes(&*share.to_bytes()),
            None => w.bytes(&[0; 32]),
        };
        w.bytes(&s.masked_offset);
        w.finish_with_check()
    }

    /// Reads a kit of any version ever written.
    ///
    /// # Errors
    /// [`KitError`] saying which field is wrong; a flipped byte anywhere is one.
    pub fn from_kit_bytes(bytes: &[u8]) -> Result<Self, KitError> {
        let mut r = Reader::new(bytes);
        if bytes.len() > MAX_KIT_LEN || r.array::<4>()? != *KIT_MAGIC {
            return Err(KitError::NotAKit);
        }
        let version = r.u8()?;
        if version != KIT_VERSION {
            return Err(KitError::Version {
                found: version,
                known: KIT_VERSION,
            });
        }
        let body = checked_body(bytes)?;
        let mut r = Reader::new(body);
        r.skip(5)?;
        let flags = r.u8()?;
        if flags & !(FLAG_PIN | FLAG_PHRASE) != 0 {
            return Err(KitError::Flags(flags));
        }
        let mut sketch = SketchRecord {
            pack_id: r.array()?,
            pin: if flags & FLAG_PIN != 0 {
                PinUse::Required
            } else {
                PinUse::FaceOnly
            },
            params: r.array()?,
            rho: r.array()?,
            salt_pin: r.array()?,
            salt_share: r.array()?,
            argon2: Argon2Cost {
                memory_kib: r.u32()?,
                passes: r.u8()?,
                lanes: r.u8()?,
            },
            masked_offset: Vec::new(),
        };
        let public_key =
            PublicKey::from_bytes(&r.array()?).map_err(|e| KitError::Key(e.to_string()))?;
        let key = ExtendedKey::new(public_key, r.array()?);
        let generation = r.u32()?;
        let created = r.u64()?;
        let share = read_share(&mut r)?;
        let phrase_share = if flags & FLAG_PHRASE != 0 {
            Some(read_share(&mut r)?)
        } else {
            if r.array::<32>()? != [0; 32] {
                return Err(KitError::Flags(flags));
            }
            None
        };
        sketch.masked_offset = r.rest().to_vec();
        sketch.validate()?;
        Ok(Self {
            sketch,
            key,
            generation,
            created,
            share,
            phrase_share,
        })
    }
}

fn read_share(r: &mut Reader<'_>) -> Result<HelperShare, KitError> {
    let bytes = Zeroizing::new(r.array::<32>()?);
    HelperShare::from_bytes(&bytes).map_err(|e| KitError::Key(e.to_string()))
}

/// Splits off and checks the trailing 16 bytes of SHA-256.
fn checked_body(bytes: &[u8]) -> Result<&[u8], KitError> {
    let at = bytes
        .len()
        .checked_sub(CHECK_LEN)
        .ok_or(KitError::Truncated { len: bytes.len() })?;
    let (body, check) = bytes.split_at(at);
    if Sha256::digest(body)[..CHECK_LEN] == *check {
        Ok(body)
    } else {
        Err(KitError::Checksum)
    }
}

/// How far an identity on this device has been proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Proof {
    /// Written, but no two-party signature was made with it yet.
    Untested,
    /// A drill succeeded with exactly this helper data.
    Drilled,
}

/// The local record: helper data and what the keeper counts.
#[derive(Clone, Debug)]
pub struct Record {
    /// What the kit carries too.
    pub helper: HelperData,
    /// Attempts since the last success.
    pub failures: u32,
    /// When the last attempt was counted, seconds since 1970-01-01 UTC.
    pub last_attempt: u64,
    /// Whether a drill succeeded with this generation.
    pub proof: Proof,
    /// The generation whose kit has left this device, if any.
    pub kit_generation: Option<u32>,
}

impl Record {
    /// A record just made.
    #[must_use]
    pub fn new(helper: HelperData) -> Self {
        Self {
            helper,
            failures: 0,
            last_attempt: 0,
            proof: Proof::Untested,
            kit_generation: None,
        }
    }

    /// Whether another enrolment may take its place: never proved, no kit.
    #[must_use]
    pub fn replaceable(&self) -> bool {
        self.proof == Proof::Untested
            && self.helper.generation == 0
            && self.kit_generation.is_none()
    }

    /// The file's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let kit = self.helper.to_kit_bytes();
        let mut w = Writer::with_capacity(kit.len() + 64);
        w.bytes(RECORD_MAGIC).u8(RECORD_VERSION);
        w.u32(self.failures).u64(self.last_attempt);
        w.u8(u8::from(self.proof == Proof::Drilled));
        w.u8(u8::from(self.kit_generation.is_some()))
            .u32(self.kit_generation.unwrap_or(0));
        w.bytes(&kit);
        w.finish_with_check()
    }

    /// Reads a record of any version ever written.
    ///
    /// # Errors
    /// [`KitError`] saying what is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KitError> {
        let mut r = Reader::new(bytes);
        if r.array::<4>()? != *RECORD_MAGIC {
            return Err(KitError::NotAKit);
        }
        let version = r.u8()?;
        if version != RECORD_VERSION {
            return Err(KitError::Version {
                found: version,
                known: RECORD_VERSION,
            });
        }
        let mut r = Reader::new(checked_body(bytes)?);
        r.skip(5)?;
        let failures = r.u32()?;
        let last_attempt = r.u64()?;
        let proof = match r.u8()? {
            0 => Proof::Untested,
            1 => Proof::Drilled,
            other => return Err(KitError::Flags(other)),
        };
        let has_kit = r.u8()?;
        let generation = r.u32()?;
        let kit_generation = match has_kit {
            0 => None,
            1 => Some(generation),
            other => return Err(KitError::Flags(other)),
        };
        let helper = HelperData::from_kit_bytes(r.rest())?;
        Ok(Self {
            helper,
            failures,
            last_attempt,
            proof,
            kit_generation,
        })
    }
}
