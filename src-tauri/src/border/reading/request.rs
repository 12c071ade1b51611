//! What is said of requests that are not signed.

use mien_intent::{IntentError, Refusal, SignInRefusal};

use super::{Said, count};
use crate::border::Fact;

pub(super) fn of_intent(e: &IntentError) -> Said {
    Said::fact(match e {
        IntentError::TooLong { len, limit, .. } => Fact::TooLong {
            bytes: count(*len),
            most: count(*limit),
        },
        IntentError::Empty { .. } => Fact::Empty,
        IntentError::BlobTransaction => Fact::Blob,
        IntentError::MalformedTypedData(words) => {
            return Said::fact(Fact::NotTypedData).quoting(words);
        }
        IntentError::TypeName { name } => Fact::TypeName { name: name.clone() },
        IntentError::Types(words) => return Said::fact(Fact::TypedDataTypes).quoting(words),
        IntentError::Values(words) => return Said::fact(Fact::TypedDataValues).quoting(words),
        IntentError::DomainMismatch { present, declared } => Fact::TypedDataDomain {
            present: present.clone(),
            declared: declared.clone(),
        },
        IntentError::ChainIdTooLarge(id) => Fact::NetworkChainId {
            chain_id: id.clone(),
        },
        other => return Said::quoted(other),
    })
}

pub(super) fn of_refusal(e: &Refusal) -> Said {
    Said::fact(match e {
        Refusal::NoChainId => Fact::NoChainId,
        Refusal::DelegationForEveryChain { address } => Fact::DelegationEverywhere {
            address: address.clone(),
        },
        Refusal::BareHash => Fact::BareHash,
        Refusal::ImitatesOwnText => Fact::OwnText,
        Refusal::LiveChain { chain_id } => Fact::LiveChain {
            chain_id: *chain_id,
        },
        Refusal::TypedDataWithoutChain => Fact::NoChainInDomain,
        Refusal::SignInElsewhere { found } => Fact::SignInElsewhere {
            found: found.clone(),
        },
        other => return Said::quoted(other),
    })
}

pub(super) fn of_sign_in(e: &SignInRefusal) -> Said {
    Said::fact(match e {
        SignInRefusal::Malformed { line, reason } => {
            let line = count(*line);
            return Said::fact(Fact::SignInMalformed { line }).quoting(reason);
        }
        SignInRefusal::OtherDomain { expected, found } => Fact::SignInOtherSite {
            expected: expected.clone(),
            found: found.clone(),
        },
        SignInRefusal::OtherAccount { found, own } => Fact::SignInOtherAccount {
            found: found.to_string(),
            own: own.to_string(),
        },
        SignInRefusal::OtherChain { found, chain_id } => Fact::SignInOtherChain {
            found: *found,
            chain_id: *chain_id,
        },
        SignInRefusal::Expired { at } => Fact::SignInExpired { at: at.clone() },
        other => return Said::quoted(other),
    })
}
