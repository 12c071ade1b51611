//! Publishing a listing, and finding whose face it is.
#![allow(clippy::unwrap_used, reason = "a test")]

mod common;

use common::{ENROL, PIN, Stage, text};

#[test]
fn a_listed_face_is_found_another_is_nobody_and_a_pin_forbids_listing() {
    let what = "look-up";
    let Some(stage) = Stage::with_wallet(what) else {
        return;
    };
    let folder = stage.path("listings");
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("owner.mienface");
    let publish = ["publish", file.to_str().unwrap(), "--agree"];

    // The wallet of the stage has a PIN: its helper data must not be searchable.
    let refused = stage.scan(&stage.mien, &publish, &["obama3.jpg"], &format!("{PIN}\n"));
    assert!(refused.refusal().unwrap().1.contains("PIN"), "{refused:?}");
    assert!(!file.exists());

    let open = stage.mien.with_home(&stage.path("face-only"));
    let enrol = ["enrol", "--agree", "--phrase", "refuse", "--face-only"];
    let enrolled = stage.scan(&open, &enrol, &ENROL, "").success().unwrap();
    let address = text(&enrolled, "address");
    let without = ["publish", file.to_str().unwrap(), "--pin-stdin"];
    let unasked = stage.scan(&open, &without, &["obama3.jpg"], "");
    assert!(unasked.refusal().is_ok() && !file.exists());
    stage
        .scan(&open, &publish, &["obama3.jpg"], "")
        .success()
        .unwrap();
    std::fs::write(folder.join("note.txt"), "not a listing").unwrap();

    let records = folder.to_str().unwrap();
    let find = ["find", "--records", records];
    let found = stage.scan(&stage.mien, &find, &["obama3.jpg"], "");
    let found = found.success().unwrap();
    assert_eq!(text(&found["found"], "address"), address);
    assert_eq!(
        (&found["searched"], &found["unreadable"]),
        (&1.into(), &1.into())
    );
    let stranger = stage.scan(&stage.mien, &find, &["biden.jpg"], "");
    assert!(stranger.success().unwrap()["found"].is_null());
}
