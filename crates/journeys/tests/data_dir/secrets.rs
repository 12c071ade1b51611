//! Everything secret that is not a number of the signature: the PIN, what it
//! stretches to, and what the sketch gives (`spec/derivation.md`).

use anyhow::Context;
use argon2::{Algorithm, Argon2, Params, Version};
use mien_face::Template;
use mien_identity::{Pin, PinKey};
use mien_keeper::Record;
use mien_sketch::Sketch;

use crate::contains;

/// Secret bytes with their names.
pub struct Derived(Vec<(&'static str, Vec<u8>)>);

impl Derived {
    /// Computes them again from the record, photographs and the PIN.
    pub fn new(record: &Record, probes: &[Template], pin: &str) -> anyhow::Result<Self> {
        let stored = &record.helper.sketch;
        let cost = stored.argon2;
        let params = Params::new(
            cost.memory_kib,
            cost.passes.into(),
            cost.lanes.into(),
            Some(64),
        )
        .map_err(|e| anyhow::anyhow!("{e}"))?;
        let mut prk = vec![0; 64];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(pin.as_bytes(), &stored.salt_pin, &mut prk)
            .map_err(|e| anyhow::anyhow!("{e}"))?;

        let key = PinKey::new(Some(&Pin::new(pin)?), &stored.salt_pin, cost)?;
        let mask = key.offset_mask(stored.masked_offset.len())?;
        let bare = Sketch::from_parts(stored.validate()?, stored.rho, &stored.masked_offset)?
            .masked(&mask)?;
        let secret = probes
            .iter()
            .find_map(|probe| bare.open(probe.as_slice()).ok()?.into_iter().next())
            .context("no photograph opens the sketch")?;
        let mut all = vec![
            ("the PIN", pin.as_bytes().to_vec()),
            ("u", secret.secret.as_bytes().to_vec()),
            ("the mask", mask.to_vec()),
            ("the offset without its mask", bare.offset().to_vec()),
        ];
        // Any half of it is as good as all of it for checking a guess.
        all.extend(prk.chunks(16).map(|part| ("a part of prk", part.to_vec())));
        Ok(Self(all))
    }

    /// The names of those that are in these bytes, raw or as hexadecimal text.
    pub fn found_in(&self, bytes: &[u8]) -> Vec<&'static str> {
        let there = |secret: &[u8]| {
            contains(bytes, secret)
                || contains(bytes, hex::encode(secret).as_bytes())
                || contains(bytes, hex::encode_upper(secret).as_bytes())
        };
        let found = self.0.iter().filter(|(_, secret)| there(secret));
        found.map(|(name, _)| *name).collect()
    }
}

#[test]
fn a_secret_is_found_raw_and_as_text() {
    let secrets = Derived(vec![("the PIN", b"correct horse".to_vec())]);
    assert_eq!(secrets.found_in(b"..correct horse.."), ["the PIN"]);
    assert_eq!(
        secrets.found_in(b"{\"x\":\"636f727265637420686f727365\"}"),
        ["the PIN"]
    );
    assert!(secrets.found_in(b"correct house").is_empty());
}
