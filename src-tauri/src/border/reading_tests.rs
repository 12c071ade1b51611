//! Each error with particulars carries them over the border.
#![allow(clippy::unwrap_used, reason = "a test")]

use mien_chain::{Address, AmountFault, B256, ChainError, U256};
use mien_face::{Action, PackId, Reason};
use mien_intent::{IntentError, Refusal, SignInRefusal};
use mien_keeper::{FileFault, KeeperError, KitError};
use mien_store::StoreError;

use super::*;
use crate::border::AppError;

/// An error, and what must be among the facts that a window gets of it.
type Sample = (WalletError, &'static [&'static str]);

fn text(words: &str) -> String {
    words.to_owned()
}

fn scans() -> Vec<Sample> {
    let identity = |e: IdentityError| WalletError::from(e);
    let asked = Action::Smile;
    vec![
        (
            KeeperError::LockedOut { seconds: 4711 }.into(),
            &["wait", "4711"],
        ),
        (
            identity(IdentityError::PoorQuality {
                good: 3,
                wanted: 17,
                reason: Some(Reason::TooDark),
            }),
            &["frames", ":3", "17", "too_dark"],
        ),
        (
            identity(IdentityError::PinTooShort { chars: 3, least: 6 }),
            &["pin_short", ":3", ":6"],
        ),
        (
            identity(IdentityError::PinTooLong {
                bytes: 4444,
                most: 1024,
            }),
            &["pin_long", "4444", "1024"],
        ),
        (
            identity(LivenessFailure::TimedOut { action: asked }.into()),
            &["movement_missed", "smile"],
        ),
        (
            identity(LivenessFailure::NoReturn { action: asked }.into()),
            &["no_return", "smile"],
        ),
        (
            identity(
                LivenessFailure::OutOfOrder {
                    asked,
                    done: Action::Blink,
                }
                .into(),
            ),
            &["other_movement", "smile", "blink"],
        ),
        (
            identity(CameraError::Busy { index: 7 }.into()),
            &["camera_busy", ":7"],
        ),
        (
            identity(
                CameraError::Failed {
                    index: 7,
                    problem: text("ioctl"),
                }
                .into(),
            ),
            &["camera_strange", ":7", "ioctl"],
        ),
    ]
}

fn stored() -> Vec<Sample> {
    vec![
        (
            IdentityError::OtherPack {
                wanted: text("aa11"),
                loaded: text("bb22"),
            }
            .into(),
            &["other_pack", "aa11", "bb22"],
        ),
        (
            FaceError::UnknownPack {
                wanted: PackId::from_bytes([0xab; 32]),
                installed: vec![(text("first"), PackId::from_bytes([0xcd; 32]))],
            }
            .into(),
            &["other_pack", "abab", "first", "cdcd"],
        ),
        (
            WalletError::File {
                path: text("/a/b"),
                reason: FileFault::Other(text("denied")),
            },
            &["path", "/a/b", "denied"],
        ),
        (
            KeeperError::Storage {
                path: text("/a/b"),
                reason: FileFault::Other(text("denied")),
            }
            .into(),
            &["path", "/a/b", "denied"],
        ),
        (
            KeeperError::Exists(text("/a/b")).into(),
            &["exists", "/a/b"],
        ),
        (
            StoreError::Full {
                path: "/a/b".into(),
            }
            .into(),
            &["disk_full", "/a/b"],
        ),
        (
            StoreError::NewerSchema {
                path: "/a/b".into(),
                found: 9,
                known: 4,
            }
            .into(),
            &["database_newer", "/a/b", ":9", ":4"],
        ),
        (
            KeeperError::OtherWallet {
                found: text("0xaa"),
                here: text("0xbb"),
            }
            .into(),
            &["other_wallet", "0xaa", "0xbb"],
        ),
        (
            KeeperError::Kit(KitError::Version { found: 9, known: 1 }).into(),
            &["kit_newer", ":9", ":1"],
        ),
        (
            KeeperError::Kit(KitError::NoQr {
                path: text("/a/b.png"),
                reason: text("grid"),
            })
            .into(),
            &["no_qr", "/a/b.png", "grid"],
        ),
        (
            KeeperError::ForgetNeedsCopy(text("0xaa")).into(),
            &["type_address", "0xaa"],
        ),
    ]
}

fn money() -> Vec<Sample> {
    let wei = |n: u64| U256::from(n) * U256::from(10).pow(U256::from(15));
    vec![
        (
            ChainError::InsufficientFunds {
                balance: wei(1500),
                value: wei(2000),
                highest_fee: wei(1),
                currency: text("OWN"),
            }
            .into(),
            &["funds", "1.5 OWN", "2 OWN", "0.001 OWN", "0.501 OWN"],
        ),
        (
            WalletError::NotEnough {
                has: text("3 EXD"),
                wanted: text("5 EXD"),
            },
            &["amounts", "3 EXD", "5 EXD"],
        ),
        (
            ChainError::BadAmount {
                text: text("1,5"),
                reason: AmountFault::Decimals { most: 6 },
            }
            .into(),
            &["amount_decimals", "1,5", ":6"],
        ),
        (
            ChainError::BadChecksum {
                given: text("0xAA"),
                expected: text("0xaa"),
            }
            .into(),
            &["checksum", "0xAA", "0xaa"],
        ),
        (
            ChainError::NotAToken {
                address: Address::repeat_byte(0xab),
                network: text("Own"),
            }
            .into(),
            &["no_token", "0xABaBaBaB", "Own"],
        ),
        (
            ChainError::WouldRevert {
                reason: text("paused"),
            }
            .into(),
            &["reason", "paused"],
        ),
        (
            WalletError::Reverted {
                hash: text("0x77"),
                reason: text("paused"),
            },
            &["reason", "paused", "0x77"],
        ),
    ]
}

fn nodes() -> Vec<Sample> {
    let (network, endpoint) = (text("Own"), text("https://own.example"));
    vec![
        (
            ChainError::NodeDown {
                network: network.clone(),
                endpoint: endpoint.clone(),
                detail: text("refused"),
            }
            .into(),
            &["node_down", "Own", "own.example", "refused"],
        ),
        (
            ChainError::NodeSlow {
                network: network.clone(),
                endpoint: endpoint.clone(),
                method: "eth_call",
                seconds: 33,
            }
            .into(),
            &["node_slow", "Own", "own.example", "33", "eth_call"],
        ),
        (
            ChainError::NodeRefused {
                network: network.clone(),
                method: "eth_call",
                code: -32000,
                message: text("nonce too low"),
            }
            .into(),
            &["node_refused", "Own", "nonce too low", "-32000"],
        ),
        (
            ChainError::WrongChain {
                network: network.clone(),
                endpoint,
                expected: 5,
                found: 6,
            }
            .into(),
            &["other_chain", "Own", ":5", ":6", "own.example"],
        ),
        (
            ChainError::NotConfirmed {
                hash: B256::repeat_byte(0x77),
                seconds: 90,
            }
            .into(),
            &["not_confirmed", "0x7777", "90"],
        ),
        (
            WalletError::UnknownNetwork(text("Moon"), text("Own")),
            &["network", "Moon"],
        ),
    ]
}

fn refusals() -> Vec<Sample> {
    vec![
        (
            Refusal::LiveChain { chain_id: 10 }.into(),
            &["live_chain", "10"],
        ),
        (
            Refusal::DelegationForEveryChain {
                address: text("0xaa"),
            }
            .into(),
            &["delegation_everywhere", "0xaa"],
        ),
        (
            SignInRefusal::OtherDomain {
                expected: text("a.example"),
                found: text("b.example"),
            }
            .into(),
            &["sign_in_other_site", "a.example", "b.example"],
        ),
        (
            SignInRefusal::OtherAccount {
                found: Address::repeat_byte(1),
                own: Address::repeat_byte(2),
            }
            .into(),
            &["sign_in_other_account", "0x0101", "0x0202"],
        ),
        (
            SignInRefusal::Expired { at: text("2020") }.into(),
            &["sign_in_expired", "2020"],
        ),
        (
            IntentError::TooLong {
                what: text("message"),
                len: 9999,
                limit: 8888,
            }
            .into(),
            &["too_long", "9999", "8888"],
        ),
    ]
}

#[test]
fn each_error_with_particulars_carries_them() {
    let samples = [scans(), stored(), money(), nodes(), refusals()];
    for (error, wanted) in samples.into_iter().flatten() {
        let sentence = error.to_string();
        let crossed = AppError::from(error);
        assert!(crossed.fact.is_some(), "{sentence}");
        let json = serde_json::to_string(&crossed).unwrap();
        for one in wanted {
            assert!(json.contains(one), "{one} is missing in {json}");
        }
    }
}

#[test]
fn what_has_no_fact_is_quoted_whole() {
    let error = WalletError::from(IdentityError::PackParameters(text("K")));
    let sentence = error.to_string();
    let crossed = AppError::from(error);
    assert_eq!(crossed.fact, None);
    assert_eq!(crossed.detail, Some(sentence));
}

#[test]
fn what_the_kind_says_is_not_said_twice() {
    let crossed = AppError::from(WalletError::from(IdentityError::NotMatched));
    assert_eq!((crossed.fact, crossed.detail), (None, None));
}
