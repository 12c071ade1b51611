//! What a transaction does, read from the bytes that will be signed: nothing
//! here looks at the form that a person filled in.

use mien_chain::{Address, KnownCall, Token, TokenKind, U256, format_amount, format_units};
use mien_intent::{TransactionSummary, printable};
use mien_wallet::{CallReading, CallView, SendPlan, Wallet};

use crate::border::{
    AppError, CallPart, Deed, FeeParts, FieldView, FunctionView, Meaning, NameView, Party, Source,
};

/// Decimals of gwei.
const GWEI: u8 = 9;
/// `increaseAllowance(address,uint256)`, which adds to what was allowed before.
const INCREASE: [u8; 4] = [0x39, 0x50, 0x93, 0x51];

/// What is shown of a transaction's bytes.
pub(super) struct Read {
    pub(super) deed: Deed,
    pub(super) to: Option<Party>,
    pub(super) call: Option<CallPart>,
}

/// Reads the decoded bytes, with what the wallet knows of functions and tokens.
pub(super) fn read(
    wallet: &Wallet,
    summary: &TransactionSummary,
    view: &CallView,
    currency: &str,
) -> Result<Read, AppError> {
    if view.data.as_ref() != summary.input.as_slice() {
        return Err(AppError::broken("the call was not read from the bytes"));
    }
    let coins = (!summary.value.is_zero()).then(|| format_amount(summary.value, currency));
    let Some(contract) = summary.to else {
        let bytes = u32::try_from(summary.input.len()).unwrap_or(u32::MAX);
        return Ok(Read {
            deed: Deed::Creation { bytes },
            to: None,
            call: None,
        });
    };
    if summary.input.is_empty() {
        return Ok(Read {
            deed: coins.map_or(Deed::Nothing, |amount| Deed::Coins { amount }),
            to: Some(party(wallet, contract)?),
            call: None,
        });
    }
    let mut party_called = party(wallet, contract)?;
    let (deed, beneficiary, functions) = match &view.reading {
        CallReading::Standard { call, token, .. } => {
            let known = Known::new(wallet, contract, token.as_ref());
            party_called.name = party_called.name.or_else(|| known.name());
            let added = summary.selector == Some(INCREASE);
            let function = known.function(call, added)?;
            (known.deed(call, added)?, call.beneficiary(), vec![function])
        }
        CallReading::Abi { readings } => {
            let functions: Result<Vec<_>, AppError> =
                readings.iter().map(|one| from_abi(wallet, one)).collect();
            let function = readings.first().map(|one| name(&one.signature));
            (Deed::Call { function }, contract, functions?)
        }
        _ => (Deed::Call { function: None }, contract, Vec::new()),
    };
    let selector = summary.input.get(..4).unwrap_or(&summary.input);
    Ok(Read {
        deed,
        to: Some(if beneficiary == contract {
            party_called.clone()
        } else {
            party(wallet, beneficiary)?
        }),
        call: Some(CallPart {
            contract: party_called,
            coins,
            selector: format!("0x{}", hex::encode(selector)),
            functions,
        }),
    })
}

/// The highest fee by the bytes; a rollup's charge for data is the node's word.
pub(super) fn fee(plan: &SendPlan, summary: &TransactionSummary) -> FeeParts {
    let currency = plan.network().currency();
    let gwei = |wei: u128| format_units(U256::from(wei), GWEI);
    let data = plan.data_fee();
    FeeParts {
        highest: format_amount(summary.highest_fee().saturating_add(data), currency),
        gas: summary.gas_limit,
        max_gwei: gwei(summary.max_fee_per_gas),
        tip_gwei: summary.max_priority_fee_per_gas.map(gwei),
        data: (!data.is_zero()).then(|| format_amount(data, currency)),
    }
}

/// An address with what it is called here.
pub(super) fn party(wallet: &Wallet, address: Address) -> Result<Party, AppError> {
    Ok(Party {
        address: address.to_string(),
        name: wallet.called(address)?.map(Into::into),
    })
}

/// A function's name without its types.
fn name(signature: &str) -> String {
    let (name, _) = signature.split_once('(').unwrap_or((signature, ""));
    printable(name)
}

fn from_abi(wallet: &Wallet, call: &mien_chain::DecodedCall) -> Result<FunctionView, AppError> {
    let arguments: Result<Vec<_>, AppError> = call
        .arguments
        .iter()
        .map(|argument| {
            Ok(FieldView {
                depth: u32::try_from(argument.depth).unwrap_or(u32::MAX),
                name: printable(&argument.name),
                type_name: printable(&argument.kind),
                value: printable(&argument.value),
                meaning: named(wallet, &argument.kind, &argument.value)?,
            })
        })
        .collect();
    Ok(FunctionView {
        signature: printable(&call.signature),
        source: Source::Abi {
            contract: printable(&call.contract),
        },
        arguments: arguments?,
    })
}

/// What an address among values is called here.
pub(super) fn named(wallet: &Wallet, kind: &str, value: &str) -> Result<Option<Meaning>, AppError> {
    let Some(address) = (kind == "address").then(|| value.parse().ok()).flatten() else {
        return Ok(None);
    };
    let called = wallet.called(address)?;
    Ok(called.map(|called| Meaning::Named {
        name: called.into(),
    }))
}

/// A call of the token standards and the token it is for.
struct Known<'a> {
    wallet: &'a Wallet,
    contract: Address,
    token: Option<&'a Token>,
}

impl<'a> Known<'a> {
    fn new(wallet: &'a Wallet, contract: Address, token: Option<&'a Token>) -> Self {
        Self {
            wallet,
            contract,
            token,
        }
    }

    /// What the contract says it is called; its address stands beside it.
    fn word(&self) -> Option<String> {
        let token = self.token?;
        [&token.symbol, &token.name]
            .into_iter()
            .find(|text| !text.is_empty())
            .map(|text| printable(text))
    }

    fn name(&self) -> Option<NameView> {
        let token = self.token?;
        let name = if token.name.is_empty() {
            &token.symbol
        } else {
            &token.name
        };
        (!name.is_empty()).then(|| NameView::Token {
            name: printable(name),
        })
    }

    fn called(&self) -> String {
        self.word().unwrap_or_else(|| self.contract.to_string())
    }

    fn is_nft(&self) -> bool {
        self.token.is_some_and(|t| t.kind == TokenKind::Erc721)
    }

    /// With point and symbol where the decimals are known, else the bare number.
    fn amount(&self, amount: U256) -> String {
        match self.token {
            Some(token) if token.kind == TokenKind::Erc20 => {
                format!("{} {}", format_units(amount, token.decimals), self.called())
            }
            _ => format!("{amount} × {}", self.called()),
        }
    }

    fn piece(&self, id: U256) -> String {
        let title = self.token.map(|t| printable(&t.name));
        let title = title.filter(|t| !t.is_empty());
        format!("{} #{id}", title.unwrap_or_else(|| self.called()))
    }

    fn deed(&self, call: &KnownCall, added: bool) -> Result<Deed, AppError> {
        Ok(match call {
            KnownCall::Transfer { amount, .. } => Deed::Tokens {
                amount: self.amount(*amount),
            },
            KnownCall::TransferFrom { from, number, .. } => Deed::Move {
                amount: if self.is_nft() {
                    self.piece(*number)
                } else {
                    self.amount(*number)
                },
                from: party(self.wallet, *from)?,
            },
            KnownCall::Approve { number, .. } if self.is_nft() => Deed::AllowNft {
                name: self.piece(*number),
            },
            KnownCall::Approve { .. } if call.is_unlimited() => Deed::AllowAll {
                token: self.called(),
            },
            KnownCall::Approve { number, .. } if added => Deed::AllowMore {
                amount: self.amount(*number),
            },
            KnownCall::Approve { number, .. } if number.is_zero() => Deed::Disallow {
                token: self.called(),
            },
            KnownCall::Approve { number, .. } => Deed::Allow {
                amount: self.amount(*number),
            },
            KnownCall::ApproveAll { approved, .. } => {
                let token = self.called();
                if *approved {
                    Deed::AllowCollection { token }
                } else {
                    Deed::Disallow { token }
                }
            }
            KnownCall::SendNft { id, .. } => Deed::Nft {
                name: self.piece(*id),
            },
            KnownCall::SendItems { id, amount, .. } => Deed::Items {
                amount: amount.to_string(),
                name: self.piece(*id),
            },
            _ => Deed::Call { function: None },
        })
    }

    fn function(&self, call: &KnownCall, added: bool) -> Result<FunctionView, AppError> {
        let who = |name: &str, address: Address| -> Result<FieldView, AppError> {
            let value = address.to_string();
            let meaning = named(self.wallet, "address", &value)?;
            Ok(field(name, "address", value, meaning))
        };
        let number = |name: &str, number: U256| {
            let meaning = if call.is_unlimited() {
                Some(Meaning::Unlimited)
            } else {
                self.token
                    .filter(|token| token.kind == TokenKind::Erc20)
                    .map(|_| Meaning::Amount {
                        amount: self.amount(number),
                    })
            };
            field(name, "uint256", number.to_string(), meaning)
        };
        let plain = |name: &str, number: U256| field(name, "uint256", number.to_string(), None);
        let (signature, arguments) = match call {
            KnownCall::Transfer { to, amount } => (
                "transfer(address,uint256)",
                vec![who("to", *to)?, number("amount", *amount)],
            ),
            KnownCall::TransferFrom {
                from,
                to,
                number: n,
            } => (
                "transferFrom(address,address,uint256)",
                vec![who("from", *from)?, who("to", *to)?, number("amount", *n)],
            ),
            KnownCall::Approve { spender, number: n } if added => (
                "increaseAllowance(address,uint256)",
                vec![who("spender", *spender)?, number("added", *n)],
            ),
            KnownCall::Approve { spender, number: n } => (
                "approve(address,uint256)",
                vec![who("spender", *spender)?, number("amount", *n)],
            ),
            KnownCall::ApproveAll { operator, approved } => (
                "setApprovalForAll(address,bool)",
                vec![
                    who("operator", *operator)?,
                    field("approved", "bool", approved.to_string(), None),
                ],
            ),
            KnownCall::SendNft { from, to, id } => (
                "safeTransferFrom(address,address,uint256)",
                vec![who("from", *from)?, who("to", *to)?, plain("id", *id)],
            ),
            KnownCall::SendItems {
                from,
                to,
                id,
                amount,
            } => (
                "safeTransferFrom(address,address,uint256,uint256,bytes)",
                vec![
                    who("from", *from)?,
                    who("to", *to)?,
                    plain("id", *id),
                    plain("amount", *amount),
                ],
            ),
            _ => ("", Vec::new()),
        };
        Ok(FunctionView {
            signature: signature.to_owned(),
            source: Source::Standard,
            arguments,
        })
    }
}

fn field(name: &str, type_name: &str, value: String, meaning: Option<Meaning>) -> FieldView {
    FieldView {
        depth: 0,
        name: name.to_owned(),
        type_name: type_name.to_owned(),
        value,
        meaning,
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
