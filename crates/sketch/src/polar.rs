//! The polar code with its checksum: *u* to codeword and back
//! (`spec/sketch.md` §4).

use zeroize::Zeroizing;

use crate::bits::{self, Row};
use crate::reliability::unfrozen_positions;
use crate::{Params, Secret};

/// The code of one parameter set.
pub(crate) struct PolarCode {
    params: Params,
    /// Unfrozen positions, ascending; *K* for the secret, then *r* for the
    /// checksum.
    positions: Vec<u16>,
}

impl PolarCode {
    pub(crate) fn new(params: &Params) -> Self {
        let count = usize::from(params.k()) + usize::from(params.r());
        Self {
            params: *params,
            positions: unfrozen_positions(params.len(), count),
        }
    }

    /// The unfrozen positions as a row of ones.
    pub(crate) fn unfrozen(&self) -> Row {
        let mut row = Row::default();
        for &position in &self.positions {
            bits::raise(&mut row, usize::from(position), 1);
        }
        row
    }

    /// s = Polar(u ‖ CRC(u)).
    pub(crate) fn encode(&self, secret: &Secret) -> Zeroizing<Row> {
        let mut row = Zeroizing::new(Row::default());
        let message = secret.bits().chain(self.params.crc().tail(secret.bits()));
        for (&position, bit) in self.positions.iter().zip(message) {
            bits::raise(&mut row, usize::from(position), u64::from(bit));
        }
        bits::polar_transform(&mut row, self.params.len());
        row
    }

    /// The secret in a codeword, if its checksum is right.
    pub(crate) fn decode_word(&self, codeword: &Row) -> Option<Secret> {
        let mut row = Zeroizing::new(*codeword);
        bits::polar_transform(&mut row, self.params.len());
        let message = || {
            self.positions
                .iter()
                .map(|&p| bits::get(&row, usize::from(p)))
        };
        if self.params.crc().remainder(message()) != 0 {
            return None;
        }
        Some(Secret::from_bits(self.params.k(), message()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(n: u16, k: u8, r: u8) -> PolarCode {
        PolarCode::new(&Params::new(n, k, r, 8, 4000).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_codeword_gives_its_secret(raw in proptest::collection::vec(any::<bool>(), 48), which in 0usize..3) {
            let code = code([128, 256, 512][which], 48, 11);
            let secret = Secret::from_bits(48, raw.into_iter());
            let word = code.encode(&secret);
            prop_assert!(code.decode_word(&word).unwrap() == secret);
            // Frozen positions stay zero.
            let mut back = *word;
            bits::polar_transform(&mut back, code.params.len());
            let unfrozen = code.unfrozen();
            for w in 0..bits::WORDS {
                prop_assert_eq!(back[w] & !unfrozen[w], 0);
            }
        }

        #[test]
        fn the_code_is_linear(a in proptest::collection::vec(any::<bool>(), 32), b in proptest::collection::vec(any::<bool>(), 32)) {
            let code = code(128, 32, 8);
            let sum: Vec<bool> = a.iter().zip(&b).map(|(a, b)| a ^ b).collect();
            let word = |bits: Vec<bool>| *code.encode(&Secret::from_bits(32, bits.into_iter()));
            let (a, b, sum) = (word(a), word(b), word(sum));
            for w in 0..bits::WORDS {
                prop_assert_eq!(a[w] ^ b[w], sum[w]);
            }
        }
    }

    #[test]
    fn nonzero_codewords_are_far_from_zero() {
        // The smallest row weight of the unfrozen rows bounds the distance
        // from below; a wrong frozen set would include a light row.
        for (n, k, r, least) in [
            (128u16, 32u8, 8u8, 16u32),
            (256, 48, 8, 16),
            (512, 64, 8, 32),
        ] {
            let code = code(n, k, r);
            for &p in &code.positions {
                let weight = 1u32 << p.count_ones();
                assert!(weight >= least, "N = {n}: row {p} has weight {weight}");
            }
        }
    }

    #[test]
    fn a_flipped_checksum_is_refused() {
        let code = code(128, 40, 8);
        let secret = Secret::from_bits(40, core::iter::repeat(true));
        for &p in &code.positions[40..] {
            let mut row = *code.encode(&secret);
            bits::polar_transform(&mut row, 128);
            row[usize::from(p) / 64] ^= 1 << (p % 64);
            bits::polar_transform(&mut row, 128);
            assert!(code.decode_word(&row).is_none());
        }
    }
}
