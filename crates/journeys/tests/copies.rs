//! When a copy of the kit counts as being outside the device, and what allows a
//! wallet to be forgotten: the use cases over the real keeper.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test")]

mod common;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use common::{PIN, RENEW, Stage, models};
use mien_camera::CameraSpec;
use mien_identity::{IdentityError, Pin, Unwatched};
use mien_journeys::Mien;
use mien_keeper::{KeeperCommand, KeeperError, KitForm};
use mien_store::{Filter, Kind, SettingKey};
use mien_wallet::{Home, KIT_REFUSALS, Prepare, ScanInputs, Wallet, WalletError};

struct Ready;

impl Prepare for Ready {
    fn prepare(&self, _: usize, _: &CameraSpec) -> Result<(), IdentityError> {
        Ok(())
    }
}

fn wallet(mien: &Mien) -> Wallet {
    let home = Home::find(Some(mien.home().to_owned())).unwrap();
    let keeper = KeeperCommand::new(mien.program(), &["keeper"]);
    Wallet::open(home, keeper, models(), Arc::new(Unwatched)).unwrap()
}

fn scan(stage: &Stage) -> ScanInputs {
    let spec = |photo: &&str| stage.photos.camera(photo).parse().unwrap();
    ScanInputs {
        cameras: RENEW.iter().map(spec).collect(),
        prepare: Arc::new(Ready),
        pin: Some(Arc::new(Pin::new(PIN).unwrap())),
        tries: 3,
    }
}

/// What the wallet says of a copy, and whether the keeper knows of one of the
/// helper data in force.
fn copy(wallet: &Wallet) -> (Option<String>, bool) {
    let said = wallet.store().settings().get(SettingKey::KitCopy).unwrap();
    let status = wallet.identity().unwrap().status;
    (said, status.kit_generation == Some(status.generation))
}

fn told(wallet: &Wallet, kind: Kind) -> usize {
    let all = wallet.store().history().list(&Filter::default()).unwrap();
    all.iter().filter(|record| record.kind == kind).count()
}

fn said(words: &str) -> Option<String> {
    Some(words.to_owned())
}

#[test]
fn printed_and_saved_are_copies_and_a_refusal_is_none() {
    let Some(stage) = Stage::with_wallet("copies of the kit") else {
        return;
    };
    let printed = wallet(&stage.copy("printed"));
    assert_eq!(copy(&printed), (None, false));
    let before = told(&printed, Kind::KitExport);
    printed.kit_printed().unwrap();
    assert_eq!(copy(&printed), (said("exported"), true));
    assert_eq!(told(&printed, Kind::KitExport), before + 1);

    let saved = wallet(&stage.copy("saved"));
    let file = stage.path("saved.mienkit");
    saved.export_kit(KitForm::File, &file).unwrap();
    assert_eq!(copy(&saved), (said("exported"), true));
    // What could not be written is no copy.
    let failed = wallet(&stage.copy("failed"));
    assert!(failed.export_kit(KitForm::File, &file).is_err());
    assert_eq!(copy(&failed), (None, false));

    let refused = wallet(&stage.copy("refused"));
    let none = refused.refuse_kit_copy("I do with a copy");
    assert!(matches!(none, Err(WalletError::NotRefused)), "{none:?}");
    assert_eq!(copy(&refused), (None, false));
    refused.refuse_kit_copy(KIT_REFUSALS[1]).unwrap();
    assert_eq!(copy(&refused), (said("refused"), false));
    // A copy that is made after all counts.
    refused.kit_printed().unwrap();
    assert_eq!(copy(&refused), (said("exported"), true));
}

/// Whoever comes with a kit has a copy elsewhere: nothing reminds of one, and
/// with it and a scan the wallet may be forgotten.
#[test]
fn a_recovered_wallet_has_a_copy_and_is_forgotten_with_it_alone() {
    let Some(stage) = Stage::with_wallet("forgetting what was recovered") else {
        return;
    };
    let kit = stage.path("wallet.mienkit");
    wallet(&stage.copy("first"))
        .export_kit(KitForm::File, &kit)
        .unwrap();
    let device = stage.mien.with_home(&stage.path("other-device"));
    let new = wallet(&device);
    new.recover(&kit, &scan(&stage)).unwrap();
    assert_eq!(copy(&new), (said("exported"), true));
    assert_eq!(told(&new, Kind::KitImport), 1);

    let here = new.identity().unwrap();
    let still_here = |refused: Result<(), WalletError>| {
        assert!(refused.is_err());
        assert_eq!(new.identity().unwrap().key, here.key);
        assert_eq!(copy(&new), (said("exported"), true));
        refused.unwrap_err()
    };
    let other = still_here(new.forget_by_address("0x0000000000000000000000000000000000000001"));
    assert!(
        matches!(
            other,
            WalletError::Identity(IdentityError::Keeper(KeeperError::ForgetNeedsCopy(_)))
        ),
        "{other}"
    );
    let damaged = damaged(&kit, &stage.path("damaged.mienkit"));
    still_here(new.forget_with_kit(Path::new(&damaged), &scan(&stage)));

    new.forget_with_kit(&kit, &scan(&stage)).unwrap();
    let gone = new.identity().unwrap_err();
    assert!(
        matches!(
            gone,
            WalletError::Identity(IdentityError::Keeper(KeeperError::NoIdentity(_)))
        ),
        "{gone}"
    );
    let said = new.store().settings().get(SettingKey::KitCopy).unwrap();
    assert_eq!(said, None, "the next wallet here has no copy yet");
    assert!(kit.is_file());
}

fn damaged(kit: &Path, to: &Path) -> String {
    let mut bytes = fs::read(kit).unwrap();
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    fs::write(to, bytes).unwrap();
    to.to_str().unwrap().to_owned()
}
