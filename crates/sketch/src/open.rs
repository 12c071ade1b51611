//! Opening a sketch with a probe (`spec/sketch.md` §5).

use crate::bits::{self, Row};
use crate::decoder::{ListDecoder, Path};
use crate::llr::log_odds;
use crate::polar::PolarCode;
use crate::rotation::Rotation;
use crate::{Secret, Sketch, SketchError};

/// A candidate for *u* that passed the checksum.
#[derive(Debug)]
pub struct Candidate {
    /// The candidate. Only a check of the key derived from it shows whether it
    /// is the right one.
    pub secret: Secret,
    /// Path metric: the sum of |LLR| over the sign bits in which probe and
    /// candidate disagree, 0 or more, in nats; smaller is better. Good for
    /// ordering candidates; never show it or send it.
    pub metric: f32,
}

/// A sketch made ready to be opened, once or many times.
pub(crate) struct Opener {
    kappa: f64,
    rotation: Rotation,
    offset: Row,
    code: PolarCode,
    decoder: ListDecoder,
}

impl Opener {
    pub(crate) fn new(sketch: &Sketch) -> Self {
        let params = sketch.params();
        let code = PolarCode::new(params);
        let decoder = ListDecoder::new(params.len(), code.unfrozen(), params.list().into());
        Self {
            kappa: params.kappa(),
            rotation: Rotation::new(sketch.rho(), params.len()),
            offset: bits::from_bytes(sketch.offset()),
            code,
            decoder,
        }
    }

    /// The candidates of [`Sketch::open`].
    pub(crate) fn open(&mut self, probe: &[f32]) -> Result<Vec<Candidate>, SketchError> {
        let paths = self.decode(probe)?;
        let candidates = paths.iter().filter_map(|path| {
            let secret = self.code.decode_word(&path.codeword)?;
            Some(Candidate {
                secret,
                metric: path.metric,
            })
        });
        Ok(candidates.collect())
    }

    /// Whether `secret` is among the candidates of `probe`.
    pub(crate) fn opens_with(
        &mut self,
        probe: &[f32],
        secret: &Secret,
    ) -> Result<bool, SketchError> {
        Ok(self
            .open(probe)?
            .iter()
            .any(|candidate| candidate.secret == *secret))
    }

    /// The metric of [`Sketch::best_metric`].
    pub(crate) fn best_metric(&mut self, probe: &[f32]) -> Result<f32, SketchError> {
        Ok(self
            .decode(probe)?
            .first()
            .map_or(f32::INFINITY, |path| path.metric))
    }

    fn decode(&mut self, probe: &[f32]) -> Result<Vec<Path>, SketchError> {
        let y = self.rotation.apply(probe)?;
        let (kappa, offset) = (self.kappa, &self.offset);
        let channel = y.iter().enumerate().map(|(i, &y)| {
            let llr = narrow(log_odds(kappa * y));
            if bits::get(offset, i) { -llr } else { llr }
        });
        Ok(self.decoder.decode(channel))
    }
}

/// To single precision, in which the decoder works.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding is meant, the range is ±20"
)]
fn narrow(llr: f64) -> f32 {
    llr as f32
}
