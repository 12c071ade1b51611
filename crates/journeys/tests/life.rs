//! A wallet's long life: enrolled with a paper phrase, renewed, given another
//! PIN, renewed again. Whatever left the device on the way still brings it back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod common;

use common::{PIN, RENEW, Stage, text};
use mien_journeys::Mien;

const NEW_PIN: &str = "battery staple 7";
const THIRD_PIN: &str = "yet another one";
/// Somebody whose face never was in this wallet.
const OTHER_FACE: [&str; 1] = ["biden.jpg"];

#[test]
fn every_kit_and_the_phrase_bring_the_same_addresses_back_after_renewals() {
    let Some(stage) = Stage::empty("a wallet's long life") else {
        return;
    };
    let words = stage.enrol_with_phrase(PIN);
    let add = ["accounts", "--add"];
    stage.mien.run(&add, "").unwrap().success().unwrap();
    let ours = addresses(&stage.mien);
    let first_kit = stage.export(&stage.mien, "first.mienkit");

    let renew = |pin: &str| {
        let renewed = stage.scan(
            &stage.mien,
            &["renew", "--pin-stdin"],
            &RENEW,
            &format!("{pin}\n"),
        );
        renewed.success().unwrap()["generation"].clone()
    };
    assert_eq!(renew(PIN), 1);
    let change = ["pin", "change", "--pin-stdin"];
    let pins = format!("{PIN}\n{NEW_PIN}\n");
    let changed = stage.scan(&stage.mien, &change, &RENEW, &pins);
    assert_eq!(changed.success().unwrap()["generation"], 2);
    assert_eq!(renew(NEW_PIN), 3);
    assert_eq!(addresses(&stage.mien), ours);
    let newest_kit = stage.export(&stage.mien, "newest.mienkit");

    // The newest kit, on an empty disk.
    let device = stage.mien.with_home(&stage.path("newest"));
    let recovered = recover(&stage, &device, &newest_kit, NEW_PIN);
    assert_eq!(recovered, Ok(ours[0].clone()));
    assert_eq!(addresses(&device), ours);

    // The first kit: with the PIN of its time, and with no other.
    let device = stage.mien.with_home(&stage.path("first"));
    let refused = recover(&stage, &device, &first_kit, NEW_PIN);
    assert_eq!(refused, Err("not-matched".to_owned()));
    let device = stage.mien.with_home(&stage.path("first again"));
    let recovered = recover(&stage, &device, &first_kit, PIN);
    assert_eq!(recovered, Ok(ours[0].clone()));
    assert_eq!(addresses(&device), ours);

    // The words with the newest kit, for another face and another PIN.
    let device = stage.mien.with_home(&stage.path("phrase"));
    let command = ["recover", &newest_kit, "--phrase", "--agree", "--pin-stdin"];
    let wrong = [&words[1..], &words[..1]].concat();
    let input = |words: &[String]| format!("{}\n{THIRD_PIN}\n", words.join(" "));
    let refused = stage.scan(&device, &command, &OTHER_FACE, &input(&wrong));
    assert_ne!(refused.status, Some(0), "words in the wrong order");
    let recovered = stage.scan(&device, &command, &OTHER_FACE, &input(&words));
    assert_eq!(text(&recovered.success().unwrap(), "address"), ours[0]);
    assert_eq!(addresses(&device), ours);
    let drill = ["drill", "--tries", "1", "--pin-stdin"];
    let pin = format!("{THIRD_PIN}\n");
    let new_face = stage.scan(&device, &drill, &OTHER_FACE, &pin);
    assert_eq!(text(&new_face.success().unwrap(), "address"), ours[0]);
    let old_face = stage.scan(&device, &drill, &RENEW[..1], &pin);
    assert_eq!(old_face.refusal().unwrap().0, "not-matched");
}

/// The addresses of two accounts; they are derived anew, and shown only by a
/// wallet that was proved.
fn addresses(mien: &Mien) -> [String; 2] {
    ["0", "1"].map(|account| {
        let shown = mien.run(&["address", "--account", account], "").unwrap();
        text(&shown.success().unwrap(), "address")
    })
}

/// Recovers, and gives the address or the code of the refusal.
fn recover(stage: &Stage, device: &Mien, kit: &str, pin: &str) -> Result<String, String> {
    let command = ["recover", kit, "--tries", "1", "--pin-stdin"];
    let outcome = stage.scan(device, &command, &RENEW[..1], &format!("{pin}\n"));
    if let Ok((code, _)) = outcome.refusal() {
        return Err(code);
    }
    Ok(text(&outcome.success().unwrap(), "address"))
}
