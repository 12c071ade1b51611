//! The `mien` command as a child process.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::Value;

/// The `mien` command with one data directory.
#[derive(Clone, Debug)]
pub struct Mien {
    program: PathBuf,
    home: PathBuf,
}

/// How a command ended.
#[derive(Debug)]
pub struct Outcome {
    /// Exit status; `None` when killed by a signal.
    pub status: Option<i32>,
    /// Standard output as JSON, if it was.
    pub data: Value,
    /// Standard error, as it was.
    pub errors: String,
    /// Wall time.
    pub took: Duration,
}

impl Outcome {
    /// What a command that has ended said.
    #[must_use]
    pub fn new(output: &Output, took: Duration) -> Self {
        Self {
            status: output.status.code(),
            data: serde_json::from_slice(&output.stdout).unwrap_or(Value::Null),
            errors: String::from_utf8_lossy(&output.stderr).into_owned(),
            took,
        }
    }

    /// The JSON result of a command that must have succeeded.
    ///
    /// # Errors
    /// When it did not; with what it said.
    pub fn success(self) -> anyhow::Result<Value> {
        if self.status == Some(0) {
            return Ok(self.data);
        }
        bail!(
            "the command failed with status {:?}: {}",
            self.status,
            self.errors.trim()
        )
    }

    /// The error message of a command that must have failed.
    ///
    /// # Errors
    /// When it succeeded, or failed without saying why.
    pub fn refusal(&self) -> anyhow::Result<(String, String)> {
        if self.status == Some(0) {
            bail!("the command succeeded and should not have: {}", self.data);
        }
        let line = self
            .errors
            .lines()
            .rev()
            .find(|l| l.starts_with('{'))
            .unwrap_or_default();
        let error: Value = serde_json::from_str(line)
            .with_context(|| format!("no error as JSON in {:?}", self.errors))?;
        let field = |name: &str| error["error"][name].as_str().unwrap_or_default().to_owned();
        Ok((field("code"), field("message")))
    }
}

impl Mien {
    /// The `mien` built together with the running program, over `home`.
    ///
    /// # Errors
    /// When there is none beside it.
    pub fn beside_this_program(home: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            program: program_beside("mien")?,
            home: home.to_path_buf(),
        })
    }

    /// Another program that takes the same arguments, over the same data.
    ///
    /// # Errors
    /// When there is none beside this one.
    pub fn played_by(&self, program: &str) -> anyhow::Result<Self> {
        Ok(Self {
            program: program_beside(program)?,
            home: self.home.clone(),
        })
    }

    /// The same command over another data directory.
    #[must_use]
    pub fn with_home(&self, home: &Path) -> Self {
        Self {
            program: self.program.clone(),
            home: home.to_path_buf(),
        }
    }

    /// The program's path.
    #[must_use]
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// The data directory.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The command, ready to run, with JSON output.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg("--json")
            .arg("--home")
            .arg(&self.home)
            .args(arguments);
        command
    }

    /// Runs a command to its end; `input` goes to its standard input.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run(&self, arguments: &[&str], input: &str) -> anyhow::Result<Outcome> {
        let begun = Instant::now();
        let output = run_with_input(self.command(arguments), input)?;
        Ok(Outcome::new(&output, begun.elapsed()))
    }
}

/// A program that was built together with the running one.
///
/// # Errors
/// When there is none.
pub fn program_beside(name: &str) -> anyhow::Result<PathBuf> {
    let me = std::env::current_exe()?;
    // Test programs live one folder further down, in deps/.
    me.ancestors()
        .skip(1)
        .take(2)
        .map(|d| d.join(name))
        .find(|p| p.is_file())
        .with_context(|| format!("no `{name}` beside this program; build it with `make build`"))
}

/// Runs a command with the given standard input and collects its output.
///
/// # Errors
/// When it cannot be started.
pub fn run_with_input(mut command: Command, input: &str) -> anyhow::Result<Output> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{:?} could not be started", command.get_program()))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A command that fails early closes its input: that is for its status to say.
        let _ = stdin.write_all(input.as_bytes());
    }
    Ok(child.wait_with_output()?)
}
