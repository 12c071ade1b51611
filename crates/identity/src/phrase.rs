//! The paper phrase: a share of its own, as 24 words.
//!
//! The words are w's 32 big-endian bytes as BIP-39 entropy, without BIP-39's
//! seed derivation: no other wallet makes a key of them. Together with b_w in
//! the kit they open this wallet without a face.

use bip39::Mnemonic;
use mien_cosign::FaceShare;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::error::{IdentityError, PhraseFault};

/// A paper phrase: the share w. Prints nothing.
pub struct PaperPhrase(FaceShare);

impl core::fmt::Debug for PaperPhrase {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PaperPhrase(..)")
    }
}

impl PaperPhrase {
    /// Draws a new one.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        Self(FaceShare::random(rng))
    }

    /// Reads the 24 words; case and spacing do not matter.
    ///
    /// # Errors
    /// [`IdentityError::Phrase`] with what is wrong.
    pub fn from_words(text: &str) -> Result<Self, IdentityError> {
        let normal = Zeroizing::new(
            text.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase(),
        );
        let words = normal.split(' ').filter(|w| !w.is_empty()).count();
        if words != 24 {
            return Err(PhraseFault::Words { words }.into());
        }
        let mnemonic = Mnemonic::parse_in_normalized(bip39::Language::English, &normal).map_err(
            |e| match e {
                bip39::Error::UnknownWord(before) => PhraseFault::Unknown { number: before + 1 },
                _ => PhraseFault::Checksum,
            },
        )?;
        let entropy = Zeroizing::new(mnemonic.to_entropy());
        let bytes: Zeroizing<[u8; 32]> = Zeroizing::new(
            entropy
                .as_slice()
                .try_into()
                .map_err(|_| PhraseFault::Checksum)?,
        );
        Ok(Self(FaceShare::from_bytes(&bytes)?))
    }

    /// The 24 words, in order.
    ///
    /// # Errors
    /// None in practice: 32 bytes are always valid entropy.
    pub fn words(&self) -> Result<Zeroizing<Vec<String>>, IdentityError> {
        let bytes = self.0.to_bytes();
        let mnemonic =
            Mnemonic::from_entropy(bytes.as_slice()).map_err(|_| PhraseFault::Checksum)?;
        Ok(Zeroizing::new(
            mnemonic.words().map(str::to_owned).collect(),
        ))
    }

    /// w
    pub(crate) fn share(&self) -> &FaceShare {
        &self.0
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "a test is a start of a program")]
mod tests {
    use super::*;

    #[test]
    fn words_bring_the_same_share_back_whatever_their_spacing_and_case() {
        let phrase = PaperPhrase::random(&mut rand::rng());
        let words = phrase.words().unwrap();
        assert_eq!(words.len(), 24);
        let typed = words.join("\n ").to_uppercase();
        let back = PaperPhrase::from_words(&typed).unwrap();
        assert_eq!(back.0.to_bytes(), phrase.0.to_bytes());
    }

    /// The 256-bit vectors of BIP-39's reference implementation
    /// (`trezor/python-mnemonic`, `vectors.json`), those that are a share: of the
    /// other two, one is 0 and one not below n.
    #[test]
    fn the_words_are_those_of_bip_39() {
        let vectors = [
            (
                "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f",
                "legal winner thank year wave sausage worth useful legal winner thank year wave \
                 sausage worth useful legal winner thank year wave sausage worth title",
            ),
            (
                "8080808080808080808080808080808080808080808080808080808080808080",
                "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd \
                 amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless",
            ),
            (
                "68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c",
                "hamster diagram private dutch cause delay private meat slide toddler razor book \
                 happy fancy gospel tennis maple dilemma loan word shrug inflict delay length",
            ),
            (
                "9f6a2878b2520799a44ef18bc7df394e7061a224d2c33cd015b157d746869863",
                "panda eyebrow bullet gorilla call smoke muffin taste mesh discover soft ostrich \
                 alcohol speed nation flash devote level hobby quick inner drive ghost inside",
            ),
            (
                "066dca1a2bb7e8a1db2832148ce9933eea0f3ac9548d793112d9a95c9407efad",
                "all hour make first leader extend hole alien behind guard gospel lava path output \
                 census museum junior mass reopen famous sing advance salt reform",
            ),
            (
                "f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f",
                "void come effort suffer camp survey warrior heavy shoot primary clutch crush open \
                 amazing screen patrol group space point ten exist slush involve unfold",
            ),
        ];
        for (share, words) in vectors {
            let read = PaperPhrase::from_words(words).unwrap();
            assert_eq!(hex::encode(read.0.to_bytes().as_slice()), share);
            assert_eq!(read.words().unwrap().join(" "), words);
        }
        for no_share in [
            format!("{}art", "abandon ".repeat(23)),
            format!("{}vote", "zoo ".repeat(23)),
        ] {
            PaperPhrase::from_words(&no_share).unwrap_err();
        }
    }

    #[test]
    fn a_wrong_word_a_missing_word_and_another_checksum_are_refused() {
        let phrase = PaperPhrase::random(&mut rand::rng());
        let words = phrase.words().unwrap();
        let refused =
            |text: &str| matches!(PaperPhrase::from_words(text), Err(IdentityError::Phrase(_)));
        assert!(refused(&words[..23].join(" ")));
        assert!(refused(
            &words.join(" ").replace(words[3].as_str(), "mienmien")
        ));
        assert!(refused("abandon ".repeat(24).as_str()));
        assert!(refused(""));
    }
}
