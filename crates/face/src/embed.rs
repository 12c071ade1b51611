//! Measuring a face.

use mien_frame::{Frame, Patch};
use zeroize::Zeroizing;

use crate::pack::Pack;
use crate::template::{Embedding, normalise};
use crate::{Face, FaceError, align};

/// The embedding network of a pack.
#[derive(Debug)]
pub struct Embedder {
    pack: Pack,
}

impl Embedder {
    /// Prepares a pack's embedder. The networks are shared, not copied.
    #[must_use]
    pub fn new(pack: &Pack) -> Self {
        Self { pack: pack.clone() }
    }

    /// The pack that the embeddings belong to.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The direction of a face in template space: aligned, embedded together
    /// with its mirror image, calibrated, of length one.
    ///
    /// Judging the frame is the caller's business: this measures whatever it is
    /// given.
    ///
    /// # Errors
    /// [`FaceError::Degenerate`] when the points or the numbers make no
    /// direction, [`FaceError::Inference`] when the network fails.
    pub fn embed(&mut self, frame: &Frame, face: &Face) -> Result<Embedding, FaceError> {
        let raw = self.raw(frame, face)?;
        self.calibrate(&raw)
    }

    /// What the network gives, before calibration: [`Pack::raw_dimension`]
    /// numbers, the sum over the aligned face and its mirror image, of length
    /// one. For evaluation.
    ///
    /// # Errors
    /// As [`Embedder::embed`].
    pub fn raw(&mut self, frame: &Frame, face: &Face) -> Result<Zeroizing<Vec<f32>>, FaceError> {
        let size = self.pack.networks.embedder.size();
        let aligned = align::align(frame, face, size).ok_or(FaceError::Degenerate)?;
        self.raw_aligned(&aligned)
    }

    /// Calibrates a raw embedding.
    ///
    /// # Errors
    /// [`FaceError::Degenerate`] when nothing is left of it.
    pub fn calibrate(&self, raw: &[f32]) -> Result<Embedding, FaceError> {
        let values = Zeroizing::new(self.pack.calibration.apply(raw));
        Ok(Embedding::new(self.pack.id(), normalise(values)?))
    }

    fn raw_aligned(&self, aligned: &Patch) -> Result<Zeroizing<Vec<f32>>, FaceError> {
        let network = &self.pack.networks.embedder;
        let length = [self.pack.networks.raw_dimension];
        let [mut sum] = network.run_fixed(aligned, &self.pack.threads, length)?;
        let [mirror] = network.run_fixed(&aligned.mirrored(), &self.pack.threads, length)?;
        for (s, m) in sum.iter_mut().zip(mirror.iter()) {
            *s += m;
        }
        normalise(sum)
    }
}
