//! The text that signs a document by its hash.

use crate::text::printable;

const HEADING: &str = "Document signature";

/// What a document text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentClaim {
    /// The file's name as written in the text (see [`printable`]).
    pub file_name: String,
    /// SHA-256 of the file's bytes.
    pub sha256: [u8; 32],
}

/// The EIP-191 text that signs a document: it names the file and its SHA-256.
///
/// The name is written with [`printable`], so that a file's name cannot add
/// lines or hide part of itself; a signature therefore covers the name as
/// shown. Only the last component of a path should be given.
#[must_use]
pub fn document_message(file_name: &str, sha256: &[u8; 32]) -> String {
    format!(
        "{HEADING}\n\nFile: {}\nSHA-256: {}",
        printable(file_name),
        hex::encode(sha256)
    )
}

/// Reads a text of [`document_message`] back; `None` if it is anything else,
/// be it by one character.
#[must_use]
pub fn parse_document_message(text: &str) -> Option<DocumentClaim> {
    let rest = text.strip_prefix(HEADING)?.strip_prefix("\n\nFile: ")?;
    let (file_name, digest) = rest.split_once("\nSHA-256: ")?;
    let mut sha256 = [0; 32];
    hex::decode_to_slice(digest, &mut sha256).ok()?;
    let claim = DocumentClaim {
        file_name: file_name.to_owned(),
        sha256,
    };
    let canonical = format!(
        "{HEADING}\n\nFile: {}\nSHA-256: {}",
        claim.file_name,
        hex::encode(sha256)
    );
    let one_line = !claim.file_name.contains('\n');
    (one_line && canonical == text).then_some(claim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_file_and_hash_and_reads_back() {
        let text = document_message("contract.pdf", &[0xab; 32]);
        assert_eq!(
            text,
            "Document signature\n\nFile: contract.pdf\nSHA-256: \
             abababababababababababababababababababababababababababababababab"
        );
        let claim = parse_document_message(&text);
        let expected = DocumentClaim {
            file_name: "contract.pdf".into(),
            sha256: [0xab; 32],
        };
        assert_eq!(claim, Some(expected));
    }

    #[test]
    fn a_file_name_cannot_add_a_second_hash() {
        let evil = format!("a\nSHA-256: {}", hex::encode([1; 32]));
        let text = document_message(&evil, &[2; 32]);
        assert_eq!(text.lines().count(), 4);
        assert_eq!(
            parse_document_message(&text).map(|c| c.sha256),
            Some([2; 32])
        );
    }

    #[test]
    fn other_texts_are_not_documents() {
        let good = document_message("a", &[0xab; 32]);
        for bad in [
            good.to_uppercase(),
            good.replace("abab", "ABAB"),
            format!("{good}\n"),
            format!("{good}0"),
            good.replace("File", "Path"),
        ] {
            assert_eq!(parse_document_message(&bad), None, "{bad}");
        }
    }
}
