//! The file itself: permissions, damage, other programs' files, full and
//! read-only disks.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::Command;

use mien_store::{Entry, Kind, Store, StoreError};

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("a/b");
    let store = Store::open(&data).unwrap();
    store.history().begin(&Entry::new(Kind::Scan)).unwrap();
    assert_eq!(mode(&data), 0o700);
    let mut seen = 0;
    for file in fs::read_dir(&data).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        seen += 1;
    }
    assert_eq!(seen, 3, "database, -wal and -shm");
    drop(store);

    // A file that became readable for all is closed again.
    let file = data.join("wallet.sqlite");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    Store::open(&data).unwrap();
    assert_eq!(mode(&file), 0o600);
}

fn filled(dir: &Path) -> std::path::PathBuf {
    let store = Store::open(dir).unwrap();
    for _ in 0..200 {
        store
            .history()
            .begin(&Entry::new(Kind::Scan).detail("a note".into()))
            .unwrap();
    }
    store.path().to_path_buf()
}

type Damage = fn(&mut Vec<u8>);

#[test]
fn a_damaged_file_is_told_and_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let path = filled(dir.path());
    let good = fs::read(&path).unwrap();
    let damages: [(&str, Damage); 3] = [
        ("second page overwritten", |b| b[4096..8192].fill(0xff)),
        ("cut in half", |b| b.truncate(b.len() / 2)),
        ("a table's root overwritten", |b| {
            let last = b.len() - 4096;
            b[last..].fill(0xff);
        }),
    ];
    for (what, damage) in damages {
        let mut bytes = good.clone();
        damage(&mut bytes);
        fs::write(&path, &bytes).unwrap();
        let error = Store::open(dir.path()).unwrap_err();
        assert!(
            matches!(error, StoreError::Corrupt { .. }),
            "{what}: {error:?}"
        );
        assert!(error.to_string().contains("backup"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), bytes, "{what}");
    }
}

#[test]
fn another_programs_file_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("wallet.sqlite");
    fs::write(&path, "Dear diary, ".repeat(500)).unwrap();
    let error = Store::open(dir.path()).unwrap_err();
    assert!(matches!(error, StoreError::NotOurs { .. }), "{error:?}");
    assert_eq!(
        fs::read(&path).unwrap(),
        "Dear diary, ".repeat(500).as_bytes()
    );

    fs::remove_file(&path).unwrap();
    let foreign = rusqlite::Connection::open(&path).unwrap();
    foreign
        .execute_batch("CREATE TABLE songs (title TEXT)")
        .unwrap();
    drop(foreign);
    let error = Store::open(dir.path()).unwrap_err();
    assert!(matches!(error, StoreError::NotOurs { .. }), "{error:?}");
}

#[test]
fn a_newer_format_is_told_with_both_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let path = filled(dir.path());
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let error = Store::open(dir.path()).unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::NewerSchema {
                found: 99,
                known: 2,
                ..
            }
        ),
        "{error:?}"
    );
    assert!(error.to_string().contains("update Mien"), "{error}");
}

#[test]
fn a_value_that_this_program_never_writes_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let path = filled(dir.path());
    let edited = rusqlite::Connection::open(&path).unwrap();
    edited
        .execute_batch("UPDATE history SET kind = 'dance' WHERE id = 7")
        .unwrap();
    drop(edited);
    let store = Store::open(dir.path()).unwrap();
    let error = store
        .history()
        .list(&mien_store::Filter::default())
        .unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
}

#[test]
fn a_file_in_the_folders_place_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("data");
    fs::write(&place, "").unwrap();
    let error = Store::open(&place).unwrap_err();
    assert!(matches!(error, StoreError::Io { .. }), "{error:?}");
    assert!(error.to_string().contains("data"), "{error}");
}

/// A small file system of its own; root alone can make one.
struct Mount(tempfile::TempDir);

impl Mount {
    fn new(options: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        if mount(&["-t", "tmpfs", "-o", options, "tmpfs"], dir.path()) {
            Some(Self(dir))
        } else {
            println!("skipped: no file system can be mounted here");
            None
        }
    }

    fn make_read_only(&self) {
        assert!(mount(&["-o", "remount,ro"], self.0.path()));
    }
}

fn mount(arguments: &[&str], path: &Path) -> bool {
    Command::new("mount")
        .args(arguments)
        .arg(path)
        .output()
        .is_ok_and(|o| o.status.success())
}

impl Drop for Mount {
    fn drop(&mut self) {
        drop(Command::new("umount").arg(self.0.path()).output());
    }
}

#[test]
fn a_read_only_disk_is_told() {
    let Some(disk) = Mount::new("size=4m") else {
        return;
    };
    let data = disk.0.path().join("data");
    drop(Store::open(&data).unwrap());
    disk.make_read_only();
    for dir in [&data, &disk.0.path().join("new")] {
        let error = Store::open(dir).unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
        assert!(error.to_string().contains("MIEN_HOME"), "{error}");
    }
}

#[test]
fn a_full_disk_is_told_and_the_past_is_kept() {
    let Some(disk) = Mount::new("size=512k") else {
        return;
    };
    let data = disk.0.path().join("data");
    let store = Store::open(&data).unwrap();
    let mut written = 0;
    let error = loop {
        let entry = Entry::new(Kind::Scan).detail("x".repeat(8_000).into());
        match store.history().begin(&entry) {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
        assert!(written < 1_000, "the disk never fills");
    };
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
    let all = store
        .history()
        .list(&mien_store::Filter::default())
        .unwrap();
    assert_eq!(all.len(), written);
    drop(store);

    let Some(tiny) = Mount::new("size=4k,nr_inodes=16") else {
        return;
    };
    fs::write(tiny.0.path().join("ballast"), vec![0; 4096]).ok();
    let error = Store::open(tiny.0.path()).unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
}

#[cfg(unix)]
#[test]
fn a_folder_without_write_permission_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(dir.path().join("probe"), "").is_ok() {
        println!("skipped: root may write everywhere");
        return;
    }
    let error = Store::open(dir.path()).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
}
