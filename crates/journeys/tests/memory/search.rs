//! Finding numbers of 256 bits in a copy of a process's memory, in whatever
//! order a program may keep their bytes.

use std::collections::HashMap;
use std::path::Path;

use k256::Scalar;
use mien_journeys::watch::Side;

/// Who may know a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// No process at any time: it is, or gives away, a private key.
    Nobody,
    /// One of the two processes.
    Only(Side),
}

/// A number to look for.
#[derive(Clone, Debug)]
pub struct Secret {
    /// What it is, for messages: f/2, −(b + t₀).
    pub name: String,
    /// Its value.
    pub value: Scalar,
    /// Who may know it.
    pub owner: Owner,
}

/// How much of a number was found in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// 64 bits of it, on their own.
    Limb,
    /// All 256 bits.
    Whole,
}

/// A number found.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    /// Which.
    pub secret: &'a Secret,
    /// How much.
    pub extent: Extent,
    /// Where in the file.
    pub offset: usize,
}

/// A search for many numbers at once.
pub struct Search<'a> {
    /// One bit for each value of the low bits of an eight-byte word.
    filter: Vec<u64>,
    words: HashMap<u64, Vec<Pattern<'a>>>,
}

#[derive(Clone, Copy)]
struct Pattern<'a> {
    secret: &'a Secret,
    /// The layout that begins with this word, if one does.
    whole: Option<[u8; 32]>,
}

const FILTER_BITS: u32 = 20;

impl<'a> Search<'a> {
    /// Prepares the search for `secrets`.
    pub fn new(secrets: &'a [Secret]) -> Self {
        let mut search = Self {
            filter: vec![0; 1 << (FILTER_BITS - 6)],
            words: HashMap::new(),
        };
        for secret in secrets {
            for layout in layouts(&secret.value.to_bytes().into()) {
                for (i, word) in words(&layout).enumerate() {
                    let whole = (i == 0).then_some(layout);
                    search.add(word, Pattern { secret, whole });
                }
            }
        }
        search
    }

    fn add(&mut self, word: u64, pattern: Pattern<'a>) {
        let (at, bit) = filter_bit(word);
        self.filter[at] |= bit;
        self.words.entry(word).or_default().push(pattern);
    }

    /// Everything that is in a file, at any offset.
    pub fn run(&self, file: &Path) -> std::io::Result<Vec<Found<'a>>> {
        Ok(self.in_bytes(&std::fs::read(file)?))
    }

    /// Everything that is in these bytes.
    pub fn in_bytes(&self, bytes: &[u8]) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        for (offset, window) in bytes.windows(8).enumerate() {
            let word = words(window).next().unwrap_or_default();
            let (at, bit) = filter_bit(word);
            if self.filter[at] & bit == 0 {
                continue;
            }
            for pattern in self.words.get(&word).into_iter().flatten() {
                let whole = pattern
                    .whole
                    .is_some_and(|layout| bytes[offset..].starts_with(&layout));
                found.push(Found {
                    secret: pattern.secret,
                    extent: if whole { Extent::Whole } else { Extent::Limb },
                    offset,
                });
            }
        }
        found
    }
}

fn filter_bit(word: u64) -> (usize, u64) {
    let low = word & ((1 << FILTER_BITS) - 1);
    let at = (low / 64) as usize;
    (at, 1 << (low % 64))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u64> {
    bytes
        .chunks_exact(8)
        .map(|c| u64::from_le_bytes(c.try_into().unwrap_or_default()))
}

/// The orders in which programs keep a number's 32 bytes, from its big-endian
/// form: whole, and as limbs of 32 or 64 bits of either byte order, with the
/// lowest or the highest limb first.
fn layouts(big_endian: &[u8; 32]) -> [[u8; 32]; 6] {
    let reversed_in = |limb: usize, bytes: &[u8; 32]| {
        let mut out = *bytes;
        for part in out.chunks_exact_mut(limb) {
            part.reverse();
        }
        out
    };
    let little_endian = reversed_in(32, big_endian);
    [
        *big_endian,
        little_endian,
        reversed_in(8, big_endian),
        reversed_in(4, big_endian),
        reversed_in(8, &little_endian),
        reversed_in(4, &little_endian),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(value: Scalar) -> Vec<Secret> {
        let (name, owner) = ("x".to_owned(), Owner::Nobody);
        vec![Secret { name, value, owner }]
    }

    fn number() -> Scalar {
        (1..8u64).fold(Scalar::ONE, |x, i| {
            x * Scalar::from(0x1234_5678_9abc_def1 * i)
        })
    }

    /// Limbs of 32 and 64 bits of a number, lowest first, by arithmetic on its
    /// digits and not by turning bytes round.
    fn limbs(x: &Scalar) -> (Vec<u64>, Vec<u32>) {
        let bytes: [u8; 32] = x.to_bytes().into();
        let digits = |n: usize, i: usize| {
            let end = 32 - i * n;
            bytes[end - n..end]
                .iter()
                .fold(0u64, |v, b| v << 8 | u64::from(*b))
        };
        let small = (0..8).map(|i| u32::try_from(digits(4, i)).unwrap());
        ((0..4).map(|i| digits(8, i)).collect(), small.collect())
    }

    #[test]
    fn a_number_is_found_in_every_order_and_at_every_offset() {
        let secrets = secret(number());
        let search = Search::new(&secrets);
        let (wide, narrow) = limbs(&number());
        let big: [u8; 32] = number().to_bytes().into();
        let forms: [Vec<u8>; 6] = [
            big.to_vec(),
            wide.iter().flat_map(|l| l.to_le_bytes()).collect(),
            wide.iter().rev().flat_map(|l| l.to_le_bytes()).collect(),
            wide.iter().flat_map(|l| l.to_be_bytes()).collect(),
            narrow.iter().rev().flat_map(|l| l.to_le_bytes()).collect(),
            narrow.iter().flat_map(|l| l.to_be_bytes()).collect(),
        ];
        for (i, form) in forms.iter().enumerate() {
            for offset in 0..9 {
                let mut bytes = vec![0x5a; offset];
                bytes.extend(form);
                bytes.extend([0xa5; 5]);
                let found = search.in_bytes(&bytes);
                assert!(
                    found
                        .iter()
                        .any(|f| f.extent == Extent::Whole && f.offset == offset),
                    "form {i} at {offset}: {found:?}"
                );
            }
        }
    }

    #[test]
    fn one_limb_alone_is_found_and_called_that() {
        let secrets = secret(number());
        let search = Search::new(&secrets);
        let (wide, _) = limbs(&number());
        for limb in wide {
            let bytes = [&[7; 3][..], &limb.to_le_bytes(), &[9; 40]].concat();
            let found = search.in_bytes(&bytes);
            assert!(!found.is_empty());
            assert!(
                found
                    .iter()
                    .all(|f| f.extent == Extent::Limb && f.offset == 3)
            );
        }
    }

    #[test]
    fn other_bytes_are_not_it() {
        let secrets = secret(number());
        let other: [u8; 32] = (number() + Scalar::ONE).negate().to_bytes().into();
        assert!(Search::new(&secrets).in_bytes(&other.repeat(4)).is_empty());
    }
}
