//! What happened.

use std::time::{Duration, UNIX_EPOCH};

use anyhow::anyhow;
use mien_store::{Filter, Kind, Record, Status, Timestamp};
use mien_wallet::Wallet;
use serde_json::json;

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
        csv(&records)
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
    Ok(())
}

/// Everything that the wallet keeps: the database, and what the helper data say
/// without opening them.
pub(super) fn data(wallet: &Wallet) -> anyhow::Result<Report> {
    let export = wallet.store().export()?;
    let identity = wallet.identity().ok().map(|identity| {
        json!({
            "xpub": identity.key.to_xpub(),
            "helper_bytes": identity.status.helper_len,
            "failed_scans": identity.status.failures,
        })
    });
    let (pictures, bytes) = wallet.kept_pictures()?;
    let folder = wallet.home().path().display().to_string();
    let data = json!({ "folder": folder, "helper_data": identity, "database": export, "pictures": { "number": pictures, "bytes": bytes } });
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
        time(record.time),
        record.kind.as_str(),
        record.status.as_str()
    )
    .trim_end()
    .to_owned()
}

fn time(at: Timestamp) -> String {
    let seconds = u64::try_from(at.seconds()).unwrap_or_default();
    humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_secs(seconds)).to_string()
}

/// RFC 4180, with a header.
fn csv(records: &[Record]) -> String {
    let mut text =
        "time,kind,status,network,chain_id,account,counterparty,value,tx_hash,what\r\n".to_owned();
    for record in records {
        let or_empty = |value: Option<String>| value.unwrap_or_default();
        let fields = [
            time(record.time),
            record.kind.to_string(),
            record.status.to_string(),
            or_empty(record.network.clone()),
            or_empty(record.chain_id.map(|id| id.to_string())),
            or_empty(record.account.map(|a| a.to_string())),
            or_empty(record.counterparty.map(|a| a.to_string())),
            or_empty(record.value.map(|v| v.to_string())),
            or_empty(record.tx_hash.map(|h| h.to_string())),
            or_empty(record.detail["what"].as_str().map(str::to_owned)),
        ];
        text.push_str(&fields.map(|field| quoted(&field)).join(","));
        text.push_str("\r\n");
    }
    text
}

/// Quoted where it must be; what a table program would take for a formula gets
/// an apostrophe in front, because token names are anybody's words.
fn quoted(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let safe = if formula {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if safe.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn fields_are_quoted_and_never_formulas() {
        assert_eq!(quoted("1.5 ETH"), "1.5 ETH");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(quoted("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(quoted("a\r\nb"), "\"a\r\nb\"");
    }
}
