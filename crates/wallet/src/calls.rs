//! What a transaction calls, in words: the common token functions as
//! intent and named fields (in the manner of ERC-7730), others by the user's own
//! ABIs, else not at all. The bytes themselves are always there.

use std::path::PathBuf;

use alloy::primitives::{Address, Bytes, U256, hex};
use mien_chain::{
    Client, DecodedCall, KnownCall, Token, TokenKind, UnsignedTransaction, format_units,
};
use serde::Serialize;

use crate::error::WalletError;
use crate::wallet::Wallet;

/// What a transaction calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallView {
    /// What is understood of it.
    pub reading: CallReading,
    /// The call data, or the code of a new contract; never hidden.
    pub data: Bytes,
    /// Whether it calls an account that has no code.
    pub nobody_there: bool,
    /// Folders with ABIs that could not be read for it.
    pub unread: Vec<PathBuf>,
}

/// What is understood of call data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
#[non_exhaustive]
pub enum CallReading {
    /// Nothing is called: coins only.
    Nothing,
    /// A new contract.
    Creation,
    /// A function of the token standards.
    Standard {
        /// What is meant by it.
        intent: String,
        /// Its fields.
        fields: Vec<CallField>,
        /// The call itself.
        #[serde(skip)]
        call: Box<KnownCall>,
        /// What the contract says it is, if it says anything.
        #[serde(skip)]
        token: Option<Token>,
    },
    /// Functions of the user's own ABIs; several only if they share a selector.
    Abi {
        /// Each that fits to the last byte.
        readings: Vec<DecodedCall>,
    },
    /// Not understood.
    Unknown {
        /// The first four bytes, or fewer if there are no more, as hex.
        selector: String,
    },
}

/// A named part of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallField {
    /// What it is.
    pub label: String,
    /// Its value in words.
    pub value: String,
}

impl CallView {
    /// Whether it can be said what it calls.
    pub(crate) fn is_explained(&self) -> bool {
        !matches!(self.reading, CallReading::Unknown { .. })
    }
}

impl Wallet {
    /// Reads what a transaction calls.
    pub(crate) async fn read_call(
        &self,
        client: &Client,
        unsigned: &UnsignedTransaction,
    ) -> Result<CallView, WalletError> {
        let data = unsigned.input().clone();
        let nobody_there = match unsigned.to() {
            Some(to) if !data.is_empty() => !client.has_code(to).await?,
            _ => false,
        };
        let view = |reading, unread| CallView {
            reading,
            data: data.clone(),
            nobody_there,
            unread,
        };
        let Some(contract) = unsigned.to() else {
            return Ok(view(CallReading::Creation, Vec::new()));
        };
        if data.is_empty() {
            return Ok(view(CallReading::Nothing, Vec::new()));
        }
        if let Some(call) = KnownCall::decode(&data) {
            let reading = self.standard(client, contract, &call).await?;
            return Ok(view(reading, Vec::new()));
        }
        let (book, unread) = self.abi_book()?;
        let readings = book.decode(&data);
        let reading = if readings.is_empty() {
            CallReading::Unknown {
                selector: hex::encode(data.get(..4).unwrap_or(&data)),
            }
        } else {
            CallReading::Abi { readings }
        };
        Ok(view(reading, unread))
    }

    async fn standard(
        &self,
        client: &Client,
        contract: Address,
        call: &KnownCall,
    ) -> Result<CallReading, WalletError> {
        // What the contract says of itself; a name proves nothing, so its address
        // stands beside it.
        let token = self.token(client, contract).await.ok();
        let mut described = Described::new(self, contract, token);
        described.call(call)?;
        Ok(CallReading::Standard {
            intent: described.intent,
            fields: described.fields,
            call: Box::new(call.clone()),
            token: described.token,
        })
    }
}

struct Described<'a> {
    wallet: &'a Wallet,
    token: Option<Token>,
    intent: String,
    fields: Vec<CallField>,
}

impl<'a> Described<'a> {
    fn new(wallet: &'a Wallet, contract: Address, token: Option<Token>) -> Self {
        let name = token.as_ref().map(|t| match t.symbol.as_str() {
            "" => t.name.clone(),
            symbol => symbol.to_owned(),
        });
        let mut described = Self {
            wallet,
            token,
            intent: String::new(),
            fields: Vec::new(),
        };
        let named = name.filter(|n| !n.is_empty());
        let value = match named {
            Some(name) => format!("{} ({contract})", mien_intent::printable(&name)),
            None => contract.to_string(),
        };
        described.field("Contract", value);
        described
    }

    fn call(&mut self, call: &KnownCall) -> Result<(), WalletError> {
        match call {
            KnownCall::Transfer { to, amount } => {
                self.intent("Send tokens");
                self.amount("Amount", *amount);
                self.who("To", *to)?;
            }
            KnownCall::TransferFrom { from, to, number } => {
                self.intent("Move tokens from one account to another");
                self.amount("Amount", *number);
                self.who("From", *from)?;
                self.who("To", *to)?;
            }
            KnownCall::Approve { spender, .. } if self.is_nft() => {
                self.intent("Let somebody take one NFT");
                self.number(call);
                self.who("Who", *spender)?;
            }
            KnownCall::Approve { spender, number } => {
                self.intent(if number.is_zero() {
                    "End an allowance"
                } else {
                    "Let somebody take tokens"
                });
                if call.is_unlimited() {
                    self.field("Up to", "as many as it likes".to_owned());
                } else {
                    self.amount("Up to", *number);
                }
                self.who("Who", *spender)?;
            }
            KnownCall::ApproveAll { operator, approved } => {
                self.intent(if *approved {
                    "Let somebody take everything of this contract"
                } else {
                    "End somebody's right to everything of this contract"
                });
                self.who("Who", *operator)?;
            }
            KnownCall::SendNft { from, to, id } => {
                self.intent("Send an NFT");
                self.field("Number", id.to_string());
                self.who("From", *from)?;
                self.who("To", *to)?;
            }
            KnownCall::SendItems {
                from,
                to,
                id,
                amount,
            } => {
                self.intent("Send items");
                self.field("Number", id.to_string());
                self.field("How many", amount.to_string());
                self.who("From", *from)?;
                self.who("To", *to)?;
            }
            other => self.intent(&format!("{other:?}")),
        }
        Ok(())
    }

    fn intent(&mut self, words: &str) {
        words.clone_into(&mut self.intent);
    }

    fn field(&mut self, label: &str, value: String) {
        self.fields.push(CallField {
            label: label.to_owned(),
            value,
        });
    }

    fn who(&mut self, label: &str, address: Address) -> Result<(), WalletError> {
        let value = match self.wallet.name_of(address)? {
            Some(name) => format!("{address} ({})", mien_intent::printable(&name)),
            None => address.to_string(),
        };
        self.field(label, value);
        Ok(())
    }

    fn is_nft(&self) -> bool {
        self.token
            .as_ref()
            .is_some_and(|t| t.kind == TokenKind::Erc721)
    }

    fn number(&mut self, call: &KnownCall) {
        if let KnownCall::Approve { number, .. } = call {
            self.field("Number", number.to_string());
        }
    }

    fn amount(&mut self, label: &str, amount: U256) {
        let value = match &self.token {
            Some(token) if token.kind == TokenKind::Erc20 => {
                let symbol = mien_intent::printable(&token.symbol);
                format!("{} {symbol}", format_units(amount, token.decimals))
            }
            Some(token) if token.kind == TokenKind::Erc721 => format!("#{amount}"),
            _ => format!("{amount} (smallest units, or a number)"),
        };
        self.field(label, value);
    }
}
