//! The rehearsal: a scan that signs a text of our own and shows the margin.

use mien_cosign::ExtendedKey;
use mien_keeper::protocol::KeyPath;
use mien_sketch::Margin;
use rand_core::CryptoRng;

use crate::error::IdentityError;
use crate::pin::Pin;
use crate::scan::{Cameras, Desk, Matched};
use crate::watch::Step;

/// A drill that succeeded.
#[derive(Debug)]
pub struct Drilled {
    /// How far the probe was from not opening.
    pub margin: Margin,
    /// The scan behind it.
    pub matched: Matched,
}

impl<R: CryptoRng> Desk<'_, R> {
    /// Scans, signs a fresh drill message under P, and measures the margin.
    ///
    /// # Errors
    /// As [`Desk::scan_with_tries`].
    pub fn drill(
        &self,
        cameras: &mut dyn Cameras,
        pin: Option<&Pin>,
        tries: u8,
    ) -> Result<Drilled, IdentityError> {
        let nonce = self.random();
        let order = |key: &ExtendedKey| drill_request(key, nonce);
        let matched = self.scan_with_tries(cameras, pin, tries, &order, KeyPath::Master)?;
        self.watch.step(Step::Measuring);
        let margin = matched.margin(&mut (self.rng)())?;
        Ok(Drilled { margin, matched })
    }

    pub(crate) fn random(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        (self.rng)().fill_bytes(&mut bytes);
        bytes
    }
}

/// What a drill signs.
pub(crate) fn drill_request(key: &ExtendedKey, nonce: [u8; 32]) -> mien_intent::Request {
    mien_intent::Request::Drill {
        identity: key.fingerprint(),
        nonce,
    }
}
