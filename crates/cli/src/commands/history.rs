//! What happened.

use std::time::{Duration, UNIX_EPOCH};

use mien_store::{Filter, Record};
use mien_wallet::Wallet;

use crate::args::HistoryArgs;
use crate::report::Report;

pub(super) fn history(wallet: &Wallet, args: &HistoryArgs) -> anyhow::Result<Report> {
    let filter = Filter {
        limit: Some(args.limit),
        ..Filter::default()
    };
    let records = wallet.store().history().list(&filter)?;
    let lines: Vec<String> = records.iter().map(line).collect();
    let text = if lines.is_empty() {
        "Nothing has happened yet.".to_owned()
    } else {
        lines.join("\n")
    };
    Report::new(text, &records)
}

fn line(record: &Record) -> String {
    let hash = record.tx_hash.map(|h| h.to_string()).unwrap_or_default();
    let seconds = u64::try_from(record.time.seconds()).unwrap_or_default();
    let time = humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_secs(seconds));
    format!(
        "{time}  {:<15}{:<10}{hash}",
        record.kind.as_str(),
        record.status.as_str()
    )
}
