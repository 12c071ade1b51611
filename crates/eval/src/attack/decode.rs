//! Successive cancellation list decoding with a list of any length: an
//! attacker is not bound by what a wallet has time for.

use super::code::{Word, bit};

const STAGES: usize = 10;

/// A codeword that the decoder kept.
#[derive(Clone, Copy, Debug)]
pub struct Path {
    /// The codeword.
    pub word: Word,
    /// Sum of |LLR| over the bits in which it contradicts the channel.
    pub metric: f32,
}

#[derive(Clone, Copy, Default)]
struct State {
    word: Word,
    metric: f32,
    row_of: [u16; STAGES],
}

/// A decoder with its buffers.
pub struct ListDecoder {
    n: usize,
    list: usize,
    frozen: Vec<bool>,
    /// For each stage, LLRs in rows of *N*/2^stage.
    llr: Vec<Vec<f32>>,
    paths: Vec<State>,
    spare: Vec<State>,
    keys: Vec<(f32, u32)>,
}

impl ListDecoder {
    /// A decoder that keeps `list` paths, 65 535 at most.
    #[must_use]
    pub fn new(frozen: Vec<bool>, list: usize) -> Self {
        let n = frozen.len();
        let list = list.clamp(1, usize::from(u16::MAX));
        let stages = n.ilog2() as usize;
        let llr = (0..=stages)
            .map(|s| vec![0f32; if s == 0 { n } else { (n >> s) * list }])
            .collect();
        Self {
            n,
            list,
            frozen,
            llr,
            paths: Vec::new(),
            spare: Vec::new(),
            keys: Vec::new(),
        }
    }

    /// The surviving paths, best first. LLRs are positive for a 0.
    pub fn decode(&mut self, channel: &[f32]) -> Vec<Path> {
        self.llr[0].copy_from_slice(channel);
        self.paths.clear();
        self.paths.push(State::default());
        self.node(0, 0);
        let mut found: Vec<Path> = self
            .paths
            .iter()
            .map(|p| Path {
                word: p.word,
                metric: p.metric,
            })
            .collect();
        found.sort_by(|a, b| a.metric.total_cmp(&b.metric).then(a.word.cmp(&b.word)));
        found
    }

    fn node(&mut self, stage: usize, from: usize) {
        let size = self.n >> stage;
        if self.frozen[from..from + size].iter().all(|&f| f) {
            for path in &mut self.paths {
                let row = usize::from(path.row_of[stage]) * size;
                path.metric += self.llr[stage][row..row + size]
                    .iter()
                    .map(|x| (-x).max(0.0))
                    .sum::<f32>();
            }
        } else if size == 1 {
            self.branch(stage, from);
        } else {
            let half = size / 2;
            self.descend(
                stage,
                half,
                |a, b, _| a.abs().min(b.abs()).copysign(a * b),
                from,
            );
            self.node(stage + 1, from);
            self.descend(
                stage,
                half,
                |a, b, one| if one { b - a } else { b + a },
                from,
            );
            self.node(stage + 1, from + half);
            for path in &mut self.paths {
                combine(&mut path.word, from, half);
            }
        }
    }

    /// The LLRs of one half of a node, for every path.
    fn descend(
        &mut self,
        stage: usize,
        half: usize,
        rule: impl Fn(f32, f32, bool) -> f32,
        from: usize,
    ) {
        let (above, below) = self.llr.split_at_mut(stage + 1);
        let rows = below[0].chunks_exact_mut(half);
        for ((index, path), out) in (0u16..).zip(&mut self.paths).zip(rows) {
            let start = usize::from(path.row_of[stage]) * 2 * half;
            let (a, b) = above[stage][start..start + 2 * half].split_at(half);
            for (i, ((out, &a), &b)) in out.iter_mut().zip(a).zip(b).enumerate() {
                *out = rule(a, b, bit(&path.word, from + i));
            }
            path.row_of[stage + 1] = index;
        }
    }

    fn branch(&mut self, stage: usize, position: usize) {
        self.keys.clear();
        for (index, path) in (0u32..).zip(&self.paths) {
            let x = self.llr[stage][usize::from(path.row_of[stage])];
            self.keys.push((path.metric + (-x).max(0.0), 2 * index));
            self.keys.push((path.metric + x.max(0.0), 2 * index + 1));
        }
        let kept = self.keys.len().min(self.list);
        if kept < self.keys.len() {
            self.keys
                .select_nth_unstable_by(kept, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        self.spare.clear();
        for &(metric, key) in &self.keys[..kept] {
            let mut path = self.paths[key as usize / 2];
            path.metric = metric;
            path.word[position / 64] |= u64::from(key & 1) << (position % 64);
            self.spare.push(path);
        }
        std::mem::swap(&mut self.paths, &mut self.spare);
    }
}

/// Adds the second `half` bits from `from` to the first ones.
fn combine(word: &mut Word, from: usize, half: usize) {
    if half >= 64 {
        let (w, step) = (from / 64, half / 64);
        for i in w..w + step {
            word[i] ^= word[i + step];
        }
    } else {
        let mask = (1u64 << half) - 1;
        let w = &mut word[from / 64];
        *w ^= ((*w >> (from % 64 + half)) & mask) << (from % 64);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::attack::target::Target;
    use crate::seed::Seed;
    use mien_sketch::{Params, Sketch, simulate};

    #[test]
    fn decides_as_the_product_does() {
        let params = Params::new(256, 64, 8, 32, 4000).unwrap();
        let mut opened = 0;
        for seed in 0..40 {
            let mut rng = Seed(seed).stream("decode", &[]);
            let template = simulate::unit_vector(58, &mut rng).unwrap();
            let (sketch, secret) = Sketch::enrol(&params, &template, &mut rng).unwrap();
            let probe = simulate::at_angle(&template, 44.0, &mut rng).unwrap();
            let target = Target::new(&sketch, 58);
            let paths = target.decoder(32).decode(&target.channel(&probe));
            let want = sketch.best_metric(&probe).unwrap();
            assert!((paths[0].metric - want).abs() < 1e-2, "{want}");
            let right = target.code().encode(&secret);
            let ours = paths.iter().any(|p| p.word == right);
            let theirs = sketch
                .open(&probe)
                .unwrap()
                .iter()
                .any(|c| c.secret == secret);
            assert_eq!(ours, theirs);
            opened += usize::from(ours);
        }
        assert!((5..39).contains(&opened), "{opened}");
    }

    #[test]
    fn a_longer_list_opens_farther() {
        let params = Params::new(256, 64, 8, 32, 4000).unwrap();
        let opens = |list: usize| {
            (0..60)
                .filter(|&seed| {
                    let mut rng = Seed(seed).stream("longer", &[]);
                    let template = simulate::unit_vector(58, &mut rng).unwrap();
                    let (sketch, secret) = Sketch::enrol(&params, &template, &mut rng).unwrap();
                    let probe = simulate::at_angle(&template, 48.0, &mut rng).unwrap();
                    let target = Target::new(&sketch, 58);
                    let right = target.code().encode(&secret);
                    target
                        .decoder(list)
                        .decode(&target.channel(&probe))
                        .iter()
                        .any(|p| p.word == right)
                })
                .count()
        };
        let (short, long) = (opens(8), opens(512));
        assert!(long > short + 10, "{short} {long}");
    }
}
