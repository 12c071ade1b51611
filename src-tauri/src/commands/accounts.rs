//! Accounts, contacts, addresses that are watched, and being paid.

use mien_chain::{Address, format_units};
use mien_store::SettingKey;
use mien_wallet::{Wallet, WalletError, payment_link, read_payment};
use tauri::AppHandle;

use super::{State, current_account};
use crate::border::{
    AccountView, AppError, ContactView, ErrorCode, Fact, NameView, QrView, RecipientView,
    ReviewEnd, WatchedBalancesView, What,
};

/// The accounts in use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn accounts(app: State<'_>) -> Result<Vec<AccountView>, AppError> {
    app.with(|wallet, _| {
        let current = current_account(wallet)?.index;
        let accounts = wallet.accounts()?.into_iter();
        Ok(accounts.map(|a| AccountView::new(a, current)).collect())
    })
    .await
}

/// Puts the account's address on the clipboard. The clipboard is never read.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_address(app: State<'_>) -> Result<(), AppError> {
    let address = app
        .with(|wallet, _| Ok(current_account(wallet)?.address.to_string()))
        .await?;
    crate::clipboard::write(&address)
}

/// Adds the next account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_add(app: State<'_>, label: String) -> Result<AccountView, AppError> {
    app.with(move |wallet, _| {
        let account = wallet.add_account(label.trim())?;
        Ok(AccountView::new(account, current_account(wallet)?.index))
    })
    .await
}

/// Names an account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_name(
    app: State<'_>,
    index: u32,
    label: String,
) -> Result<AccountView, AppError> {
    app.with(move |wallet, _| {
        let account = wallet.name_account(index, label.trim())?;
        Ok(AccountView::new(account, current_account(wallet)?.index))
    })
    .await
}

/// Uses this account. What waited for consent under another is void.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_use(
    app: State<'_>,
    window: AppHandle,
    index: u32,
) -> Result<(), AppError> {
    app.with(move |wallet, _| {
        wallet.account(index)?;
        let settings = wallet.store().settings();
        let set = settings.set(SettingKey::CurrentAccount, &index.to_string());
        Ok(set.map_err(WalletError::from)?)
    })
    .await?;
    app.end_review(&window, ReviewEnd::Died);
    What::Network.tell(&window);
    Ok(())
}

/// A link and its QR code by which the account in use is paid.
#[tauri::command]
#[specta::specta]
pub(crate) async fn receive(app: State<'_>, amount: Option<String>) -> Result<QrView, AppError> {
    app.with(move |wallet, _| {
        let account = current_account(wallet)?;
        let network = wallet.known_network(&wallet.current_network()?)?;
        let amount = amount.as_deref().map(str::trim).filter(|a| !a.is_empty());
        qr(payment_link(account.address, &network, amount)?)
    })
    .await
}

/// A QR code as the path of an SVG: one square for each dark module.
fn qr(uri: String) -> Result<QrView, AppError> {
    let code = qrcode::QrCode::new(uri.as_bytes())
        .map_err(|_| AppError::because(ErrorCode::WrongInput, Fact::TooLongForQr))?;
    let width = code.width();
    let mut path = String::new();
    for (place, module) in code.to_colors().into_iter().enumerate() {
        if module == qrcode::Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", place % width, place / width));
        }
    }
    Ok(QrView {
        uri,
        size: u32::try_from(width).unwrap_or(0),
        path,
    })
}

/// Reads a recipient: an address, a contact's name, or a payment link.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recipient(app: State<'_>, text: String) -> Result<RecipientView, AppError> {
    app.with(move |wallet, _| read_recipient(wallet, &text))
        .await
}

/// The same for other commands.
pub(crate) fn read_recipient(wallet: &Wallet, text: &str) -> Result<RecipientView, AppError> {
    if !text.trim().starts_with("ethereum:") {
        let found = wallet.recipient(text)?;
        return Ok(RecipientView {
            address: found.address.to_string(),
            name: wallet.called(found.address)?.map(Into::into),
            amount: None,
        });
    }
    let asked = read_payment(text)?;
    let network = wallet.known_network(&wallet.current_network()?)?;
    if let Some(id) = asked.chain_id.filter(|id| *id != network.chain_id()) {
        return Err(AppError::because(
            ErrorCode::UnknownNetwork,
            Fact::PaymentElsewhere {
                wanted: id,
                network: network.name().to_owned(),
                chain_id: network.chain_id(),
            },
        ));
    }
    Ok(RecipientView {
        address: asked.address.to_string(),
        name: wallet.called(asked.address)?.map(Into::into),
        amount: asked.value.map(|wei| format_units(wei, 18)),
    })
}

/// What an address is called here.
pub(crate) fn name_of(
    wallet: &Wallet,
    address: Option<Address>,
) -> Result<Option<NameView>, AppError> {
    Ok(match address {
        Some(address) => wallet.called(address)?.map(Into::into),
        None => None,
    })
}

/// The address book.
#[tauri::command]
#[specta::specta]
pub(crate) async fn contacts(app: State<'_>) -> Result<Vec<ContactView>, AppError> {
    app.with(|wallet, _| {
        Ok(wallet
            .contacts()?
            .into_iter()
            .map(ContactView::from)
            .collect())
    })
    .await
}

/// Adds a contact.
#[tauri::command]
#[specta::specta]
pub(crate) async fn contact_add(
    app: State<'_>,
    name: String,
    address: String,
    note: String,
) -> Result<(), AppError> {
    app.with(move |wallet, _| {
        wallet.add_contact(&name, address.trim(), note.trim())?;
        Ok(())
    })
    .await
}

/// Removes a contact.
#[tauri::command]
#[specta::specta]
pub(crate) async fn contact_remove(app: State<'_>, name: String) -> Result<(), AppError> {
    app.with(move |wallet, _| Ok(wallet.remove_contact(&name)?))
        .await
}

/// Addresses that are watched without a key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watched(app: State<'_>) -> Result<Vec<AccountView>, AppError> {
    app.with(|wallet, _| {
        let watched = wallet.watched()?.into_iter().enumerate();
        Ok(watched
            .map(|(place, watched)| AccountView {
                index: u32::try_from(place).unwrap_or(u32::MAX),
                address: watched.address.to_string(),
                label: watched.label,
                current: false,
            })
            .collect())
    })
    .await
}

/// What they hold of the coin of the network in use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watched_balances(app: State<'_>) -> Result<WatchedBalancesView, AppError> {
    app.with(|wallet, runtime| {
        let client = super::connect(wallet, runtime)?;
        let balances = runtime.block_on(wallet.watched_balances(Some(&client)))?;
        Ok(WatchedBalancesView {
            network: client.network().name().to_owned(),
            balances: balances.into_iter().map(Into::into).collect(),
        })
    })
    .await
}

/// Watches an address.
#[tauri::command]
#[specta::specta]
pub(crate) async fn watch(app: State<'_>, address: String, label: String) -> Result<(), AppError> {
    app.with(move |wallet, _| {
        wallet.watch_address(address.trim(), &label)?;
        Ok(())
    })
    .await
}

/// Watches it no longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unwatch(app: State<'_>, address: String) -> Result<(), AppError> {
    app.with(move |wallet, _| Ok(wallet.unwatch_address(address.trim())?))
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qr_code_is_drawn_module_by_module() {
        let view = qr("ethereum:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359".to_owned()).unwrap();
        // The finder pattern's first row: seven dark modules, then a light one.
        for x in 0..7 {
            assert!(view.path.contains(&format!("M{x} 0h1v1h-1z")));
        }
        assert!(!view.path.contains("M7 0h1v1h-1z"));
        assert!(view.size >= 21);
    }
}
