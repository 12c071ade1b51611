//! What a command says when it is done: to a person, or to a program.

use serde::Serialize;
use serde_json::{Value, json};

/// A command's result in both forms.
#[derive(Debug)]
pub struct Report {
    text: String,
    data: Value,
}

impl Report {
    /// `text` for people, `data` for `--json`.
    ///
    /// # Errors
    /// When `data` cannot be written as JSON.
    pub fn new(text: impl Into<String>, data: impl Serialize) -> anyhow::Result<Self> {
        Ok(Self {
            text: text.into(),
            data: serde_json::to_value(data)?,
        })
    }

    /// Prints it on standard output.
    pub fn print(&self, json: bool) {
        if json {
            println!("{}", self.data);
        } else {
            println!("{}", self.text.trim_end());
        }
    }
}

/// Prints an error on standard error: a sentence, or a JSON object.
pub fn print_error(error: &anyhow::Error, json: bool) {
    let message = message(error);
    if json {
        eprintln!(
            "{}",
            json!({ "error": { "code": code(error), "message": message } })
        );
    } else {
        eprintln!("mien: {message}");
    }
}

/// The error and its causes, each once: many messages have their cause's words
/// in their middle, with what to do about it at the end.
fn message(error: &anyhow::Error) -> String {
    let mut message = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if message.is_empty() {
            message = cause;
        } else if !message.contains(&cause) {
            message = format!("{message}: {cause}");
        }
    }
    message
}

/// The exit status for an error: 3 for a scan that did not match or was no
/// good, 4 for a refusal by policy, 5 for what looks like an attack, else 1.
/// (2 is a command line that could not be understood.)
#[must_use]
pub fn exit_status(error: &anyhow::Error) -> u8 {
    match code(error) {
        "not-matched" | "poor-quality" | "liveness" | "locked-out" => 3,
        "refused" => 4,
        "attack" => 5,
        _ => 1,
    }
}

/// A stable word for scripts.
fn code(error: &anyhow::Error) -> &'static str {
    error
        .downcast_ref::<mien_wallet::WalletError>()
        .map_or("failed", mien_wallet::WalletError::code)
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};

    use super::message;

    #[test]
    fn a_cause_is_said_once() {
        let cause = || std::io::Error::other("not there");
        let error = anyhow::Error::from(mien_camera::CameraError::Path {
            path: "x".into(),
            source: cause(),
        });
        assert_eq!(message(&error).matches("not there").count(), 1);
        let context = Err::<(), _>(anyhow!(cause())).context("no line");
        assert!(context.is_err_and(|e| message(&e) == "no line: not there"));
    }
}
