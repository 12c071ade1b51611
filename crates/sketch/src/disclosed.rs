//! What a sketch tells whoever holds it: the basis in which its signs were
//! taken, and with a secret the signs themselves. Public by construction
//! (`spec/sketch.md` §9); it stands here for those who measure attacks. Nothing
//! in the product calls it.

use zeroize::Zeroizing;

use crate::bits;
use crate::polar::PolarCode;
use crate::rotation::Rotation;
use crate::{Secret, Sketch, SketchError};

/// The vector √*N* · Rot_ρ v/‖v‖ of a sketch: *N* coordinates whose mean square
/// is 1. `v` has 2 to *N* coordinates.
///
/// # Errors
/// [`SketchError::Dimension`], [`SketchError::NotFinite`] or
/// [`SketchError::ZeroVector`] if `v` has no direction in R^N.
pub fn rotated(sketch: &Sketch, v: &[f32]) -> Result<Zeroizing<Vec<f64>>, SketchError> {
    Rotation::new(sketch.rho(), sketch.params().len()).apply(v)
}

/// The *N* signs that the offset hides, if `secret` is the right one: true
/// where the rotated template is negative. A wrong secret gives signs that are
/// wrong in about half of the places.
///
/// # Errors
/// [`SketchError::Length`] if the secret has another number of bytes than the
/// sketch's *K* needs.
pub fn signs(sketch: &Sketch, secret: &Secret) -> Result<Zeroizing<Vec<bool>>, SketchError> {
    let params = sketch.params();
    if secret.bit_len() != params.k() {
        return Err(SketchError::Length {
            what: "the secret",
            got: secret.as_bytes().len(),
            want: 1 + usize::from(params.k()).div_ceil(8),
        });
    }
    let codeword = PolarCode::new(params).encode(secret);
    let offset = bits::from_bytes(sketch.offset());
    let signs = (0..params.len()).map(|i| bits::get(&codeword, i) != bits::get(&offset, i));
    Ok(Zeroizing::new(signs.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Params, simulate};
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng};

    #[test]
    fn the_right_secret_shows_the_signs_of_the_rotated_template() {
        let mut rng = ChaCha20Rng::from_seed([4; 32]);
        let params = Params::new(256, 64, 8, 32, 4000).unwrap();
        let template = simulate::unit_vector(58, &mut rng).unwrap();
        let (sketch, secret) = Sketch::enrol(&params, &template, &mut rng).unwrap();
        let y = rotated(&sketch, &template).unwrap();
        let found = signs(&sketch, &secret).unwrap();
        assert!(y.iter().zip(found.iter()).all(|(y, s)| (*y < 0.0) == *s));
        let other = Secret::random(64, &mut rng);
        let wrong = signs(&sketch, &other).unwrap();
        let agree = wrong.iter().zip(found.iter()).filter(|(a, b)| a == b);
        assert!((70..186).contains(&agree.count()));
        let short = Secret::random(48, &mut rng);
        assert_eq!(
            signs(&sketch, &short).unwrap_err(),
            SketchError::Length {
                what: "the secret",
                got: 7,
                want: 9
            }
        );
    }
}
