//! What the face process and the keeper say to each other, and how it is framed.
//!
//! One request, one reply, in turn. A frame is a length of four bytes,
//! big-endian, and that many bytes of postcard. The inner flights of the
//! signing protocol are opaque here; `spec/cosign.md` fixes them.

use std::io::{Read, Write};
use std::path::PathBuf;

use mien_cosign::ShareDelta;
use mien_frame::{Frame, Mirror};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use zeroize::{Zeroize, Zeroizing};

use crate::error::{KeeperError, KitError};
use crate::kit::KitForm;
use crate::record::{Argon2Cost, PinUse, Proof, SketchRecord};

/// Largest frame, in bytes: a set-up flight is about 143 kB, a large unsigned
/// transaction 128 kB.
pub const MAX_FRAME_LEN: usize = 1 << 20;

/// A flight of the two-party protocol, encoded by `mien-cosign`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Flight(pub Vec<u8>);

impl core::fmt::Debug for Flight {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Flight({} bytes)", self.0.len())
    }
}

/// What a camera sees: brightness alone, one byte a pixel, rows from top to
/// bottom. The keeper looks for the QR code itself, so that the face process
/// never holds what it says.
#[derive(Clone, Serialize, Deserialize)]
pub struct Seen {
    width: u32,
    height: u32,
    brightness: Vec<u8>,
}

impl Drop for Seen {
    fn drop(&mut self) {
        self.brightness.zeroize();
    }
}

impl core::fmt::Debug for Seen {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Seen({} × {})", self.width, self.height)
    }
}

impl Seen {
    /// Widest picture that is sent: it fits a message, and a code that fills a
    /// third of it is still read.
    const MOST: u32 = 960;

    /// A frame, made smaller if need be.
    #[must_use]
    pub fn new(frame: &Frame) -> Self {
        let small = frame.thumbnail(Self::MOST, Mirror::No);
        // Green is brightness enough for black squares on white.
        let green = small.rgba().iter().skip(1).step_by(4).copied().collect();
        Self {
            width: small.width(),
            height: small.height(),
            brightness: green,
        }
    }

    /// The picture again, in grey.
    ///
    /// # Errors
    /// [`KeeperError::Protocol`] for one whose bytes do not fit its size.
    pub(crate) fn frame(&self) -> Result<Frame, KeeperError> {
        let rgb = self.brightness.iter().flat_map(|v| [*v; 3]).collect();
        Frame::from_rgb(self.width, self.height, rgb)
            .map_err(|e| KeeperError::Protocol(e.to_string()))
    }
}

/// Which key a signature is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyPath {
    /// The joint key P itself: for drills only.
    Master,
    /// The child m/0/i.
    Account(u32),
}

/// Which of the keeper's shares takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShareKind {
    /// b, against the face share; costs an attempt.
    Face,
    /// b_w, against the paper phrase; for a drill only.
    Phrase,
    /// b′ of a renewal that is not in force yet; for its test signature only.
    Pending,
    /// b, against the face share of an open session; costs one of its
    /// signatures and no attempt.
    Session,
}

/// What the face process may ask.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Request {
    /// What is public about the identity here.
    Status,
    /// First flight of the oblivious-transfer set-up.
    SetupFirst(Flight),
    /// Second flight of the set-up.
    SetupSecond(Flight),
    /// Count an attempt, then hand the sketch out.
    Open,
    /// First flight of a signature over what is to be signed; the keeper
    /// computes the hash itself.
    SignFirst {
        /// What is to be signed.
        what: mien_intent::Request,
        /// With which key.
        key: KeyPath,
        /// Against which of the keeper's shares.
        share: ShareKind,
        /// The client's flight.
        flight: Flight,
    },
    /// Second flight of a signature; the keeper checks it before it answers.
    SignSecond(Flight),
    /// Third flight of a signature: gives the keeper the signature too.
    SignThird(Flight),
    /// Begin an enrolment; refused where there is an identity.
    EnrolFirst(Flight),
    /// The face side's proof and everything that opens the sketch; the record
    /// is on the disk before the answer.
    EnrolSecond {
        /// F and its proof.
        flight: Flight,
        /// What the record will hold.
        sketch: SketchRecord,
    },
    /// Add the share for a confirmed paper phrase.
    SetPhrase {
        /// f − w
        delta: ShareDelta,
        /// W = w·G and its proof.
        proof: Flight,
    },
    /// Prepare new helper data for a new face or PIN.
    Renew {
        /// f − f′, or w − f′ after a drill with the phrase.
        delta: ShareDelta,
        /// F′ = f′·G and its proof.
        proof: Flight,
        /// The new sketch.
        sketch: SketchRecord,
    },
    /// Put the record before the last renewal in force again.
    UndoRenewal,
    /// Write the kit to a new file.
    ExportKit {
        /// File or picture.
        form: KitForm,
        /// Where.
        path: PathBuf,
    },
    /// Draw the kit's QR code on the keeper's standard error.
    DrawKit(Drawing),
    /// The person says that the kit drawn last is on paper.
    KitPrinted,
    /// Say what is in a kit without importing it.
    InspectKit {
        /// File, picture or text.
        path: PathBuf,
    },
    /// Make the kit's wallet the one here.
    ImportKit {
        /// File, picture or text.
        path: PathBuf,
    },
    /// Say what is in the kit that a camera sees.
    InspectKitSeen(Seen),
    /// Make the wallet whose kit a camera sees the one here.
    ImportKitSeen(Seen),
    /// Remove the helper data from this device.
    Forget(ForgetConsent),
    /// End the signing session of this connection, if there is one. One begins
    /// with a signature over [`mien_intent::Request::Session`].
    CloseSession,
}

/// How the kit is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Drawing {
    /// In half blocks, for another device's camera before a terminal: it has
    /// left with that.
    Terminal,
    /// As its side in modules and the `d` of an SVG path, a line each, for a
    /// sheet that may be printed.
    Sheet,
}

/// Why helper data may be removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ForgetConsent {
    /// This kit was read back just now, and a drill succeeded.
    KitReadBack(PathBuf),
    /// The first account's address, typed out.
    AddressTyped(String),
}

/// What the keeper answers.
#[derive(Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Reply {
    /// Done, nothing to say.
    Done,
    /// The public side of the identity.
    Status(Status),
    /// A flight of the two-party protocol.
    Flight(Flight),
    /// The sketch for one counted attempt.
    Sketch(SketchRecord),
    /// What a kit holds.
    Kit(KitSummary),
}

/// What is public about an identity, and the keeper's state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// P, 33 bytes, compressed.
    #[serde(with = "serde_bytes33")]
    pub public_key: [u8; 33],
    /// BIP-32 chain code.
    pub chain_code: [u8; 32],
    /// Which model pack the sketch belongs to.
    pub pack_id: [u8; 32],
    /// Whether a PIN takes part.
    pub pin: PinUse,
    /// Salt of the PIN hash: public, so that the hash can be computed while the
    /// camera captures, before the sketch is asked for.
    pub salt_pin: [u8; 16],
    /// Cost of that hash.
    pub argon2: Argon2Cost,
    /// How often face or PIN were renewed.
    pub generation: u32,
    /// When this generation was made, seconds since 1970.
    pub created: u64,
    /// Whether a drill succeeded with this generation.
    pub proof: Proof,
    /// The newest generation whose kit has left the device.
    pub kit_generation: Option<u32>,
    /// Whether a paper phrase was confirmed.
    pub phrase: Phrase,
    /// Whether the record before the last renewal is still kept.
    pub previous: Previous,
    /// Attempts since the last match.
    pub failures: u32,
    /// Seconds until the next attempt is allowed.
    pub wait_seconds: u64,
    /// Bytes of the helper data (the kit).
    pub helper_len: usize,
    /// Memory locking of the keeper process.
    pub memory: MemoryLock,
}

impl Status {
    /// Whether another enrolment may take this identity's place: it was never
    /// proved, so its address was never shown, and no kit of it exists.
    #[must_use]
    pub fn replaceable(&self) -> bool {
        self.proof == Proof::Untested && self.generation == 0 && self.kit_generation.is_none()
    }

    /// Whether the addresses may be shown: a drill has proved that the face
    /// opens this key, in this generation or in the one still kept beside it.
    #[must_use]
    pub fn proved(&self) -> bool {
        self.proof == Proof::Drilled || self.previous == Previous::Kept
    }
}

/// Whether a paper phrase exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phrase {
    /// None was confirmed.
    None,
    /// One was confirmed.
    Confirmed,
}

/// Whether an older record is kept beside the one in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Previous {
    /// No.
    Gone,
    /// Until a drill with the new one.
    Kept,
}

/// Whether the keeper's memory is kept out of swap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemoryLock {
    /// All of it.
    Locked,
    /// The system's limit on locked memory forbids it.
    Limited,
}

/// What a kit says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitSummary {
    /// P, 33 bytes, compressed.
    #[serde(with = "serde_bytes33")]
    pub public_key: [u8; 33],
    /// BIP-32 chain code.
    pub chain_code: [u8; 32],
    /// Which model pack it needs.
    pub pack_id: [u8; 32],
    /// Whether a PIN takes part.
    pub pin: PinUse,
    /// How often face or PIN were renewed before it was written.
    pub generation: u32,
    /// When, seconds since 1970.
    pub created: u64,
    /// Whether a paper phrase goes with it.
    pub phrase: Phrase,
    /// Length in bytes.
    pub len: usize,
}

/// serde handles arrays up to 32; a compressed point has 33.
mod serde_bytes33 {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(v: &[u8; 33], s: S) -> Result<S::Ok, S::Error> {
        v.as_slice().serialize(s)
    }
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<[u8; 33], D::Error> {
        Vec::<u8>::deserialize(d)?
            .try_into()
            .map_err(|_| D::Error::custom("33 bytes expected"))
    }
}

/// Writes one frame.
///
/// # Errors
/// [`KeeperError::Gone`] when the other side is.
pub fn write_frame<T: Serialize>(to: &mut impl Write, message: &T) -> Result<(), KeeperError> {
    let gone = |e: std::io::Error| KeeperError::Gone(e.to_string());
    let bytes = Zeroizing::new(
        postcard::to_allocvec(message).map_err(|e| KeeperError::Protocol(e.to_string()))?,
    );
    let len = u32::try_from(bytes.len())
        .ok()
        .filter(|l| *l as usize <= MAX_FRAME_LEN);
    let len = len.ok_or_else(|| KeeperError::Protocol("a message is too long".to_owned()))?;
    to.write_all(&len.to_be_bytes()).map_err(gone)?;
    to.write_all(&bytes).map_err(gone)?;
    to.flush().map_err(gone)
}

/// Reads one frame; `None` when the other side has closed the pipe.
///
/// # Errors
/// [`KeeperError::Protocol`] for a frame that is too long or not readable,
/// [`KeeperError::Gone`] for one that is cut off.
pub fn read_frame<T: DeserializeOwned>(from: &mut impl Read) -> Result<Option<T>, KeeperError> {
    let mut len = [0; 4];
    let mut have = 0;
    while have < len.len() {
        match from.read(&mut len[have..]) {
            Ok(0) if have == 0 => return Ok(None),
            Ok(0) => return Err(KeeperError::Gone("a message was cut off".to_owned())),
            Ok(n) => have += n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(e) => return Err(KeeperError::Gone(e.to_string())),
        }
    }
    let len = u32::from_be_bytes(len) as usize;
    if len > MAX_FRAME_LEN {
        return Err(KeeperError::Protocol(format!("a message of {len} bytes")));
    }
    let mut bytes = Zeroizing::new(vec![0; len]);
    from.read_exact(&mut bytes)
        .map_err(|e| KeeperError::Gone(e.to_string()))?;
    postcard::from_bytes(&bytes)
        .map(Some)
        .map_err(|e| KeeperError::Protocol(e.to_string()))
}

/// A reply or the reason why there is none.
pub type Answer = Result<Reply, KeeperError>;

impl From<KitError> for Answer {
    fn from(e: KitError) -> Self {
        Err(e.into())
    }
}
