//! What can be sent, and what an account holds.

use alloy::primitives::{Address, Bytes, U256};
use mien_chain::{
    Allowance, Call, Client, Holding, OperatorRight, Token, TokenKind, TransferValue,
    erc20_transfer, erc721_transfer, erc1155_transfer, format_units, parse_units,
};
use mien_store::TokenRecord;
use serde::Serialize;

use crate::error::WalletError;
use crate::wallet::Wallet;

/// Something that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Asset {
    /// The network's coin.
    Coin,
    /// An ERC-20 token.
    Token(Token),
    /// One ERC-721 token, or some of one ERC-1155 token.
    Nft {
        /// The contract.
        token: Token,
        /// Which.
        id: U256,
    },
}

/// How much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// So much, in the smallest unit.
    Exact(U256),
    /// Everything; of the coin, everything but the fee.
    All,
}

/// An ERC-20 balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenBalance {
    /// The token.
    pub token: Token,
    /// In its smallest unit, as decimal text.
    pub amount: String,
    /// With its point and symbol.
    pub shown: String,
}

impl Asset {
    /// Reads an amount of it: decimal, as many digits after the point as it has,
    /// or `all`.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn amount(&self, text: &str, currency: &str) -> Result<Amount, WalletError> {
        if text.trim().eq_ignore_ascii_case("all") {
            return Ok(Amount::All);
        }
        let exact = match self {
            Self::Coin => mien_chain::parse_amount(text, currency)?,
            Self::Token(token) => parse_units(text, token.decimals)?,
            Self::Nft { .. } => parse_units(text, 0)?,
        };
        Ok(Amount::Exact(exact))
    }

    /// An amount of it in words.
    #[must_use]
    pub fn shown(&self, amount: U256, currency: &str) -> String {
        match self {
            Self::Coin => mien_chain::format_amount(amount, currency),
            Self::Token(token) => token_amount(token, amount),
            Self::Nft { token, id } if token.kind == TokenKind::Erc721 => {
                format!("{} #{id}", title(token))
            }
            Self::Nft { token, id } => format!("{amount} × {} #{id}", title(token)),
        }
    }

    /// The call that sends it, and how much that is.
    pub(crate) async fn call(
        &self,
        client: &Client,
        from: Address,
        to: Address,
        amount: Amount,
    ) -> Result<(Call, Option<U256>), WalletError> {
        Ok(match self {
            Self::Coin => {
                let value = match amount {
                    Amount::Exact(wei) => TransferValue::Exact(wei),
                    Amount::All => TransferValue::All,
                };
                (Call::transfer(to, value), None)
            }
            Self::Token(token) => {
                let has = balance_of(client, from, token).await?;
                let amount = self.enough(amount, has)?;
                let input = erc20_transfer(to, amount);
                (Call::contract(token.address, input), Some(amount))
            }
            Self::Nft { token, id } => {
                let has = match token.kind {
                    TokenKind::Erc721 => {
                        let owner = client.nft_owner(token.address, *id).await?;
                        U256::from(u8::from(owner == Some(from)))
                    }
                    _ => client.item_balance(token.address, from, *id).await?,
                };
                let amount = self.enough(amount, has)?;
                let input: Bytes = match token.kind {
                    TokenKind::Erc721 => erc721_transfer(from, to, *id),
                    _ => erc1155_transfer(from, to, *id, amount),
                };
                (Call::contract(token.address, input), Some(amount))
            }
        })
    }

    fn enough(&self, amount: Amount, has: U256) -> Result<U256, WalletError> {
        let wanted = match amount {
            Amount::Exact(exact) => exact,
            Amount::All => has,
        };
        if wanted <= has && !wanted.is_zero() {
            return Ok(wanted);
        }
        Err(WalletError::NotEnough {
            has: self.shown(has, ""),
            wanted: self.shown(wanted, ""),
        })
    }
}

impl Wallet {
    /// A token of a network: as stored, else as the contract says.
    ///
    /// # Errors
    /// The node's, or no token there.
    pub async fn token(&self, client: &Client, contract: Address) -> Result<Token, WalletError> {
        let stored = self
            .store()
            .tokens()
            .get(client.network().name(), contract)?;
        match stored.as_ref().and_then(from_record) {
            Some(token) => Ok(token),
            None => Ok(client.token(contract).await?),
        }
    }

    /// Adds a token to those that are shown.
    ///
    /// # Errors
    /// The node's, or no token there.
    pub async fn add_token(
        &self,
        client: &Client,
        contract: Address,
    ) -> Result<Token, WalletError> {
        let token = client.token(contract).await?;
        self.store().tokens().put(&TokenRecord {
            network: client.network().name().to_owned(),
            contract,
            kind: kind_name(token.kind).to_owned(),
            name: token.name.clone(),
            symbol: token.symbol.clone(),
            decimals: token.decimals,
        })?;
        Ok(token)
    }

    /// Shows a token no longer.
    ///
    /// # Errors
    /// [`WalletError::Store`], also when it was not shown.
    pub fn remove_token(&self, network: &str, contract: Address) -> Result<(), WalletError> {
        Ok(self.store().tokens().remove(network, contract)?)
    }

    /// What an account holds of the tokens that are shown; with `found`, also of
    /// those that it was ever sent, which may be advertising.
    ///
    /// # Errors
    /// The node's.
    pub async fn token_balances(
        &self,
        client: &Client,
        owner: Address,
        found: Discovery,
    ) -> Result<Vec<TokenBalance>, WalletError> {
        let stored = self.store().tokens().on(client.network().name())?;
        let mut tokens: Vec<Token> = stored
            .iter()
            .filter_map(from_record)
            .filter(|token| token.kind == TokenKind::Erc20)
            .collect();
        if found == Discovery::Received {
            for contract in client.received_tokens(owner, 0).await? {
                if tokens.iter().all(|t| t.address != contract)
                    && let Ok(token) = client.token(contract).await
                {
                    tokens.push(token);
                }
            }
        }
        let contracts: Vec<Address> = tokens.iter().map(|t| t.address).collect();
        let balances = client.token_balances(owner, &contracts).await?;
        Ok(tokens
            .into_iter()
            .zip(balances)
            .filter_map(|(token, amount)| {
                let amount = amount?;
                Some(TokenBalance {
                    shown: token_amount(&token, amount),
                    amount: amount.to_string(),
                    token,
                })
            })
            .collect())
    }

    /// Pictures and items that an account holds.
    ///
    /// # Errors
    /// The node's.
    pub async fn nfts(&self, client: &Client, owner: Address) -> Result<Vec<Holding>, WalletError> {
        Ok(client.holdings(owner, 0).await?)
    }

    /// Allowances of ERC-20 tokens that still stand.
    ///
    /// # Errors
    /// The node's.
    pub async fn allowances(
        &self,
        client: &Client,
        owner: Address,
    ) -> Result<Vec<Allowance>, WalletError> {
        Ok(client.allowances(owner, 0).await?)
    }
}

impl Wallet {
    /// Rights to everything of a collection that still stand.
    ///
    /// # Errors
    /// The node's.
    pub async fn operators(
        &self,
        client: &Client,
        owner: Address,
    ) -> Result<Vec<OperatorRight>, WalletError> {
        Ok(client.operators(owner, 0).await?)
    }
}

/// Which tokens are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discovery {
    /// Those that the user added.
    Added,
    /// Those, and all that the account was ever sent.
    Received,
}

async fn balance_of(client: &Client, owner: Address, token: &Token) -> Result<U256, WalletError> {
    let balances = client.token_balances(owner, &[token.address]).await?;
    Ok(balances.into_iter().next().flatten().unwrap_or_default())
}

/// What a token is called: symbol, else name, else its address.
fn title(token: &Token) -> String {
    [&token.symbol, &token.name]
        .into_iter()
        .find(|text| !text.is_empty())
        .cloned()
        .unwrap_or_else(|| token.address.to_string())
}

fn token_amount(token: &Token, amount: U256) -> String {
    format!("{} {}", format_units(amount, token.decimals), title(token))
}

fn kind_name(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Erc721 => "erc721",
        TokenKind::Erc1155 => "erc1155",
        _ => "erc20",
    }
}

fn from_record(record: &TokenRecord) -> Option<Token> {
    let kind = match record.kind.as_str() {
        "erc20" => TokenKind::Erc20,
        "erc721" => TokenKind::Erc721,
        "erc1155" => TokenKind::Erc1155,
        _ => return None,
    };
    Some(Token {
        address: record.contract,
        kind,
        name: record.name.clone(),
        symbol: record.symbol.clone(),
        decimals: record.decimals,
    })
}
