//! The checksum over the secret's bits (`spec/sketch.md` §4.1).

/// A cyclic redundancy check of *r* bits: register 0 at the start, no
/// reflection, no final inversion, so that the whole code stays linear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Crc {
    bits: u8,
    /// The polynomial without its leading term.
    poly: u16,
}

impl Crc {
    /// x⁸ + x⁷ + x⁴ + x³ + x + 1; never reached through checked parameters.
    pub(crate) const FALLBACK: Self = Self {
        bits: 8,
        poly: 0x9B,
    };

    /// The checksum of `bits` bits, if the specification has one.
    ///
    /// Polynomials: 4 bits ITU-T G.704; 6, 11 and 16 bits 3GPP TS 38.212
    /// §5.1; 8 bits 3GPP TS 36.212 §5.1.1.
    pub(crate) fn new(bits: u8) -> Option<Self> {
        let poly = match bits {
            4 => 0x3,
            6 => 0x21,
            8 => 0x9B,
            11 => 0x621,
            16 => 0x1021,
            _ => return None,
        };
        Some(Self { bits, poly })
    }

    /// The remainder of the message, first bit first, in the low *r* bits.
    pub(crate) fn remainder(self, message: impl Iterator<Item = bool>) -> u16 {
        let top = self.bits - 1;
        // At r = 16 every bit of the register is in use and nothing is masked.
        let mask = u16::MAX >> (16 - self.bits);
        let mut register = 0u16;
        for bit in message {
            let out = (register >> top) & 1;
            register = (register << 1) & mask;
            if (out == 1) != bit {
                register ^= self.poly;
            }
        }
        register
    }

    /// The checksum's bits, most significant first, as they follow *u*.
    pub(crate) fn tail(self, message: impl Iterator<Item = bool>) -> impl Iterator<Item = bool> {
        let remainder = self.remainder(message);
        (0..self.bits).rev().map(move |i| (remainder >> i) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ascii_bits(text: &str) -> impl Iterator<Item = bool> + '_ {
        text.bytes()
            .flat_map(|b| (0..8).rev().map(move |i| (b >> i) & 1 == 1))
    }

    #[test]
    fn known_check_value() {
        // CRC-16/XMODEM: the catalogued check value over "123456789".
        assert_eq!(
            Crc::new(16).unwrap().remainder(ascii_bits("123456789")),
            0x31C3
        );
    }

    #[test]
    fn agrees_with_long_division() {
        for r in [4u8, 6, 8, 11, 16] {
            let crc = Crc::new(r).unwrap();
            let full = (1u64 << r) | u64::from(crc.poly);
            for message in [1u64, 0b1011, 0xDEAD_BEEF, 0x1234_5678] {
                let mut rest = message << r;
                for i in (u32::from(r)..64).rev() {
                    if (rest >> i) & 1 == 1 {
                        rest ^= full << (i - u32::from(r));
                    }
                }
                let bits = (0..40).rev().map(|i| (message >> i) & 1 == 1);
                assert_eq!(u64::from(crc.remainder(bits)), rest, "r = {r}, {message:x}");
            }
        }
    }

    #[test]
    fn message_with_its_tail_leaves_nothing() {
        for r in [4u8, 6, 8, 11, 16] {
            let crc = Crc::new(r).unwrap();
            let whole: Vec<bool> = ascii_bits("mien")
                .chain(crc.tail(ascii_bits("mien")))
                .collect();
            assert_eq!(whole.len(), 32 + usize::from(r));
            assert_eq!(crc.remainder(whole.iter().copied()), 0);
            let mut damaged = whole;
            damaged[3] = !damaged[3];
            assert_ne!(crc.remainder(damaged.into_iter()), 0);
        }
    }
}
