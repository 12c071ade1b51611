//! A transaction's page at its network's explorer, in the system's browser.
//! Windows name a transaction; the address is made here, from the network as
//! it is stored, and only `https` is opened.

use mien_chain::{B256, Network};
use tauri::Url;

use crate::border::{AppError, ErrorCode, Fact};

/// The page, if the network has an explorer that may be opened.
fn page(network: &Network, hash: &B256) -> Option<Url> {
    let url = Url::parse(&network.transaction_url(hash)?).ok()?;
    let plain = url.username().is_empty() && url.password().is_none();
    (url.scheme() == "https" && plain && url.has_host()).then_some(url)
}

/// The host of the explorer, if its pages may be opened.
pub(crate) fn host(network: &Network, hash: &B256) -> Option<String> {
    page(network, hash)?.host_str().map(str::to_owned)
}

/// Opens the page.
pub(crate) fn open(network: &Network, hash: &B256) -> Result<(), AppError> {
    let refused = |fact| AppError::because(ErrorCode::Failed, fact);
    let url = page(network, hash).ok_or_else(|| refused(Fact::NoExplorer))?;
    browse(&url).map_err(|detail| AppError {
        detail: Some(detail),
        ..refused(Fact::Browser)
    })
}

#[cfg(desktop)]
fn browse(url: &Url) -> Result<(), String> {
    opener::open_browser(url.as_str()).map_err(|e| e.to_string())
}

#[cfg(mobile)]
fn browse(_: &Url) -> Result<(), String> {
    Err("this system has no such command".to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    fn with(explorer: &str) -> Network {
        let network = Network::new("Own", 4242, "OWN").unwrap();
        network.with_explorer(explorer).unwrap()
    }

    #[test]
    fn the_page_is_the_stored_explorers_and_names_the_transaction() {
        let hash = B256::repeat_byte(0x77);
        let url = page(&with("https://scan.example/sub"), &hash).unwrap();
        assert_eq!(url.as_str(), format!("https://scan.example/sub/tx/{hash}"));
        assert_eq!(
            host(&with("https://scan.example"), &hash).as_deref(),
            Some("scan.example")
        );
    }

    #[test]
    fn nothing_but_https_without_a_name_in_it_is_opened() {
        let hash = B256::repeat_byte(0x77);
        for explorer in ["http://scan.example", "https://bank.example@scan.example"] {
            let network = with(explorer);
            assert_eq!(page(&network, &hash), None, "{explorer}");
            assert_eq!(
                open(&network, &hash).unwrap_err().fact,
                Some(Box::new(Fact::NoExplorer))
            );
        }
        let none = Network::new("Own", 4242, "OWN").unwrap();
        assert_eq!(page(&none, &hash), None);
    }
}
