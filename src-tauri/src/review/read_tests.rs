//! What is said of a transaction is what its bytes do.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::sync::Arc;

use mien_chain::{Approval, Bytes, DecodedCall, approve_all, erc20_approve, erc20_transfer};
use mien_chain::{Argument, UNLIMITED, erc721_transfer};
use mien_identity::Unwatched;
use mien_intent::TransactionKind;
use mien_keeper::KeeperCommand;
use mien_wallet::Home;

use super::*;

const FRIEND: Address = Address::repeat_byte(0xf1);
const TOKEN: Address = Address::repeat_byte(0x70);

/// A wallet that knows a friend. Its keeper is never started.
struct Bench {
    wallet: Wallet,
    _folder: tempfile::TempDir,
}

fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::find(Some(folder.path().to_path_buf())).unwrap();
    let keeper = KeeperCommand::new(std::path::Path::new("never-started"), &[]);
    let wallet = Wallet::open(home, keeper, folder.path().into(), Arc::new(Unwatched)).unwrap();
    wallet
        .add_contact("Friend", &FRIEND.to_string(), "")
        .unwrap();
    Bench {
        wallet,
        _folder: folder,
    }
}

fn dollar() -> Token {
    Token {
        address: TOKEN,
        kind: TokenKind::Erc20,
        name: "Example Dollar".to_owned(),
        symbol: "EXD".to_owned(),
        decimals: 6,
    }
}

fn garden() -> Token {
    Token {
        kind: TokenKind::Erc721,
        name: "Garden".to_owned(),
        symbol: "GRD".to_owned(),
        decimals: 0,
        ..dollar()
    }
}

fn summary(to: Option<Address>, value: u64, input: &[u8]) -> TransactionSummary {
    TransactionSummary {
        kind: TransactionKind::DynamicFee,
        chain_id: Some(31337),
        nonce: 0,
        to,
        value: U256::from(value),
        gas_limit: 50_000,
        max_fee_per_gas: 3_000_000_000,
        max_priority_fee_per_gas: Some(1_000_000_000),
        selector: input.first_chunk().copied(),
        input: input.to_vec(),
        access_list_entries: 0,
        delegations: Vec::new(),
    }
}

fn view(reading: CallReading, data: &[u8]) -> CallView {
    CallView {
        reading,
        data: Bytes::copy_from_slice(data),
        nobody_there: false,
        unread: Vec::new(),
    }
}

/// Reads a call of a token's contract.
fn of_token(token: Token, input: &[u8]) -> Read {
    let reading = CallReading::Standard {
        intent: String::new(),
        fields: Vec::new(),
        call: Box::new(KnownCall::decode(input).unwrap()),
        token: Some(token),
    };
    let summary = summary(Some(TOKEN), 0, input);
    read(&bench().wallet, &summary, &view(reading, input), "ETH").unwrap()
}

fn friend(read: &Read) {
    let to = read.to.as_ref().unwrap();
    assert_eq!(to.address, FRIEND.to_string());
    let name = "Friend".to_owned();
    assert_eq!(to.name, Some(NameView::Contact { name }));
}

#[test]
fn coins_are_what_the_bytes_send() {
    let summary = summary(Some(FRIEND), 250_000_000_000_000_000, &[]);
    let view = view(CallReading::Nothing, &[]);
    let read = read(&bench().wallet, &summary, &view, "ETH").unwrap();
    let amount = "0.25 ETH".to_owned();
    assert_eq!(read.deed, Deed::Coins { amount });
    assert_eq!(read.call, None);
    friend(&read);
}

#[test]
fn nothing_sent_is_nothing_and_a_new_contract_is_one() {
    let none = view(CallReading::Nothing, &[]);
    let bench = bench();
    let cancel = read(&bench.wallet, &summary(Some(FRIEND), 0, &[]), &none, "ETH").unwrap();
    assert_eq!(cancel.deed, Deed::Nothing);
    let code = [1, 2, 3];
    let made = view(CallReading::Creation, &code);
    let made = read(&bench.wallet, &summary(None, 0, &code), &made, "ETH").unwrap();
    assert_eq!(made.deed, Deed::Creation { bytes: 3 });
}

#[test]
fn a_transfer_of_tokens_is_in_units_and_goes_to_its_receiver() {
    let input = erc20_transfer(FRIEND, U256::from(1_500_000));
    let read = of_token(dollar(), &input);
    let amount = "1.5 EXD".to_owned();
    assert_eq!(
        read.deed,
        Deed::Tokens {
            amount: amount.clone()
        }
    );
    friend(&read);
    let call = read.call.unwrap();
    assert_eq!(call.contract.address, TOKEN.to_string());
    let function = &call.functions[0];
    assert_eq!(function.signature, "transfer(address,uint256)");
    assert_eq!(function.source, Source::Standard);
    let [to, units] = &function.arguments[..] else {
        panic!("{function:?}")
    };
    assert_eq!(to.value, FRIEND.to_string());
    assert!(matches!(to.meaning, Some(Meaning::Named { .. })));
    assert_eq!(units.value, "1500000");
    assert_eq!(units.meaning, Some(Meaning::Amount { amount }));
}

#[test]
fn an_allowance_says_whether_it_has_a_limit_adds_or_ends() {
    let deed = |amount: U256| of_token(dollar(), &erc20_approve(FRIEND, amount)).deed;
    let token = "EXD".to_owned();
    assert_eq!(
        deed(U256::ZERO),
        Deed::Disallow {
            token: "EXD".into()
        }
    );
    let amount = "2 EXD".to_owned();
    assert_eq!(deed(U256::from(2_000_000)), Deed::Allow { amount });
    assert_eq!(deed(UNLIMITED), Deed::AllowAll { token });

    let mut more = erc20_approve(FRIEND, U256::from(2_000_000)).to_vec();
    more.splice(..4, INCREASE);
    let read = of_token(dollar(), &more);
    let amount = "2 EXD".to_owned();
    assert_eq!(read.deed, Deed::AllowMore { amount });
    let function = read.call.unwrap().functions.remove(0);
    assert_eq!(function.signature, "increaseAllowance(address,uint256)");

    let all = of_token(dollar(), &erc20_approve(FRIEND, U256::MAX));
    let function = all.call.unwrap().functions.remove(0);
    assert_eq!(function.arguments[1].meaning, Some(Meaning::Unlimited));
}

#[test]
fn an_nft_is_one_piece_and_a_right_to_all_is_all() {
    let own = Address::repeat_byte(0x0e);
    let sent = of_token(garden(), &erc721_transfer(own, FRIEND, U256::from(7)));
    let name = "Garden #7".to_owned();
    assert_eq!(sent.deed, Deed::Nft { name });
    friend(&sent);
    // The same bytes let take an amount of a token, and one piece of a collection.
    let one = of_token(garden(), &erc20_approve(FRIEND, U256::from(7)));
    let name = "Garden #7".to_owned();
    assert_eq!(one.deed, Deed::AllowNft { name });
    let right = |approval| of_token(garden(), &approve_all(FRIEND, approval)).deed;
    let token = || "GRD".to_owned();
    assert_eq!(
        right(Approval::Given),
        Deed::AllowCollection { token: token() }
    );
    assert_eq!(right(Approval::Revoked), Deed::Disallow { token: token() });
}

#[test]
fn a_call_by_an_abi_says_by_which_and_names_those_it_knows() {
    let data = [1, 2, 3, 4, 5];
    let reading = CallReading::Abi {
        readings: vec![DecodedCall {
            contract: "Vault".to_owned(),
            signature: "deposit(address)".to_owned(),
            arguments: vec![Argument {
                depth: 0,
                name: "receiver".to_owned(),
                kind: "address".to_owned(),
                value: FRIEND.to_string(),
            }],
        }],
    };
    let summary = summary(Some(TOKEN), 1_000_000_000_000_000_000, &data);
    let read = read(&bench().wallet, &summary, &view(reading, &data), "ETH").unwrap();
    let function = Some("deposit".to_owned());
    assert_eq!(read.deed, Deed::Call { function });
    assert_eq!(read.to.unwrap().address, TOKEN.to_string());
    let call = read.call.unwrap();
    assert_eq!(call.coins.as_deref(), Some("1 ETH"));
    assert_eq!(call.selector, "0x01020304");
    let contract = "Vault".to_owned();
    assert_eq!(call.functions[0].source, Source::Abi { contract });
    let meaning = &call.functions[0].arguments[0].meaning;
    assert!(matches!(meaning, Some(Meaning::Named { .. })));
}

#[test]
fn what_is_not_understood_keeps_its_selector() {
    let data = [0xde, 0xad, 0xbe, 0xef, 0];
    let selector = "deadbeef".to_owned();
    let view = view(CallReading::Unknown { selector }, &data);
    let summary = summary(Some(TOKEN), 0, &data);
    let read = read(&bench().wallet, &summary, &view, "ETH").unwrap();
    assert_eq!(read.deed, Deed::Call { function: None });
    let call = read.call.unwrap();
    assert_eq!(call.selector, "0xdeadbeef");
    assert!(call.functions.is_empty());
}

#[test]
fn a_reading_of_other_bytes_is_refused() {
    let shown = view(CallReading::Nothing, &[]);
    let signed = summary(Some(FRIEND), 1, &[1, 2, 3, 4]);
    assert!(read(&bench().wallet, &signed, &shown, "ETH").is_err());
}
