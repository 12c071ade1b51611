//! What a person should know before signing a transaction.

use alloy::consensus::Transaction;
use alloy::primitives::Address;
use mien_chain::{Client, KnownCall, NetworkKind, Trial, UnsignedTransaction};
use serde::Serialize;

use crate::calls::CallView;
use crate::contacts::{Called, Known};
use crate::wallet::Wallet;

/// How many hex digits at each end make two addresses look alike in a list that
/// shortens them.
const SHOWN_DIGITS: usize = 4;

/// A warning. Plain words are its `Display`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "caution", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Caution {
    /// Nothing was ever sent there.
    #[error("you have never sent anything to {address}; compare it with what its owner gave you")]
    FirstUse {
        /// The recipient.
        address: Address,
    },
    /// Begins and ends like another address: a known trick is to send dust from
    /// such an address, so that it is copied from the history.
    #[error(
        "{address} begins and ends like {known} ({}) but is another address; \
         such addresses are made to be mistaken, so do not copy from the history",
        .name.as_ref().map_or_else(|| "used before".to_owned(), Called::to_string)
    )]
    LooksLike {
        /// The recipient.
        address: Address,
        /// The one that is known.
        known: Address,
        /// What that one is called; without a name it was used before.
        name: Option<Called>,
    },
    /// Tokens sent to their own contract are lost, as a rule.
    #[error("{address} is the token's own contract: what is sent there is lost, as a rule")]
    ToTokenContract {
        /// The contract.
        address: Address,
    },
    /// Somebody may take without limit.
    #[error(
        "this lets {spender} take as much of this token as it likes, at any time, until you revoke it"
    )]
    Unlimited {
        /// Who may take.
        spender: Address,
    },
    /// A function that is not known.
    #[error("this calls a function that Mien cannot explain (0x{selector})")]
    UnknownCall {
        /// The first bytes of the call data, as hex.
        selector: String,
    },
    /// A folder with ABIs that could not be read.
    #[error("the ABIs in {folder} could not be read, so they explain nothing here")]
    AbiUnread {
        /// The folder.
        folder: String,
    },
    /// Call data for an account without code.
    #[error(
        "there is no contract at {address}: the call does nothing, and coins sent along stay there"
    )]
    NoContract {
        /// The recipient.
        address: Address,
    },
    /// It lets a contract act as the account (EIP-7702).
    #[error(
        "this hands the account over to the code of {contract}, which may then move everything \
         in it, until another delegation replaces it"
    )]
    Delegates {
        /// Whose code.
        contract: Address,
    },
    /// It creates a contract.
    #[error("this creates a new contract")]
    CreatesContract,
    /// It fails in the trial.
    #[error("a trial of it fails: {reason}")]
    WouldFail {
        /// The contract's words.
        reason: String,
    },
    /// The node could not say what changes.
    #[error("the node cannot tell what this would change")]
    NotTried,
    /// A local node that bears a live chain's id: what is signed for it is
    /// valid on the live chain too.
    #[error(
        "this node runs on this machine under the chain id of a live network ({chain_id}): \
         what you sign here could be sent there too"
    )]
    MayBeReplayed {
        /// The chain id.
        chain_id: u64,
    },
}

/// What is to be judged.
pub(crate) struct Subject<'a> {
    pub(crate) unsigned: &'a UnsignedTransaction,
    pub(crate) trial: &'a Trial,
    pub(crate) view: &'a CallView,
    pub(crate) kind: NetworkKind,
    pub(crate) chain_id: u64,
    pub(crate) node_version: Option<&'a str>,
}

/// All that apply, the gravest first.
pub(crate) fn cautions(subject: &Subject<'_>, known: &[Known]) -> Vec<Caution> {
    let input = subject.unsigned.input();
    let call = KnownCall::decode(input);
    let contract = subject.unsigned.to();
    let mut found = Vec::new();
    if let Trial::Fails { reason } = subject.trial {
        let reason = reason.clone();
        found.push(Caution::WouldFail { reason });
    }
    let delegations = subject.unsigned.tx().authorization_list();
    found.extend(
        delegations
            .into_iter()
            .flatten()
            .map(|signed| Caution::Delegates {
                contract: signed.address,
            }),
    );
    found.extend(replay(subject.kind, subject.chain_id, subject.node_version));
    let beneficiary = match (&call, contract) {
        (Some(call), _) => Some(call.beneficiary()),
        (None, to) => to,
    };
    if let Some(address) = beneficiary {
        found.extend(of_address(address, known));
        if call.is_some() && Some(address) == contract {
            found.push(Caution::ToTokenContract { address });
        }
    }
    match &call {
        Some(call) if call.is_unlimited() => found.push(Caution::Unlimited {
            spender: call.beneficiary(),
        }),
        Some(_) => {}
        None if contract.is_none() => found.push(Caution::CreatesContract),
        None if !input.is_empty() && !subject.view.is_explained() => {
            let selector = hex::encode(input.get(..4).unwrap_or(input));
            found.push(Caution::UnknownCall { selector });
        }
        None => {}
    }
    if let Some(address) = contract.filter(|_| subject.view.nobody_there) {
        found.push(Caution::NoContract { address });
    }
    found.extend(subject.view.unread.iter().map(|folder| Caution::AbiUnread {
        folder: folder.display().to_string(),
    }));
    if *subject.trial == Trial::GoesThrough && !input.is_empty() {
        found.push(Caution::NotTried);
    }
    found
}

/// Whether what is signed on this node would be valid on a live network too.
fn replay(kind: NetworkKind, chain_id: u64, node_version: Option<&str>) -> Option<Caution> {
    let risky = kind == NetworkKind::Live && node_version.is_some_and(is_development_node);
    risky.then_some(Caution::MayBeReplayed { chain_id })
}

impl Wallet {
    /// What to know about a node before anything is signed for it: that it
    /// bears a live network's chain id.
    pub async fn replay_warning(&self, client: &Client) -> Option<Caution> {
        // Nodes need not say what they are.
        let version = client.client_version().await.ok();
        let network = client.network();
        replay(network.kind(), network.chain_id(), version.as_deref())
    }
}

/// Programs that run development chains, by how they name themselves.
pub(crate) fn is_development_node(version: &str) -> bool {
    let version = version.to_ascii_lowercase();
    ["anvil", "hardhat", "ganache", "edr"]
        .iter()
        .any(|name| version.contains(name))
}

fn of_address(address: Address, known: &[Known]) -> Option<Caution> {
    if known.iter().any(|k| k.address == address) {
        return None;
    }
    let alike = known.iter().find(|k| look_alike(k.address, address));
    Some(match alike {
        Some(like) => Caution::LooksLike {
            address,
            known: like.address,
            name: like.name.clone(),
        },
        None => Caution::FirstUse { address },
    })
}

/// Whether two different addresses agree in the digits that are shown of them.
fn look_alike(a: Address, b: Address) -> bool {
    let (x, y) = (hex::encode(a), hex::encode(b));
    let ends = |text: &str| {
        let tail = text.len().saturating_sub(SHOWN_DIGITS);
        (
            text.get(..SHOWN_DIGITS).map(str::to_owned),
            text.get(tail..).map(str::to_owned),
        )
    };
    a != b && ends(&x) == ends(&y)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use alloy::consensus::{TxEip1559, TxEip7702};
    use alloy::eips::eip7702::Authorization;
    use alloy::primitives::{Bytes, Signature, TxKind, U256, address};
    use mien_chain::{Approval, approve_all, erc20_approve, erc20_transfer};

    use super::*;

    const FRIEND: Address = address!("1234000000000000000000000000000000005678");
    const TWIN: Address = address!("1234ffffffffffffffffffffffffffffffff5678");
    const OTHER: Address = address!("1234ffffffffffffffffffffffffffffffff5679");
    const TOKEN: Address = address!("00000000000000000000000000000000000000aa");

    fn known() -> Vec<Known> {
        vec![Known {
            address: FRIEND,
            name: Some(Called::Contact("Bob".to_owned())),
        }]
    }

    fn of(to: TxKind, input: Bytes, trial: &Trial) -> Vec<Caution> {
        let tx = TxEip1559 {
            to,
            input,
            ..Default::default()
        };
        let unsigned = UnsignedTransaction::new(Address::ZERO, tx);
        let subject = Subject {
            unsigned: &unsigned,
            trial,
            view: &unknown(),
            kind: NetworkKind::Live,
            chain_id: 1,
            node_version: Some("Geth/v1.15"),
        };
        cautions(&subject, &known())
    }

    fn unknown() -> CallView {
        CallView {
            reading: crate::calls::CallReading::Unknown {
                selector: String::new(),
            },
            data: Bytes::new(),
            nobody_there: false,
            unread: Vec::new(),
        }
    }

    fn fine() -> Trial {
        Trial::Changes {
            changes: Vec::new(),
            gas_used: 21_000,
        }
    }

    #[test]
    fn a_friend_needs_no_warning_a_stranger_and_a_twin_do() {
        let coins = |to: Address| of(to.into(), Bytes::new(), &fine());
        assert_eq!(coins(FRIEND), []);
        assert_eq!(coins(OTHER), [Caution::FirstUse { address: OTHER }]);
        assert!(
            matches!(&coins(TWIN)[..], [Caution::LooksLike { known, name, .. }]
                if *known == FRIEND && *name == Some(Called::Contact("Bob".to_owned())))
        );
    }

    #[test]
    fn for_tokens_it_is_the_receiver_who_counts_not_the_contract() {
        let tokens = |to| of(TOKEN.into(), erc20_transfer(to, U256::from(1)), &fine());
        assert_eq!(tokens(FRIEND), []);
        assert!(matches!(tokens(TWIN)[..], [Caution::LooksLike { .. }]));
        assert!(tokens(TOKEN).contains(&Caution::ToTokenContract { address: TOKEN }));
    }

    #[test]
    fn allowances_without_limit_are_named_others_are_not() {
        let unlimited = || Caution::Unlimited { spender: FRIEND };
        let token = |input| of(TOKEN.into(), input, &fine());
        assert_eq!(token(erc20_approve(FRIEND, U256::MAX)), [unlimited()]);
        assert_eq!(token(approve_all(FRIEND, Approval::Given)), [unlimited()]);
        assert_eq!(token(erc20_approve(FRIEND, U256::from(5))), []);
        assert_eq!(token(approve_all(FRIEND, Approval::Revoked)), []);
    }

    #[test]
    fn what_cannot_be_explained_tried_or_undone_is_said() {
        let odd = Bytes::from_static(&[0xde, 0xad, 0xbe, 0xef, 1]);
        let seen = of(FRIEND.into(), odd, &Trial::GoesThrough);
        let selector = "deadbeef".to_owned();
        assert_eq!(seen, [Caution::UnknownCall { selector }, Caution::NotTried]);
        let create = of(TxKind::Create, Bytes::from_static(&[0x60]), &fine());
        assert_eq!(create, [Caution::CreatesContract]);
        let reason = "too late".to_owned();
        let fails = Trial::Fails { reason };
        assert!(matches!(
            of(FRIEND.into(), Bytes::new(), &fails)[..],
            [Caution::WouldFail { .. }]
        ));
    }

    #[test]
    fn handing_the_account_to_a_contract_is_told_first() {
        let delegation = Authorization {
            chain_id: U256::from(1),
            address: TOKEN,
            nonce: 1,
        };
        let tx = TxEip7702 {
            to: FRIEND,
            authorization_list: vec![delegation.into_signed(Signature::test_signature())],
            ..Default::default()
        };
        let unsigned = UnsignedTransaction::new(Address::ZERO, tx);
        let subject = Subject {
            unsigned: &unsigned,
            trial: &fine(),
            view: &unknown(),
            kind: NetworkKind::Live,
            chain_id: 1,
            node_version: None,
        };
        let told = cautions(&subject, &known());
        assert_eq!(told, [Caution::Delegates { contract: TOKEN }]);
    }

    #[test]
    fn a_fork_under_a_live_chains_id_is_told() {
        for (version, told) in [
            ("anvil/v1.7.1", true),
            ("HardhatNetwork/2", true),
            ("Geth", false),
        ] {
            let unsigned = UnsignedTransaction::new(
                Address::ZERO,
                TxEip1559 {
                    to: FRIEND.into(),
                    ..Default::default()
                },
            );
            let subject = Subject {
                unsigned: &unsigned,
                trial: &fine(),
                view: &unknown(),
                kind: NetworkKind::Live,
                chain_id: 1,
                node_version: Some(version),
            };
            let found = cautions(&subject, &known());
            let expected = Caution::MayBeReplayed { chain_id: 1 };
            assert_eq!(found.contains(&expected), told, "{version}");
        }
    }
}
