//! Asking the person at the terminal, or reading the answers from standard input.

use std::io::{BufRead, IsTerminal, Read};

use anyhow::{Context, bail};
use dialoguer::{Confirm, Input, Password};
use mien_identity::Pin;
use zeroize::Zeroizing;

/// Where answers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// Prompts on the terminal.
    Terminal,
    /// Lines of standard input, in the order in which they are asked for.
    Stdin,
}

impl Answers {
    /// Standard input when asked for with `--pin-stdin`, else the terminal.
    pub fn from_flag(pin_stdin: bool) -> Self {
        if pin_stdin {
            Self::Stdin
        } else {
            Self::Terminal
        }
    }

    /// A PIN that exists already.
    pub fn pin(self, what: &str) -> anyhow::Result<Pin> {
        let typed = self.secret(what)?;
        Ok(Pin::new(&typed)?)
    }

    /// A new PIN, typed twice on a terminal.
    pub fn new_pin(self, what: &str) -> anyhow::Result<Pin> {
        let first = self.secret(what)?;
        let pin = Pin::new(&first)?;
        if self == Self::Terminal {
            let again = self.secret("the same again")?;
            if Pin::new(&again)? != pin {
                bail!("the two entries differ; nothing was changed, start again");
            }
        }
        Ok(pin)
    }

    /// A line that must not be shown.
    pub fn secret(self, what: &str) -> anyhow::Result<Zeroizing<String>> {
        match self {
            Self::Stdin => read_line(what),
            Self::Terminal => {
                need_terminal(what)?;
                Ok(Zeroizing::new(
                    Password::new().with_prompt(capital(what)).interact()?,
                ))
            }
        }
    }

    /// A line that may be shown, such as a word of the paper phrase.
    pub fn line(self, what: &str) -> anyhow::Result<Zeroizing<String>> {
        match self {
            Self::Stdin => read_line(what),
            Self::Terminal => {
                need_terminal(what)?;
                Ok(Zeroizing::new(
                    Input::new().with_prompt(capital(what)).interact_text()?,
                ))
            }
        }
    }

    /// Everything that is left of standard input, as it is; at most `limit` bytes.
    pub fn rest_of_input(limit: usize) -> anyhow::Result<String> {
        let mut text = String::new();
        let most = u64::try_from(limit)?.saturating_add(1);
        std::io::stdin()
            .lock()
            .take(most)
            .read_to_string(&mut text)
            .context("the text could not be read from standard input; it must be UTF-8")?;
        anyhow::ensure!(
            text.len() <= limit,
            "the text on standard input is longer than {limit} bytes; sign a document instead"
        );
        Ok(text)
    }

    /// A yes or no; standard input never agrees by itself.
    pub fn agree(self, question: &str) -> anyhow::Result<Answer> {
        if self == Self::Stdin || !std::io::stdin().is_terminal() {
            return Ok(Answer::NotAsked);
        }
        let yes = Confirm::new()
            .with_prompt(question)
            .default(false)
            .interact()?;
        Ok(if yes { Answer::Yes } else { Answer::No })
    }
}

/// An answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Agreed.
    Yes,
    /// Declined.
    No,
    /// Nobody was there to be asked.
    NotAsked,
}

fn need_terminal(what: &str) -> anyhow::Result<()> {
    if std::io::stdin().is_terminal() {
        return Ok(());
    }
    bail!(
        "{what} is needed and there is no terminal to ask on; give it on standard input with --pin-stdin"
    )
}

fn read_line(what: &str) -> anyhow::Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::with_capacity(1024));
    let read = std::io::stdin()
        .lock()
        .read_line(&mut line)
        .with_context(|| {
            format!("{what} could not be read from standard input; it must be one line of UTF-8")
        })?;
    if read == 0 {
        bail!("standard input ended where {what} was expected, as one line");
    }
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    Ok(line)
}

fn capital(what: &str) -> String {
    let mut chars = what.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
