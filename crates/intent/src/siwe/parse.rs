//! Reading a sign-in text by the grammar of EIP-4361.

use alloy_primitives::Address;
use url::Url;

use super::stamp::Stamp;
use super::{INVITATION, SignIn, SignInRefusal};

/// Longest sign-in text that is read, in bytes.
const MAX_LEN: usize = 16 * 1024;
/// Shortest nonce (EIP-4361).
const MIN_NONCE: usize = 8;

impl SignIn {
    /// Reads a text.
    ///
    /// # Errors
    /// [`SignInRefusal::Malformed`] with the first line that is wrong.
    pub fn parse(text: &str) -> Result<Self, SignInRefusal> {
        let mut lines = Lines::new(text)?;
        let (scheme, domain) = lines.next("the site's domain", head)?;
        let address = lines.next("an address with the checksum of ERC-55", address)?;
        lines.next("an empty line", empty)?;
        let statement = match lines.peek() {
            Some("") | None => None,
            Some(_) => Some(lines.next("a statement of plain characters", statement)?),
        };
        lines.next("an empty line", empty)?;
        let uri = lines.field("URI: ", "an address (RFC 3986)", uri)?;
        lines.field("Version: ", "1", |v| (v == "1").then_some(()))?;
        let chain_id = lines.field("Chain ID: ", "a chain id", decimal)?;
        let nonce = lines.field("Nonce: ", "eight or more letters and digits", nonce)?;
        let time = "a time of RFC 3339";
        let issued_at = lines.field("Issued At: ", time, Stamp::parse)?;
        let expiration_time = lines.optional("Expiration Time: ", time, Stamp::parse)?;
        let not_before = lines.optional("Not Before: ", time, Stamp::parse)?;
        let request_id = lines.optional("Request ID: ", "plain characters", request_id)?;
        let resources = lines.resources()?;
        let sign_in = Self {
            scheme,
            domain,
            address,
            statement,
            uri,
            chain_id,
            nonce,
            issued_at,
            expiration_time,
            not_before,
            request_id,
            resources,
        };
        // Nothing may hide: what was understood is all there is.
        if sign_in.to_string() == text {
            Ok(sign_in)
        } else {
            Err(lines.wrong("it is not written in the one way that the standard has"))
        }
    }
}

struct Lines<'a> {
    lines: Vec<&'a str>,
    at: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Result<Self, SignInRefusal> {
        let new = Self {
            lines: text.split('\n').collect(),
            at: 0,
        };
        if text.len() > MAX_LEN {
            return Err(new.wrong("it is longer than any sign-in text"));
        }
        Ok(new)
    }

    fn wrong(&self, reason: &str) -> SignInRefusal {
        SignInRefusal::Malformed {
            line: (self.at + 1).min(self.lines.len()),
            reason: reason.to_owned(),
        }
    }

    fn peek(&self) -> Option<&'a str> {
        self.lines.get(self.at).copied()
    }

    fn next<T>(
        &mut self,
        what: &str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<T, SignInRefusal> {
        let value = self.peek().and_then(read);
        let value = value.ok_or_else(|| self.wrong(&format!("{what} was expected")))?;
        self.at += 1;
        Ok(value)
    }

    fn field<T>(
        &mut self,
        name: &str,
        what: &str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<T, SignInRefusal> {
        self.next(&format!("`{name}` and {what}"), |line| {
            line.strip_prefix(name).and_then(read)
        })
    }

    fn optional<T>(
        &mut self,
        name: &str,
        what: &str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<Option<T>, SignInRefusal> {
        match self.peek() {
            Some(line) if line.starts_with(name) => self.field(name, what, read).map(Some),
            _ => Ok(None),
        }
    }

    /// The list at the end; after it nothing may follow.
    fn resources(&mut self) -> Result<Vec<String>, SignInRefusal> {
        let mut all = Vec::new();
        if self.peek() == Some("Resources:") {
            self.at += 1;
            while self.peek().is_some() {
                all.push(self.field("- ", "an address (RFC 3986)", uri)?);
            }
        }
        match self.peek() {
            None => Ok(all),
            Some(_) => Err(self.wrong("nothing or another field was expected")),
        }
    }
}

fn head(line: &str) -> Option<(Option<String>, String)> {
    let site = line.strip_suffix(INVITATION)?;
    let (scheme, domain) = match site.split_once("://") {
        Some((scheme, domain)) => (Some(is_scheme(scheme).then(|| scheme.to_owned())?), domain),
        None => (None, site),
    };
    let plain = domain.chars().all(|c| is_uri_char(c) && !"/?#".contains(c));
    let named = plain && authority(domain).is_some();
    named.then(|| (scheme, domain.to_owned()))
}

/// Host and port of an authority, as an address of the web.
pub(super) fn authority(domain: &str) -> Option<Url> {
    let url = Url::parse(&format!("https://{domain}/")).ok()?;
    (!domain.is_empty() && url.path() == "/" && url.has_host()).then_some(url)
}

fn is_scheme(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

fn address(line: &str) -> Option<Address> {
    Address::parse_checksummed(line, None).ok()
}

fn empty(line: &str) -> Option<()> {
    line.is_empty().then_some(())
}

/// Reserved and unreserved characters of RFC 3986, and spaces.
fn statement(line: &str) -> Option<String> {
    let plain = line
        .chars()
        .all(|c| c == ' ' || (is_uri_char(c) && c != '%'));
    plain.then(|| line.to_owned())
}

fn uri(text: &str) -> Option<String> {
    let plain = text.chars().all(is_uri_char);
    (plain && Url::parse(text).is_ok()).then(|| text.to_owned())
}

fn decimal(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn nonce(text: &str) -> Option<String> {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric());
    (plain && text.len() >= MIN_NONCE).then(|| text.to_owned())
}

/// `pchar` of RFC 3986; may be empty.
fn request_id(text: &str) -> Option<String> {
    let plain = text.chars().all(|c| is_uri_char(c) && !"/?#[]".contains(c));
    plain.then(|| text.to_owned())
}

fn is_uri_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c)
}
