//! The first question of a window, and consent.

use mien_identity::IdentityError;
use mien_keeper::protocol::{MemoryLock, Phrase};
use mien_keeper::{KeeperError, PinUse};
use mien_store::{Decision, SettingKey};
use mien_wallet::{CONSENT_VERSION, LifeCycle, Wallet, WalletError};

use super::State;
use crate::border::{AppError, Boot, KitCopy, Language, Stage, Theme};
use crate::{camera, lock};

/// How the wallet and the app are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn boot(app: State<'_>) -> Result<Boot, AppError> {
    let locked = app.locked();
    app.with_even_locked(move |wallet, _| read(wallet, locked))
        .await
}

fn read(wallet: &Wallet, locked: bool) -> Result<Boot, AppError> {
    let status = match wallet.identity() {
        Ok(identity) => Some(identity.status),
        Err(WalletError::Identity(IdentityError::Keeper(KeeperError::NoIdentity(_)))) => None,
        Err(e) => return Err(e.into()),
    };
    let camera = camera::chosen(wallet)?;
    let setting = |key| {
        wallet
            .store()
            .settings()
            .get(key)
            .map_err(WalletError::from)
    };
    Ok(Boot {
        stage: match &status {
            None => Stage::Welcome,
            Some(status) if status.proved() => Stage::Ready,
            Some(_) => Stage::Unproved,
        },
        locked: locked
            && status
                .as_ref()
                .is_some_and(mien_keeper::protocol::Status::proved),
        language: setting(SettingKey::Language)?
            .as_deref()
            .and_then(Language::parse),
        theme: setting(SettingKey::Appearance)?
            .as_deref()
            .and_then(Theme::parse)
            .unwrap_or_default(),
        consent: wallet.has_consent()?,
        consent_version: CONSENT_VERSION.to_owned(),
        pin: status.as_ref().is_some_and(|s| s.pin == PinUse::Required),
        kit_copy: match setting(SettingKey::KitCopy)?.as_deref() {
            None => KitCopy::None,
            Some("refused") => KitCopy::Refused,
            Some("drawn") => KitCopy::Drawn,
            Some(_) => KitCopy::Exported,
        },
        phrase: status
            .as_ref()
            .is_some_and(|s| s.phrase == Phrase::Confirmed),
        suspended: wallet.life_cycle()? == LifeCycle::Suspended,
        demo: camera::is_demo(&camera),
        camera,
        autolock_minutes: lock::minutes(wallet),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        memory_limited: status.is_some_and(|s| s.memory == MemoryLock::Limited),
    })
}

/// The person agrees to the consent text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn agree(app: State<'_>) -> Result<(), AppError> {
    app.with(|wallet, _| Ok(wallet.consent(Decision::Given)?))
        .await
}

/// The person does not; recorded.
#[tauri::command]
#[specta::specta]
pub(crate) async fn decline(app: State<'_>) -> Result<(), AppError> {
    app.with(|wallet, _| match wallet.consent(Decision::Declined) {
        Ok(()) | Err(WalletError::NoConsent) => Ok(()),
        Err(e) => Err(e.into()),
    })
    .await
}
