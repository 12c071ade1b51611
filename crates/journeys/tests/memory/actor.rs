//! Commands played by `watched-mien`.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use mien_journeys::watch::{FAILURE_FILE, FOLDER_VARIABLE};
use mien_journeys::{Mien, Outcome, run_with_input};

/// Which words of the paper phrase the command asks for, from 1.
const ASKED: [usize; 3] = [4, 13, 21];

/// The command with a watched keeper.
pub struct Actor {
    mien: Mien,
    copies: PathBuf,
}

/// A command that ended well, and what was copied meanwhile.
pub struct Act {
    /// For messages.
    pub name: String,
    /// The folder of the copies.
    pub copies: PathBuf,
}

impl Actor {
    /// Plays over the data of `mien`; copies go into folders under `copies`.
    pub fn new(mien: &Mien, copies: &Path) -> Self {
        Self {
            mien: mien.played_by("watched-mien").unwrap(),
            copies: copies.to_path_buf(),
        }
    }

    /// Another device.
    pub fn over(&self, mien: &Mien) -> Self {
        Self::new(mien, &self.copies)
    }

    /// Runs a command with the PIN on standard input.
    pub fn act(&self, name: &str, arguments: &[String], pin: &str) -> Act {
        let (act, command) = self.begin(name, arguments);
        let begun = Instant::now();
        let output = run_with_input(command, &format!("{pin}\n")).unwrap();
        act.ended(Outcome::new(&output, begun.elapsed()))
    }

    /// Enrols, reads the 24 words and types three of them back. Gives the words.
    pub fn enrol_with_phrase(&self, arguments: &[String], pin: &str) -> (Act, Vec<String>) {
        let (act, mut command) = self.begin("enrol", arguments);
        let begun = Instant::now();
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        writeln!(input, "{pin}").unwrap();
        let (mut said, mut words) = (String::new(), Vec::new());
        for line in BufReader::new(child.stderr.take().unwrap()).lines() {
            let line = line.unwrap();
            let row = numbered_words(&line, words.len());
            if row.is_empty() {
                said += &format!("{line}\n");
                continue;
            }
            words.extend(row);
            if words.len() == 24 {
                for number in ASKED {
                    writeln!(input, "{}", words[number - 1]).unwrap();
                }
            }
        }
        let mut output = child.wait_with_output().unwrap();
        output.stderr = said.into_bytes();
        let act = act.ended(Outcome::new(&output, begun.elapsed()));
        assert_eq!(words.len(), 24, "the paper phrase was not shown");
        (act, words)
    }

    fn begin(&self, name: &str, arguments: &[String]) -> (Act, Command) {
        let copies = self.copies.join(name);
        std::fs::create_dir_all(&copies).unwrap();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command = self.mien.command(&arguments);
        command.env(FOLDER_VARIABLE, &copies);
        let name = name.to_owned();
        (Act { name, copies }, command)
    }
}

impl Act {
    fn ended(self, outcome: Outcome) -> Self {
        let failure = std::fs::read_to_string(self.copies.join(FAILURE_FILE));
        let said = outcome.success();
        assert!(
            said.is_ok() && failure.is_err(),
            "{}: {said:?}; watching: {failure:?}",
            self.name
        );
        self
    }
}

/// The words of a row such as ` 5 word   6 other`, if it goes on after `have`.
fn numbered_words(line: &str, have: usize) -> Vec<String> {
    let parts: Vec<&str> = line.split_whitespace().collect();
    let goes_on =
        |(i, pair): (usize, &[&str])| pair.len() == 2 && pair[0].parse() == Ok(have + i + 1);
    if parts.chunks(2).enumerate().all(goes_on) {
        parts.chunks(2).map(|pair| pair[1].to_owned()).collect()
    } else {
        Vec::new()
    }
}
