//! Between a template and the stored sketch: making one, opening one.

use mien_cosign::FaceShare;
use mien_face::{Embedding, Pack, PackId, Template};
use mien_keeper::{Argon2Cost, PinUse, SketchRecord};
use mien_sketch::{Candidate, Params, Sketch};
use rand_core::CryptoRng;

use crate::derive::PinKey;
use crate::error::IdentityError;
use crate::pin::Pin;

/// New helper data and the share that goes with it.
pub(crate) struct Fresh {
    pub(crate) record: SketchRecord,
    pub(crate) share: FaceShare,
}

/// The parameters that new helper data gets: what the pack recommends.
pub(crate) fn sketch_params(pack: &Pack) -> Result<Params, IdentityError> {
    let choice = pack.sketch();
    let wrong = |what: &str| IdentityError::PackParameters(what.to_owned());
    Ok(Params::new(
        u16::try_from(choice.n).map_err(|_| wrong("N"))?,
        u8::try_from(choice.k).map_err(|_| wrong("K"))?,
        u8::try_from(choice.r).map_err(|_| wrong("r"))?,
        u8::try_from(choice.list).map_err(|_| wrong("the list"))?,
        centidegrees(choice.angle).ok_or_else(|| wrong("the design angle"))?,
    )?)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an integer within the range of u16, as was just checked"
)]
fn centidegrees(degrees: f64) -> Option<u16> {
    let hundredths = (degrees * 100.0).round();
    (0.0..=f64::from(u16::MAX))
        .contains(&hundredths)
        .then_some(hundredths as u16)
}

/// The probes that a scan tries, in turn.
pub(crate) fn probes(embeddings: &[Embedding]) -> Result<Vec<Template>, IdentityError> {
    Ok(vec![Template::average(embeddings)?])
}

/// Makes a sketch of `template` under a fresh rotation, a fresh secret and
/// fresh salts, masked with the PIN.
pub(crate) fn make(
    template: &Template,
    params: &Params,
    pack: PackId,
    pin: Option<&Pin>,
    rng: &mut impl CryptoRng,
) -> Result<Fresh, IdentityError> {
    let (sketch, secret) = Sketch::enrol(params, template.as_slice(), rng)?;
    let (mut salt_pin, mut salt_share) = ([0; 16], [0; 16]);
    rng.fill_bytes(&mut salt_pin);
    rng.fill_bytes(&mut salt_share);
    let argon2 = Argon2Cost::DEFAULT;
    let key = PinKey::new(pin, &salt_pin, argon2)?;
    let masked = sketch.masked(&key.offset_mask(params.offset_len())?)?;
    let share = key.face_share(secret.as_bytes(), &salt_share)?;
    let record = SketchRecord {
        pack_id: pack.to_bytes(),
        pin: if pin.is_some() {
            PinUse::Required
        } else {
            PinUse::FaceOnly
        },
        params: params.to_bytes(),
        rho: *sketch.rho(),
        masked_offset: masked.offset().to_vec(),
        salt_pin,
        salt_share,
        argon2,
    };
    Ok(Fresh { record, share })
}

/// The stored sketch with the PIN's mask taken off. A wrong PIN gives another
/// sketch, and nothing here can tell.
pub(crate) fn unmask(record: &SketchRecord, key: &PinKey) -> Result<Sketch, IdentityError> {
    let params = record.validate()?;
    let masked = Sketch::from_parts(params, record.rho, &record.masked_offset)?;
    Ok(masked.masked(&key.offset_mask(params.offset_len())?)?)
}

/// What a scan found in the sketch, best first, without repetitions.
///
/// `probes` are tried in turn; a candidate that an earlier probe gave is not
/// given again, because every candidate submitted costs an attempt.
pub(crate) fn candidates(
    sketch: &Sketch,
    probes: &[Template],
) -> Result<Vec<Candidate>, IdentityError> {
    let mut found: Vec<Candidate> = Vec::new();
    for probe in probes {
        for candidate in sketch.open(probe.as_slice())? {
            if found.iter().all(|c| c.secret != candidate.secret) {
                found.push(candidate);
            }
        }
    }
    Ok(found)
}
