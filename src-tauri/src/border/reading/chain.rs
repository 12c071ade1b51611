//! What is said of nodes, networks, tokens and amounts.

use mien_chain::{
    AddressFault, AmountFault, ChainError, FeeFault, GatewayFault, MediaFault, NetworkFault,
    format_amount,
};

use super::{Said, count};
use crate::border::{Fact, MediaWhy};

pub(super) fn of_chain(e: &ChainError) -> Said {
    node(e)
        .or_else(|| given(e))
        .or_else(|| media(e))
        .or_else(|| devnet(e))
        .unwrap_or_else(|| other(e))
}

fn other(e: &ChainError) -> Said {
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
        other => return Said::quoted(other),
    })
}

/// What a node does or does not do.
fn node(e: &ChainError) -> Option<Said> {
    Some(match e {
        ChainError::Tls(words) => Said::fact(Fact::NoTls).quoting(words),
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

/// What a person typed.
fn given(e: &ChainError) -> Option<Said> {
    Some(match e {
        ChainError::BadAmount { text, reason } => amount(text, reason),
        ChainError::BadAddress { text, reason } => address(text, reason),
        ChainError::BadChecksum { given, expected } => Said::fact(Fact::Checksum {
            given: given.clone(),
            expected: expected.clone(),
        }),
        ChainError::BadNetwork { name, reason } => network(name, reason),
        ChainError::BadFee { reason } => match reason {
            FeeFault::Zero => Said::fact(Fact::FeeZero),
            FeeFault::TipAbovePrice => Said::fact(Fact::TipAbovePrice),
            other => Said::quoted(other),
        },
        ChainError::BadGateway { url, reason } => {
            let text = url.clone();
            match reason {
                GatewayFault::NotAUrl(words) => Said::fact(Fact::NotAUrl { text }).quoting(words),
                GatewayFault::NotSecure => Said::fact(Fact::NotHttps { text }),
                GatewayFault::More => Said::fact(Fact::GatewayMore { text }),
                other => Said::fact(Fact::Typed { text }).quoting(&other.to_string()),
            }
        }
        _ => return None,
    })
}

fn amount(text: &str, fault: &AmountFault) -> Said {
    let text = text.to_owned();
    Said::fact(match fault {
        AmountFault::Unit { unit, own } => Fact::AmountUnit {
            unit: unit.clone(),
            own: own.clone(),
        },
        AmountFault::NotDecimal | AmountFault::EndsInPoint => Fact::AmountForm { text },
        AmountFault::Decimals { most } => Fact::AmountDecimals {
            text,
            most: u32::from(*most),
        },
        AmountFault::TooLarge => Fact::AmountHuge { text },
        other => return Said::fact(Fact::Typed { text }).quoting(&other.to_string()),
    })
}

fn address(text: &str, fault: &AddressFault) -> Said {
    let text = text.to_owned();
    Said::fact(match fault {
        AddressFault::Prefix => Fact::AddressStart { text },
        AddressFault::Digits => Fact::AddressDigits { text },
        AddressFault::Length { digits } => Fact::AddressLength {
            text,
            digits: count(*digits),
        },
        other => return Said::fact(Fact::Typed { text }).quoting(&other.to_string()),
    })
}

fn network(name: &str, fault: &NetworkFault) -> Said {
    Said::fact(match fault {
        NetworkFault::Name => Fact::NetworkName { most: 64 },
        NetworkFault::Currency => Fact::NetworkCurrency { most: 16 },
        NetworkFault::ChainId => Fact::NetworkChainId {
            chain_id: "0".to_owned(),
        },
        NetworkFault::NotAUrl { text, detail } => {
            return Said::fact(Fact::NotAUrl { text: text.clone() }).quoting(detail);
        }
        NetworkFault::NotHttp { text } => Fact::NotHttp { text: text.clone() },
        other => {
            let name = name.to_owned();
            return Said::fact(Fact::Network { name }).quoting(&other.to_string());
        }
    })
}

/// What tokens say of themselves.
fn media(e: &ChainError) -> Option<Said> {
    Some(match e {
        ChainError::NoGateway => Said::fact(Fact::NoGateway),
        ChainError::LocalGateway => Said::fact(Fact::LocalGateway),
        ChainError::MediaRefused { uri, reason } | ChainError::MediaRubbish { uri, reason } => {
            unusable(uri, reason)
        }
        ChainError::MediaDown { uri, detail } => {
            Said::fact(Fact::MediaDown { uri: uri.clone() }).quoting(detail)
        }
        ChainError::NotAPicture => Said::fact(Fact::NotAPicture),
        _ => return None,
    })
}

fn unusable(uri: &str, fault: &MediaFault) -> Said {
    let uri = uri.to_owned();
    let why = match fault {
        MediaFault::NotOnIpfs => MediaWhy::NotOnIpfs,
        MediaFault::NotSecure => MediaWhy::NotSecure,
        MediaFault::Scheme | MediaFault::Unreached => MediaWhy::Scheme,
        MediaFault::Credentials => MediaWhy::Credentials,
        MediaFault::LocalAddress => MediaWhy::Local,
        MediaFault::Redirects { .. } => MediaWhy::Redirects,
        MediaFault::TooLong { kib } => {
            let kib = count(*kib);
            return Said::fact(Fact::MediaLong { uri, kib });
        }
        // No address, no JSON: the words of those who read them.
        other => {
            let why = MediaWhy::Unreadable;
            return Said::fact(Fact::Media { uri, why }).quoting(&other.to_string());
        }
    };
    Said::fact(Fact::Media { uri, why })
}

/// What the network on this device does not do.
fn devnet(e: &ChainError) -> Option<Said> {
    Some(Said::fact(match e {
        ChainError::DevnetOnly { network } => Fact::DevnetOnly {
            network: network.clone(),
        },
        ChainError::AnvilMissing { searched } => Fact::NoAnvil {
            searched: searched.clone(),
        },
        ChainError::PortBusy { port } => Fact::PortTaken { port: *port },
        ChainError::DevnetFailed { reason, log, state } => {
            let log = log.display().to_string();
            let state = state.display().to_string();
            return Some(Said::fact(Fact::DevnetFailed { log, state }).quoting(reason));
        }
        ChainError::DevnetBusy => Fact::DevnetBusy,
        ChainError::DevnetStuck { pid } => Fact::DevnetStuck { pid: *pid },
        ChainError::DevnetFile { path, source } => return Some(super::file(path, source)),
        ChainError::NoArtifact { path, reason } => {
            let path = path.display().to_string();
            return Some(Said::fact(Fact::NoTestContract { path }).quoting(reason));
        }
        _ => return None,
    }))
}
