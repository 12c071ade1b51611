//! NFTs, what they say of themselves, and their pictures.

use std::path::Path;

use mien_chain::{Gateway, Holding, Metadata, PictureKind};
use mien_wallet::{NftDetails, Readers, Wallet};
use serde_json::json;

use super::send::one_nft;
use crate::args::{NetworkArgs, NftsArgs, NftsCommand};
use crate::context::network;
use crate::report::Report;

pub(super) async fn nfts(wallet: &Wallet, args: &NftsArgs) -> anyhow::Result<Report> {
    match &args.command {
        None => list(wallet, args).await,
        Some(NftsCommand::Show {
            nft,
            picture,
            network,
        }) => show(wallet, nft, picture.as_deref(), network).await,
        Some(NftsCommand::Gateway { url, none }) => gateway(wallet, url.as_deref(), *none),
    }
}

async fn list(wallet: &Wallet, args: &NftsArgs) -> anyhow::Result<Report> {
    let account = wallet.account(args.of.account)?;
    let on = network(wallet, &args.of.network).await?;
    let client = wallet.connect(&on).await?;
    let holdings = wallet.nfts(&client, account.address).await?;
    if holdings.is_empty() {
        return Report::new("No NFTs.", &holdings);
    }
    if !args.details {
        let lines: Vec<String> = holdings.iter().map(held).collect();
        return Report::new(lines.join("\n"), &holdings);
    }
    let details = wallet.nft_details(&client, holdings).await?;
    let lines: Vec<String> = details.iter().map(detailed).collect();
    Report::new(lines.join("\n"), &details)
}

async fn show(
    wallet: &Wallet,
    nft: &str,
    file: Option<&Path>,
    on: &NetworkArgs,
) -> anyhow::Result<Report> {
    let client = wallet.connect(&network(wallet, on).await?).await?;
    let (token, id) = one_nft(wallet, &client, nft).await?;
    let metadata = wallet.nft_metadata(&client, &token, id).await?;
    let mut text = match token.name.as_str() {
        "" => format!("{} #{id}\n", token.address),
        name => format!("{name} #{id}, {}\n", token.address),
    };
    text.push_str(&claims(&metadata));
    let mut written = None;
    if let Some(file) = file {
        let picture = wallet.nft_picture_on(client.network(), &metadata).await?;
        mien_wallet::write_new(file, picture.bytes(), Readers::Others)?;
        let (kind, len) = (picture.kind().media_type(), picture.bytes().len());
        text.push_str(&format!("\n{kind}, {len} bytes, is in {}.", file.display()));
        if picture.kind() == PictureKind::Svg {
            text.push_str(" An SVG can hold scripts: open it where they do not run.");
        }
        written = Some(json!({ "file": file, "type": kind, "bytes": len }));
    }
    text.push_str("\nAll of this is the claim of whoever made the token.");
    let data = json!({ "token": token, "id": id, "metadata": metadata, "picture": written });
    Report::new(text, data)
}

fn gateway(wallet: &Wallet, url: Option<&str>, none: bool) -> anyhow::Result<Report> {
    if none {
        wallet.set_ipfs_gateway(None)?;
    } else if let Some(url) = url {
        let gateway = Gateway::parse(url).map_err(mien_wallet::WalletError::from)?;
        wallet.set_ipfs_gateway(Some(&gateway))?;
    }
    let chosen = wallet.ipfs_gateway()?;
    let chosen = chosen.as_ref().map(Gateway::as_str);
    let text = match chosen {
        Some(url) => format!("ipfs:// addresses are fetched through {url}"),
        None => "No gateway: ipfs:// addresses are not fetched.".to_owned(),
    };
    Report::new(text, json!({ "gateway": chosen }))
}

fn held(holding: &Holding) -> String {
    format!("{}:{}  {}", holding.contract, holding.id, holding.amount)
}

fn detailed(one: &NftDetails) -> String {
    let said = match (&one.metadata, &one.problem) {
        (Some(metadata), _) => claims(metadata),
        (None, Some(problem)) => format!("({problem})"),
        (None, None) => "()".to_owned(),
    };
    format!(
        "{}\n    {}",
        held(&one.holding),
        said.replace('\n', "\n    ")
    )
}

/// What a token says of itself, a line for each thing that it says.
fn claims(metadata: &Metadata) -> String {
    let mut lines: Vec<String> = [&metadata.name, &metadata.description]
        .into_iter()
        .filter(|text| !text.is_empty())
        .cloned()
        .collect();
    let attributes = metadata.attributes.iter();
    lines.extend(attributes.map(|a| format!("{}: {}", a.name, a.value)));
    lines.extend(metadata.picture.iter().map(|at| format!("Picture at {at}")));
    if lines.is_empty() {
        lines.push("It says nothing of itself.".to_owned());
    }
    lines.join("\n")
}
