//! Calls explained by the artifacts that forge and Hardhat write.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::fs;
use std::path::Path;

use alloy::primitives::{Address, U256, hex};
use alloy::sol;
use alloy::sol_types::SolCall;
use mien_chain::{AbiBook, AbiLimits, ChainError};
use tempfile::TempDir;

sol! {
    struct Leg { address token; uint256 amount; }
    interface Vault {
        function deposit(uint256 amount, address to) external;
        function swap(Leg[] legs, bytes32 tag, string note) external;
    }
}

const VAULT: &str = r#"[
    {"type":"function","name":"deposit","stateMutability":"nonpayable","outputs":[],
     "inputs":[{"name":"amount","type":"uint256"},{"name":"to","type":"address"}]},
    {"type":"function","name":"swap","stateMutability":"nonpayable","outputs":[],
     "inputs":[{"name":"legs","type":"tuple[]","components":[
        {"name":"token","type":"address"},{"name":"amount","type":"uint256"}]},
        {"name":"","type":"bytes32"},{"name":"note","type":"string"}]},
    {"type":"error","name":"Full","inputs":[]}
]"#;

fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A folder as forge writes it.
fn forge() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let artifact = format!(r#"{{"abi":{VAULT},"bytecode":{{"object":"0x00"}},"id":3}}"#);
    put(folder.path(), "Vault.sol/Vault.json", &artifact);
    // The compiler's whole output, which is no artifact.
    put(folder.path(), "build-info/1.json", "{\"abi\": 1}");
    folder
}

fn read(folder: &TempDir) -> AbiBook {
    let mut book = AbiBook::new();
    book.add_folder(folder.path(), AbiLimits::default())
        .unwrap();
    book
}

fn deposit() -> Vec<u8> {
    Vault::depositCall {
        amount: U256::from(5),
        to: Address::repeat_byte(0x22),
    }
    .abi_encode()
}

#[test]
fn both_tools_artifacts_explain_a_call() {
    let hardhat = tempfile::tempdir().unwrap();
    let artifact =
        format!(r#"{{"_format":"hh3-artifact-1","contractName":"Vault","abi":{VAULT}}}"#);
    put(hardhat.path(), "contracts/V.sol/V.json", &artifact);
    put(hardhat.path(), "contracts/V.sol/V.dbg.json", "{}");
    for folder in [forge(), hardhat] {
        let readings = read(&folder).decode(&deposit());
        let [reading] = &readings[..] else {
            panic!("{readings:?}")
        };
        assert_eq!(reading.contract, "Vault");
        assert_eq!(reading.signature, "deposit(uint256,address)");
        let rows: Vec<(&str, &str, &str)> = reading
            .arguments
            .iter()
            .map(|a| (a.name.as_str(), a.kind.as_str(), a.value.as_str()))
            .collect();
        let to = Address::repeat_byte(0x22).to_string();
        assert_eq!(rows, [("amount", "uint256", "5"), ("to", "address", &to)]);
    }
}

#[test]
fn nested_arguments_are_listed_with_their_names() {
    let call = Vault::swapCall {
        legs: vec![Leg {
            token: Address::repeat_byte(1),
            amount: U256::from(9),
        }],
        tag: [0xab; 32].into(),
        note: "a\nb".to_owned(),
    };
    let readings = read(&forge()).decode(&call.abi_encode());
    let rows: Vec<String> = readings[0]
        .arguments
        .iter()
        .map(|a| format!("{} {}={}", a.depth, a.name, a.value))
        .collect();
    let tag = hex::encode_prefixed([0xab; 32]);
    assert_eq!(
        rows,
        [
            "0 legs=".to_owned(),
            "1 0=".to_owned(),
            format!("2 token={}", Address::repeat_byte(1)),
            "2 amount=9".to_owned(),
            format!("0 1={tag}"),
            "0 note=a\\nb".to_owned(),
        ]
    );
}

#[test]
fn what_does_not_fit_to_the_last_byte_is_not_explained() {
    let book = read(&forge());
    let call = deposit();
    assert_eq!(book.decode(&call).len(), 1);
    assert!(book.decode(&[call.clone(), vec![0]].concat()).is_empty());
    assert!(book.decode(&call[..call.len() - 1]).is_empty());
    assert!(book.decode(&call[..4]).is_empty());
    assert!(book.decode(&call[..3]).is_empty());
    let mut dirty = call;
    // The upper bytes of the address.
    dirty[36] = 1;
    assert!(book.decode(&dirty).is_empty());
}

#[test]
fn rubbish_is_passed_over_and_named() {
    let folder = forge();
    for (name, text) in [
        ("a.json", "not json"),
        ("b.json", "{}"),
        (
            "c.json",
            r#"{"abi": [{"type":"function","name":"f","inputs":[{"name":"x","type":"no"}]}]}"#,
        ),
        ("d.json", "[1, 2]"),
        ("notes.txt", "abi"),
    ] {
        put(folder.path(), name, text);
    }
    let mut book = AbiBook::new();
    let read = book
        .add_folder(folder.path(), AbiLimits::default())
        .unwrap();
    assert_eq!((read.contracts, read.functions), (1, 2));
    assert_eq!(read.skipped_count, 4, "{:?}", read.skipped);
    assert_eq!(book.decode(&deposit()).len(), 1);
}

#[test]
fn a_folder_without_contracts_or_out_of_bounds_is_an_error() {
    let limits = AbiLimits::default();
    let refused = |folder: &Path, limits| {
        let error = AbiBook::new().add_folder(folder, limits).unwrap_err();
        assert!(matches!(error, ChainError::AbiFolder { .. }), "{error}");
        error.to_string()
    };
    let empty = tempfile::tempdir().unwrap();
    assert!(refused(empty.path(), limits).contains("forge"));
    refused(&empty.path().join("missing"), limits);
    let folder = forge();
    for tight in [
        AbiLimits { files: 0, ..limits },
        AbiLimits {
            bytes: 10,
            ..limits
        },
        AbiLimits {
            file_bytes: 10,
            ..limits
        },
        AbiLimits { depth: 0, ..limits },
    ] {
        refused(folder.path(), tight);
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let folder = forge();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("round")).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    put(elsewhere.path(), "X.json", "rubbish");
    std::os::unix::fs::symlink(
        elsewhere.path().join("X.json"),
        folder.path().join("X.json"),
    )
    .unwrap();
    let mut book = AbiBook::new();
    let read = book
        .add_folder(folder.path(), AbiLimits::default())
        .unwrap();
    assert_eq!((read.contracts, read.skipped_count), (1, 0));
}
