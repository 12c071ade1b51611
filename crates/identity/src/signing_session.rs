//! A signing session: after one scan the face share stays in this process, in
//! locked memory, for a bounded time and number of signatures. The keeper holds
//! to the same bounds and decides what is signed (`spec/session.md`).

use std::time::{Duration, Instant, SystemTime};

use mien_cosign::{ExtendedKey, FaceShare, Signature};
use mien_intent::SessionTerms;
use mien_keeper::KeeperError;
use mien_keeper::protocol::{KeyPath, MemoryLock, Request, ShareKind};
use rand_core::CryptoRng;

use crate::error::IdentityError;
use crate::pin::Pin;
use crate::scan::{Cameras, Desk, Matched};
use crate::session::{Order, Session};

/// An open session. Dropping it overwrites the face share and ends the keeper.
pub struct SigningSession {
    session: Session,
    share: Held,
    key: ExtendedKey,
    terms: SessionTerms,
    opened: (Instant, SystemTime),
    signed: u32,
}

impl core::fmt::Debug for SigningSession {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SigningSession")
            .field("terms", &self.terms)
            .field("signed", &self.signed)
            .finish_non_exhaustive()
    }
}

/// The face share at one place in memory that is not swapped out.
struct Held {
    share: Box<FaceShare>,
    memory: MemoryLock,
}

impl Held {
    fn new(share: FaceShare) -> Self {
        let share = Box::new(share);
        let place: *const FaceShare = &raw const *share;
        let memory = match region::lock(place, size_of::<FaceShare>()) {
            Ok(guard) => {
                // The page stays locked: other secrets may lie on it too.
                core::mem::forget(guard);
                MemoryLock::Locked
            }
            Err(_) => MemoryLock::Limited,
        };
        Self { share, memory }
    }
}

impl<R: CryptoRng> Desk<'_, R> {
    /// Scans once and opens a session of these terms.
    ///
    /// # Errors
    /// As [`Desk::scan_with_tries`]; the keeper refuses terms for a live chain
    /// or out of bounds.
    pub fn open_session(
        &self,
        cameras: &mut dyn Cameras,
        pin: Option<&Pin>,
        tries: u8,
        terms: SessionTerms,
    ) -> Result<SigningSession, IdentityError> {
        let nonce = self.random();
        let order = |key: &ExtendedKey| mien_intent::Request::Session {
            identity: key.fingerprint(),
            nonce,
            terms,
        };
        let matched = self.scan_with_tries(cameras, pin, tries, &order, KeyPath::Master)?;
        // Frames, template and sketch secret end here; the share alone stays.
        let Matched {
            key,
            session,
            share,
            ..
        } = matched;
        Ok(SigningSession {
            session,
            share: Held::new(share),
            key,
            terms,
            opened: (Instant::now(), SystemTime::now()),
            signed: 0,
        })
    }
}

impl SigningSession {
    /// What it was opened for.
    #[must_use]
    pub fn terms(&self) -> SessionTerms {
        self.terms
    }

    /// Signatures that were made.
    #[must_use]
    pub fn signed(&self) -> u32 {
        self.signed
    }

    /// Signatures that are left.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.terms.signatures.saturating_sub(self.signed)
    }

    /// Time that is left, by the clock that says less: the system's, which may
    /// be set but goes on while the device sleeps, or the steady one.
    #[must_use]
    pub fn time_left(&self) -> Duration {
        let (steady, wall) = self.opened;
        // A clock that was set back is not believed.
        let by_wall = wall.elapsed().unwrap_or(Duration::MAX);
        Duration::from_secs(self.terms.seconds.into()).saturating_sub(steady.elapsed().max(by_wall))
    }

    /// Whether the share is kept out of swap.
    #[must_use]
    pub fn memory(&self) -> MemoryLock {
        self.share.memory
    }

    /// Signs with the account m/0/`account`, without a scan: a fresh set-up with
    /// the keeper, then the three flights; about a second.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`] with [`KeeperError::SessionOver`] when it has
    /// ended, and with [`KeeperError::Policy`] for what needs a scan of its own.
    pub fn sign(
        &mut self,
        what: &mien_intent::Request,
        account: u32,
        rng: &mut impl CryptoRng,
    ) -> Result<Signature, IdentityError> {
        if self.time_left().is_zero() {
            return Err(KeeperError::SessionOver("its time is up".to_owned()).into());
        }
        self.session.set_up_again(rng)?;
        let order = Order {
            what,
            path: KeyPath::Account(account),
            key: &self.key,
        };
        let signature = self
            .session
            .sign(order, ShareKind::Session, &self.share.share)?;
        self.signed = self.signed.saturating_add(1);
        Ok(signature)
    }

    /// Ends it: the keeper forgets it, the share is overwritten.
    ///
    /// # Errors
    /// When the keeper is gone already; the share is overwritten all the same.
    pub fn close(mut self) -> Result<(), IdentityError> {
        self.session.done(&Request::CloseSession)
    }
}
