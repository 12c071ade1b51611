//! Looking into a process from outside: stop it, copy its memory, let it go on.
//!
//! The steps of a conversation at which this happens, and the names of the files
//! that come of it, are what the relay writes and the memory test reads. Needs
//! root, because both processes forbid it to everyone else; Linux only.

mod copy;
mod stopped;

use std::path::{Path, PathBuf};

use anyhow::Context;
use mien_keeper::protocol::Request;
use rustix::process::Pid;

pub use copy::copy_memory;
pub use stopped::Stopped;

/// The environment variable that names the folder for the copies.
pub const FOLDER_VARIABLE: &str = "MIEN_WATCH_FOLDER";
/// The file in it that says why the watching failed, when it did.
pub const FAILURE_FILE: &str = "failed";
/// The name of all requests that have none in [`watched_step`].
pub const OTHER_STEP: &str = "Other";
/// Ending of the copies.
const ENDING: &str = "mem";

/// Where a request is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// The face process has sent it; the keeper has not got it yet.
    Asked,
    /// The keeper works on it, or has just finished.
    Working,
    /// The keeper has answered; the face process has not got the answer yet.
    Answered,
    /// The face process works on the answer, or has just finished.
    Continued,
    /// Not memory: the message that this side is sent, request or answer.
    Message,
}

impl Moment {
    const ALL: [Self; 5] = [
        Self::Asked,
        Self::Working,
        Self::Answered,
        Self::Continued,
        Self::Message,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Working => "working",
            Self::Answered => "answered",
            Self::Continued => "continued",
            Self::Message => "message",
        }
    }
}

/// Whose memory it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The process that sees the face.
    Face,
    /// The process that holds b.
    Keeper,
}

impl Side {
    const ALL: [Self; 2] = [Self::Face, Self::Keeper];

    const fn name(self) -> &'static str {
        match self {
            Self::Face => "face",
            Self::Keeper => "keeper",
        }
    }
}

/// The name of a request in which shares move; nothing for the others.
#[must_use]
pub fn watched_step(request: &Request) -> Option<&'static str> {
    match request {
        Request::EnrolSecond { .. } => Some("EnrolSecond"),
        Request::SignFirst { .. } => Some("SignFirst"),
        Request::SignSecond(_) => Some("SignSecond"),
        Request::SignThird(_) => Some("SignThird"),
        Request::SetPhrase { .. } => Some("SetPhrase"),
        Request::Renew { .. } => Some("Renew"),
        Request::ExportKit { .. } => Some("ExportKit"),
        Request::DrawKit(_) => Some("DrawKit"),
        Request::InspectKit { .. } => Some("InspectKit"),
        Request::ImportKit { .. } => Some("ImportKit"),
        Request::InspectKitSeen(_) => Some("InspectKitSeen"),
        Request::ImportKitSeen(_) => Some("ImportKitSeen"),
        _ => None,
    }
}

/// One copy of one process's memory, or of a message to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// The request's name, as [`watched_step`] gives it, or [`OTHER_STEP`].
    pub step: String,
    /// Where it was.
    pub moment: Moment,
    /// Whose memory it is.
    pub side: Side,
    /// The file.
    pub path: PathBuf,
}

impl Copy {
    /// Names a copy. `conversation` and `number` keep names apart.
    #[must_use]
    pub fn name(conversation: Pid, number: usize, step: &str, at: Moment, side: Side) -> String {
        format!(
            "{}.{number:03}.{step}.{}.{}.{ENDING}",
            conversation.as_raw_nonzero(),
            at.name(),
            side.name()
        )
    }

    fn read(path: PathBuf) -> Option<Self> {
        let parts: Vec<&str> = path.file_name()?.to_str()?.split('.').collect();
        let [_, _, step, moment, side, ENDING] = parts[..] else {
            return None;
        };
        let moment = Moment::ALL.into_iter().find(|m| m.name() == moment)?;
        let side = Side::ALL.into_iter().find(|s| s.name() == side)?;
        Some(Self {
            step: step.to_owned(),
            moment,
            side,
            path,
        })
    }

    /// All copies in a folder.
    ///
    /// # Errors
    /// When the folder cannot be read, or the watching failed; with why.
    pub fn all_in(folder: &Path) -> anyhow::Result<Vec<Self>> {
        if let Ok(reason) = std::fs::read_to_string(folder.join(FAILURE_FILE)) {
            anyhow::bail!("the processes could not be watched: {reason}");
        }
        let mut copies = Vec::new();
        for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
            copies.extend(Self::read(entry?.path()));
        }
        copies.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(copies)
    }
}
