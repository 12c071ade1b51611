//! What happened.

use anyhow::anyhow;
use mien_store::{Filter, Kind, Record, Status};
use mien_wallet::{Wallet, history_csv, utc};

use crate::args::HistoryArgs;
use crate::report::Report;

pub(super) async fn history(wallet: &Wallet, args: &HistoryArgs) -> anyhow::Result<Report> {
    let filter = Filter {
        limit: Some(args.limit),
        kind: args.kind.as_deref().map(kind).transpose()?,
        status: args.status.as_deref().map(status).transpose()?,
        network: args.network.clone(),
        ..Filter::default()
    };
    if !args.offline
        && let Err(e) = refresh(wallet, args).await
    {
        eprintln!("Not brought up to date: {e:#}");
    }
    let records = wallet.store().history().list(&filter)?;
    let text = if args.csv {
        history_csv(&records)
    } else if records.is_empty() {
        "Nothing has happened yet.".to_owned()
    } else {
        let lines: Vec<String> = records.iter().map(line).collect();
        lines.join("\n")
    };
    Report::new(text, &records)
}

/// Brings the network's records up to its node, which may be away.
async fn refresh(wallet: &Wallet, args: &HistoryArgs) -> anyhow::Result<()> {
    let name = match &args.network {
        Some(name) => name.clone(),
        None => wallet.current_network()?,
    };
    let filter = Filter {
        kind: Some(Kind::Transaction),
        network: Some(name.clone()),
        limit: Some(1),
        ..Filter::default()
    };
    if wallet.store().history().list(&filter)?.is_empty() {
        return Ok(());
    }
    let network = wallet.network(&name, None).await?;
    wallet.follow_up(&wallet.connect(&network).await?).await?;
    for stuck in wallet.stuck(network.name(), network.kind())? {
        let (hash, what) = (stuck.hash, stuck.what);
        let minutes = stuck.waiting_seconds / 60;
        eprintln!(
            "{what} has waited for {minutes} min; send it again at a higher fee with `mien speed-up {hash}`, or take it back with `mien cancel {hash}`"
        );
    }
    Ok(())
}

/// Everything that the wallet keeps.
pub(super) fn data(wallet: &Wallet) -> anyhow::Result<Report> {
    let data = wallet.everything()?;
    let text = serde_json::to_string_pretty(&data)?;
    Report::new(text, data)
}

fn kind(text: &str) -> anyhow::Result<Kind> {
    text.parse().map_err(|_| {
        let known: Vec<&str> = Kind::ALL.iter().map(|k| k.as_str()).collect();
        anyhow!("there is no kind `{text}`; known are {}", known.join(", "))
    })
}

fn status(text: &str) -> anyhow::Result<Status> {
    text.parse().map_err(|_| {
        let known: Vec<&str> = Status::ALL.iter().map(|s| s.as_str()).collect();
        anyhow!(
            "there is no status `{text}`; known are {}",
            known.join(", ")
        )
    })
}

fn line(record: &Record) -> String {
    let hash = record.tx_hash.map(|h| h.to_string()).unwrap_or_default();
    let what = record.detail["what"].as_str().unwrap_or_default();
    format!(
        "{}  {:<15}{:<10}{hash}  {what}",
        utc(record.time),
        record.kind.as_str(),
        record.status.as_str()
    )
    .trim_end()
    .to_owned()
}
