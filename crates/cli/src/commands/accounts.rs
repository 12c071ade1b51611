//! Accounts and what they hold.

use mien_chain::{Address, format_amount};
use mien_wallet::{Account, OVERVIEW_PATIENCE, Wallet, payment_link};
use serde_json::json;

use crate::args::{AccountsArgs, AddressArgs, BalanceCommand};
use crate::context::network;
use crate::report::Report;

pub(super) fn address(wallet: &Wallet, args: &AddressArgs) -> anyhow::Result<Report> {
    let account = wallet.account(args.account)?;
    if wallet.identity()?.scope() == mien_intent::Scope::Development {
        eprintln!(
            "This wallet has no PIN: use the address on development networks only. Set a PIN with `mien pin change`."
        );
    }
    let mut text = account.address.to_string();
    let uri = payment_uri(wallet, account.address, args)?;
    if args.qr {
        let code = qrcode::QrCode::new(uri.as_bytes())?;
        let picture = code
            .render::<qrcode::render::unicode::Dense1x2>()
            .quiet_zone(true)
            .build();
        text = format!("{picture}\n{text}");
    }
    Report::new(
        text,
        json!({ "address": account.address.to_string(), "account": account.index, "uri": uri }),
    )
}

/// A link that asks for a payment, on the named network or the chosen one.
fn payment_uri(wallet: &Wallet, address: Address, args: &AddressArgs) -> anyhow::Result<String> {
    let name = match &args.network {
        Some(name) => name.clone(),
        None => wallet.current_network()?,
    };
    let network = wallet.known_network(&name)?;
    Ok(payment_link(address, &network, args.amount.as_deref())?)
}

pub(super) fn accounts(wallet: &Wallet, args: &AccountsArgs) -> anyhow::Result<Report> {
    let label = args.label.as_deref().unwrap_or_default();
    if args.add {
        wallet.add_account(label)?;
    } else if args.label.is_some() {
        wallet.name_account(args.account.unwrap_or(0), label)?;
    }
    let accounts = wallet.accounts()?;
    let lines: Vec<String> = accounts.iter().map(line).collect();
    Report::new(lines.join("\n"), &accounts)
}

fn line(account: &Account) -> String {
    format!(
        "{:>3}  {}  {}",
        account.index, account.address, account.label
    )
}

/// What all accounts hold everywhere.
async fn overview(wallet: &Wallet) -> anyhow::Result<Report> {
    let all = wallet.overview(OVERVIEW_PATIENCE).await?;
    let mut lines = Vec::new();
    for one in &all {
        if let Some(problem) = &one.problem {
            lines.push(format!("{:<12} not known: {problem}", one.network));
        }
        for balance in &one.balances {
            let (account, shown) = (&balance.account, &balance.shown);
            lines.push(format!(
                "{:<12} {:>3}  {}  {shown}  {}",
                one.network, account.index, account.address, account.label
            ));
        }
    }
    Report::new(lines.join("\n"), &all)
}

pub(super) async fn balance(wallet: &Wallet, args: &BalanceCommand) -> anyhow::Result<Report> {
    if args.all_networks {
        return overview(wallet).await;
    }
    let args = &args.of;
    let account = wallet.account(args.account)?;
    let network = network(wallet, &args.network).await?;
    let client = wallet.connect(&network).await?;
    let wei = wallet.balance(&client, account.address).await?;
    let amount = format_amount(wei, network.currency());
    Report::new(
        format!("{amount} on {}", network.name()),
        json!({
            "address": account.address.to_string(),
            "network": network.name(),
            "wei": wei.to_string(),
            "amount": amount,
        }),
    )
}
