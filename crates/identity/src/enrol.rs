//! Enrolment: two captures, a template, a sketch, a joint key, a drill.

use mien_face::{Embedding, Template};
use mien_keeper::KeeperError;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::capture::{CapturePlan, capture};
use crate::drill::Drilled;
use crate::error::IdentityError;
use crate::helper::{Fresh, make, sketch_params};
use crate::phrase::PaperPhrase;
use crate::pin::Pin;
use crate::renew::Later;
use crate::scan::{Cameras, Desk};
use crate::watch::Step;

/// Captures behind a template; they should differ in light or place.
pub const ENROL_CAPTURES: usize = 2;
/// Two captures of one person are closer than this cosine; strangers hardly
/// ever are (docs/accuracy.md).
const LEAST_AGREEMENT: f64 = 0.4;

/// Whether the person wants a paper phrase, and has it.
pub trait PhraseDesk {
    /// Shows the 24 words and has three typed back. `false` when the person
    /// gave up: no share for the phrase is kept then.
    ///
    /// # Errors
    /// Whatever stops the operation.
    fn confirm(&mut self, words: &[String]) -> Result<Confirmed, IdentityError>;
}

/// What became of a phrase that was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// Three words were typed back.
    Yes,
    /// Not; the phrase is forgotten.
    No,
}

impl<R: CryptoRng> Desk<'_, R> {
    /// Makes a wallet: [`ENROL_CAPTURES`] captures for the template and one more
    /// for the drill, in the numbering of `cameras`.
    ///
    /// When this fails after the record was written, the address was not shown,
    /// and another enrolment may replace it.
    ///
    /// # Errors
    /// [`KeeperError::AlreadyEnrolled`], [`IdentityError::CapturesDisagree`], and
    /// those of [`Desk::drill`].
    pub fn enrol(
        &self,
        cameras: &mut dyn Cameras,
        pin: Option<&Pin>,
        tries: u8,
    ) -> Result<Drilled, IdentityError> {
        self.refuse_if_enrolled()?;
        let embeddings = self.captures(cameras, 1, Vec::new())?;
        self.watch.step(Step::Writing);
        let fresh = self.fresh(&embeddings, pin)?;
        self.connect()?
            .enrol(&fresh.share, fresh.record, &mut (self.rng)())?;
        self.drill(&mut Later(cameras), pin, tries)
    }

    /// Makes a paper phrase for the identity that was just drilled, and keeps
    /// its share only once it was confirmed.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`], or what the desk says.
    pub fn make_phrase(
        &self,
        drilled: &mut Drilled,
        desk: &mut dyn PhraseDesk,
    ) -> Result<Confirmed, IdentityError> {
        let phrase = PaperPhrase::random(&mut (self.rng)());
        let words: Zeroizing<Vec<String>> = phrase.words()?;
        let confirmed = desk.confirm(&words)?;
        if confirmed == Confirmed::Yes {
            let matched = &mut drilled.matched;
            let key = *matched.key.public_key();
            matched
                .session
                .set_phrase(&key, &matched.share, phrase.share(), &mut (self.rng)())?;
        }
        Ok(confirmed)
    }

    /// Captures `first` to [`ENROL_CAPTURES`], added to those given; all must
    /// show one person.
    pub(crate) fn captures(
        &self,
        cameras: &mut dyn Cameras,
        first: usize,
        given: Vec<Embedding>,
    ) -> Result<Vec<Embedding>, IdentityError> {
        let mut sets: Vec<Vec<Embedding>> = if given.is_empty() {
            Vec::new()
        } else {
            vec![given]
        };
        for number in first..=ENROL_CAPTURES {
            self.go_on()?;
            self.watch.step(Step::Capture {
                number,
                wanted: CapturePlan::ENROL.wanted,
            });
            let mut source = cameras.open(number)?;
            sets.push(capture(
                &self.pack,
                source.as_mut(),
                CapturePlan::ENROL,
                self.watch,
                &mut (self.rng)(),
            )?);
        }
        let means: Vec<Template> = sets
            .iter()
            .map(|set| Template::average(set))
            .collect::<Result<_, _>>()?;
        for (i, a) in means.iter().enumerate() {
            for b in means.iter().skip(i + 1) {
                if a.cosine(b)? < LEAST_AGREEMENT {
                    return Err(IdentityError::CapturesDisagree);
                }
            }
        }
        Ok(sets.into_iter().flatten().collect())
    }

    pub(crate) fn fresh(
        &self,
        embeddings: &[Embedding],
        pin: Option<&Pin>,
    ) -> Result<Fresh, IdentityError> {
        let params = sketch_params(&self.pack)?;
        let template = Template::average(embeddings)?;
        make(&template, &params, self.pack.id(), pin, &mut (self.rng)())
    }

    fn refuse_if_enrolled(&self) -> Result<(), IdentityError> {
        match self.status() {
            Ok(status) if !status.replaceable() => {
                Err(KeeperError::AlreadyEnrolled(self.home()).into())
            }
            Ok(_) | Err(IdentityError::Keeper(KeeperError::NoIdentity(_))) => Ok(()),
            Err(e) => Err(e),
        }
    }

    fn home(&self) -> String {
        self.folder
            .parent()
            .unwrap_or(self.folder)
            .display()
            .to_string()
    }
}
