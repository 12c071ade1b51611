//! EIP-712 typed data, version 4.

mod checks;
mod tree;

use alloy_dyn_abi::{DynSolValue, TypedData};
use alloy_primitives::B256;
use serde_json::Value;

use crate::error::IntentError;
use crate::request::MAX_TYPED_DATA_BYTES;
use crate::scope::{Refusal, Scope, is_development_chain};
use crate::summary::TypedDataSummary;

/// The type of the domain; as a primary type it means a signature over the
/// domain alone, as `eth-sig-util` has it.
const DOMAIN_TYPE: &str = "EIP712Domain";

/// Typed data that was read completely.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Typed {
    data: TypedData,
    /// The message's values as they enter the hash; `None` for a domain alone.
    value: Option<DynSolValue>,
    chain_id: Option<u64>,
    signing_hash: B256,
}

impl Typed {
    pub(crate) fn decode(json: &[u8]) -> Result<Self, IntentError> {
        if json.len() > MAX_TYPED_DATA_BYTES {
            return Err(IntentError::TooLong {
                what: "typed data".into(),
                len: json.len(),
                limit: MAX_TYPED_DATA_BYTES,
            });
        }
        let malformed = |e: serde_json::Error| IntentError::MalformedTypedData(e.to_string());
        let raw: Value = serde_json::from_slice(json).map_err(malformed)?;
        checks::types(&raw)?;
        checks::domain(&raw)?;
        let data: TypedData = serde_json::from_value(raw).map_err(malformed)?;
        let chain_id = data
            .domain
            .chain_id
            .map(|id| u64::try_from(id).map_err(|_| IntentError::ChainIdTooLarge(id.to_string())));
        let values = |e: alloy_dyn_abi::Error| IntentError::Values(e.to_string());
        let value = match data.primary_type.as_str() {
            DOMAIN_TYPE => None,
            _ => Some(data.coerce().map_err(values)?),
        };
        let signing_hash = data.eip712_signing_hash().map_err(values)?;
        Ok(Self {
            value,
            chain_id: chain_id.transpose()?,
            signing_hash,
            data,
        })
    }

    pub(crate) fn signing_hash(&self) -> B256 {
        self.signing_hash
    }

    /// The chain that the domain names.
    pub(crate) fn chain_id(&self) -> Option<u64> {
        self.chain_id
    }

    pub(crate) fn permitted(&self, scope: Scope) -> Result<(), Refusal> {
        match (scope, self.chain_id) {
            (Scope::Full, _) => Ok(()),
            (Scope::Development, None) => Err(Refusal::TypedDataWithoutChain),
            (Scope::Development, Some(id)) if is_development_chain(id) => Ok(()),
            (Scope::Development, Some(chain_id)) => Err(Refusal::LiveChain { chain_id }),
        }
    }

    pub(crate) fn summary(&self) -> TypedDataSummary {
        let domain = &self.data.domain;
        TypedDataSummary {
            domain_name: domain.name.as_ref().map(ToString::to_string),
            domain_version: domain.version.as_ref().map(ToString::to_string),
            chain_id: self.chain_id,
            verifying_contract: domain.verifying_contract,
            primary_type: self.data.primary_type.clone(),
            fields: self.value.as_ref().map(tree::fields).unwrap_or_default(),
        }
    }
}
