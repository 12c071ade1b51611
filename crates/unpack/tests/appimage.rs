//! The program in front of a small image, as it is in front of the app.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{Cursor, Write as _};
use std::os::unix::fs::{FileExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use backhand::compression::Compressor;
use backhand::{FilesystemCompressor, FilesystemWriter, NodeHeader};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

/// What `AppRun` says of how it was started.
const TELL: &str = r#"#!/bin/sh
printf '%s\n' "$APPIMAGE" "$APPDIR" "$ARGV0" "$OWD" "$@"
"#;

/// A folder with an AppImage in it, and a home.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = TempDir::with_prefix("mien unpack ").unwrap();
        fs::create_dir(folder.path().join("home")).unwrap();
        Self { folder }
    }

    /// An AppImage whose `AppRun` is the text.
    fn image(&self, name: &str, apprun: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        let mut bytes = fs::read(env!("CARGO_BIN_EXE_mien-unpack")).unwrap();
        bytes.extend(squashfs(apprun));
        let sum = Sha256::digest(&bytes);
        bytes.extend(sum);
        write_program(&path, &bytes);
        path
    }

    fn run(&self, image: &Path, arguments: &[&str]) -> Output {
        self.command(image, arguments).output().unwrap()
    }

    fn command(&self, image: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(image);
        command
            .args(arguments)
            .env_remove("XDG_CACHE_HOME")
            .env("HOME", self.folder.path().join("home"))
            .current_dir(self.folder.path());
        command
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("home/.cache/mien-appimage")
    }

    /// The folders of unpacked images.
    fn unpacked(&self) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = fs::read_dir(self.cache())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .collect();
        found.sort();
        found
    }
}

/// Closed before anybody starts it: a program that is open for writing does not
/// run.
fn write_program(path: &Path, bytes: &[u8]) {
    let mut file = File::create(path).unwrap();
    file.write_all(bytes).unwrap();
    file.set_permissions(Permissions::from_mode(0o755)).unwrap();
}

/// `AppRun`, a program with the bit that changes the user, a file in a folder, a
/// link to it, a large file of many blocks, and a folder that may not be written.
fn squashfs(apprun: &str) -> Vec<u8> {
    let mut image = FilesystemWriter::default();
    image.set_compressor(FilesystemCompressor::new(Compressor::Zstd, None).unwrap());
    let mode = |permissions| NodeHeader::new(permissions, 0, 0, 0);
    image
        .push_file(Cursor::new(apprun.to_owned()), "AppRun", mode(0o755))
        .unwrap();
    image.push_dir("usr", mode(0o777)).unwrap();
    image.push_dir("closed", mode(0o555)).unwrap();
    image
        .push_file(Cursor::new("kept"), "closed/file", mode(0o644))
        .unwrap();
    image
        .push_file(Cursor::new("#!/bin/sh\n"), "usr/tool", mode(0o4755))
        .unwrap();
    image
        .push_file(Cursor::new("words"), "usr/text", mode(0o666))
        .unwrap();
    image
        .push_file(Cursor::new(large()), "usr/large", mode(0o644))
        .unwrap();
    image.push_symlink("usr/text", "link", mode(0o777)).unwrap();
    let mut bytes = Cursor::new(Vec::new());
    image.write(&mut bytes).unwrap();
    bytes.into_inner()
}

fn large() -> Vec<u8> {
    (0..600_000_u32)
        .flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes())
        .step_by(4)
        .collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn mode(path: PathBuf) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o7777
}

#[test]
fn starts_what_it_carries_and_says_where_from() {
    let place = Place::new();
    let image = place.image("My App.AppImage", TELL);
    for _ in 0..2 {
        let output = place.run(&image, &["--send", "a b", "--appimage-offset"]);
        assert!(output.status.success(), "{output:?}");
        let [folder] = place.unpacked().try_into().unwrap();
        let path = |path: &Path| path.to_str().unwrap().to_owned();
        assert_eq!(
            text(&output.stdout).lines().collect::<Vec<_>>(),
            [
                &*path(&image),
                &*path(&folder),
                &*path(&image),
                &*path(place.folder.path()),
                "--send",
                "a b",
                "--appimage-offset",
            ]
        );
    }
}

#[test]
fn the_exit_status_is_that_of_what_was_started() {
    let place = Place::new();
    let image = place.image("a", "#!/bin/sh\nexit 7\n");
    let output = place.run(&image, &["--appimage-extract-and-run"]);
    assert_eq!(output.status.code(), Some(7));
}

#[test]
fn files_are_the_same_and_nobody_else_can_write_them() {
    let place = Place::new();
    assert!(place.run(&place.image("a", TELL), &[]).status.success());
    let [folder] = place.unpacked().try_into().unwrap();
    assert_eq!(fs::read(folder.join("usr/large")).unwrap(), large());
    assert_eq!(fs::read_to_string(folder.join("link")).unwrap(), "words");
    assert_eq!(mode(place.cache()), 0o700);
    assert_eq!(mode(folder.join("AppRun")), 0o755);
    assert_eq!(mode(folder.join("usr/tool")), 0o755);
    assert_eq!(mode(folder.join("usr/text")), 0o644);
    assert_eq!(mode(folder.join("closed")), 0o555);
    assert_eq!(mode(folder.join("closed/file")), 0o644);
}

#[test]
fn a_folder_open_to_others_is_closed() {
    let place = Place::new();
    fs::create_dir_all(place.cache()).unwrap();
    fs::set_permissions(place.cache(), Permissions::from_mode(0o777)).unwrap();
    assert!(place.run(&place.image("a", TELL), &[]).status.success());
    assert_eq!(mode(place.cache()), 0o700);
}

#[test]
fn a_link_in_place_of_the_folder_is_refused() {
    let place = Place::new();
    let elsewhere = place.folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::create_dir_all(place.cache().parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(&elsewhere, place.cache()).unwrap();
    let output = place.run(&place.image("a", TELL), &[]);
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("set XDG_CACHE_HOME"));
    assert_eq!(fs::read_dir(elsewhere).unwrap().count(), 0);
}

#[test]
fn one_changed_byte_is_refused_before_anything_runs() {
    let place = Place::new();
    let image = place.image("a", TELL);
    let offset: u64 = text(&place.run(&image, &["--appimage-offset"]).stdout)
        .trim()
        .parse()
        .unwrap();
    let file = OpenOptions::new().write(true).open(&image).unwrap();
    file.write_at(b"!", offset + 200).unwrap();
    drop(file);
    for arguments in [&[] as &[&str], &["--appimage-extract"]] {
        let output = place.run(&image, arguments);
        assert!(!output.status.success());
        assert!(text(&output.stderr).contains("damaged or incomplete"));
    }
    assert!(place.unpacked().is_empty());
    assert!(!place.folder.path().join("squashfs-root").exists());
}

#[test]
fn half_a_download_is_refused() {
    let place = Place::new();
    let image = place.image("a", TELL);
    let whole = fs::read(&image).unwrap();
    for length in [whole.len() - 1, whole.len() - 1_000_000] {
        let half = place.folder.path().join(format!("half-{length}"));
        write_program(&half, &whole[..length]);
        let output = place.run(&half, &[]);
        assert!(!output.status.success());
        assert!(text(&output.stderr).contains("get it again"));
    }
    assert!(place.unpacked().is_empty());
}

#[test]
fn a_file_that_was_cleaned_away_is_unpacked_again() {
    let place = Place::new();
    let image = place.image("a", TELL);
    place.run(&image, &[]);
    let [folder] = place.unpacked().try_into().unwrap();
    fs::remove_file(folder.join("usr/text")).unwrap();
    assert!(place.run(&image, &[]).status.success());
    assert_eq!(
        fs::read_to_string(folder.join("usr/text")).unwrap(),
        "words"
    );
}

#[test]
fn an_unpacking_that_was_cut_off_is_begun_again() {
    let place = Place::new();
    let image = place.image("a", TELL);
    place.run(&image, &[]);
    let [folder] = place.unpacked().try_into().unwrap();
    fs::remove_file(folder.with_added_extension("size")).unwrap();
    fs::write(folder.join("AppRun"), "half").unwrap();
    fs::create_dir(place.cache().join(".new-left")).unwrap();
    let output = place.run(&image, &["word"]);
    assert!(text(&output.stdout).ends_with("word\n"), "{output:?}");
    assert_eq!(place.unpacked(), [folder]);
}

#[test]
fn an_older_image_is_removed_only_when_nobody_uses_it() {
    let place = Place::new();
    let older = place.image("older", "#!/bin/sh\necho up\nread _\n");
    let mut running = place
        .command(&older, &[])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // It is up when it has said so.
    let mut up = [0; 3];
    std::io::Read::read_exact(running.stdout.as_mut().unwrap(), &mut up).unwrap();
    let [first] = place.unpacked().try_into().unwrap();

    place.run(&place.image("newer", TELL), &[]);
    assert!(first.join("AppRun").exists());
    assert_eq!(place.unpacked().len(), 2);

    drop(running.stdin.take());
    running.wait().unwrap();
    let foreign = place.cache().join("somebody's");
    fs::create_dir(&foreign).unwrap();
    place.run(&place.image("newest", "#!/bin/sh\n"), &[]);
    assert!(!first.exists());
    assert!(foreign.exists());
    assert_eq!(place.unpacked().len(), 2);
}

#[test]
fn many_first_starts_at_once_all_succeed() {
    let place = Place::new();
    let image = place.image("a", TELL);
    let started: Vec<_> = (0..6)
        .map(|_| {
            place
                .command(&image, &[])
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut one in started {
        assert!(one.wait().unwrap().success());
    }
    assert_eq!(place.unpacked().len(), 1);
}

#[test]
fn extracts_beside_the_caller_and_overwrites_nothing() {
    let place = Place::new();
    let image = place.image("a", TELL);
    assert!(place.run(&image, &["--appimage-extract"]).status.success());
    let folder = place.folder.path().join("squashfs-root");
    assert_eq!(fs::read_to_string(folder.join("AppRun")).unwrap(), TELL);
    assert!(!place.cache().exists());
    let again = place.run(&image, &["--appimage-extract"]);
    assert!(!again.status.success());
    assert!(text(&again.stderr).contains("remove it"));
}

#[test]
fn without_a_home_it_says_what_to_set() {
    let place = Place::new();
    let image = place.image("a", TELL);
    let output = place
        .command(&image, &[])
        .env("XDG_CACHE_HOME", "not/absolute")
        .env_remove("HOME")
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("set HOME"));
}

#[test]
fn an_option_that_it_does_not_know_starts_nothing() {
    let place = Place::new();
    let output = place.run(&place.image("a", TELL), &["--appimage-mount"]);
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    assert!(text(&output.stderr).contains("--appimage-extract"));
}
