//! Warnings, as facts: the windows make sentences of them in the person's
//! language (`ui/src/lib/i18n/cautions.*.ts`).

use mien_intent::SignInCaution;
use mien_wallet::Caution;
use serde::Serialize;
use specta::Type;

use super::NameView;

/// What to know before signing. Addresses have their checksum; what a contract,
/// a node or a site said is as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "as in mien_wallet::Caution and mien_intent::SignInCaution"
)]
pub enum CautionView {
    FirstUse {
        address: String,
    },
    LooksLike {
        address: String,
        known: String,
        name: Option<NameView>,
    },
    ToTokenContract {
        address: String,
    },
    Unlimited {
        spender: String,
    },
    UnknownCall {
        selector: String,
    },
    AbiUnread {
        folder: String,
    },
    NoContract {
        address: String,
    },
    Delegates {
        contract: String,
    },
    CreatesContract,
    WouldFail {
        reason: String,
    },
    NotTried,
    MayBeReplayed {
        chain_id: u64,
    },
    NotCompared {
        domain: String,
    },
    UserInfo {
        domain: String,
    },
    OtherHost {
        uri: String,
        domain: String,
    },
    NotYetValid {
        from: String,
    },
    NotFresh {
        at: String,
    },
    /// One that this program has no texts for, in English.
    Other {
        text: String,
    },
}

/// Whether money is lost as a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It is.
    Grave,
    /// It is good to know.
    Mild,
}

impl CautionView {
    /// How much it weighs.
    #[must_use]
    pub fn weight(&self) -> Weight {
        match self {
            Self::FirstUse { .. }
            | Self::UnknownCall { .. }
            | Self::AbiUnread { .. }
            | Self::NoContract { .. }
            | Self::CreatesContract
            | Self::NotTried
            | Self::NotCompared { .. } => Weight::Mild,
            _ => Weight::Grave,
        }
    }
}

impl From<&Caution> for CautionView {
    fn from(caution: &Caution) -> Self {
        match caution {
            Caution::FirstUse { address } => Self::FirstUse {
                address: address.to_string(),
            },
            Caution::LooksLike {
                address,
                known,
                name,
            } => Self::LooksLike {
                address: address.to_string(),
                known: known.to_string(),
                name: name.clone().map(Into::into),
            },
            Caution::ToTokenContract { address } => Self::ToTokenContract {
                address: address.to_string(),
            },
            Caution::Unlimited { spender } => Self::Unlimited {
                spender: spender.to_string(),
            },
            Caution::UnknownCall { selector } => Self::UnknownCall {
                selector: format!("0x{selector}"),
            },
            Caution::AbiUnread { folder } => Self::AbiUnread {
                folder: folder.clone(),
            },
            Caution::NoContract { address } => Self::NoContract {
                address: address.to_string(),
            },
            Caution::Delegates { contract } => Self::Delegates {
                contract: contract.to_string(),
            },
            Caution::CreatesContract => Self::CreatesContract,
            Caution::WouldFail { reason } => Self::WouldFail {
                reason: reason.clone(),
            },
            Caution::NotTried => Self::NotTried,
            Caution::MayBeReplayed { chain_id } => Self::MayBeReplayed {
                chain_id: *chain_id,
            },
            other => Self::Other {
                text: other.to_string(),
            },
        }
    }
}

impl From<&SignInCaution> for CautionView {
    fn from(caution: &SignInCaution) -> Self {
        match caution {
            SignInCaution::NotCompared { domain } => Self::NotCompared {
                domain: domain.clone(),
            },
            SignInCaution::UserInfo { domain } => Self::UserInfo {
                domain: domain.clone(),
            },
            SignInCaution::OtherHost { uri, domain } => Self::OtherHost {
                uri: uri.clone(),
                domain: domain.clone(),
            },
            SignInCaution::NotYetValid { from } => Self::NotYetValid { from: from.clone() },
            SignInCaution::NotFresh { at } => Self::NotFresh { at: at.clone() },
            other => Self::Other {
                text: other.to_string(),
            },
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use std::collections::BTreeSet;

    use mien_chain::Address;
    use mien_wallet::Called;

    use super::super::members::{member, members, source};
    use super::*;

    #[test]
    fn every_warning_crosses_with_its_name_and_its_facts() {
        let (a, b) = (Address::repeat_byte(0xab), Address::repeat_byte(0xcd));
        let (ab, cd) = (a.to_string(), b.to_string());
        let samples: [(Caution, Vec<&str>); 12] = [
            (Caution::FirstUse { address: a }, vec![&ab]),
            (
                Caution::LooksLike {
                    address: a,
                    known: b,
                    name: Some(Called::Contact("Bob".to_owned())),
                },
                vec![&ab, &cd, "Bob"],
            ),
            (Caution::ToTokenContract { address: a }, vec![&ab]),
            (Caution::Unlimited { spender: a }, vec![&ab]),
            (
                Caution::UnknownCall {
                    selector: "d0e30db0".to_owned(),
                },
                vec!["0xd0e30db0"],
            ),
            (
                Caution::AbiUnread {
                    folder: "/a/out".to_owned(),
                },
                vec!["/a/out"],
            ),
            (Caution::NoContract { address: a }, vec![&ab]),
            (Caution::Delegates { contract: a }, vec![&ab]),
            (Caution::CreatesContract, vec![]),
            (
                Caution::WouldFail {
                    reason: "paused".to_owned(),
                },
                vec!["paused"],
            ),
            (Caution::NotTried, vec![]),
            (Caution::MayBeReplayed { chain_id: 42 }, vec!["42"]),
        ];
        let known: BTreeSet<String> = samples.iter().map(|(one, _)| member(one)).collect();
        let source = source!("wallet/src/cautions.rs");
        assert_eq!(known, members(source, "Caution"));
        for (caution, facts) in samples {
            let crossed = serde_json::to_value(CautionView::from(&caution)).unwrap();
            let own = serde_json::to_value(&caution).unwrap();
            assert_eq!(crossed["code"], own["caution"]);
            for fact in facts {
                assert!(crossed.to_string().contains(fact), "{crossed}");
            }
        }
    }

    #[test]
    fn what_a_site_says_crosses_too() {
        let (domain, uri) = ("a.example".to_owned(), "https://b.example".to_owned());
        let time = "1970-01-01T00:00:00Z".to_owned();
        let samples = [
            SignInCaution::NotCompared {
                domain: domain.clone(),
            },
            SignInCaution::UserInfo {
                domain: domain.clone(),
            },
            SignInCaution::OtherHost { uri, domain },
            SignInCaution::NotYetValid { from: time.clone() },
            SignInCaution::NotFresh { at: time },
        ];
        let known: BTreeSet<String> = samples.iter().map(member).collect();
        let source = source!("intent/src/siwe/check.rs");
        assert_eq!(known, members(source, "SignInCaution"));
        for caution in samples {
            let crossed = CautionView::from(&caution);
            assert!(!matches!(crossed, CautionView::Other { .. }), "{crossed:?}");
            let mild = matches!(caution, SignInCaution::NotCompared { .. });
            assert_eq!(crossed.weight() == Weight::Mild, mild, "{crossed:?}");
            let json = serde_json::to_string(&crossed).unwrap();
            let facts = ["a.example", "b.example", "1970"];
            assert!(facts.iter().any(|fact| json.contains(fact)), "{json}");
        }
    }
}
