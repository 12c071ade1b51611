//! An open signing session: what it may still sign, and for how long. It lives
//! in the keeper's memory only, so it ends with the connection.

use mien_intent::{Decoded, SessionTerms};

use crate::clock::Moment;
use crate::error::{Denial, KeeperError};
use crate::protocol::KeyPath;

/// A session that a scan has opened (`spec/session.md`).
#[derive(Debug)]
pub(crate) struct SigningSession {
    terms: SessionTerms,
    opened: Moment,
    left: u32,
}

impl SigningSession {
    /// One that begins now.
    pub(crate) fn new(terms: SessionTerms, now: Moment) -> Self {
        Self {
            terms,
            opened: now,
            left: terms.signatures,
        }
    }

    /// Whether its time is up.
    pub(crate) fn is_over(&self, now: Moment) -> bool {
        self.opened.seconds_to(now) >= u64::from(self.terms.seconds)
    }

    /// Takes one of its signatures for a request, if it may sign that.
    ///
    /// # Errors
    /// [`KeeperError::Policy`] for another key than an account's, and for
    /// requests that need a scan of their own; these cost nothing.
    /// [`KeeperError::SessionOver`] when all are used up.
    pub(crate) fn take(&mut self, decoded: &Decoded, key: KeyPath) -> Result<(), KeeperError> {
        if key == KeyPath::Master {
            return Err(Denial::MasterKeyInSession.into());
        }
        decoded
            .permitted_in_session(self.terms.chain_id)
            .map_err(Denial::from)?;
        self.left = self
            .left
            .checked_sub(1)
            .ok_or_else(|| KeeperError::SessionOver("all its signatures are used up".to_owned()))?;
        Ok(())
    }
}
