//! What is stored, for looking at and for taking elsewhere.

use std::time::{Duration, UNIX_EPOCH};

use mien_store::{Record, Timestamp};
use serde_json::{Value, json};

use crate::error::WalletError;
use crate::wallet::Wallet;

impl Wallet {
    /// Everything that the wallet keeps: the database, and what the helper data
    /// say without opening them.
    ///
    /// # Errors
    /// [`WalletError::Store`], or pictures that cannot be counted.
    pub fn everything(&self) -> Result<Value, WalletError> {
        let export = self.store().export()?;
        let identity = self.identity().ok().map(|identity| {
            json!({
                "xpub": identity.key.to_xpub(),
                "helper_bytes": identity.status.helper_len,
                "failed_scans": identity.status.failures,
            })
        });
        let (pictures, bytes) = self.kept_pictures()?;
        Ok(json!({
            "folder": self.home().path().display().to_string(),
            "helper_data": identity,
            "database": export,
            "pictures": { "number": pictures, "bytes": bytes },
        }))
    }
}

/// A time as RFC 3339 in UTC.
#[must_use]
pub fn utc(at: Timestamp) -> String {
    let seconds = u64::try_from(at.seconds()).unwrap_or_default();
    humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_secs(seconds)).to_string()
}

/// Records as a table: RFC 4180, with a header.
#[must_use]
pub fn history_csv(records: &[Record]) -> String {
    let mut text =
        "time,kind,status,network,chain_id,account,counterparty,value,tx_hash,what\r\n".to_owned();
    for record in records {
        let or_empty = |value: Option<String>| value.unwrap_or_default();
        let fields = [
            utc(record.time),
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
