//! The plain matcher seen as a scheme: it stores the template and compares.

use chacha20::ChaCha20Rng;

use super::scheme::{Record, Scheme, without_wrong};
use crate::scan::Outcome;
use crate::{EvalError, num};

/// A threshold on the cosine.
#[derive(Clone, Copy, Debug)]
pub struct Plain {
    /// Numbers in a template.
    pub dimension: usize,
    /// Cosines above this one match.
    pub threshold: f64,
}

impl Scheme for Plain {
    fn name(&self) -> String {
        "plain matcher".into()
    }

    fn setting(&self) -> String {
        format!("cosine > {:.3}", self.threshold)
    }

    fn key_bits(&self) -> f64 {
        0.0
    }

    fn helper_bytes(&self) -> usize {
        4 * self.dimension
    }

    fn enrol(&self, template: &[f32], _: &mut ChaCha20Rng) -> Result<Box<dyn Record>, EvalError> {
        Ok(Box::new(Stored {
            template: template.to_vec(),
            threshold: self.threshold,
        }))
    }

    fn opens(
        &self,
        template: &[f32],
        probe: &[f32],
        _: &mut ChaCha20Rng,
    ) -> Result<Outcome, EvalError> {
        let cosine = f64::from(num::dot(template, probe));
        Ok(without_wrong(cosine > self.threshold))
    }
}

struct Stored {
    template: Vec<f32>,
    threshold: f64,
}

impl Record for Stored {
    fn open(&self, probe: &[f32]) -> Result<bool, EvalError> {
        Ok(f64::from(num::dot(&self.template, probe)) > self.threshold)
    }

    fn guess_template(&self, _: &mut ChaCha20Rng) -> Result<Vec<f32>, EvalError> {
        Ok(self.template.clone())
    }

    fn solve_template(&self) -> Result<Vec<f32>, EvalError> {
        Ok(self.template.clone())
    }
}
