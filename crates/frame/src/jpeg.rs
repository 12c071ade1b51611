//! Finding out whether a JPEG file is whole.
//!
//! The decoder fills what is missing with grey and reports success, which for
//! us is a face with its lower half painted over. ITU-T T.81, Annex B, gives
//! the marker structure.

/// Whether the image data runs to its end-of-image marker.
///
/// Walks the marker segments, so that a thumbnail inside the metadata, which
/// has an end marker of its own, does not count.
pub(crate) fn is_complete(bytes: &[u8]) -> bool {
    let mut rest = match bytes {
        [0xFF, 0xD8, rest @ ..] => rest,
        _ => return false,
    };
    loop {
        let Some((marker, after)) = next_marker(rest) else {
            return false;
        };
        rest = match marker {
            // End of image.
            0xD9 => return true,
            // Markers without a length: TEM and the restart intervals.
            0x01 | 0xD0..=0xD7 => after,
            _ => match segment_end(after) {
                Some(r) => r,
                None => return false,
            },
        };
    }
}

/// Skips entropy-coded data and fill bytes up to the next marker.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == 0xFF)?;
        match *bytes.get(at + 1)? {
            // A stuffed 0xFF of the coded data.
            0x00 => at += 2,
            // A fill byte before a marker.
            0xFF => at += 1,
            marker => return Some((marker, bytes.get(at + 2..)?)),
        }
    }
}

/// What follows a segment whose two-byte length comes first.
fn segment_end(bytes: &[u8]) -> Option<&[u8]> {
    let length = match bytes {
        [high, low, ..] => usize::from(u16::from_be_bytes([*high, *low])),
        _ => return None,
    };
    bytes.get(length.max(2)..)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &[u8] = &[
        0xFF, 0xD8, // start
        0xFF, 0xE1, 0x00, 0x06, 0xFF, 0xD9, 0xFF, 0xD9, // metadata with end markers inside
        0xFF, 0xDA, 0x00, 0x03, 0x01, // scan
        0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, // coded data, stuffed byte, restart
        0xFF, 0xFF, 0xD9, // fill byte, end
    ];

    #[test]
    fn a_whole_picture_is_complete() {
        assert!(is_complete(WHOLE));
        let mut padded = WHOLE.to_vec();
        padded.extend([0; 9]);
        assert!(is_complete(&padded));
    }

    #[test]
    fn every_shorter_piece_is_not() {
        for length in 0..WHOLE.len() {
            assert!(!is_complete(&WHOLE[..length]), "{length} bytes");
        }
    }
}
