//! A scan: frames, the sketch, the share, a two-party signature.

use std::path::Path;
use std::thread;

use mien_camera::FrameSource;
use mien_cosign::{ExtendedKey, FaceShare, Signature};
use mien_face::{Embedding, Pack, Template};
use mien_keeper::protocol::{KeyPath, ShareKind, Status};
use mien_keeper::{KeeperCommand, KeeperError, PinUse};
use mien_sketch::{Margin, Secret, Sketch};
use rand_core::CryptoRng;

use crate::capture::{CapturePlan, capture};
use crate::derive::PinKey;
use crate::error::IdentityError;
use crate::helper::{candidates, probes, unmask};
use crate::pin::Pin;
use crate::session::{Connection, Order, Session, key_of};
use crate::watch::{Cancel, ScanOutcome, Step, Watch};

/// Candidates that one scan may submit; each beyond the first counts as another
/// attempt.
const MAX_CANDIDATES: usize = 3;

/// Gives the source of frames for each capture of an operation, in turn.
pub trait Cameras {
    /// Opens the source for capture `number`, counted from 1.
    ///
    /// # Errors
    /// [`IdentityError::Camera`].
    fn open(&mut self, number: usize) -> Result<Box<dyn FrameSource>, IdentityError>;
}

/// What every operation with a face needs.
pub struct Desk<'a, R> {
    /// How to start the keeper.
    pub keeper: &'a KeeperCommand,
    /// The folder of the helper data.
    pub folder: &'a Path,
    /// The models.
    pub pack: Pack,
    /// Who looks on.
    pub watch: &'a dyn Watch,
    /// Makes a random source seeded by the operating system, one for each
    /// thread that needs it.
    pub rng: fn() -> R,
}

impl<R> core::fmt::Debug for Desk<'_, R> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Desk")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// A scan that matched.
pub struct Matched {
    /// The signature, verified by both parties.
    pub signature: Signature,
    /// The joint key.
    pub key: ExtendedKey,
    pub(crate) session: Session,
    pub(crate) share: FaceShare,
    pub(crate) embeddings: Vec<Embedding>,
    sketch: Sketch,
    secret: Secret,
    probe: Template,
}

impl core::fmt::Debug for Matched {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Matched")
            .field("signature", &self.signature)
            .finish_non_exhaustive()
    }
}

impl Matched {
    /// How much further the probe could have been from the template.
    ///
    /// Shown after a match only: a live meter would help a hill climber.
    ///
    /// # Errors
    /// [`IdentityError::Sketch`].
    pub fn margin(&self, rng: &mut impl CryptoRng) -> Result<Margin, IdentityError> {
        Ok(mien_sketch::margin(
            &self.sketch,
            self.probe.as_slice(),
            &self.secret,
            rng,
        )?)
    }
}

impl<R: CryptoRng> Desk<'_, R> {
    /// What is public about the identity here.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`], also when there is none.
    pub fn status(&self) -> Result<Status, IdentityError> {
        self.connect()?.status()
    }

    pub(crate) fn connect(&self) -> Result<Connection, IdentityError> {
        Connection::open(self.keeper, self.folder)
    }

    /// One scan, one signature: captures, opens the sketch, signs.
    ///
    /// # Errors
    /// [`IdentityError::PoorQuality`] and [`IdentityError::Liveness`] before
    /// anything was counted;
    /// [`IdentityError::NotMatched`] after the attempt was; or the camera's, the
    /// keeper's and the protocol's own.
    pub fn scan(
        &self,
        source: &mut dyn FrameSource,
        pin: Option<&Pin>,
        order: &dyn Fn(&ExtendedKey) -> mien_intent::Request,
        path: KeyPath,
    ) -> Result<Matched, IdentityError> {
        let mut connection = self.connect()?;
        let status = connection.status()?;
        self.check(&status, pin)?;
        let pin = pin.filter(|_| status.pin == PinUse::Required);
        let key = key_of(&status)?;
        // The keeper's set-up and the PIN's hash need no face: they are done
        // while the camera captures.
        let rng = self.rng;
        let (captured, prepared) = thread::scope(|scope| {
            let worker = scope.spawn(move || {
                let session = connection.set_up(&mut rng())?;
                let pin_key = PinKey::new(pin, &status.salt_pin, status.argon2)?;
                Ok::<_, IdentityError>((session, pin_key))
            });
            let captured = capture(
                &self.pack,
                source,
                CapturePlan::SCAN,
                self.watch,
                &mut rng(),
            );
            (captured, worker.join())
        });
        let embeddings = captured?;
        let (session, pin_key) =
            prepared.map_err(|_| KeeperError::Gone("the set-up stopped".to_owned()))??;
        let what = order(&key);
        let order = Order {
            what: &what,
            path,
            key: &key,
        };
        self.open_and_sign(session, &pin_key, embeddings, order)
    }

    fn open_and_sign(
        &self,
        mut session: Session,
        pin_key: &PinKey,
        embeddings: Vec<Embedding>,
        order: Order<'_>,
    ) -> Result<Matched, IdentityError> {
        self.go_on()?;
        let probes = probes(&embeddings)?;
        self.watch.step(Step::Opening);
        let record = session.open_sketch()?;
        let sketch = unmask(&record, pin_key)?;
        for candidate in candidates(&sketch, &probes)?
            .into_iter()
            .take(MAX_CANDIDATES)
        {
            let share = pin_key.face_share(candidate.secret.as_bytes(), &record.salt_share)?;
            self.watch.step(Step::Signing);
            match session.sign(order, ShareKind::Face, &share) {
                Ok(signature) => {
                    let probe = probes.into_iter().next().ok_or(IdentityError::NotMatched)?;
                    return Ok(Matched {
                        signature,
                        key: order.key.clone(),
                        session,
                        share,
                        embeddings,
                        sketch,
                        secret: candidate.secret,
                        probe,
                    });
                }
                Err(IdentityError::Keeper(KeeperError::WrongShare { .. })) => {}
                Err(e) => return Err(e),
            }
        }
        Err(IdentityError::NotMatched)
    }

    /// Scans again after a miss or poor frames, at most `tries` times.
    ///
    /// # Errors
    /// Those of the last scan.
    pub fn scan_with_tries(
        &self,
        cameras: &mut dyn Cameras,
        pin: Option<&Pin>,
        tries: u8,
        order: &dyn Fn(&ExtendedKey) -> mien_intent::Request,
        path: KeyPath,
    ) -> Result<Matched, IdentityError> {
        let mut number = 0;
        loop {
            number += 1;
            let mut source = cameras.open(usize::from(number))?;
            let result = self.scan(source.as_mut(), pin, order, path);
            self.watch.step(Step::Scanned {
                number,
                outcome: outcome(&result),
            });
            match result {
                Err(e) if e.may_scan_again() && number < tries => {}
                other => return other,
            }
        }
    }

    /// What can be said before a scan: the right models, and a PIN if one is
    /// needed.
    fn check(&self, status: &Status, pin: Option<&Pin>) -> Result<(), IdentityError> {
        let loaded = self.pack.id();
        if loaded.to_bytes() != status.pack_id {
            return Err(IdentityError::OtherPack {
                wanted: mien_face::PackId::from_bytes(status.pack_id).to_string(),
                loaded: loaded.to_string(),
            });
        }
        if status.pin == PinUse::Required && pin.is_none() {
            return Err(IdentityError::PinMissing);
        }
        if status.wait_seconds > 0 {
            return Err(KeeperError::LockedOut {
                seconds: status.wait_seconds,
            }
            .into());
        }
        Ok(())
    }

    pub(crate) fn go_on(&self) -> Result<(), IdentityError> {
        match self.watch.cancelled() {
            Cancel::No => Ok(()),
            Cancel::Yes => Err(IdentityError::Cancelled),
        }
    }
}

fn outcome(result: &Result<Matched, IdentityError>) -> ScanOutcome {
    match result {
        Ok(_) => ScanOutcome::Match,
        Err(IdentityError::PoorQuality { .. }) => ScanOutcome::PoorQuality,
        Err(IdentityError::Liveness(_)) => ScanOutcome::LivenessFailed,
        Err(IdentityError::Cancelled) => ScanOutcome::Cancelled,
        Err(_) => ScanOutcome::NotMatched,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mien_face::LivenessFailure;

    #[test]
    fn a_scan_that_saw_no_movement_is_named_and_not_tried_again() {
        let error = || IdentityError::from(LivenessFailure::Jump);
        assert_eq!(outcome(&Err(error())), ScanOutcome::LivenessFailed);
        assert!(!error().may_scan_again());
    }
}
