//! Text that is safe to show.

/// Shows `text` on one line: control characters, line ends, and characters
/// that change the reading direction or have no width are written as
/// `\u{…}`, so that what is seen is what is there.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            '\\' => shown.push_str("\\\\"),
            c if hides(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

/// Control characters, and the format characters of Unicode that reorder or
/// hide text (bidirectional controls, zero-width characters, tags, line and
/// paragraph separators, soft hyphen, byte order mark).
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}'
            | '\u{034f}'
            | '\u{061c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn plain_text_stays_as_it_is() {
        assert_eq!(printable("Grüße, 世界 – 1.5 ETH"), "Grüße, 世界 – 1.5 ETH");
    }

    #[test]
    fn hidden_characters_become_visible() {
        assert_eq!(printable("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(printable("pay\u{200b}pal"), "pay\\u{200b}pal");
        assert_eq!(printable("a\nb\u{1b}[2J"), "a\\nb\\u{1b}[2J");
    }

    #[test]
    fn a_backslash_cannot_imitate_an_escape() {
        assert_ne!(printable("\\n"), printable("\n"));
    }
}
