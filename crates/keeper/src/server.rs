//! The keeper's decisions: what is counted, what is refused, what is written,
//! in which order.

mod kits;
mod policy;

use std::path::Path;

use kits::summary;
use mien_cosign::{CosignError, HelperShare, ShareDelta};
use mien_intent::Decoded;
use policy::permitted;
use rand_core::CryptoRng;

use crate::attempts::wait_left;
use crate::clock::Clock;
use crate::error::KeeperError;
use crate::folder::Folder;
use crate::kit;
use crate::protocol::{
    Answer, Flight, KeyPath, MemoryLock, Phrase, Previous, Reply, Request, ShareKind, Status,
};
use crate::record::{HelperData, Proof, Record, SketchRecord};
use crate::signing_session::SigningSession;
use crate::two_party::{
    Change, Enrolment, Meaning, NewShare, Order, Purpose, Session, Signing, out_of_order, refused,
};

/// The local keeper of one identity's helper data.
#[derive(Debug)]
pub struct Keeper<R> {
    folder: Folder,
    clock: Clock,
    rng: R,
    memory: MemoryLock,
    session: Session,
    enrolment: Option<Enrolment>,
    grant: Grant,
    signing: Option<Signing>,
    /// Which share was proved against in this session, by a drill.
    proved: Option<ShareKind>,
    /// A renewal that waits for its test signature.
    pending: Option<Record>,
    /// What a scan has opened to sign more than once.
    signing_session: Option<SigningSession>,
}

/// What the current scan has been counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grant {
    /// No sketch was handed out.
    None,
    /// The sketch was handed out, and no share was tried with it yet: the first
    /// try is covered by the attempt already counted.
    Covered,
    /// A share was tried: the next one counts again.
    Spent,
}

impl<R: CryptoRng> Keeper<R> {
    /// A keeper for the record in `folder`. `rng` must be the operating system's or seeded by it.
    #[must_use]
    pub fn new(folder: &Path, clock: Clock, rng: R, memory: MemoryLock) -> Self {
        Self {
            folder: Folder::new(folder),
            clock,
            rng,
            memory,
            session: Session::default(),
            enrolment: None,
            grant: Grant::None,
            signing: None,
            proved: None,
            pending: None,
            signing_session: None,
        }
    }

    /// Answers one request. An error leaves the record as it was, apart from
    /// counted attempts.
    ///
    /// # Errors
    /// What was refused and why.
    pub fn answer(&mut self, request: Request) -> Answer {
        match request {
            Request::Status => self.status().map(Reply::Status),
            Request::SetupFirst(flight) => self
                .session
                .first(&flight, &mut self.rng)
                .map(Reply::Flight),
            Request::SetupSecond(flight) => self.session.second(&flight).map(Reply::Flight),
            Request::Open => self.open().map(Reply::Sketch),
            Request::SignFirst {
                what,
                key,
                share,
                flight,
            } => self
                .sign_first(&what, key, share, &flight)
                .map(Reply::Flight),
            Request::SignSecond(flight) => self.sign_second(&flight).map(Reply::Flight),
            Request::SignThird(flight) => self.sign_third(&flight).map(done),
            Request::EnrolFirst(flight) => self.enrol_first(&flight).map(Reply::Flight),
            Request::EnrolSecond { flight, sketch } => {
                self.enrol_second(&flight, sketch).map(Reply::Flight)
            }
            Request::SetPhrase { delta, proof } => self.set_phrase(&delta, &proof).map(done),
            Request::Renew {
                delta,
                proof,
                sketch,
            } => self.renew(&delta, &proof, sketch).map(done),
            Request::UndoRenewal => self.undo_renewal().map(done),
            Request::ExportKit { form, path } => self.export_kit(form, &path).map(done),
            Request::DrawKit(drawing) => self.draw_kit(drawing).map(done),
            Request::KitPrinted => self.kit_printed().map(done),
            Request::InspectKit { path } => Ok(Reply::Kit(summary(&kit::import(&path)?))),
            Request::ImportKit { path } => self.import_kit(&path).map(Reply::Kit),
            Request::InspectKitSeen(seen) => Ok(Reply::Kit(summary(&kit::seen(&seen.frame()?)?))),
            Request::ImportKitSeen(seen) => {
                let helper = kit::seen(&seen.frame()?)?;
                self.take_kit(helper).map(Reply::Kit)
            }
            Request::Forget(consent) => self.forget(&consent).map(done),
            Request::CloseSession => {
                self.signing_session = None;
                Ok(Reply::Done)
            }
        }
    }

    /// Does the costly step that the next request will need, between an answer
    /// and the next question.
    pub fn work_ahead(&mut self) {
        self.session.work_ahead();
    }

    fn status(&self) -> Result<Status, KeeperError> {
        let record = self.folder.load()?;
        let helper = &record.helper;
        Ok(Status {
            public_key: helper.key.public_key().to_bytes(),
            chain_code: *helper.key.chain_code(),
            pack_id: helper.sketch.pack_id,
            pin: helper.sketch.pin,
            salt_pin: helper.sketch.salt_pin,
            argon2: helper.sketch.argon2,
            generation: helper.generation,
            created: helper.created,
            proof: record.proof,
            kit_generation: record.kit_generation,
            phrase: phrase(helper),
            previous: if self.folder.has_previous() {
                Previous::Kept
            } else {
                Previous::Gone
            },
            failures: record.failures,
            wait_seconds: wait_left(record.failures, record.last_attempt, (self.clock.wall)()),
            helper_len: helper.to_kit_bytes().len(),
            memory: self.memory,
        })
    }

    /// Hands the sketch out once for one attempt, which is on the disk before.
    fn open(&mut self) -> Result<SketchRecord, KeeperError> {
        let record = self.count_attempt()?;
        self.grant = Grant::Covered;
        Ok(record.helper.sketch)
    }

    fn count_attempt(&self) -> Result<Record, KeeperError> {
        let _guard = self.folder.lock()?;
        let mut record = self.folder.load()?;
        let now = (self.clock.wall)();
        match wait_left(record.failures, record.last_attempt, now) {
            0 => {}
            seconds => return Err(KeeperError::LockedOut { seconds }),
        }
        record.failures = record.failures.saturating_add(1);
        record.last_attempt = now;
        self.folder.save(&record)?;
        Ok(record)
    }

    fn sign_first(
        &mut self,
        what: &mien_intent::Request,
        key: KeyPath,
        share: ShareKind,
        flight: &Flight,
    ) -> Result<Flight, KeeperError> {
        self.signing = None;
        let decoded = Decoded::from_request(what)?;
        let purpose = Purpose::of(what);
        let helper = self.helper_for(share)?;
        if share == ShareKind::Session {
            self.open_session()?.take(&decoded, key)?;
        } else {
            permitted(&decoded, purpose, &helper, key, share)?;
        }
        // Counted before the client's message is looked at: whatever happens
        // after this line has been paid for.
        if share == ShareKind::Face {
            match self.grant {
                Grant::None => {
                    return Err(KeeperError::Protocol("no scan was counted".to_owned()));
                }
                Grant::Covered => {}
                Grant::Spent => drop(self.count_attempt()?),
            }
            self.grant = Grant::Spent;
        }
        let keeper_share = match share {
            ShareKind::Phrase => helper.phrase_share.as_ref().ok_or(KeeperError::NoPhrase)?,
            ShareKind::Face | ShareKind::Pending | ShareKind::Session => &helper.share,
        };
        let hash = decoded.signing_hash();
        let order = Order {
            key: &helper.key,
            path: key,
            share: keeper_share,
            hash,
        };
        let signed = self.session.sign(&order, flight);
        if share == ShareKind::Session {
            // Each signature of a session needs a set-up of its own, and so does
            // the next after one that failed.
            self.session = Session::default();
        }
        let (signer, reply) = signed?;
        self.signing = Some(Signing::Unchecked(
            Box::new(signer),
            Meaning { share, purpose },
        ));
        Ok(reply)
    }

    /// Checks the client's share by its second flight, and only then answers
    /// with the keeper's own: a wrong face learns nothing.
    fn sign_second(&mut self, flight: &Flight) -> Result<Flight, KeeperError> {
        let Some(Signing::Unchecked(signer, meaning)) = self.signing.take() else {
            return Err(out_of_order("a signature's second flight"));
        };
        let (checked, reply) = match signer.check(flight.read()?) {
            Ok(done) => done,
            Err(CosignError::WrongShare) => {
                // Nobody guesses at a share through an open session.
                self.signing_session = None;
                let failures = self.folder.load()?.failures;
                return Err(KeeperError::WrongShare { failures });
            }
            Err(e) => return Err(refused(&e)),
        };
        self.on_match(meaning)?;
        self.signing = Some(Signing::Checked(Box::new(checked)));
        Flight::of(&reply)
    }

    /// The client's last flight: the keeper verifies the signature as well.
    fn sign_third(&mut self, flight: &Flight) -> Result<(), KeeperError> {
        let Some(Signing::Checked(checked)) = self.signing.take() else {
            return Err(out_of_order("a signature's third flight"));
        };
        checked.finish(flight.read()?).map_err(|e| refused(&e))?;
        Ok(())
    }

    /// What follows from a share that was right.
    fn on_match(&mut self, Meaning { share, purpose }: Meaning) -> Result<(), KeeperError> {
        let _guard = self.folder.lock()?;
        match share {
            ShareKind::Face => {
                self.grant = Grant::None;
                let mut record = self.folder.load()?;
                record.failures = 0;
                if purpose == Purpose::Drill {
                    record.proof = Proof::Drilled;
                    self.proved = Some(ShareKind::Face);
                }
                self.folder.save(&record)?;
                if purpose == Purpose::Drill {
                    self.folder.drop_old()?;
                }
                if let Purpose::Session(terms) = purpose {
                    let now = self.clock.now();
                    self.signing_session = Some(SigningSession::new(terms, now));
                    self.session = Session::default();
                }
            }
            // Neither a scan nor a guess: it says nothing about the attempts of
            // somebody at the camera, and leaves their count alone.
            ShareKind::Session => {}
            ShareKind::Phrase => self.proved = Some(ShareKind::Phrase),
            ShareKind::Pending => {
                self.pending = None;
                self.proved = None;
                self.folder.promote_next()?;
            }
        }
        Ok(())
    }

    /// The session that is open; one whose time is up is closed.
    fn open_session(&mut self) -> Result<&mut SigningSession, KeeperError> {
        let now = self.clock.now();
        if self
            .signing_session
            .as_ref()
            .is_some_and(|s| s.is_over(now))
        {
            self.signing_session = None;
            return Err(KeeperError::SessionOver("its time is up".to_owned()));
        }
        self.signing_session
            .as_mut()
            .ok_or_else(|| KeeperError::SessionOver("it was closed or never begun".to_owned()))
    }

    /// The helper data that a share kind refers to.
    fn helper_for(&self, share: ShareKind) -> Result<HelperData, KeeperError> {
        match share {
            ShareKind::Face | ShareKind::Phrase | ShareKind::Session => {
                Ok(self.folder.load()?.helper)
            }
            ShareKind::Pending => self
                .pending
                .as_ref()
                .map(|record| record.helper.clone())
                .ok_or_else(|| KeeperError::Protocol("no renewal was begun".to_owned())),
        }
    }

    fn enrol_first(&mut self, flight: &Flight) -> Result<Flight, KeeperError> {
        self.refuse_if_enrolled()?;
        let (enrolment, reply) = Enrolment::start(flight, &mut self.rng)?;
        self.enrolment = Some(enrolment);
        Ok(reply)
    }

    fn enrol_second(
        &mut self,
        flight: &Flight,
        sketch: SketchRecord,
    ) -> Result<Flight, KeeperError> {
        let enrolment = self
            .enrolment
            .take()
            .ok_or_else(|| KeeperError::Protocol("no enrolment was begun".to_owned()))?;
        sketch.validate()?;
        let (share, key, reply) = enrolment.finish(flight)?;
        let created = (self.clock.wall)();
        let helper = HelperData {
            sketch,
            key,
            generation: 0,
            created,
            share,
            phrase_share: None,
        };
        let _guard = self.folder.lock()?;
        self.refuse_if_enrolled()?;
        self.folder.drop_old()?;
        self.folder.save(&Record::new(helper))?;
        Ok(reply)
    }

    /// An identity that was never proved and has no kit may be replaced: its
    /// address was never shown, so nothing can have been sent to it.
    fn refuse_if_enrolled(&self) -> Result<(), KeeperError> {
        match self.folder.find()? {
            Some(record) if !record.replaceable() => {
                Err(KeeperError::AlreadyEnrolled(self.folder.home()))
            }
            _ => Ok(()),
        }
    }

    fn set_phrase(&mut self, delta: &ShareDelta, proof: &Flight) -> Result<(), KeeperError> {
        if self.proved != Some(ShareKind::Face) {
            return Err(KeeperError::Protocol("a drill must come first".to_owned()));
        }
        let _guard = self.folder.lock()?;
        let mut record = self.folder.load()?;
        let (key, share) = (&record.helper.key, &record.helper.share);
        let change = Change {
            key,
            share,
            delta,
            proof,
            to: NewShare::Phrase,
        };
        record.helper.phrase_share = Some(self.session.renewed(&change)?);
        // The kit that left the device before does not carry this share.
        record.kit_generation = None;
        self.folder.save(&record)
    }

    fn renew(
        &mut self,
        delta: &ShareDelta,
        proof: &Flight,
        sketch: SketchRecord,
    ) -> Result<(), KeeperError> {
        sketch.validate()?;
        let _guard = self.folder.lock()?;
        let record = self.folder.load()?;
        let old = &record.helper;
        let base: &HelperShare = match self.proved {
            Some(ShareKind::Face) => &old.share,
            Some(ShareKind::Phrase) => old.phrase_share.as_ref().ok_or(KeeperError::NoPhrase)?,
            _ => return Err(KeeperError::Protocol("a drill must come first".to_owned())),
        };
        let change = Change {
            key: &old.key,
            share: base,
            delta,
            proof,
            to: NewShare::Renewal,
        };
        let share = self.session.renewed(&change)?;
        let helper = HelperData {
            sketch,
            key: old.key.clone(),
            generation: old.generation.saturating_add(1),
            created: (self.clock.wall)(),
            share,
            phrase_share: old.phrase_share.clone(),
        };
        let next = Record {
            kit_generation: record.kit_generation,
            ..Record::new(helper)
        };
        self.folder.save_next(&next)?;
        self.pending = Some(next);
        Ok(())
    }

    fn undo_renewal(&mut self) -> Result<(), KeeperError> {
        let _guard = self.folder.lock()?;
        self.folder.restore_previous()
    }
}

fn done((): ()) -> Reply {
    Reply::Done
}

fn phrase(helper: &HelperData) -> Phrase {
    if helper.phrase_share.is_some() {
        Phrase::Confirmed
    } else {
        Phrase::None
    }
}
