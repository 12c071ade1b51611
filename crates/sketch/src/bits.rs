//! Rows of up to 512 bits and the polar transform on them.

/// Words in a row.
pub(crate) const WORDS: usize = 8;

/// Up to 512 bits: bit *i* is bit *i* mod 64 of word ⌊*i*/64⌋.
pub(crate) type Row = [u64; WORDS];

/// Bit `i`.
pub(crate) fn get(row: &Row, i: usize) -> bool {
    (row[i / 64] >> (i % 64)) & 1 == 1
}

/// Sets bit `i` to one if `value` is, and leaves it as it is otherwise.
pub(crate) fn raise(row: &mut Row, i: usize, value: u64) {
    row[i / 64] |= (value & 1) << (i % 64);
}

/// Whether the `len` bits from `from` are all zero; `len` is a power of two
/// that divides `from`.
pub(crate) fn is_clear(row: &Row, from: usize, len: usize) -> bool {
    if len >= 64 {
        row[from / 64..(from + len) / 64].iter().all(|&w| w == 0)
    } else {
        (row[from / 64] >> (from % 64)) & ((1 << len) - 1) == 0
    }
}

/// One node of the transform in place: the `half` bits from `from` become
/// their sum with the `half` bits that follow. `half` is a power of two and
/// 2·`half` divides `from`.
pub(crate) fn combine(row: &mut Row, from: usize, half: usize) {
    if half >= 64 {
        let (first, step) = (from / 64, half / 64);
        for w in first..first + step {
            row[w] ^= row[w + step];
        }
    } else {
        let mask = ((1 << half) - 1) << (from % 64);
        let word = &mut row[from / 64];
        *word ^= (*word >> half) & mask;
    }
}

/// The polar transform of the first `n` bits in place: multiplication by the
/// log₂(n)-th Kronecker power of [[1,0],[1,1]] over GF(2), natural order
/// (Arıkan 2009, without the bit reversal). It is its own inverse.
pub(crate) fn polar_transform(row: &mut Row, n: usize) {
    const LOW_HALVES: [u64; 6] = [
        0x5555_5555_5555_5555,
        0x3333_3333_3333_3333,
        0x0F0F_0F0F_0F0F_0F0F,
        0x00FF_00FF_00FF_00FF,
        0x0000_FFFF_0000_FFFF,
        0x0000_0000_FFFF_FFFF,
    ];
    for word in &mut row[..n / 64] {
        for (stage, mask) in LOW_HALVES.into_iter().enumerate() {
            *word ^= (*word >> (1 << stage)) & mask;
        }
    }
    let mut half = 64;
    while half < n {
        for from in (0..n).step_by(2 * half) {
            combine(row, from, half);
        }
        half *= 2;
    }
}

/// The first `n` bits as bytes: bit *i* is bit *i* mod 8, least significant
/// first, of byte ⌊*i*/8⌋.
pub(crate) fn to_bytes(row: &Row, n: usize) -> Vec<u8> {
    row.iter()
        .flat_map(|w| w.to_le_bytes())
        .take(n / 8)
        .collect()
}

/// Reads what [`to_bytes`] wrote; bytes past the 64th are ignored.
pub(crate) fn from_bytes(bytes: &[u8]) -> Row {
    let mut row = Row::default();
    for (i, &byte) in bytes.iter().enumerate().take(8 * WORDS) {
        row[i / 8] |= u64::from(byte) << (8 * (i % 8));
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The transform by its definition: x_j is the sum of the u_i whose index
    /// has every bit that j has.
    fn by_definition(row: &Row, n: usize) -> Row {
        let mut out = Row::default();
        for j in 0..n {
            let parity = (0..n).filter(|i| i & j == j && get(row, *i)).count();
            raise(&mut out, j, u64::from(parity % 2 == 1));
        }
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn transform_matches_its_definition(row: Row, log in 7u32..=9) {
            let n = 1usize << log;
            let mut row = row;
            row[n / 64..].fill(0);
            let mut x = row;
            polar_transform(&mut x, n);
            prop_assert_eq!(x, by_definition(&row, n));
            polar_transform(&mut x, n);
            prop_assert_eq!(x, row);
        }

        #[test]
        fn bytes_round_trip(bytes in proptest::collection::vec(any::<u8>(), 64)) {
            let row = from_bytes(&bytes);
            for i in 0..512 {
                prop_assert_eq!(get(&row, i), (bytes[i / 8] >> (i % 8)) & 1 == 1);
            }
            prop_assert_eq!(to_bytes(&row, 512), bytes);
        }

        #[test]
        fn clear_ranges(bit in 0usize..512, log in 0u32..=9) {
            let mut row = Row::default();
            raise(&mut row, bit, 1);
            let len = 1usize << log;
            for from in (0..512).step_by(len) {
                prop_assert_eq!(is_clear(&row, from, len), !(from..from + len).contains(&bit));
            }
        }
    }
}
