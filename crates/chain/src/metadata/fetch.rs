//! Bytes from web servers that a stranger chose. The server learns the wallet's
//! network address and nothing more; it can neither make the wallet talk to the
//! local network nor fill its memory nor keep it waiting.

use std::error::Error;
use std::future::Future;
use std::io;
use std::marker::PhantomData;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use url::{Host, Url};

use super::address::is_public;
use super::source::{short, too_long};
use crate::client::{innermost, install_tls_provider};
use crate::error::ChainError;
use crate::fault::MediaFault;

/// Most redirects that are followed.
const MAX_REDIRECTS: usize = 3;
/// Until a connection stands.
const CONNECT: Duration = Duration::from_secs(5);
/// Until everything is there, redirects included.
const WHOLE: Duration = Duration::from_secs(20);

/// Where requests may go: for what tokens name it is [`PublicInternet`], for the
/// user's own gateway on a development network [`ThisMachine`].
pub(super) trait Reach: Send + Sync + 'static {
    /// The scheme of addresses.
    const SCHEME: &'static str;

    /// Whether this address may be connected to.
    fn allows(address: IpAddr) -> bool;

    /// The addresses of a host name.
    fn lookup(name: String) -> impl Future<Output = io::Result<Vec<IpAddr>>> + Send;
}

/// Public addresses, over TLS.
#[derive(Clone, Copy, Debug)]
pub(super) struct PublicInternet;

impl Reach for PublicInternet {
    const SCHEME: &'static str = "https";

    fn allows(address: IpAddr) -> bool {
        is_public(address)
    }

    async fn lookup(name: String) -> io::Result<Vec<IpAddr>> {
        let found = tokio::net::lookup_host((name, 0)).await?;
        Ok(found.map(|socket| socket.ip()).collect())
    }
}

/// Loopback addresses, without TLS.
#[derive(Clone, Copy, Debug)]
pub(super) struct ThisMachine;

impl Reach for ThisMachine {
    const SCHEME: &'static str = "http";

    fn allows(address: IpAddr) -> bool {
        address.is_loopback()
    }

    async fn lookup(name: String) -> io::Result<Vec<IpAddr>> {
        PublicInternet::lookup(name).await
    }
}

/// Why a request was not made; an error of its own, because it passes through
/// those of the HTTP client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not allowed")]
enum Blocked {
    Scheme,
    Credentials,
    Address,
    Redirects,
}

impl From<Blocked> for MediaFault {
    fn from(blocked: Blocked) -> Self {
        match blocked {
            Blocked::Scheme => Self::Unreached,
            Blocked::Credentials => Self::Credentials,
            Blocked::Address => Self::LocalAddress,
            Blocked::Redirects => Self::Redirects {
                most: MAX_REDIRECTS,
            },
        }
    }
}

/// Fetches by GET, with limits.
#[derive(Clone, Debug)]
pub(super) struct Fetcher<R> {
    client: reqwest::Client,
    reach: PhantomData<R>,
}

impl<R: Reach> Fetcher<R> {
    pub(super) fn new() -> Result<Self, ChainError> {
        Self::within(CONNECT, WHOLE)
    }

    /// [`Fetcher::new`] with other limits of time.
    fn within(connect: Duration, whole: Duration) -> Result<Self, ChainError> {
        install_tls_provider();
        let client = reqwest::Client::builder()
            .user_agent("mien")
            .connect_timeout(connect)
            .timeout(whole)
            .redirect(redirects::<R>())
            .dns_resolver(Arc::new(Filtered::<R>(PhantomData)))
            .referer(false)
            // A proxy would resolve names itself, past the filter.
            .no_proxy()
            // Length limits are on what is kept, so nothing may unpack.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .build()
            .map_err(|e| ChainError::Tls(innermost(&e)))?;
        Ok(Self {
            client,
            reach: PhantomData,
        })
    }

    /// What is at `url`, if that is at most `most` bytes.
    pub(super) async fn get(&self, url: &Url, most: usize) -> Result<Vec<u8>, ChainError> {
        check::<R>(url).map_err(|blocked| refused(url, blocked))?;
        let failed = |e: reqwest::Error| match blocked(&e) {
            Some(blocked) => refused(url, blocked),
            None if e.is_timeout() => down(url, "it took too long".to_owned()),
            None => down(url, innermost(&e)),
        };
        let mut answer = self.client.get(url.clone()).send().await.map_err(failed)?;
        if !answer.status().is_success() {
            return Err(down(url, format!("status {}", answer.status().as_u16())));
        }
        let over = || ChainError::MediaRubbish {
            uri: short(url.as_str()),
            reason: too_long(most),
        };
        let said = answer.content_length().unwrap_or_default();
        if usize::try_from(said).map_or(true, |said| said > most) {
            return Err(over());
        }
        let mut bytes = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(failed)? {
            if bytes.len() + part.len() > most {
                return Err(over());
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }
}

fn refused(url: &Url, blocked: Blocked) -> ChainError {
    ChainError::MediaRefused {
        uri: short(url.as_str()),
        reason: blocked.into(),
    }
}

fn down(url: &Url, detail: String) -> ChainError {
    ChainError::MediaDown {
        uri: short(url.as_str()),
        detail,
    }
}

/// What can be told from the address alone. Names are looked up and judged when
/// the connection is made, by [`Filtered`], so that what was judged is what is
/// connected to.
fn check<R: Reach>(url: &Url) -> Result<(), Blocked> {
    if url.scheme() != R::SCHEME {
        return Err(Blocked::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Blocked::Credentials);
    }
    let literal = match url.host() {
        Some(Host::Ipv4(v4)) => Some(IpAddr::V4(v4)),
        Some(Host::Ipv6(v6)) => Some(IpAddr::V6(v6)),
        Some(Host::Domain(_)) => None,
        None => return Err(Blocked::Address),
    };
    match literal {
        Some(address) if !R::allows(address) => Err(Blocked::Address),
        _ => Ok(()),
    }
}

fn redirects<R: Reach>() -> Policy {
    Policy::custom(|attempt| {
        // The first of the previous ones is the address that was asked for.
        let verdict = if attempt.previous().len() > MAX_REDIRECTS {
            Err(Blocked::Redirects)
        } else {
            check::<R>(attempt.url())
        };
        match verdict {
            Ok(()) => attempt.follow(),
            Err(blocked) => attempt.error(blocked),
        }
    })
}

/// Looks names up and leaves out what may not be reached.
struct Filtered<R>(PhantomData<R>);

impl<R: Reach> Resolve for Filtered<R> {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        Box::pin(async move {
            let mut found = R::lookup(name).await?;
            found.retain(|address| R::allows(*address));
            if found.is_empty() {
                return Err(Blocked::Address.into());
            }
            let sockets = found.into_iter().map(|ip| SocketAddr::new(ip, 0));
            Ok(Box::new(sockets) as Box<dyn Iterator<Item = SocketAddr> + Send>)
        })
    }
}

/// Our own refusal, if that is what an error comes from.
fn blocked(error: &reqwest::Error) -> Option<Blocked> {
    let mut cause = error.source();
    while let Some(e) = cause {
        if let Some(blocked) = e.downcast_ref::<Blocked>() {
            return Some(*blocked);
        }
        cause = e.source();
    }
    None
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
mod tests;
