//! The recovery kit outside the device: damaged, cut, foreign, photographed.
//! Format: `spec/kit.md`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod common;

use std::fs;

use common::{PIN, Stage, text};
use mien_frame::{Frame, Outside, Patch, Similarity};
use mien_identity::Connection;
use mien_keeper::{HelperData, KeeperCommand, KitError, Record};
use sha2::{Digest, Sha256};

/// Every single bit, all bits, and two that keep a byte's parity.
const PATTERNS: [u8; 10] = [1, 2, 4, 8, 16, 32, 64, 128, 0xff, 0x55];
const PACK_AT: std::ops::Range<usize> = 6..38;

#[test]
fn a_flipped_byte_anywhere_in_a_kit_or_a_record_is_an_error() {
    let Some(stage) = Stage::with_wallet("flipped bytes of a kit") else {
        return;
    };
    let kit = fs::read(stage.export(&stage.mien, "wallet.mienkit")).unwrap();
    let record = fs::read(stage.mien.home().join("keeper/identity.rec")).unwrap();
    assert!(HelperData::from_kit_bytes(&kit).is_ok() && Record::from_bytes(&record).is_ok());
    for pattern in PATTERNS {
        for at in 0..kit.len() {
            let mut damaged = kit.clone();
            damaged[at] ^= pattern;
            let read = HelperData::from_kit_bytes(&damaged);
            assert!(read.is_err(), "kit byte {at} ^ {pattern:#x}");
        }
        for at in 0..record.len() {
            let mut damaged = record.clone();
            damaged[at] ^= pattern;
            let read = Record::from_bytes(&damaged);
            assert!(read.is_err(), "record byte {at} ^ {pattern:#x}");
        }
    }
    for len in 0..kit.len() {
        let read = HelperData::from_kit_bytes(&kit[..len]);
        assert!(read.is_err(), "a kit cut off after {len} bytes");
    }
    let longer = [&kit[..], &[0]].concat();
    assert!(HelperData::from_kit_bytes(&longer).is_err());
}

#[test]
fn the_command_says_what_is_wrong_with_a_kit_and_what_to_do() {
    let Some(stage) = Stage::with_wallet("damaged kits") else {
        return;
    };
    let kit = fs::read(stage.export(&stage.mien, "wallet.mienkit")).unwrap();
    let flipped = |at: usize| {
        let mut damaged = kit.clone();
        damaged[at] ^= 0x10;
        damaged
    };
    let mut newer = kit.clone();
    newer[4] = 2;
    let newer = with_checksum(newer);
    assert!(matches!(
        HelperData::from_kit_bytes(&newer),
        Err(KitError::Version { found: 2, .. })
    ));
    let half = kit[..kit.len() / 2].to_vec();
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("magic", flipped(0), "not a Mien recovery kit"),
        ("key", flipped(120), "use another copy"),
        ("share", flipped(200), "use another copy"),
        ("checksum", flipped(kit.len() - 1), "use another copy"),
        ("half", half, "use another copy"),
        ("newer", newer, "install a newer Mien"),
        ("empty", Vec::new(), "use another copy"),
    ];
    for (name, bytes, advice) in cases {
        let file = stage.file(name);
        fs::write(&file, bytes).unwrap();
        for command in [
            &["kit", "show", &file][..],
            &["recover", &file, "--pin-stdin"],
        ] {
            let other = stage.mien.with_home(&stage.path("other-device"));
            let outcome = other.run(command, &format!("{PIN}\n")).unwrap();
            let (code, message) = outcome.refusal().unwrap();
            assert_eq!(code, "kit", "{name}: {message}");
            assert!(message.contains(advice), "{name}: {message}");
            assert!(!other.home().join("keeper/identity.rec").exists());
        }
    }
}

#[test]
fn a_kit_of_another_model_pack_names_both_and_imports_nothing() {
    let Some(stage) = Stage::with_wallet("a kit of another model pack") else {
        return;
    };
    let good = stage.export(&stage.mien, "wallet.mienkit");
    let mut kit = fs::read(&good).unwrap();
    let ours = hex::encode(&kit[PACK_AT][..8]);
    kit[PACK_AT].fill(0xab);
    let foreign = stage.file("foreign.mienkit");
    fs::write(&foreign, with_checksum(kit)).unwrap();

    let other = stage.mien.with_home(&stage.path("other-device"));
    let recover = |kit: &str| {
        let command = ["recover", kit, "--pin-stdin"];
        stage.scan(&other, &command, &["obama3.jpg"], &format!("{PIN}\n"))
    };
    let (code, message) = recover(&foreign).refusal().unwrap();
    assert_eq!(code, "other-pack", "{message}");
    assert!(
        message.contains(&"ab".repeat(8)) && message.contains(&ours),
        "{message}"
    );
    // The right kit is still welcome in the same data directory.
    let recovered = recover(&good).success().unwrap();
    assert_eq!(text(&recovered, "address"), stage.address());
}

#[test]
fn the_text_the_picture_and_a_photograph_of_it_are_the_same_kit() {
    let Some(stage) = Stage::with_wallet("kit as text and picture") else {
        return;
    };
    let (file, picture) = (stage.file("wallet.mienkit"), stage.file("wallet.png"));
    let export = ["kit", "export", "--file", &file, "--qr", &picture];
    stage.mien.run(&export, "").unwrap().success().unwrap();
    let other = stage.mien.with_home(&stage.path("other-device"));
    let show = |path: &str| other.run(&["kit", "show", path], "").unwrap().success();
    let as_file = show(&file).unwrap();
    assert_eq!(text(&as_file, "address"), stage.address());
    assert_eq!(show(&picture).unwrap(), as_file);

    let kit = fs::read(&file).unwrap();
    let written = data_encoding::BASE32_NOPAD.encode(&kit);
    let as_text = stage.file("kit.txt");
    fs::write(&as_text, format!("\n  MIEN:{written}\r\n")).unwrap();
    assert_eq!(show(&as_text).unwrap(), as_file);

    let code = Frame::open(stage.path("wallet.png").as_path()).unwrap();
    // How large the code is in a 1280 × 960 picture, how far it is turned, how
    // soft the lens is.
    for (share, degrees, blur) in [(0.9, 4.0, 1), (0.7, -11.0, 1), (0.8, 183.0, 0)] {
        let photo = stage.file("photo.jpg");
        let taken = photograph(&code, share, degrees, blur);
        fs::write(&photo, taken.to_jpeg(70).unwrap().as_slice()).unwrap();
        let read = show(&photo);
        let read = read.unwrap_or_else(|e| panic!("{share} {degrees}° {blur}: {e}"));
        assert_eq!(read, as_file, "{share} {degrees}° {blur}");
    }
    // The control: what no reader could read is refused, with advice.
    let photo = stage.file("photo.jpg");
    let taken = photograph(&code, 0.12, 0.0, 3);
    fs::write(&photo, taken.to_jpeg(70).unwrap().as_slice()).unwrap();
    let outcome = other.run(&["kit", "show", &photo], "").unwrap();
    let (_, message) = outcome.refusal().unwrap();
    assert!(message.contains("take the picture again"), "{message}");
}

#[test]
fn a_file_that_exists_is_never_overwritten() {
    let Some(stage) = Stage::with_wallet("export over an existing file") else {
        return;
    };
    let theirs = stage.file("holiday.png");
    for form in ["--file", "--qr"] {
        fs::write(&theirs, "theirs").unwrap();
        let outcome = stage
            .mien
            .run(&["kit", "export", form, &theirs], "")
            .unwrap();
        let (code, message) = outcome.refusal().unwrap();
        assert_eq!(code, "storage", "{message}");
        assert!(message.contains("holiday.png"), "{message}");
        assert_eq!(fs::read(&theirs).unwrap(), b"theirs");
    }
}

/// The same kit with the checksum that its bytes ask for.
fn with_checksum(mut kit: Vec<u8>) -> Vec<u8> {
    let at = kit.len() - 16;
    let check = Sha256::digest(&kit[..at]);
    kit[at..].copy_from_slice(&check[..16]);
    kit
}

/// The code on a grey table, as a webcam would see it: `share` of the picture's
/// height, turned, dimmed, out of focus by `blur` passes of a 3 × 3 mean.
fn photograph(code: &Frame, share: f64, degrees: f64, blur: usize) -> Frame {
    let (width, height) = (1280, 960);
    let scale = f64::from(code.height()) / (f64::from(height) * share);
    let middle = [
        f64::from(code.width()) / 2.0,
        f64::from(code.height()) / 2.0,
    ];
    let centre = [f64::from(width) / 2.0, f64::from(height) / 2.0];
    let look = Similarity::about(centre, middle, scale, degrees.to_radians());
    let seen = Patch::turned(code, &look, 1280, 960, Outside::Black);
    let mut taken = seen.to_frame().unwrap();
    taken.adjust(0.6, 30.0);
    for _ in 0..blur {
        taken = softened(&taken);
    }
    taken
}

fn softened(frame: &Frame) -> Frame {
    let (w, h) = (frame.width() as usize, frame.height() as usize);
    let rgb = frame.rgb();
    let mut out = rgb.to_vec();
    for y in 1..h - 1 {
        for x in 1..w - 1 {
            for c in 0..3 {
                let near =
                    |dx: usize, dy: usize| u32::from(rgb[((y + dy - 1) * w + x + dx - 1) * 3 + c]);
                let sum: u32 = (0..9).map(|i| near(i % 3, i / 3)).sum();
                out[(y * w + x) * 3 + c] = u8::try_from(sum / 9).unwrap();
            }
        }
    }
    Frame::from_rgb(frame.width(), frame.height(), out).unwrap()
}

/// The keeper looks for the code: what crosses to it is brightness, and what
/// comes back is what the kit says of itself.
#[test]
fn a_kit_held_to_a_camera_is_the_wallet_of_a_new_device() {
    let Some(stage) = Stage::with_wallet("a kit before a camera") else {
        return;
    };
    let picture = stage.path("wallet.png");
    let export = ["kit", "export", "--qr", picture.to_str().unwrap()];
    stage.mien.run(&export, "").unwrap().success().unwrap();
    let code = Frame::open(&picture).unwrap();
    let keeper = KeeperCommand::new(stage.mien.program(), &["keeper"]);
    let here = Connection::open(&keeper, &stage.mien.home().join("keeper"));
    let here = here.unwrap().status().unwrap();

    let device = tempfile::tempdir().unwrap();
    let folder = device.path().join("keeper");
    let mut new = Connection::open(&keeper, &folder).unwrap();
    let table = Frame::filled(1280, 720, [180; 3]).unwrap();
    assert!(new.inspect_kit_seen(&table).unwrap().is_none());
    // Held at arm's length, in a hand that does not keep still.
    let turns = [6.0, 3.0, -2.0, 8.0, 11.0];
    let mut frames = turns
        .map(|degrees| photograph(&code, 0.6, degrees, 1))
        .into_iter();
    let found = frames.find_map(|frame| {
        let said = new.inspect_kit_seen(&frame).unwrap()?;
        Some((frame, said))
    });
    let (held, said) = found.expect("no code seen");
    assert_eq!(said.public_key, here.public_key);
    assert!(new.status().is_err(), "looking alone imports nothing");
    new.import_kit_seen(&held).unwrap();
    assert_eq!(new.status().unwrap().public_key, here.public_key);
    // Another device's wallet is not replaced by what is held up.
    assert!(new.import_kit_seen(&table).is_err());
    assert_eq!(new.status().unwrap().public_key, here.public_key);
}
