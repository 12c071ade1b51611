//! What an account holds, and orders to send of it.

use mien_chain::{
    Fee, FeeLevel, FeeWish, Token, TokenKind, format_amount, format_units, parse_units,
};
use mien_store::ContactRecord;
use mien_wallet::{Estimate, NftDetails, TokenBalance};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AccountView, AppError, CautionView, ErrorCode, Fact, NameView, NetworkView};

/// Decimals of gwei.
const GWEI: u8 = 9;

/// The home screen's facts.
#[derive(Clone, Debug, Serialize, Type)]
pub struct Overview {
    /// The network in use.
    pub network: NetworkView,
    /// The account in use.
    pub account: AccountView,
    /// Its coins, with the currency.
    pub balance: String,
    /// The newest block.
    pub block: u64,
    /// Why a signature here could be sent elsewhere, if so.
    pub warning: Option<CautionView>,
    /// Its tokens.
    pub tokens: Vec<TokenView>,
}

/// An ERC-20 token and what is held of it.
#[derive(Clone, Debug, Serialize, Type)]
pub struct TokenView {
    /// The contract.
    pub address: String,
    /// Its name, by its own word.
    pub name: String,
    /// Its symbol, by its own word.
    pub symbol: String,
    /// Its decimals.
    pub decimals: u8,
    /// What is held, decimal, without the symbol.
    pub amount: String,
    /// What is held, with the symbol.
    pub shown: String,
}

impl From<TokenBalance> for TokenView {
    fn from(b: TokenBalance) -> Self {
        let amount = b.amount.parse().unwrap_or_default();
        Self {
            address: b.token.address.to_string(),
            amount: format_units(amount, b.token.decimals),
            name: b.token.name,
            symbol: b.token.symbol,
            decimals: b.token.decimals,
            shown: b.shown,
        }
    }
}

/// One NFT that is held, with its author's claims.
#[derive(Clone, Debug, Serialize, Type)]
pub struct NftView {
    /// The contract.
    pub contract: String,
    /// Which.
    pub id: String,
    /// How many.
    pub amount: String,
    /// What its contract calls itself; may be empty.
    pub collection: String,
    /// Whether there can be several of it (ERC-1155).
    pub erc1155: bool,
    /// Its name.
    pub name: Option<String>,
    /// What it says of itself.
    pub description: Option<String>,
    /// Further claims: name and value.
    pub attributes: Vec<(String, String)>,
    /// Whether it names a picture.
    pub has_picture: bool,
    /// Why nothing is known of it.
    pub problem: Option<AppError>,
}

impl NftView {
    /// With its contract, where that says what it is.
    #[must_use]
    pub fn new(d: NftDetails, token: Option<&Token>) -> Self {
        let metadata = d.metadata;
        let some = |text: &String| Some(text.clone()).filter(|t| !t.is_empty());
        Self {
            contract: d.holding.contract.to_string(),
            id: d.holding.id.to_string(),
            amount: d.holding.amount.to_string(),
            collection: token.map(|t| t.name.clone()).unwrap_or_default(),
            erc1155: token.is_some_and(|t| t.kind == TokenKind::Erc1155),
            name: metadata.as_ref().and_then(|m| some(&m.name)),
            description: metadata.as_ref().and_then(|m| some(&m.description)),
            has_picture: metadata.as_ref().is_some_and(|m| m.picture_uri().is_some()),
            attributes: metadata
                .map(|m| {
                    m.attributes
                        .into_iter()
                        .map(|a| (a.name, a.value))
                        .collect()
                })
                .unwrap_or_default(),
            problem: d.problem.map(Into::into),
        }
    }
}

/// A QR code to be drawn.
#[derive(Clone, Debug, Serialize, Type)]
pub struct QrView {
    /// What it says.
    pub uri: String,
    /// Its side in modules.
    pub size: u32,
    /// The `d` of an SVG path over `size` × `size`: the dark modules.
    pub path: String,
}

/// How fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[serde(rename = "FeeLevel")]
pub enum FeeLevelView {
    /// When there is room.
    Slow,
    /// Within a few blocks.
    Normal,
    /// In the next block, as a rule.
    Fast,
}

impl From<FeeLevelView> for FeeLevel {
    fn from(level: FeeLevelView) -> Self {
        match level {
            FeeLevelView::Slow => Self::Slow,
            FeeLevelView::Normal => Self::Normal,
            FeeLevelView::Fast => Self::Fast,
        }
    }
}

/// A price of gas.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "Fee")]
pub struct FeeView {
    /// How fast.
    pub level: FeeLevelView,
    /// Highest price of a unit of gas, in gwei.
    pub max_fee_gwei: String,
    /// Of that for the block's author, in gwei.
    pub priority_fee_gwei: String,
}

impl FeeView {
    /// A level's price.
    #[must_use]
    pub fn new(level: FeeLevelView, fee: Fee) -> Self {
        let gwei = |wei: u128| format_units(mien_chain::U256::from(wei), GWEI);
        Self {
            level,
            max_fee_gwei: gwei(fee.max_fee_per_gas),
            priority_fee_gwei: gwei(fee.max_priority_fee_per_gas),
        }
    }
}

/// What a transaction takes, at most.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "Estimate")]
pub struct EstimateView {
    /// Gas.
    pub gas: u64,
    /// What a rollup charges for its data besides, in wei: decimal.
    pub data_wei: String,
    /// The same with the currency, where it is not zero.
    pub data: Option<String>,
}

impl EstimateView {
    /// In this currency.
    #[must_use]
    pub fn new(estimate: &Estimate, currency: &str) -> Self {
        let fee = estimate.data_fee;
        Self {
            gas: estimate.gas,
            data_wei: fee.to_string(),
            data: (!fee.is_zero()).then(|| format_amount(fee, currency)),
        }
    }
}

/// What is to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AssetForm {
    /// The network's coin.
    Coin,
    /// An ERC-20 token.
    Token {
        /// The contract.
        address: String,
    },
    /// An NFT.
    Nft {
        /// The contract.
        contract: String,
        /// Which.
        id: String,
    },
}

/// At which price.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FeeForm {
    /// As the network's last blocks suggest.
    Level {
        /// How fast.
        level: FeeLevelView,
    },
    /// As the person says.
    Custom {
        /// Highest price, in gwei.
        max_fee_gwei: String,
        /// Of that for the block's author, in gwei.
        priority_fee_gwei: String,
    },
}

impl FeeForm {
    /// As the chain understands it.
    ///
    /// # Errors
    /// A price that is none.
    pub fn wish(&self) -> Result<FeeWish, AppError> {
        let gwei = |text: &str| -> Result<u128, AppError> {
            let wei = parse_units(text, GWEI).map_err(mien_wallet::WalletError::from)?;
            u128::try_from(wei)
                .map_err(|_| AppError::because(ErrorCode::WrongAmount, Fact::FeeTooHigh))
        };
        match self {
            Self::Level { level } => Ok(FeeWish::Level((*level).into())),
            Self::Custom {
                max_fee_gwei,
                priority_fee_gwei,
            } => {
                let fee = Fee {
                    max_fee_per_gas: gwei(max_fee_gwei)?,
                    max_priority_fee_per_gas: gwei(priority_fee_gwei)?,
                };
                let fee = fee.checked().map_err(mien_wallet::WalletError::from)?;
                Ok(FeeWish::Exact(fee))
            }
        }
    }
}

/// An order to send something.
#[derive(Clone, Debug, Deserialize, Type)]
pub struct SendForm {
    /// An address, a contact's name, or a payment link.
    pub to: String,
    /// What.
    pub asset: AssetForm,
    /// How much, decimal, or `all`.
    pub amount: String,
    /// At which price.
    pub fee: FeeForm,
}

/// Somebody who gets something.
#[derive(Clone, Debug, Serialize, Type)]
pub struct RecipientView {
    /// The address.
    pub address: String,
    /// What it is called here.
    pub name: Option<NameView>,
    /// The amount that a payment link asks for, decimal.
    pub amount: Option<String>,
}

/// An entry of the address book.
#[derive(Clone, Debug, Serialize, Type)]
pub struct ContactView {
    /// The name.
    pub name: String,
    /// The address.
    pub address: String,
    /// A note; may be empty.
    pub note: String,
}

impl From<ContactRecord> for ContactView {
    fn from(c: ContactRecord) -> Self {
        Self {
            name: c.name,
            address: c.address.to_string(),
            note: c.note,
        }
    }
}

/// Somebody who may take tokens.
#[derive(Clone, Debug, Serialize, Type)]
pub struct AllowanceView {
    /// The token's contract.
    pub token: String,
    /// Its symbol.
    pub symbol: String,
    /// Who may take.
    pub spender: String,
    /// What that address is called here.
    pub spender_name: Option<NameView>,
    /// How much, with the symbol.
    pub amount: String,
    /// Whether there is no limit in practice.
    pub unlimited: bool,
}
