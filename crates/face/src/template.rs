//! Directions in template space.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{FaceError, PackId};

/// One measured frame: a unit vector. Wiped when dropped.
#[derive(Clone)]
pub struct Embedding {
    pack: PackId,
    values: Zeroizing<Vec<f32>>,
}

impl Embedding {
    pub(crate) fn new(pack: PackId, values: Zeroizing<Vec<f32>>) -> Self {
        Self { pack, values }
    }

    /// The numbers, of length one together.
    #[must_use]
    pub fn as_slice(&self) -> &[f32] {
        &self.values
    }

    /// The pack that measured it.
    #[must_use]
    pub fn pack(&self) -> PackId {
        self.pack
    }
}

impl fmt::Debug for Embedding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Embedding")
    }
}

/// A template or probe: the direction of several frames together. Wiped when
/// dropped; `Debug` prints nothing of it.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Template {
    #[zeroize(skip)]
    pack: PackId,
    values: Vec<f32>,
}

impl Template {
    /// The direction of the mean of several frames.
    ///
    /// # Errors
    /// [`FaceError::NoFrames`], [`FaceError::MixedPacks`], or
    /// [`FaceError::Degenerate`] when they cancel out.
    pub fn average(embeddings: &[Embedding]) -> Result<Self, FaceError> {
        let mut builder = TemplateBuilder::default();
        for embedding in embeddings {
            builder.add(embedding)?;
        }
        builder.finish()
    }

    /// The numbers, [`Pack::dimension`](crate::Pack::dimension) of them, of
    /// length one together.
    #[must_use]
    pub fn as_slice(&self) -> &[f32] {
        &self.values
    }

    /// The pack that measured it.
    #[must_use]
    pub fn pack(&self) -> PackId {
        self.pack
    }

    /// The cosine of the angle to another template. For evaluation and tests: a
    /// live similarity meter would help whoever climbs towards a match.
    ///
    /// # Errors
    /// [`FaceError::MixedPacks`].
    pub fn cosine(&self, other: &Self) -> Result<f64, FaceError> {
        same_pack(self.pack, other.pack)?;
        let products = self.values.iter().zip(&other.values);
        Ok(products.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum())
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Template")
    }
}

/// Averages frames as they come.
#[derive(Default)]
pub struct TemplateBuilder {
    pack: Option<PackId>,
    sum: Zeroizing<Vec<f32>>,
    frames: usize,
}

impl TemplateBuilder {
    /// Adds one frame.
    ///
    /// # Errors
    /// [`FaceError::MixedPacks`] when it was measured with another pack than the
    /// first.
    pub fn add(&mut self, embedding: &Embedding) -> Result<(), FaceError> {
        let pack = *self.pack.get_or_insert(embedding.pack);
        same_pack(pack, embedding.pack)?;
        if self.sum.is_empty() {
            self.sum = Zeroizing::new(vec![0.0; embedding.values.len()]);
        }
        for (s, v) in self.sum.iter_mut().zip(embedding.values.iter()) {
            *s += v;
        }
        self.frames += 1;
        Ok(())
    }

    /// Frames added so far.
    #[must_use]
    pub fn frames(&self) -> usize {
        self.frames
    }

    /// The direction of the mean.
    ///
    /// # Errors
    /// [`FaceError::NoFrames`], or [`FaceError::Degenerate`] when the frames
    /// cancel out.
    pub fn finish(mut self) -> Result<Template, FaceError> {
        let pack = self.pack.ok_or(FaceError::NoFrames)?;
        let mut values = normalise(std::mem::take(&mut self.sum))?;
        Ok(Template {
            pack,
            values: std::mem::take(&mut *values),
        })
    }
}

impl fmt::Debug for TemplateBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TemplateBuilder({} frames)", self.frames)
    }
}

fn same_pack(a: PackId, b: PackId) -> Result<(), FaceError> {
    if a == b {
        Ok(())
    } else {
        Err(FaceError::MixedPacks(a, b))
    }
}

/// Scales to length one.
pub(crate) fn normalise(mut values: Zeroizing<Vec<f32>>) -> Result<Zeroizing<Vec<f32>>, FaceError> {
    let square: f64 = values.iter().map(|v| f64::from(*v).powi(2)).sum();
    let length = square.sqrt();
    // A smaller length is rounding noise of a sum that cancelled out.
    if !length.is_finite() || length < 1e-6 {
        return Err(FaceError::Degenerate);
    }
    for v in values.iter_mut() {
        #[allow(clippy::cast_possible_truncation)] // rounding is meant
        let scaled = (f64::from(*v) / length) as f32;
        *v = scaled;
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn embedding(pack: u8, values: &[f32]) -> Result<Embedding, FaceError> {
        let values = normalise(Zeroizing::new(values.to_vec()))?;
        Ok(Embedding::new(PackId::from_bytes([pack; 32]), values))
    }

    proptest! {
        #[test]
        fn a_template_has_length_one_and_order_does_not_matter(
            a in proptest::array::uniform8(-1.0_f32..1.0),
            b in proptest::array::uniform8(-1.0_f32..1.0),
            c in proptest::array::uniform8(-1.0_f32..1.0),
        ) {
            let all = [embedding(1, &a), embedding(1, &b), embedding(1, &c)];
            prop_assume!(all.iter().all(Result::is_ok));
            let [a, b, c] = all.map(Result::unwrap);
            let Ok(t) = Template::average(&[a.clone(), b.clone(), c.clone()]) else {
                return Ok(());
            };
            let length: f64 = t.as_slice().iter().map(|v| f64::from(*v).powi(2)).sum();
            prop_assert!((length - 1.0).abs() < 1e-5);
            let u = Template::average(&[c, a, b]).unwrap();
            prop_assert!(t.cosine(&u).unwrap() > 1.0 - 1e-5);
        }
    }

    #[test]
    fn frames_are_averaged_as_directions() {
        let a = embedding(1, &[10.0, 0.0]).unwrap();
        let b = embedding(1, &[0.0, 0.1]).unwrap();
        let t = Template::average(&[a, b]).unwrap();
        assert!((t.as_slice()[0] - 0.5_f32.sqrt()).abs() < 1e-6);
        assert!((t.as_slice()[1] - 0.5_f32.sqrt()).abs() < 1e-6);
    }

    #[test]
    fn what_makes_no_direction_is_refused() {
        assert!(matches!(Template::average(&[]), Err(FaceError::NoFrames)));
        let a = embedding(1, &[1.0, 2.0]).unwrap();
        let b = embedding(1, &[-1.0, -2.0]).unwrap();
        assert!(matches!(
            Template::average(&[a, b]),
            Err(FaceError::Degenerate)
        ));
        assert!(matches!(
            embedding(1, &[f32::NAN, 1.0]),
            Err(FaceError::Degenerate)
        ));
    }

    #[test]
    fn packs_do_not_mix() {
        let a = embedding(1, &[1.0, 2.0]).unwrap();
        let b = embedding(2, &[1.0, 2.0]).unwrap();
        assert!(matches!(
            Template::average(&[a.clone(), b.clone()]),
            Err(FaceError::MixedPacks(..))
        ));
        let (a, b) = (
            Template::average(&[a]).unwrap(),
            Template::average(&[b]).unwrap(),
        );
        assert!(a.cosine(&b).is_err());
    }

    #[test]
    fn debug_prints_no_number() {
        let e = embedding(1, &[0.25, 0.5]).unwrap();
        let t = Template::average(std::slice::from_ref(&e)).unwrap();
        assert_eq!(format!("{e:?} {t:?}"), "Embedding Template");
    }
}
