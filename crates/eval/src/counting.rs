//! How many faces fit a sketch, by counting.
//!
//! A template of *d* numbers in a known basis has at most C(N, d) patterns of
//! *N* signs: the number of orthants that a *d*-dimensional subspace in general
//! position meets (Cover, IEEE Trans. EC-14, 1965). The sketch leaves 2^K
//! patterns open. If C(N, d) · 2^K is at least 2^N, an offset that was masked
//! with a wrong PIN still fits some face, so that without a face no amount of
//! work tells a wrong PIN from the right one by counting alone. It is a bound
//! for faces spread evenly, not a proof: faces are not.

/// log2 of the number of sign patterns of `n` coordinates that vectors of a
/// `d`-dimensional subspace in general position can have.
#[must_use]
pub fn log2_sign_patterns(n: usize, d: usize) -> f64 {
    if n == 0 || d == 0 {
        return 0.0;
    }
    // 2 · Σ_{i<d} C(n − 1, i), summed as logarithms.
    let mut term = 0.0f64;
    let mut total = 0.0f64;
    for i in 1..d.min(n) {
        term += ((n - i) as f64 / i as f64).log2();
        let (large, small) = if total > term {
            (total, term)
        } else {
            (term, total)
        };
        total = large + (1.0 + (small - large).exp2()).log2();
    }
    1.0 + total
}

/// log2 of the number of faces by which a random offset of *N* bits is
/// explained: from 0 on, a masked offset fits every PIN.
#[must_use]
pub fn hiding_margin(n: u16, k: u8, d: usize) -> f64 {
    log2_sign_patterns(usize::from(n), d) + f64::from(k) - f64::from(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_counts() {
        // A line meets 2 orthants, a plane 2n, the whole space all of them.
        assert!((log2_sign_patterns(10, 1) - 1.0).abs() < 1e-9);
        assert!((log2_sign_patterns(10, 2) - 20f64.log2()).abs() < 1e-9);
        assert!((log2_sign_patterns(10, 10) - 10.0).abs() < 1e-9);
        assert!((log2_sign_patterns(10, 40) - 10.0).abs() < 1e-9);
        // 2 · (1 + 4 + 6) regions of 5 planes in space.
        assert!((log2_sign_patterns(5, 3) - 22f64.log2()).abs() < 1e-9);
    }

    #[test]
    fn longer_codes_hide_less() {
        assert!((hiding_margin(256, 64, 58) - 0.89).abs() < 0.01);
        assert!(hiding_margin(128, 40, 58) > 37.0);
        assert!(hiding_margin(512, 112, 58) < -145.0);
    }
}
