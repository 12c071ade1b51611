//! Tokens and allowances.

use mien_chain::{KnownCall, erc20_approve, parse_address};
use mien_wallet::{Discovery, Wallet};

use super::send::carry_out;
use crate::args::{ApprovalsCommand, TokensCommand};
use crate::context::network;
use crate::report::Report;

pub(super) async fn tokens(wallet: &Wallet, command: &TokensCommand) -> anyhow::Result<Report> {
    match command {
        TokensCommand::List { all, of } => {
            let account = wallet.account(of.account)?;
            let client = wallet.connect(&network(wallet, &of.network).await?).await?;
            let found = if *all {
                Discovery::Received
            } else {
                Discovery::Added
            };
            let balances = wallet
                .token_balances(&client, account.address, found)
                .await?;
            let lines: Vec<String> = balances
                .iter()
                .map(|b| format!("{}  {}", b.token.address, b.shown))
                .collect();
            let text = if lines.is_empty() {
                "No tokens; add one with `mien tokens add CONTRACT`, or look with --all.".to_owned()
            } else {
                lines.join("\n")
            };
            Report::new(text, &balances)
        }
        TokensCommand::Add {
            contract,
            network: on,
        } => {
            let client = wallet.connect(&network(wallet, on).await?).await?;
            let token = wallet.add_token(&client, parse_address(contract)?).await?;
            let text = format!("{} ({}) is shown from now on.", token.symbol, token.name);
            Report::new(text, &token)
        }
        TokensCommand::Remove {
            contract,
            network: on,
        } => {
            let name = match &on.network {
                Some(name) => name.clone(),
                None => wallet.current_network()?,
            };
            wallet.remove_token(&name, parse_address(contract)?)?;
            Report::new(
                "It is not shown any more; what you hold of it stays.",
                serde_json::json!({ "removed": contract }),
            )
        }
    }
}

pub(super) async fn approvals(
    wallet: &Wallet,
    command: &ApprovalsCommand,
) -> anyhow::Result<Report> {
    match command {
        ApprovalsCommand::List(args) => {
            let account = wallet.account(args.account)?;
            let client = wallet
                .connect(&network(wallet, &args.network).await?)
                .await?;
            let standing = wallet.allowances(&client, account.address).await?;
            let mut lines: Vec<String> = standing
                .iter()
                .map(|a| {
                    let call = KnownCall::decode(&erc20_approve(a.spender, a.amount));
                    let amount = match call {
                        Some(call) if call.is_unlimited() => "without limit".to_owned(),
                        _ => format!("{} smallest units", a.amount),
                    };
                    format!("{}  may be taken by {}: {amount}", a.token, a.spender)
                })
                .collect();
            let mut rows = serde_json::to_value(&standing)?;
            for right in wallet.operators(&client, account.address).await? {
                let (contract, operator) = (right.contract, right.operator);
                lines.push(format!("{contract}  everything may be taken by {operator}"));
                if let Some(rows) = rows.as_array_mut() {
                    rows.push(serde_json::json!({
                        "token": contract.to_string(),
                        "spender": operator.to_string(),
                        "everything": true,
                    }));
                }
            }
            let text = if lines.is_empty() {
                "Nobody may take tokens of this account.".to_owned()
            } else {
                lines.join("\n")
            };
            Report::new(text, rows)
        }
        ApprovalsCommand::Revoke {
            token,
            spender,
            account,
            network: on,
            scan,
            yes,
        } => {
            let (token, spender) = (parse_address(token)?, parse_address(spender)?);
            let network = network(wallet, on).await?;
            let plan = wallet
                .prepare_revoke(&network, *account, token, spender)
                .await?;
            carry_out(wallet, &plan, "", scan, *yes).await
        }
    }
}
