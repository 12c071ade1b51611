//! New helper data for the same key: renewal, PIN change, a new face after the
//! paper phrase.

use mien_cosign::FaceShare;
use mien_face::Embedding;
use mien_keeper::protocol::{KeyPath, ShareKind};
use rand_core::CryptoRng;

use crate::drill::{Drilled, drill_request};
use crate::enrol::ENROL_CAPTURES;
use crate::error::IdentityError;
use crate::phrase::PaperPhrase;
use crate::pin::Pin;
use crate::scan::{Cameras, Desk};
use crate::session::{Order, Session, key_of};
use crate::watch::Step;

impl<R: CryptoRng> Desk<'_, R> {
    /// Makes a new sketch, with a new PIN if `new_pin` differs, for the same
    /// addresses. Capture 1 opens the old helper data and counts towards the new
    /// template, captures 2 to [`ENROL_CAPTURES`] complete it, the next is the
    /// drill after which the old record goes.
    ///
    /// # Errors
    /// Those of a scan. Before the new record is in force nothing has changed;
    /// after that, and until the drill, the old one is kept beside it.
    pub fn renew(
        &self,
        cameras: &mut dyn Cameras,
        pin: Option<&Pin>,
        new_pin: Option<&Pin>,
        tries: u8,
    ) -> Result<Drilled, IdentityError> {
        let nonce = self.random();
        let order = |key: &_| drill_request(key, nonce);
        let matched =
            self.scan_with_tries(&mut Again(cameras), pin, tries, &order, KeyPath::Master)?;
        let crate::scan::Matched {
            session,
            share,
            embeddings,
            ..
        } = matched;
        let embeddings = self.captures(cameras, 2, embeddings)?;
        self.replace(session, &share, &embeddings, new_pin)?;
        self.drill(&mut Later(cameras), new_pin, tries)
    }

    /// Opens the identity with its paper phrase and enrols the face anew:
    /// captures 1 to [`ENROL_CAPTURES`], then the drill.
    ///
    /// # Errors
    /// [`mien_keeper::KeeperError::NoPhrase`], a wrong phrase as
    /// [`mien_keeper::KeeperError::WrongShare`], and those of enrolment.
    pub fn renew_with_phrase(
        &self,
        cameras: &mut dyn Cameras,
        phrase: &PaperPhrase,
        new_pin: Option<&Pin>,
        tries: u8,
    ) -> Result<Drilled, IdentityError> {
        let mut connection = self.connect()?;
        let key = key_of(&connection.status()?)?;
        let mut session = connection.set_up(&mut (self.rng)())?;
        let what = drill_request(&key, self.random());
        let order = Order {
            what: &what,
            path: KeyPath::Master,
            key: &key,
        };
        session.sign(order, ShareKind::Phrase, phrase.share())?;
        let embeddings = self.captures(cameras, 1, Vec::new())?;
        self.replace(session, phrase.share(), &embeddings, new_pin)?;
        self.drill(&mut Later(cameras), new_pin, tries)
    }

    /// Puts new helper data in force: the keeper takes it after the proof of f′,
    /// F′ + b′·G = P and a two-party signature with the new shares.
    fn replace(
        &self,
        mut session: Session,
        old: &FaceShare,
        embeddings: &[Embedding],
        new_pin: Option<&Pin>,
    ) -> Result<(), IdentityError> {
        self.go_on()?;
        let fresh = self.fresh(embeddings, new_pin)?;
        let key = key_of(&self.status()?)?;
        self.watch.step(Step::Writing);
        session.renew(
            key.public_key(),
            old,
            &fresh.share,
            fresh.record,
            &mut (self.rng)(),
        )?;
        let what = drill_request(&key, self.random());
        let order = Order {
            what: &what,
            path: KeyPath::Master,
            key: &key,
        };
        session.sign(order, ShareKind::Pending, &fresh.share)?;
        Ok(())
    }
}

/// The first camera again for every try at opening the old helper data.
struct Again<'a>(&'a mut dyn Cameras);

impl Cameras for Again<'_> {
    fn open(&mut self, _: usize) -> Result<Box<dyn mien_camera::FrameSource>, IdentityError> {
        self.0.open(1)
    }
}

/// The captures after those of the template.
pub(crate) struct Later<'a>(pub(crate) &'a mut dyn Cameras);

impl Cameras for Later<'_> {
    fn open(&mut self, number: usize) -> Result<Box<dyn mien_camera::FrameSource>, IdentityError> {
        self.0.open(ENROL_CAPTURES + number)
    }
}
