//! Sending, replacing, revoking: prepare, review, scan.

use anyhow::Context;
use mien_chain::{
    B256, BalanceChange, Bytes, Client, Fee, FeeLevel, FeeWish, Network, Replacement, Token, Trial,
    U256, format_amount, format_units, parse_address, parse_amount, parse_units,
};
use mien_wallet::{
    Amount, Asset, CallOrder, CallReading, CallView, Recipient, SendOrder, SendPlan, Sent, Wallet,
};

use crate::args::{OrderArgs, ReplaceArgs, ResendArgs, ScanArgs, SendArgs, Speed};
use crate::context::{network, scan_inputs};
use crate::prompt::{Answer, Answers};
use crate::report::Report;

/// Decimals of gwei.
const GWEI: u8 = 9;

pub(super) async fn send(wallet: &Wallet, args: &SendArgs) -> anyhow::Result<Report> {
    // What can be wrong about the order is said before the node is asked, and
    // what the node says before anyone scans.
    let to = wallet.recipient(&args.order.to)?;
    fee(&args.order)?;
    let network = network(wallet, &args.network).await?;
    let plan = plan(wallet, &network, &to, &args.order).await?;
    carry_out(wallet, &plan, &shown_name(&to), &args.scan, args.yes).await
}

/// The recipient's name behind the address, if there is one.
pub(super) fn shown_name(to: &Recipient) -> String {
    to.name
        .as_ref()
        .map(|name| format!(" ({name})"))
        .unwrap_or_default()
}

/// Prepares what was ordered.
pub(super) async fn plan(
    wallet: &Wallet,
    network: &Network,
    to: &Recipient,
    order: &OrderArgs,
) -> anyhow::Result<SendPlan> {
    if let Some(data) = &order.data {
        let call = call(network, to, order, data)?;
        return Ok(wallet.prepare_call(network, &call).await?);
    }
    let asset = match (&order.token, &order.nft) {
        (None, None) => Asset::Coin,
        (token, nft) => {
            let client = wallet.connect(network).await?;
            asset(wallet, &client, token.as_deref(), nft.as_deref()).await?
        }
    };
    let amount = match &order.amount {
        Some(text) => asset.amount(text, network.currency())?,
        None => Amount::Exact(U256::from(1)),
    };
    let order = SendOrder {
        account: order.account,
        to: to.address,
        asset,
        amount,
        fee: fee(order)?,
    };
    Ok(wallet.prepare_send(network, &order).await?)
}

pub(super) async fn replace(
    wallet: &Wallet,
    args: &ReplaceArgs,
    how: Replacement,
) -> anyhow::Result<Report> {
    let hash = hash(&args.hash)?;
    let network = network(wallet, &args.network).await?;
    let plan = wallet.prepare_replacement(&network, hash, how).await?;
    carry_out(wallet, &plan, "", &args.scan, args.yes).await
}

pub(super) async fn resend(wallet: &Wallet, args: &ResendArgs) -> anyhow::Result<Report> {
    let hash = hash(&args.hash)?;
    let network = network(wallet, &args.network).await?;
    let client = wallet.connect(&network).await?;
    wallet.resend(&client, hash).await?;
    Report::new(
        format!("{hash} was handed to {} again.", network.endpoint()),
        serde_json::json!({ "hash": hash, "status": "sent" }),
    )
}

fn hash(text: &str) -> anyhow::Result<B256> {
    text.parse()
        .context("this is no transaction hash: 0x and 64 hex digits, as in `mien history`")
}

/// Shows the plan, asks, scans, sends.
pub(super) async fn carry_out(
    wallet: &Wallet,
    plan: &SendPlan,
    name: &str,
    scan: &ScanArgs,
    agreed: bool,
) -> anyhow::Result<Report> {
    review(plan, name);
    if !agreed {
        match Answers::from_flag(scan.pin_stdin).agree("Scan your face and send this?")? {
            Answer::Yes => {}
            Answer::No => anyhow::bail!("nothing was signed"),
            Answer::NotAsked => {
                anyhow::bail!("nobody is there to be asked; add --yes to send without asking")
            }
        }
    }
    report(&wallet.send(plan, scan_inputs(wallet, scan)?).await?)
}

/// What is said of a transaction that was mined.
pub(super) fn report(sent: &Sent) -> anyhow::Result<Report> {
    let text = format!(
        "Sent {} to {}\nTransaction {} in block {}",
        sent.sent, sent.to, sent.hash, sent.block
    );
    Report::new(text, sent)
}

pub(super) fn review(plan: &SendPlan, name: &str) {
    let currency = plan.network().currency();
    eprintln!(
        "From     {}\nTo       {}{name}\nWhat     {}\nFee      {}\nNetwork  {} (chain id {})",
        plan.from(),
        plan.to(),
        plan.what(),
        fee_words(plan, currency),
        plan.network().name(),
        plan.network().chain_id(),
    );
    review_call(plan.call());
    if let Trial::Changes { changes, .. } = plan.trial() {
        for change in changes {
            eprintln!("Changes  {}", shown(change));
        }
    }
    for caution in plan.cautions() {
        eprintln!("Careful: {caution}");
    }
}

/// The highest fee and what it is made of, and what slower or faster would cost.
fn fee_words(plan: &SendPlan, currency: &str) -> String {
    let gwei = |price: u128| format_units(U256::from(price), GWEI);
    let fee = plan.fee();
    let mut words = format!(
        "at most {}: {} gas at {} gwei at most, tip {} gwei",
        format_amount(plan.highest_fee(), currency),
        plan.gas_limit(),
        gwei(fee.max_fee_per_gas),
        gwei(fee.max_priority_fee_per_gas),
    );
    if !plan.data_fee().is_zero() {
        let data = format_amount(plan.data_fee(), currency);
        words.push_str(&format!(", and {data} for its data"));
    }
    if let Some(choices) = plan.fee_choices() {
        words.push_str(&format!(
            "\n         slow {}, normal {}, fast {} gwei; base fee {} gwei",
            gwei(choices.slow.max_fee_per_gas),
            gwei(choices.normal.max_fee_per_gas),
            gwei(choices.fast.max_fee_per_gas),
            gwei(choices.base_fee),
        ));
    }
    words
}

/// What is called, in words as far as it is understood, and the bytes.
fn review_call(call: &CallView) {
    match &call.reading {
        CallReading::Nothing => return,
        CallReading::Standard { intent, fields, .. } => {
            eprintln!("Call     {intent}");
            for field in fields {
                eprintln!("           {}: {}", field.label, field.value);
            }
        }
        CallReading::Abi { readings } => {
            if readings.len() > 1 {
                eprintln!("Several functions fit:");
            }
            for reading in readings {
                eprintln!("Call     {} of {}", reading.signature, reading.contract);
                for argument in &reading.arguments {
                    let indent = "  ".repeat(argument.depth);
                    let (name, kind) = (&argument.name, &argument.kind);
                    eprintln!("           {indent}{name} ({kind}): {}", argument.value);
                }
            }
        }
        CallReading::Unknown { selector } => eprintln!("Call     0x{selector}, not known"),
        _ => {}
    }
    eprintln!("Data     {}", call.data);
}

/// The call that was ordered as bytes.
fn call(
    network: &Network,
    to: &Recipient,
    order: &OrderArgs,
    data: &str,
) -> anyhow::Result<CallOrder> {
    let input: Bytes = data
        .trim()
        .parse()
        .context("--data is not hex: 0x and two digits for each byte")?;
    let value = match &order.amount {
        Some(text) => parse_amount(text, network.currency())?,
        None => U256::ZERO,
    };
    Ok(CallOrder {
        account: order.account,
        to: to.address,
        value,
        input,
        fee: fee(order)?,
    })
}

/// A change in words; contracts by address, because their names prove nothing.
fn shown(change: &BalanceChange) -> String {
    match change {
        BalanceChange::Coin { change } => format!("{change} wei"),
        BalanceChange::Erc20 { token, change } => {
            format!("{change} smallest units of token {token}")
        }
        BalanceChange::Nft { token, id, change } => format!("{change} of {token} #{id}"),
        other => format!("{other:?}"),
    }
}

fn fee(args: &OrderArgs) -> anyhow::Result<FeeWish> {
    let gwei = |text: &str| -> anyhow::Result<u128> {
        let wei = parse_units(text, GWEI)?;
        u128::try_from(wei).context("this price of gas is too high to be meant")
    };
    let Some(max) = &args.max_fee else {
        return Ok(FeeWish::Level(match args.fee {
            Speed::Slow => FeeLevel::Slow,
            Speed::Normal => FeeLevel::Normal,
            Speed::Fast => FeeLevel::Fast,
        }));
    };
    let max_fee_per_gas = gwei(max)?;
    let tip = args.tip.as_deref().map(gwei).transpose()?;
    let fee = Fee {
        max_fee_per_gas,
        max_priority_fee_per_gas: tip.unwrap_or(max_fee_per_gas),
    };
    Ok(FeeWish::Exact(fee.checked()?))
}

async fn asset(
    wallet: &Wallet,
    client: &Client,
    token: Option<&str>,
    nft: Option<&str>,
) -> anyhow::Result<Asset> {
    if let Some(contract) = token {
        let token = wallet.token(client, parse_address(contract)?).await?;
        anyhow::ensure!(
            token.kind == mien_chain::TokenKind::Erc20,
            "{contract} is a collection of NFTs; name one with --nft {contract}:ID"
        );
        return Ok(Asset::Token(token));
    }
    let (token, id) = one_nft(wallet, client, nft.unwrap_or_default()).await?;
    Ok(Asset::Nft { token, id })
}

/// The NFT that `text`, CONTRACT:ID, names.
pub(super) async fn one_nft(
    wallet: &Wallet,
    client: &Client,
    text: &str,
) -> anyhow::Result<(Token, U256)> {
    let (contract, id) = text
        .rsplit_once(':')
        .with_context(|| format!("`{text}` is not CONTRACT:ID"))?;
    let id = parse_units(id, 0)?;
    let token = wallet.token(client, parse_address(contract)?).await?;
    anyhow::ensure!(
        token.kind != mien_chain::TokenKind::Erc20,
        "{contract} is an ERC-20 token; send it with --token {contract}"
    );
    Ok((token, id))
}
