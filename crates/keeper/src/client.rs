//! The face process's end of the pipe.

use std::io::{BufReader, BufWriter};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::error::KeeperError;
use crate::protocol::{Answer, Flight, Reply, Request, Status, read_frame, write_frame};

/// How to start a keeper: the program and the arguments before the folder.
#[derive(Clone, Debug)]
pub struct KeeperCommand {
    program: PathBuf,
    arguments: Vec<String>,
}

impl KeeperCommand {
    /// A program that runs the keeper on the folder given as its last argument.
    #[must_use]
    pub fn new(program: &Path, arguments: &[&str]) -> Self {
        Self {
            program: program.to_path_buf(),
            arguments: arguments.iter().map(|a| (*a).to_owned()).collect(),
        }
    }

    /// Starts the keeper for the helper data in `folder`.
    ///
    /// # Errors
    /// [`KeeperError::Gone`] when the process cannot be started.
    pub fn start(&self, folder: &Path) -> Result<KeeperClient, KeeperError> {
        self.start_drawing(folder, Stdio::inherit())
    }

    /// The same, with what it draws going to `drawn` instead of our own
    /// standard error.
    ///
    /// # Errors
    /// As [`KeeperCommand::start`].
    pub fn start_drawing(&self, folder: &Path, drawn: Stdio) -> Result<KeeperClient, KeeperError> {
        // A group of its own: ctrl-C in the terminal ends the face process, and
        // the keeper finishes the write it is in before it sees the pipe close.
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(drawn)
            .process_group(0)
            .spawn()
            .map_err(|e| KeeperError::Gone(format!("{}: {e}", self.program.display())))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(KeeperError::Gone("no pipe to the keeper".to_owned()));
        };
        Ok(KeeperClient {
            child,
            input: Some(BufWriter::new(input)),
            output: BufReader::new(output),
        })
    }
}

/// A running keeper. Dropping it closes the pipe and waits for its end.
#[derive(Debug)]
pub struct KeeperClient {
    child: Child,
    input: Option<BufWriter<ChildStdin>>,
    output: BufReader<ChildStdout>,
}

impl KeeperClient {
    /// Asks and waits for the answer.
    ///
    /// # Errors
    /// What the keeper refused, or [`KeeperError::Gone`].
    pub fn call(&mut self, request: &Request) -> Result<Reply, KeeperError> {
        let input = self
            .input
            .as_mut()
            .ok_or_else(|| KeeperError::Gone("closed".to_owned()))?;
        write_frame(input, request)?;
        let answer: Option<Answer> = read_frame(&mut self.output)?;
        answer.unwrap_or_else(|| Err(KeeperError::Gone(self.exit_words())))
    }

    /// Asks for a flight of the two-party protocol.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub fn flight(&mut self, request: &Request) -> Result<Flight, KeeperError> {
        match self.call(request)? {
            Reply::Flight(flight) => Ok(flight),
            other => Err(unexpected(&other)),
        }
    }

    /// The public side of the identity.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub fn status(&mut self) -> Result<Status, KeeperError> {
        match self.call(&Request::Status)? {
            Reply::Status(status) => Ok(status),
            other => Err(unexpected(&other)),
        }
    }

    /// Counts an attempt and gets the sketch for it.
    ///
    /// # Errors
    /// As [`Self::call`]; [`KeeperError::LockedOut`] while a wait lasts.
    pub fn open(&mut self) -> Result<crate::record::SketchRecord, KeeperError> {
        match self.call(&Request::Open)? {
            Reply::Sketch(sketch) => Ok(sketch),
            other => Err(unexpected(&other)),
        }
    }

    /// What a kit says about itself, from [`Request::InspectKit`] or
    /// [`Request::ImportKit`].
    ///
    /// # Errors
    /// As [`Self::call`].
    pub fn kit(&mut self, request: &Request) -> Result<crate::protocol::KitSummary, KeeperError> {
        match self.call(request)? {
            Reply::Kit(summary) => Ok(summary),
            other => Err(unexpected(&other)),
        }
    }

    /// Asks for something whose only answer is that it is done.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub fn done(&mut self, request: &Request) -> Result<(), KeeperError> {
        match self.call(request)? {
            Reply::Done => Ok(()),
            other => Err(unexpected(&other)),
        }
    }

    /// The keeper's process id.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    fn exit_words(&mut self) -> String {
        self.child
            .wait()
            .map_or_else(|e| e.to_string(), |status| status.to_string())
    }
}

impl Drop for KeeperClient {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.wait();
    }
}

fn unexpected(reply: &Reply) -> KeeperError {
    KeeperError::Protocol(format!("{reply:?}"))
}
