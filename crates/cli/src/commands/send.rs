//! Sending coins.

use mien_chain::{FeeLevel, format_amount};
use mien_wallet::{Amount, SendOrder, SendPlan, Wallet};

use crate::args::{SendArgs, Speed};
use crate::context::scan_inputs;
use crate::prompt::{Answer, Answers};
use crate::report::Report;

pub(super) async fn send(wallet: &Wallet, args: &SendArgs) -> anyhow::Result<Report> {
    // What can be wrong about the order is said before the node is asked, and
    // what the node says before anyone scans.
    let to = SendOrder::recipient(&args.to)?;
    let network = wallet
        .network(&args.network.network, args.network.rpc_url.as_deref())
        .await?;
    let amount = Amount::parse(&args.amount, network.currency())?;
    let fee = match args.fee {
        Speed::Slow => FeeLevel::Slow,
        Speed::Normal => FeeLevel::Normal,
        Speed::Fast => FeeLevel::Fast,
    };
    let order = SendOrder {
        account: args.account,
        to,
        amount,
        fee,
    };
    let plan = wallet.prepare_send(&network, &order).await?;
    review(&plan, args)?;
    let sent = wallet.send(&plan, scan_inputs(wallet, &args.scan)?).await?;
    let text = format!(
        "Sent {} to {}\nTransaction {} in block {}",
        format_amount(plan.value(), network.currency()),
        sent.to,
        sent.hash,
        sent.block
    );
    Report::new(text, &sent)
}

fn review(plan: &SendPlan, args: &SendArgs) -> anyhow::Result<()> {
    let currency = plan.network().currency();
    eprintln!(
        "From     {}\nTo       {}\nAmount   {}\nFee      at most {}\nNetwork  {} (chain id {})",
        plan.from(),
        plan.to(),
        format_amount(plan.value(), currency),
        format_amount(plan.highest_fee(), currency),
        plan.network().name(),
        plan.network().chain_id(),
    );
    if args.yes {
        return Ok(());
    }
    match Answers::from_flag(args.scan.pin_stdin).agree("Scan your face and send this?")? {
        Answer::Yes => Ok(()),
        Answer::No => anyhow::bail!("nothing was signed"),
        Answer::NotAsked => {
            anyhow::bail!("nobody is there to be asked; add --yes to send without asking")
        }
    }
}
