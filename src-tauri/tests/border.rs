//! What crosses to the windows is the same on both sides, and each window may
//! ask for just what is meant for it.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use specta_typescript::Typescript;

mod permitted {
    include!("../src/permitted.rs");
}

/// Set to write the TypeScript types anew: `make bindings`.
const WRITE: &str = "MIEN_WRITE_BINDINGS";

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn bindings() -> PathBuf {
    here("../ui/src/lib/bindings.ts")
}

#[test]
fn the_types_of_the_windows_are_those_of_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("bindings.ts");
    mien_app::border()
        .export(Typescript::default(), &fresh)
        .unwrap();
    let fresh = std::fs::read_to_string(fresh).unwrap();
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(bindings(), &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(bindings()).unwrap();
    assert!(
        kept == fresh,
        "ui/src/lib/bindings.ts is not what the program's types give; run `make bindings`"
    );
}

/// The commands that there are.
fn commands() -> BTreeSet<String> {
    let text = std::fs::read_to_string(bindings()).unwrap();
    let (commands, _) = text.split_once("/** Events */").unwrap();
    let calls = commands.split(">(\"").skip(1);
    let commands: BTreeSet<String> = calls
        .filter_map(|rest| rest.split_once('"'))
        .map(|(name, _)| name.to_owned())
        // It takes bytes, for which there is no type.
        .chain(["camera_frame".to_owned()])
        .collect();
    assert!(commands.len() > 50, "{commands:?}");
    commands
}

fn permissions(window: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(here(&format!("capabilities/{window}.json"))).unwrap();
    let file: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(file["windows"], serde_json::json!([window]));
    let all = file["permissions"].as_array().unwrap();
    all.iter().map(|p| p.as_str().unwrap().to_owned()).collect()
}

fn of(lists: &[&[&str]]) -> BTreeSet<String> {
    let events = ["core:event:allow-listen", "core:event:allow-unlisten"];
    let commands = lists.concat().into_iter();
    commands
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .chain(events.map(str::to_owned))
        .collect()
}

#[test]
fn every_command_belongs_to_a_window() {
    let listed = [permitted::BOTH, permitted::REVIEW, permitted::MAIN].concat();
    let unique: BTreeSet<String> = listed.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(unique.len(), listed.len(), "a command is listed twice");
    assert_eq!(unique, commands());
}

#[test]
fn a_window_may_ask_for_its_own_commands_and_nothing_else() {
    let main = of(&[permitted::BOTH, permitted::MAIN]);
    let review = of(&[permitted::BOTH, permitted::REVIEW]);
    assert_eq!(permissions("main"), main);
    assert_eq!(permissions("review"), review);
    assert!(!main.contains("allow-review-approve"));
    assert!(
        !review
            .iter()
            .any(|p| p.contains("prepare") || p.contains("sign-"))
    );
}

#[test]
fn no_other_capability_is_given() {
    let files: BTreeSet<String> = std::fs::read_dir(here("capabilities"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(
        files,
        BTreeSet::from(["main.json".into(), "review.json".into()])
    );
}
