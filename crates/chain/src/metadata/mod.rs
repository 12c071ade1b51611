//! What tokens say of themselves, and their pictures.
//!
//! [`Client::metadata_uri`](crate::Client::metadata_uri) says where that is, and
//! the author of a contract chose it. So [`MediaFetcher`] goes to public
//! addresses over TLS only, tells servers nothing but the path, bounds length
//! and time, and believes no media type that a server names.

mod address;
mod describe;
mod fetch;
mod picture;
mod source;

pub use describe::{Attribute, Metadata};
use fetch::{Fetcher, PublicInternet, ThisMachine};
pub use picture::{Picture, PictureKind};
pub use source::Gateway;
use source::Source;

use crate::error::ChainError;
use crate::network::{Network, NetworkKind};

/// Fetches metadata and pictures from `data:`, `https://` and, with a gateway,
/// `ipfs://` addresses. A server learns this machine's network address; nothing
/// is fetched from local and special networks, redirects included.
#[derive(Clone, Debug)]
pub struct MediaFetcher {
    web: Fetcher<PublicInternet>,
    local: Option<Fetcher<ThisMachine>>,
    gateway: Option<Gateway>,
}

impl MediaFetcher {
    /// A fetcher that finds `ipfs://` addresses at this gateway.
    ///
    /// # Errors
    /// [`ChainError::Tls`].
    pub fn new(gateway: Option<Gateway>) -> Result<Self, ChainError> {
        Ok(Self {
            web: Fetcher::new()?,
            local: None,
            gateway,
        })
    }

    /// The same for tokens of this network: on a development network whose node
    /// is on this machine, the gateway may be on this machine too. Nothing else
    /// may: a token's own words never lead into a local network.
    ///
    /// # Errors
    /// [`ChainError::Tls`].
    pub fn for_network(self, network: &Network) -> Result<Self, ChainError> {
        let here = network.kind() == NetworkKind::Development && network.is_loopback();
        let local = here.then(Fetcher::new).transpose()?;
        Ok(Self { local, ..self })
    }

    /// The metadata at an address, up to [`Metadata::MOST`] bytes.
    ///
    /// # Errors
    /// [`ChainError::NoGateway`], [`ChainError::MediaRefused`],
    /// [`ChainError::MediaDown`], or [`ChainError::MediaRubbish`].
    pub async fn metadata(&self, uri: &str) -> Result<Metadata, ChainError> {
        let bytes = self.bytes(uri, Metadata::MOST).await?;
        Metadata::read(&bytes, uri)
    }

    /// The picture at an address, up to [`Picture::MOST`] bytes.
    ///
    /// # Errors
    /// As [`MediaFetcher::metadata`], and [`ChainError::NotAPicture`].
    pub async fn picture(&self, uri: &str) -> Result<Picture, ChainError> {
        Picture::from_bytes(self.bytes(uri, Picture::MOST).await?)
    }

    async fn bytes(&self, uri: &str, most: usize) -> Result<Vec<u8>, ChainError> {
        match source::read(uri, self.gateway.as_ref(), most)? {
            Source::Here(bytes) => Ok(bytes),
            Source::Web(url) => self.web.get(&url, most).await,
            Source::Local(url) => match &self.local {
                Some(local) => local.get(&url, most).await,
                None => Err(ChainError::LocalGateway),
            },
        }
    }
}
