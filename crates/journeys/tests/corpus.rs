//! Kits and records of every format that was ever written stay readable, with the
//! face, the PIN and the words of their time: `spec/corpus`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use common::{PIN, RENEW, Stage, text};
use mien_journeys::Mien;
use serde_json::{Value, json};

/// Not among the photographs of the enrolment.
const OWNER: &str = "obama3.jpg";
/// For a model pack that is not the corpus's.
const ADVICE: &str = "what a released pack opens must stay open; see spec/corpus/README.md";

fn corpus(version: &str) -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    workspace.unwrap().join("spec/corpus").join(version)
}

fn about(version: &str) -> Value {
    let file = corpus(version).join("about.json");
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

#[test]
fn every_version_of_the_corpus_has_its_tests() {
    let versions = fs::read_dir(corpus("")).unwrap().map(|e| e.unwrap().path());
    let folders: Vec<PathBuf> = versions.filter(|path| path.is_dir()).collect();
    assert_eq!(folders, [corpus("v1")]);
}

#[test]
fn the_record_of_version_1_signs() {
    let Some(stage) = Stage::empty("record of version 1") else {
        return;
    };
    let keeper = stage.mien.home().join("keeper");
    fs::create_dir_all(&keeper).unwrap();
    let record = keeper.join("identity.rec");
    fs::copy(corpus("v1").join("identity.rec"), &record).unwrap();
    fs::set_permissions(&record, fs::Permissions::from_mode(0o600)).unwrap();
    signs(&stage, &stage.mien, &about("v1"));
}

#[test]
fn the_kit_of_version_1_recovers_and_signs() {
    let Some(stage) = Stage::empty("kit of version 1") else {
        return;
    };
    let about = about("v1");
    let kit = corpus("v1").join("wallet.mienkit");
    let recover = ["recover", kit.to_str().unwrap(), "--pin-stdin"];
    let pin = format!("{}\n", text(&about, "pin"));
    let recovered = stage.scan(&stage.mien, &recover, &[OWNER], &pin);
    let recovered = recovered
        .success()
        .unwrap_or_else(|e| panic!("{e}; {ADVICE}"));
    assert_eq!(text(&recovered, "address"), text(&about, "address"));
    signs(&stage, &stage.mien, &about);
}

#[test]
fn the_words_of_version_1_recover_with_the_kit() {
    let Some(stage) = Stage::empty("paper phrase of version 1") else {
        return;
    };
    let about = about("v1");
    let kit = corpus("v1").join("wallet.mienkit");
    let kit = kit.to_str().unwrap();
    let recover = ["recover", kit, "--phrase", "--agree", "--pin-stdin"];
    let input = format!("{}\n{PIN}\n", text(&about, "words"));
    let recovered = stage.scan(&stage.mien, &recover, &RENEW[1..], &input);
    let recovered = recovered
        .success()
        .unwrap_or_else(|e| panic!("{e}; {ADVICE}"));
    assert_eq!(text(&recovered, "address"), text(&about, "address"));
}

/// Writes `spec/corpus/v1`, which must not exist: what was released is never
/// written again. See `spec/corpus/README.md`.
#[test]
#[ignore = "writes into the repository"]
fn write_the_corpus() {
    let stage = Stage::empty("corpus").unwrap();
    let folder = corpus("v1");
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    fs::create_dir(&folder).unwrap();
    let words = stage.enrol_with_phrase(PIN);
    fs::copy(
        stage.export(&stage.mien, "wallet.mienkit"),
        folder.join("wallet.mienkit"),
    )
    .unwrap();
    let record = stage.mien.home().join("keeper/identity.rec");
    fs::copy(record, folder.join("identity.rec")).unwrap();
    let kit = folder.join("wallet.mienkit");
    let show = ["kit", "show", kit.to_str().unwrap()];
    let shown = stage.mien.run(&show, "").unwrap().success().unwrap();
    let about = json!({
        "pin": PIN,
        "words": words.join(" "),
        "address": stage.address(),
        "pack": shown["pack"],
    });
    let about = serde_json::to_string_pretty(&about).unwrap() + "\n";
    fs::write(folder.join("about.json"), about).unwrap();
}

/// A signature by the first account, checked by the command that needs no wallet.
fn signs(stage: &Stage, mien: &Mien, about: &Value) {
    let pin = text(about, "pin");
    assert_eq!(stage.drill(mien, &pin), Ok(text(about, "address")));
    let file = stage.file("signature.json");
    let sign = ["sign", "message", "as before", "--out", &file];
    let sign = [&sign[..], &["--pin-stdin"]].concat();
    let signed = stage.scan(mien, &sign, &[OWNER], &format!("{pin}\n"));
    signed.success().unwrap();
    let stranger = mien.with_home(&stage.path("stranger"));
    let verified = stranger.run(&["verify", &file], "").unwrap();
    let verified = verified.success().unwrap();
    assert_eq!(text(&verified, "signer"), text(about, "address"));
}
