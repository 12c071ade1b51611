//! What call data of the usual token functions says.

use alloy::primitives::{Address, Bytes, U256};
use alloy::sol_types::SolCall;
use serde::Serialize;

use crate::contracts::{Erc20, Erc721, Erc1155};

/// A call of a function that the wallet knows, by its selector. Whether the
/// contract is what the selector suggests is another question.
///
/// ERC-20 and ERC-721 share `transferFrom` and `approve`: what the number means
/// there, an amount or a token's id, is for the contract to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "function", rename_all = "snake_case")]
#[non_exhaustive]
pub enum KnownCall {
    /// ERC-20 `transfer`.
    Transfer {
        /// The recipient.
        to: Address,
        /// In the token's smallest unit.
        amount: U256,
    },
    /// `transferFrom` of ERC-20 or ERC-721.
    TransferFrom {
        /// Whose.
        from: Address,
        /// The recipient.
        to: Address,
        /// Amount or id.
        number: U256,
    },
    /// `approve` of ERC-20 or ERC-721; also `increaseAllowance`.
    Approve {
        /// Who may take.
        spender: Address,
        /// Amount or id.
        number: U256,
    },
    /// `setApprovalForAll` of ERC-721 and ERC-1155.
    ApproveAll {
        /// Who may take everything, or no longer.
        operator: Address,
        /// Whether it may.
        approved: bool,
    },
    /// ERC-721 `safeTransferFrom`.
    SendNft {
        /// Whose.
        from: Address,
        /// The recipient.
        to: Address,
        /// The token.
        id: U256,
    },
    /// ERC-1155 `safeTransferFrom`.
    SendItems {
        /// Whose.
        from: Address,
        /// The recipient.
        to: Address,
        /// The token.
        id: U256,
        /// How many.
        amount: U256,
    },
}

/// An allowance from here on is as good as without a limit: half of all numbers.
/// Wallets and applications ask for 2²⁵⁶ − 1, some for a little less.
pub const UNLIMITED: U256 = U256::from_limbs([0, 0, 0, 1 << 63]);

impl KnownCall {
    /// Reads call data; `None` for a function that is not known, or arguments
    /// that are not in canonical form.
    #[must_use]
    pub fn decode(input: &[u8]) -> Option<Self> {
        let selector: [u8; 4] = *input.first_chunk()?;
        let call = match selector {
            Erc20::transferCall::SELECTOR => {
                let call = read::<Erc20::transferCall>(input)?;
                Self::Transfer {
                    to: call.to,
                    amount: call.amount,
                }
            }
            Erc20::transferFromCall::SELECTOR => {
                let call = read::<Erc20::transferFromCall>(input)?;
                Self::TransferFrom {
                    from: call.from,
                    to: call.to,
                    number: call.amount,
                }
            }
            Erc20::approveCall::SELECTOR => {
                let call = read::<Erc20::approveCall>(input)?;
                Self::Approve {
                    spender: call.spender,
                    number: call.amount,
                }
            }
            Erc20::increaseAllowanceCall::SELECTOR => {
                let call = read::<Erc20::increaseAllowanceCall>(input)?;
                Self::Approve {
                    spender: call.spender,
                    number: call.added,
                }
            }
            Erc721::setApprovalForAllCall::SELECTOR => {
                let call = read::<Erc721::setApprovalForAllCall>(input)?;
                Self::ApproveAll {
                    operator: call.operator,
                    approved: call.approved,
                }
            }
            Erc721::safeTransferFromCall::SELECTOR => {
                let call = read::<Erc721::safeTransferFromCall>(input)?;
                Self::SendNft {
                    from: call.from,
                    to: call.to,
                    id: call.id,
                }
            }
            Erc1155::safeTransferFromCall::SELECTOR => {
                let call = read::<Erc1155::safeTransferFromCall>(input)?;
                Self::SendItems {
                    from: call.from,
                    to: call.to,
                    id: call.id,
                    amount: call.amount,
                }
            }
            _ => return None,
        };
        Some(call)
    }

    /// Whether it lets somebody take as much as he likes.
    #[must_use]
    pub fn is_unlimited(&self) -> bool {
        match self {
            Self::Approve { number, .. } => *number >= UNLIMITED,
            Self::ApproveAll { approved, .. } => *approved,
            _ => false,
        }
    }

    /// Who gets something by it, or may take it.
    #[must_use]
    pub fn beneficiary(&self) -> Address {
        match self {
            Self::Transfer { to, .. }
            | Self::TransferFrom { to, .. }
            | Self::SendNft { to, .. }
            | Self::SendItems { to, .. } => *to,
            Self::Approve { spender, .. } => *spender,
            Self::ApproveAll { operator, .. } => *operator,
        }
    }
}

/// Decodes and insists that encoding again gives the same bytes: nothing hides
/// behind the arguments.
fn read<C: SolCall>(input: &[u8]) -> Option<C> {
    let call = C::abi_decode(input).ok()?;
    (call.abi_encode() == input).then_some(call)
}

/// Call data of an ERC-20 transfer.
#[must_use]
pub fn erc20_transfer(to: Address, amount: U256) -> Bytes {
    Erc20::transferCall { to, amount }.abi_encode().into()
}

/// Call data that sets an ERC-20 allowance; zero revokes it.
#[must_use]
pub fn erc20_approve(spender: Address, amount: U256) -> Bytes {
    Erc20::approveCall { spender, amount }.abi_encode().into()
}

/// Call data that gives or takes back an operator's right to everything.
#[must_use]
pub fn approve_all(operator: Address, approval: Approval) -> Bytes {
    let approved = approval == Approval::Given;
    Erc721::setApprovalForAllCall { operator, approved }
        .abi_encode()
        .into()
}

/// Whether an operator may act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// It may.
    Given,
    /// It may not, or no longer.
    Revoked,
}

/// Call data of an ERC-721 transfer that asks a recipient with code whether it
/// can hold the token.
#[must_use]
pub fn erc721_transfer(from: Address, to: Address, id: U256) -> Bytes {
    Erc721::safeTransferFromCall { from, to, id }
        .abi_encode()
        .into()
}

/// Call data of an ERC-1155 transfer.
#[must_use]
pub fn erc1155_transfer(from: Address, to: Address, id: U256, amount: U256) -> Bytes {
    Erc1155::safeTransferFromCall {
        from,
        to,
        id,
        amount,
        data: Bytes::new(),
    }
    .abi_encode()
    .into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use alloy::primitives::hex;

    use super::*;

    const A: Address = Address::repeat_byte(0x11);
    const B: Address = Address::repeat_byte(0x22);

    #[test]
    fn what_is_encoded_is_read_back() {
        let (id, amount) = (U256::from(7), U256::from(12));
        let cases = [
            (
                erc20_transfer(B, amount),
                KnownCall::Transfer { to: B, amount },
            ),
            (
                erc20_approve(B, amount),
                KnownCall::Approve {
                    spender: B,
                    number: amount,
                },
            ),
            (
                approve_all(B, Approval::Given),
                KnownCall::ApproveAll {
                    operator: B,
                    approved: true,
                },
            ),
            (
                erc721_transfer(A, B, id),
                KnownCall::SendNft { from: A, to: B, id },
            ),
            (
                erc1155_transfer(A, B, id, amount),
                KnownCall::SendItems {
                    from: A,
                    to: B,
                    id,
                    amount,
                },
            ),
        ];
        for (input, expected) in cases {
            let call = KnownCall::decode(&input).unwrap();
            assert_eq!(call, expected);
            assert_eq!(call.beneficiary(), B);
        }
    }

    /// The selectors that the standards' signatures hash to, as block explorers
    /// list them.
    #[test]
    fn selectors_are_those_of_the_standards() {
        let known = [
            (erc20_transfer(B, U256::ZERO), hex!("a9059cbb")),
            (erc20_approve(B, U256::ZERO), hex!("095ea7b3")),
            (approve_all(B, Approval::Revoked), hex!("a22cb465")),
            (erc721_transfer(A, B, U256::ZERO), hex!("42842e0e")),
            (
                erc1155_transfer(A, B, U256::ZERO, U256::ZERO),
                hex!("f242432a"),
            ),
        ];
        for (input, selector) in known {
            assert_eq!(input[..4], selector);
        }
    }

    #[test]
    fn bytes_that_follow_or_are_missing_make_it_unknown() {
        let input = erc20_transfer(B, U256::from(1)).to_vec();
        assert_eq!(KnownCall::decode(&[input.clone(), vec![0]].concat()), None);
        assert_eq!(KnownCall::decode(&input[..input.len() - 1]), None);
        assert_eq!(KnownCall::decode(&input[..4]), None);
        assert_eq!(KnownCall::decode(&input[..3]), None);
        assert_eq!(KnownCall::decode(&[]), None);
        // An address with something in the upper twelve bytes.
        let mut dirty = input;
        dirty[4] = 1;
        assert_eq!(KnownCall::decode(&dirty), None);
    }

    #[test]
    fn unlimited_is_half_of_everything_or_more() {
        let approve = |amount| KnownCall::decode(&erc20_approve(B, amount)).unwrap();
        assert!(approve(U256::MAX).is_unlimited());
        assert!(approve(UNLIMITED).is_unlimited());
        assert!(!approve(UNLIMITED - U256::from(1)).is_unlimited());
        assert!(
            KnownCall::decode(&approve_all(B, Approval::Given))
                .unwrap()
                .is_unlimited()
        );
        assert!(
            !KnownCall::decode(&approve_all(B, Approval::Revoked))
                .unwrap()
                .is_unlimited()
        );
    }
}
