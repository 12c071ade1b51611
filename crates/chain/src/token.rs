//! Tokens: what they call themselves, and what an account holds of them.

use alloy::eips::BlockId;
use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, Bytes, U256, address, fixed_bytes};
use alloy::providers::Provider;
use alloy::rpc::types::TransactionRequest;
use alloy::sol_types::SolCall;
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::contracts::{Erc20, Erc165, Erc721, Erc1155, Multicall3};
use crate::error::ChainError;
use crate::revert::shown;

/// Multicall3, where it is deployed (mds1/multicall3).
const MULTICALL: Address = address!("cA11bde05977b3631167028862bE2a173976CA11");
/// Longest symbol that is believed, in characters.
const MAX_SYMBOL: usize = 16;
/// Longest name that is believed, in characters.
const MAX_NAME: usize = 64;
/// Most decimals that are believed: 10^77 is the largest power below 2²⁵⁶.
const MAX_DECIMALS: u8 = 77;

/// What kind of token a contract is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TokenKind {
    /// Amounts.
    Erc20,
    /// One of each.
    Erc721,
    /// Several of each.
    Erc1155,
}

/// A token contract as it describes itself. Names are the contract's own claim,
/// made safe to print: anyone can call a token anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// The contract.
    #[serde(serialize_with = "crate::address::checksummed")]
    pub address: Address,
    /// Its kind.
    pub kind: TokenKind,
    /// Its name; empty where it has none.
    pub name: String,
    /// Its symbol; empty where it has none.
    pub symbol: String,
    /// Digits after the point (ERC-20), 0 otherwise.
    pub decimals: u8,
}

impl Client {
    /// What the contract says it is.
    ///
    /// # Errors
    /// [`ChainError::NotAToken`] for an address without code or a contract that
    /// answers as none of the three, or what the node does wrong.
    pub async fn token(&self, contract: Address) -> Result<Token, ChainError> {
        let not = || ChainError::NotAToken {
            address: contract,
            network: self.network().name().to_owned(),
        };
        if !self.has_code(contract).await? {
            return Err(not());
        }
        let calls = [
            Erc20::nameCall {}.abi_encode(),
            Erc20::symbolCall {}.abi_encode(),
            Erc20::decimalsCall {}.abi_encode(),
            // The interface identifiers of ERC-721 and ERC-1155.
            supports(fixed_bytes!("80ac58cd").0),
            supports(fixed_bytes!("d9b67a26").0),
            Erc20::balanceOfCall { owner: contract }.abi_encode(),
        ];
        let calls = calls.map(|data| (contract, Bytes::from(data)));
        let answers = self.read_all(&calls).await?;
        let answer = |i: usize| answers.get(i).and_then(Option::as_ref);
        let yes = |i: usize| {
            answer(i)
                .is_some_and(|a| Erc165::supportsInterfaceCall::abi_decode_returns(a) == Ok(true))
        };
        let decimals = answer(2).and_then(|a| Erc20::decimalsCall::abi_decode_returns(a).ok());
        let has_balance =
            answer(5).is_some_and(|a| Erc20::balanceOfCall::abi_decode_returns(a).is_ok());
        let kind = match (yes(3), yes(4)) {
            (true, _) => TokenKind::Erc721,
            (_, true) => TokenKind::Erc1155,
            _ if has_balance => TokenKind::Erc20,
            _ => return Err(not()),
        };
        Ok(Token {
            address: contract,
            kind,
            name: answer(0).map_or_else(String::new, |a| text(a, MAX_NAME)),
            symbol: answer(1).map_or_else(String::new, |a| text(a, MAX_SYMBOL)),
            decimals: decimals
                .filter(|d| kind == TokenKind::Erc20 && *d <= MAX_DECIMALS)
                .unwrap_or_default(),
        })
    }

    /// What `owner` holds of each ERC-20 token, in its smallest unit; `None`
    /// where the contract does not answer properly.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn token_balances(
        &self,
        owner: Address,
        tokens: &[Address],
    ) -> Result<Vec<Option<U256>>, ChainError> {
        let data = Bytes::from(Erc20::balanceOfCall { owner }.abi_encode());
        let calls: Vec<_> = tokens.iter().map(|token| (*token, data.clone())).collect();
        let answers = self.read_all(&calls).await?;
        let number = |a: &Bytes| Erc20::balanceOfCall::abi_decode_returns(a).ok();
        Ok(answers
            .iter()
            .map(|answer| answer.as_ref().and_then(number))
            .collect())
    }

    /// What `spender` may take of `owner`'s ERC-20 tokens.
    ///
    /// # Errors
    /// If the node or the contract does not answer properly.
    pub async fn allowance(
        &self,
        token: Address,
        owner: Address,
        spender: Address,
    ) -> Result<U256, ChainError> {
        let data = Erc20::allowanceCall { owner, spender }.abi_encode();
        let answers = self.read_all(&[(token, data.into())]).await?;
        let answer = answers.first().and_then(Option::as_ref);
        answer
            .and_then(|a| Erc20::allowanceCall::abi_decode_returns(a).ok())
            .ok_or_else(|| ChainError::NotAToken {
                address: token,
                network: self.network().name().to_owned(),
            })
    }

    /// Whether an operator may take everything of an ERC-721 or ERC-1155 contract.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn is_operator(
        &self,
        contract: Address,
        owner: Address,
        operator: Address,
    ) -> Result<bool, ChainError> {
        let data = Erc721::isApprovedForAllCall { owner, operator }.abi_encode();
        let answers = self.read_all(&[(contract, data.into())]).await?;
        let answer = answers.first().and_then(Option::as_ref);
        Ok(answer
            .and_then(|a| Erc721::isApprovedForAllCall::abi_decode_returns(a).ok())
            .unwrap_or_default())
    }

    /// Who owns an ERC-721 token; `None` if nobody does.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn nft_owner(&self, token: Address, id: U256) -> Result<Option<Address>, ChainError> {
        let data = Erc721::ownerOfCall { id }.abi_encode();
        let answers = self.read_all(&[(token, data.into())]).await?;
        let answer = answers.first().and_then(Option::as_ref);
        Ok(answer.and_then(|a| Erc721::ownerOfCall::abi_decode_returns(a).ok()))
    }

    /// How many of an ERC-1155 token `owner` has.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn item_balance(
        &self,
        token: Address,
        owner: Address,
        id: U256,
    ) -> Result<U256, ChainError> {
        let data = Erc1155::balanceOfCall { owner, id }.abi_encode();
        let answers = self.read_all(&[(token, data.into())]).await?;
        let answer = answers.first().and_then(Option::as_ref);
        Ok(answer
            .and_then(|a| Erc1155::balanceOfCall::abi_decode_returns(a).ok())
            .unwrap_or_default())
    }

    /// Where the metadata of a token are said to be; the `{id}` of ERC-1155 is
    /// filled in. Nothing is fetched.
    ///
    /// # Errors
    /// If the node does not answer properly.
    pub async fn metadata_uri(
        &self,
        token: &Token,
        id: U256,
    ) -> Result<Option<String>, ChainError> {
        let data = match token.kind {
            TokenKind::Erc20 => return Ok(None),
            TokenKind::Erc721 => Erc721::tokenURICall { id }.abi_encode(),
            TokenKind::Erc1155 => Erc1155::uriCall { id }.abi_encode(),
        };
        let answers = self.read_all(&[(token.address, data.into())]).await?;
        let uri = answers
            .first()
            .and_then(Option::as_ref)
            .and_then(|a| Erc721::tokenURICall::abi_decode_returns(a).ok());
        // ERC-1155: 64 lower-case hex digits, without 0x.
        Ok(uri.map(|uri| match token.kind {
            TokenKind::Erc1155 => uri.replace("{id}", &format!("{id:064x}")),
            _ => uri,
        }))
    }

    /// Many read-only calls at once: through Multicall3 where it is deployed,
    /// one after the other elsewhere. `None` for a call that failed.
    pub(crate) async fn read_all(
        &self,
        calls: &[(Address, Bytes)],
    ) -> Result<Vec<Option<Bytes>>, ChainError> {
        if calls.len() > 1 && self.has_code(MULTICALL).await? {
            return self.multicall(calls).await;
        }
        let mut answers = Vec::with_capacity(calls.len());
        for (to, data) in calls {
            let request = TransactionRequest::default()
                .with_to(*to)
                .with_input(data.clone());
            let answer = self.provider().call(request).block(BlockId::latest()).await;
            answers.push(match answer {
                Ok(bytes) => Some(bytes),
                // A contract that does not know the function reverts.
                Err(e) if e.as_error_resp().is_some() => None,
                Err(e) => return Err(self.failed("eth_call", e)),
            });
        }
        Ok(answers)
    }

    async fn multicall(
        &self,
        calls: &[(Address, Bytes)],
    ) -> Result<Vec<Option<Bytes>>, ChainError> {
        let call3 = |(to, data): &(Address, Bytes)| Multicall3::Call3 {
            target: *to,
            allowFailure: true,
            callData: data.clone(),
        };
        let data = Multicall3::aggregate3Call {
            calls: calls.iter().map(call3).collect(),
        }
        .abi_encode();
        let request = TransactionRequest::default()
            .with_to(MULTICALL)
            .with_input(data);
        let answer = self.provider().call(request).await;
        let answer = answer.map_err(|e| self.failed("eth_call", e))?;
        let results = Multicall3::aggregate3Call::abi_decode_returns(&answer).ok();
        let results = results.filter(|r| r.len() == calls.len());
        let results = results.ok_or_else(|| ChainError::NodeRubbish {
            network: self.network().name().to_owned(),
            endpoint: self.network().endpoint(),
            method: "eth_call",
            detail: "an answer that Multicall3 does not give".to_owned(),
        })?;
        Ok(results
            .into_iter()
            .map(|r| r.success.then_some(r.returnData))
            .collect())
    }
}

fn supports(id: [u8; 4]) -> Vec<u8> {
    Erc165::supportsInterfaceCall { id: id.into() }.abi_encode()
}

/// A name or symbol: a string, or 32 bytes padded with zeros as the oldest
/// tokens give it; made safe to print, and cut.
fn text(answer: &[u8], most: usize) -> String {
    let decoded = Erc20::nameCall::abi_decode_returns(answer)
        .ok()
        .or_else(|| {
            let bytes: &[u8; 32] = answer.try_into().ok()?;
            let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
            std::str::from_utf8(&bytes[..end]).ok().map(str::to_owned)
        });
    let decoded = decoded.unwrap_or_default();
    shown(decoded.trim()).chars().take(most).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use alloy::sol_types::SolValue;

    use super::*;

    #[test]
    fn names_are_strings_or_padded_bytes_and_never_control_the_terminal() {
        assert_eq!(text(&"Gold".abi_encode(), 16), "Gold");
        let mut old = [0; 32];
        old[..3].copy_from_slice(b"MKR");
        assert_eq!(text(&old, 16), "MKR");
        assert_eq!(text(&[0xff; 32], 16), "");
        assert_eq!(text(&[], 16), "");
        let long = text(&"x".repeat(1000).abi_encode(), 16);
        assert_eq!(long.chars().count(), 16);
        let evil = text(&"\u{1b}[2JUSDC\u{202e}".abi_encode(), 64);
        assert!(
            !evil.chars().any(char::is_control) && !evil.contains('\u{202e}'),
            "{evil:?}"
        );
    }
}
