//! Where a token's metadata or picture is: in the address itself (RFC 2397), on
//! a web server, or on IPFS behind a gateway.

use data_url::DataUrl;
use data_url::forgiving_base64::DecodeError;
use url::{Host, Url};

use crate::error::ChainError;
use crate::fault::{GatewayFault, MediaFault};
use crate::revert::shown_within;

/// Longest part of an address that an error shows, in characters.
const SHOWN: usize = 80;

/// A web server that answers for IPFS: `{gateway}/ipfs/{CID}/{path}`. It sees
/// which tokens are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gateway(Url);

impl Gateway {
    /// Reads a gateway's address, such as `https://gateway.example`.
    ///
    /// # Errors
    /// [`ChainError::BadGateway`] for anything but `https://` with a host and
    /// perhaps a path, or `http://` with a host on this machine.
    pub fn parse(text: &str) -> Result<Self, ChainError> {
        let bad = |reason| ChainError::BadGateway {
            url: shown_within(text, SHOWN),
            reason,
        };
        let mut url =
            Url::parse(text.trim()).map_err(|e| bad(GatewayFault::NotAUrl(e.to_string())))?;
        let here = url.scheme() == "http" && is_loopback(&url);
        if url.scheme() != "https" && !here {
            return Err(bad(GatewayFault::NotSecure));
        }
        let plain = url.username().is_empty() && url.password().is_none();
        if !plain || url.query().is_some() || url.fragment().is_some() {
            return Err(bad(GatewayFault::More));
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(path.strip_suffix("/ipfs").unwrap_or(&path));
        Ok(Self(url))
    }

    /// Its address, without the final `/ipfs`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether it is on this machine: for a development network only, see
    /// [`super::MediaFetcher::for_network`].
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// The web address of `{CID}` or `{CID}/{path}`; `None` if that is malformed
    /// or would leave the CID's folder.
    fn locate(&self, rest: &str) -> Option<Url> {
        let rest = rest.strip_prefix("ipfs/").unwrap_or(rest);
        let cid = rest.split(['/', '?', '#']).next()?;
        if cid.is_empty() || !cid.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        let base = self.0.as_str().trim_end_matches('/');
        let folder = Url::parse(&format!("{base}/ipfs/{cid}")).ok()?;
        let url = Url::parse(&format!("{base}/ipfs/{rest}")).ok()?;
        let below = url.path().strip_prefix(folder.path())?;
        (below.is_empty() || below.starts_with('/')).then_some(url)
    }
}

/// What an address leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The bytes were in it.
    Here(Vec<u8>),
    /// They are to be had from a server.
    Web(Url),
    /// They are to be had from the gateway on this machine.
    Local(Url),
}

/// Reads an address; `most` bounds what it may hold itself, in bytes.
pub(super) fn read(
    uri: &str,
    gateway: Option<&Gateway>,
    most: usize,
) -> Result<Source, ChainError> {
    let uri = uri.trim();
    let refused = |reason| ChainError::MediaRefused {
        uri: short(uri),
        reason,
    };
    match scheme(uri).as_deref() {
        Some("data") => within(uri, most).map(Source::Here),
        Some("ipfs") => {
            let rest = uri.get("ipfs://".len()..).unwrap_or_default();
            let gateway = gateway.ok_or(ChainError::NoGateway)?;
            let url = gateway.locate(rest);
            let found = |url| match gateway.is_local() {
                true => Source::Local(url),
                false => Source::Web(url),
            };
            url.map(found).ok_or_else(|| refused(MediaFault::NotOnIpfs))
        }
        Some("https") => Url::parse(uri)
            .map(Source::Web)
            .map_err(|e| refused(MediaFault::NotAUrl(e.to_string()))),
        Some("http") => Err(refused(MediaFault::NotSecure)),
        _ => Err(refused(MediaFault::Scheme)),
    }
}

/// Whether the host is this machine by its name or number alone.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// The scheme in lower case.
fn scheme(uri: &str) -> Option<String> {
    let (scheme, _) = uri.split_once(':')?;
    Some(scheme.to_ascii_lowercase())
}

/// The bytes that a `data:` address holds.
fn within(uri: &str, most: usize) -> Result<Vec<u8>, ChainError> {
    let bad = |reason| ChainError::MediaRubbish {
        uri: short(uri),
        reason,
    };
    let url = DataUrl::process(uri).map_err(|e| bad(MediaFault::BadData(e.to_string())))?;
    let mut bytes = Vec::new();
    let decoded = url.decode(|part| {
        if bytes.len() + part.len() > most {
            return Err(());
        }
        bytes.extend_from_slice(part);
        Ok(())
    });
    match decoded {
        Ok(_) => Ok(bytes),
        Err(DecodeError::WriteError(())) => Err(bad(too_long(most))),
        Err(DecodeError::InvalidBase64(e)) => Err(bad(MediaFault::BadData(e.to_string()))),
    }
}

/// What is wrong with something that is longer than `most` bytes.
pub(super) fn too_long(most: usize) -> MediaFault {
    MediaFault::TooLong { kib: most >> 10 }
}

/// An address for a message: safe to print, and cut.
pub(super) fn short(uri: &str) -> String {
    match scheme(uri).as_deref() {
        Some("data") => "data:…".to_owned(),
        _ => shown_within(uri, SHOWN),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test")]
mod tests {
    use super::*;

    fn gateway() -> Gateway {
        Gateway::parse("https://gateway.example/").unwrap()
    }

    fn here(uri: &str) -> Vec<u8> {
        match read(uri, None, 100).unwrap() {
            Source::Here(bytes) => bytes,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn data_is_read_in_both_encodings_and_bounded() {
        assert_eq!(here("data:application/json;base64,eyJ9"), br#"{"}"#);
        assert_eq!(here("DATA:application/json,%7B%22a%22:1}"), br#"{"a":1}"#);
        assert_eq!(here(&format!("data:,{}", "x".repeat(100))).len(), 100);
        for bad in [
            format!("data:,{}", "x".repeat(101)),
            "data:;base64,@@@@".to_owned(),
            "data:no comma".to_owned(),
        ] {
            let error = read(&bad, None, 100).unwrap_err();
            assert!(matches!(error, ChainError::MediaRubbish { .. }), "{error}");
        }
    }

    #[test]
    fn ipfs_goes_through_the_gateway_and_never_out_of_its_folder() {
        let located = |uri: &str| match read(uri, Some(&gateway()), 100) {
            Ok(Source::Web(url)) => Some(url.to_string()),
            _ => None,
        };
        let cid = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";
        let at = |rest: &str| Some(format!("https://gateway.example/ipfs/{cid}{rest}"));
        assert_eq!(located(&format!("ipfs://{cid}")), at(""));
        assert_eq!(located(&format!("IPFS://{cid}/1.json")), at("/1.json"));
        assert_eq!(located(&format!("ipfs://ipfs/{cid}/a b")), at("/a%20b"));
        for bad in ["/../x", "/%2e%2e/%2e%2e/admin", "/../../../admin", "@host"] {
            assert_eq!(located(&format!("ipfs://{cid}{bad}")), None, "{bad}");
        }
        let neighbour = format!("ipfs://{cid}/../{cid}x");
        assert_eq!(located(&neighbour), None);
        assert_eq!(located("ipfs:///admin"), None);
        assert_eq!(located("ipfs://../admin"), None);
        let error = read(&format!("ipfs://{cid}"), None, 100).unwrap_err();
        assert!(matches!(error, ChainError::NoGateway), "{error}");
    }

    #[test]
    fn a_gateway_is_https_and_nothing_more() {
        let plain = Gateway::parse(" https://gateway.example/ipfs/ ").unwrap();
        assert_eq!(plain, gateway());
        let below = Gateway::parse("https://gateway.example/a").unwrap();
        let url = below.locate("QmX/1").unwrap();
        assert_eq!(url.as_str(), "https://gateway.example/a/ipfs/QmX/1");
        for bad in [
            "http://gateway.example",
            "gateway.example",
            "https://",
            "https://me:secret@gateway.example",
            "https://gateway.example/?key=1",
            "ipfs://x",
        ] {
            let error = Gateway::parse(bad).unwrap_err();
            assert!(matches!(error, ChainError::BadGateway { .. }), "{bad}");
        }
    }

    #[test]
    fn a_gateway_on_this_machine_is_told_apart() {
        for text in [
            "http://127.0.0.1:8080",
            "http://localhost:8080",
            "http://[::1]:8080",
        ] {
            let local = Gateway::parse(text).unwrap();
            assert!(local.is_local(), "{text}");
            let read = read("ipfs://QmX", Some(&local), 100).unwrap();
            assert!(matches!(read, Source::Local(_)), "{read:?}");
        }
        assert!(!gateway().is_local());
        for bad in [
            "http://10.0.0.1",
            "http://localhost.example",
            "http://192.168.1.1",
        ] {
            Gateway::parse(bad).unwrap_err();
        }
        // Only the gateway may be here, never what a token names itself.
        let local = Gateway::parse("http://127.0.0.1:8080").unwrap();
        let error = read("http://127.0.0.1:8080/x", Some(&local), 100).unwrap_err();
        assert!(matches!(error, ChainError::MediaRefused { .. }), "{error}");
    }

    #[test]
    fn other_schemes_are_refused() {
        for bad in [
            "http://example.org/1.json",
            "file:///etc/passwd",
            "ftp://example.org/1",
            "javascript:alert(1)",
            "/etc/passwd",
            "",
        ] {
            let error = read(bad, Some(&gateway()), 100).unwrap_err();
            assert!(matches!(error, ChainError::MediaRefused { .. }), "{bad}");
        }
        let error = read("x:\u{1b}[2J", None, 100).unwrap_err().to_string();
        assert!(!error.chars().any(char::is_control), "{error:?}");
    }
}
