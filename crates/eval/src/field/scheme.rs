//! What the schemes of the comparison have in common.

use chacha20::ChaCha20Rng;

use crate::EvalError;
use crate::scan::Outcome;

/// A way to bind a key to a template.
pub trait Scheme: Sync {
    /// The scheme's name.
    fn name(&self) -> String;
    /// Its parameters, for tables.
    fn setting(&self) -> String;
    /// log2 of what a thief of the helper data must try without a face.
    fn key_bits(&self) -> f64;
    /// Bytes stored for an enrolment.
    fn helper_bytes(&self) -> usize;
    /// Enrols a template over a fresh key.
    ///
    /// # Errors
    /// [`EvalError::Sketch`] for a template that does not fit.
    fn enrol(&self, template: &[f32], rng: &mut ChaCha20Rng) -> Result<Box<dyn Record>, EvalError>;
    /// Whether a probe opens a fresh enrolment.
    ///
    /// # Errors
    /// As [`Scheme::enrol`].
    fn opens(
        &self,
        template: &[f32],
        probe: &[f32],
        rng: &mut ChaCha20Rng,
    ) -> Result<Outcome, EvalError> {
        Ok(without_wrong(self.enrol(template, rng)?.open(probe)?))
    }
}

/// An enrolment, with its truth beside it.
pub trait Record {
    /// Whether the probe gives the right key.
    ///
    /// # Errors
    /// [`EvalError::Sketch`] for a probe that does not fit.
    fn open(&self, probe: &[f32]) -> Result<bool, EvalError>;
    /// A reconstruction of the template from the helper data alone, by a cheap
    /// attack: minutes at most.
    ///
    /// # Errors
    /// As [`Record::open`].
    fn guess_template(&self, rng: &mut ChaCha20Rng) -> Result<Vec<f32>, EvalError>;
    /// A reconstruction from helper data and key, as anybody has it after an
    /// opening.
    ///
    /// # Errors
    /// As [`Record::open`].
    fn solve_template(&self) -> Result<Vec<f32>, EvalError>;
}

/// A scan that showed no wrong key to a check.
#[must_use]
pub(super) fn without_wrong(opened: bool) -> Outcome {
    Outcome {
        opened,
        wrong: 0,
        probes: 1,
    }
}
