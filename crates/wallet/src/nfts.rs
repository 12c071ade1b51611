//! What NFTs say of themselves, and their pictures.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use alloy::primitives::{Address, U256};
use futures_util::{StreamExt, stream};
use mien_chain::{Client, Gateway, Holding, MediaFetcher, Metadata, Network, Picture, Token};
use mien_keeper::FileFault;
use mien_store::SettingKey;
use serde::Serialize;

use crate::error::WalletError;
use crate::pictures::PictureCache;
use crate::wallet::Wallet;

/// How many tokens' metadata are fetched at the same time.
const AT_ONCE: usize = 8;
/// For how many tokens they are fetched at all: somebody who sends many, on
/// servers that never answer, must not keep the owner waiting for hours.
const MOST: usize = 100;

/// A token that is held, with what it says of itself, or why that is not known.
#[derive(Clone, Debug, Serialize)]
pub struct NftDetails {
    /// Which, and how many.
    #[serde(flatten)]
    pub holding: Holding,
    /// Its author's claims.
    pub metadata: Option<Metadata>,
    /// Why there are none.
    pub problem: Option<Problem>,
}

/// Why nothing is known of a token; several may share one. As text (and in
/// JSON) it is the error's sentence.
#[derive(Clone, Debug)]
pub struct Problem(Arc<WalletError>);

impl Problem {
    fn new(e: WalletError) -> Self {
        Self(Arc::new(e))
    }

    /// The error itself.
    #[must_use]
    pub fn error(&self) -> &WalletError {
        &self.0
    }
}

impl core::fmt::Display for Problem {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Problem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Wallet {
    /// The gateway to IPFS, if one was chosen.
    ///
    /// # Errors
    /// [`WalletError::Store`], or a stored address that cannot be used.
    pub fn ipfs_gateway(&self) -> Result<Option<Gateway>, WalletError> {
        let stored = self.store().settings().get(SettingKey::IpfsGateway)?;
        Ok(stored.as_deref().map(Gateway::parse).transpose()?)
    }

    /// Chooses a gateway to IPFS, or none.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub fn set_ipfs_gateway(&self, gateway: Option<&Gateway>) -> Result<(), WalletError> {
        let settings = self.store().settings();
        match gateway {
            Some(gateway) => settings.set(SettingKey::IpfsGateway, gateway.as_str())?,
            None => settings.clear(SettingKey::IpfsGateway)?,
        }
        Ok(())
    }

    /// What the first 100 tokens in `holdings` say of themselves, in their order.
    /// The servers that they name learn this machine's address.
    ///
    /// # Errors
    /// [`WalletError::Store`]; what is wrong with one token is in its
    /// [`NftDetails::problem`].
    pub async fn nft_details(
        &self,
        client: &Client,
        holdings: Vec<Holding>,
    ) -> Result<Vec<NftDetails>, WalletError> {
        let media = self.media()?.for_network(client.network())?;
        let mut tokens: BTreeMap<Address, Result<Token, Problem>> = BTreeMap::new();
        for holding in holdings.iter().take(MOST) {
            if let Entry::Vacant(unknown) = tokens.entry(holding.contract) {
                let token = self.token(client, holding.contract).await;
                unknown.insert(token.map_err(Problem::new));
            }
        }
        let (media, tokens) = (&media, &tokens);
        let one = |(number, holding): (usize, Holding)| async move {
            let found = match tokens.get(&holding.contract).filter(|_| number < MOST) {
                Some(Ok(token)) => metadata(media, client, token, holding.id)
                    .await
                    .map_err(Problem::new),
                Some(Err(problem)) => Err(problem.clone()),
                None => Err(Problem::new(WalletError::TooManyTokens { most: MOST })),
            };
            let (metadata, problem) = match found {
                Ok(metadata) => (Some(metadata), None),
                Err(problem) => (None, Some(problem)),
            };
            NftDetails {
                holding,
                metadata,
                problem,
            }
        };
        let all = stream::iter(holdings.into_iter().enumerate())
            .map(one)
            .buffered(AT_ONCE);
        Ok(all.collect().await)
    }

    /// What one token says of itself.
    ///
    /// # Errors
    /// [`WalletError::NoMetadata`], or those of fetching it.
    pub async fn nft_metadata(
        &self,
        client: &Client,
        token: &Token,
        id: U256,
    ) -> Result<Metadata, WalletError> {
        let media = self.media()?.for_network(client.network())?;
        metadata(&media, client, token, id).await
    }

    /// A token's picture: as kept from last time, else fetched and kept.
    ///
    /// # Errors
    /// [`WalletError::NoPicture`], or those of fetching it.
    pub async fn nft_picture(&self, metadata: &Metadata) -> Result<Picture, WalletError> {
        self.picture(&self.media()?, metadata).await
    }

    /// The same for a token of this network: on a development network the gateway
    /// to IPFS may be on this machine.
    ///
    /// # Errors
    /// As [`Wallet::nft_picture`].
    pub async fn nft_picture_on(
        &self,
        network: &Network,
        metadata: &Metadata,
    ) -> Result<Picture, WalletError> {
        let media = self.media()?.for_network(network)?;
        self.picture(&media, metadata).await
    }

    async fn picture(
        &self,
        media: &MediaFetcher,
        metadata: &Metadata,
    ) -> Result<Picture, WalletError> {
        let uri = metadata.picture_uri().ok_or(WalletError::NoPicture)?;
        let cache = self.pictures();
        if let Some(picture) = cache.get(uri) {
            return Ok(picture);
        }
        let picture = media.picture(uri).await?;
        // A picture that cannot be kept is fetched again next time.
        let _ = cache.put(uri, &picture);
        Ok(picture)
    }

    /// How many pictures are kept, and their bytes together.
    ///
    /// # Errors
    /// [`WalletError::File`].
    pub fn kept_pictures(&self) -> Result<(usize, u64), WalletError> {
        let size = self.pictures().size();
        size.map_err(|e| self.cache_error(&e))
    }

    /// Removes the pictures that are kept.
    pub(crate) fn remove_pictures(&self) -> Result<(), WalletError> {
        let cleared = self.pictures().clear();
        cleared.map_err(|e| self.cache_error(&e))
    }

    fn pictures(&self) -> PictureCache {
        PictureCache::new(self.home().path())
    }

    fn cache_error(&self, e: &std::io::Error) -> WalletError {
        WalletError::File {
            path: self.home().path().join("cache").display().to_string(),
            reason: FileFault::Other(format!(
                "{e}; it holds only pictures of tokens and may be deleted"
            )),
        }
    }

    fn media(&self) -> Result<MediaFetcher, WalletError> {
        Ok(MediaFetcher::new(self.ipfs_gateway()?)?)
    }
}

async fn metadata(
    media: &MediaFetcher,
    client: &Client,
    token: &Token,
    id: U256,
) -> Result<Metadata, WalletError> {
    let uri = client.metadata_uri(token, id).await?;
    let uri = uri.filter(|uri| !uri.trim().is_empty());
    let uri = uri.ok_or_else(|| WalletError::NoMetadata(format!("{}:{id}", token.address)))?;
    Ok(media.metadata(&uri).await?)
}
