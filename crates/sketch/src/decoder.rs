//! Successive cancellation list decoding (Tal & Vardy 2015, in the
//! log-likelihood form of Balatsoukas-Stimming, Parizi & Burg 2015;
//! `spec/sketch.md` §5.3).
//!
//! Stage 0 holds the channel, stage *s* nodes of *N*/2^*s* bits. A stage's
//! log-likelihood ratios (LLRs) are written for all paths when a node of that
//! stage is entered and only read until the next one is, so a path never
//! copies them: it remembers which row of each stage it descends from. The
//! decided bits are packed, one row of *N* bits a path, and combined in place;
//! a path's row ends as its codeword.

use zeroize::{Zeroize, Zeroizing};

use crate::bits::{self, Row};

/// Largest list.
const MAX_PATHS: usize = 64;
/// Stages of the longest code, the channel included.
const MAX_STAGES: usize = 10;
/// The sign of an `f32`.
const SIGN: u32 = 1 << 31;

/// For each value of four bits the sign flips that they stand for.
const SIGNS: [[u32; 4]; 16] = {
    let mut table = [[0; 4]; 16];
    let mut nibble = 0;
    while nibble < 16 {
        let mut i = 0;
        while i < 4 {
            if (nibble >> i) & 1 == 1 {
                table[nibble][i] = SIGN;
            }
            i += 1;
        }
        nibble += 1;
    }
    table
};

/// A surviving path: its codeword and its metric.
pub(crate) struct Path {
    pub(crate) codeword: Row,
    pub(crate) metric: f32,
}

impl Drop for Path {
    fn drop(&mut self) {
        self.codeword.zeroize();
        self.metric.zeroize();
    }
}

/// What is kept of each path while decoding.
#[derive(Clone, Copy, Default)]
struct State {
    bits: Row,
    metric: f32,
    /// For each stage the row of LLRs that this path reads.
    row_of: [u8; MAX_STAGES],
}

impl zeroize::DefaultIsZeroes for State {}

/// The decoder of one code, with its buffers. They are wiped when it is
/// dropped and used again by the next decoding.
pub(crate) struct ListDecoder {
    n: usize,
    list: usize,
    unfrozen: Row,
    /// LLRs by stage, rows of *N*/2^s.
    llr: Vec<Zeroizing<Vec<f32>>>,
    paths: Zeroizing<Vec<State>>,
    spare: Zeroizing<Vec<State>>,
    /// Decoding stops once the best path's metric is above it.
    limit: f32,
    stopped: bool,
}

impl ListDecoder {
    /// A decoder for codes of `n` bits with the given unfrozen positions.
    pub(crate) fn new(n: usize, unfrozen: Row, list: usize) -> Self {
        let list = list.clamp(1, MAX_PATHS);
        let mut llr = vec![Zeroizing::new(vec![0f32; n])];
        let mut size = n / 2;
        while size > 0 {
            llr.push(Zeroizing::new(vec![0f32; size * list]));
            size /= 2;
        }
        let paths = || Zeroizing::new(Vec::with_capacity(2 * list));
        Self {
            n,
            list,
            unfrozen,
            llr,
            paths: paths(),
            spare: paths(),
            limit: f32::INFINITY,
            stopped: false,
        }
    }

    /// All surviving paths, best first, ties in the order of their codewords.
    ///
    /// `channel` gives the LLR of each codeword bit, positive for 0. The
    /// metric is the sum of |LLR| over the bits in which the codeword
    /// contradicts the channel.
    pub(crate) fn decode(&mut self, channel: impl Iterator<Item = f32>) -> Vec<Path> {
        self.run(channel, f32::INFINITY);
        let mut found: Vec<Path> = self
            .paths
            .iter()
            .map(|path| Path {
                codeword: path.bits,
                metric: path.metric,
            })
            .collect();
        found.sort_by(|a, b| {
            a.metric
                .total_cmp(&b.metric)
                .then_with(|| a.codeword.cmp(&b.codeword))
        });
        found
    }

    /// The smallest metric of a surviving path, or nothing if it is above
    /// `limit`. A metric never shrinks, so decoding stops where that is seen.
    pub(crate) fn best_within(
        &mut self,
        channel: impl Iterator<Item = f32>,
        limit: f32,
    ) -> Option<f32> {
        self.run(channel, limit);
        (!self.stopped).then(|| self.least())
    }

    fn run(&mut self, channel: impl Iterator<Item = f32>, limit: f32) {
        for (slot, value) in self.llr[0].iter_mut().zip(channel) {
            *slot = value;
        }
        self.limit = limit;
        self.stopped = false;
        self.paths.clear();
        self.paths.push(State::default());
        self.node(0, 0);
    }

    fn least(&self) -> f32 {
        let metrics = self.paths.iter().map(|path| path.metric);
        metrics.fold(f32::INFINITY, f32::min)
    }

    fn watch_limit(&mut self) {
        if self.limit < f32::INFINITY && self.least() > self.limit {
            self.stopped = true;
        }
    }

    /// Decides the bits of the node at `stage` whose first bit is `from`.
    fn node(&mut self, stage: usize, from: usize) {
        if self.stopped {
            return;
        }
        let size = self.n >> stage;
        if bits::is_clear(&self.unfrozen, from, size) {
            self.pass_frozen(stage, size);
        } else if size == 1 {
            self.branch(stage, from);
        } else {
            let half = size / 2;
            self.enter_left(stage, half);
            self.node(stage + 1, from);
            if self.stopped {
                return;
            }
            self.enter_right(stage, from, half);
            self.node(stage + 1, from + half);
            for path in self.paths.iter_mut() {
                bits::combine(&mut path.bits, from, half);
            }
        }
    }

    /// A node without information: its bits are zero, and each path pays for
    /// the LLRs that say otherwise. Bit by bit the sum would be the same.
    fn pass_frozen(&mut self, stage: usize, size: usize) {
        let rows = &self.llr[stage];
        for path in self.paths.iter_mut() {
            path.metric += negative_mass(row(rows, path.row_of[stage], size));
        }
        self.watch_limit();
    }

    /// The LLRs of the sums of the two halves, for every path.
    fn enter_left(&mut self, stage: usize, half: usize) {
        let (above, below) = self.llr.split_at_mut(stage + 1);
        let (above, below) = (&above[stage], &mut below[0]);
        for (index, (path, out)) in
            (0u8..).zip(self.paths.iter_mut().zip(below.chunks_exact_mut(half)))
        {
            let (a, b) = row(above, path.row_of[stage], 2 * half).split_at(half);
            for ((out, &a), &b) in out.iter_mut().zip(a).zip(b) {
                *out = smaller_with_both_signs(a, b);
            }
            path.row_of[stage + 1] = index;
        }
    }

    /// The LLRs of the second half, given the first, for every path.
    fn enter_right(&mut self, stage: usize, from: usize, half: usize) {
        let (above, below) = self.llr.split_at_mut(stage + 1);
        let (above, below) = (&above[stage], &mut below[0]);
        for (index, (path, out)) in
            (0u8..).zip(self.paths.iter_mut().zip(below.chunks_exact_mut(half)))
        {
            let (a, b) = row(above, path.row_of[stage], 2 * half).split_at(half);
            add_with_signs(out, a, b, &path.bits, from);
            path.row_of[stage + 1] = index;
        }
    }

    /// An information bit: every path splits, the best `list` go on.
    fn branch(&mut self, stage: usize, position: usize) {
        // A metric is finite and not negative, so its bits order like it; the
        // index behind it makes every key different and the choice exact.
        let mut keys = Zeroizing::new([0u64; 2 * MAX_PATHS]);
        let count = 2 * self.paths.len();
        for (index, (path, keys)) in (0u64..).zip(self.paths.iter().zip(keys.chunks_exact_mut(2))) {
            let llr = self.llr[stage][usize::from(path.row_of[stage])];
            let zero = path.metric + (-llr).max(0.0);
            let one = path.metric + llr.max(0.0);
            keys[0] = u64::from(zero.to_bits()) << 32 | index << 1;
            keys[1] = u64::from(one.to_bits()) << 32 | index << 1 | 1;
        }
        let keys = &mut keys[..count];
        let kept = count.min(self.list);
        if kept < count {
            keys.select_nth_unstable(kept);
        }
        self.spare.clear();
        for &key in &keys[..kept] {
            let [m0, m1, m2, m3, _, _, _, low] = key.to_be_bytes();
            let mut path = self.paths[usize::from(low >> 1)];
            path.metric = f32::from_bits(u32::from_be_bytes([m0, m1, m2, m3]));
            bits::raise(&mut path.bits, position, u64::from(low & 1));
            self.spare.push(path);
        }
        core::mem::swap(&mut self.paths, &mut self.spare);
        self.watch_limit();
    }
}

/// Row `index` of rows of `size`.
fn row(rows: &[f32], index: u8, size: usize) -> &[f32] {
    let start = usize::from(index) * size;
    &rows[start..start + size]
}

/// Σ max(0, −x), in eight lanes.
fn negative_mass(values: &[f32]) -> f32 {
    let (chunks, rest) = values.as_chunks::<8>();
    let mut lanes = [0f32; 8];
    for chunk in chunks {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane += if x < 0.0 { -x } else { 0.0 };
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().map(|x| (-x).max(0.0)).sum::<f32>()
}

/// sign(a) · sign(b) · min(|a|, |b|).
fn smaller_with_both_signs(a: f32, b: f32) -> f32 {
    let (x, y) = (a.abs(), b.abs());
    let smaller = if x < y { x } else { y };
    f32::from_bits(smaller.to_bits() | ((a.to_bits() ^ b.to_bits()) & SIGN))
}

/// out = b ± a, minus where the bit of `signs` from `from` on is one.
fn add_with_signs(out: &mut [f32], a: &[f32], b: &[f32], signs: &Row, from: usize) {
    let flipped = |a: f32, mask: u32| f32::from_bits(a.to_bits() ^ mask);
    if out.len() < 4 {
        for (i, ((out, &a), &b)) in out.iter_mut().zip(a).zip(b).enumerate() {
            *out = b + if bits::get(signs, from + i) { -a } else { a };
        }
        return;
    }
    let quads = out.as_chunks_mut::<4>().0.iter_mut();
    let inputs = a.as_chunks::<4>().0.iter().zip(b.as_chunks::<4>().0);
    for (i, (out, (a, b))) in quads.zip(inputs).enumerate() {
        let at = from + 4 * i;
        let masks = &SIGNS[((signs[at / 64] >> (at % 64)) & 15) as usize];
        for (((out, &a), &b), &mask) in out.iter_mut().zip(a).zip(b).zip(masks) {
            *out = b + flipped(a, mask);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Params, Secret, polar::PolarCode};
    use chacha20::{ChaCha20Rng, rand_core::Rng, rand_core::SeedableRng};

    fn code(n: u16, k: u8, list: u8) -> (PolarCode, ListDecoder) {
        let params = Params::new(n, k, 8, list, 4000).unwrap();
        let code = PolarCode::new(&params);
        let decoder = ListDecoder::new(n.into(), code.unfrozen(), list.into());
        (code, decoder)
    }

    /// Noise between −`size` and `size`.
    fn noise(rng: &mut ChaCha20Rng, size: f32) -> f32 {
        f32::from(i16::from_le_bytes([
            rng.next_u32().to_le_bytes()[0],
            rng.next_u32().to_le_bytes()[0],
        ])) / 32768.0
            * size
    }

    /// A channel that carries `codeword` with noise on it.
    fn channel(codeword: &Row, n: usize, size: f32, rng: &mut ChaCha20Rng) -> Vec<f32> {
        (0..n)
            .map(|i| (if bits::get(codeword, i) { -1.0 } else { 1.0 }) + noise(rng, size))
            .collect()
    }

    fn discrepancy(codeword: &Row, channel: &[f32]) -> f32 {
        let contradicts = |i: usize, llr: f32| bits::get(codeword, i) != (llr < 0.0);
        channel
            .iter()
            .enumerate()
            .filter(|&(i, &l)| contradicts(i, l))
            .map(|(_, l)| l.abs())
            .sum()
    }

    #[test]
    fn a_clean_channel_gives_its_codeword_first() {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        for n in [128u16, 256, 512] {
            for list in [1, 2, 32, 64] {
                let (code, mut decoder) = code(n, 40, list);
                let secret = Secret::random(40, &mut rng);
                let word = code.encode(&secret);
                let channel = channel(&word, n.into(), 0.0, &mut rng);
                let found = decoder.decode(channel.into_iter());
                assert_eq!(found.len(), usize::from(list));
                assert_eq!(found[0].codeword, *word);
                assert_eq!(found[0].metric, 0.0);
            }
        }
    }

    #[test]
    fn paths_are_distinct_codewords_in_order_with_true_metrics() {
        let mut rng = ChaCha20Rng::from_seed([2; 32]);
        for n in [128u16, 256, 512] {
            let (code, mut decoder) = code(n, 40, 32);
            let unfrozen = code.unfrozen();
            for _ in 0..20 {
                let word = code.encode(&Secret::random(40, &mut rng));
                let channel = channel(&word, n.into(), 3.0, &mut rng);
                let found = decoder.decode(channel.iter().copied());
                for (i, path) in found.iter().enumerate() {
                    assert!((path.metric - discrepancy(&path.codeword, &channel)).abs() < 1e-2);
                    let mut message = path.codeword;
                    bits::polar_transform(&mut message, n.into());
                    assert!((0..bits::WORDS).all(|w| message[w] & !unfrozen[w] == 0));
                    for other in &found[..i] {
                        assert!(other.metric <= path.metric && other.codeword != path.codeword);
                    }
                }
            }
        }
    }

    #[test]
    fn a_short_search_finds_the_nearest_codeword() {
        // 64 paths cover all words of a code with 6 information bits, so the
        // best must be the maximum-likelihood word, found here by trying all.
        let mut rng = ChaCha20Rng::from_seed([3; 32]);
        let positions = crate::reliability::unfrozen_positions(128, 6);
        let mut unfrozen = Row::default();
        positions
            .iter()
            .for_each(|&p| bits::raise(&mut unfrozen, p.into(), 1));
        let mut decoder = ListDecoder::new(128, unfrozen, 64);
        for _ in 0..50 {
            let channel: Vec<f32> = (0..128).map(|_| noise(&mut rng, 5.0)).collect();
            let found = decoder.decode(channel.iter().copied());
            let mut all: Vec<f32> = (0..64u64)
                .map(|value| {
                    let mut word = Row::default();
                    for (bit, &p) in positions.iter().enumerate() {
                        bits::raise(&mut word, p.into(), value >> bit);
                    }
                    bits::polar_transform(&mut word, 128);
                    discrepancy(&word, &channel)
                })
                .collect();
            all.sort_by(f32::total_cmp);
            for (path, want) in found.iter().zip(&all) {
                assert!((path.metric - want).abs() < 1e-2);
            }
        }
    }

    #[test]
    fn a_longer_list_never_ends_worse_on_average() {
        let mut rng = ChaCha20Rng::from_seed([4; 32]);
        let mut right = [0; 3];
        for _ in 0..300 {
            let (code, _) = code(128, 40, 1);
            let word = code.encode(&Secret::random(40, &mut rng));
            let channel = channel(&word, 128, 2.0, &mut rng);
            for (right, list) in right.iter_mut().zip([1, 4, 32]) {
                let mut decoder = ListDecoder::new(128, code.unfrozen(), list);
                let found = decoder.decode(channel.iter().copied());
                *right += usize::from(found.iter().any(|p| p.codeword == *word));
            }
        }
        assert!(right[0] < right[1] && right[1] < right[2], "{right:?}");
        assert!(right[2] > 150, "{right:?}");
    }

    #[test]
    fn a_decoder_used_again_decides_as_a_fresh_one() {
        let mut rng = ChaCha20Rng::from_seed([5; 32]);
        let (code, mut used) = code(256, 48, 16);
        for _ in 0..10 {
            let word = code.encode(&Secret::random(48, &mut rng));
            let channel = channel(&word, 256, 4.0, &mut rng);
            let mut fresh = ListDecoder::new(256, code.unfrozen(), 16);
            let (a, b) = (
                used.decode(channel.iter().copied()),
                fresh.decode(channel.iter().copied()),
            );
            assert!(
                a.iter()
                    .zip(&b)
                    .all(|(a, b)| a.codeword == b.codeword && a.metric == b.metric)
            );
        }
    }
}
