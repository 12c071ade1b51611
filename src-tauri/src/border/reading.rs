//! What is said of the errors of the crates below: facts where a person can act
//! on them, and the technical words of others, quoted.

use mien_camera::CameraError;
use mien_chain::{ChainError, format_amount};
use mien_face::{FaceError, LivenessFailure};
use mien_identity::IdentityError;
use mien_intent::{IntentError, Refusal, SignInRefusal};
use mien_keeper::{KeeperError, KitError};
use mien_store::StoreError;
use mien_wallet::WalletError;

use super::Fact;

/// A fact, and the words of others behind it. Where there is neither a fact nor
/// a code that says it all, the whole sentence is quoted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) fact: Option<Fact>,
    pub(super) detail: Option<String>,
}

impl Said {
    fn fact(fact: Fact) -> Self {
        Self {
            fact: Some(fact),
            detail: None,
        }
    }

    fn quoting(mut self, words: &str) -> Self {
        self.detail = Some(words.to_owned());
        self
    }

    fn quoted(words: &impl ToString) -> Self {
        Self::default().quoting(&words.to_string())
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub(super) fn of_wallet(e: &WalletError) -> Said {
    let path = |path: &String| Fact::Path { path: path.clone() };
    match e {
        WalletError::Identity(e) => of_identity(e),
        WalletError::Chain(e) => of_chain(e),
        WalletError::Store(e) => of_store(e),
        WalletError::Intent(e) => of_intent(e),
        WalletError::Refused(e) => of_refusal(e),
        WalletError::SignIn(e) => of_sign_in(e),
        WalletError::UnknownNetwork(name, _) => Said::fact(Fact::Network { name: name.clone() }),
        WalletError::UnknownContact(text)
        | WalletError::ContactName(text)
        | WalletError::PaymentLink(text) => Said::fact(Fact::Typed { text: text.clone() }),
        WalletError::NotEnough { has, wanted } => Said::fact(Fact::Amounts {
            has: has.clone(),
            wanted: wanted.clone(),
        }),
        WalletError::UnknownTransaction(hash) => {
            Said::fact(Fact::Transaction { hash: hash.clone() })
        }
        WalletError::OtherChain(_) => Said::fact(Fact::ChainBegunAnew),
        WalletError::Exists(path) => Said::fact(Fact::Exists { path: path.clone() }),
        WalletError::NotRefused => Said::fact(Fact::TypeSentence),
        WalletError::ModelsMissing(folder) => Said::fact(path(folder)),
        WalletError::File { path: file, reason } => Said::fact(path(file)).quoting(reason),
        WalletError::Reverted { hash, reason } => Said::fact(Fact::Reason {
            text: reason.clone(),
        })
        .quoting(hash),
        WalletError::NotProved
        | WalletError::Suspended
        | WalletError::DevnetStopped
        | WalletError::NoConsent
        | WalletError::NotPublished => Said::default(),
        other => Said::quoted(other),
    }
}

fn of_identity(e: &IdentityError) -> Said {
    Said::fact(match e {
        IdentityError::Keeper(e) => return of_keeper(e),
        IdentityError::Camera(e) => return of_camera(e),
        IdentityError::Face(e) => return of_face(e),
        IdentityError::PinTooShort { chars, least } => Fact::PinShort {
            chars: count(*chars),
            least: count(*least),
        },
        IdentityError::PinTooLong { bytes, most } => Fact::PinLong {
            bytes: count(*bytes),
            most: count(*most),
        },
        IdentityError::PinMissing => Fact::PinMissing,
        IdentityError::OtherPack { wanted, loaded } => Fact::OtherPack {
            wanted: wanted.clone(),
            installed: vec![loaded.clone()],
        },
        IdentityError::PoorQuality {
            good,
            wanted,
            reason,
        } => Fact::Frames {
            good: count(*good),
            wanted: count(*wanted),
            hint: reason.map(Into::into),
        },
        IdentityError::Liveness(e) => return of_liveness(*e),
        IdentityError::CapturesDisagree => Fact::CapturesDisagree,
        IdentityError::NotMatched | IdentityError::Cancelled => return Said::default(),
        other => return Said::quoted(other),
    })
}

fn of_liveness(e: LivenessFailure) -> Said {
    Said::fact(match e {
        LivenessFailure::OutOfOrder { asked, done } => Fact::OtherMovement {
            asked: asked.into(),
            done: done.into(),
        },
        LivenessFailure::TimedOut { action } => Fact::MovementMissed {
            action: action.into(),
        },
        LivenessFailure::NoReturn { action } => Fact::NoReturn {
            action: action.into(),
        },
        LivenessFailure::IdentityChanged => Fact::FaceChanged,
        LivenessFailure::Frozen => Fact::PictureStill,
        LivenessFailure::Looping => Fact::PictureRepeats,
        LivenessFailure::Jump => Fact::FaceJumped,
        other => return Said::quoted(&other),
    })
}

fn of_keeper(e: &KeeperError) -> Said {
    Said::fact(match e {
        KeeperError::LockedOut { seconds } => Fact::Wait { seconds: *seconds },
        KeeperError::WrongShare { .. } => return Said::default(),
        KeeperError::NoPhrase => Fact::NoPhrase,
        KeeperError::NoIdentity(path) | KeeperError::AlreadyEnrolled(path) => {
            Fact::Path { path: path.clone() }
        }
        KeeperError::Exists(path) => Fact::Exists { path: path.clone() },
        KeeperError::Storage { path, reason } => {
            return Said::fact(Fact::Path { path: path.clone() }).quoting(reason);
        }
        KeeperError::OtherWallet { found, here } => Fact::OtherWallet {
            found: found.clone(),
            here: here.clone(),
        },
        KeeperError::ForgetNeedsCopy(address) => Fact::TypeAddress {
            address: address.clone(),
        },
        KeeperError::Kit(e) => return of_kit(e),
        other => return Said::quoted(other),
    })
}

fn of_kit(e: &KitError) -> Said {
    match e {
        KitError::NotAKit => Said::fact(Fact::NoKit),
        KitError::Version { found, known } => Said::fact(Fact::KitNewer {
            found: (*found).into(),
            known: (*known).into(),
        }),
        KitError::NoQr { path, reason } => {
            Said::fact(Fact::Path { path: path.clone() }).quoting(reason)
        }
        damaged => Said::fact(Fact::KitDamaged).quoting(&damaged.to_string()),
    }
}

fn of_camera(e: &CameraError) -> Said {
    let fact = match *e {
        CameraError::NoCamera { index: number } => Fact::CameraAbsent { number },
        CameraError::NoPermission { index: number } => Fact::CameraForbidden { number },
        CameraError::Busy { index: number } => Fact::CameraBusy { number },
        CameraError::Unplugged { index: number } => Fact::CameraUnplugged { number },
        CameraError::Black { index: number } => Fact::CameraBlack { number },
        CameraError::NoFormat { index: number } => Fact::CameraStrange { number },
        CameraError::Failed { index, ref problem } => {
            return Said::fact(Fact::CameraStrange { number: index }).quoting(problem);
        }
        ref other => return Said::quoted(other),
    };
    Said::fact(fact)
}

fn of_face(e: &FaceError) -> Said {
    let named = |path: &std::path::Path| Fact::Path {
        path: path.display().to_string(),
    };
    match e {
        FaceError::UnknownPack { wanted, installed } => Said::fact(Fact::OtherPack {
            wanted: wanted.to_string(),
            installed: installed
                .iter()
                .map(|(name, id)| format!("{name} ({id})"))
                .collect(),
        }),
        FaceError::MissingFile { path, .. } | FaceError::Manifest { path, .. } => {
            Said::fact(named(path)).quoting(&e.to_string())
        }
        FaceError::ChangedFile { path, .. } => Said::fact(named(path)).quoting(&e.to_string()),
        FaceError::Unreadable { path, source } => {
            Said::fact(named(path)).quoting(&source.to_string())
        }
        other => Said::quoted(other),
    }
}

fn of_store(e: &StoreError) -> Said {
    let named = |path: &std::path::Path| Fact::Path {
        path: path.display().to_string(),
    };
    match e {
        StoreError::Full { path } => Said::fact(Fact::DiskFull {
            path: path.display().to_string(),
        }),
        StoreError::NewerSchema { path, found, known } => Said::fact(Fact::DatabaseNewer {
            path: path.display().to_string(),
            found: *found,
            known: *known,
        }),
        StoreError::Duplicate { name, .. } => Said::fact(Fact::AlreadyThere { name: name.clone() }),
        StoreError::ReadOnly { path }
        | StoreError::NotOurs { path }
        | StoreError::Busy { path } => Said::fact(named(path)).quoting(&e.to_string()),
        StoreError::Corrupt { path, detail } | StoreError::Database { path, detail } => {
            Said::fact(named(path)).quoting(detail)
        }
        StoreError::Io { path, source } => Said::fact(named(path)).quoting(&source.to_string()),
        other => Said::quoted(other),
    }
}

fn of_chain(e: &ChainError) -> Said {
    if let Some(said) = of_node(e) {
        return said;
    }
    Said::fact(match e {
        ChainError::InsufficientFunds {
            balance,
            value,
            highest_fee,
            currency,
        } => {
            let needed = value.saturating_add(*highest_fee);
            Fact::Funds {
                has: format_amount(*balance, currency),
                sends: format_amount(*value, currency),
                fee: format_amount(*highest_fee, currency),
                missing: format_amount(needed.saturating_sub(*balance), currency),
            }
        }
        ChainError::BadAmount { text, reason } | ChainError::BadAddress { text, reason } => {
            return Said::fact(Fact::Typed { text: text.clone() }).quoting(reason);
        }
        ChainError::BadChecksum { given, expected } => Fact::Checksum {
            given: given.clone(),
            expected: expected.clone(),
        },
        ChainError::BadNetwork { name, reason } => {
            return Said::fact(Fact::Network { name: name.clone() }).quoting(reason);
        }
        ChainError::NotAToken { address, network } => Fact::NoToken {
            address: address.to_string(),
            network: network.clone(),
        },
        ChainError::WouldRevert { reason } => Fact::Reason {
            text: reason.clone(),
        },
        ChainError::NotWaiting { hash } => Fact::NotWaiting {
            hash: hash.to_string(),
        },
        ChainError::NotConfirmed { hash, seconds } => Fact::NotConfirmed {
            hash: hash.to_string(),
            seconds: *seconds,
        },
        ChainError::Cancelled { hash } => Fact::Transaction {
            hash: hash.to_string(),
        },
        ChainError::PlaceTaken { .. } => Fact::PlaceTaken,
        ChainError::NoGateway => Fact::NoGateway,
        ChainError::DevnetFile { path, source } => {
            let path = path.display().to_string();
            return Said::fact(Fact::Path { path }).quoting(&source.to_string());
        }
        other => return Said::quoted(other),
    })
}

/// What a node does or does not do.
fn of_node(e: &ChainError) -> Option<Said> {
    Some(match e {
        ChainError::NoRpcUrl { network } => Said::fact(Fact::NoNode {
            network: network.clone(),
        }),
        ChainError::NodeDown {
            network,
            endpoint,
            detail,
        } => Said::fact(Fact::NodeDown {
            network: network.clone(),
            endpoint: endpoint.clone(),
        })
        .quoting(detail),
        ChainError::NodeSlow {
            network,
            endpoint,
            method,
            seconds,
        } => Said::fact(Fact::NodeSlow {
            network: network.clone(),
            endpoint: endpoint.clone(),
            seconds: *seconds,
        })
        .quoting(method),
        ChainError::NodeRubbish {
            network,
            endpoint,
            method,
            detail,
        } => Said::fact(Fact::NodeStrange {
            network: network.clone(),
            endpoint: endpoint.clone(),
        })
        .quoting(&format!("{method}: {detail}")),
        ChainError::NodeRefused {
            network,
            method,
            code,
            message,
        } => Said::fact(Fact::NodeRefused {
            network: network.clone(),
        })
        .quoting(&format!("{method}: {message} ({code})")),
        ChainError::WrongChain {
            network,
            endpoint,
            expected,
            found,
        } => Said::fact(Fact::OtherChain {
            network: network.clone(),
            expected: *expected,
            found: *found,
        })
        .quoting(endpoint),
        _ => return None,
    })
}

fn of_intent(e: &IntentError) -> Said {
    match e {
        IntentError::TooLong { len, limit, .. } => Said::fact(Fact::TooLong {
            bytes: count(*len),
            most: count(*limit),
        }),
        IntentError::Empty { .. } => Said::fact(Fact::Empty),
        IntentError::BlobTransaction => Said::fact(Fact::Blob),
        other => Said::quoted(other),
    }
}

fn of_refusal(e: &Refusal) -> Said {
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

fn of_sign_in(e: &SignInRefusal) -> Said {
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

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
