//! Making a paper phrase as a person does: reading the words, typing some back.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, ensure};

use crate::Outcome;

/// Which words the command asks for, from 1.
const ASKED: [usize; 3] = [4, 13, 21];
/// How many there are.
const WORDS: usize = 24;

/// Runs a command that makes a paper phrase. Gives how it ended and the words.
///
/// # Errors
/// When it cannot be started, or shows no phrase.
pub fn run_with_phrase(mut command: Command, pin: &str) -> anyhow::Result<(Outcome, Vec<String>)> {
    let begun = Instant::now();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut input = child.stdin.take().context("no standard input")?;
    writeln!(input, "{pin}")?;
    let (mut said, mut words) = (String::new(), Vec::new());
    let errors = child.stderr.take().context("no standard error")?;
    for line in BufReader::new(errors).lines() {
        let line = line?;
        let row = numbered_words(&line, words.len());
        if row.is_empty() {
            said += &format!("{line}\n");
            continue;
        }
        words.extend(row);
        if words.len() == WORDS {
            for number in ASKED {
                // A command that ended has closed its input: its status says why.
                let word = words.get(number - 1).context("too few words")?;
                let _ = writeln!(input, "{word}");
            }
        }
    }
    let mut output = child.wait_with_output()?;
    output.stderr = said.into_bytes();
    let outcome = Outcome::new(&output, begun.elapsed());
    ensure!(
        words.len() == WORDS,
        "no paper phrase was shown: {outcome:?}"
    );
    Ok((outcome, words))
}

/// The words of a row such as ` 5 word   6 other`, if it goes on after `have`.
fn numbered_words(line: &str, have: usize) -> Vec<String> {
    let mut parts = line.split_whitespace();
    let mut words = Vec::new();
    while let Some(number) = parts.next() {
        match parts.next() {
            Some(word) if number.parse() == Ok(have + words.len() + 1) => {
                words.push(word.to_owned());
            }
            _ => return Vec::new(),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::numbered_words;

    #[test]
    fn rows_are_read_in_their_order_and_other_lines_are_not() {
        assert_eq!(numbered_words("   5 apple   6 bear", 4), ["apple", "bear"]);
        for other in ["   5 apple   6 bear", "Write these words down.", "7", ""] {
            assert!(numbered_words(other, 6).is_empty(), "{other}");
        }
    }
}
