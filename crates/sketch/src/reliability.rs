//! Which positions of the polar code carry information.

/// The positions of the longest code, most reliable first, by polarisation
/// weight W(i) = Σ β^j over the one bits j of i, β = 2^¼ (He et al., "Beta-
/// expansion: a theoretical framework for fast and recursive construction of
/// polar codes", 2017; `spec/sketch.md` appendix A). A weight does not depend
/// on the code length, so the order of a shorter code is this one without the
/// positions that it lacks. No two weights are equal: β has degree 4 over the
/// rationals, and the four groups of bits that share a power of it are binary
/// numbers.
#[rustfmt::skip]
pub(crate) const ORDER: [u16; 512] = [
    511, 510, 509, 507, 503, 495, 508, 479, 506, 505, 502, 447, 501, 494, 499, 493,
    383, 478, 491, 477, 504, 487, 475, 446, 500, 255, 445, 471, 498, 492, 443, 497,
    382, 463, 490, 439, 381, 476, 489, 486, 379, 474, 431, 485, 473, 254, 444, 375,
    470, 483, 253, 415, 442, 469, 496, 367, 462, 251, 441, 467, 438, 380, 461, 488,
    247, 437, 351, 378, 459, 430, 484, 435, 377, 472, 239, 429, 374, 455, 482, 252,
    319, 414, 373, 427, 468, 481, 366, 223, 413, 250, 440, 371, 466, 423, 365, 460,
    249, 411, 465, 246, 436, 350, 363, 458, 191, 245, 407, 434, 349, 376, 457, 238,
    428, 359, 454, 243, 433, 347, 237, 318, 399, 372, 426, 453, 480, 127, 222, 317,
    412, 235, 343, 425, 370, 451, 422, 364, 221, 248, 315, 410, 369, 464, 231, 421,
    335, 362, 219, 409, 190, 244, 311, 406, 419, 348, 361, 456, 189, 358, 215, 405,
    242, 432, 346, 236, 303, 398, 357, 187, 452, 241, 403, 345, 126, 207, 316, 397,
    234, 342, 424, 355, 450, 183, 125, 220, 287, 233, 314, 341, 395, 368, 449, 230,
    420, 334, 123, 218, 313, 408, 175, 339, 229, 310, 391, 418, 333, 360, 217, 188,
    119, 214, 309, 404, 227, 417, 331, 302, 159, 356, 186, 213, 240, 307, 402, 344,
    111, 206, 301, 396, 327, 185, 354, 211, 401, 182, 124, 205, 286, 232, 299, 340,
    394, 353, 448, 181, 95, 285, 122, 203, 312, 393, 174, 338, 228, 295, 390, 179,
    332, 121, 216, 283, 173, 337, 118, 199, 308, 389, 226, 416, 330, 63, 158, 117,
    171, 212, 279, 225, 306, 387, 329, 110, 300, 157, 326, 184, 115, 210, 305, 400,
    167, 109, 204, 271, 298, 325, 155, 352, 209, 180, 94, 284, 107, 202, 297, 392,
    323, 294, 151, 178, 93, 120, 201, 282, 172, 336, 103, 198, 293, 388, 177, 91,
    281, 62, 143, 116, 170, 197, 278, 224, 291, 386, 328, 61, 156, 87, 169, 277,
    114, 195, 304, 385, 166, 108, 270, 59, 324, 154, 113, 208, 275, 165, 79, 269,
    106, 296, 153, 322, 55, 150, 163, 92, 105, 200, 267, 321, 102, 292, 149, 176,
    90, 280, 47, 142, 101, 196, 263, 290, 147, 89, 60, 141, 86, 168, 276, 99,
    194, 289, 384, 31, 58, 85, 139, 112, 193, 274, 164, 78, 268, 57, 152, 83,
    273, 54, 135, 162, 77, 104, 266, 320, 53, 148, 161, 75, 265, 46, 100, 262,
    51, 146, 88, 45, 140, 71, 261, 98, 288, 145, 30, 43, 84, 138, 97, 192,
    259, 29, 56, 137, 82, 272, 39, 134, 76, 27, 81, 52, 133, 160, 74, 264,
    23, 50, 131, 73, 44, 70, 260, 49, 144, 15, 42, 69, 96, 258, 28, 41,
    136, 67, 257, 38, 26, 80, 37, 132, 25, 22, 35, 130, 72, 21, 48, 129,
    14, 68, 19, 13, 40, 66, 256, 11, 65, 36, 24, 7, 34, 20, 33, 128,
    18, 12, 17, 10, 64, 9, 6, 5, 32, 3, 16, 8, 4, 2, 1, 0,
];

/// The `count` most reliable positions of a code of length `n`, ascending.
pub(crate) fn unfrozen_positions(n: usize, count: usize) -> Vec<u16> {
    let mut positions: Vec<u16> = ORDER
        .into_iter()
        .filter(|&i| usize::from(i) < n)
        .take(count)
        .collect();
    positions.sort_unstable();
    positions
}

#[cfg(test)]
mod tests {
    use super::*;

    /// W(i) in units of 2⁻³¹, too small by less than 9 · 2 units: each power
    /// of β is cut off, at most doubled afterwards, and there are nine.
    fn weight(i: u16) -> u128 {
        // β · 2³¹, β² · 2³¹ and β³ · 2³¹ as integer roots.
        let beta = [
            1u128 << 31,
            (1u128 << 125).isqrt().isqrt(),
            (1u128 << 63).isqrt(),
            (1u128 << 127).isqrt().isqrt(),
        ];
        (0..9)
            .filter(|j| (i >> j) & 1 == 1)
            .map(|j| beta[j % 4] << (j / 4))
            .sum()
    }

    #[test]
    fn order_is_the_polarisation_weight() {
        let mut seen = [false; 512];
        for pair in ORDER.windows(2) {
            // A gap far above the cut-off error proves the order exactly.
            assert!(weight(pair[0]) > weight(pair[1]) + (1 << 16), "{pair:?}");
        }
        for i in ORDER {
            assert!(!core::mem::replace(&mut seen[usize::from(i)], true));
        }
    }

    #[test]
    fn shorter_codes_are_nested() {
        for n in [128u16, 256, 512] {
            for count in [20, 40, usize::from(n / 2)] {
                let mut by_weight: Vec<u16> = (0..n).collect();
                by_weight.sort_by_key(|&i| core::cmp::Reverse(weight(i)));
                let mut want = by_weight[..count].to_vec();
                want.sort_unstable();
                assert_eq!(unfrozen_positions(usize::from(n), count), want);
            }
        }
    }

    #[test]
    fn every_superset_index_is_better() {
        // A law of polar codes that any order must keep: one more bit in the
        // index is one more "better" branch.
        let mut rank = [0usize; 512];
        for (place, i) in ORDER.into_iter().enumerate() {
            rank[usize::from(i)] = place;
        }
        for i in 0..512usize {
            for j in (0..9).filter(|j| (i >> j) & 1 == 0) {
                assert!(rank[i | (1 << j)] < rank[i]);
            }
        }
    }
}
