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
use fetch::{Fetcher, PublicInternet};
pub use picture::{Picture, PictureKind};
pub use source::Gateway;
use source::Source;

use crate::error::ChainError;

/// Fetches metadata and pictures from `data:`, `https://` and, with a gateway,
/// `ipfs://` addresses. A server learns this machine's network address; nothing
/// is fetched from local and special networks, redirects included.
#[derive(Clone, Debug)]
pub struct MediaFetcher {
    web: Fetcher<PublicInternet>,
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
            gateway,
        })
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
        }
    }
}
