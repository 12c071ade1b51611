//! What is on the disk after an enrolment, a signature and an export: expected
//! files with the modes they should have, a database of public fields, and
//! nowhere a secret, a template or a picture. All secrets are computed here, after
//! the fact; nothing in the product prints one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

mod common;
#[path = "data_dir/floats.rs"]
mod floats;
#[path = "memory/search.rs"]
#[allow(dead_code, reason = "shared with the memory test")]
mod search;
#[path = "data_dir/secrets.rs"]
mod secrets;
#[path = "memory/shares.rs"]
#[allow(dead_code, reason = "shared with the memory test")]
mod shares;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use common::{Devnet, ENROL, PIN, RECIPIENT, Stage, files_under, models, text};
use floats::Templates;
use mien_face::Pack;
use search::Search;
use secrets::Derived;
use shares::{Keys, probe, record, shares};

/// Every file that may be in a data directory, and whether it may be missing.
const FILES: [(&str, Presence); 10] = [
    // By the SHA-256 of a picture's address; none without the test contracts.
    ("cache/nft/*", Presence::Possible),
    ("devnet/anvil.json", Presence::Sure),
    ("devnet/anvil.log", Presence::Sure),
    ("devnet/lock", Presence::Sure),
    ("devnet/state.json", Presence::Possible),
    ("keeper/identity.rec", Presence::Sure),
    ("keeper/lock", Presence::Sure),
    ("wallet.sqlite", Presence::Sure),
    ("wallet.sqlite-shm", Presence::Possible),
    ("wallet.sqlite-wal", Presence::Possible),
];

#[derive(Clone, Copy, PartialEq)]
enum Presence {
    Sure,
    Possible,
}

/// Every column of the database. All of it may be read by anybody without
/// telling more than what the owner did and when.
const COLUMNS: &str = "\
accounts.address accounts.created accounts.identity accounts.idx accounts.label \
consents.decision consents.id consents.subject consents.text_version consents.time \
contacts.address contacts.created contacts.name contacts.note \
history.account history.chain_id history.changed history.counterparty history.detail \
history.id history.kind history.network history.status history.time history.tx_hash \
history.value \
networks.chain_id networks.created networks.currency networks.explorer networks.name \
networks.rpc_url \
settings.changed settings.key settings.value \
sqlite_sequence.name sqlite_sequence.seq \
tokens.contract tokens.created tokens.decimals tokens.kind tokens.name tokens.network \
tokens.symbol \
watched.address watched.created watched.label";

/// Every key in the details of the history.
const DETAILS: [&str; 32] = [
    "anchor",
    "block",
    "block_hash",
    "fee_wei",
    "for",
    "form",
    "from",
    "gas",
    "gas_used",
    "handed_over_again",
    "hash",
    "is",
    "kind",
    "label",
    "lost",
    "margin_degrees",
    "message",
    "nonce",
    "outcome",
    // What was ordered, as "what" says it in words.
    "purpose",
    // The transaction with its signature, as every node has it.
    "raw",
    "replaced_by",
    "seconds",
    "shown",
    "setting",
    "sha256",
    "signatures",
    "signed",
    "text",
    "to",
    "what",
    "why",
];

/// The first bytes of JPEG files (ISO/IEC 10918-5) and PNG files (ISO/IEC 15948).
const PICTURES: [&[u8]; 5] = [
    &[0xff, 0xd8, 0xff, 0xe0],
    &[0xff, 0xd8, 0xff, 0xe1],
    &[0xff, 0xd8, 0xff, 0xdb],
    &[0xff, 0xd8, 0xff, 0xee],
    b"\x89PNG\r\n\x1a\n",
];

#[test]
fn the_disk_holds_public_fields_and_helper_data_and_nothing_else() {
    let what = "contents of the data directory";
    let Some(stage) = Stage::with_wallet(what) else {
        return;
    };
    let Some(devnet) = Devnet::start(&stage.mien, what) else {
        return;
    };
    use_the_wallet(&stage, &devnet);
    let home = stage.mien.home();
    let kits = stage.path("kits");
    names_and_modes(home);
    for path in files_under(&kits) {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    public_columns(&home.join("wallet.sqlite"));

    let pack = Pack::load(&models()).unwrap();
    let probes: Vec<_> = [ENROL[0], ENROL[1], "obama3.jpg"]
        .map(|name| probe(&pack, &stage.photos, name).unwrap())
        .to_vec();
    let record = record(home).unwrap();
    let found = shares(&record, &probes, PIN).unwrap();
    let keys = Keys::new(&record, &found).unwrap();
    let mut numbers = keys.secrets();
    numbers.extend(keys.share_secrets(&found, ""));
    let numbers = Search::new(&numbers);
    let derived = Derived::new(&record, &probes, PIN).unwrap();
    let templates = Templates::new(&probes);

    let files = [files_under(home), files_under(&kits)].concat();
    assert!(files.len() >= 8, "{files:?}");
    let mut helper_files = BTreeSet::new();
    for path in &files {
        let bytes = fs::read(path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        for found in numbers.in_bytes(&bytes) {
            // b itself, in the two files that are made to hold it.
            let allowed =
                found.secret.name == "b" && ["identity.rec", "wallet.mienkit"].contains(&name);
            assert!(
                allowed,
                "{name} holds {} at {}",
                found.secret.name, found.offset
            );
            helper_files.insert(name.to_owned());
        }
        let secrets = derived.found_in(&bytes);
        assert!(secrets.is_empty(), "{name} holds {secrets:?}");
        let template = templates.found_in(&bytes);
        assert!(template.is_none(), "{name} holds a template: {template:?}");
        let pictures = PICTURES.iter().any(|magic| contains(&bytes, magic));
        assert_eq!(pictures, name == "wallet.png", "{name}: a picture?");
    }
    // The control: the search does find b where it has to be.
    let expected = ["identity.rec", "wallet.mienkit"].map(str::to_owned);
    assert_eq!(helper_files, BTreeSet::from(expected));
    println!("{} files searched", files.len());
}

/// Sends, signs, exports, is refused: whatever may leave something behind.
fn use_the_wallet(stage: &Stage, devnet: &Devnet) {
    let mien = &stage.mien;
    let done = |arguments: &[&str], photos: &[&str]| {
        let outcome = stage.scan(mien, arguments, photos, &format!("{PIN}\n"));
        outcome.success().unwrap();
    };
    done(&["devnet", "fund", "--amount", "10"], &[]);
    let url = devnet.node.url();
    let send = [
        "send",
        "--yes",
        "--to",
        RECIPIENT,
        "--amount",
        "0.25",
        "--rpc-url",
        &url,
        "--pin-stdin",
    ];
    done(&send, &["obama3.jpg"]);
    let stranger = [&send[..], &["--tries", "1"]].concat();
    let refused = stage.scan(mien, &stranger, &["biden.jpg"], &format!("{PIN}\n"));
    assert_eq!(refused.status, Some(3), "{}", refused.errors);
    done(
        &["sign", "message", "a message", "--pin-stdin"],
        &["obama3.jpg"],
    );
    let seeded = mien.run(&["devnet", "seed"], "").unwrap();
    if seeded.errors.contains("make setup") {
        println!("skipped: a cached picture (test contracts not compiled)");
    } else {
        let picture = format!("{}:1", text(&seeded.success().unwrap(), "picture"));
        let file = stage.file("picture.svg");
        done(&["nfts", "show", &picture, "--picture", &file], &[]);
        let kept = fs::read_dir(mien.home().join("cache/nft")).unwrap().count();
        assert_eq!(kept, 1, "pictures in the cache");
    }
    done(&["accounts", "--add", "--label", "savings"], &[]);
    fs::create_dir(stage.path("kits")).unwrap();
    let (file, picture) = (
        stage.file("kits/wallet.mienkit"),
        stage.file("kits/wallet.png"),
    );
    done(&["kit", "export", "--file", &file, "--qr", &picture], &[]);
}

fn names_and_modes(home: &Path) {
    let names: BTreeSet<String> = files_under(home)
        .iter()
        .map(|path| {
            let path = path.strip_prefix(home).unwrap();
            path.to_str().unwrap().to_owned()
        })
        .collect();
    let known_name = |name: &String| match name.strip_prefix("cache/nft/") {
        Some(hash) if is_sha256(hash) => "cache/nft/*".to_owned(),
        _ => name.clone(),
    };
    let known: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let kinds: BTreeSet<String> = names.iter().map(known_name).collect();
    assert!(
        kinds.is_subset(&known),
        "not expected: {:?}",
        &kinds - &known
    );
    for (name, _) in FILES
        .iter()
        .filter(|(_, presence)| *presence == Presence::Sure)
    {
        assert!(names.contains(*name), "{name} is missing");
    }
    // The node writes its own files as it likes, in a folder nobody else enters.
    for name in names.iter().filter(|name| !name.starts_with("devnet/")) {
        assert_eq!(mode(&home.join(name)), 0o600, "{name}");
    }
    let cached = kinds.contains("cache/nft/*");
    let cache = ["cache", "cache/nft"].into_iter().filter(|_| cached);
    for folder in ["", "keeper", "devnet"].into_iter().chain(cache) {
        assert_eq!(mode(&home.join(folder)), 0o700, "{folder}");
    }
}

/// Whether this is 32 bytes in lower-case hex.
fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Reads the database with the `sqlite3` program, which shares nothing with us.
fn public_columns(database: &Path) {
    let Some(columns) = sqlite(
        database,
        "SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_xinfo(t.name) c \
         WHERE t.type IN ('table', 'view') ORDER BY 1",
    ) else {
        println!("skipped: columns of the database (sqlite3 not present)");
        return;
    };
    let found: BTreeSet<&str> = columns.lines().collect();
    let public: BTreeSet<&str> = COLUMNS.split(' ').collect();
    assert_eq!(found, public);
    let keys = sqlite(
        database,
        "SELECT DISTINCT j.key FROM history, json_tree(detail) j \
         WHERE typeof(j.key) = 'text' ORDER BY 1",
    );
    let keys = keys.unwrap();
    let unknown: Vec<&str> = keys.lines().filter(|key| !DETAILS.contains(key)).collect();
    assert!(unknown.is_empty(), "details of the history: {unknown:?}");
    let settings = sqlite(
        database,
        "SELECT key || '=' || value FROM settings ORDER BY 1",
    );
    assert_eq!(
        settings.unwrap(),
        "kit_copy=exported\npaper_phrase=refused\n"
    );
    let labels = sqlite(
        database,
        "SELECT idx || '=' || label FROM accounts ORDER BY 1",
    );
    assert_eq!(
        labels.unwrap(),
        "0=\n1=savings\n",
        "the program reads what is there"
    );
}

fn sqlite(database: &Path, query: &str) -> Option<String> {
    let output = Command::new("sqlite3")
        .args(["-readonly", "-batch"])
        .arg(database)
        .arg(query)
        .output()
        .ok()?;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Whether `needle` is anywhere in these bytes.
fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
