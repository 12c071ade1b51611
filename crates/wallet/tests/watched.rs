//! What addresses hold that are watched without a key, from a real node.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use mien_chain::{
    AnvilSearch, Client, Devnet, Outcome, PortChoice, Running, WaitOptions, parse_amount,
};
use mien_identity::Unwatched;
use mien_keeper::KeeperCommand;
use mien_wallet::{Discovery, Home, Wallet, WatchedBalance};
use tempfile::TempDir;

/// Of ERC-55's examples: somebody with coins, somebody with tokens, nobody.
const RICH: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const HOLDER: &str = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";
const NOBODY: &str = "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A wallet without an identity, and a node; ended when dropped.
struct Stage {
    wallet: Wallet,
    devnet: Devnet,
    running: Running,
    _home: TempDir,
}

impl Stage {
    async fn start() -> Option<Self> {
        let search = AnvilSearch::from_environment(Some(&root()));
        if let Err(error) = search.find() {
            println!("skipped: {error}");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let home = Home::find(Some(folder.path().to_owned())).unwrap();
        let keeper = KeeperCommand::new(Path::new("never-started"), &[]);
        let wallet = Wallet::open(home, keeper, "models".into(), Arc::new(Unwatched)).unwrap();
        let devnet = wallet.devnet(Some(&root()));
        let running = devnet.start(PortChoice::AnyFree).await.unwrap();
        Some(Self {
            wallet,
            devnet,
            running,
            _home: folder,
        })
    }

    async fn client(&self) -> Client {
        let network = self.running.network().unwrap();
        Client::connect(&network).await.unwrap()
    }

    async fn balances(&self, client: Option<&Client>) -> Vec<WatchedBalance> {
        self.wallet.watched_balances(client).await.unwrap()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let kill = std::process::Command::new("kill")
            .arg(self.running.pid.to_string())
            .output();
        drop(kill);
    }
}

/// Of each, its address and what it is said to hold.
fn said(balances: &[WatchedBalance]) -> Vec<(String, Option<&str>)> {
    let each = balances.iter();
    each.map(|b| (b.address.to_string(), b.shown.as_deref()))
        .collect()
}

fn of<'a>(balances: &'a [WatchedBalance], address: &str) -> &'a WatchedBalance {
    let found = balances.iter().find(|b| b.address.to_string() == address);
    found.unwrap()
}

#[tokio::test]
async fn watched_addresses_have_the_coins_that_the_node_says() {
    let Some(stage) = Stage::start().await else {
        return;
    };
    assert!(stage.balances(None).await.is_empty());
    stage.wallet.watch_address(RICH, " Treasury ").unwrap();
    stage.wallet.watch_address(NOBODY, "").unwrap();
    let client = stage.client().await;
    let wei = parse_amount("1.25", "ETH").unwrap();
    let hash = client.fund(RICH.parse().unwrap(), wei).await.unwrap();
    let go_on = |_| ControlFlow::Continue(());
    let mined = client.wait(hash, WaitOptions::default(), go_on).await;
    assert_eq!(mined.unwrap().outcome, Outcome::Success);

    let balances = stage.balances(Some(&client)).await;
    assert_eq!(balances.len(), 2);
    let rich = of(&balances, RICH);
    assert_eq!(rich.label, "Treasury");
    assert_eq!(rich.wei.as_deref(), Some("1250000000000000000"));
    assert_eq!(rich.shown.as_deref(), Some("1.25 ETH"));
    // Nothing is a balance too, and not an unknown one.
    assert_eq!(of(&balances, NOBODY).shown.as_deref(), Some("0 ETH"));
}

#[tokio::test]
async fn tokens_of_a_watched_address_are_its_own_and_not_its_neighbours() {
    let artifacts = root().join("out/contracts");
    if !artifacts.join("TestDollar.json").is_file() {
        println!(
            "skipped: tokens of watched addresses (test contracts not compiled; run `make setup`)"
        );
        return;
    }
    let Some(stage) = Stage::start().await else {
        return;
    };
    let (holder, nobody) = (HOLDER.parse().unwrap(), NOBODY.parse().unwrap());
    stage.wallet.watch_address(HOLDER, "").unwrap();
    stage.wallet.watch_address(NOBODY, "").unwrap();
    let client = stage.client().await;
    let contracts = client.seed(&artifacts, holder).await.unwrap();
    stage
        .wallet
        .add_token(&client, contracts.dollar)
        .await
        .unwrap();

    let tokens = async |owner| {
        let found = stage
            .wallet
            .token_balances(&client, owner, Discovery::Added);
        let found = found.await.unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    };
    let own = tokens(holder).await;
    assert_eq!(own.token.address, contracts.dollar);
    assert!(own.shown.starts_with("1000 "), "{}", own.shown);
    assert_eq!(tokens(nobody).await.amount, "0");
    // Tokens are no coins.
    let balances = stage.balances(Some(&client)).await;
    assert_eq!(of(&balances, HOLDER).shown.as_deref(), Some("0 ETH"));
}

#[tokio::test]
async fn a_node_that_goes_away_takes_the_figures_and_not_the_list() {
    let Some(stage) = Stage::start().await else {
        return;
    };
    stage.wallet.watch_address(RICH, "Treasury").unwrap();
    stage.wallet.watch_address(NOBODY, "").unwrap();
    let client = stage.client().await;
    let before = stage.balances(Some(&client)).await;
    assert!(said(&before).iter().all(|(_, shown)| shown.is_some()));

    stage.devnet.stop().await.unwrap();
    let network = stage.running.network().unwrap();
    let gone = Client::connect(&network).await.unwrap_err();
    assert!(
        matches!(gone, mien_chain::ChainError::NodeDown { .. }),
        "{gone}"
    );
    for client in [Some(&client), None] {
        let after = stage.balances(client).await;
        assert_eq!(after.len(), before.len());
        for (one, was) in after.iter().zip(&before) {
            assert_eq!((one.address, &one.label), (was.address, &was.label));
            assert_eq!((&one.wei, &one.shown), (&None, &None));
        }
    }
}
