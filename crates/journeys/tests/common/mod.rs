//! What the journey tests share: a room of their own, a wallet that was enrolled
//! once for all of them, and the commands that every journey makes.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test support; each test uses a part of it"
)]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use mien_journeys::{Mien, Node, Outcome, Photos, run_with_phrase};
use serde_json::Value;
use tempfile::TempDir;

/// The PIN of the wallet in [`Stage::with_wallet`].
pub const PIN: &str = "correct horse";
/// Somebody else's address, to send to: the last of anvil's own accounts.
pub const RECIPIENT: &str = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";
/// The photographs of an enrolment.
pub const ENROL: [&str; 2] = ["obama.jpg", "obama2.jpg"];
/// The photographs of a renewal: the first opens the old helper data.
pub const RENEW: [&str; 3] = ["obama3.jpg", "obama.jpg", "obama2.jpg"];

/// A test's own folder, with a wallet's data directory in it.
pub struct Stage {
    pub photos: Photos,
    pub mien: Mien,
    room: TempDir,
}

impl Stage {
    /// An empty data directory; says so when the photographs are missing.
    pub fn empty(what: &str) -> Option<Self> {
        let Some(photos) = Photos::find() else {
            println!("skipped: {what} (demonstration photographs not present)");
            return None;
        };
        let room = tempfile::tempdir().unwrap();
        let mien = Mien::beside_this_program(&room.path().join("device")).unwrap();
        Some(Self { photos, mien, room })
    }

    /// A data directory with a wallet that has no paper phrase and no kit yet.
    pub fn with_wallet(what: &str) -> Option<Self> {
        let stage = Self::empty(what)?;
        copy_folder(&enrolled(&stage), stage.mien.home());
        Some(stage)
    }

    /// A path in the room, outside the data directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.room.path().join(name)
    }

    /// The same as text.
    pub fn file(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// A copy of this wallet in another data directory.
    pub fn copy(&self, name: &str) -> Mien {
        let home = self.path(name);
        copy_folder(self.mien.home(), &home);
        self.mien.with_home(&home)
    }

    /// Runs a command that scans these photographs.
    pub fn scan(&self, mien: &Mien, command: &[&str], photos: &[&str], input: &str) -> Outcome {
        let arguments = self.arguments(command, photos);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        mien.run(&arguments, input).unwrap()
    }

    /// The arguments of such a command.
    pub fn arguments(&self, command: &[&str], photos: &[&str]) -> Vec<String> {
        let mut all: Vec<String> = command.iter().map(|s| (*s).to_owned()).collect();
        for photo in photos {
            all.extend(["--camera".to_owned(), self.photos.camera(photo)]);
        }
        all
    }

    /// Whether the wallet signs: the address that a drill proved, or why not.
    pub fn drill(&self, mien: &Mien, pin: &str) -> Result<String, String> {
        let command = ["drill", "--pin-stdin"];
        let outcome = self.scan(mien, &command, &RENEW, &format!("{pin}\n"));
        let errors = outcome.errors.clone();
        outcome.success().map_err(|_| errors)?;
        let shown = mien.run(&["address"], "").unwrap().success();
        Ok(text(&shown.map_err(|e| e.to_string())?, "address"))
    }

    /// The wallet's address.
    pub fn address(&self) -> String {
        let shown = self.mien.run(&["address"], "").unwrap();
        text(&shown.success().unwrap(), "address")
    }

    /// Exports the kit and gives its path.
    pub fn export(&self, mien: &Mien, name: &str) -> String {
        let file = self.file(name);
        let export = ["kit", "export", "--file", &file];
        mien.run(&export, "").unwrap().success().unwrap();
        file
    }

    /// Enrols with a paper phrase, types back what is asked, gives the words.
    pub fn enrol_with_phrase(&self, pin: &str) -> Vec<String> {
        let command = ["enrol", "--agree", "--phrase", "make", "--pin-stdin"];
        let arguments = self.arguments(&command, &ENROL);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (outcome, words) = run_with_phrase(self.mien.command(&arguments), pin).unwrap();
        assert_eq!(outcome.success().unwrap()["phrase"], Value::Bool(true));
        words
    }
}

/// A field of a command's answer.
pub fn text(value: &Value, field: &str) -> String {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("no {field} in {value}"))
        .to_owned()
}

/// A node of its own, stopped when the test ends, whichever way it does.
pub struct Devnet {
    mien: Mien,
    pub node: Node,
}

impl Devnet {
    /// Starts anvil in this data directory; says so when there is none.
    pub fn start(mien: &Mien, what: &str) -> Option<Self> {
        let started = mien.run(&["devnet", "start", "--port", "0"], "").unwrap();
        if started.status != Some(0) && started.errors.contains("was not found") {
            println!("skipped: {what} (anvil not present)");
            return None;
        }
        let url = text(&started.success().unwrap(), "rpc_url");
        Some(Self {
            mien: mien.clone(),
            node: Node::new(&url),
        })
    }
}

impl Drop for Devnet {
    fn drop(&mut self) {
        let _ = self.mien.run(&["devnet", "stop"], "");
    }
}

/// A wallet that was enrolled with this very build of the program, kept between
/// tests because an enrolment takes seconds.
fn enrolled(stage: &Stage) -> PathBuf {
    let program = fs::metadata(stage.mien.program()).unwrap();
    let built = program.modified().unwrap().duration_since(UNIX_EPOCH);
    let shelf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("enrolled");
    fs::create_dir_all(&shelf).unwrap();
    let lock = File::create(shelf.join("lock")).unwrap();
    lock.lock().unwrap();
    let kept = shelf.join(built.unwrap().as_nanos().to_string());
    if !kept.exists() {
        for old in fs::read_dir(&shelf).unwrap().flatten() {
            if old.path().is_dir() {
                fs::remove_dir_all(old.path()).unwrap();
            }
        }
        let unfinished = shelf.join("unfinished");
        let mien = stage.mien.with_home(&unfinished);
        let command = ["enrol", "--agree", "--phrase", "refuse", "--pin-stdin"];
        let outcome = stage.scan(&mien, &command, &ENROL, &format!("{PIN}\n"));
        outcome.success().unwrap();
        fs::rename(&unfinished, &kept).unwrap();
    }
    kept
}

/// Copies a folder with the modes of what is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
}

/// All files under a folder, sorted.
pub fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files_under(&path));
        } else {
            all.push(path);
        }
    }
    all.sort();
    all
}

/// The models of this workspace.
pub fn models() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    std::env::var_os("MIEN_MODELS").map_or_else(|| workspace.unwrap().join("models"), PathBuf::from)
}
