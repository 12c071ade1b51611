//! Commands played by `watched-mien`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use mien_journeys::watch::{FAILURE_FILE, FOLDER_VARIABLE};
use mien_journeys::{Mien, Outcome, run_with_input, run_with_phrase};

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
        let (act, command) = self.begin("enrol", arguments);
        let (outcome, words) = run_with_phrase(command, pin).unwrap();
        (act.ended(outcome), words)
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
